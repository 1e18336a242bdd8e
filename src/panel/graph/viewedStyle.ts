import { colorManipulator } from '@grafana/data';
import { interpolateRgb } from 'd3';
import { type Boxes, type BoxStyle, type Look, type Segment, type Span } from '../../flamegraph';

type StyleOf = (node: number, merged: boolean) => BoxStyle;

/** As much of what is behind the graph is mixed into a quiet fill, or as much less as its text needs. */
const QUIET = 0.5;
const STEP = 0.05;
/** WCAG 2.1, 1.4.3: contrast of text below 18 pt. */
const READABLE = 4.5;

/** A fill nearer to what is behind the graph, with text on it as readable as WCAG wants it where the fill itself is. */
export function quietFills(background: string, text: string): (fill: string) => string {
  const known = new Map<string, string>();
  const find = (fill: string) => {
    const mixed = interpolateRgb(fill, background);
    for (let share = QUIET; share > 0; share -= STEP) {
      if (colorManipulator.getContrastRatio(text, mixed(share)) >= READABLE) {
        return mixed(share);
      }
    }
    return fill;
  };
  return (fill) => {
    const quiet = known.get(fill) ?? find(fill);
    known.set(fill, quiet);
    return quiet;
  };
}

/** Callers of the zoomed frame are drawn quietly: they say where it is called, not where time goes. Patterns would cost their text contrast. */
export function withQuietCallers(
  styleOf: StyleOf,
  isCaller: (node: number) => boolean,
  quiet: (fill: string) => string
) {
  const quietLook = ({ fill }: Look): Look => ({ fill: quiet(fill), pattern: 0 });
  return (node: number, merged: boolean): BoxStyle => {
    const style = styleOf(node, merged);
    if (!isCaller(node)) {
      return style;
    }
    const { segments } = style;
    return {
      ...style,
      ...quietLook(style),
      segments: segments && (() => segments().map(({ share, look }) => ({ share, look: quietLook(look) }))),
    };
  };
}

/** Of a bar that is cut at the edge of the view only the segments that are in view are drawn, where they are. */
export function withCutSegments(styleOf: StyleOf, cut: Boxes['cut']): StyleOf {
  return (node, merged) => {
    const style = styleOf(node, merged);
    const part = cut.get(node);
    const { segments } = style;
    return part && segments ? { ...style, segments: () => cutSegments(segments(), part) } : style;
  };
}

/** Shares of the part instead of the whole bar. */
export function cutSegments(segments: Segment[], { from, to }: Span): Segment[] {
  let end = 0;
  return segments.map((segment) => {
    const start = end;
    end += segment.share;
    return { ...segment, share: Math.max(0, Math.min(end, to) - Math.max(start, from)) / (to - from) };
  });
}
