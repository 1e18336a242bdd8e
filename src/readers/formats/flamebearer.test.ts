import { prepareProfile } from '../../prepare';
import { read, text, problemOf } from '../../testing';

const answer = (total: number, metadata: object, half = total / 2) =>
  text(
    JSON.stringify({
      version: 1,
      flamebearer: {
        names: ['total', 'main.run', 'net.read'],
        levels: [
          [0, total, 0, 0],
          [0, total, total - half, 1],
          [0, half, half, 2],
        ],
        numTicks: total,
      },
      metadata: { format: 'single', ...metadata },
    })
  );

// grafana/pyroscope#2202: values in ns come as samples at a rate of 1e9.
it.each([
  [
    'CPU of Pyroscope 1.x',
    12e9,
    { units: 'samples', sampleRate: 1e9, name: 'cpu', spyName: '' },
    'cpu/nanoseconds',
    12e9,
  ],
  [
    'CPU of the first servers',
    1200,
    { units: 'samples', sampleRate: 100, name: 'shop.cart.cpu{pod="a.b"}', spyName: 'gospy' },
    'cpu/nanoseconds',
    12e9,
  ],
  ['µs as samples', 12e6, { units: 'samples', sampleRate: 1e6, name: 'cpu' }, 'cpu/nanoseconds', 12e9],
  ['wall', 20e9, { units: 'nanoseconds', sampleRate: 100, name: 'wall' }, 'wall/nanoseconds', 20e9],
  [
    'objects, which have no rate',
    50,
    { units: 'objects', sampleRate: 1e9, name: 'inuse_objects' },
    'inuse_objects/count',
    50,
  ],
])('%s', (_, total, metadata, type, expected) => {
  const found = read(answer(total, metadata));
  expect([found.types[0], found.total]).toEqual([type, expected]);
});

it('both sides of a comparison are time by the rate', () => {
  const levels = [
    [0, 12e9, 0, 0, 6e9, 0, 0],
    [0, 12e9, 12e9, 0, 6e9, 6e9, 1],
  ];
  const json = {
    flamebearer: { names: ['total', 'a'], levels },
    metadata: { format: 'double', units: 'samples', sampleRate: 1e9 },
  };
  expect(read(text(JSON.stringify(json))).profile.samples.weights.map(([weight]) => weight)).toEqual([6e9, 12e9]);
});

it('CPU and wall of one service are subtracted: 12 of 20 s', () => {
  const { paired, queries } = prepareProfile([
    { refId: 'A', source: answer(12e9, { units: 'samples', sampleRate: 1e9, name: 'cpu' }) },
    { refId: 'B', source: answer(20e9, { units: 'nanoseconds', sampleRate: 100, name: 'wall' }) },
  ]);
  expect(queries.map(({ role, origin }) => [role, origin])).toEqual([
    ['cpu', 'detected'],
    ['wall', 'detected'],
  ]);
  expect(paired!.evidence).toBe('cpu+wall');
});

describe('flamebearer written by hand', () => {
  const json = (value: unknown) => text(JSON.stringify(value));
  const doc = (
    levels: unknown,
    metadata: object = { format: 'single', units: 'bytes' },
    names = ['total', 'a', 'other', 'b']
  ) => json({ flamebearer: { names, levels }, metadata });

  it('finds the bar above by position', () => {
    const found = read(
      doc([
        [0, 100, 0, 0],
        [0, 30, 10, 1, 0, 30, 0, 3, 10, 30, 30, 1],
        [0, 20, 20, 3, 10, 5, 5, 1, 5, 20, 20, 1],
      ])
    );
    expect(found.draw).toBe('all 85 0\n  a 60 40\n    b 20 20\n  b 25 0\n    a 25 25');
  });

  it('a bar under none is counted; a root that is a function is one; names that are missing are said', () => {
    const found = read(
      doc(
        [
          [0, 10, 4, 3],
          [2, 3, 3, 77, 9, 5, 5, 1],
        ],
        { units: 'objects' }
      )
    );
    expect(found.draw).toBe('all 7 0\n  b 7 4\n    [unknown] 3 3');
    expect(found.warnings[0]).toMatchObject({
      row: 2,
      message: expect.stringContaining('a bar of row 2 lies under none'),
    });
    expect(found.types).toEqual(['objects/count']);
  });

  it('the cut rest is what the source called other', () => {
    expect(
      read(
        doc(
          [
            [0, 10, 0, 0],
            [0, 6, 6, 1, 0, 4, 4, 2],
          ],
          { units: 'samples', sampleRate: 100 }
        )
      ).profile.truncated
    ).toBe(4e7);
    expect(
      read(
        doc([
          [0, 10, 0, 0],
          [0, 6, 6, 1],
        ])
      ).profile.truncated
    ).toBe(0);
  });

  it.each([
    [{ units: 'lock_nanoseconds' }, 'lock_nanoseconds/nanoseconds', 5],
    [{ units: 'samples', sampleRate: 1000, spyName: 'gospy' }, 'gospy/nanoseconds', 5e6],
    [{ units: 'samples', sampleRate: 1e9, name: 'x' }, 'x/nanoseconds', 5],
    [{ units: 'samples', sampleRate: 0 }, 'samples/count', 5],
    [{ units: 'objects', sampleRate: 100 }, 'objects/count', 5],
    [{}, 'samples/count', 5],
  ])('unit of %j is %s', (metadata, type, total) => {
    const found = read(doc([[0, 5, 5, 1]], metadata));
    expect([found.types[0], found.total]).toEqual([type, total]);
  });

  it('double by either place of the word; samples of both sides become time', () => {
    const levels = [[0, 4, 4, 0, 2, 2, 1]];
    const metadata = { format: 'double', units: 'samples', sampleRate: 1e3 };
    expect([...read(doc(levels, metadata)).profile.samples.weights.map(([w]) => w)]).toEqual([2e6, 4e6]);
    const inner = json({ flamebearer: { names: ['a', 'b'], levels, format: 'double' } });
    expect(read(inner).types).toEqual(['right/count', 'left/count']);
    expect(problemOf(json({ flamebearer: { levels: [] } }))).toMatch(/has no rows/);
  });
});
