import { type CauseWindows, type ClassifiedRole, type RoleWindows } from '../analysis';
import { rememberWeakly } from '../profile';
import { keepsSample } from './instances';
import { type Member } from './members';
import { type Settings } from './types';

/** Windows of single samples: enough to tell how they differ, each with as many samples as can be. */
export const SAMPLE_WINDOWS = 24;
/** Of more stacks the windows are not kept: 100 MiB. */
const MAX_STACKS = 500_000;

interface Side {
  members: Member[];
  role: ClassifiedRole | undefined;
}

/** In ns of the samples' clock. */
interface Span {
  from: number;
  to: number;
}

/** The weight of the stacks that end at a node, by window: row `rank[node]` of `weights`, SAMPLE_WINDOWS long; -1: none ends there. */
interface Table {
  rank: Int32Array;
  weights: Float64Array;
}

/**
 * The time of single samples by window: equal ones from the first moment of any role to the last. A sample is in the window in which it
 * was taken; one that lasted gives each window its part. Nothing is worked out before it is asked for. Undefined: a sample has no time,
 * or they are of several clocks.
 */
export function sampleWindows(cpu: Side, waiting: Side, settings: Settings): CauseWindows | undefined {
  const sides = [cpu, waiting].map((side) => (side.role && isTimed(side) ? side : undefined));
  const members = sides.flatMap((side) => side?.members ?? []);
  if (!members.length || new Set(members.map(({ instance }) => instance.profile.clock)).size > 1) {
    return undefined;
  }
  const span = rememberWeakly(() => spanOf(members, settings));
  const table = rememberWeakly((side: Side) => tableOf(side, span(settings), settings));
  const [ofCpu, ofWaiting] = sides.map(
    (side): RoleWindows | undefined => side && { sums: (nodes) => sumsOf(table(side), nodes) }
  );
  return { cpu: ofCpu, waiting: ofWaiting };
}

const isTimed = ({ members, role }: Side): boolean =>
  members.length > 0 &&
  members.every(({ instance }) => instance.profile.samples.time?.every((time) => !Number.isNaN(time))) &&
  role!.weights.self.reduce((stacks, weight) => stacks + Number(weight !== 0), 0) <= MAX_STACKS;

/** Length of a sample that lasted; 0: it is a moment. */
const lastedOf = ({ instance }: Member, row: number): number => instance.profile.samples.duration?.[row] || 0;

function spanOf(members: Member[], settings: Settings): Span {
  const span = { from: Infinity, to: -Infinity };
  for (const member of members) {
    const { instance, index } = member;
    const { time, weights, length } = instance.profile.samples;
    const keeps = keepsSample(instance, settings);
    for (let row = 0; row < length; row++) {
      if (weights[index][row] > 0 && (!keeps || keeps(row))) {
        span.from = Math.min(span.from, time![row]);
        span.to = Math.max(span.to, time![row] + lastedOf(member, row));
      }
    }
  }
  return span;
}

function tableOf({ members, role }: Side, { from, to }: Span, settings: Settings): Table {
  const { self } = role!.weights;
  let stacks = 0;
  const rank = Int32Array.from(self, (weight) => (weight !== 0 ? stacks++ : -1));
  const weights = new Float64Array(stacks * SAMPLE_WINDOWS);
  const step = (to - from) / SAMPLE_WINDOWS;
  const last = SAMPLE_WINDOWS - 1;
  for (const member of members) {
    const { instance, index, factor } = member;
    const { time, weights: own, length } = instance.profile.samples;
    const keeps = keepsSample(instance, settings);
    const nodes = instance.nodesOfSamples();
    for (let row = 0; row < length; row++) {
      const at = nodes[row] < 0 ? -1 : rank[nodes[row]] * SAMPLE_WINDOWS;
      const weight = own[index][row] * factor;
      if (!(at >= 0 && weight > 0) || (keeps && !keeps(row))) {
        continue;
      }
      const begin = step > 0 ? (time![row] - from) / step : 0;
      const lasted = step > 0 ? lastedOf(member, row) / step : 0;
      if (!(lasted > 0)) {
        weights[at + Math.min(last, Math.floor(begin))] += weight;
        continue;
      }
      for (let window = Math.floor(begin); window <= last && window < begin + lasted; window++) {
        const part = (Math.min(begin + lasted, window + 1) - Math.max(begin, window)) / lasted;
        weights[at + window] += weight * part;
      }
    }
  }
  return { rank, weights };
}

function sumsOf({ rank, weights }: Table, nodes: Uint8Array): number[] {
  const sums = new Array<number>(SAMPLE_WINDOWS).fill(0);
  for (let node = nodes.indexOf(1); node >= 0; node = nodes.indexOf(1, node + 1)) {
    for (let window = 0, at = rank[node] * SAMPLE_WINDOWS; at >= 0 && window < SAMPLE_WINDOWS; window++) {
      sums[window] += weights[at + window];
    }
  }
  return sums;
}
