import { type Boxes } from './layout';
import { type TextFitter } from './text';

/** Fills are CSS colours. `pattern` is the second cue besides colour: an index into PATTERNS, 0 is plain. */
export interface Segment {
  share: number;
  fill: string;
  pattern: number;
}

export interface BoxStyle {
  fill: string;
  pattern: number;
  /** The bar from left to right, shares of its width; what they leave keeps `fill`. Asked for where they can be seen. */
  segments?(): Segment[];
  /** Not matched by the search. */
  dim?: boolean;
  label: string;
}

/** Everything that places pixels; hit test and keyboard use the same one. CSS pixels. */
export interface Geometry {
  width: number;
  height: number;
  rowHeight: number;
  firstLevel: number;
  /** Pixels of the first level that are scrolled out. */
  offset: number;
  /** Flame: the root is at the bottom. Icicle: at the top. */
  flame: boolean;
}

export const rowTop = (g: Geometry, level: number): number => {
  const y = (level - g.firstLevel) * g.rowHeight - g.offset;
  return g.flame ? g.height - y - g.rowHeight : y;
};

export const levelAt = (g: Geometry, y: number): number =>
  g.firstLevel + Math.floor(((g.flame ? g.height - y : y) + g.offset) / g.rowHeight);

export interface DrawTheme {
  text: string;
  gap: string;
  font: string;
}

/** The part of CanvasRenderingContext2D that is used: small enough to be a log in tests. */
export type Canvas2D = Pick<
  CanvasRenderingContext2D,
  | 'fillRect'
  | 'clearRect'
  | 'fillText'
  | 'save'
  | 'restore'
  | 'beginPath'
  | 'moveTo'
  | 'lineTo'
  | 'stroke'
  | 'rect'
  | 'clip'
  | 'arc'
  | 'fill'
> & {
  fillStyle: unknown;
  strokeStyle: unknown;
  lineWidth: number;
  font: string;
  globalAlpha: number;
  textBaseline: string;
};

const PADDING = 4;
const MIN_LABEL = 24;
const DIMMED = 0.28;

/** Draws the boxes in CSS pixels; the caller has scaled the context by the device's pixel ratio. */
export function draw(
  ctx: Canvas2D,
  boxes: Boxes,
  g: Geometry,
  styleOf: (node: number, merged: boolean) => BoxStyle,
  fitter: TextFitter,
  theme: DrawTheme
): void {
  ctx.clearRect(0, 0, g.width, g.height);
  ctx.font = theme.font;
  ctx.textBaseline = 'middle';
  for (let i = 0; i < boxes.length; i++) {
    const y = rowTop(g, boxes.level[i]);
    if (y + g.rowHeight < 0 || y > g.height) {
      continue;
    }
    const x = boxes.x0[i];
    const right = boxes.x1[i];
    // A gap of one pixel between boxes that are wide enough to lose it.
    const w = right - x > 3 ? right - x - 1 : right - x;
    const h = g.rowHeight - 1;
    const style = styleOf(boxes.node[i], boxes.merged[i] === 1);
    ctx.globalAlpha = style.dim ? DIMMED : 1;
    ctx.fillStyle = style.fill;
    ctx.fillRect(x, y, w, h);
    if (style.segments && w >= 2) {
      let from = x;
      for (const segment of style.segments()) {
        const part = segment.share * w;
        ctx.fillStyle = segment.fill;
        ctx.fillRect(from, y, part, h);
        drawPattern(ctx, segment.pattern, from, y, part, h);
        from += part;
      }
    } else {
      drawPattern(ctx, style.pattern, x, y, w, h);
    }
    if (w >= MIN_LABEL && style.label) {
      const text = fitter.fit(style.label, w - 2 * PADDING);
      if (text) {
        ctx.fillStyle = theme.text;
        ctx.fillText(text, x + PADDING, y + h / 2 + 0.5);
      }
    }
  }
  ctx.globalAlpha = 1;
}

/** Line families that stay apart in grey: direction and spacing in pixels; `dots` are drawn instead of lines. */
export const PATTERNS: ReadonlyArray<{ dx: number; step: number; dots?: boolean; horizontal?: boolean } | undefined> = [
  undefined,
  { dx: 1, step: 8 },
  { dx: -1, step: 8 },
  { dx: 0, step: 6 },
  { dx: 0, step: 5, horizontal: true },
  { dx: 0, step: 6, dots: true },
  { dx: 1, step: 4 },
  { dx: -1, step: 4 },
  { dx: 0, step: 12 },
  { dx: 2, step: 14 },
  { dx: 0, step: 10, dots: true },
  { dx: -2, step: 14 },
];

const PATTERN_INK = 'rgba(0, 0, 0, 0.22)';
const MIN_PATTERN_WIDTH = 5;

function drawPattern(ctx: Canvas2D, index: number, x: number, y: number, w: number, h: number): void {
  const pattern = PATTERNS[index];
  if (!pattern || w < MIN_PATTERN_WIDTH) {
    return;
  }
  ctx.save();
  ctx.beginPath();
  ctx.rect(x, y, w, h);
  ctx.clip();
  ctx.beginPath();
  ctx.strokeStyle = ctx.fillStyle = PATTERN_INK;
  ctx.lineWidth = 1;
  if (pattern.dots) {
    for (let px = x + pattern.step / 2; px < x + w; px += pattern.step) {
      ctx.moveTo(px + 1, y + h - 4);
      ctx.arc(px, y + h - 4, 1, 0, 2 * Math.PI);
    }
    ctx.fill();
  } else if (pattern.horizontal) {
    for (let py = y + pattern.step; py < y + h; py += pattern.step) {
      ctx.moveTo(x, py);
      ctx.lineTo(x + w, py);
    }
    ctx.stroke();
  } else {
    const shift = pattern.dx * h;
    // Anchored to the canvas, so that a pattern runs on through neighbouring boxes and does not crawl on zoom.
    for (
      let px = Math.floor((x - Math.abs(shift)) / pattern.step) * pattern.step;
      px < x + w + Math.abs(shift);
      px += pattern.step
    ) {
      ctx.moveTo(px, y + h);
      ctx.lineTo(px + shift, y);
    }
    ctx.stroke();
  }
  ctx.restore();
}
