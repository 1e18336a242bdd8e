import { type Boxes } from './layout';
import { type TextFitter } from './text';

/** `fill` is a CSS colour. `pattern` is the second cue besides colour: an index into PATTERNS, 0 is plain. */
export interface Look {
  fill: string;
  pattern: number;
}

export interface Segment {
  share: number;
  look: Look;
}

export interface BoxStyle extends Look {
  /** The bar from left to right, shares of its width; what they leave keeps `fill`. Asked for where they can be seen. */
  segments?(): Segment[];
  /** Not matched by the search. */
  dim?: boolean;
  /** Asked for where there is room for it. */
  label(): string;
}

/** The colour of a bar as a whole: that of its largest part, if there is one that stands out. */
export const mainFill = ({ fill, segments }: BoxStyle): string =>
  segments?.().reduce((best, segment) => (segment.share > best.share ? segment : best), { share: 0.2, look: { fill } })
    .look.fill ?? fill;

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
  font: string;
}

/** The part of CanvasRenderingContext2D that is used: small enough to be a log in tests. */
export type Canvas2D = Pick<
  CanvasRenderingContext2D,
  'fillRect' | 'clearRect' | 'fillText' | 'beginPath' | 'moveTo' | 'lineTo' | 'stroke' | 'arc' | 'fill'
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
/** Parts of a narrower bar cannot be told apart. */
const MIN_SPLIT = 2;
/** A thinner part of a bar cannot be seen and is drawn with the next one. */
const MIN_PART = 0.5;
/** Parts lie a little under the next one, else what is behind the bar shines through between them. */
const SEAM = 1;

/**
 * Draws the boxes in CSS pixels; the caller has scaled the context by the device's pixel ratio. All fills, then all patterns,
 * then all texts: a pattern is one path for the whole graph, because a clip for every box costs more than all fills.
 */
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
  const h = g.rowHeight - 1;
  const patterns = { plain: new PatternPaths(), dim: new PatternPaths() };
  const labels: Array<{ text: string; x: number; y: number; dim?: boolean }> = [];
  for (let i = 0; i < boxes.length; i++) {
    const y = rowTop(g, boxes.level[i]);
    if (y + g.rowHeight <= 0 || y >= g.height) {
      continue;
    }
    const x = boxes.x0[i];
    const right = boxes.x1[i];
    // A gap of one pixel between boxes that are wide enough to lose it.
    const w = right - x > 3 ? right - x - 1 : right - x;
    const style = styleOf(boxes.node[i], boxes.merged[i] === 1);
    const paths = style.dim ? patterns.dim : patterns.plain;
    ctx.globalAlpha = style.dim ? DIMMED : 1;
    let from = x;
    if (style.segments && w >= MIN_SPLIT) {
      let to = x;
      for (const { share, look } of style.segments()) {
        to += share * w;
        if (to - from >= MIN_PART) {
          ctx.fillStyle = look.fill;
          ctx.fillRect(from, y, Math.min(to - from + SEAM, x + w - from), h);
          paths.add(look.pattern, from, y, to - from, h);
          from = to;
        }
      }
    } else {
      paths.add(style.pattern, x, y, w, h);
    }
    if (x + w - from >= MIN_PART) {
      ctx.fillStyle = w >= MIN_SPLIT ? style.fill : mainFill(style);
      ctx.fillRect(from, y, x + w - from, h);
    }
    if (w >= MIN_LABEL) {
      const text = fitter.fit(style.label(), w - 2 * PADDING);
      if (text) {
        labels.push({ text, x: x + PADDING, y: y + h / 2 + 0.5, dim: style.dim });
      }
    }
  }
  for (const [paths, alpha] of [
    [patterns.plain, 1],
    [patterns.dim, DIMMED],
  ] as const) {
    ctx.globalAlpha = alpha;
    paths.paint(ctx);
  }
  ctx.fillStyle = theme.text;
  for (const { text, x, y, dim } of labels) {
    ctx.globalAlpha = dim ? DIMMED : 1;
    ctx.fillText(text, x, y);
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

/** The patterns of many boxes, each cut at its box. */
class PatternPaths {
  private readonly lines: number[] = []; // x, y, x, y
  private readonly dots: number[] = []; // x, y

  add(index: number, x: number, y: number, w: number, h: number): void {
    const pattern = PATTERNS[index];
    if (!pattern || w < MIN_PATTERN_WIDTH) {
      return;
    }
    const { step } = pattern;
    if (pattern.dots) {
      for (let px = x + step / 2; px + 2 <= x + w; px += step) {
        this.dots.push(px + 1, y + h - 4);
      }
    } else if (pattern.horizontal) {
      for (let py = y + step; py < y + h; py += step) {
        this.lines.push(x, py, x + w, py);
      }
    } else {
      // Anchored to the canvas, so that a pattern runs on through neighbouring boxes and does not crawl on zoom.
      const shift = pattern.dx * h;
      const reach = Math.abs(shift);
      for (let px = Math.floor((x - reach) / step) * step; px < x + w + reach; px += step) {
        // From (px, bottom) to (px + shift, top): the part of it between both ends of the box.
        const [near, far] = shift < 0 ? [x + w, x] : [x, x + w];
        const from = shift ? Math.max(0, (near - px) / shift) : 0;
        const to = shift ? Math.min(1, (far - px) / shift) : px >= x ? 1 : 0;
        if (from < to) {
          this.lines.push(px + shift * from, y + h - h * from, px + shift * to, y + h - h * to);
        }
      }
    }
  }

  paint(ctx: Canvas2D): void {
    const { lines, dots } = this;
    ctx.strokeStyle = ctx.fillStyle = PATTERN_INK;
    ctx.lineWidth = 1;
    if (lines.length) {
      ctx.beginPath();
      for (let i = 0; i < lines.length; i += 4) {
        ctx.moveTo(lines[i], lines[i + 1]);
        ctx.lineTo(lines[i + 2], lines[i + 3]);
      }
      ctx.stroke();
    }
    if (dots.length) {
      ctx.beginPath();
      for (let i = 0; i < dots.length; i += 2) {
        ctx.moveTo(dots[i] + 1, dots[i + 1]);
        ctx.arc(dots[i], dots[i + 1], 1, 0, 2 * Math.PI);
      }
      ctx.fill();
    }
  }
}
