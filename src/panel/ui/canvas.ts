import { type RefObject, useEffect, useState } from 'react';

/** A context in CSS pixels, as sharp as the screen. Size and scale are set only when they change: setting a canvas' size clears it and costs an allocation. */
export function scaledContext(canvas: HTMLCanvasElement | null, width: number, height: number, ratio: number) {
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
export function useRestored(canvas: RefObject<HTMLCanvasElement | null>): number {
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
export function useDevicePixelRatio(): number {
  const [ratio, setRatio] = useState(() => window.devicePixelRatio || 1);
  useEffect(() => {
    const media = window.matchMedia?.(`(resolution: ${ratio}dppx)`);
    const update = () => setRatio(window.devicePixelRatio || 1);
    media?.addEventListener?.('change', update);
    return () => media?.removeEventListener?.('change', update);
  }, [ratio]);
  return ratio;
}
