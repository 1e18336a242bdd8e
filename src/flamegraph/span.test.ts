import * as fc from 'fast-check';
import { brushed, isWhole, panned, revealing, type Span, WHOLE, zoomed } from './span';

const size = ({ from, to }: Span) => to - from;
const anySpan = () =>
  fc
    .tuple(fc.double({ min: 0, max: 0.9, noNaN: true }), fc.double({ min: 0.01, max: 1, noNaN: true }))
    .map(([from, part]) => ({ from, to: from + part * (1 - from) }));

describe('a zoom', () => {
  it('keeps the point where it is, as long as the view stays inside the whole', () => {
    const part = zoomed({ from: 0.2, to: 0.6 }, 0.25, 0.5);
    expect(size(part)).toBeCloseTo(0.2);
    expect(part.from + 0.25 * size(part)).toBeCloseTo(0.3); // 0.2 + 0.25 · 0.4
  });

  it('stops at the whole, and at a millionth of it', () => {
    expect(zoomed({ from: 0.2, to: 0.6 }, 0.5, 10)).toEqual(WHOLE);
    expect(size(zoomed({ from: 0.5, to: 0.5 + 2e-6 }, 0.5, 0.01))).toBeCloseTo(1e-6, 12);
  });

  it('and back again is where it began', () => {
    const part = zoomed(zoomed({ from: 0.2, to: 0.6 }, 0.7, 0.5), 0.7, 2);
    expect([part.from, part.to].map((x) => x.toFixed(9))).toEqual(['0.200000000', '0.600000000']);
  });
});

it('a pan moves by a share of the view and ends at the edges, as wide as it was', () => {
  expect(panned({ from: 0.2, to: 0.6 }, 0.5)).toEqual({ from: 0.4, to: 0.8 });
  expect(panned({ from: 0.5, to: 0.75 }, 9)).toEqual({ from: 0.75, to: 1 });
  expect(panned({ from: 0.5, to: 0.75 }, -9)).toEqual({ from: 0, to: 0.25 });
});

it('a brush is a range of the view, drawn to either side, cut at its edges', () => {
  expect(brushed({ from: 0.5, to: 1 }, 0.5, 0.75)).toEqual({ from: 0.75, to: 0.875 });
  expect(brushed({ from: 0.5, to: 1 }, 0.75, 0.5)).toEqual({ from: 0.75, to: 0.875 });
  expect(brushed(WHOLE, 0.5, 3)).toEqual({ from: 0.5, to: 1 });
});

it('what is to be seen is brought into view by the shortest way, if it is not in it', () => {
  const view = { from: 0.5, to: 0.75 };
  expect(revealing(view, { from: 0.6, to: 0.7 })).toBe(view);
  expect(revealing(view, { from: 0.25, to: 0.3125 })).toEqual({ from: 0.25, to: 0.5 });
  expect(revealing(view, { from: 0.875, to: 1 })).toEqual({ from: 0.75, to: 1 });
  expect(revealing(view, { from: 0.25, to: 1 })).toBe(view); // wider than the view, and in it
  expect(revealing(view, { from: 0, to: 0.4 })).toEqual({ from: 0, to: 0.25 }); // wider than the view: its beginning
});

it('whatever is done, the view is a part of the whole', () => {
  const share = fc.double({ min: -2, max: 3, noNaN: true });
  fc.assert(
    fc.property(anySpan(), share, fc.double({ min: 0.001, max: 1000, noNaN: true }), (span, at, factor) => {
      for (const next of [zoomed(span, at, factor), panned(span, at), brushed(span, at, 1 - at)]) {
        expect(next.from).toBeGreaterThanOrEqual(0);
        expect(next.to).toBeLessThanOrEqual(1 + 1e-12);
        expect(next.to).toBeGreaterThan(next.from);
      }
    })
  );
  expect([isWhole(WHOLE), isWhole({ from: 0, to: 0.9 }), isWhole({ from: 0.1, to: 1 })]).toEqual([true, false, false]);
});

it('what ends where the view ends is in it; what ends where the view begins is not', () => {
  const view = { from: 0.5, to: 0.75 };
  expect(revealing(view, { from: 0.5, to: 0.6 })).toBe(view);
  expect(revealing(view, { from: 0.7, to: 0.75 })).toBe(view);
  expect(revealing(view, { from: 0.375, to: 0.625 })).toBe(view); // as wide as the view, and in it
  expect(revealing(view, { from: 0.6, to: 0.8 })).toEqual({ from: 0.55, to: 0.8 }); // its end comes in
  expect(revealing(view, { from: 0.45, to: 0.55 })).toEqual({ from: 0.45, to: 0.7 }); // its beginning comes in
  expect(revealing(view, { from: 0.75, to: 1 })).toEqual({ from: 0.75, to: 1 });
});
