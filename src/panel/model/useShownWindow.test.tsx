import {
  type AbsoluteTimeRange,
  createDataFrame,
  type DataFrame,
  type DataQueryRequest,
  type DataQueryResponse,
  dateTime,
  FieldType,
  LoadingState,
  type PanelData,
} from '@grafana/data';
import { type DataSourceSrv, setDataSourceSrv } from '@grafana/runtime';
import { act, renderHook } from '@testing-library/react';
import { Observable, type Subscriber } from 'rxjs';
import { KnownAnswers } from '../grafana/queryRanges';
import { useShownWindow } from './useShownWindow';

let running: Array<{ asked: DataQueryRequest; out: Subscriber<DataQueryResponse>; over: boolean }> = [];
beforeEach(() => {
  running = [];
  const query = (asked: DataQueryRequest) =>
    new Observable<DataQueryResponse>((out) => {
      const one = { asked, out, over: false };
      running.push(one);
      return () => void (one.over = true);
    });
  setDataSourceSrv({ get: async () => ({ query }) } as unknown as DataSourceSrv);
});

const frame = (...values: number[]): DataFrame =>
  createDataFrame({ refId: 'A', fields: [{ name: 'value', type: FieldType.number, values }] });
const range = { from: dateTime(0), to: dateTime(60_000), raw: { from: '', to: '' } };
const props = (requestId = 'SQR1', state = LoadingState.Done) => ({
  timeZone: 'utc',
  replaceVariables: (text: string) => text,
  timeRange: range,
  data: {
    state,
    series: [frame(1)],
    timeRange: range,
    request: { requestId, targets: [{ refId: 'A', datasource: { uid: 'p' } }, { refId: 'other' }], scopedVars: {} },
  } as unknown as PanelData,
});
const WINDOW = { from: 20_000, to: 30_000 };

async function show(window?: AbsoluteTimeRange, known = new KnownAnswers()) {
  const hook = renderHook(({ of, shown }) => useShownWindow(of, shown, known), {
    initialProps: { of: props(), shown: window },
  });
  await act(async () => undefined);
  return hook;
}
const answer = (i: number, frames: DataFrame[]) =>
  act(async () => {
    running[i].out.next({ data: frames });
    running[i].out.complete();
  });

it('asks nothing until a window is picked', async () => {
  const { result } = await show();
  expect(result.current).toBeUndefined();
  expect(running).toHaveLength(0);
});

it('asks the queries that have answered for the window, whose end is the beginning of the next one', async () => {
  const { result } = await show(WINDOW);
  expect(result.current).toEqual({ loading: true });
  expect(
    running.map(({ asked }) => [+asked.range.from, +asked.range.to, asked.targets.map(({ refId }) => refId)])
  ).toEqual([[20_000, 29_999, ['A']]]);
  const now = [frame(7)];
  await answer(0, now);
  expect(result.current).toMatchObject({ loading: false, range: WINDOW });
  expect([result.current?.frames?.now, result.current?.frames?.before]).toEqual([now, undefined]);
});

it('knows how many requests the window served, by its own points, where a rate is among the queries', async () => {
  const rate = createDataFrame({
    refId: 'A',
    fields: [
      { name: 'Time', type: FieldType.time, values: [10_000, 22_000, 28_000] },
      { name: 'Value', type: FieldType.number, values: [900, 100, 120], config: { unit: 'reqps' } },
    ],
  });
  const { result } = await show(WINDOW);
  await answer(0, [frame(7), rate]);
  expect(result.current?.frames?.spans.now).toEqual({ seconds: 10, requests: 1100 });
});

it('keeps what is shown until the next window is answered, and cancels the one before', async () => {
  const { result, rerender } = await show(WINDOW);
  await answer(0, [frame(7)]);
  const next = { from: 30_000, to: 40_000 };
  await act(async () => rerender({ of: props(), shown: next }));
  expect(result.current).toMatchObject({ loading: true, range: WINDOW });
  await act(async () => rerender({ of: props(), shown: { from: 40_000, to: 50_000 } }));
  expect(running.map(({ over }) => over)).toEqual([true, true, false]);
});

it('a window of the whole range: nothing of the one before is left when the next is picked', async () => {
  const { result, rerender } = await show(WINDOW);
  await answer(0, [frame(7)]);
  await act(async () => rerender({ of: props(), shown: undefined as never }));
  expect(result.current).toBeUndefined();
  await act(async () => rerender({ of: props('SQR2'), shown: { from: 30_000, to: 40_000 } }));
  expect(result.current).toEqual({ loading: true });
});

it('without a profile it says which time has none; an error is in the query’s words', async () => {
  const { result, rerender } = await show(WINDOW);
  await answer(0, [frame()]);
  expect(result.current?.error).toBe('There is no profile in 00:00:20–00:00:30.');
  await act(async () => rerender({ of: props(), shown: { from: 0, to: 10_000 } }));
  await act(async () => running[1].out.error(new Error('too many samples')));
  expect(result.current).toMatchObject({ loading: false, error: 'too many samples' });
});

it('waits for the dashboard’s own queries, and is not loading meanwhile', async () => {
  const { result, rerender } = await show(WINDOW);
  await answer(0, [frame(7)]);
  await act(async () => rerender({ of: props('SQR2', LoadingState.Loading), shown: WINDOW }));
  expect(running).toHaveLength(1);
  expect(result.current).toMatchObject({ loading: false, range: WINDOW });
});

it('what the strip has been answered is not asked again', async () => {
  const known = new KnownAnswers();
  const first = await show(WINDOW, known);
  await answer(0, [frame(7)]);
  first.unmount();
  const { result } = await show(WINDOW, known);
  expect(running).toHaveLength(1);
  expect(result.current).toMatchObject({ loading: false, range: WINDOW });
});
