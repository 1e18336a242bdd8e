import React from 'react';
import { type Look, PATTERN_INK, PATTERNS, type Strokes } from '../../flamegraph';

const DEGREES = 180 / Math.PI;

/** One layer of a CSS background, and the size of its tile. */
function layerOf(strokes: Strokes): { image: string; size: string } {
  const { step } = strokes;
  if (strokes.kind === 'dots') {
    return {
      image: `radial-gradient(circle at 50% 50%, ${PATTERN_INK} 1px, transparent 1.4px)`,
      size: `${step}px ${step}px`,
    };
  }
  // A gradient runs across its stripes; `step` is measured along the box's lower edge, or upwards.
  const dx = strokes.kind === 'horizontal' ? Infinity : strokes.dx;
  const slope = Math.atan2(1, Math.abs(dx));
  const angle = dx > 0 ? 180 - slope * DEGREES : slope * DEGREES;
  const apart = strokes.kind === 'horizontal' ? step : step * Math.sin(slope);
  return {
    image: `repeating-linear-gradient(${angle.toFixed(1)}deg, ${PATTERN_INK} 0 1px, transparent 1px ${apart.toFixed(2)}px)`,
    size: 'auto',
  };
}

/** Colour and pattern as on the canvas. Kept under forced colours and on paper: here the colour is the figure. */
export function fillOf({ fill, pattern }: Look): React.CSSProperties {
  const layers = PATTERNS[pattern].map(layerOf);
  return {
    backgroundColor: fill,
    backgroundImage: layers.map(({ image }) => image).join(', ') || 'none',
    backgroundSize: layers.map(({ size }) => size).join(', ') || 'auto',
    forcedColorAdjust: 'none',
    printColorAdjust: 'exact',
  };
}

export function Swatch({ look }: { look: Look }) {
  return (
    <span
      aria-hidden
      style={{ display: 'inline-block', width: 12, height: 12, borderRadius: 2, flex: 'none', ...fillOf(look) }}
    />
  );
}
