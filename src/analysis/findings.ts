import { type CallTree, nameOf, totalOf } from '../profile';
import { CHANGE_WARNING, type CounterRow, judgeCounter, METRIC_INFO } from './counters';
import { forEachOutermost } from './functions';
import { type PairedProfile, type Split, splitAt, wholeOfBoth, wholeRole } from './pairing';
import { GROUP_MODULE } from './rollup';
import { matchedWeight } from './search';
import { isPlumbing, type WaitSite } from './sites';
import { type Say } from './words';
import { CATEGORIES, CATEGORY_LABEL, type Category, IDLE } from './waits';

/** One true thing about the time, with its evidence. Never a cause: what stands beside something did not make it. */
export interface Finding {
  /** `share`s are of wall time where it is known, else of CPU time. */
  kind: 'split' | 'wait' | 'idle' | 'cpu' | 'counter' | 'change' | 'mismatch';
  text: string;
  /** Share of the whole that the finding is about; sorted by it. Counters have none. */
  share: number;
  /** Where the graph shows it. */
  node?: number;
  category?: number;
}

/** Smaller shares are not worth a sentence in an incident. */
export const MIN_SHARE = 0.03;
/** Waits named in the headline. */
const NAMED_WAITS = 2;
/** Names are cut: the sentence is read at a glance. */
const MAX_NAME = 60;

export interface FindingsInput {
  paired: PairedProfile;
  sites: WaitSite[];
  /** The same profiles at another time, on the same tree. */
  before?: PairedProfile;
  counters: Array<{ row: CounterRow; baseline?: number }>;
  /** Figures and shares as the panel formats them. */
  percent(share: number): string;
  counter(row: CounterRow, value: number): string;
  /** A text in the viewer's language, its places `{name}` filled in. */
  say: Say;
}

const short = (name: string): string => {
  const bracket = name.search(/[(<[ ]/);
  const slash = name.lastIndexOf('/', bracket < 0 ? name.length : bracket);
  const text = slash > 0 && slash < name.length - 1 ? name.slice(slash + 1) : name;
  return text.length > MAX_NAME ? `${text.slice(0, MAX_NAME - 1)}…` : text;
};

const LOWER: Record<Category, string> = Object.fromEntries(
  CATEGORIES.map((category) => [
    category,
    ['gc', 'ipc'].includes(category) ? CATEGORY_LABEL[category] : CATEGORY_LABEL[category].toLowerCase(),
  ])
) as Record<Category, string>;

/**
 * What can be said of the time, the largest share first. Thresholds: a share below 3 % is left out; a counter is named
 * where it is 10 % worse than its baseline, or by the documented default of IPC (docs/counters.md).
 */
export function findings(input: FindingsInput): Finding[] {
  const { paired, sites, percent, say } = input;
  const { tree, evidence } = paired;
  const split = splitAt(paired, 0);
  if (!(split.total > 0)) {
    return [];
  }
  const out: Finding[] = [];
  const shareOf = (weight: number) => weight / split.total;
  const known = evidence !== 'cpu' && evidence !== 'other';
  const of = evidence === 'offcpu' ? say('off-CPU time') : say('wall time');

  if (known) {
    const idle = split.waiting[IDLE];
    const blocked = split.waiting.reduce((sum, weight, category) => sum + (category === IDLE ? 0 : weight), 0);
    out.push({
      kind: 'split',
      share: 1,
      node: 0,
      text:
        say('{share} of {what} waits', { share: percent(shareOf(blocked)), what: of }) +
        (idle > split.total * MIN_SHARE ? say(', {share} is idle', { share: percent(shareOf(idle)) }) : '') +
        (evidence === 'offcpu' ? '' : say(', {share} is on the CPU', { share: percent(shareOf(split.onCpu)) })),
    });
    for (const site of sites) {
      const share = shareOf(site.total);
      if (share >= MIN_SHARE) {
        const category = CATEGORIES[site.category];
        out.push({
          kind: site.category === IDLE ? 'idle' : 'wait',
          share,
          node: site.node,
          category: site.category,
          text:
            site.category === IDLE
              ? say('{share} idle in {site}: expected waiting, not blocked', {
                  share: percent(share),
                  site: short(site.site),
                })
              : say('{share} {kind} wait in {frame} under {site}', {
                  share: percent(share),
                  kind: say(LOWER[category]),
                  frame: short(site.waitFrame),
                  site: short(site.site),
                }),
        });
      }
    }
    if (Math.abs(split.unattributed) >= split.total * MIN_SHARE) {
      out.push({
        kind: 'mismatch',
        share: Math.abs(shareOf(split.unattributed)),
        text:
          split.unattributed < 0
            ? say('CPU and waits exceed wall time by {share}: the two samplers overlap', {
                share: percent(-shareOf(split.unattributed)),
              })
            : say('{share} of wall time is explained by neither CPU nor a wait', {
                share: percent(shareOf(split.unattributed)),
              }),
      });
    }
  }
  const hot = hottest(paired);
  if (hot) {
    const whole = paired.cpu!.weights.before[tree.length];
    const symbols = Uint8Array.from(tree.symbols, (_, symbol) => (symbol === tree.frame[hot] ? 1 : 0));
    const total = matchedWeight(tree, paired.cpu!.weights, symbols);
    out.push({
      kind: 'cpu',
      share: known ? shareOf(total) : total / whole,
      node: hot,
      text:
        say('{name} is {share} of CPU time', { name: short(nameOf(tree, hot)), share: percent(total / whole) }) +
        (known && evidence !== 'offcpu' ? say(', {share} of wall time', { share: percent(shareOf(total)) }) : ''),
    });
  }
  out.sort((a, b) => b.share - a.share);
  return [
    ...changeFindings(input, split),
    ...out,
    ...input.counters.flatMap((counter) => counterFinding(input, counter)),
  ];
}

/** Changes of a share by less than this many points are noise of two samplings. */
export const MIN_CHANGE = 0.03;

/** What is another share of the time than before, the largest change first. */
function changeFindings({ paired, before, percent, say }: FindingsInput, now: Split): Finding[] {
  const whole = before && wholeOfBoth(paired, before);
  const then = before && splitAt(before, 0);
  if (!whole || !then || !(then.total > 0)) {
    return [];
  }
  // The other time may lack a profile: then only CPU is set against CPU, and a measured time on the CPU not against an estimate.
  const wholes = whole.now === wholeRole(paired) && whole.before === wholeRole(before);
  const of =
    paired.evidence === 'cpu' ? say('CPU time') : paired.evidence === 'offcpu' ? say('off-CPU time') : say('wall time');
  const became = (what: string, a: number, b: number, whole: string) =>
    say('{name} {before} → {now} of {what}', { name: what, before: percent(a), now: percent(b), what: whole });
  const change = (what: string, a: number, b: number, rest: Partial<Finding>): Finding[] =>
    !wholes || Math.abs(b - a) < MIN_CHANGE
      ? []
      : [{ kind: 'change', share: Math.abs(b - a), text: became(what, a, b, of), ...rest }];
  const out = [
    ...(paired.evidence === 'cpu' || paired.evidence === 'offcpu' || paired.evidence !== before.evidence
      ? []
      : change(say('on CPU'), then.onCpu / then.total, now.onCpu / now.total, { node: 0 })),
    ...CATEGORIES.flatMap((category, i) =>
      change(say(LOWER[category]), then.waiting[i] / then.total, now.waiting[i] / now.total, { node: 0, category: i })
    ),
    ...functionChanges(paired.tree, paired, before).flatMap(({ name, node, a, b }) =>
      Math.abs(b - a) < MIN_CHANGE
        ? []
        : [
            {
              kind: 'change' as const,
              share: Math.abs(b - a),
              node,
              text: became(short(name), a, b, say('CPU time')),
            },
          ]
    ),
  ];
  return out.sort((a, b) => b.share - a.share);
}

/** The hottest function of now and of then, in shares of CPU time. */
function functionChanges(tree: CallTree, now: PairedProfile, then: PairedProfile) {
  if (!now.cpu || !then.cpu) {
    return [];
  }
  const nodes = [hottest(now), hottest(then)].filter((node): node is number => node !== undefined);
  const bySymbol = new Map(nodes.map((node) => [tree.frame[node], node]));
  return [...bySymbol].map(([symbol, node]) => {
    const only = Uint8Array.from(tree.symbols, (_, id) => (id === symbol ? 1 : 0));
    const share = ({ cpu }: PairedProfile) =>
      matchedWeight(tree, cpu!.weights, only) / cpu!.weights.before[tree.length];
    return { name: nameOf(tree, node), node, a: share(then), b: share(now) };
  });
}

/** A frame that holds nearly all the time only says that the program runs. */
const WHOLE_PROGRAM = 0.8;
/** A function that hands on more than the rest of this to one callee is on the way, not the place. */
const KEPT = 0.25;

/** The application function with the most CPU time that does not merely call the one that has it. */
function hottest({ tree, cpu }: PairedProfile): number | undefined {
  if (!cpu) {
    return undefined;
  }
  const whole = cpu.weights.before[tree.length];
  const total = (node: number) => totalOf(tree, cpu.weights, node);
  const application = tree.symbols.map(({ name, module }) => module !== GROUP_MODULE && !isPlumbing(name));
  const bySymbol = new Map<number, { total: number; node: number; callees: Map<number, number> }>();
  forEachOutermost(tree, (node) => {
    if (total(node) < whole * 0.001) {
      return false;
    }
    const symbol = tree.frame[node];
    if (!application[symbol]) {
      return true;
    }
    const sum = bySymbol.get(symbol) ?? { total: 0, node, callees: new Map<number, number>() };
    sum.node = total(node) > total(sum.node) ? node : sum.node;
    sum.total += total(node);
    for (let child = node + 1; child < tree.subtreeEnd[node]; child = tree.subtreeEnd[child]) {
      const callee = tree.frame[child];
      if (application[callee]) {
        sum.callees.set(callee, (sum.callees.get(callee) ?? 0) + total(child));
      }
    }
    bySymbol.set(symbol, sum);
    return true;
  });
  const candidates = [...bySymbol.values()].filter(({ total: sum, callees }) => {
    const share = sum / whole;
    return share >= MIN_SHARE && share < WHOLE_PROGRAM && sum - Math.max(0, ...callees.values()) >= sum * KEPT;
  });
  return candidates.reduce<(typeof candidates)[number] | undefined>(
    (best, c) => (!best || c.total > best.total ? c : best),
    undefined
  )?.node;
}

function counterFinding(
  { counter, say }: FindingsInput,
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
    ? say(' (baseline {baseline}, {change})', {
        baseline: counter(row, baseline),
        change: `${change < 0 ? '−' : '+'}${Math.abs(change * 100).toFixed(0)} %`,
      })
    : '';
  const figure = `${say(label)} ${counter(row, row.value)}${against}`;
  return [
    {
      kind: 'counter',
      share: 0,
      text:
        row.scope === 'host' ? say('{figure}, of the host', { figure }) : say('{figure}, of the process', { figure }),
    },
  ];
}

/** The panel's first sentence: how the time splits, on what it waits most, what runs most, what the hardware says. */
export function headline(list: Finding[]): string {
  const first = (kind: Finding['kind'], count = 1) => list.filter((finding) => finding.kind === kind).slice(0, count);
  const [split] = first('split');
  const waits = first('wait', NAMED_WAITS).map(({ text }) => text);
  const parts = [
    ...first('change', 3).map(({ text }) => text),
    split ? [split.text, waits.length ? waits.join(', ') : ''].filter(Boolean).join(': ') : '',
    ...first('cpu').map(({ text }) => text),
    ...first('counter', 2).map(({ text }) => text),
  ];
  return parts.filter(Boolean).join('; ');
}

/** For the incident channel. Names come from profiles: what Markdown would take for its own is escaped. */
export function asMarkdown(title: string, list: Finding[], range: string): string {
  const escape = (text: string) => text.replace(/([\\`*_{}[\]<>#|~])/g, '\\$1').replace(/\s+/g, ' ');
  return [`**${escape(title)}** (${escape(range)})`, ...list.map(({ text }) => `- ${escape(text)}`)].join('\n');
}
