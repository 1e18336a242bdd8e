import { median } from 'd3';
import { t } from '../grafana/translate';
import { figuresOf, figureText, type Kind, KINDS, labelOf, type Measure, type TimelineWindow } from './kinds';

/** One kind in a window, against the windows before it. */
export interface Change {
  window: TimelineWindow;
  kind: Kind;
  before: number;
  now: number;
}

/** A window is set against so many before it: one that stands out by chance is not what the next one is judged by. */
const BEFORE = 3;
/** Less than this part of all that is not idle is no change. */
const LEAST = 0.05;

/**
 * The window in which a kind grew most against the three windows before it, their median and the last of them; where nothing grew, in which one fell most.
 * Idle takes no part. Undefined: nothing changed by a twentieth of the time, or too few windows are known.
 */
export function largestChange(windows: readonly TimelineWindow[], measure: Measure): Change | undefined {
  const known = windows.flatMap((window) => {
    const figures = figuresOf(window, measure);
    return figures ? [{ window, figures }] : [];
  });
  const changes = known.flatMap(({ window, figures }, i): Change[] =>
    i === 0
      ? []
      : KINDS.flatMap((kind, k) => {
          const earlier = known.slice(Math.max(0, i - BEFORE), i).map((one) => one.figures[k]);
          const usual = median(earlier)!;
          // The first window of a time that stays as it is, not the second: the one before it counts, too.
          const before = (figures[k] > usual ? Math.max : Math.min)(usual, earlier[earlier.length - 1]);
          const counts = Math.abs(figures[k] - before) > LEAST * wholeOf(figures);
          return kind === 'idle' || !counts ? [] : [{ window, kind, before, now: figures[k] }];
        })
  );
  const size = ({ before, now }: Change) => now - before;
  const most = (list: Change[]) =>
    list.reduce<Change | undefined>((a, b) => (a && Math.abs(size(a)) >= Math.abs(size(b)) ? a : b), undefined);
  return most(changes.filter((change) => size(change) > 0)) ?? most(changes);
}

const wholeOf = (figures: readonly number[]): number => figures.reduce((sum, figure) => sum + figure, 0);

/** "10:34: Lock 3.1 → 9.8 threads". */
export const changeText = ({ kind, before, now }: Change, time: string, measure: Measure, unit: string): string =>
  t('{time}: {kind} {before} → {now}', {
    time,
    kind: labelOf(kind),
    before: figureText(before, measure),
    now: measure === 'rate' ? `${figureText(now, measure)} ${unit}` : figureText(now, measure),
  });

/** "10:34: 3.1 → 9.8", where the kind and the unit stand above. */
export const changeFigures = ({ before, now }: Change, time: string, measure: Measure): string =>
  t('{time}: {before} → {now}', { time, before: figureText(before, measure), now: figureText(now, measure) });
