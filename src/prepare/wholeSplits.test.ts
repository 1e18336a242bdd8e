import * as fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CATEGORIES, DEFAULT_ROLL_UP, functionName, PURPOSES, siteKey, splitAt, totalsBySymbol } from '../analysis';
import { finish } from '../profile';
import { anyStacks, column, costGrowth, inputOf, preparedOf, table, text } from '../testing';
import { type ProfileInput, type Settings, type WholeSplit, WholeSplits } from '.';

const cpu = 'main;work 30\nmain;serve;decode 10';
const wall =
  'main;work 30\nmain;serve;decode 10\nmain;serve;epoll_wait 50\nmain;lock;futex_wait 10\npool;pthread_cond_wait 5';
const inputs = () => [inputOf('A', cpu, 'cpu'), inputOf('B', wall, 'wall')];
const splitsWith = (settings: Settings = {}) => new WholeSplits({ rollUp: DEFAULT_ROLL_UP, ...settings });
const splitOf = (of: ProfileInput[], settings?: Settings) => finish(splitsWith(settings).of(of));

it('a window without wall time says so by its evidence, one without a profile has no split', () => {
  expect(splitOf([inputOf('A', cpu, 'cpu')])?.evidence).toBe('cpu');
  expect(splitOf([])).toBeUndefined();
});

it('a baseline takes no part', () => {
  const before = { ...inputOf('C', wall, 'wall'), baseline: true };
  const { split } = splitOf([...inputs(), before])!;
  expect(split.waiting[CATEGORIES.indexOf('poll')]).toBe(50);
});

/** What the graph of the same profiles says. */
function byTheGraph(of: ProfileInput[], settings: Settings): WholeSplit | undefined {
  const { paired, sites } = preparedOf(of, settings);
  const unit = (paired?.wallTime ?? paired?.cpu)?.unit;
  if (!paired || unit === undefined) {
    return undefined;
  }
  const split = splitAt(paired, 0);
  const bySite = new Map<string, number>();
  const waits = paired.wall ?? paired.offcpu;
  (waits ? sites : []).forEach((site) => bySite.set(siteKey(site), (bySite.get(siteKey(site)) ?? 0) + site.total));
  const idles = (waits ? sites : []).filter(({ idle, purpose }) => idle && PURPOSES[purpose] !== 'event-loop');
  const idle = idles.reduce((sum, site) => sum + site.total, 0);
  const running = paired.cpu ? paired.cpu.weights.prefixSum.at(-1)! : 0;
  const functions = new Map<string, number>();
  totalsBySymbol(paired.tree, [paired.cpu?.weights])[0]?.forEach((weight, symbol) => {
    const name = functionName(paired.tree.symbols[symbol].name);
    weight > running / 1000 && functions.set(name, (functions.get(name) ?? 0) + weight);
  });
  return {
    split,
    evidence: paired.evidence,
    unit,
    summed: { total: split.total, idle, sites: bySite, cpu: running, functions },
  };
}

/** Sums of the same figures in another order: to 12 digits. */
const rounded = (whole: WholeSplit | undefined) => {
  const digits = (value: number) => Number(value.toPrecision(12)) + 0;
  const sorted = (sums: ReadonlyMap<string, number>) =>
    [...sums].map(([name, sum]) => [name, digits(sum)] as const).sort(([a], [b]) => (a < b ? -1 : 1));
  return (
    whole && {
      ...whole,
      split: {
        ...whole.split,
        waiting: whole.split.waiting.map(digits),
        // What a difference of sums leaves: to 9 digits of the whole.
        unattributed: Math.round((1e9 * whole.split.unattributed) / (whole.split.total || 1)) + 0,
        onCpu: digits(whole.split.onCpu),
      },
      summed: whole.summed && {
        ...whole.summed,
        idle: digits(whole.summed.idle),
        sites: sorted(whole.summed.sites),
        functions: sorted(whole.summed.functions),
      },
    }
  );
};

type Stacks = Array<{ frames: string[]; weight: number }>;
interface CallNode {
  total: number;
  callees: Map<string, CallNode>;
}

/** Stacks as a data source's nested set, depth first. */
function nestedSetOf(stacks: Stacks): ProfileInput['source'] {
  const root: CallNode = { total: 0, callees: new Map() };
  for (const { frames, weight } of stacks) {
    let node = root;
    node.total += weight;
    for (const name of frames) {
      const callee = node.callees.get(name) ?? { total: 0, callees: new Map() };
      node.callees.set(name, callee);
      callee.total += weight;
      node = callee;
    }
  }
  const rows: Array<[level: number, value: number, label: string]> = [];
  const open: Array<[string, CallNode, number]> = [['total', root, 0]];
  while (open.length) {
    const [name, { total, callees }, level] = open.pop()!;
    rows.push([level, total, name]);
    callees.forEach((callee, own) => open.push([own, callee, level + 1]));
  }
  const numbers = (name: string, at: 0 | 1) =>
    column(
      name,
      rows.map((row) => row[at]),
      'number'
    );
  const label = column(
    'label',
    rows.map((row) => row[2])
  );
  return table(numbers('level', 0), { ...numbers('value', 1), unit: 'ns' }, label);
}

const foldedOf = (stacks: Stacks) =>
  text(stacks.map(({ frames, weight }) => `${frames.join(';')} ${weight}`).join('\n'));

const NAMES = [
  ...['main', 'serve', 'work', 'a', '__proto__', 'std::vector<int>::push_back', 'std::vector<long>::push_back'],
  ...['epoll_wait', 'futex_wait_queue', 'schedule', '[unknown]', 'do_syscall_64', 'entry_SYSCALL_64_after_hwframe'],
  ...['runtime.goexit', 'start_thread', 'runtime.gopark', 'internal/poll.runtime_pollWait', 'sync.(*Mutex).Lock'],
  ...['runtime.chanrecv1', 'main.consume', 'github.com/acme/orders/store.Load', 'database/sql.(*DB).Query'],
  ...[
    'java.util.concurrent.ThreadPoolExecutor.getTask',
    'jdk.internal.misc.Unsafe.park',
    'GC Thread#0',
    '[pool-1 tid=7]',
  ],
  ...[
    'runtime.gcBgMarkWorker',
    'runtime.mallocgc',
    'pthread_cond_wait',
    'work.func1',
    'app/views.py:get:12',
    'Kernel::sleep',
  ],
];
const anyWindow = fc.record({ cpu: anyStacks(NAMES), wall: anyStacks(NAMES), more: anyStacks(NAMES) });
const anySettings = fc.record(
  {
    hideIdle: fc.boolean(),
    rollUp: fc.record({
      normalise: fc.boolean(),
      collapseTemplates: fc.boolean(),
      collapseRecursion: fc.boolean(),
      collapseChains: fc.constant(false),
      mergeThreads: fc.boolean(),
    }),
    rules: fc.constant<Settings['rules']>([{ pattern: 'serve|Query', category: 'sleep' }]),
    stacks: fc.constantFrom<Settings['stacks']>(
      [{ keep: 'only', pattern: 'main|serve' }],
      [{ keep: 'without', pattern: 'work' }]
    ),
    groupBy: fc.constant('pod'),
    filter: fc.constantFrom({ label: 'pod', value: 'one' }, { label: 'thread', value: '[pool-1 tid=7]' }),
    myCode: fc.constant('^(?:main|serve)'),
  },
  { requiredKeys: [] }
);

/** Queries of two pods that answer with sums, or with texts. */
const queriesOf = (
  { cpu: running, wall: all, more }: Record<'cpu' | 'wall' | 'more', Stacks>,
  role: string,
  nested: boolean
) => {
  const source = (stacks: Stacks) => (nested ? nestedSetOf(stacks) : foldedOf(stacks));
  const labels = (pod: string): Array<[string, string]> => [['pod', pod]];
  return (): ProfileInput[] => [
    { refId: 'A', role: 'cpu', source: source(running), labels: labels('one') },
    { refId: 'B', role: role as 'wall', source: source([...running, ...all]), labels: labels('one') },
    { refId: 'B', role: role as 'wall', source: source(more), labels: labels('two') },
  ];
};

it('splits as the graph of the same profile does, by kind, site and function: any stacks, roles, settings, formats', () => {
  fc.assert(
    fc.property(
      anyWindow,
      anySettings,
      fc.constantFrom('wall', 'offcpu'),
      fc.boolean(),
      (window, settings, role, nested) => {
        const queries = queriesOf(window, role, nested);
        expect(rounded(splitOf(queries(), settings))).toEqual(rounded(byTheGraph(queries(), settings)));
      }
    ),
    { numRuns: 150 }
  );
});

it('so does each of many windows after the other, whatever stacks came before', () => {
  fc.assert(
    fc.property(
      fc.array(anyWindow, { minLength: 2, maxLength: 5 }),
      anySettings,
      fc.boolean(),
      (windows, settings, nested) => {
        const splits = splitsWith(settings);
        for (const window of windows) {
          const queries = queriesOf(window, 'wall', nested);
          const whole = finish(splits.of(queries()));
          const graph = byTheGraph(queries(), settings);
          expect([rounded(whole)?.split, whole?.evidence]).toEqual([rounded(graph)?.split, graph?.evidence]);
        }
      }
    ),
    { numRuns: 60 }
  );
});

const RECORDED = join(__dirname, '../../testdata/incident/recorded');

it.each<[string, Settings]>([
  ['as the panel opens', {}],
  ['idle left out', { hideIdle: true }],
  ['only some stacks', { stacks: [{ keep: 'only', pattern: 'handle|consume|Read' }] }],
])('each slice of the recorded incident splits as its graph does: %s', (_, settings) => {
  const splits = splitsWith(settings);
  const slices = readdirSync(RECORDED).filter((name) => /\.cpu\.\d+\.folded$/.test(name));
  expect(slices.length).toBeGreaterThan(10);
  for (const name of slices) {
    const read = (role: string) => readFileSync(join(RECORDED, name.replace('.cpu.', `.${role}.`)), 'utf8');
    const stacksOf = (role: string): Stacks =>
      read(role)
        .trim()
        .split('\n')
        .map((line) => {
          const blank = line.lastIndexOf(' ');
          return { frames: line.slice(0, blank).split(';'), weight: Number(line.slice(blank + 1)) };
        });
    const queries = (): ProfileInput[] => [
      { refId: 'A', role: 'cpu', source: nestedSetOf(stacksOf('cpu')) },
      { refId: 'B', role: 'wall', source: nestedSetOf(stacksOf('wall')) },
    ];
    expect(rounded(finish(splits.of(queries())))).toEqual(rounded(byTheGraph(queries(), settings)));
  }
});

it('stacks without end cost in proportion', () => {
  const deep = (length: number): Stacks => [
    { frames: Array.from({ length }, (_, i) => (i % 2 ? 'work' : 'serve')), weight: 1 },
  ];
  const growth = costGrowth(10_000, (length) => {
    const splits = splitsWith();
    finish(splits.of([{ refId: 'A', role: 'wall', source: nestedSetOf(deep(length)) }]));
  });
  expect(growth).toBeLessThan(3);
});
