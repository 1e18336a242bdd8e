import { bisectRight } from 'd3';
import { AS_RECORDED, groupByLabel, rollUpSteps } from '../analysis';
import { type Attach, type CallTree, callTreeSteps, type Profile, type Steps } from '../profile';
import { type ProfileInput, type ReadInput, type Settings, type TimeSpan } from './types';

/** A read input on the tree of all. */
export interface Instance extends ReadInput {
  /** Rolled up and grouped. */
  profile: Profile;
  attach: Attach;
  /** The node of each sample, worked out anew at each call. */
  nodesOfSamples(): Int32Array;
  baseline: boolean;
}

export const isBaseline = ({ baseline, role }: ProfileInput) => baseline === true || role === 'baseline';

/** One union tree over all inputs. */
export function* unite(inputs: ReadInput[], settings: Settings): Steps<{ tree: CallTree; instances: Instance[] }> {
  const options = settings.rollUp ?? AS_RECORDED;
  const grouped = settings.groupBy;
  const profiles: Profile[] = [];
  for (const { read } of inputs) {
    const profile = yield* rollUpSteps(read.profile, options);
    profiles.push(grouped ? groupByLabel(profile, grouped) : profile);
    yield;
  }
  const { tree, attach, nodesOfSamples } = yield* callTreeSteps(profiles);
  const instances = inputs.map((read, i): Instance => ({
    ...read,
    profile: profiles[i],
    attach: attach[i],
    nodesOfSamples: () => nodesOfSamples(i),
    baseline: isBaseline(read.input),
  }));
  return { tree, instances };
}

export const holdsWeight = ({ samples }: Profile, index: number): boolean =>
  samples.weights[index].some((weight) => weight !== 0);

/** What keeps single samples, whatever their stacks are. */
export type SampleFilter = Pick<Settings, 'filter' | 'times'>;

type KeepsSample = (sample: number) => boolean;

/** Whether the label and the times keep a sample; undefined: they keep all. Times are of the present: a baseline has none of them. */
export function keepsSample(
  { profile, baseline, input }: Pick<Instance, 'profile' | 'baseline' | 'input'>,
  { filter, times }: SampleFilter
): KeepsSample | undefined {
  const keep = [
    ...[input.only, filter].flatMap((one) => (one ? [carries(profile, one)] : [])),
    ...(times && !baseline ? [takenWithin(profile, times)] : []),
  ];
  return keep.length > 1 ? (sample) => keep.every((one) => one(sample)) : keep[0];
}

function carries({ labels }: Profile, { label, value }: NonNullable<Settings['filter']>): KeepsSample {
  const column = labels.find(({ name }) => name === label);
  const wanted = column?.values.indexOf(value) ?? -1;
  return (sample) => wanted >= 0 && column!.index[sample] === wanted;
}

/** When a sample was taken; of a wait, when it ended. In ns of the samples' clock, NaN where it has no time. */
export const momentOf = ({ time, duration }: Profile['samples'], sample: number): number =>
  time ? time[sample] + (duration?.[sample] || 0) : NaN;

function takenWithin({ samples }: Profile, times: TimeSpan[]): KeepsSample {
  const spans = disjoint(times);
  const begins = spans.map(({ from }) => from);
  return (sample) => {
    const moment = momentOf(samples, sample);
    const at = bisectRight(begins, moment) - 1;
    return at >= 0 && moment < spans[at].to; // NaN is smaller than nothing
  };
}

/** The same times in order, those that overlap or touch as one. */
export function disjoint(times: TimeSpan[]): TimeSpan[] {
  const spans: TimeSpan[] = [];
  for (const { from, to } of [...times].sort((a, b) => a.from - b.from)) {
    const last = spans.at(-1);
    if (last && from <= last.to) {
      last.to = Math.max(last.to, to);
    } else {
      spans.push({ from, to });
    }
  }
  return spans;
}
