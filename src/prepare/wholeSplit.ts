import {
  codeSteps,
  type Evidence,
  siteSteps,
  type Split,
  splitAt,
  type SummedWindow,
  summedWindow,
  symbolFacts,
} from '../analysis';
import { finish, mapInSteps, type Steps } from '../profile';
import { unite } from './instances';
import { keep, keptStacks, membersOf } from './members';
import { sideOf } from './roleWeights';
import { compileMyCode, compileRules } from './settings';
import { type ReadInputs, type Settings } from './types';

/** How a time splits as a whole, without its frames. */
export interface WholeSplit {
  split: Split;
  evidence: Evidence;
  /** Of the split's weights. */
  unit: string;
  /** What its time is of, by name. */
  summed?: SummedWindow;
}

/**
 * The split that `prepare` finds at the root, by the same stages up to the pairing: for many short times, of which no graph is drawn.
 * What a filter leaves out is not in it. Undefined: no input has a profile of the present.
 */
export const wholeSplit = (inputs: ReadInputs, settings?: Settings): WholeSplit | undefined =>
  finish(splittingSteps(inputs, settings));

function* splittingSteps({ instances: inputs }: ReadInputs, settings: Settings = {}): Steps<WholeSplit | undefined> {
  const { rules } = compileRules(settings.rules ?? []);
  const { mine } = compileMyCode(settings.myCode ?? '');
  const { tree, instances } = yield* unite(inputs, settings);
  const facts = yield* mapInSteps(tree.symbols, ({ name, file }) => symbolFacts(name, rules, file));
  const kept = keptStacks(tree, settings);
  const members = (yield* membersOf(instances, settings))
    .filter(({ empty, instance }) => !empty && !instance.baseline)
    .map((member) => keep(member, kept));
  const judging = { tree, facts, code: yield* codeSteps(tree, mine), mine, settings };
  const { paired, roles, waits } = yield* sideOf(judging, members);
  const unit = (paired?.wallTime ?? paired?.cpu)?.unit;
  if (!paired || unit === undefined) {
    return undefined;
  }
  const split = splitAt(paired, 0);
  const waiter = (roles.wall ?? roles.offcpu) && waits;
  const sites = waiter ? yield* siteSteps(tree, waiter, facts, judging.code) : [];
  return { split, evidence: paired.evidence, unit, summed: summedWindow(paired, split.total, sites) };
}
