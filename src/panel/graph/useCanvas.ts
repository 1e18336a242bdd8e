import { type RefObject, useEffect, useLayoutEffect, useMemo, useState } from 'react';
import { type Boxes, type BoxStyle, draw, type Geometry, type Strip, TextFitter } from '../../flamegraph';
import { useTheme2 } from '@grafana/ui';
import { BOX_TEXT, dimming } from '../ui/palette';

export interface Picture {
  boxes: Boxes;
  geometry: Geometry;
  styleOf(node: number, merged: boolean): BoxStyle;
  strip?: Strip;
  /** As CSS writes it. */
  font: string;
}

/** Draws when what is to be seen changes; device pixels are as sharp as the screen has them. */
export function useCanvas(canvas: RefObject<HTMLCanvasElement | null>, picture: Picture): void {
  const { boxes, geometry, styleOf, strip, font } = picture;
  const theme = useTheme2();
  const ratio = useDevicePixelRatio();
  const restored = useRestored(canvas);
  const fitter = useTextFitter(font);
  useLayoutEffect(() => {
    const ctx = scaledContext(canvas.current, geometry.width, geometry.height, ratio);
    if (ctx && fitter) {
      draw(ctx, boxes, geometry, styleOf, fitter, { text: BOX_TEXT, dim: dimming(theme), font }, strip);
    }
  }, [canvas, boxes, geometry, styleOf, strip, fitter, theme, font, ratio, restored]);
}

/** Sets size and scale only when they change: setting a canvas' size clears it and costs an allocation. */
function scaledContext(canvas: HTMLCanvasElement | null, width: number, height: number, ratio: number) {
  const ctx = canvas?.getContext('2d');
  if (!canvas || !ctx || width <= 0 || height <= 0) {
    return undefined;
  }
  const w = Math.round(width * ratio);
  const h = Math.round(height * ratio);
  if (canvas.width !== w || canvas.height !== h) {
    canvas.width = w;
    canvas.height = h;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  return ctx;
}

/** Counts how often the browser took the canvas away and gave it back, empty (a driver's reset, a laptop's sleep). */
function useRestored(canvas: RefObject<HTMLCanvasElement | null>): number {
  const [times, setTimes] = useState(0);
  useEffect(() => {
    const again = () => setTimes((before) => before + 1);
    const { current } = canvas;
    current?.addEventListener('contextrestored', again);
    return () => current?.removeEventListener('contextrestored', again);
  }, [canvas]);
  return times;
}

/** Follows the window when it moves to a screen with another ratio or is zoomed. */
function useDevicePixelRatio(): number {
  const [ratio, setRatio] = useState(() => window.devicePixelRatio || 1);
  useEffect(() => {
    const media = window.matchMedia?.(`(resolution: ${ratio}dppx)`);
    const update = () => setRatio(window.devicePixelRatio || 1);
    media?.addEventListener?.('change', update);
    return () => media?.removeEventListener?.('change', update);
  }, [ratio]);
  return ratio;
}

function useTextFitter(font: string): TextFitter | undefined {
  return useMemo(() => {
    const ctx = document.createElement('canvas').getContext('2d');
    if (!ctx) {
      return undefined;
    }
    ctx.font = font;
    return new TextFitter((text) => ctx.measureText(text).width);
  }, [font]);
}
