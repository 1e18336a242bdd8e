import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ProfileBuilder } from '../profile';
import { column, inputOf, nodeAt, table } from '../testing';
import { prepare, prepareProfile, type ProfileInput, readInputs, type Settings } from '.';

/** An answer of `perf script` with both events: `[pod, function, cycles, instructions]`. */
function events(rows: Array<[pod: string, name: string, cycles: number, instructions: number]>) {
  const builder = new ProfileBuilder([
    { type: 'cycles', unit: '' },
    { type: 'instructions', unit: '' },
  ]);
  for (const [pod, name, cycles, instructions] of rows) {
    builder.label('pod', pod);
    builder.sample(builder.stack(-1, builder.frame({ name })), cycles, instructions);
  }
  return builder.finish();
}

/** Several instances of one query, as they are when the reader is done with them. */
function ofInstances(...instances: Array<ReturnType<typeof events>>) {
  const [{ read }] = readInputs([
    { refId: 'E', source: table(column('stack', ['a;b']), column('value', [1], 'number')) },
  ]).instances;
  return {
    errors: [],
    instances: instances.map((profile) => ({
      input: { refId: 'E', source: table(column('x', [])) } as ProfileInput,
      read: { ...read, profile, format: { ...read.format, aggregated: false } },
    })),
  };
}

describe('hardware events', () => {
  const first = events([
    ['a', 'hot', 100, 50],
    ['b', 'hot', 40, 80],
    ['b', 'cool', 10, 30],
  ]);
  const second = events([['a', 'hot', 1000, 500]]);
  const sums = (prepared: ReturnType<typeof prepare>, name: string) => {
    const node = nodeAt(prepared.paired!.tree, name);
    return (['cycles', 'instructions'] as const).map((event) => {
      const { weights, counts } = prepared.events.get(event)!;
      return [weights.self[node], counts?.self[node]];
    });
  };

  it('are added up over the instances of a query: weights and samples', () => {
    expect(sums(prepare(ofInstances(first)), 'hot')).toEqual([
      [140, 2],
      [130, 2],
    ]);
    expect(sums(prepare(ofInstances(first, second)), 'hot')).toEqual([
      [1140, 3],
      [630, 3],
    ]);
  });

  it('are filtered as the graph is', () => {
    const of = (value: string) => prepare(ofInstances(first, second), { filter: { label: 'pod', value } });
    expect(sums(of('b'), 'hot')).toEqual([
      [40, 1],
      [80, 1],
    ]);
    expect(sums(of('a'), 'hot')).toEqual([
      [1100, 2],
      [550, 2],
    ]);
  });

  it('of a baseline are not those of now', () => {
    const { instances, errors } = ofInstances(first, second);
    instances[1].input.baseline = true;
    expect(sums(prepare({ instances, errors }), 'hot')[0]).toEqual([140, 2]);
  });
});

it('kernel locks: the wait and how often it was contended, by who asked for the lock', () => {
  // perf lock contention -b: contended, total wait, max wait, avg wait, type, caller.
  const lock = [
    ' contended   total wait     max wait     avg wait         type   caller',
    '',
    '         7     70.00 us     20.00 us     10.00 us     spinlock   wake_up_q',
    '         3     90.00 us     60.00 us     30.00 us        mutex   do_exit',
  ].join('\n');
  const { kernelLocks, paired } = prepareProfile([
    { refId: 'A', role: 'cpu', source: { kind: 'text', text: 'main;do_exit 5' } },
    { refId: 'B', source: { kind: 'text', text: lock } },
    { refId: 'C', source: { kind: 'text', text: lock } },
  ]);
  const named = [...kernelLocks].map(([symbol, sum]) => [paired!.tree.symbols[symbol].name, sum]);
  expect(Object.fromEntries(named)).toEqual({
    wake_up_q: { wait: 140_000, contended: 14 },
    do_exit: { wait: 180_000, contended: 6 },
  });
});

it('marks the functions that asked for a contended kernel lock', () => {
  const lock = readFileSync(join(__dirname, '../../testdata/perf-lock/contention-stacks.txt'), 'utf8');
  const { kernelLocks, paired } = prepareProfile([
    inputOf('A', 'main;handle_mm_fault;filemap_map_pages;_raw_spin_lock 5', 'cpu'),
    inputOf('B', lock),
  ]);
  const named = [...kernelLocks].map(([symbol, { wait, contended }]) => [
    paired!.tree.symbols[symbol].name,
    wait > 0,
    contended > 0,
  ]);
  expect(named.length).toBeGreaterThan(0);
  expect(named.every(([, wait, contended]) => wait && contended)).toBe(true);
});

it('counts events of the stacks that filters keep', () => {
  const script = (event: string, [a, b]: number[]) =>
    [`main.a`, `main.b`]
      .map(
        (name, i) => `app 1 [000] ${i + 1}.000000: ${[a, b][i]} ${event}:\n\t1 ${name} (/app)\n\t2 main.main (/app)\n`
      )
      .join('\n');
  const inputs = [inputOf('A', `${script('cycles', [100, 300])}\n${script('instructions', [50, 600])}`)];
  const sums = (settings?: Settings) =>
    [...prepareProfile(inputs, settings).events].map(([event, { weights, counts }]) => [
      event,
      weights.prefixSum[weights.self.length],
      counts?.prefixSum[weights.self.length],
    ]);
  expect(sums()).toEqual([
    ['cycles', 400, 2],
    ['instructions', 650, 2],
  ]);
  expect(sums({ stacks: [{ keep: 'only', pattern: '/main\\.a/' }] })).toEqual([
    ['cycles', 100, 1],
    ['instructions', 50, 1],
  ]);
});

describe('numbers of samples behind an event', () => {
  const profile = (type: string, unit: string) => {
    const builder = new ProfileBuilder([{ type, unit }]);
    builder.sample(builder.stack(-1, builder.frame({ name: 'hot' })), 100);
    return builder.finish();
  };
  const eventsOf = (...given: Array<[profile: ReturnType<typeof profile>, aggregated: boolean]>) => {
    const { instances, errors } = ofInstances(...given.map(([own]) => own));
    instances.forEach(({ read }, i) => (read.format = { ...read.format, aggregated: given[i][1] }));
    return [...prepare({ instances, errors }).events].map(([event, { weights, counts }]) => [
      event,
      weights.self[1],
      counts?.self[1],
    ]);
  };

  it('are the figures themselves where they are counts, rows where rows are samples, else unknown', () => {
    expect(eventsOf([profile('cycles', 'count'), true])).toEqual([['cycles', 100, 100]]);
    expect(eventsOf([profile('cycles', ''), false])).toEqual([['cycles', 100, 1]]);
    expect(eventsOf([profile('cycles', ''), true])).toEqual([['cycles', 100, undefined]]);
    expect(eventsOf([profile('wall', 'count'), true])).toEqual([]);
  });

  it('are unknown where they are for one of several instances', () => {
    const [known, unknown] = [profile('cycles', 'count'), profile('cycles', '')];
    expect(eventsOf([known, true], [unknown, true])).toEqual([['cycles', 200, undefined]]);
    expect(eventsOf([unknown, true], [known, true])).toEqual([['cycles', 200, undefined]]);
  });
});

it('takes for a wait of a kernel lock only what says how long and how often, and by whom', () => {
  const locks = (types: string[], stack: string[]) => {
    const builder = new ProfileBuilder(types.map((type) => ({ type, unit: '' })));
    const leaf = stack.reduce((under, name) => builder.stack(under, builder.frame({ name })), -1);
    builder.sample(leaf, ...types.map((_, i) => (i + 1) * 10));
    return [...prepare(ofInstances(builder.finish())).kernelLocks.values()];
  };
  expect(locks(['lock wait', 'contended'], ['do_exit', 'mutex'])).toEqual([{ wait: 10, contended: 20 }]);
  expect(locks(['contended', 'lock wait'], ['do_exit', 'mutex'])).toEqual([{ wait: 20, contended: 10 }]);
  expect(locks(['lock wait', 'contended'], ['mutex'])).toEqual([]);
  expect(locks(['lock wait'], ['do_exit', 'mutex'])).toEqual([]);
  expect(locks(['contended'], ['do_exit', 'mutex'])).toEqual([]);
});
