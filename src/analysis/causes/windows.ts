import { type NodeIndex } from '../../profile';
import { CATEGORIES, CPU } from '../waits';
import { type Cause } from './cause';
import { type CauseContext, type CauseWindows, PROFILER, type RoleWindows } from './context';
import { type ShareInterval, shareOfWindows } from './interval';

/** The windows of the stacks that end at the nodes with a 1; `nodes[i]` is the node of the whole tree that the part's node i is. */
export function windowsOfPart(windows: CauseWindows, nodes: Int32Array, inPart: Uint8Array): CauseWindows {
  const of = (role: RoleWindows | undefined): RoleWindows | undefined =>
    role && {
      sums(own) {
        const whole = new Uint8Array(inPart.length);
        own.forEach((mark, i) => (whole[nodes[i]] = mark & inPart[nodes[i]]));
        return role.sums(whole);
      },
    };
  return { cpu: of(windows.cpu), waiting: of(windows.waiting) };
}

/** Empty: the cause's stacks or their times are not known. */
export interface KnownByWindows {
  share?: ShareInterval;
  part?: ShareInterval;
}

/** How well a cause's share and its part of the time that matters are known from windows. */
export function knownByWindows(context: CauseContext): (cause: Cause) => KnownByWindows {
  // The same for all causes of a role.
  const sums = new Map<RoleWindows, { wholes: number[]; matters: number[] }>();
  const sumsOf = (role: RoleWindows, isCpu: boolean) => {
    const wholes = wholesOf(context, isCpu);
    return { wholes, matters: isCpu ? wholes : minus(wholes, role.sums(context.waiting!.waits.idle)) };
  };
  return (cause) => {
    const isCpu = cause.of === 'cpu';
    const role = isCpu ? context.windows?.cpu : context.windows?.waiting;
    const stacks = role && stacksOf(context, cause);
    if (!stacks) {
      return {};
    }
    const { wholes, matters } = sums.get(role) ?? sumsOf(role, isCpu);
    sums.set(role, { wholes, matters });
    const parts = role.sums(stacks);
    return { share: shareOfWindows(parts, wholes, cause.share), part: shareOfWindows(parts, matters, cause.part) };
  };
}

const minus = (a: number[], b: number[]): number[] => a.map((value, i) => value - b[i]);

/** What shares are of, by window, of all stacks or of those that end at the nodes with a 1: CPU time without the profiler's, or all time by the clock; of CPU and off-CPU time, that is both. */
export function wholesOf(
  { windows, tree, cpu, evidence }: CauseContext,
  isCpu: boolean,
  all: Uint8Array = new Uint8Array(tree.length).fill(1)
): number[] {
  const running = () => windows!.cpu!.sums(cpu!.waits.purpose.map((purpose) => (purpose === PROFILER ? 0 : 1)));
  if (isCpu) {
    return running();
  }
  const waiting = windows!.waiting!.sums(all);
  return evidence === 'cpu+offcpu' && windows!.cpu ? windows!.cpu.sums(all).map((w, i) => w + waiting[i]) : waiting;
}

const GC = CATEGORIES.indexOf('gc');

/** 1 for the nodes where a cause's stacks end; undefined: they are not told apart. */
function stacksOf({ tree, cpu, waiting }: CauseContext, cause: Cause): Uint8Array | undefined {
  const { kind, node, category, stacks, of } = cause;
  const waits = (of === 'cpu' ? cpu : waiting)?.waits;
  if (stacks) {
    return marked(tree.length, stacks);
  }
  if (!waits || kind === 'unknown') {
    return undefined;
  }
  if (kind === 'cpu' && node !== undefined) {
    const under = new Uint8Array(tree.length);
    const { symbol, parent } = tree;
    for (let at = 1; at < tree.length; at++) {
      under[at] = symbol[at] === symbol[node] ? 1 : under[parent[at]];
    }
    return under.map((one, at) => (waits.category[at] === CPU && waits.purpose[at] !== PROFILER ? one : 0));
  }
  return kind === 'runnable' || kind === 'spin' || category === GC
    ? waits.category.map((one) => (one === category ? 1 : 0))
    : undefined;
}

export function marked(length: number, nodes: Iterable<NodeIndex>): Uint8Array {
  const marks = new Uint8Array(length);
  for (const node of nodes) {
    marks[node] = 1;
  }
  return marks;
}
