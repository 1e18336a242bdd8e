import { type ClassifiedRole, IDLE, type RoleInputs } from '../analysis';
import { type LabelColumn, type NodeIndex } from '../profile';
import { keepsSample, momentOf, type SampleFilter } from './instances';
import { type Member } from './members';
import { byTime } from './order';
import { type TimedRole, type TimedSamples } from './types';

/** Labels that tell threads apart, as the readers name them. */
const THREAD_LABELS = new Set(['thread', 'thread id', 'thread_id', 'thread.id', 'thread.name', 'thread_name', 'tid']);

const ROLES: TimedRole[] = ['cpu', 'wall', 'offcpu'];

/** What filters leave of the samples, and where the nodes are that are shown. */
interface Shown {
  filter: SampleFilter;
  kept?: Uint8Array;
  shownNode(node: NodeIndex): number;
}

/** Undefined: no sample has a time. Samples of another clock than the first one's are left out: nothing tells how the two stand to each other. */
export function timedSamples(members: Member[], judged: RoleInputs, shown: Shown): TimedSamples | undefined {
  const clockOf = ({ instance }: Member) => instance.profile.clock ?? 'monotonic';
  const timed = members.filter(({ role, instance }) => isTimed(role) && instance.profile.samples.time);
  if (!timed.length) {
    return undefined;
  }
  const clock = clockOf(timed[0]);
  const parts = timed
    .filter((member) => clockOf(member) === clock)
    .map((member) => ({ member, rows: keptRows(member, shown) }));
  const length = parts.reduce((sum, { rows }) => sum + rows.length, 0);
  const all: TimedSamples = {
    clock,
    length,
    time: new Float64Array(length),
    duration: new Float64Array(length).fill(NaN),
    weight: new Float64Array(length),
    role: new Uint8Array(length),
    roles: ROLES,
    node: new Int32Array(length).fill(-1),
    category: new Uint8Array(length),
    thread: new Int32Array(length).fill(-1),
    threads: [],
    bucket: ROLES.map((of) => longestBucket(parts.map(({ member }) => member).filter(({ role }) => role === of))),
  };
  const threads = new Map<string, number>();
  let at = 0;
  for (const { member, rows } of parts) {
    addRows(all, at, member, rows, judged[member.role as TimedRole], shown, threads);
    at += rows.length;
  }
  return inOrder({ ...all, threads: [...threads.keys()] });
}

const longestBucket = (members: Member[]): number =>
  members.reduce((most, { instance }) => Math.max(most, instance.profile.samples.bucket ?? 0), 0);

export const isTimed = (role: string): role is TimedRole => (ROLES as string[]).includes(role);

/** Samples with a time and a weight that label and times keep. */
function keptRows({ instance, index }: Member, { filter }: Shown): Int32Array {
  const { time, weights, length } = instance.profile.samples;
  const keeps = keepsSample(instance, filter);
  const rows = new Int32Array(length);
  let kept = 0;
  for (let i = 0; i < length; i++) {
    if (!Number.isNaN(time![i]) && weights[index][i] > 0 && (!keeps || keeps(i))) {
      rows[kept++] = i;
    }
  }
  return rows.subarray(0, kept);
}

function addRows(
  to: TimedSamples,
  at: number,
  { instance, index, factor, role }: Member,
  rows: Int32Array,
  judged: ClassifiedRole | undefined,
  { kept, shownNode }: Shown,
  threads: Map<string, number>
): void {
  const { samples, labels } = instance.profile;
  const nodes = instance.nodesOfSamples();
  const thread = threadsOf(labels, threads);
  rows.forEach((row, i) => {
    const node = nodes[row];
    const left = !kept || (node >= 0 && kept[node]);
    to.time[at + i] = momentOf(samples, row);
    to.duration[at + i] = samples.duration?.[row] ?? NaN;
    to.weight[at + i] = left ? samples.weights[index][row] * factor : 0;
    to.role[at + i] = ROLES.indexOf(role as TimedRole);
    to.node[at + i] = node < 0 ? -1 : shownNode(node);
    to.category[at + i] = node < 0 || !judged ? 0 : judged.waits.idle[node] ? IDLE : judged.waits.category[node];
    to.thread[at + i] = thread(row);
  });
}

/** The number of each sample's thread among those of all members. */
function threadsOf(labels: LabelColumn[], threads: Map<string, number>): (row: number) => number {
  const column = labels.find(({ name }) => THREAD_LABELS.has(name.toLowerCase()));
  if (!column) {
    return () => -1;
  }
  const numbers = column.values.map((name) => {
    const known = threads.get(name) ?? threads.size;
    threads.set(name, known);
    return known;
  });
  return (row) => (column.index[row] < 0 ? -1 : numbers[column.index[row]]);
}

/** By time; stacks that a filter took out are gone. */
function inOrder(samples: TimedSamples): TimedSamples {
  const { time, weight } = samples;
  const order = byTime(
    time,
    Uint32Array.from(weight.keys()).filter((row) => weight[row] > 0)
  );
  const ordered = <T extends Float64Array | Int32Array | Uint8Array>(column: T, into: T): T => {
    order.forEach((row, i) => (into[i] = column[row]));
    return into;
  };
  const { length } = order;
  return {
    ...samples,
    length,
    time: ordered(time, new Float64Array(length)),
    duration: ordered(samples.duration, new Float64Array(length)),
    weight: ordered(weight, new Float64Array(length)),
    role: ordered(samples.role, new Uint8Array(length)),
    node: ordered(samples.node, new Int32Array(length)),
    category: ordered(samples.category, new Uint8Array(length)),
    thread: ordered(samples.thread, new Int32Array(length)),
  };
}
