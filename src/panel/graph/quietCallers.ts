import { colorManipulator } from '@grafana/data';
import { interpolateRgb } from 'd3';
import { type BoxStyle } from '../../flamegraph';

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
export const withQuietCallers =
  (styleOf: StyleOf, isCaller: (node: number) => boolean, quiet: (fill: string) => string): StyleOf =>
  (node, merged) => {
    const style = styleOf(node, merged);
    return isCaller(node) ? { ...style, fill: quiet(style.fill), pattern: 0 } : style;
  };
