import { column, inputOf, preparedOf, read, table } from '../testing';
import { readSource } from '.';
import { finish } from '../profile';
import { momentOf, rowTimeSteps, timeColumn, timeLabelReader } from './rowTimes';

const rowTimes = (...of: Parameters<typeof rowTimeSteps>) => finish(rowTimeSteps(...of));

const AT = Date.UTC(2026, 10, 24, 16, 20, 36);
const SECOND = 1e9;
const inSeconds = (moments: ArrayLike<number>) => Array.from(moments, (ns) => Math.round((ns - AT * 1e6) / 1000) / 1e6);

describe('a moment', () => {
  it.each([
    [AT / 1000, 0],
    [AT + 250, 0.25],
    [(AT + 250) * 1000, 0.25],
    [String(BigInt(AT) * BigInt(1e6) + BigInt(5e8)), 0.5],
    [BigInt(AT) * BigInt(1e6), 0],
    [new Date(AT), 0],
    ['2026-11-24T16:20:36Z', 0],
    ['2026-11-24 16:20:36.123456789', 0.123456789],
    ['2026-11-24T17:20:36,5+01:00', 0.5],
    ['2026-11-24T17:20:36+0100', 0],
    ['2026-11-24 17:20:36+01', 0],
    ['2026-11-24 16:20', -36],
  ])('%p', (cell, seconds) => expect((momentOf(cell) - AT * 1e6) / SECOND).toBeCloseTo(seconds, 5));

  it.each([[null], [''], ['soon'], [12.5], [NaN], [true], ['2026-13-45T00:00:00Z'], ['2026-11-24'], [{}]])(
    '%p is none',
    (cell) => expect(momentOf(cell)).toBeNaN()
  );

  it('of a field of times is in ms, whatever its size; nanoseconds stand beside it', () => {
    expect(momentOf(60_000, true)).toBe(60 * SECOND);
    const times = rowTimes([{ ...column('Time', [AT, AT], 'time'), nanos: [0, 512_000] }, column('n', [1, 2])], 2);
    expect(times).toBeUndefined(); // one millisecond is one time
    const two = rowTimes([{ ...column('Time', [AT, AT + 1], 'time'), nanos: [0, 512_000] }], 2)!;
    expect((two.at(1) - two.at(0)) / 1e6).toBeCloseTo(1.512, 3);
  });
});

it('the column of times: by its type, by Loki’s name, by a name and what it holds; weights by such a name stay weights', () => {
  const of = (...columns: Parameters<typeof timeColumn>[0]) => timeColumn(columns)?.name;
  const values = [AT, AT + 1000];
  expect(of(column('a', values, 'number'), column('t', values, 'time'))).toBe('t');
  expect(of(column('Time', values, 'time'), column('tsNs', ['1', '2']))).toBe('tsNs');
  expect(of(column('ts', ['2026-11-24 16:20:36', '', '2026-11-24 16:20:37']))).toBe('ts');
  expect(of(column('timestamp', values, 'number'), column('value', [1, 2], 'number'))).toBe('timestamp');
  expect(of(column('time', values, 'number'))).toBeUndefined();
  expect(of(column('time', [12, 13], 'number'), column('value', [1, 2], 'number'))).toBeUndefined();
  expect(of(column('minute', ['first', 'second']))).toBeUndefined();
});

describe('what a row is a sum of', () => {
  const bucketOf = (...ms: number[]) =>
    (rowTimes(
      [
        column(
          't',
          ms.map((at) => AT + at),
          'time'
        ),
      ],
      ms.length
    )?.bucket ?? NaN) / SECOND;
  const minutes = (n: number, rows: number) =>
    Array.from({ length: n * rows }, (_, i) => Math.floor(i / rows) * 60_000);
  it.each([
    ['buckets of a minute, with one left out', [0, 0, 60_000, 180_000, 180_000], 60],
    ['a column of whole seconds', [0, 3000, 4000, 9000], 1],
    ['single samples', [0, 10, 20, 31, 40, 1000], 0],
    ['samples of several threads at once', [0, 0, 10, 10, 21, 21], 0],
    ['profiles sent in turns, not on the second', [0, 0, 15_003, 15_003, 29_998, 29_998, 45_001, 45_001], 15],
    ['such profiles in a column of whole seconds', [0, 0, 10_000, 10_000, 20_000, 20_000, 31_000, 31_000], 10],
    ['waits that are seconds apart', [0, 1203, 3977, 9001], 0],
    ['buckets out of order', [...minutes(4, 3)].reverse(), 60],
  ])('%s', (_, ms, seconds) => expect(bucketOf(...ms)).toBeCloseTo(seconds, 6));

  it('nothing where all rows are of one time', () => expect(bucketOf(5, 5, 5)).toBeNaN());
});

describe('a table of stacks with a time', () => {
  const rows = (...all: Array<[number | null, string, number]>) =>
    table(
      column(
        'time',
        all.map(([at]) => at),
        'time'
      ),
      column(
        'stack',
        all.map(([, stack]) => stack)
      ),
      column(
        'wall_ns',
        all.map(([, , value]) => value),
        'number'
      )
    );

  it('keeps the time of each row, with its value as weight', () => {
    const { profile, draw } = read(rows([AT, 'a;b', 3], [AT + 11, 'a;b', 4], [AT + 25, 'a', 5]));
    expect(inSeconds(profile.samples.time!)).toEqual([0, 0.011, 0.025]);
    expect([...profile.samples.weights[0]]).toEqual([3, 4, 5]);
    expect([profile.clock, profile.samples.bucket]).toEqual(['utc', undefined]);
    expect(draw).toBe('all 12 0\n  a 12 5\n    b 7 7');
  });

  it('of buckets says how long they are', () => {
    const { profile } = read(rows([AT, 'a', 3], [AT + 60_000, 'a', 4], [AT + 180_000, 'b', 5]));
    expect(profile.samples.bucket).toBe(60 * SECOND);
  });

  it('counts rows without a time, names the first, and keeps them in the graph', () => {
    const { profile, warnings, dropped, total } = read(
      rows([AT, 'a', 3], [null, 'a', 4], [AT + 7, 'a', 5], [null, 'b', 1])
    );
    expect(warnings).toEqual([{ message: '2 rows not drawn over time: time is null', row: 2, remedy: undefined }]);
    expect([total, dropped]).toEqual([13, 0]);
    expect(Array.from(profile.samples.time!, Number.isNaN)).toEqual([false, true, false, true]);
  });

  it('has no times where every stack has one row: such a time, as max(ts), is none of its samples', () => {
    const { profile } = read(rows([AT, 'a', 3], [AT + 7, 'b', 4], [AT + 9, 'c', 5]));
    expect([profile.samples.time, profile.clock]).toEqual([undefined, undefined]);
  });

  it('tells rows of several pods apart when it looks for stacks that come again', () => {
    const of = (...pods: string[]) => {
      const { columns, length } = rows([AT, 'a', 3], [AT + 7, 'a', 4]);
      return read({ kind: 'columns', columns: [...columns, column('pod', pods)], length }).profile.samples.time;
    };
    expect(of('x', 'y')).toBeUndefined();
    expect(of('x', 'x')).toHaveLength(2);
  });

  it('takes a number by the name of a time for one, and not for the weight', () => {
    const source = table(
      column('ts', [AT, AT + 1000, AT + 2000], 'number'),
      column('stack', ['a', 'a', 'b']),
      column('wall_ms', [1, 2, 3], 'number')
    );
    const { total, types, profile } = read(source);
    expect([total, types[0]]).toEqual([6e6, 'wall_ms/nanoseconds']);
    expect(inSeconds(profile.samples.time!)).toEqual([0, 1, 2]);
  });
});

describe('Loki', () => {
  const loki = (...lines: Array<[ms: number, line: string]>) =>
    table(
      column(
        'Time',
        lines.map(([ms]) => AT + ms),
        'time'
      ),
      column(
        'Line',
        lines.map(([, line]) => line)
      ),
      column(
        'tsNs',
        lines.map(([ms]) => String(BigInt(AT + ms) * BigInt(1e6)))
      )
    );

  it('a folded stack a line: each has the time of its line, whatever their order and what stands between them', () => {
    const { profile } = read(loki([50, 'a;b 1'], [40, '# a comment'], [20, 'a;b 2\n'], [10, 'a 4'], [0, 'no number']));
    expect(inSeconds(profile.samples.time!)).toEqual([0.01, 0.02, 0.05]);
    expect([...profile.samples.weights[0]]).toEqual([4, 2, 1]);
  });

  it('lines of one file, a nanosecond apart, have no times of their own', () => {
    expect(read(loki([0, 'a;b 1'], [0, 'a;b 2'])).profile.samples.time).toBeUndefined();
  });

  it('a file a row: all its samples are of its row, as sums until the next one', () => {
    const source = loki([15_004, 'main;a 1\nmain;b 2'], [0, 'main;a 3\nmain;b 4'], [30_001, 'main;a 5\nmain;c 1']);
    const { reads } = readSource(source);
    expect(reads.map(({ profile }) => [inSeconds(profile.samples.time!), profile.samples.bucket! / SECOND])).toEqual([
      [[0, 0], 15],
      [[15.004, 15.004], 15],
      [[30.001, 30.001], 15],
    ]);
  });
});

it('rows with times are split over windows, filtered by time and reported like samples; sums offer no heat map', () => {
  const of = (step: number) => {
    const at = [0, step, 2 * step, 3 * step];
    const source = table(
      column(
        'time',
        at.flatMap((ms) => [AT + ms, AT + ms]),
        'time'
      ),
      column(
        'stack',
        at.flatMap(() => ['main;work', 'main;futex_wait'])
      ),
      column('wall_ns', [9, 1, 9, 1, 2, 8, 9, 1], 'number')
    );
    const input = { refId: 'A', source, role: 'wall' as const };
    const times = [{ from: (AT + 2 * step) * 1e6, to: (AT + 3 * step) * 1e6 }];
    return { all: preparedOf([input]), third: preparedOf([input], { times }) };
  };
  const { all, third } = of(60_000);
  expect(all.queries[0].recorded).toEqual({ from: AT, to: AT + 240_000, clock: 'utc', bucket: 60_000 });
  expect([all.areSingle, all.timedSamples!()!.bucket]).toEqual([false, [0, 60 * SECOND, 0]]);
  expect(third.queries[0].total).toBe(10);
  expect(of(10).all.areSingle).toBe(true);
});

it('an answer that its limit cut says so, once a query', () => {
  const { warnings } = preparedOf([
    { ...inputOf('A', 'a;b 1'), cutAt: 1000 },
    { ...inputOf('A', 'a;c 1'), cutAt: 1000 },
    inputOf('B', 'a;c 1'),
  ]);
  expect(warnings.filter(({ message }) => message.startsWith('It answered 1000 rows'))).toMatchObject([{ refId: 'A' }]);
});

it('times are split into parts of a round length', () => {
  const label = (...at: unknown[]) => {
    const of = timeLabelReader(rowTimes([column('t', at, 'time')], at.length));
    return at.map((_, i) => of(i));
  };
  const minute = 60_000;
  expect(label(0, 30 * minute, NaN, 7 * minute)).toEqual([
    '1970-01-01 00:00:00Z',
    '1970-01-01 00:30:00Z',
    undefined,
    '1970-01-01 00:05:00Z',
  ]);
  expect(label(5, 5)).toEqual([undefined, undefined]);
  expect(label()).toEqual([]);
  expect(timeLabelReader(undefined)(0)).toBeUndefined();
  expect(label(0, 1e17)[1]).toBeUndefined();
  expect(label(0, 8e15)[0]).toBe('1970-01-01 00:00:00Z');
});
