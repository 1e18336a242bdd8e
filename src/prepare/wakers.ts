import { bisectLeft } from 'd3';
import { callerOf, codeOfTree, type NameTest, normaliseName } from '../analysis';
import { buildCallTree, type NodeIndex, nameOf, ProfileBuilder, WAKER_STACK, wakerFrames } from '../profile';
import { keepsSample, type SampleFilter } from './instances';
import { type Member } from './members';
import { type Waker } from './types';

/** The CPU was interrupted: the process and the functions above were there by chance. arch/x86/kernel/idt.c, arch/arm64/kernel/entry-common.c. */
const INTERRUPT =
  /^(?:asm_)?(?:sysvec_\w+|common_interrupt|exc_nmi)|^(?:apic_timer_interrupt|ret_from_intr|el[01]h?_\w*irq\w*)/;

/** What filters keep of the waits, and where the nodes are that are shown. */
interface Shown {
  filter: SampleFilter;
  kept?: Uint8Array;
  shownNode(node: NodeIndex): NodeIndex;
}

/** Time that somebody ended, or was in the way of, in the order of nodes of the shown tree, in parallel columns. */
export interface Blocked {
  node: Int32Array;
  waker: Int32Array;
  weight: Float64Array;
  wakers: Array<Omit<Waker, 'share'>>;
}

/**
 * Who ends the waits of a frame, the largest share of that time first; equal functions of a process are one. Undefined: no wait
 * names its waker. Worked out when it is first asked for.
 */
export function wakersOf(
  members: Member[],
  shown: Shown,
  mine?: NameTest
): ((node: NodeIndex, end: NodeIndex) => Waker[]) | undefined {
  const named = members.filter(
    ({ role, instance }) =>
      (role === 'wall' || role === 'offcpu') && instance.profile.labels.some(({ name }) => name === WAKER_STACK)
  );
  if (!named.length) {
    return undefined;
  }
  let woken: Blocked | undefined;
  const known = new Map<NodeIndex, Waker[]>();
  return (node, end) => {
    const found = known.get(node) ?? sharesOf((woken ??= wokenBy(named, shown, mine)), node, end);
    known.set(node, found);
    return found;
  };
}

export function sharesOf({ node, waker, weight, wakers }: Blocked, from: NodeIndex, end: NodeIndex): Waker[] {
  const sums = new Map<string, Waker>();
  let whole = 0;
  for (let i = bisectLeft(node, from); i < node.length && node[i] < end; i++) {
    const who = wakers[waker[i]];
    const key = `${who.process}\0${who.name}\0${who.caller}`;
    const sum = sums.get(key) ?? { ...who, share: 0 };
    sum.share += weight[i];
    sums.set(key, sum);
    whole += weight[i];
  }
  return [...sums.values()].map((sum) => ({ ...sum, share: sum.share / whole })).sort((a, b) => b.share - a.share);
}

function wokenBy(members: Member[], { filter, kept, shownNode }: Shown, mine?: NameTest): Blocked {
  const [node, waker, time]: number[][] = [[], [], []];
  const numbers = new Map<string, number>();
  for (const { instance, index, factor } of members) {
    const { labels, samples } = instance.profile;
    const column = labels.find(({ name }) => name === WAKER_STACK)!;
    const own = column.values.map((text) => {
      const number = numbers.get(text) ?? numbers.size;
      numbers.set(text, number);
      return number;
    });
    const keeps = keepsSample(instance, filter);
    const nodes = instance.nodesOfSamples();
    column.index.forEach((value, sample) => {
      const at = nodes[sample];
      const weight = samples.weights[index][sample] * factor;
      if (value >= 0 && at >= 0 && weight > 0 && (!kept || kept[at]) && (!keeps || keeps(sample))) {
        node.push(shownNode(at));
        waker.push(own[value]);
        time.push(weight);
      }
    });
  }
  return inOrderOfNodes(node, waker, time, whoIs([...numbers.keys()], mine));
}

export function inOrderOfNodes(node: number[], waker: number[], time: number[], wakers: Blocked['wakers']): Blocked {
  const order = Uint32Array.from(node.keys()).sort((a, b) => node[a] - node[b]);
  return {
    node: Int32Array.from(order, (i) => node[i]),
    waker: Int32Array.from(order, (i) => waker[i]),
    weight: Float64Array.from(order, (i) => time[i]),
    wakers,
  };
}

/** Who wakes in each stack: the program's function nearest to the wakeup, the kernel's where an interrupt does, else the process. */
function whoIs(texts: string[], mine?: NameTest): Blocked['wakers'] {
  const builder = new ProfileBuilder([{ type: 'wakeups', unit: 'count' }]);
  const stacks = texts.map(wakerFrames);
  for (const [process, ...frames] of stacks) {
    const names = [process, ...frames.map(normaliseName)];
    builder.sample(
      names.reduce((stack, name) => builder.stack(stack, builder.frame({ name })), -1),
      1
    );
  }
  const { tree, nodesOfSamples } = buildCallTree([builder.finish()]);
  const code = codeOfTree(tree, mine);
  const { user } = code;
  const nodes = nodesOfSamples(0);
  return stacks.map(([process, ...frames], i) => {
    const interrupted = frames.findIndex((frame) => INTERRUPT.test(frame));
    if (interrupted >= 0) {
      return { process: '', name: normaliseName(frames[interrupted + 1] ?? frames[interrupted]), interrupt: true };
    }
    const at = user[nodes[i]];
    const above = at > 0 ? callerOf({ tree, code }, at) : undefined;
    return {
      process,
      name: at > 0 ? nameOf(tree, at) : process,
      caller: above === undefined ? undefined : nameOf(tree, above),
    };
  });
}
