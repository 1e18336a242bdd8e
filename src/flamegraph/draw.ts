import { type Boxes } from './layout';
import { type Label, type TextFitter } from './text';

/** `fill` is a CSS colour. `pattern` is the second cue besides colour: an index into PATTERNS, 0 is plain. */
export interface Look {
  fill: string;
  pattern: number;
}

export interface BoxStyle extends Look {
  /** Not matched by the search. */
  dim?: boolean;
  /** Asked for where there is room for it. */
  label(): Label;
}

/** The split of bars as a strip along their lower edge: one row of pixels for the whole graph, of which each bar shows its part. */
export interface Strip {
  /** Callers above the zoomed frame have none: not all of their time is in view. */
  firstLevel: number;
  fills: readonly string[];
  /** For each pixel of a bar the number of its fill; undefined where the bar has no parts. */
  partsOf(node: number, from: number, to: number): Uint8Array | undefined;
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
  /** Pixels between boxes; 1 unless given. */
  gap?: number;
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
const MIN_SPLIT = 3;
const STRIP_HEIGHT = 4;

interface Writing {
  label: Label;
  text: string;
  x: number;
  y: number;
  room: number;
  dim: boolean;
}

/**
 * Draws the boxes in CSS pixels; the caller has scaled the context by the device's pixel ratio. All fills, then all strips, all
 * patterns, all texts: a pattern is one path for the whole graph, because a clip for every box costs more than all fills.
 */
export function draw(
  ctx: Canvas2D,
  boxes: Boxes,
  g: Geometry,
  styleOf: (node: number, merged: boolean) => BoxStyle,
  fitter: TextFitter,
  theme: DrawTheme,
  strip?: Strip
): void {
  ctx.clearRect(0, 0, g.width, g.height);
  ctx.font = theme.font;
  ctx.textBaseline = 'middle';
  const { gap = 1 } = g;
  const h = g.rowHeight - gap;
  const layers = { plain: new Layer(), dim: new Layer() };
  const labels: Writing[] = [];
  for (let i = 0; i < boxes.length; i++) {
    const y = rowTop(g, boxes.level[i]);
    if (y + g.rowHeight < 0 || y > g.height) {
      continue;
    }
    const node = boxes.node[i];
    const x = boxes.x0[i];
    const right = boxes.x1[i];
    // A gap between boxes that are wide enough to lose it.
    const w = right - x > 3 ? right - x - gap : right - x;
    const style = styleOf(node, boxes.merged[i] === 1);
    const { patterns, strips } = style.dim ? layers.dim : layers.plain;
    ctx.globalAlpha = style.dim ? DIMMED : 1;
    ctx.fillStyle = style.fill;
    ctx.fillRect(x, y, w, h);
    patterns.add(style.pattern, x, y, w, h);
    if (strip && w >= MIN_SPLIT && !boxes.merged[i] && boxes.level[i] >= strip.firstLevel) {
      const [from, to] = [Math.round(x), Math.round(x + w)];
      strips.add(strip.fills, strip.partsOf(node, from, to), style.fill, from, y + h - STRIP_HEIGHT);
    }
    if (w >= MIN_LABEL) {
      const label = style.label();
      const room = w - 2 * PADDING;
      // In the middle of what no strip covers, in all bars: texts of a row stand on one line.
      const middle = y + (strip ? h - STRIP_HEIGHT : h) / 2 + 0.5;
      labels.push({ label, text: fitter.fit(label, room), x: x + PADDING, y: middle, room, dim: style.dim === true });
    }
  }
  for (const [{ patterns, strips }, alpha] of [
    [layers.plain, 1],
    [layers.dim, DIMMED],
  ] as const) {
    ctx.globalAlpha = alpha;
    strips.paint(ctx);
    patterns.paint(ctx);
  }
  tellApart(labels, fitter);
  ctx.fillStyle = theme.text;
  for (const { text, x, y, dim } of labels) {
    if (text) {
      ctx.globalAlpha = dim ? DIMMED : 1;
      ctx.fillText(text, x, y);
    }
  }
  ctx.globalAlpha = 1;
}

/** Functions that read the same are given more of their names, where there is room: `internal/sync.(*Mutex).Lock`. */
function tellApart(labels: Writing[], fitter: TextFitter): void {
  const names = new Map<string, string>();
  const alike = new Set<string>();
  for (const { text, label } of labels) {
    const name = names.get(text);
    if (name !== undefined && name !== label.name) {
      alike.add(text);
    }
    names.set(text, label.name);
  }
  for (const writing of labels) {
    if (alike.has(writing.text)) {
      writing.text = fitter.fit(writing.label, writing.room, true);
    }
  }
}

class Layer {
  readonly patterns = new PatternPaths();
  readonly strips = new Strips();
}

/** The strips of many bars, by colour: a canvas takes longer to change its colour than to fill a part of a strip. */
class Strips {
  private readonly parts = new Map<string, number[]>(); // x, y, width

  /** Parts of the bar's own colour are there already. */
  add(fills: readonly string[], kinds: Uint8Array | undefined, own: string, x: number, y: number): void {
    for (let from = 0; kinds && from < kinds.length;) {
      const fill = fills[kinds[from]];
      let to = from + 1;
      while (to < kinds.length && kinds[to] === kinds[from]) {
        to++;
      }
      if (fill !== own) {
        const parts = this.parts.get(fill) ?? [];
        this.parts.set(fill, parts);
        parts.push(x + from, y, to - from);
      }
      from = to;
    }
  }

  paint(ctx: Canvas2D): void {
    for (const [fill, parts] of this.parts) {
      ctx.fillStyle = fill;
      for (let i = 0; i < parts.length; i += 3) {
        ctx.fillRect(parts[i], parts[i + 1], parts[i + 2], STRIP_HEIGHT);
      }
    }
  }
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
        const to = shift ? Math.min(1, (far - px) / shift) : px >= x && px < x + w ? 1 : 0;
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
