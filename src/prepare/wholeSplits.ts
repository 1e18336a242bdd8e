import { type Evidence, siteSteps, type Split, type SummedWindow, summedWindow, wholeOf } from '../analysis';
import { type Steps } from '../profile';
import { keep, keptStacks, membersOf } from './members';
import { readingSteps } from './readInputs';
import { sideOf } from './roleWeights';
import { type ProfileInput, type Settings } from './types';
import { WindowTree } from './windowTree';

/** How a time splits as a whole, without its frames. */
export interface WholeSplit {
  split: Split;
  evidence: Evidence;
  /** Of the split's weights. */
  unit: string;
  /** What its time is of, by name. */
  summed?: SummedWindow;
}

/** Nodes from which on the stacks of earlier answers are forgotten: 50 MiB. */
const MOST_NODES = 1_000_000;

/**
 * The split that `prepare` finds at the root, by the same stages up to the pairing: for many short times, of which no graph is drawn. Stacks
 * that an answer has in common with those before it are not judged again.
 */
export class WholeSplits {
  private known?: WindowTree;

  constructor(private readonly settings: Settings = {}) {}

  /** What a filter leaves out is not in it. Undefined: no input has a profile of the present. */
  *of(inputs: ProfileInput[]): Steps<WholeSplit | undefined> {
    const { settings } = this;
    if (!this.known || this.known.tree.length > MOST_NODES) {
      this.known = new WindowTree(settings);
    }
    const windowTree = this.known;
    const { tree, facts, judge, mine, tables } = windowTree;
    const { instances: read } = yield* readingSteps(inputs, tables);
    const instances = yield* windowTree.unite(read);
    const kept = keptStacks(tree, settings);
    const members = (yield* membersOf(instances, settings))
      .filter(({ empty, instance }) => !empty && !instance.baseline)
      .map((member) => keep(member, kept));
    const { code, outermost } = yield* windowTree.known();
    const { paired, roles, waits } = yield* sideOf({ tree, judge, facts, code, mine, settings }, members);
    const unit = (paired?.wallTime ?? paired?.cpu)?.unit;
    if (!paired || unit === undefined) {
      return undefined;
    }
    const split = wholeOf(paired);
    const waiter = (roles.wall ?? roles.offcpu) && waits;
    const sites = waiter ? yield* siteSteps(tree, waiter, facts, code) : [];
    return { split, evidence: paired.evidence, unit, summed: summedWindow(paired, split.total, sites, outermost) };
  }
}
