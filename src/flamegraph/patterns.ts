import { type Canvas2D } from './canvas';

/**
 * Parallel lines or a row of dots, `step` CSS pixels apart. `dx`: pixels to the right per pixel up; 0 is vertical.
 * Every pattern leaves ink in a box of MIN_PATTERN_WIDTH, wherever the box stands.
 */
export type Strokes =
  { kind: 'lines'; dx: number; step: number } | { kind: 'horizontal'; step: number } | { kind: 'dots'; step: number };

const lines = (dx: number, step: number): Strokes => ({ kind: 'lines', dx, step });
const horizontal = (step: number): Strokes => ({ kind: 'horizontal', step });
const dots = (step: number): Strokes => ({ kind: 'dots', step });

/** The second cue besides colour, apart in grey too: strokes that are drawn over each other. Index 0 is plain. */
export const PATTERNS: ReadonlyArray<readonly Strokes[]> = [
  [],
  [lines(1, 8)],
  [lines(-1, 8)],
  [lines(0, 5)],
  [horizontal(5)],
  [dots(5)],
  [lines(1, 4)],
  [lines(-1, 4)],
  [lines(1, 8), lines(-1, 8)],
  [lines(2, 14)],
  [horizontal(9)],
  [lines(-2, 14)],
  [lines(0, 5), horizontal(9)],
  [horizontal(16)],
  [lines(2, 14), lines(-2, 14)],
  [lines(0, 3)],
];

export const PATTERN_INK = 'rgba(0, 0, 0, 0.18)';
/** A narrower box has no room to tell one pattern from another. */
export const MIN_PATTERN_WIDTH = 5;

/** The patterns of many boxes, each cut at its box: one path for all lines and one for all dots. */
export class PatternPaths {
  private readonly lines: number[] = []; // x, y, x, y
  private readonly dots: number[] = []; // x, y

  add(pattern: number, x: number, y: number, w: number, h: number): void {
    if (w < MIN_PATTERN_WIDTH) {
      return;
    }
    for (const strokes of PATTERNS[pattern]) {
      const { step } = strokes;
      if (strokes.kind === 'dots') {
        for (let px = x + step / 2; px + 2 <= x + w; px += step) {
          this.dots.push(px + 1, y + h - 4);
        }
      } else if (strokes.kind === 'horizontal') {
        for (let py = y + step; py < y + h; py += step) {
          this.lines.push(x, py, x + w, py);
        }
      } else {
        this.slanted(strokes.dx, step, x, y, w, h);
      }
    }
  }

  /** Anchored to the canvas, so that a pattern runs on through neighbouring boxes and does not crawl on zoom. */
  private slanted(dx: number, step: number, x: number, y: number, w: number, h: number): void {
    const shift = dx * h;
    const reach = Math.abs(shift);
    for (let px = Math.floor((x - reach) / step) * step; px < x + w + reach; px += step) {
      // From (px, bottom) to (px + shift, top): the part of it between both ends of the box.
      const [near, far] = shift < 0 ? [x + w, x] : [x, x + w];
      const from = shift ? Math.max(0, (near - px) / shift) : 0;
      const to = shift ? Math.min(1, (far - px) / shift) : px >= x && px < x + w ? 1 : 0;
      if (from < to) {
        this.lines.push(px + shift * from, y + h - h * from, px + shift * to, y + h - h * to);
      }
    }
  }

  paint(ctx: Canvas2D): void {
    const { lines: paths, dots: points } = this;
    ctx.strokeStyle = ctx.fillStyle = PATTERN_INK;
    ctx.lineWidth = 1;
    if (paths.length) {
      ctx.beginPath();
      for (let i = 0; i < paths.length; i += 4) {
        ctx.moveTo(paths[i], paths[i + 1]);
        ctx.lineTo(paths[i + 2], paths[i + 3]);
      }
      ctx.stroke();
    }
    if (points.length) {
      ctx.beginPath();
      for (let i = 0; i < points.length; i += 2) {
        ctx.moveTo(points[i] + 1, points[i + 1]);
        ctx.arc(points[i], points[i + 1], 1, 0, 2 * Math.PI);
      }
      ctx.fill();
    }
  }
}
