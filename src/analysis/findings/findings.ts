import { CHANGE_WARNING, type CounterRow, judgeCounter, METRIC_INFO } from '../counters';
import { type Cause, FEW_SAMPLES, MUCH_UNKNOWN } from '../causes/cause';
import { type PairedProfile, splitAt } from '../pairing';
import { nameOf, spokenName, totalOf, type NodeIndex } from '../../profile';
import { IDLE } from '../waits';
import { byRequest, type CauseChange, MIN_CHANGE, ratesOf, type Served } from './changes';
import { type Diagnosis } from './diagnose';
import { type Scope } from './scope';
import {
  causeDetail,
  causeReasons,
  causeShort,
  causeText,
  changeShort,
  changeText,
  signedPercent,
  type Wording,
} from './sentences';

/** One true thing about the time, in words, with its evidence. */
export interface Finding extends Partial<
  Pick<Cause, 'samples' | 'interval' | 'site' | 'waitFrame' | 'rule' | 'weight'>
> {
  kind: Cause['kind'] | 'split' | 'change' | 'counter';
  text: string;
  /** The same in about 60 characters: share, what, where. */
  short: string;
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
  node?: NodeIndex;
  category?: number;
}

export interface FindingsInput extends Omit<Wording, 'frame'> {
  paired: PairedProfile;
  /** What is looked at; absent: all. `diagnosis` and `changes` are those of it. */
  scope?: Scope;
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
  nodeOf?(node: NodeIndex): number;
}

/** What can be said, in the order in which it should be read: what changed, what it is, how the time splits, the hardware. */
export function findings(input: FindingsInput): Finding[] {
  const { diagnosis, counters, paired, scope } = input;
  const frame = scope && scope.root > 0 ? spokenName(nameOf(paired.tree, scope.root)) : undefined;
  const said: Said = { ...input, frame, root: scope?.root ?? 0, cpuOnly: scope?.mode === 'cpu' };
  const at = (node: NodeIndex | undefined) => (node === undefined ? undefined : (input.nodeOf?.(node) ?? node));
  return [
    ...changeFindings(said),
    ...(diagnosis.nothing && timeOf(said) > 0 ? [nothingStandsOut(said)] : []),
    ...diagnosis.causes.map((cause): Finding => ({
      ...facts(cause),
      kind: cause.kind,
      text: causeText(cause, said),
      short: causeShort(cause, said),
      detail: causeDetail(cause, said),
      reasons: causeReasons(cause, said),
      share: cause.share,
      weight: cause.weight,
      node: at(cause.node),
    })),
    ...(said.cpuOnly ? [] : split(said)),
    ...counters.flatMap((counter) => counterFinding(input, counter)),
  ];
}

/** The input as its sentences need it. */
interface Said extends FindingsInput {
  frame?: string;
  root: NodeIndex;
  cpuOnly: boolean;
}

/** All time of the scope. */
const timeOf = ({ paired, root, cpuOnly }: Said): number =>
  cpuOnly ? (paired.cpu ? totalOf(paired.tree, paired.cpu.weights, root) : 0) : splitAt(paired, root).total;

/** What is said of the whole, of the zoomed frame. */
const ofFrame = (sentence: string, { t, frame }: Said): string =>
  frame === undefined ? sentence : t('In {frame}: {sentence}', { frame, sentence });

function changeFindings(input: Said): Finding[] {
  const { changes = [], served, t, percent, nodeOf = (node: NodeIndex) => node } = input;
  if (input.changes && !changes.length) {
    return [nothingChanged(input)];
  }
  return (served ? byRequest(changes, served) : changes).map((change, i): Finding => {
    const { cause, before, now, interval } = change;
    return {
      ...facts(cause),
      kind: 'change',
      text: i === 0 ? withObjective(withRates(perRequest(change, input), input), input) : perRequest(change, input),
      short: i === 0 ? withObjective(changeShort(change, input), input) : changeShort(change, input),
      share: Math.abs(now - before),
      interval,
      detail: interval && t('changed by {low} to {high}', { low: percent(interval[0]), high: percent(interval[1]) }),
      node: cause.node === undefined ? undefined : nodeOf(cause.node),
    };
  });
}

/** A change, and what one request has of it, where requests are counted. */
function perRequest(change: CauseChange, input: Said): string {
  const { served, t, amount = String } = input;
  const sentence = changeText(change, input);
  return served
    ? t('{sentence}, {before} → {now} per request', {
        sentence,
        before: amount(change.amounts.before / served.before.requests),
        now: amount(change.amounts.now / served.now.requests),
      })
    : sentence;
}

const withRates = (sentence: string, { served, t }: Said): string =>
  served ? t('{sentence}, {before} → {now} requests/s', { sentence, ...ratesOf(served) }) : sentence;

/** `p99 came back: …`, where the objective tells. */
function withObjective(sentence: string, { objective, t }: Said): string {
  if (!objective) {
    return sentence;
  }
  const { name, limit, before, now } = objective;
  const [was, is] = [before > limit, now > limit];
  return was === is
    ? sentence
    : is
      ? t('{name} broke: {sentence}', { name, sentence })
      : t('{name} came back: {sentence}', { name, sentence });
}

/** That there is no difference is an answer, too. */
function nothingChanged(input: Said): Finding {
  const { t, percent, root } = input;
  const text = t(
    'Nothing changed: no part of the time that is not idle differs by {least} and more than sampling does',
    { least: percent(MIN_CHANGE) }
  );
  return {
    kind: 'change',
    share: 0,
    node: root,
    text: withRates(ofFrame(text, input), input),
    short: ofFrame(t('Nothing changed'), input),
  };
}

const facts = ({ samples, interval, site, waitFrame, rule, category, weight, caller, call, via, library }: Cause) => ({
  weight,
  names: [site, caller, call, via === library ? undefined : via].flatMap((name) => (name ? [spokenName(name)] : [])),
  samples,
  interval,
  site,
  waitFrame,
  rule,
  category,
});

function nothingStandsOut(input: Said): Finding {
  const { paired, t, percent, root, cpuOnly, scope } = input;
  const { waiting, total } = splitAt(paired, root);
  const idle = cpuOnly ? 0 : waiting[IDLE] / total;
  const text =
    scope?.category !== undefined
      ? t('Nothing stands out: no function has much of this part of the time')
      : cpuOnly
        ? t('Nothing stands out: no function takes much of the CPU time')
        : idle > 0.5
          ? t('Nothing stands out: {idle} of the time waits for work', { idle: percent(idle) })
          : t('Nothing stands out: no wait and no function takes much of the time');
  return {
    kind: 'split',
    share: 1,
    node: root,
    text: ofFrame(text, input),
    short: ofFrame(t('Nothing stands out'), input),
  };
}

/** How the time splits: the text of the bar. */
function split(input: Said): Finding[] {
  const { paired, t, percent, diagnosis, root } = input;
  const { evidence } = paired;
  const { total, waiting, onCpu, unattributed } = splitAt(paired, root);
  if (!(total > 0) || evidence === 'cpu' || evidence === 'other') {
    return [];
  }
  const share = (weight: number) => percent(weight / total);
  const blocked = waiting.reduce((sum, weight, category) => sum + (category === IDLE ? 0 : weight), 0);
  const waits =
    evidence === 'offcpu'
      ? t('{share} of off-CPU time waits', { share: share(blocked) })
      : t('{share} of wall time waits', { share: share(blocked) });
  // Where samplers overlap, what the wall profile sees to wait does: the parts sum to the whole.
  const runs = onCpu + Math.min(0, unattributed);
  const parts = [
    waits,
    ...(waiting[IDLE] > 0 ? [t('{share} is idle', { share: share(waiting[IDLE]) })] : []),
    ...(evidence === 'offcpu'
      ? []
      : [
          evidence === 'wall'
            ? t('{share} is not known to wait', { share: share(runs) })
            : t('{share} is on the CPU', { share: share(runs) }),
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
      node: root,
      text: ofFrame(parts.join(', '), input),
      short: ofFrame(waits, input),
      reasons: summed ? [t('Shares have no interval here: the source has summed its samples up.')] : [],
    },
  ];
}

function counterFinding(
  { counter, t, percent }: FindingsInput,
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
  const short = t('{counter} {value}', { counter: t(label), value: counter(row, row.value) });
  const figure = baseline
    ? t('{figure} (baseline {baseline}, {change})', {
        figure: short,
        baseline: counter(row, baseline),
        change: signedPercent(change, percent),
      })
    : short;
  const text =
    row.scope === 'host' ? t('{figure}, of the host', { figure }) : t('{figure}, of the process', { figure });
  return [{ kind: 'counter', share: 0, text, short }];
}

/** A second cause at least this near to the first, by what they are ranked by, is part of the sentence. */
const NEARLY = 0.5;

/**
 * What the panel says first: what changed, where something is compared; else the likeliest cause, a second one that is nearly as
 * large, what is not known where it is much, and the first counter that is bad.
 */
export function leading(list: Finding[]): Finding[] {
  const changes = list.filter(({ kind }) => kind === 'change').slice(0, 2);
  const nothing = list[list.findIndex(({ kind }) => kind !== 'change')];
  const causes = list.filter(({ kind }) => !['change', 'counter', 'split', 'idle'].includes(kind));
  const isMuch = ({ kind, share }: Finding) => kind === 'unknown' && share >= MUCH_UNKNOWN;
  const [cause, second] = causes.filter((cause) => cause.kind !== 'unknown' || isMuch(cause));
  // Of one category there may be nothing but idling, or a little that is not known.
  const first = cause ?? causes[0] ?? list.find(({ kind }) => kind === 'idle');
  const near = second && second.kind !== 'unknown' && (second.weight ?? 0) >= NEARLY * rankOf(first) && !isFew(second);
  const said = nothing?.kind === 'split' ? [nothing] : [...(first ? [first] : []), ...(near ? [second] : [])];
  const unknown = causes.find((cause) => isMuch(cause) && !said.includes(cause));
  return [
    ...changes,
    ...(changes.length ? said.slice(0, 1) : [...said, ...(unknown ? [unknown] : [])]),
    ...list.filter(({ kind }) => kind === 'counter').slice(0, 1),
  ];
}

/** What the panel says first, in whole sentences. */
export const headline = (list: Finding[]): string =>
  leading(list)
    .map(({ text }) => text.replace(/\.$/, ''))
    .join('; ');

/** An event loop that waits has no rank of its own; what stands beside it is measured by how much it waits. */
const rankOf = ({ kind, share, weight = 0 }: Finding) => (kind === 'unknown' ? Math.max(share, weight) : weight);

const isFew = ({ samples = FEW_SAMPLES }: Finding) => samples < FEW_SAMPLES;
