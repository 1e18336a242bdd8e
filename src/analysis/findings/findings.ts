import { CHANGE_WARNING, type CounterRow, judgeCounter, METRIC_INFO } from '../counters';
import { type Cause } from '../causes/cause';
import { type PairedProfile, splitAt } from '../pairing';
import { nameOf, spokenName, totalOf, type NodeIndex } from '../../profile';
import { IDLE } from '../waits';
import { byRequest, type CauseChange, MIN_CHANGE, ratesOf, type Served } from './changes';
import { type Diagnosis } from './diagnose';
import { type Finding, rivals } from './leading';
import { type Scope } from './scope';
import {
  causeDetail,
  causeReasons,
  causeShort,
  causeText,
  changeShort,
  changeText,
  methodText,
  saidPlace,
  signedPercent,
  type Wording,
} from './sentences';

export * from './leading';

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
  return withRival(said, [
    ...changeFindings(said),
    ...(diagnosis.nothing && timeOf(said) > 0 ? [nothingStandsOut(said)] : []),
    ...diagnosis.causes.map((cause): Finding => ({
      ...facts(cause),
      kind: cause.kind,
      text: causeText(cause, said),
      short: causeShort(cause, said),
      place: saidPlace(cause),
      detail: causeDetail(cause, said),
      reasons: causeReasons(cause, said),
      share: cause.share,
      weight: cause.weight,
      node: at(cause.node),
    })),
    ...(said.cpuOnly ? [] : split(said)),
    ...counters.flatMap((counter) => counterFinding(input, counter)),
  ]);
}

/** The first cause says where the next one may be the larger. */
function withRival({ t }: Said, list: Finding[]): Finding[] {
  const [first, second] = rivals(list) ?? [];
  if (!first || !second) {
    return list;
  }
  const both = (form: 'text' | 'short') =>
    t('{sentence}, or {other}', { sentence: first[form].replace(/\.$/, ''), other: second[form] });
  const or = { text: both('text'), short: both('short') };
  return list.map((finding) => (finding === first ? { ...finding, or } : finding));
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

/** Of what noise explains no more is said. */
const MOST_NOISE = 3;

function changeFindings(input: Said): Finding[] {
  const { changes = [], served } = input;
  const real = changes.filter(({ noise }) => !noise);
  const noise = changes.filter((change) => change.noise).slice(0, MOST_NOISE);
  return [
    ...(input.changes && !real.length ? [nothingChanged(input)] : []),
    ...(served ? byRequest(real, served) : real).map((change, i) => changeFinding(input, change, i === 0)),
    ...noise.map((change) => changeFinding(input, change, false)),
  ];
}

/** `first`: it also says what the service did meanwhile. */
function changeFinding(input: Said, change: CauseChange, first: boolean): Finding {
  const { t, percent, nodeOf = (node: NodeIndex) => node } = input;
  const { cause, before, now, interval, noise } = change;
  const said = perRequest(change, input);
  const sentence = noise ? t('{sentence}: not distinguishable from noise', { sentence: said }) : said;
  const short = changeShort(change, input);
  return {
    ...facts(cause),
    kind: 'change',
    noise,
    text: first ? withObjective(withRates(sentence, input), input) : sentence,
    short: first ? withObjective(short, input) : short,
    place: saidPlace(cause),
    share: Math.abs(now - before),
    interval,
    detail:
      interval &&
      t('changed by {low} to {high}, {method}', {
        low: percent(interval[0]),
        high: percent(interval[1]),
        method: methodText({ windows: change.windows }, t),
      }),
    node: cause.node === undefined ? undefined : nodeOf(cause.node),
  };
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
  served && !served.chosen ? t('{sentence}, {before} → {now} requests/s', { sentence, ...ratesOf(served) }) : sentence;

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
  const unknown = ({ samples, interval }: Cause) => samples === undefined && interval === undefined;
  const summed = diagnosis.causes.length > 0 && diagnosis.causes.every(unknown);
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
