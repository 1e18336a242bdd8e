import {
  createDataFrame,
  type DataFrame,
  type DataQueryRequest,
  type DataQueryResponse,
  dateTime,
  FieldType,
  LoadingState,
  type PanelData,
  type PanelProps,
} from '@grafana/data';
import { type DataSourceSrv, setDataSourceSrv } from '@grafana/runtime';
import { act, renderHook } from '@testing-library/react';
import { Observable, type Subscriber } from 'rxjs';
import { type CompareSpec } from './comparison';
import { prepareProfile } from '../../prepare/index';
import { splitFrames } from '../grafana/dataFrames';
import { useComparison } from './useComparison';

interface Running {
  asked: DataQueryRequest;
  out: Subscriber<DataQueryResponse>;
  aborted: boolean;
}

let running: Running[] = [];
beforeEach(() => {
  running = [];
  const query = (asked: DataQueryRequest) =>
    new Observable<DataQueryResponse>((out) => {
      const one = { asked, out, aborted: false };
      running.push(one);
      return () => void (one.aborted = !out.closed || !one.asked.endTime);
    });
  setDataSourceSrv({ get: async () => ({ query }) } as unknown as DataSourceSrv);
});

const frame = (refId: string): DataFrame =>
  createDataFrame({ refId, fields: [{ name: 'value', type: FieldType.number, values: [1] }] });

const range = { from: dateTime(10_000), to: dateTime(20_000), raw: { from: '', to: '' } };
const props = (requestId = 'SQR1'): Pick<PanelProps, 'data' | 'timeRange' | 'timeZone' | 'replaceVariables'> => ({
  timeZone: 'utc',
  replaceVariables: (text) => text,
  timeRange: range,
  data: {
    state: LoadingState.Done,
    series: [frame('A'), frame('R')],
    timeRange: range,
    request: {
      requestId,
      targets: [
        { refId: 'A', datasource: { uid: 'profiles' } },
        { refId: 'R', datasource: { uid: 'series' } },
      ],
    },
  } as unknown as PanelData,
});

const answer = (one: Running, response: DataQueryResponse) =>
  act(async () => {
    one.asked.endTime = 1;
    one.out.next(response);
    one.out.complete();
  });

async function compare(spec?: CompareSpec) {
  const hook = renderHook(({ shown, wanted }) => useComparison(shown, wanted), {
    initialProps: { shown: props(), wanted: spec },
  });
  await act(async () => undefined);
  return hook;
}

it('asks each source once for each range, under ids of which no two are equal', async () => {
  const { result } = await compare({ type: 'window', from: 12_000, to: 15_000 });
  expect(result.current.loading).toBe(true);
  expect(running.map(({ asked }) => [asked.range.from.valueOf(), asked.targets[0].refId])).toEqual([
    [12_000, 'A'],
    [12_000, 'R'],
    [10_000, 'A'],
    [10_000, 'R'],
    [15_000, 'A'],
    [15_000, 'R'],
  ]);
  const ids = running.map(({ asked }) => asked.requestId);
  expect(new Set([...ids, 'SQR1']).size).toBe(7);
  for (const one of running) {
    await answer(one, { data: [frame(one.asked.targets[0].refId)] });
  }
  expect(result.current.loading).toBe(false);
  expect(result.current.frames?.now?.map(({ refId }) => refId)).toEqual(['A', 'R']);
  expect(result.current.frames?.before.map(({ refId }) => refId)).toEqual(['A', 'R', 'A', 'R']);
  expect(running.map(({ aborted }) => aborted)).toEqual(Array(6).fill(false));
});

it('aborts what runs when another comparison is chosen, when the panel is refreshed, and when it goes', async () => {
  const { rerender, unmount } = await compare({ type: 'previous' });
  const aborted = () => running.map((one) => one.aborted);
  expect(aborted()).toEqual([false, false]);
  await act(async () => rerender({ shown: props(), wanted: { type: 'day' } }));
  expect(aborted()).toEqual([true, true, false, false]);
  await act(async () => rerender({ shown: props('SQR2'), wanted: { type: 'day' } }));
  expect(aborted()).toEqual([true, true, true, true, false, false]);
  unmount();
  expect(aborted()).toEqual(Array(6).fill(true));
});

it.each([
  ['of a query', { errors: [{ refId: 'A', message: 'connection refused' }] }, 'Query A: connection refused'],
  ['of the request', { error: { data: { message: 'bad gateway' } } }, 'bad gateway'],
  ['of an aborted one', { error: { statusText: 'Request was aborted' } }, 'Request was aborted'],
])('says the failure %s, and ends the other requests', async (_, failure, words) => {
  const { result } = await compare({ type: 'previous' });
  await answer(running[0], { data: [], ...failure });
  expect(result.current).toMatchObject({ loading: false, error: words });
  expect(running[1].aborted).toBe(true);
});

it('a source that ends without an answer has no frames, and does not keep the others waiting', async () => {
  const { result } = await compare({ type: 'previous' });
  await act(async () => running[0].out.complete());
  await answer(running[1], { data: [frame('R')] });
  expect(result.current.loading).toBe(false);
  expect(result.current.frames?.before.map(({ refId }) => refId)).toEqual(['R']);
});

describe('after a refresh', () => {
  const answerAll = async () => {
    for (const one of running.filter(({ aborted, asked }) => !aborted && !asked.endTime)) {
      await answer(one, { data: [frame(one.asked.targets[0].refId)] });
    }
  };

  it('asks nothing again of times that are over and known, nor where the time compared with comes back', async () => {
    const window: CompareSpec = { type: 'window', from: 12_000, to: 15_000 };
    const { result, rerender } = await compare(window);
    await answerAll();
    const { frames } = result.current;
    for (const refresh of ['SQR2', 'SQR3', 'SQR4']) {
      await act(async () => rerender({ shown: props(refresh), wanted: window }));
    }
    expect(running).toHaveLength(6);
    expect(result.current).toMatchObject({ loading: false });
    expect(result.current.frames!.before).toEqual(frames!.before);
    await act(async () => rerender({ shown: props(), wanted: { type: 'previous' } }));
    await answerAll();
    await act(async () => rerender({ shown: props(), wanted: window }));
    expect(running).toHaveLength(8);
    expect(result.current.frames!.before).toEqual(frames!.before);
  });

  it('asks for the times that have moved, and with other values of variables', async () => {
    const wanted: CompareSpec = { type: 'window', from: 12_000, to: 15_000 };
    const { rerender } = await compare(wanted);
    await answerAll();
    const later = { ...range, to: dateTime(25_000) };
    await act(async () => rerender({ shown: { ...props('SQR2'), timeRange: later }, wanted }));
    expect(running.slice(6).map(({ asked }) => [asked.range.from.valueOf(), asked.range.to.valueOf()])).toEqual([
      [15_000, 25_000],
      [15_000, 25_000],
    ]);
    await answerAll();
    const other = {
      ...props('SQR3'),
      timeRange: later,
      replaceVariables: (text: string) => text.replace('A', 'pod-b'),
    };
    await act(async () => rerender({ shown: other, wanted }));
    // Three ranges of the one source whose queries are other ones now.
    expect(running).toHaveLength(11);
  });

  it('asks again for a time to which samples may still arrive', async () => {
    const now = Date.now();
    const shown = (id: string) => ({
      ...props(id),
      timeRange: { ...range, from: dateTime(now - 10_000), to: dateTime(now) },
    });
    const wanted: CompareSpec = { type: 'previous' };
    const { rerender } = await compare(wanted);
    await answerAll();
    await act(async () => rerender({ shown: shown('SQR2'), wanted }));
    await answerAll();
    const asked = running.length;
    await act(async () => rerender({ shown: shown('SQR3'), wanted }));
    expect(running.length).toBe(asked + 2);
  });
});

it('windows that are added up are no instances', async () => {
  const stacks = (refId: string) =>
    createDataFrame({
      refId,
      fields: [
        { name: 'stack', type: FieldType.string, values: ['main.run;main.decode'] },
        { name: 'cpu_ns', type: FieldType.number, values: [1] },
      ],
    });
  const { result } = await compare({ type: 'window', from: 12_000, to: 15_000 });
  for (const one of running) {
    // The time before the window has two pods, the others one.
    const pods = one.asked.range.from.valueOf() === 10_000 ? 2 : 1;
    await answer(one, { data: Array.from({ length: pods }, () => stacks(one.asked.targets[0].refId)) });
  }
  const { now, before } = result.current.frames!;
  const reportOf = (frames: DataFrame[]) => {
    const { inputs } = splitFrames({ series: frames }, { queries: [], stitchAsync: false }, (text) => text);
    return prepareProfile(inputs).queries.map(({ windows, instances }) => ({ windows, instances }));
  };
  expect(reportOf(now!)).toEqual(Array(2).fill({ windows: 1, instances: 1 }));
  expect(reportOf(before)).toEqual(Array(2).fill({ windows: 2, instances: 2 }));
});
