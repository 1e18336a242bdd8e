import React from 'react';
import { type Look, PATTERNS } from '../../flamegraph';

/** The same pattern as on the canvas, for legend and bar. */
export function patternImage(index: number): string | undefined {
  const pattern = PATTERNS[index];
  const ink = 'rgba(0,0,0,.28)';
  if (!pattern) {
    return undefined;
  }
  if (pattern.dots) {
    return `radial-gradient(circle at 50% 50%, ${ink} 1px, transparent 1.4px) 0 0 / ${pattern.step}px ${pattern.step}px`;
  }
  const angle = pattern.horizontal ? 0 : pattern.dx > 0 ? 135 : pattern.dx < 0 ? 45 : 90;
  const step = pattern.dx ? pattern.step / Math.SQRT2 : pattern.step;
  return `repeating-linear-gradient(${angle}deg, ${ink} 0 1px, transparent 1px ${step}px)`;
}

/** Kept under forced colours: here the colour is the figure, as on the canvas. */
export const fillOf = ({ fill, pattern }: Look): React.CSSProperties => ({
  background: [patternImage(pattern), fill].filter(Boolean).join(', '),
  forcedColorAdjust: 'none',
});

export function Swatch({ look }: { look: Look }) {
  return (
    <span
      aria-hidden
      style={{ display: 'inline-block', width: 12, height: 12, borderRadius: 2, flex: 'none', ...fillOf(look) }}
    />
  );
}
