import { type Canvas2D } from './canvas';
import { type Boxes } from './layout';
import { PatternPaths } from './patterns';
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

/** Of boxes that the search does not match: what is left of fill and pattern (0 to 1), and the colour of their text. */
export interface Dimming {
  opacity: number;
  text: string;
}

export interface DrawTheme {
  text: string;
  dim: Dimming;
  font: string;
}

const PADDING = 4;
const MIN_LABEL = 24;
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
    if (y + g.rowHeight < 0 || y > g.height) {
      continue;
    }
    const x = boxes.x0[i];
    const right = boxes.x1[i];
    // A gap of one pixel between boxes that are wide enough to lose it.
    const w = right - x > 3 ? right - x - 1 : right - x;
    const style = styleOf(boxes.node[i], boxes.merged[i] === 1);
    const paths = style.dim ? patterns.dim : patterns.plain;
    ctx.globalAlpha = style.dim ? theme.dim.opacity : 1;
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
    [patterns.dim, theme.dim.opacity],
  ] as const) {
    ctx.globalAlpha = alpha;
    paths.paint(ctx);
  }
  ctx.globalAlpha = 1;
  for (const { text, x, y, dim } of labels) {
    ctx.fillStyle = dim ? theme.dim.text : theme.text;
    ctx.fillText(text, x, y);
  }
}
