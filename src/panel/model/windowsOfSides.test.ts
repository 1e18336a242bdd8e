import { type SummedWindow } from '../../analysis';
import { type ComparisonState } from './useComparison';
import { windowsOfSides } from './windowsOfSides';

const windowAt = (from: number): SummedWindow => ({
  time: { from, to: from + 10 },
  total: 1,
  idle: 0,
  cpu: 0,
  sites: new Map(),
  functions: new Map(),
});
const strip = [0, 10, 20, 30, 40].map(windowAt);
const compared = (
  answered: Partial<NonNullable<ComparisonState['answered']>>,
  frames: Partial<NonNullable<ComparisonState['frames']>> = {}
) => ({ frames, answered }) as Pick<ComparisonState, 'frames' | 'answered'>;
const begins = (windows?: readonly SummedWindow[]) => windows?.map(({ time }) => time!.from);

it('without a comparison all windows are of what is shown', () => {
  expect(windowsOfSides(strip, {})).toEqual({ strip });
  expect(windowsOfSides(undefined, {})).toEqual({ strip: undefined });
});

it('a side has the windows that are wholly in its times', () => {
  const { strip: now, stripBefore } = windowsOfSides(
    strip,
    compared({
      now: [{ from: 20, to: 45 }],
      before: [
        { from: 0, to: 10 },
        { from: 12, to: 20 },
      ],
    })
  );
  expect([begins(now), begins(stripBefore)]).toEqual([[20, 30], [0]]);
});

it('where the panel shows all, all windows are of the present', () => {
  const { strip: now, stripBefore } = windowsOfSides(strip, compared({ before: [{ from: -100, to: 0 }] }));
  expect([now, begins(stripBefore)]).toEqual([strip, []]);
});

it('versions and spans are no times: no window is of one side; neither is while the next comparison is asked', () => {
  const range = [{ from: 0, to: 50 }];
  const sides = { now: range, before: range };
  const versions = { label: 'version', now: '2', before: '1' };
  expect(windowsOfSides(strip, compared(sides, { versions }))).toEqual({});
  expect(windowsOfSides(strip, compared({ ...sides, spans: {} as never }))).toEqual({});
  expect(windowsOfSides(strip, { ...compared({}), answered: undefined })).toEqual({});
});
