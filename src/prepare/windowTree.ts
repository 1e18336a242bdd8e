import {
  AS_RECORDED,
  codeSteps,
  groupByLabel,
  isOneFunction,
  outermostNodes,
  type RollUpOptions,
  rollUpNames,
  rollUpSteps,
  StackJudge,
  type SymbolFacts,
  symbolFacts,
  type TreeCode,
} from '../analysis';
import {
  attachBy,
  frameOf,
  GrowingTree,
  type NodeIndex,
  type Profile,
  roomFor,
  type StackIndex,
  StackTables,
  startsThread,
  stepEnd,
  type Steps,
} from '../profile';
import { type Instance, isBaseline } from './instances';
import { outerOf } from './roleWeights';
import { compileMyCode, compileRules } from './settings';
import { type ReadInput, type Settings } from './types';

/** Of a profile's frames and stacks, as far as they are on the tree: which symbol, whether it only names a thread, which node. */
class Placed {
  frames = 0;
  stacks = 0;
  symbol = new Int32Array(0);
  thread = new Uint8Array(0);
  node = new Int32Array(0);
}

/**
 * One tree for the stacks of many answers to the same queries, which comes to what `unite` makes of each of them, rolled up: a stack that was in an
 * answer before is placed and judged already.
 */
export class WindowTree {
  readonly tree = new GrowingTree();
  /** What answers are to be read with. */
  readonly tables = new StackTables({ shared: true });
  readonly facts: SymbolFacts[] = [];
  readonly judge: StackJudge;
  readonly mine;
  private readonly rules;
  private readonly ofTables = new Placed();
  private judged?: { length: number; code: TreeCode; outermost: Uint8Array };

  constructor(private readonly settings: Settings) {
    this.judge = new StackJudge(this.tree, this.facts, { outer: outerOf(settings), remembers: true });
    this.rules = compileRules(settings.rules ?? []).rules;
    this.mine = compileMyCode(settings.myCode ?? '').mine;
  }

  *unite(inputs: ReadInput[]): Steps<Instance[]> {
    const { tree, facts, rules } = this;
    const { rollUp = AS_RECORDED, groupBy, filter } = this.settings;
    const placed: Array<{ profile: Profile; at: Placed }> = [];
    for (const { input, read } of inputs) {
      // Names of threads are labels, where stacks are chosen or grouped by one.
      const byLabel = groupBy !== undefined || filter !== undefined || input.only !== undefined;
      const rolled = byLabel ? yield* rollUpSteps(read.profile, rollUp) : read.profile;
      const profile = groupBy ? groupByLabel(rolled, groupBy) : rolled;
      const at = this.tables.hold(profile) ? this.ofTables : new Placed();
      yield* this.place(profile, at, byLabel ? AS_RECORDED : rollUp);
      placed.push({ profile, at });
    }
    for (let symbol = facts.length; symbol < tree.symbols.length; symbol++) {
      const { name, file } = tree.symbols[symbol];
      facts.push(symbolFacts(name, rules, file));
    }
    return placed.map(({ profile, at }, i) => {
      const nodeOf = (stack: StackIndex): NodeIndex => at.node[stack];
      return {
        ...inputs[i],
        profile,
        attach: attachBy(profile.samples, tree, nodeOf),
        nodesOfSamples: () => profile.samples.stack.map((stack) => (stack < 0 ? 0 : nodeOf(stack))),
        baseline: isBaseline(inputs[i].input),
      };
    });
  }

  /** Whose code its frames are, and which nodes lie under no other of the same function: of the tree as it is now. */
  *known(): Steps<{ code: TreeCode; outermost: Uint8Array }> {
    const { tree, mine } = this;
    if (this.judged?.length !== tree.length) {
      const code = yield* codeSteps(tree, mine);
      this.judged = { length: tree.length, code, outermost: outermostNodes(tree) };
    }
    return this.judged;
  }

  /** `unite` rolls up first, and makes equal stacks one afterwards: done for each stack that comes, it is the same. */
  private *place(profile: Profile, at: Placed, options: RollUpOptions): Steps<void> {
    const { tree } = this;
    const { frames, stacks } = profile;
    const { rename, isThread } = rollUpNames(options);
    at.symbol = roomFor(at.symbol, frames.length);
    at.thread = roomFor(at.thread, frames.length);
    at.node = roomFor(at.node, stacks.length);
    while (at.frames < frames.length) {
      for (const end = Math.min(frames.length, at.frames + NAMES); at.frames < end; at.frames++) {
        const frame = frameOf(profile, at.frames);
        at.thread[at.frames] = isThread(frame.name) ? 1 : 0;
        at.symbol[at.frames] = tree.symbolOf({ ...frame, name: rename(frame.name) });
      }
      yield;
    }
    while (at.stacks < stacks.length) {
      for (const end = stepEnd(at.stacks, stacks.length); at.stacks < end; at.stacks++) {
        const prefix = stacks.prefix[at.stacks];
        const frame = stacks.frame[at.stacks];
        const under = prefix < 0 ? 0 : at.node[prefix];
        const symbol = at.symbol[frame];
        const own = tree.symbols[symbol];
        at.node[at.stacks] =
          (prefix < 0 && at.thread[frame]) || (under === 0 && startsThread(own.name))
            ? 0
            : options.collapseRecursion && under > 0 && isOneFunction(own, tree.symbols[tree.symbol[under]])
              ? under
              : tree.callee(under, symbol);
      }
      yield;
    }
  }
}

/** Names that are looked up in one step. */
const NAMES = 2048;
