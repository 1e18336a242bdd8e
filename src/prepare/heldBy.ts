import { bisectLeft, sum } from 'd3';
import { callerOf, type TreeCode } from '../analysis';
import { type CallTree, LOCK, type NodeIndex, nameOf } from '../profile';
import { type Instance, keepsSample } from './instances';
import { type Member } from './members';
import { type Judging } from './roleWeights';
import { type Holder } from './types';

/** Time in line for locks by who held them, in the order of nodes of the shown tree, in parallel columns. */
interface Blocked {
  node: Int32Array;
  /** Index into `holders`. */
  holder: Int32Array;
  weight: Float64Array;
  holders: Array<Omit<Holder, 'share'>>;
}

/**
 * Who held what a frame stands in line for, where the recording names them, the largest share of that time first: threads, with the function that
 * they were in meanwhile where it is known. Undefined: none names any. Worked out when it is first asked for.
 */
export function heldByOf(
  { tree, code, settings }: Judging,
  members: Member[],
  shownNode = (node: NodeIndex) => node
): ((node: NodeIndex, end: NodeIndex) => Holder[]) | undefined {
  const named = members.filter(
    ({ role, instance }) => (role === 'wall' || role === 'offcpu') && instance.profile.holding
  );
  const locked = members.filter(({ instance }) => instance.profile.labels.some(({ name }) => name === LOCK));
  if (!named.length && !locked.some(({ instance }) => heldIn(instance) >= 0)) {
    return undefined;
  }
  let blocked: Blocked | undefined;
  const known = new Map<string, Holder[]>();
  return (node, end) => {
    blocked ??= named.length
      ? blockedBy({ tree, code }, named, settings, shownNode)
      : blockedByLock({ tree, code }, locked, settings, shownNode);
    const key = `${node} ${end}`;
    const found = known.get(key) ?? sharesOf(blocked, node, end);
    known.set(key, found);
    return found;
  };
}

function blockedBy(
  on: { tree: CallTree; code: TreeCode },
  members: Member[],
  settings: Judging['settings'],
  shownNode: (node: NodeIndex) => NodeIndex
): Blocked {
  const [node, who, time]: number[][] = [[], [], []];
  const numbers = new Map<string, number>();
  const holders: Blocked['holders'] = [];
  for (const { instance, self } of members) {
    const { wait, thread, meanwhile, time: held, threads } = instance.profile.holding!;
    const keeps = keepsSample(instance, settings);
    const nodes = instance.nodesOfSamples();
    wait.forEach((sample, row) => {
      const at = nodes[sample];
      if (at < 0 || !(self[at] > 0) || (keeps && !keeps(sample))) {
        return;
      }
      const process = threads[thread[row]];
      const within = meanwhile[row] < 0 ? 0 : on.code.user[nodes[meanwhile[row]]];
      const key = `${within > 0 ? within : 0} ${process}`;
      const number = numbers.get(key) ?? numbers.size;
      if (!numbers.has(key)) {
        numbers.set(key, number);
        holders.push(holderIn(on, process, within));
      }
      node.push(shownNode(at));
      who.push(number);
      time.push(held[row]);
    });
  }
  return inOrderOfNodes(node, who, time, holders);
}

const HELD = 'lock held';

/** Index of how long locks were held, by stack: a value type of its own beside how long threads waited for them; -1: none. */
const heldIn = ({ profile }: Instance): number => profile.valueTypes.findIndex(({ type }) => type === HELD);

/** Whether a member is how long locks were held: no contention, though all that a file may hold. */
export const isHeld = ({ instance, index }: Member): boolean => heldIn(instance) === index;

/** Samples that name their lock, and have some time of a value type. */
function* ofLocks(instance: Instance, index: number, settings: Judging['settings']) {
  const { labels, samples } = instance.profile;
  const lock = labels.find(({ name }) => name === LOCK)!;
  const nodes = instance.nodesOfSamples();
  const keeps = keepsSample(instance, settings);
  for (let sample = 0; sample < nodes.length; sample++) {
    const time = samples.weights[index]?.[sample] ?? 0;
    if (time > 0 && lock.index[sample] >= 0 && (!keeps || keeps(sample))) {
      yield { lock: lock.values[lock.index[sample]], node: nodes[sample], time };
    }
  }
}

/** Who holds the very lock that a stack waits for, each for his share of the time that it was held. */
function blockedByLock(
  on: { tree: CallTree; code: TreeCode },
  members: Member[],
  settings: Judging['settings'],
  shownNode: (node: NodeIndex) => NodeIndex
): Blocked {
  const heldBy = new Map<string, Map<NodeIndex, number>>();
  const instances = [...new Set(members.map(({ instance }) => instance))];
  for (const { lock, node, time } of instances.flatMap((one) => [...ofLocks(one, heldIn(one), settings)])) {
    const holders = heldBy.get(lock) ?? new Map<NodeIndex, number>();
    heldBy.set(lock, holders);
    const at = on.code.user[node];
    holders.set(at, (holders.get(at) ?? 0) + time);
  }
  const [node, who, weight]: number[][] = [[], [], []];
  const places = [...new Set([...heldBy.values()].flatMap((holders) => [...holders.keys()]))].filter((at) => at > 0);
  const numbers = new Map(places.map((at, i) => [at, i]));
  const waits = members.filter(({ role }) => role === 'wall' || role === 'offcpu');
  const wholes = new Map([...heldBy].map(([lock, holders]) => [lock, sum(holders.values())]));
  for (const { lock, node: at, time } of waits.flatMap(({ instance, index, self }) =>
    // A stack that filters leave out has no weight of its own.
    [...ofLocks(instance, index, settings)].filter((wait) => self[wait.node] > 0)
  )) {
    const whole = wholes.get(lock);
    for (const [holder, held] of heldBy.get(lock) ?? []) {
      const number = numbers.get(holder);
      if (number !== undefined) {
        node.push(shownNode(at));
        who.push(number);
        weight.push((time * held) / whole!);
      }
    }
  }
  const holders = places.map((at) => ({ ...holderIn(on, nameOf(on.tree, at), at), byLock: true }));
  return inOrderOfNodes(node, who, weight, holders);
}

function holderIn(on: { tree: CallTree; code: TreeCode }, process: string, at: NodeIndex): Blocked['holders'][number] {
  const above = at > 0 ? callerOf(on, at) : undefined;
  return {
    process,
    name: at > 0 ? nameOf(on.tree, at) : process,
    caller: above === undefined ? undefined : nameOf(on.tree, above),
  };
}

function sharesOf({ node, holder, weight, holders }: Blocked, from: NodeIndex, end: NodeIndex): Holder[] {
  const sums = new Map<string, Holder>();
  let whole = 0;
  for (let i = bisectLeft(node, from); i < node.length && node[i] < end; i++) {
    const who = holders[holder[i]];
    const key = `${who.process}\0${who.name}\0${who.caller}`;
    const sum = sums.get(key) ?? { ...who, share: 0 };
    sum.share += weight[i];
    sums.set(key, sum);
    whole += weight[i];
  }
  return [...sums.values()].map((sum) => ({ ...sum, share: sum.share / whole })).sort((a, b) => b.share - a.share);
}

function inOrderOfNodes(node: number[], holder: number[], time: number[], holders: Blocked['holders']): Blocked {
  const order = Uint32Array.from(node.keys()).sort((a, b) => node[a] - node[b]);
  return {
    node: Int32Array.from(order, (i) => node[i]),
    holder: Int32Array.from(order, (i) => holder[i]),
    weight: Float64Array.from(order, (i) => time[i]),
    holders,
  };
}
