import { AS_RECORDED, groupByLabel, rollUp } from '../analysis';
import { type Attach, type CallTree, callTreeSteps, type Profile, type Steps } from '../profile';
import { type LabelFilter, type ProfileInput, type ReadInput, type Settings } from './types';

/** A read input on the tree of all. */
export interface Instance extends ReadInput {
  /** Rolled up and grouped. */
  profile: Profile;
  attach: Attach;
  /** The node of each sample, worked out anew at each call. */
  nodesOfSamples(): Int32Array;
  baseline: boolean;
}

const isBaseline = ({ baseline, role }: ProfileInput) => baseline === true || role === 'baseline';

/** One union tree over all inputs. */
export function* unite(inputs: ReadInput[], settings: Settings): Steps<{ tree: CallTree; instances: Instance[] }> {
  const options = settings.rollUp ?? AS_RECORDED;
  const grouped = settings.groupBy;
  const profiles: Profile[] = [];
  for (const { read } of inputs) {
    const profile = rollUp(read.profile, options);
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

/** Whether the label filter keeps a sample; undefined: it keeps all. */
export function keepsSample(
  profile: Profile,
  filter: LabelFilter | undefined
): ((sample: number) => boolean) | undefined {
  if (!filter) {
    return undefined;
  }
  const column = profile.labels.find(({ name }) => name === filter.label);
  const wanted = column?.values.indexOf(filter.value) ?? -1;
  return (sample) => wanted >= 0 && column!.index[sample] === wanted;
}
