import { type PairedProfile, type Role, splitAt } from '../analysis';
import { type Profile, WAKER_STACK } from '../profile';
import { type Read } from '../readers';
import { keepsSample } from './instances';
import { type Member } from './members';
import { type LabelReport, type QueryReport, type Settings } from './types';

/** Sums by role of what is drawn now. */
export function totalsOf(members: Member[]): Map<Role, number> {
  const totals = new Map<Role, number>();
  for (const { role, instance, total } of members) {
    totals.set(role, (totals.get(role) ?? 0) + (instance.baseline ? 0 : total));
  }
  return totals;
}

/** Share of the whole that filters on stacks leave out; the whole is what `total` of the pair is made of. */
export function hiddenShare(
  paired: PairedProfile | undefined,
  totals: Map<Role, number>,
  { stacks, hideIdle }: Settings
): number {
  if (!paired || !(hideIdle || stacks?.some(({ keep }) => keep !== 'hide'))) {
    return 0;
  }
  const of = (...roles: Role[]) => roles.reduce((sum, role) => sum + (totals.get(role) ?? 0), 0);
  const whole: Record<PairedProfile['evidence'], number> = {
    'cpu+wall': of('wall'),
    'cpu+offcpu': of('cpu', 'offcpu'),
    wall: of('wall'),
    cpu: of('cpu'),
    offcpu: of('offcpu'),
    other: of('other') || of('contention'),
  };
  const all = whole[paired.evidence];
  return all > 0 ? 1 - splitAt(paired, 0).total / all : 0;
}

/** A report while it is added up: instances by window. */
type Open = QueryReport & { reads: Set<Read>; perWindow: Map<string, number> };

export function reportQueries(members: Member[]): QueryReport[] {
  const reports = new Map<string, Open>();
  for (const member of members) {
    const { instance, role: measures, index, total, empty } = member;
    const { input, read, profile, baseline } = instance;
    // A file with both kinds of time is compared as one: its wall time holds its CPU time.
    if (baseline && measures === 'cpu' && members.some((m) => m.instance === instance && m.role === 'wall')) {
      continue;
    }
    const key = `${input.refId} ${baseline ? 'baseline' : measures}`;
    const report: Open = reports.get(key) ?? { ...newReport(member), reads: new Set(), perWindow: new Map() };
    reports.set(key, report);
    report.total += total;
    report.empty &&= empty;
    report.samples += read.counters?.length ?? samplesOf(profile, index);
    if (report.reads.has(read)) {
      continue; // another weight of the same file, such as the delays of the scheduler
    }
    report.reads.add(read);
    const inWindow = (report.perWindow.get(input.window ?? '') ?? 0) + 1;
    report.perWindow.set(input.window ?? '', inWindow);
    report.instances = Math.max(report.instances, inWindow);
    report.windows = report.perWindow.size;
    report.dropped += read.dropped;
    report.truncated += profile.truncated;
    report.recorded = spanOf(report.recorded, profile);
  }
  return [...reports.values()].map(({ reads: _, perWindow: __, ...report }) => report);
}

function newReport({ instance, role, origin, unit, index, probability }: Member): QueryReport {
  const { input, read, profile, baseline } = instance;
  return {
    refId: input.refId,
    role: baseline ? 'baseline' : role,
    origin,
    format: read.format.label,
    unit,
    total: 0,
    measures: role,
    empty: true,
    samples: 0,
    aggregated: read.format.aggregated === true && !isSingle(profile),
    instances: 0,
    windows: 0,
    dropped: 0,
    truncated: 0,
    ...(probability !== undefined && { probability }),
    valueTypes: [index, ...profile.valueTypes.keys()]
      .filter((i) => i === index || samplesOf(profile, i) > 0)
      .map((i) => profile.valueTypes[i].type)
      .filter((t, i, all) => all.indexOf(t) === i),
  };
}

const isSingle = ({ samples }: Profile) => samples.time !== undefined && !samples.bucket;

/** From the first to the end of the last sample that has a time, in ms of the samples' clock; over all instances of one clock. */
function spanOf(known: QueryReport['recorded'], { samples, clock }: Profile): QueryReport['recorded'] {
  if (!samples.time || !clock || (known && known.clock !== clock)) {
    return known;
  }
  const { bucket = 0 } = samples;
  let [from, to] = known ? [known.from * 1e6, known.to * 1e6] : [Infinity, -Infinity];
  samples.time.forEach((time, i) => {
    const duration = bucket || samples.duration?.[i];
    from = time < from ? time : from;
    to = Math.max(to, Number.isFinite(time) ? time + (duration && duration > 0 ? duration : 0) : to);
  });
  const longest = Math.max(known?.bucket ?? 0, bucket / 1e6);
  return from <= to ? { from: from / 1e6, to: to / 1e6, clock, ...(longest && { bucket: longest }) } : known;
}

/** Samples with a weight of this type: one file can hold two kinds. */
function samplesOf({ samples, valueTypes }: Profile, index: number): number {
  return valueTypes.length === 1
    ? samples.length
    : samples.weights[index].reduce((count, weight) => count + (weight !== 0 ? 1 : 0), 0);
}

/** More values than this are ids of requests, splitting by them helps nobody. */
const MAX_LABEL_VALUES = 500;

/** Shares by label within `times`, of wall time where there is some: what a split would show. Labels with one value split nothing. */
export function reportLabels(members: Member[], { times }: Pick<Settings, 'times'> = {}): LabelReport[] {
  const role = (['wall', 'offcpu', 'cpu'] as const).find((r) =>
    members.some(({ role, instance }) => !instance.baseline && role === r && instance.profile.labels.length)
  );
  const sums = new Map<string, Map<string, number>>();
  let all = 0;
  for (const { role: own, instance, index } of members) {
    const { baseline, profile } = instance;
    const keeps = keepsSample(instance, { times });
    if (own !== role || baseline) {
      continue;
    }
    const every = profile.samples.weights[index];
    const weights = keeps ? every.map((weight, sample) => (keeps(sample) ? weight : 0)) : every;
    weights.forEach((weight) => (all += weight));
    for (const label of profile.labels.filter(({ name }) => name !== WAKER_STACK)) {
      const sum = sums.get(label.name) ?? new Map<string, number>();
      sums.set(label.name, sum);
      label.index.forEach((value, sample) => {
        if (value >= 0) {
          sum.set(label.values[value], (sum.get(label.values[value]) ?? 0) + weights[sample]);
        }
      });
    }
  }
  return [...sums]
    .filter(([, values]) => values.size > 1 && values.size <= MAX_LABEL_VALUES)
    .map(([name, values]) => ({
      name,
      values: [...values]
        .sort((a, b) => b[1] - a[1])
        .map(([value, total]) => ({ value, total, share: all ? total / all : 0 })),
    }));
}

/** What holds for every sample of the present: where the program comes from, its version. */
export function sharedLabels(members: Member[]): Map<string, string> {
  const profiles = new Set(members.flatMap(({ instance }) => (instance.baseline ? [] : [instance.profile])));
  const [first = new Map<string, string>(), ...others] = [...profiles].map(constantLabels);
  return new Map([...first].filter(([name, value]) => others.every((labels) => labels.get(name) === value)));
}

const constantLabels = ({ labels }: Profile): Map<string, string> =>
  new Map(
    labels.flatMap(({ name, values, index }): Array<[string, string]> =>
      index[0] >= 0 && index.every((value) => value === index[0]) ? [[name, values[index[0]]]] : []
    )
  );
