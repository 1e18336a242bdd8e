import * as fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { apart, heldOutside, isEnough, lengthOf, longest, objectiveWindows, searchedAround } from './objective';

/** A point a second from `start`: # is above the limit, . is not, ? is not known. */
const drawn = (text: string, start = 1000) => ({
  times: [...text].map((_, i) => start + i * 1000),
  values: [...text].map((sign) => (sign === '#' ? 9 : sign === '.' ? 1 : NaN)),
  limit: 5,
});

describe('where an objective is broken, and where it holds', () => {
  const range = { from: 1000, to: 9000 };

  it('a point stands for the time until the next one', () =>
    expect(objectiveWindows(drawn('..###....'), range)).toEqual({
      broken: [{ from: 3000, to: 6000 }],
      held: [
        { from: 1000, to: 3000 },
        { from: 6000, to: 9000 },
      ],
    }));

  it('a value at its limit is not above it', () =>
    expect(objectiveWindows({ times: [1000, 2000], values: [5, 5], limit: 5 }, range).broken).toEqual([]));

  it('a gap is neither: a point stands for three steps at most, also beside the ends of the range', () => {
    expect(objectiveWindows(drawn('..????????..'), { from: 0, to: 12_000 }).held).toEqual([
      { from: 0, to: 5000 },
      { from: 11_000, to: 12_000 },
    ]);
    expect(objectiveWindows(drawn('..', 20_000), { from: 0, to: 60_000 }).held).toEqual([{ from: 17_000, to: 24_000 }]);
  });

  it('a single point tells all of the range', () =>
    expect(objectiveWindows(drawn('#', 5000), range)).toEqual({ broken: [range], held: [] }));

  it('points before and after the range tell nothing but its ends', () =>
    expect(objectiveWindows(drawn('.....####', 0), { from: 3500, to: 6500 })).toEqual({
      held: [{ from: 3500, to: 5000 }],
      broken: [{ from: 5000, to: 6500 }],
    }));
});

describe('broken and held, clear of each other', () => {
  const minute = 60_000;

  it('what ends where the other begins lacks the time of a profile, or a third of itself; what is followed by nothing is whole', () =>
    expect(
      apart({
        held: [
          { from: 0, to: minute },
          { from: 3 * minute, to: 4 * minute },
        ],
        broken: [
          { from: minute, to: minute + 9000 },
          { from: minute + 20_000, to: 3 * minute },
        ],
      })
    ).toEqual({
      held: [
        { from: 0, to: 45_000 },
        { from: 3 * minute, to: 4 * minute },
      ],
      broken: [
        { from: minute, to: minute + 9000 },
        { from: minute + 20_000, to: 3 * minute - 15_000 },
      ],
    }));

  /** The broker was slow from 16:20:36 to 16:21:37; the p99 over 8 s tells of it from 16:20:41 to 16:21:51. */
  it('no profile of the recorded incident is on the wrong side, whenever the range begins', () => {
    const dir = join(__dirname, '../../../testdata/incident/recorded');
    const { answer } = JSON.parse(readFileSync(join(dir, 'latency-p99.promql.json'), 'utf8'));
    const points: Array<[number, string]> = answer.data.result[0].values;
    const series = {
      times: points.map(([time]) => time * 1000),
      values: points.map(([, value]) => Number(value)),
      limit: 0.2,
    };
    const slices = readdirSync(dir).flatMap((name) => {
      const [, phase, begun] = /^(held|before|after)\.wall\.(\d+)\.folded$/.exec(name) ?? [];
      return phase ? [{ isBroken: phase === 'before', begun: Number(begun) }] : [];
    });
    const end = Date.parse('2026-11-24T16:22:35Z');
    for (let from = Date.parse('2026-11-24T16:20:09Z'); from < Date.parse('2026-11-24T16:20:20Z'); from += 1000) {
      const { broken, held } = apart(objectiveWindows(series, { from, to: end }));
      const of = (windows: typeof held) =>
        slices.filter(({ begun }) => windows.some((one) => begun >= one.from && begun <= one.to));
      expect(of(broken).length).toBeGreaterThan(3);
      expect(of(held).length).toBeGreaterThan(3);
      expect([of(broken).filter(({ isBroken }) => !isBroken), of(held).filter(({ isBroken }) => isBroken)]).toEqual([
        [],
        [],
      ]);
    }
  });
});

it('takes the longest windows, in the order of time', () =>
  expect(
    longest(
      [
        { from: 0, to: 2 },
        { from: 3, to: 4 },
        { from: 5, to: 9 },
      ],
      2
    )
  ).toEqual([
    { from: 0, to: 2 },
    { from: 5, to: 9 },
  ]));

it('is enough: a third of the broken time, or two minutes', () => {
  const minutes = (count: number) => [{ from: 0, to: count * 60_000 }];
  expect(isEnough(minutes(0.34), minutes(1))).toBe(true);
  expect(isEnough(minutes(0.33), minutes(1))).toBe(false);
  expect(isEnough(minutes(2), minutes(45))).toBe(true);
  expect(isEnough(minutes(1.9), minutes(45))).toBe(false);
  expect(isEnough([], minutes(1))).toBe(false);
});

describe('where to look', () => {
  const minute = 60_000;
  const hour = 60 * minute;
  const late = 1000 * hour;

  it.each([
    ['a minute: an hour on both sides', minute, hour],
    ['an hour: eight times as long', hour, 8 * hour],
    ['a week: not more than a week', 168 * hour, 168 * hour],
  ])('around %s', (_, length, reach) => {
    const range = { from: 400 * hour, to: 400 * hour + length };
    expect(searchedAround(range, late)).toEqual({ from: range.from - reach, to: range.to + reach });
  });

  it('not after now, and the same question for a whole minute', () => {
    const at = (now: number) => searchedAround({ from: now - 5 * minute, to: now }, now);
    const now = 400 * hour + 30_000;
    expect(at(now)).toEqual({ from: 399 * hour - 5 * minute, to: 400 * hour - 5 * minute });
    expect(at(now + 10_000)).toEqual(at(now));
    expect(at(now + 40_000)).not.toEqual(at(now));
  });
});

describe('the time outside of a range in which the objective held', () => {
  const find = (text: string, [from, to]: [number, number], length = to - from) =>
    heldOutside(drawn(text, 0), { from: 0, to: text.length * 1000 }, { from, to }, length);

  it('is the nearest before it, as long as what is broken', () =>
    expect(find('.....##.....####', [12_000, 16_000])).toEqual({ from: 8000, to: 12_000 }));

  it('is not one that is too short, where a longer one is further away', () =>
    expect(find('......##.#####', [10_000, 14_000])).toEqual({ from: 2000, to: 6000 }));

  it('is the nearest after it, where it was broken before', () =>
    expect(find('######......', [2000, 6000])).toEqual({ from: 6000, to: 10_000 }));

  it('is the longest where none is a third as long', () =>
    expect(find('#.#..######', [6000, 11_000], 7000)).toEqual({ from: 3000, to: 5000 }));

  it('is not there where it never held, or nothing is known', () => {
    expect(find('############', [6000, 12_000])).toBeUndefined();
    expect(find('??????######', [6000, 12_000])).toBeUndefined();
    expect(find('######......', [6000, 12_000])).toBeUndefined();
  });

  it('is never in the range, never longer than asked for, and no point in it is above the limit', () =>
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('#', '.', '?'), { minLength: 2, maxLength: 60 }),
        fc.nat(60),
        fc.integer({ min: 1, max: 30 }),
        (signs, first, count) => {
          const series = drawn(signs.join(''), 0);
          const range = { from: first * 1000, to: (first + count) * 1000 };
          const length = count * 1000;
          const found = heldOutside(series, { from: 0, to: signs.length * 1000 }, range, length);
          if (!found) {
            return;
          }
          expect(found.to <= range.from || found.from >= range.to).toBe(true);
          expect(lengthOf([found])).toBeGreaterThan(0);
          expect(lengthOf([found])).toBeLessThanOrEqual(length);
          const above = series.times.filter(
            (time, i) => series.values[i] > series.limit && time >= found.from && time < found.to
          );
          expect(above).toEqual([]);
        }
      )
    ));
});
