import { group } from 'd3';
import { apart, type NodeIndex } from '../profile';
import { type Canvas2D, type CssPixels } from './canvas';
import { type Boxes } from './layout';
import { PatternPaths } from './patterns';
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
  partsOf(node: NodeIndex, from: number, to: number): Uint8Array | undefined;
}

/** Everything that places pixels; hit test and keyboard use the same one. */
export interface Geometry {
  width: CssPixels;
  height: CssPixels;
  rowHeight: CssPixels;
  firstLevel: number;
  /** How much of the first level is scrolled out. */
  offset: CssPixels;
  /** Flame: the root is at the bottom. Icicle: at the top. */
  flame: boolean;
  /** Between boxes; 1 unless given. */
  gap?: CssPixels;
}

export const rowTop = (g: Geometry, level: number): CssPixels => {
  const y = (level - g.firstLevel) * g.rowHeight - g.offset;
  return g.flame ? g.height - y - g.rowHeight : y;
};

export const levelAt = (g: Geometry, y: CssPixels): number =>
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
const MIN_SPLIT = 3;
const STRIP_HEIGHT = 4;

interface Writing {
  label: Label;
  text: string;
  /** The node that it hangs from. */
  parent: number;
  x: CssPixels;
  y: CssPixels;
  room: CssPixels;
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
  styleOf: (node: NodeIndex, merged: boolean) => BoxStyle,
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
    if (y + g.rowHeight <= 0 || y >= g.height) {
      continue;
    }
    const node = boxes.node[i];
    const x = boxes.x0[i];
    const right = boxes.x1[i];
    // A gap between boxes that are wide enough to lose it.
    const w = right - x > 3 ? right - x - gap : right - x;
    const style = styleOf(node, boxes.merged[i] === 1);
    const { patterns, strips } = style.dim ? layers.dim : layers.plain;
    ctx.globalAlpha = style.dim ? theme.dim.opacity : 1;
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
      const text = fitter.fit(label, room);
      labels.push({ label, text, parent: boxes.parent[i], x: x + PADDING, y: middle, room, dim: style.dim === true });
    }
  }
  for (const [{ patterns, strips }, alpha] of [
    [layers.plain, 1],
    [layers.dim, theme.dim.opacity],
  ] as const) {
    ctx.globalAlpha = alpha;
    strips.paint(ctx);
    patterns.paint(ctx);
  }
  tellApart(labels, fitter);
  write(ctx, labels, theme);
}

function write(ctx: Canvas2D, labels: Writing[], theme: DrawTheme): void {
  ctx.globalAlpha = 1;
  for (const { text, x, y, dim } of labels) {
    if (text) {
      ctx.fillStyle = dim ? theme.dim.text : theme.text;
      ctx.fillText(text, x, y);
    }
  }
}

/**
 * Functions that read the same are given more of their names, where there is room: `internal/sync.(*Mutex).Lock`. Callees of one frame
 * that still do are told apart by what of their names is different; where that has no room, by nothing.
 */
function tellApart(labels: Writing[], fitter: TextFitter): void {
  for (const { alike } of readingTheSame(labels, fitter)) {
    alike.forEach((writing) => (writing.text = fitter.fit(writing.label, writing.room, true)));
  }
  for (const some of siblings(labels)) {
    for (const { names, alike } of readingTheSame(some, fitter)) {
      const told = apart(names);
      for (const writing of alike) {
        const one = told.get(writing.label.name);
        writing.text = one ? fitter.fitApart(writing.label, one, writing.room) : '';
      }
    }
  }
}

/** Labels whose names are different and are shown alike. */
function readingTheSame(labels: Writing[], fitter: TextFitter): Array<{ names: Set<string>; alike: Writing[] }> {
  const shown = new Map<string, { names: Set<string>; alike: Writing[] }>();
  for (const writing of labels) {
    const name = writing.text && fitter.nameIn(writing.label, writing.text);
    if (name) {
      const same = shown.get(name) ?? { names: new Set(), alike: [] };
      shown.set(name, same);
      same.names.add(writing.label.name);
      same.alike.push(writing);
    }
  }
  return [...shown.values()].filter(({ names }) => names.size > 1);
}

/** Labels of several boxes that hang from one node. */
const siblings = (labels: Writing[]): Writing[][] =>
  [...group(labels, ({ parent }) => parent).values()].filter((some) => some.length > 1);

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
