import { type AbsoluteTimeRange } from '@grafana/data';
import * as fc from 'fast-check';
import { comparisonOf, type CompareSpec, whyNot } from './comparison';

const DAY = 86_400_000;
const range = { from: 1000, to: 9000 };
/** A point a second, from the start of the range. */
const objective = (values: number[], limit = 0.2) => ({ times: values.map((_, i) => 1000 + i * 1000), values, limit });

it.each<[CompareSpec['type'], object]>([
  ['previous', { before: [{ from: -7000, to: 1000 }] }],
  ['day', { before: [{ from: 1000 - DAY, to: 9000 - DAY }] }],
  ['week', { before: [{ from: 1000 - 7 * DAY, to: 9000 - 7 * DAY }] }],
])('%s', (type, expected) => expect(comparisonOf({ type } as CompareSpec, { range })).toEqual(expected));

it('compares a marked window with the rest of the range', () => {
  expect(comparisonOf({ type: 'window', from: 3000, to: 5000 }, { range })).toEqual({
    now: [{ from: 3000, to: 5000 }],
    before: [
      { from: 1000, to: 3000 },
      { from: 5000, to: 9000 },
    ],
  });
  // Of a link, whose time range has moved on since: the rest is what the panel shows.
  expect(comparisonOf({ type: 'window', from: -5000, to: -2000 }, { range })?.before).toEqual([range]);
  expect(comparisonOf({ type: 'window', from: 20_000, to: 30_000 }, { range })?.before).toEqual([range]);
});

it('compares what came after an event with what was before it', () =>
  expect(comparisonOf({ type: 'event', at: 4000 }, { range })).toEqual({
    now: [{ from: 4000, to: 9000 }],
    before: [{ from: 1000, to: 3000 }], // a profile that was begun later may tell of what came then
  }));

describe('the objective', () => {
  it('broken is compared with held where it held for a third as long inside of the range', () =>
    expect(
      comparisonOf(
        { type: 'objective' },
        { range, objective: objective([0.1, 0.9, 0.9, 0.9, 0.9, 0.9, 0.1, 0.1, 0.1]) }
      )
    ).toEqual({
      now: [{ from: 2000, to: 5334 }],
      before: [
        { from: 1000, to: 1667 },
        { from: 7000, to: 9000 },
      ],
    }));

  it('is to be looked for outside where it held for less, or not at all', () => {
    const short = objective([0.1, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9]);
    expect(comparisonOf({ type: 'objective' }, { range, objective: short })).toBeUndefined();
    const never = objective(Array(9).fill(0.9));
    expect(comparisonOf({ type: 'objective' }, { range, objective: never })).toBeUndefined();
    expect(whyNot({ type: 'objective' }, { range, objective: never })).toBeUndefined();
  });
});

it.each<[string, CompareSpec, Parameters<typeof whyNot>[1], string]>([
  ['without a threshold', { type: 'objective' }, { range }, 'No query has a threshold'],
  ['where all is well', { type: 'objective' }, { range, objective: objective([0.1, 0.1]) }, 'held all the time'],
  ['without a value', { type: 'objective' }, { range, objective: objective([NaN, NaN]) }, 'has no values'],
  ['of everything marked', { type: 'window', from: 1000, to: 9000 }, { range }, 'nothing is left'],
  ['of an event before the range', { type: 'event', at: 1000 }, { range }, 'not inside'],
  ['of an event after the range', { type: 'event', at: 9000 }, { range }, 'not inside'],
  ['of two days with the day before', { type: 'day' }, { range: { from: 0, to: 2 * DAY } }, 'a part of itself'],
])('says why there is no comparison %s', (_, spec, compared, why) => {
  expect(whyNot(spec, compared)).toContain(why);
  expect(comparisonOf(spec, compared)).toBeUndefined();
});

describe('whatever is compared', () => {
  const time = fc.integer({ min: 0, max: 20 * DAY });
  const specs = fc.oneof(
    fc.constantFrom<CompareSpec>({ type: 'previous' }, { type: 'day' }, { type: 'week' }, { type: 'objective' }),
    fc
      .tuple(time, time)
      .map(([a, b]): CompareSpec => ({ type: 'window', from: Math.min(a, b), to: Math.max(a, b) + 1 })),
    time.map((at): CompareSpec => ({ type: 'event', at }))
  );
  const values = fc.array(fc.constantFrom(0.1, 0.9, NaN), { maxLength: 40 });

  it('no time is on both sides, and none is empty', () =>
    fc.assert(
      fc.property(specs, time, time, values, (spec, a, b, figures) => {
        const own = { from: Math.min(a, b), to: Math.max(a, b) + 1 };
        const step = (own.to - own.from) / figures.length;
        const series = { times: figures.map((_, i) => own.from + i * step), values: figures, limit: 0.2 };
        const found = comparisonOf(spec, { range: own, objective: series });
        if (!found) {
          return;
        }
        const sides: AbsoluteTimeRange[] = [...(found.now ?? [own]), ...found.before].sort((x, y) => x.from - y.from);
        expect(sides.filter(({ from, to }) => to <= from)).toEqual([]);
        expect(sides.filter(({ from }, i) => i > 0 && from < sides[i - 1].to)).toEqual([]);
      })
    ));
});
