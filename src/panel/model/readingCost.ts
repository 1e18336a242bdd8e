import { formattedValueToString, getValueFormat } from '@grafana/data';
import { type ReadInputs } from '../../prepare';
import { type CallTree, type Steps } from '../../profile';
import { t } from '../grafana/translate';

/** What the answer on screen has cost this browser's main thread, in ms. */
export interface ReadingCost {
  /** Samples that were read, or distinct stacks where the source has summed them up; those of a comparison, too. */
  rows: number;
  /** Data frames to tables of stacks. Of the last time that they were read: a filter reads nothing. */
  reading: number;
  /** One tree of all profiles, waits and causes. */
  judging: number;
  /** The last picture of a graph, without what the browser takes to bring it to the screen. Undefined before the first one. */
  painting?: number;
}

/** A tree belongs to one panel and one answer, and takes its figures with it. Nothing is rendered for them: they are asked for. */
const costs = new WeakMap<CallTree, ReadingCost>();

export const readingCost = (tree: CallTree): Readonly<ReadingCost> | undefined => costs.get(tree);

export const noteReading = (tree: CallTree, cost: ReadingCost): void => void costs.set(tree, cost);

/** Paints, and notes how long that took. Other trees than those of an answer, such as the callers of one frame, are not counted. */
export function notePainting(tree: CallTree, paint: () => void): void {
  const { ms } = timed(paint);
  const cost = costs.get(tree);
  if (cost) {
    cost.painting = ms;
  }
}

export interface Timed<T> {
  result: T;
  ms: number;
}

export function timed<T>(work: () => T): Timed<T> {
  const start = performance.now();
  const result = work();
  return { result, ms: performance.now() - start };
}

/** How long the steps took, and not what the page did between them. */
export function* timedSteps<T>(steps: Steps<T>): Steps<Timed<T>> {
  let sum = 0;
  for (;;) {
    const { result: step, ms } = timed(() => steps.next());
    sum += ms;
    if (step.done) {
      return { result: step.value, ms: sum };
    }
    yield;
  }
}

export const rowsOf = ({ instances }: ReadInputs): number =>
  instances.reduce((rows, { read }) => rows + read.profile.samples.length, 0);

/** "32,000 rows read in 12 ms, judged in 80 ms, painted in 3 ms" */
export function describeCost({ rows, reading, judging, painting }: Readonly<ReadingCost>): string {
  const values = { rows, reading: inTime(reading), judging: inTime(judging) };
  return painting === undefined
    ? t('{rows} rows read in {reading}, judged in {judging}', values)
    : t('{rows} rows read in {reading}, judged in {judging}, painted in {painting}', {
        ...values,
        painting: inTime(painting),
      });
}

/** Browsers tell time in steps of up to a millisecond. */
const inTime = (ms: number): string =>
  ms < 1 ? t('under 1 ms') : formattedValueToString(getValueFormat('ms')(ms, ms < 1000 ? 0 : 1));
