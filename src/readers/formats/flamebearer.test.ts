import { prepareProfile } from '../../prepare';
import { read, text } from '../../testing';

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
