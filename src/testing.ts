// Helpers for tests: profiles drawn as text, sources read.
import * as fc from 'fast-check';
import {
  buildCallTree,
  type CallTree,
  finish,
  nameOf,
  pathOf,
  type Profile,
  ProfileBuilder,
  totalOf,
  type Weights,
  weightsOf,
} from './profile';
import {
  type CauseContext,
  causeContext,
  type CauseInput,
  type ClassifiedRole,
  classifyWaits,
  codeOfTree,
  DEFAULT_ROLL_UP,
  fillIn,
  type Finding,
  findings,
  markOwnWorkers,
  pairModes,
  type Scope,
  type ScopedDiagnosis,
  symbolFacts,
  type TimeSeries,
  waitingRole,
  waitSites,
} from './analysis';
import { type Prepared, prepareProfile, type ProfileInput, type Settings } from './prepare';
import { type Column, type ReadOptions, readSource, type Source } from './readers';

/** A profile from lines `root;…;leaf weight`; the path may be empty. */
export function profileOf(text: string, unit = 'nanoseconds'): Profile {
  const builder = new ProfileBuilder([{ type: 'test', unit }]);
  for (const line of text.trim().split('\n')) {
    const blank = line.lastIndexOf(' ');
    const path = line.slice(0, blank).trim();
    let stack = -1;
    for (const name of path ? path.split(';') : []) {
      stack = builder.stack(stack, builder.frame({ name }));
    }
    builder.sample(stack, Number(line.slice(blank + 1)));
  }
  return builder.finish();
}

const TIMES_MORE = 8;
/** In ms: what is shorter is the same for any size. */
const SHORT = 4;

/**
 * How the cost of eight times as much compares with eight times the cost: 1 where it is in proportion, 8 where it is quadratic. By time on the
 * CPU, the best of three, because a busy machine stretches the clock's.
 */
export function costGrowth(size: number, work: (size: number) => void): number {
  const cost = (of: number) =>
    Math.min(
      ...[1, 2, 3].map(() => {
        const before = process.cpuUsage();
        work(of);
        const { user, system } = process.cpuUsage(before);
        return (user + system) / 1000;
      })
    );
  return cost(size * TIMES_MORE) / (TIMES_MORE * Math.max(cost(size), SHORT));
}

/** The tree as text: a line per node, indented, `name total self`. */
export function drawTree(tree: CallTree, weights: Weights): string {
  return Array.from({ length: tree.length }, (_, node) => {
    return `${'  '.repeat(tree.level[node])}${nameOf(tree, node)} ${totalOf(tree, weights, node)} ${weights.self[node]}`;
  }).join('\n');
}

/** The node at a path of names, or -1. */
export function nodeAt(tree: CallTree, ...path: string[]): number {
  return Array.from({ length: tree.length }, (_, node) => node).findIndex(
    (node) =>
      pathOf(tree, node)
        .map((symbol) => tree.symbols[symbol].name)
        .join('\n') === path.join('\n')
  );
}

/** Random stacks over few names, so that prefixes are shared and recursion occurs. */
export const anyStacks = (names: string[] = ['a', 'b', 'c', '__proto__', 'constructor', '<b>x</b>', '']) =>
  fc.array(fc.record({ frames: fc.array(fc.constantFrom(...names), { maxLength: 8 }), weight: fc.nat(1000) }), {
    maxLength: 60,
  });

export function profileOfStacks(stacks: Array<{ frames: string[]; weight: number }>, unit = 'nanoseconds'): Profile {
  const builder = new ProfileBuilder([{ type: 'test', unit }]);
  for (const { frames, weight } of stacks) {
    builder.sample(
      frames.reduce((stack, name) => builder.stack(stack, builder.frame({ name })), -1),
      weight
    );
  }
  return builder.finish();
}

export const text = (content: string): Source => ({ kind: 'text', text: content });
export const bytes = (content: Uint8Array): Source => ({ kind: 'bytes', bytes: content });

export const column = (name: string, values: unknown[], type: Column['type'] = 'string'): Column => ({
  name,
  type,
  values,
});
export const table = (...columns: Column[]): Source & { kind: 'columns' } => ({
  kind: 'columns',
  columns,
  length: columns[0].values.length,
});

/** The one profile of a source, and the tree of it. */
export function read(source: Source, options?: ReadOptions) {
  const { reads, problems } = readSource(source, options);
  if (reads.length !== 1) {
    throw new Error(`${reads.length} profiles: ${problems.map(({ message }) => message).join()}`);
  }
  const [{ profile, ...rest }] = reads;
  const { tree, attach } = buildCallTree([profile]);
  const weights = profile.valueTypes.map((_, i) => weightsOf(attach[0](i)));
  return {
    ...rest,
    profile,
    tree,
    weights,
    total: totalOf(tree, weights[profile.primary], 0),
    draw: drawTree(tree, weights[profile.primary]),
    types: profile.valueTypes.map(({ type, unit }) => `${type}/${unit}`),
  };
}

/** The first problem of a source in words. */
export const problemOf = (source: Source, options?: ReadOptions) => {
  const [problem] = readSource(source, options).problems;
  return problem && [problem.row && `row ${problem.row}`, problem.message, problem.remedy].filter(Boolean).join(' ');
};

/** One query that answers with a text, such as folded stacks. */
export const inputOf = (refId: string, content: string, role?: ProfileInput['role']): ProfileInput => ({
  refId,
  source: text(content),
  role,
});

/** A time series of query C, a point per step (ms) from 0 on. */
export const seriesOf = (
  name: string,
  values: Array<number | null>,
  labels: Record<string, string> = {},
  step = 1000
): TimeSeries => ({
  refId: 'C',
  names: [name],
  labels: Object.entries(labels),
  times: values.map((_, i) => i * step),
  values,
});

/** The values of a counter that grows by these. */
export const growing = (perStep: number[]): number[] =>
  perStep.reduce((all, n) => [...all, all[all.length - 1] + n], [1e6]);

type Texts = Partial<Record<'cpu' | 'wall' | 'offcpu', string>>;

/** What the pipeline says of folded texts (ns), as the panel opens; against those of another time, where they are given. */
export function prepared(now: Texts, settings: Settings = {}, before: Texts = {}): Prepared {
  const inputs = (texts: Texts, baseline: boolean) =>
    Object.entries(texts).map(([role, content]) => ({
      refId: role,
      role: role as 'cpu',
      source: text(content),
      ...(baseline && { baseline, options: { unit: 'ns' } }),
    }));
  return preparedOf([...inputs(now, false), ...inputs(before, true)], settings);
}

/** What the pipeline says of inputs, as the panel opens. */
export const preparedOf = (inputs: ProfileInput[], settings: Settings = {}): Prepared =>
  prepareProfile(inputs, { rollUp: DEFAULT_ROLL_UP, ...settings });

/** What takes the time in a part of it. */
export const diagnosisOf = (of: Prepared, scope: Scope): ScopedDiagnosis => finish(of.diagnosing(scope).steps());

/** Its sentences, in English and whole percents. */
export function findingsOf(of: Prepared): Finding[] {
  return findings({
    paired: of.paired!,
    diagnosis: of.diagnosis,
    changes: of.changes,
    counters: [],
    counter: String,
    percent: (share) => `${Math.round(share * 100)} %`,
    t: fillIn,
  });
}

/** What causes of folded texts are weighed against, without reading and preparing them: `units` are ns where none is given. */
export function contextOf(texts: Texts, more: Partial<CauseInput> = {}, units: Texts = {}): CauseContext {
  const kinds = (['cpu', 'wall', 'offcpu'] as const).filter((kind) => texts[kind] !== undefined);
  const { tree, attach } = buildCallTree(kinds.map((kind) => profileOf(texts[kind]!)));
  const facts = tree.symbols.map(({ name, file }) => symbolFacts(name, [], file));
  const code = codeOfTree(tree);
  const judged = kinds.map((kind, i): [string, ClassifiedRole] => {
    const weights = weightsOf(attach[i](0));
    const role = { weights, unit: units[kind] ?? 'nanoseconds', waits: classifyWaits(tree, weights, kind, facts) };
    if (kind !== 'cpu') {
      markOwnWorkers(tree, role, code);
    }
    return [kind, role];
  });
  const roles: Partial<Record<keyof Texts, ClassifiedRole>> = Object.fromEntries(judged);
  const waiting = roles.wall || roles.offcpu ? waitingRole(roles) : undefined;
  return causeContext({
    paired: pairModes(tree, roles),
    cpu: roles.cpu,
    waiting,
    sites: waiting ? waitSites(tree, waiting, facts, code) : [],
    facts,
    code,
    counts: {},
    threads: { cpu: [], waiting: [] },
    beside: {},
    ...more,
  });
}
