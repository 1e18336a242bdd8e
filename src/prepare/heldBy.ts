import { callerOf, type TreeCode } from '../analysis';
import { type CallTree, type NodeIndex, nameOf } from '../profile';
import { keepsSample } from './instances';
import { type Member } from './members';
import { type Judging } from './roleWeights';
import { type Waker } from './types';
import { type Blocked, inOrderOfNodes, sharesOf } from './wakers';

/**
 * Who held what a frame stands in line for, where the recording names them, the largest share of that time first: threads, with the function that
 * they were in meanwhile where it is known. Undefined: none names any. Worked out when it is first asked for.
 */
export function heldByOf(
  { tree, code, settings }: Judging,
  members: Member[],
  shownNode = (node: NodeIndex) => node
): ((node: NodeIndex, end: NodeIndex) => Waker[]) | undefined {
  const named = members.filter(
    ({ role, instance }) => (role === 'wall' || role === 'offcpu') && instance.profile.holding
  );
  if (!named.length) {
    return undefined;
  }
  let blocked: Blocked | undefined;
  const known = new Map<NodeIndex, Waker[]>();
  return (node, end) => {
    blocked ??= blockedBy({ tree, code }, named, settings, shownNode);
    const found = known.get(node) ?? sharesOf(blocked, node, end);
    known.set(node, found);
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
  const holders: Blocked['wakers'] = [];
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

function holderIn(on: { tree: CallTree; code: TreeCode }, process: string, at: NodeIndex): Blocked['wakers'][number] {
  const above = at > 0 ? callerOf(on, at) : undefined;
  return {
    process,
    name: at > 0 ? nameOf(on.tree, at) : process,
    caller: above === undefined ? undefined : nameOf(on.tree, above),
  };
}
