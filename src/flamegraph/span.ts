/** A part of a width as shares of it: 0 is the left edge, 1 the right one. `from` < `to`. */
export interface Span {
  from: number;
  to: number;
}

export const WHOLE: Span = { from: 0, to: 1 };

/** The narrowest part that fills a view: a box of a thousand pixels is then laid out at 1e9, which a float64 holds to 1e-7 px. */
const NARROWEST = 1e-6;

export const isWhole = ({ from, to }: Span): boolean => from <= 0 && to >= 1;

/** The same size or, where it would be too small or too large, the nearest one, moved into the whole. */
function within(from: number, size: number): Span {
  const kept = Math.min(1, Math.max(NARROWEST, size));
  const start = Math.min(1 - kept, Math.max(0, from));
  return kept === 1 ? WHOLE : { from: start, to: start + kept };
}

/**
 * A part `factor` times as wide in which the same point stays at the same place of the view.
 * @param at where in the view that point is, as a share of it
 */
export function zoomed(span: Span, at: number, factor: number): Span {
  const size = Math.min(1, Math.max(NARROWEST, (span.to - span.from) * factor));
  return within(span.from + at * (span.to - span.from - size), size);
}

/** Moved to the right by a share of what is in view, as far as there is something. */
export const panned = (span: Span, by: number): Span =>
  within(span.from + by * (span.to - span.from), span.to - span.from);

/** What of the whole a range of the view is, given as shares of the view in any order. */
export function brushed(span: Span, a: number, b: number): Span {
  const size = span.to - span.from;
  const [from, to] = [Math.max(0, Math.min(a, b)), Math.min(1, Math.max(a, b))];
  return within(span.from + from * size, (to - from) * size);
}

/** Moved as little as needed to bring `part` into view; not moved where `part` is wider than the view and reaches into it. */
export function revealing(span: Span, part: Span): Span {
  const size = span.to - span.from;
  const inView = part.from < span.to && part.to > span.from;
  if ((part.from >= span.from && part.to <= span.to) || (inView && part.to - part.from >= size)) {
    return span;
  }
  return within(part.from < span.from || part.to - part.from >= size ? part.from : part.to - size, size);
}
