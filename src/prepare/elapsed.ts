import { ElapsedTime, inPercent, message, type Message } from '../analysis';
import { type LabelColumn } from '../profile';
import { keepsSample, type SampleFilter } from './instances';
import { isTimed } from './timedSamples';
import { type Member, sumOf } from './members';
import { type Prepared, type Settings } from './types';

/** More than this share of switches without their other end, or of CPU time of threads without switches: it is not known what ran at once. */
const TOLERATED = 0.01;

/** Whether it is known, and where it is asked for, members of the present with weights of elapsed time, of what label and times keep. */
export function inElapsedTime(
  present: Member[],
  past: Member[],
  settings: Settings
): { elapsed: Prepared['elapsed']; weighed?: Member[] } {
  const found = elapsedMembers(present, past, settings);
  if (!found) {
    return { elapsed: undefined };
  }
  return 'not' in found
    ? { elapsed: { known: false, not: found.not } }
    : { elapsed: { known: true }, weighed: settings.elapsed ? found.members() : undefined };
}

/** The same members with weights of elapsed time, see `ElapsedTime`; or why it cannot be said. Undefined: no scheduler's events at all. */
function elapsedMembers(
  members: Member[],
  past: Member[],
  filter: SampleFilter
): { members: () => Member[] } | { not: Message } | undefined {
  const timed = members.filter(({ role }) => isTimed(role));
  const schedule = timed.find(({ instance }) => instance.profile.schedule)?.instance.profile.schedule;
  if (!schedule) {
    return undefined;
  }
  const cpus = timed.filter(({ role }) => role === 'cpu');
  if (timed.some(({ instance }) => instance.profile.schedule !== schedule)) {
    return { not: message('Other profiles beside the scheduler’s events have no events of their own.') };
  }
  if (past.length) {
    return { not: message('Two times are compared by threads × time.') };
  }
  if (!cpus.length) {
    return {
      not: message('No CPU samples are beside the scheduler’s events: record -e cpu-clock with -e sched:sched_switch.'),
    };
  }
  if (schedule.lost > schedule.switches * TOLERATED) {
    const { lost, switches } = schedule;
    return {
      not: message(
        '{lost} of {switches} switches have no other end: threads are missing. Record all CPUs (-a) with a larger buffer (-m 8192).',
        { lost, switches }
      ),
    };
  }
  if (timed.some(({ unit }) => unit !== 'nanoseconds')) {
    return { not: message('CPU samples are counted, not timed: record -e cpu-clock with -e sched:sched_switch.') };
  }
  const without = sumOf(Float64Array.from(cpus, (member) => withoutSwitches(member, schedule.threads)));
  // Of all samples, as `without` is: filters say nothing of what was recorded.
  const all = sumOf(Float64Array.from(cpus, ({ instance, index }) => sumOf(instance.profile.samples.weights[index])));
  if (without > all * TOLERATED) {
    return {
      not: message('{share} of the CPU time is of threads without scheduler events.', {
        share: inPercent(without / all),
      }),
    };
  }
  return {
    members: () => {
      const elapsed = new ElapsedTime(schedule);
      const numbers = new Map(schedule.threads.map((name, number) => [name, number]));
      return members.map((member) => (isTimed(member.role) ? weighed(member, elapsed, numbers, filter) : member));
    },
  };
}

const threadsOf = ({ instance }: Member): LabelColumn | undefined =>
  instance.profile.labels.find(({ name }) => name === 'thread');

/** CPU time of threads of which the scheduler's events say nothing. */
function withoutSwitches(member: Member, threads: string[]): number {
  const known = new Set(threads);
  const column = threadsOf(member);
  const weights = member.instance.profile.samples.weights[member.index];
  return weights.reduce((sum, weight, i) => {
    const name = column?.values[column.index[i]];
    return name !== undefined && known.has(name) ? sum : sum + weight;
  }, 0);
}

function weighed(
  member: Member,
  elapsed: ElapsedTime,
  numbers: ReadonlyMap<string, number>,
  filter: SampleFilter
): Member {
  const { instance, index, role, factor } = member;
  const { time, duration, weights } = instance.profile.samples;
  const column = threadsOf(member);
  const thread = column?.values.map((name) => numbers.get(name) ?? -1);
  const keeps = keepsSample(instance, filter);
  const self = new Float64Array(member.self.length);
  instance.nodesOfSamples().forEach((node, i) => {
    const weight = weights[index][i];
    if (node < 0 || !(weight > 0) || (keeps && !keeps(i))) {
      return;
    }
    const own = column && column.index[i] >= 0 ? thread![column.index[i]] : -1;
    self[node] +=
      role === 'cpu'
        ? (weight * factor) / elapsed.parallelism(time![i])
        : elapsed.waited(own, time![i], time![i] + (duration?.[i] ?? 0));
  });
  return { ...member, self, total: sumOf(self) };
}
