import { costGrowth, problemOf, read, text } from '../../testing';
import { readSource } from '..';

const FRAMES = ['a', 'b', 'c'].map((name) => ({ name }));
const doc = (...profiles: object[]) =>
  text(
    JSON.stringify({
      $schema: 'https://www.speedscope.app/file-format-schema.json',
      shared: { frames: FRAMES },
      profiles,
    })
  );
const evented = (events: unknown[], endValue = 100) =>
  doc({ type: 'evented', unit: 'seconds', startValue: 0, endValue, events });
const event = (key: string, at: unknown) => ({ type: key[0], frame: 'abc'.indexOf(key[1]), at });
/** `Oa 0, Ca 5`. */
const events = (list: string) => list.split(', ').map((item) => event(item.slice(0, 2), Number(item.slice(3))));

describe('evented: one bad event does not end the reading', () => {
  it.each([
    // jlfwong/speedscope#471: a step back by a millisecond.
    ['steps back', 'Oa 0, Ob 0, Cb 5, Oc 4.999, Cc 95, Ob 95, Cb 100, Ca 100', { b: 10, c: 90 }, 0, 1],
    // speedscope#286, #290: dotnet-trace closes the caller first.
    ['closes in the wrong order at one time', 'Oa 0, Ob 0, Ca 100, Cb 100', { b: 100 }, 0, 1],
    ['closes the caller first', 'Oa 0, Ob 0, Ca 40, Cb 100', { b: 100 }, 0, 1],
    ['never closes a callee', 'Oa 0, Ob 10, Oc 20, Ca 60, Ob 60, Cb 100', { a: 10, b: 50, c: 40 }, 0, 1],
    ['closes what is not open', 'Oa 0, Cb 10, Ca 100', { a: 100 }, 1, 0],
    ['opens a frame that is not there', 'Oa 0, Ox 10, Ca 100', { a: 100 }, 1, 0],
    ['has no time', 'Oa 0, Ob x, Cb 50, Ca 100', { a: 100 }, 2, 0],
  ])('%s', (_, list, expected, dropped, mended) => {
    const found = read(evented(events(list)));
    expect(found.total).toBe(100e9); // endValue − startValue
    const self = new Map<string, number>();
    found.tree.symbol.forEach((symbol, node) => {
      const weight = found.weights[0].self[node] / 1e9;
      if (weight > 0) {
        const { name } = found.tree.symbols[symbol];
        self.set(name, (self.get(name) ?? 0) + weight);
      }
    });
    expect([...self].map(([name, weight]) => [name, Math.round(weight * 1e6) / 1e6]).sort()).toEqual(
      Object.entries(expected).sort()
    );
    expect(found.dropped).toBe(dropped);
    expect(found.warnings).toHaveLength(Math.sign(dropped) + Math.sign(mended));
  });

  it('keeps when each stretch began and how long it lasted', () => {
    const { samples, clock } = read(evented(events('Oa 1, Ob 3, Cb 7, Ca 9'), 9)).profile;
    expect([...samples.time!]).toEqual([0, 1e9, 3e9, 7e9]);
    expect([...samples.duration!]).toEqual([1e9, 2e9, 4e9, 2e9]);
    expect(clock).toBe('monotonic');
  });

  it('takes time to the end, frames that stay open included, and no figure that cannot be', () => {
    expect(read(evented(events('Oa 0'))).total).toBe(100e9);
    const far = read(evented(events('Oa 0, Ca 5'), 1e300));
    expect([far.total, far.dropped]).toEqual([5e9, 1]);
  });

  it('where thousands are closed in the order in which they were opened, more of them cost in proportion', () => {
    const fifo = (count: number) => {
      const frames = Array.from({ length: count }, (_, i) => ({ name: `f${i}` }));
      const list = [
        ...frames.map((_, i) => ({ type: 'O', frame: i, at: i })),
        ...frames.map((_, i) => ({ type: 'C', frame: i, at: 1.5 * count + i })),
      ];
      const json = {
        $schema: 'speedscope',
        shared: { frames },
        profiles: [{ type: 'evented', unit: 'none', startValue: 0, endValue: 3 * count, events: list }],
      };
      const [{ profile }] = readSource(text(JSON.stringify(json))).reads;
      expect(profile.samples.weights[0].reduce((sum, weight) => sum + weight, 0)).toBe(3 * count);
    };
    expect(costGrowth(2000, fifo)).toBeLessThan(3);
  });
});

describe('sampled: one bad sample is left out, the others keep their weights', () => {
  it.each([
    ['a null weight', [[0], [1], [2]], [2, null, 3], 5, 1],
    ['fewer weights than samples', [[0], [1], [2]], [2, 3], 5, 1],
    ['a negative weight', [[0], [1]], [2, -3], 2, 1],
    ['a frame that is not there', [[0], [7]], [95, 5], 95, 1],
    ['no weights at all', [[0], [1]], undefined, 2, 0],
  ])('%s', (_, samples, weights, total, dropped) => {
    const found = read(doc({ type: 'sampled', unit: 'none', startValue: 0, endValue: 100, samples, weights }));
    expect([found.total, found.dropped]).toEqual([total, dropped]);
  });

  it('says what share of its profile is gone', () => {
    const found = read(
      doc({ type: 'sampled', unit: 'none', startValue: 0, endValue: 100, samples: [[0], [7]], weights: [95, 5] })
    );
    expect(found.warnings[0]).toMatchObject({ row: 1, message: expect.stringContaining('(5.0 % of its profile)') });
  });
});

it('dotnet-trace samples all threads by the clock: its marks make it wall time', () => {
  const frames = [{ name: 'Threads' }, { name: 'App!Main' }, { name: 'UNMANAGED_CODE_TIME' }];
  const profiles = [
    { type: 'evented', unit: 'milliseconds', startValue: 0, endValue: 1, events: [{ type: 'O', frame: 1, at: 0 }] },
  ];
  expect(read(text(JSON.stringify({ shared: { frames }, profiles, exporter: 'dotnet-trace' }))).types).toEqual([
    'wall/nanoseconds',
  ]);
});

describe('speedscope written by hand', () => {
  const json = (value: unknown) => text(JSON.stringify(value));
  const frames = [{ name: 'a', file: 'a.c', line: 4 }, { name: 'b', file: 7, line: 1.5 }, { name: 3 }, 'x'];
  const doc = (profiles: unknown[], more: object = { $schema: 'https://www.speedscope.app/file-format-schema.json' }) =>
    json({ ...more, shared: { frames }, profiles });
  const sampled = (samples: unknown, more: object = {}) => ({ type: 'sampled', unit: 'none', samples, ...more });

  it('sampled: weights or one a sample, names, files and lines as far as they are there', () => {
    const found = read(doc([sampled([[0, 1], [0], [2, 3]], { weights: [2, 3, 0] })], {}));
    expect(found.draw).toBe('all 5 0\n  [unknown] 0 0\n    [unknown] 0 0\n  a 5 3\n    b 2 2');
    expect(found.tree.symbols.find(({ name }) => name === 'a')).toMatchObject({ file: 'a.c', line: 4 });
    expect(found.tree.symbols.find(({ name }) => name === 'b')).toMatchObject({ file: '', line: 0 });
    expect(read(doc([sampled([[0], [1]])])).total).toBe(2);
    expect(found.types).toEqual(['samples/count']);
    expect(found.profile.labels).toEqual([]);
  });

  it('several profiles are threads by their names', () => {
    const found = read(
      doc([sampled([[0]], { name: 'main' }), sampled([[0]], { name: 7 }), sampled([[1]], { name: 'pool' })])
    );
    expect(found.profile.labels).toMatchObject([{ name: 'thread', values: ['main', 'pool'] }]);
    expect([...found.profile.labels[0].index]).toEqual([0, -1, 1]);
  });

  it('evented: time before the first frame is the whole’s own, frames that stay open end with the last event', () => {
    const events = [
      { type: 'O', frame: 0, at: 12 },
      { type: 'O', frame: 1, at: 12 },
      { type: 'C', frame: 1, at: 14 },
      { type: 'O', frame: 1, at: 15 },
    ];
    const found = read(doc([{ type: 'evented', unit: 'seconds', startValue: 10, events }]));
    expect(found.draw).toBe('all 5000000000 2000000000\n  a 3000000000 1000000000\n    b 2000000000 2000000000');
  });

  it('counts samples that cannot be, and refuses a file without any', () => {
    const found = read(doc([sampled([[0], [9], 'x', [0]], { weights: [1, 1, 1, -1] })]));
    expect([found.total, found.dropped]).toEqual([1, 3]);
    expect(found.warnings[0].message).toContain('sample 2 names frames');
    expect(problemOf(doc([{ type: 'other' }]))).toMatch(/no sample that can be read/);
    expect(read(doc([{ type: 'other' }, sampled([[0]])])).warnings[0].message).toContain('profile 1 is neither');
    expect(problemOf(doc(['x']))).toMatch(/holds no profile/);
  });
});
