import {
  type CauseContext,
  causeContext,
  type ClassifiedRole,
  type Contention,
  type ContentionColumn,
  containersOfSamples,
  contentionOf,
  type Contexts,
  type PairedProfile,
  pairModes,
  type Role,
  type RoleInputs,
  runs,
  saysContainer,
  type SampleCounts,
  type ThreadTime,
  type Throttled,
  throttledOf,
  waitingRole,
  siteSteps,
} from '../analysis';
import { grandTotal, type Steps, weightsOf } from '../profile';
import { heldByOf, isHeld } from './heldBy';
import { insideSpans } from './insideSpans';
import { keepsSample } from './instances';
import { type Member, UNITLESS } from './members';
import { sampleWindows } from './sampleWindows';
import { type Judging, ofRole, type Side } from './roleWeights';
import { type Settings } from './types';
import { type Wakes } from './wakers';

/** What causes are weighed against, for one time. */
export function* contextOf(
  judging: Judging,
  { members, roles, waits, paired }: Omit<Side, 'warnings'> & { paired: PairedProfile },
  wakes?: Wakes
): Steps<CauseContext> {
  const { tree, facts, code, settings } = judging;
  const waitRole: Role = roles.wall ? 'wall' : 'offcpu';
  const waiter = roles.wall ?? roles.offcpu;
  const [cpus, waiters] = [ofRole(members, 'cpu'), ofRole(members, waitRole)];
  const counts = {
    cpu: sampleCounts(cpus, roles.cpu, settings),
    waiting: sampleCounts(waiters, waiter, settings),
  };
  yield;
  const inside = insideSpans(waiters, tree.length, settings);
  const sites = waiter ? yield* siteSteps(tree, waits!, facts, code, counts.waiting?.byNode, inside) : [];
  return causeContext({
    paired,
    cpu: roles.cpu,
    waiting: waiter && waits,
    sites,
    inside,
    facts,
    code,
    counts,
    // Of elapsed time a thread has no sum of its own.
    threads: {
      cpu: roles.elapsed ? [] : threadTimes(cpus, roles.cpu, settings),
      waiting: roles.elapsed ? [] : threadTimes(waiters, waiter, settings),
    },
    beside: {
      objectiveBroken: settings.beside?.objectiveBroken,
      throttled: throttled(waiters, settings),
      contention: yield* contention(judging, members),
      heldBy: heldByOf(judging, members),
      wakers: wakes?.mainOf(sites),
    },
    // Of elapsed time no window has its own.
    windows: roles.elapsed
      ? undefined
      : sampleWindows({ members: cpus, role: roles.cpu }, { members: waiters, role: waiter }, settings),
  });
}

const MEASURED = ['cpu', 'wall', 'offcpu', 'other'] as const;

/** What the two times are weighed by, only of the profiles that both have: what one of them lacks would come out as new, or gone. */
export function* comparedContexts(
  judging: Judging,
  now: Side,
  today: CauseContext,
  before: Side
): Steps<Contexts['compared']> {
  const shared = function* ({ members, roles }: Side, others: RoleInputs): Steps<CauseContext> {
    const kept: RoleInputs = { sameSamples: roles.sameSamples };
    MEASURED.forEach((role) => (kept[role] = others[role] && roles[role]));
    const waits = waitingRole(kept);
    return yield* contextOf(judging, { members, roles: kept, waits, paired: pairModes(judging.tree, kept, waits) });
  };
  if (!before.paired) {
    return undefined;
  }
  if (now.paired!.evidence === before.paired.evidence && before.paired.evidence !== 'other') {
    return { now: today, before: yield* contextOf(judging, { ...before, paired: before.paired }) };
  }
  return MEASURED.some((role) => now.roles[role] && before.roles[role])
    ? { now: yield* shared(now, before.roles), before: yield* shared(before, now.roles) }
    : undefined;
}

/** A thousand threads at 100 Hz for two minutes. */
const MAX_SAMPLES = 1e7;

/** How many samples a role's members hold of what filters keep; undefined where one of them has summed its samples up. */
function sampleCounts(
  members: Member[],
  role: ClassifiedRole | undefined,
  settings: Settings
): SampleCounts | undefined {
  let total = 0;
  let byNode: Float64Array | undefined;
  for (const { instance, index, unit, self, total: weight, takenAs } of members) {
    if (takenAs) {
      return undefined; // the column that seems to count samples is the time itself
    }
    const { profile, read, attach } = instance;
    const keeps = keepsSample(instance, settings);
    const counted = profile.valueTypes.findIndex(({ type, unit: own }) => type === 'samples' && own === 'count');
    if (unit === 'count') {
      // Figures without a unit may be nanoseconds: nobody takes so many samples.
      if (UNITLESS.has(read.format.id) && weight > MAX_SAMPLES) {
        return undefined;
      }
      total += keptSum(self, role);
    } else if (counted >= 0) {
      total += keptSum(attach(counted, keeps), role);
    } else if (!read.format.aggregated) {
      const own = attach(index, keeps, true);
      total += keptSum(own, role);
      byNode = members.length === 1 ? own : undefined;
    } else {
      return undefined;
    }
  }
  return members.length && role ? { total, weight: grandTotal(role.weights), byNode } : undefined;
}

/** The sum over the stacks that the role still has: filters on stacks and on idle ones have taken the others out. */
function keptSum(own: Float64Array, role: ClassifiedRole | undefined): number {
  let sum = 0;
  for (let node = 0; node < own.length; node++) {
    sum += role && role.weights.self[node] !== 0 ? own[node] : 0;
  }
  return sum;
}

/** More threads than this are not told apart one by one. */
const MAX_THREADS = 5000;

/** Time of each thread in what filters keep, where samples name theirs. */
function threadTimes(members: Member[], role: ClassifiedRole | undefined, settings: Settings): ThreadTime[] {
  const times = new Map<string, ThreadTime>();
  for (const { instance, index, factor } of members) {
    const { profile } = instance;
    const column = profile.labels.find(({ name }) => /^thread(?:[ _.]?name)?$/i.test(name));
    if (!column || !role || column.values.length > MAX_THREADS) {
      continue;
    }
    const keeps = keepsSample(instance, settings);
    const nodes = instance.nodesOfSamples();
    const weights = profile.samples.weights[index];
    for (let i = 0; i < nodes.length; i++) {
      if (column.index[i] < 0 || role.weights.self[nodes[i]] === 0 || (keeps && !keeps(i))) {
        continue;
      }
      const name = column.values[column.index[i]];
      const time = times.get(name) ?? { name, total: 0, running: 0 };
      time.total += weights[i] * factor;
      time.running += runs(role, nodes[i]) ? weights[i] * factor : 0;
      times.set(name, time);
    }
  }
  return [...times.values()];
}

/** Of the containers that the samples which wait are of. */
function throttled(waiters: Member[], settings: Settings): Throttled | undefined {
  const containers = settings.beside?.throttled ?? [];
  if (!containers.length) {
    return undefined;
  }
  const labels = waiters.flatMap(({ instance, index }) => {
    const { labels, samples } = instance.profile;
    const keeps = keepsSample(instance, settings);
    return labels
      .filter(({ name }) => saysContainer(name))
      .flatMap(({ name, values, index: of }) => {
        const seen = new Uint8Array(values.length);
        of.forEach((value, i) => {
          if (value >= 0 && samples.weights[index][i] > 0 && (!keeps || keeps(i))) {
            seen[value] = 1;
          }
        });
        return values.filter((_, value) => seen[value]).map((value): [string, string] => [name, value]);
      });
  });
  return throttledOf(containers, containersOfSamples(labels));
}

/** Who stands in line and who lets go, by the contention profiles among the queries; undefined where there is none. */
function* contention(
  { tree, judge, facts, code, settings }: Judging,
  members: Member[]
): Steps<Contention | undefined> {
  const columns: ContentionColumn[] = [];
  for (const { instance, index, self, unit } of ofRole(members, 'contention').filter((member) => !isHeld(member))) {
    const { profile, attach } = instance;
    const counts = profile.valueTypes.findIndex((type, i) => i !== index && type.unit === 'count');
    const weights = weightsOf(self);
    columns.push({
      time: { weights, unit, waits: yield* judge.waitsOf(weights, 'wall') },
      count: counts < 0 ? undefined : attach(counts, keepsSample(instance, settings)),
    });
  }
  return columns.length ? contentionOf(tree, columns, facts, code) : undefined;
}
