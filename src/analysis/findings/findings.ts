import { CHANGE_WARNING, type CounterRow, judgeCounter, METRIC_INFO } from '../counters';
import { type Cause, FEW_SAMPLES, MUCH_UNKNOWN } from '../causes/cause';
import { type PairedProfile, splitAt } from '../pairing';
import { IDLE } from '../waits';
import { byRequest, type CauseChange, MIN_CHANGE, ratesNote, type Served } from './changes';
import { type Diagnosis } from './diagnose';
import { causeDetail, causeReasons, causeText, changeText, saidOf, shortName, type Wording } from './sentences';

/** One true thing about the time, in words, with its evidence. */
export interface Finding extends Partial<
  Pick<Cause, 'samples' | 'interval' | 'site' | 'waitFrame' | 'rule' | 'weight'>
> {
  kind: Cause['kind'] | 'split' | 'change' | 'counter';
  text: string;
  /** Share of the whole that the finding is about. Counters have none. */
  share: number;
  /** What it is ranked by, where it is a cause: shares of CPU and of wall time can not be compared. */
  weight?: number;
  /** What stands beside the share: interval, number of samples. */
  detail?: string;
  /** Why, what it is not, what to do next: a line each. */
  reasons?: string[];
  /** Functions in the text, as it says them. */
  names?: string[];
  /** Where the graph shows it. */
  node?: number;
  category?: number;
}

export interface FindingsInput extends Wording {
  paired: PairedProfile;
  diagnosis: Diagnosis;
  /** Against the profiles of another time; empty: it was compared, and nothing differs. */
  changes?: CauseChange[];
  /** What the service did before and now, where a rate is among the queries; `amount` formats weights. */
  served?: Served;
  amount?(weight: number): string;
  /** The latency objective before and now, where there is one. */
  objective?: { name: string; limit: number; before: number; now: number };
  counters: Array<{ row: CounterRow; baseline?: number }>;
  counter(row: CounterRow, value: number): string;
  /** Where in the shown tree a node of a cause is. */
  nodeOf?(node: number): number;
}

/** What can be said, in the order in which it should be read: what changed, what it is, how the time splits, the hardware. */
export function findings(input: FindingsInput): Finding[] {
  const { diagnosis, counters } = input;
  const wording: Wording = input;
  const at = (node: number | undefined) => (node === undefined ? undefined : (input.nodeOf?.(node) ?? node));
  const nothing: Finding[] = diagnosis.nothing && splitAt(input.paired, 0).total > 0 ? [nothingStandsOut(input)] : [];
  return [
    ...changeFindings(input),
    ...nothing,
    ...diagnosis.causes.map((cause): Finding => ({
      ...facts(cause),
      kind: cause.kind,
      text: causeText(cause, wording),
      detail: causeDetail(cause, wording),
      reasons: causeReasons(cause, wording),
      share: cause.share,
      weight: cause.weight,
      node: at(cause.node),
    })),
    ...split(input),
    ...counters.flatMap((counter) => counterFinding(input, counter)),
  ];
}

function changeFindings(input: FindingsInput): Finding[] {
  const { changes = [], served, t, amount = String, nodeOf = (node: number) => node } = input;
  if (input.changes && !changes.length) {
    return [nothingChanged(input)];
  }
  return (served ? byRequest(changes, served) : changes).map((change, i): Finding => {
    const { cause, before, now, amounts } = change;
    const perRequest = served
      ? `, ${t('{before} → {now} per request', {
          before: amount(amounts.before / served.before.requests),
          now: amount(amounts.now / served.now.requests),
        })}`
      : '';
    const rate = served && i === 0 ? `, ${saidOf(ratesNote(served), t)}` : '';
    return {
      ...facts(cause),
      kind: 'change',
      text: (i === 0 ? objectiveText(input) : '') + changeText(change, input) + perRequest + rate,
      share: Math.abs(now - before),
      interval: change.interval,
      detail:
        change.interval &&
        t('changed by {low} to {high}', {
          low: input.percent(change.interval[0]),
          high: input.percent(change.interval[1]),
        }),
      node: cause.node === undefined ? undefined : nodeOf(cause.node),
    };
  });
}

/** That there is no difference is an answer, too. */
function nothingChanged({ served, t, percent }: FindingsInput): Finding {
  const text = t(
    'Nothing changed: no part of the time that is not idle differs by {least} and more than sampling does',
    {
      least: percent(MIN_CHANGE),
    }
  );
  return { kind: 'change', share: 0, node: 0, text: text + (served ? `, ${saidOf(ratesNote(served), t)}` : '') };
}

/** `p99 came back: `, where the objective tells. */
function objectiveText({ objective, t }: FindingsInput): string {
  if (!objective) {
    return '';
  }
  const { name, limit, before, now } = objective;
  const [was, is] = [before > limit, now > limit];
  return was === is ? '' : `${is ? t('{name} broke', { name }) : t('{name} came back', { name })}: `;
}

const facts = ({ samples, interval, site, waitFrame, rule, category, weight, caller, call, via, library }: Cause) => ({
  weight,
  names: [site, caller, call, via === library ? undefined : via].flatMap((name) => (name ? [shortName(name)] : [])),
  samples,
  interval,
  site,
  waitFrame,
  rule,
  category,
});

function nothingStandsOut({ paired, t, percent }: FindingsInput): Finding {
  const { waiting, total } = splitAt(paired, 0);
  const idle = waiting[IDLE] / total;
  return {
    kind: 'split',
    share: 1,
    node: 0,
    text:
      idle > 0.5
        ? t('Nothing stands out: {idle} of the time waits for work', { idle: percent(idle) })
        : t('Nothing stands out: no wait and no function takes much of the time'),
  };
}

/** How the time splits: the text of the bar. */
function split({ paired, t, percent, diagnosis }: FindingsInput): Finding[] {
  const { evidence } = paired;
  const { total, waiting, onCpu, unattributed } = splitAt(paired, 0);
  if (!(total > 0) || evidence === 'cpu' || evidence === 'other') {
    return [];
  }
  const share = (weight: number) => percent(weight / total);
  const blocked = waiting.reduce((sum, weight, category) => sum + (category === IDLE ? 0 : weight), 0);
  const what = evidence === 'offcpu' ? t('off-CPU time') : t('wall time');
  const parts = [
    t('{share} of {what} waits', { share: share(blocked), what }),
    ...(waiting[IDLE] > 0 ? [t('{share} is idle', { share: share(waiting[IDLE]) })] : []),
    ...(evidence === 'offcpu'
      ? []
      : [
          evidence === 'wall'
            ? t('{share} is not known to wait', { share: share(onCpu) })
            : t('{share} is on the CPU', { share: share(onCpu) }),
        ]),
    ...(unattributed > 0.005 * total ? [t('{share} is neither', { share: share(unattributed) })] : []),
    ...(diagnosis.profiler > 0.01
      ? [
          t('{share} of CPU time is the profiler itself and is left out of the findings', {
            share: percent(diagnosis.profiler),
          }),
        ]
      : []),
  ];
  const summed = diagnosis.causes.length > 0 && diagnosis.causes.every(({ samples }) => samples === undefined);
  return [
    {
      kind: 'split',
      share: 1,
      node: 0,
      text: parts.join(', '),
      reasons: summed ? [t('Shares have no interval here: the source has summed its samples up.')] : [],
    },
  ];
}

function counterFinding(
  { counter, t }: FindingsInput,
  { row, baseline }: FindingsInput['counters'][number]
): Finding[] {
  const { label, worse } = METRIC_INFO[row.metric];
  if (!Number.isFinite(row.value)) {
    return [];
  }
  const change = baseline ? row.value / baseline - 1 : 0;
  const bad = worse === 'up' ? change : -change;
  if (judgeCounter(row.metric, row.value, baseline) !== 'warn' && Math.abs(bad) < CHANGE_WARNING) {
    return [];
  }
  const against = baseline
    ? t(' (baseline {baseline}, {change})', {
        baseline: counter(row, baseline),
        change: `${change < 0 ? '−' : '+'}${Math.abs(change * 100).toFixed(0)} %`,
      })
    : '';
  const figure = `${t(label)} ${counter(row, row.value)}${against}`;
  return [
    {
      kind: 'counter',
      share: 0,
      text: row.scope === 'host' ? t('{figure}, of the host', { figure }) : t('{figure}, of the process', { figure }),
    },
  ];
}

/** A second cause at least this near to the first, by what they are ranked by, is part of the sentence. */
const NEARLY = 0.5;

/**
 * The panel's first sentence: what changed, where something is compared; else the likeliest cause, a second one that is nearly as
 * large, what is not known where it is much, and the first counter that is bad.
 */
export function headline(list: Finding[]): string {
  const changes = list.filter(({ kind }) => kind === 'change').slice(0, 2);
  const nothing = list[list.findIndex(({ kind }) => kind !== 'change')];
  const causes = list.filter(({ kind }) => !['change', 'counter', 'split', 'idle'].includes(kind));
  const isMuch = ({ kind, share }: Finding) => kind === 'unknown' && share >= MUCH_UNKNOWN;
  const [first, second] = causes.filter((cause) => cause.kind !== 'unknown' || isMuch(cause));
  const near = second && second.kind !== 'unknown' && (second.weight ?? 0) >= NEARLY * rankOf(first) && !isFew(second);
  const said = nothing?.kind === 'split' ? [nothing] : [...(first ? [first] : []), ...(near ? [second] : [])];
  const unknown = causes.find((cause) => isMuch(cause) && !said.includes(cause));
  return [
    ...changes,
    ...(changes.length ? said.slice(0, 1) : [...said, ...(unknown ? [unknown] : [])]),
    ...list.filter(({ kind }) => kind === 'counter').slice(0, 1),
  ]
    .map(({ text }) => text)
    .join('; ');
}

/** An event loop that waits has no rank of its own; what stands beside it is measured by how much it waits. */
const rankOf = ({ kind, share, weight = 0 }: Finding) => (kind === 'unknown' ? Math.max(share, weight) : weight);

const isFew = ({ samples = FEW_SAMPLES }: Finding) => samples < FEW_SAMPLES;
