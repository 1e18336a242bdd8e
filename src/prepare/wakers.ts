import { bisectLeft } from 'd3';
import {
  callerOf,
  codeOfTree,
  type MainWaker,
  mainWaker,
  type NameTest,
  normaliseName,
  waitKey,
  type Waker,
  type WaitSite,
} from '../analysis';
import { buildCallTree, type NodeIndex, nameOf, ProfileBuilder, WAKER_STACK, wakerFrames } from '../profile';
import { keepsSample, type SampleFilter } from './instances';
import { type Member } from './members';
import { DEPTH, WakeChains } from './wakeChains';
import { type Prepared, type WakeBranch, type WakeTree } from './types';

/** The CPU was interrupted: the process and the functions above were there by chance. arch/x86/kernel/idt.c, arch/arm64/kernel/entry-common.c. */
const INTERRUPT =
  /^(?:asm_)?(?:sysvec_\w+|common_interrupt|exc_nmi)|^(?:apic_timer_interrupt|ret_from_intr|el[01]h?_\w*irq\w*)/;

/** Who ends a wait, and the stack that he does it in. */
interface Who extends Omit<Waker, 'share' | 'processes'> {
  process: string;
  /** Root first. */
  stack: string[];
  /** The same for all that are one waker. */
  key: string;
}

/** Time that somebody ended, in parallel columns. `source` and `sample`: where it comes from. */
interface Woken {
  node: Int32Array;
  waker: Int32Array;
  weight: Float64Array;
  source: Int32Array;
  sample: Int32Array;
  wakers: Who[];
  sources: Source[];
}

interface Source {
  member: Member;
  /** By value of its label: index into `wakers`. */
  own: number[];
}

/** Who ends the waits of a profile, where they name it. All of it is worked out when it is first asked for. */
export class Wakes {
  private woken?: Woken;
  /** By source; only the list of wakers follows them. */
  private chains?: Array<WakeChains | undefined>;
  private readonly orders = new Map<(node: NodeIndex) => NodeIndex, { at: Int32Array; rows: Uint32Array }>();
  private readonly known = new Map<string, Waker[]>();

  private constructor(
    private readonly members: Member[],
    private readonly filter: SampleFilter,
    private readonly kept: Uint8Array | undefined,
    private readonly mine?: NameTest
  ) {}

  /** Undefined: no wait names its waker. */
  static of(members: Member[], filter: SampleFilter, kept: Uint8Array | undefined, mine?: NameTest): Wakes | undefined {
    const named = members.filter(
      ({ role, instance }) =>
        (role === 'wall' || role === 'offcpu') && instance.profile.labels.some(({ name }) => name === WAKER_STACK)
    );
    return named.length ? new Wakes(named, filter, kept, mine) : undefined;
  }

  private get all(): Woken {
    return (this.woken ??= wokenBy(this.members, this.filter, this.kept, this.mine));
  }

  /** Who ends the waits in [node, end) of the shown tree, the largest share first. */
  private under(node: NodeIndex, end: NodeIndex, shownNode: (node: NodeIndex) => NodeIndex): Waker[] {
    const key = `${node} ${end}`;
    const found = this.known.get(key) ?? sharesOf(this.all, this.rowsUnder(node, end, shownNode)).wakers;
    this.known.set(key, found);
    return found;
  }

  /** What is asked of the shown tree. */
  shown(shownNode: (node: NodeIndex) => NodeIndex): Pick<Prepared, 'wakersOf' | 'wakeTreeOf'> {
    return {
      wakersOf: (node, end) => this.under(node, end, shownNode),
      wakeTreeOf: (node, end) => this.tree(node, end, shownNode),
    };
  }

  /** The same with time, stacks, and who woke the waker meanwhile. */
  private tree(node: NodeIndex, end: NodeIndex, shownNode: (node: NodeIndex) => NodeIndex): WakeTree {
    this.chains ??= this.all.sources.map(({ member }) => WakeChains.of(member.instance.profile));
    return wakeTree(this.all, this.rowsUnder(node, end, shownNode), this.chains);
  }

  /** By waitKey: who accounts for most of the waiting of a site. Nodes are of the tree before frames were taken out. */
  mainOf(sites: WaitSite[]): Map<string, MainWaker> {
    const { node } = this.all;
    const siteOf = new Map<NodeIndex, string>();
    const totals = new Map<string, number>();
    for (const site of sites) {
      const key = waitKey(site);
      totals.set(key, (totals.get(key) ?? 0) + site.total);
      site.stacks.node.forEach((at) => siteOf.set(at, key));
    }
    const rows = new Map<string, number[]>();
    node.forEach((at, row) => {
      const key = siteOf.get(at);
      if (key !== undefined) {
        const own = rows.get(key) ?? [];
        rows.set(key, own);
        own.push(row);
      }
    });
    const main = new Map<string, MainWaker>();
    for (const [key, own] of rows) {
      const { wakers, whole } = sharesOf(this.all, own);
      const found = mainWaker(wakers, whole, totals.get(key)!);
      if (found) {
        main.set(key, found);
      }
    }
    return main;
  }

  private rowsUnder(from: NodeIndex, end: NodeIndex, shownNode: (node: NodeIndex) => NodeIndex): Uint32Array {
    let order = this.orders.get(shownNode);
    if (!order) {
      const at = this.all.node.map(shownNode);
      const rows = Uint32Array.from(at.keys()).sort((a, b) => at[a] - at[b]);
      order = { at: at.sort(), rows };
      this.orders.set(shownNode, order);
    }
    return order.rows.subarray(bisectLeft(order.at, from), bisectLeft(order.at, end));
  }
}

function sharesOf({ waker, weight, wakers }: Woken, rows: Iterable<number>): { wakers: Waker[]; whole: number } {
  const sums = new Map<string, { who: Who; processes: Map<string, number>; sum: number }>();
  let whole = 0;
  for (const row of rows) {
    const who = wakers[waker[row]];
    const own = sums.get(who.key) ?? { who, processes: new Map<string, number>(), sum: 0 };
    sums.set(who.key, own);
    own.processes.set(who.process, (own.processes.get(who.process) ?? 0) + weight[row]);
    own.sum += weight[row];
    whole += weight[row];
  }
  return {
    whole,
    wakers: [...sums.values()]
      .sort((a, b) => b.sum - a.sum)
      .map(({ who, processes, sum }) => ({ ...wakerOf(who, processes), share: sum / whole })),
  };
}

const wakerOf = ({ name, caller, interrupt }: Who, processes: Map<string, number>): Omit<Waker, 'share'> => ({
  name,
  ...(caller !== undefined && { caller }),
  ...(interrupt && { interrupt }),
  processes: interrupt ? [] : [...processes].sort((a, b) => b[1] - a[1]).map(([process]) => process),
});

/** A branch while it is added up. */
interface Open {
  who: Who;
  time: number;
  count: number;
  processes: Map<string, number>;
  /** By index of its stack. */
  stacks: Map<number, number>;
  by: Map<string, Open>;
}

/** Times by who ended the waits, and under each what that one waited for itself meanwhile, in order of time. */
function wakeTree(woken: Woken, rows: Uint32Array, chainsOf: Array<WakeChains | undefined>): WakeTree {
  const { waker, weight, source, sample, sources } = woken;
  const roots = new Map<string, Open>();
  const singles = rows.every((row) => chainsOf[source[row]]);
  chainsOf.forEach((chains) => chains?.restart());
  for (const row of rows) {
    const branch = add(roots, woken, waker[row], weight[row]);
    const { own } = sources[source[row]];
    const chains = chainsOf[source[row]];
    if (!chains) {
      continue;
    }
    const { from, to, thread } = chains.span(sample[row]);
    const scale = weight[row] / (to - from);
    follow({ woken, chains, own, scale }, branch, sample[row], from, to, new Set([thread]));
  }
  return {
    branches: closed(roots, woken, singles),
    depth: DEPTH,
    cut: chainsOf.some((chains) => chains?.cut),
    chained: chainsOf.some((chains) => chains),
  };
}

interface Following {
  woken: Woken;
  chains: WakeChains;
  own: number[];
  /** Weight of a nanosecond. */
  scale: number;
}

/** As deep as DEPTH, so by recursion. */
function follow(of: Following, branch: Open, sample: number, from: number, to: number, above: ReadonlySet<string>) {
  const { woken, chains, own, scale } = of;
  if (above.size >= DEPTH || branch.who.interrupt) {
    return;
  }
  for (const { sample: wait, by, time } of chains.meanwhile(sample, from, to, above)) {
    const span = chains.span(wait);
    const next = add(branch.by, woken, own[by], time * scale);
    follow(of, next, wait, Math.max(from, span.from), span.to, new Set([...above, span.thread]));
  }
}

function add(branches: Map<string, Open>, { wakers }: Woken, waker: number, time: number): Open {
  const who = wakers[waker];
  const branch = branches.get(who.key) ?? {
    who,
    time: 0,
    count: 0,
    processes: new Map<string, number>(),
    stacks: new Map<number, number>(),
    by: new Map<string, Open>(),
  };
  branches.set(who.key, branch);
  branch.time += time;
  branch.count++;
  branch.processes.set(who.process, (branch.processes.get(who.process) ?? 0) + time);
  branch.stacks.set(waker, (branch.stacks.get(waker) ?? 0) + time);
  return branch;
}

function closed(branches: Map<string, Open>, woken: Woken, singles: boolean): WakeBranch[] {
  return [...branches.values()]
    .sort((a, b) => b.time - a.time)
    .map(({ who, time, count, processes, stacks, by }) => ({
      ...wakerOf(who, processes),
      key: who.key,
      time,
      ...(singles && { count }),
      // The one that most of it was ended in.
      stack: woken.wakers[[...stacks].reduce((a, b) => (b[1] > a[1] ? b : a))[0]].stack,
      by: closed(by, woken, singles),
    }));
}

function wokenBy(members: Member[], filter: SampleFilter, kept: Uint8Array | undefined, mine?: NameTest): Woken {
  const [node, waker, time, from, row]: number[][] = [[], [], [], [], []];
  const numbers = new Map<string, number>();
  const sources = members.map((member): Source => {
    const column = member.instance.profile.labels.find(({ name }) => name === WAKER_STACK)!;
    const own = column.values.map((text) => {
      const number = numbers.get(text) ?? numbers.size;
      numbers.set(text, number);
      return number;
    });
    return { member, own };
  });
  sources.forEach(({ member: { instance, index, factor }, own }, source) => {
    const { labels, samples } = instance.profile;
    const keeps = keepsSample(instance, filter);
    const nodes = instance.nodesOfSamples();
    labels
      .find(({ name }) => name === WAKER_STACK)!
      .index.forEach((value, sample) => {
        const at = nodes[sample];
        const weight = samples.weights[index][sample] * factor;
        if (value >= 0 && at >= 0 && weight > 0 && (!kept || kept[at]) && (!keeps || keeps(sample))) {
          node.push(at);
          waker.push(own[value]);
          time.push(weight);
          from.push(source);
          row.push(sample);
        }
      });
  });
  return {
    node: Int32Array.from(node),
    waker: Int32Array.from(waker),
    weight: Float64Array.from(time),
    source: Int32Array.from(from),
    sample: Int32Array.from(row),
    wakers: whoIs([...numbers.keys()], mine),
    sources,
  };
}

/** Who wakes in each stack: the program's function nearest to the wakeup, the kernel's where an interrupt does, else the process. */
function whoIs(texts: string[], mine?: NameTest): Who[] {
  const builder = new ProfileBuilder([{ type: 'wakeups', unit: 'count' }]);
  const stacks = texts.map(wakerFrames).map(([process, ...frames]) => [process, ...frames.map(normaliseName)]);
  for (const names of stacks) {
    builder.sample(
      names.reduce((stack, name) => builder.stack(stack, builder.frame({ name })), -1),
      1
    );
  }
  const { tree, nodesOfSamples } = buildCallTree([builder.finish()]);
  const code = codeOfTree(tree, mine);
  const nodes = nodesOfSamples(0);
  return stacks.map((stack, i): Who => {
    const [process, ...frames] = stack;
    const interrupted = frames.findIndex((frame) => INTERRUPT.test(frame));
    if (interrupted >= 0) {
      const name = frames[interrupted + 1] ?? frames[interrupted];
      return { process: '', name, interrupt: true, stack: frames.slice(interrupted), key: `\0${name}` };
    }
    const at = code.user[nodes[i]];
    const above = at > 0 ? callerOf({ tree, code }, at) : undefined;
    const name = at > 0 ? nameOf(tree, at) : process;
    const caller = above === undefined ? undefined : nameOf(tree, above);
    // The same function in several threads is one waker; without a function of the program the process is all that is known.
    return { process, name, caller, stack, key: `${name}\0${caller ?? ''}` };
  });
}
