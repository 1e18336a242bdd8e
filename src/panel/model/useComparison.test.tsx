import {
  createDataFrame,
  type DataFrame,
  DataFrameType,
  type DataQueryRequest,
  type DataQueryResponse,
  dateTime,
  FieldType,
  LoadingState,
  type PanelData,
  type PanelProps,
  ThresholdsMode,
} from '@grafana/data';
import { type DataSourceSrv, setDataSourceSrv } from '@grafana/runtime';
import { act, renderHook } from '@testing-library/react';
import { Observable, type Subscriber } from 'rxjs';
import { type CompareSpec } from './comparison';
import { prepareProfile } from '../../prepare';
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
  expect(result.current.frames?.before?.map(({ refId }) => refId)).toEqual(['A', 'R', 'A', 'R']);
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
  expect(result.current.frames?.before?.map(({ refId }) => refId)).toEqual(['R']);
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
  expect(reportOf(before!)).toEqual(Array(2).fill({ windows: 2, instances: 2 }));
});

describe('the objective', () => {
  const minute = 60_000;
  const start = Date.parse('2026-11-24T10:00Z');
  /** Broken all the time: what somebody sees who dragged over the incident. */
  const brokenRange = { from: dateTime(start), to: dateTime(start + 5 * minute), raw: { from: '', to: '' } };
  /** A point a minute. */
  const latency = (from: number, values: number[], configured = false): DataFrame =>
    createDataFrame({
      refId: 'L',
      fields: [
        { name: 'Time', type: FieldType.time, values: values.map((_, i) => from + i * minute) },
        {
          name: 'p99',
          type: FieldType.number,
          values,
          config: configured
            ? {
                unit: 's',
                thresholds: {
                  mode: ThresholdsMode.Absolute,
                  steps: [
                    { value: -Infinity, color: 'text' },
                    { value: 0.2, color: 'red' },
                  ],
                },
              }
            : {},
        },
      ],
    });
  const objective: CompareSpec = { type: 'objective' };
  const shown = (
    values = [0.6, 0.6, 0.7, 0.6, 0.7],
    timeRange = brokenRange,
    requestId = 'SQR1'
  ): ReturnType<typeof props> => {
    const { data, ...rest } = props(requestId);
    const targets = [...data.request!.targets, { refId: 'L', datasource: { uid: 'series' } }];
    const series = [frame('A'), latency(timeRange.from.valueOf(), values, true)];
    return { ...rest, timeRange, data: { ...data, series, request: { ...data.request!, targets } } };
  };
  const ask = async (initial = shown()) => {
    const hook = renderHook(({ props, spec }) => useComparison(props, spec), {
      initialProps: { props: initial, spec: objective },
    });
    await act(async () => undefined);
    return hook;
  };
  const minutes = (one: Running) => [one.asked.range.from, one.asked.range.to].map((at) => (+at - start) / minute);

  it('broken all the time is compared with the nearest time before the range in which it held, and says which', async () => {
    const { result } = await ask();
    // One question to the latency's own query, an hour around, before any profile is asked for.
    expect(running.map(({ asked }) => asked.targets.map(({ refId }) => refId))).toEqual([['L']]);
    expect(minutes(running[0])).toEqual([-60, 65]);
    expect(running[0].asked.maxDataPoints).toBe(1000);
    expect(result.current.loading).toBe(true);
    // Held until three minutes before the range, broken from then on.
    const values = Array.from({ length: 65 }, (_, i) => (i < 57 ? 0.18 : 0.6));
    await answer(running[0], { data: [latency(start - 60 * minute, values)] });
    expect(running.slice(1).map((one) => [one.asked.targets[0].refId, ...minutes(one)])).toEqual([
      ['A', -8, -3],
      ['L', -8, -3],
    ]);
    await answer(running[1], { data: [frame('A')] });
    await answer(running[2], { data: [latency(start - 8 * minute, [0.18, 0.18, 0.18, 0.18])] });
    expect(result.current).toMatchObject({
      loading: false,
      answered: {
        before: [{ from: start - 8 * minute, to: start - 3 * minute }],
        latency: 'p99 was 180 ms, and is 640 ms (objective: 200 ms).',
      },
      frames: { objective: { name: 'p99', limit: 0.2, before: 0.18 } },
    });
    // All of the range is broken: the panel's own frames stay.
    expect(result.current.frames!.now).toBeUndefined();
    expect(result.current.error).toBeUndefined();
  });

  it('that held for long enough inside of the range is not looked for', async () => {
    await ask(shown([0.6, 0.6, 0.1, 0.1, 0.1]));
    expect(running.map((one) => [one.asked.targets[0].refId, ...minutes(one)])).toEqual([
      ['A', 0, 1.75],
      ['L', 0, 1.75],
      ['A', 2, 5],
      ['L', 2, 5],
    ]);
  });

  it('that held for a moment of the range, and nowhere else, is compared with that moment', async () => {
    await ask(shown([0.6, 0.6, 0.6, 0.6, 0.1]));
    await answer(running[0], { data: [latency(start - 60 * minute, Array(65).fill(0.6))] });
    expect(running.slice(1).map(minutes)).toEqual([
      [0, 3.75],
      [0, 3.75],
      [4, 5],
      [4, 5],
    ]);
  });

  it('that held for a moment of the range is compared with that moment and what was before it', async () => {
    await ask(shown([0.1, 0.6, 0.6, 0.6, 0.6]));
    const values = Array.from({ length: 65 }, (_, i) => (i < 61 ? 0.1 : 0.6));
    await answer(running[0], { data: [latency(start - 60 * minute, values)] });
    expect(running.slice(1).map(minutes)).toEqual([
      [1, 5],
      [1, 5],
      [-3, 0.75],
      [-3, 0.75],
    ]);
  });

  it('that held nowhere says how far was looked, and asks for no profile', async () => {
    const { result } = await ask();
    await answer(running[0], { data: [latency(start - 60 * minute, Array(125).fill(0.6))] });
    expect(running).toHaveLength(1);
    expect(result.current).toMatchObject({
      loading: false,
      error: 'Looked at 09:00–11:05: no time is known in which the objective held.',
    });
    expect(result.current.frames).toBeUndefined();
  });

  it('is looked for no longer when the range moves, and an equal question is asked once', async () => {
    const { rerender } = await ask();
    const later = { ...brokenRange, to: dateTime(start + 6 * minute) };
    const other = shown([0.6, 0.6, 0.6, 0.6, 0.6, 0.6], later, 'SQR2');
    await act(async () => rerender({ props: other, spec: objective }));
    expect(running.map(({ aborted }) => aborted)).toEqual([true, false]);
    await answer(running[1], { data: [latency(start - 60 * minute, Array(60).fill(0.1))] });
    const asked = running.length;
    expect(running.slice(2).map(minutes)).toEqual([
      [-6, -0.25],
      [-6, -0.25],
    ]);
    await act(async () => rerender({ props: shown([0.6, 0.6, 0.6, 0.6, 0.6, 0.6], later, 'SQR3'), spec: objective }));
    // The search is known; the profiles, not yet answered, are asked for again.
    expect(running.slice(asked).map((one) => [one.asked.targets[0].refId, ...minutes(one)])).toEqual([
      ['A', -6, -0.25],
      ['L', -6, -0.25],
    ]);
    expect(running.slice(2, asked).map(({ aborted }) => aborted)).toEqual([true, true]);
  });

  it('asks nothing where it held all the time, and says so', async () => {
    const { result } = await ask(shown([0.1, 0.1, 0.1, 0.1, 0.1]));
    expect(running).toEqual([]);
    expect(result.current).toEqual({ loading: false, error: 'The objective held all the time in this range.' });
  });
});

it('compares what came after an event with what was before it', async () => {
  const { result } = await compare({ type: 'event', at: 14_000 });
  expect(running.map(({ asked }) => [+asked.range.from, +asked.range.to, asked.targets[0].refId])).toEqual([
    [14_000, 20_000, 'A'],
    [14_000, 20_000, 'R'],
    [10_000, 12_667, 'A'],
    [10_000, 12_667, 'R'],
  ]);
  for (const one of running) {
    await answer(one, { data: [frame(one.asked.targets[0].refId)] });
  }
  expect(result.current.answered).toMatchObject({
    spec: { type: 'event', at: 14_000 },
    now: [{ from: 14_000, to: 20_000 }],
    before: [{ from: 10_000, to: 12_667 }],
  });
});

describe('a side without a profile', () => {
  const zero = (refId: string) =>
    createDataFrame({ refId, fields: [{ name: 'value', type: FieldType.number, values: [0] }] });
  const series = createDataFrame({
    refId: 'R',
    fields: [
      { name: 'Time', type: FieldType.time, values: [1] },
      { name: 'Value', type: FieldType.number, values: [1] },
    ],
  });

  it.each<[string, number, string]>([
    ['then', 10_000, 'There is no profile in the time compared with, 00:00:10–00:00:12'],
    ['now', 14_000, 'There is no profile in 00:00:14–00:00:20'],
  ])('%s is said, and the panel stays as it is', async (_, from, words) => {
    const { result } = await compare({ type: 'event', at: 14_000 });
    for (const one of running) {
      const [{ refId }] = one.asked.targets;
      const profile = +one.asked.range.from === from ? zero(refId) : frame(refId);
      await answer(one, { data: [refId === 'R' ? series : profile] });
    }
    expect(result.current.error).toContain(words);
    expect(result.current).toMatchObject({ loading: false, frames: undefined, answered: undefined });
  });
});

it('while the panel’s own queries run again, what is known is not said to be loading', async () => {
  const wanted: CompareSpec = { type: 'previous' };
  const { result, rerender } = await compare(wanted);
  for (const one of running) {
    await answer(one, { data: [frame(one.asked.targets[0].refId)] });
  }
  const again = props('SQR2');
  const refreshing = { ...again, data: { ...again.data, state: LoadingState.Loading } };
  await act(async () => rerender({ shown: refreshing, wanted }));
  expect(result.current).toMatchObject({ loading: false, frames: expect.anything() });
  // Another question has no words of the answer before it.
  await act(async () => rerender({ shown: again, wanted: { type: 'day' } }));
  expect(result.current).toMatchObject({ loading: true, answered: undefined });
});

describe('slow requests against the fast ones', () => {
  const datasource = { type: 'grafana-pyroscope-datasource', uid: 'profiles' };
  const asked = (values: number[], refs = ['A', 'B']): ReturnType<typeof props> => {
    const { data, ...rest } = props();
    const types = ['process_cpu:cpu:nanoseconds:cpu:nanoseconds', 'wall:wall:nanoseconds:wall:nanoseconds'];
    const targets = refs.map((refId, i) => ({ refId, datasource, profileTypeId: types[i] }));
    const exemplars = createDataFrame({
      refId: 'R',
      name: 'exemplar',
      fields: [
        { name: 'Time', type: FieldType.time, values: values.map((_, i) => 11_000 + i) },
        { name: 'Value', type: FieldType.number, values, config: { unit: 'ms' } },
        {
          name: 'Id',
          type: FieldType.string,
          values: values.map((_, i) => `${i}`),
          config: { displayName: 'Span ID' },
        },
      ],
    });
    const heatmap = createDataFrame({ refId: 'H', meta: { type: DataFrameType.HeatmapCells }, fields: [] });
    const request = { ...data.request!, targets: targets as unknown as DataQueryRequest['targets'] };
    const series = [...refs.map(frame), frame('R'), heatmap];
    return { ...rest, data: { ...data, series, annotations: [exemplars], request } };
  };
  const ask = async (shown: ReturnType<typeof props>) => {
    const hook = renderHook(() => useComparison(shown, { type: 'spans' }));
    await act(async () => undefined);
    return hook;
  };
  const zero = (refId: string) =>
    createDataFrame({ refId, fields: [{ name: 'value', type: FieldType.number, values: [0] }] });
  const id = (n: number) => `${n}`.padStart(16, '0');

  it('asks the profile queries for the spans of both sides, in the panel’s own range', async () => {
    const { result } = await ask(asked([10, 20, 900]));
    expect(
      running.map(({ asked: { targets, range: of } }) => [
        +of.from,
        +of.to,
        ...targets.map((target) => [target.refId, (target as { spanSelector?: string[] }).spanSelector]),
      ])
    ).toEqual([
      [10_000, 20_000, ['A', [id(2)]], ['B', [id(2)]]],
      [10_000, 20_000, ['A', [id(1), id(0)]], ['B', [id(1), id(0)]]],
    ]);
    await answer(running[0], { data: [frame('A'), frame('B')] });
    await answer(running[1], { data: [frame('A'), frame('B')] });
    // The heat map of latencies stays, and what is of all requests goes.
    expect(result.current.frames?.now?.map(({ refId }) => refId)).toEqual(['A', 'B', 'H']);
    expect(result.current.frames?.before?.map(({ refId }) => refId)).toEqual(['A', 'B']);
    expect(result.current.frames?.spans).toEqual({
      now: { seconds: 0.9, requests: 1, measured: 900e6, chosen: true },
      before: { seconds: 0.03, requests: 2, measured: 15e6, chosen: true },
    });
    expect(result.current.answered?.spans).toMatchObject({ count: { slow: 1, fast: 2 }, onlyCpu: false, left: [] });
  });

  it('leaves wall time out where only CPU has answered, and says so', async () => {
    const { result } = await ask(asked([10, 20, 900]));
    for (const one of running) {
      await answer(one, { data: [frame('A'), zero('B')] });
    }
    expect(result.current.frames?.now?.map(({ refId }) => refId)).toEqual(['A', 'H']);
    expect(result.current.answered?.spans).toMatchObject({ onlyCpu: true, left: ['B'] });
  });

  it.each([
    ['slow', [zero('A'), zero('B')], [frame('A')]],
    ['fast', [frame('A')], []],
  ])('says that there is no profile of the %s ones', async (side, now, before) => {
    const { result } = await ask(asked([10, 20, 900]));
    await answer(running[0], { data: now });
    await answer(running[1], { data: before });
    expect(result.current.error).toContain(`There is no profile of the ${side} spans`);
    expect(result.current.frames).toBeUndefined();
  });

  it('says the data source’s own words where it refuses', async () => {
    const { result } = await ask(asked([10, 20, 900]));
    await answer(running[0], { data: [], errors: [{ refId: 'A', message: 'invalid span id length: "1"' }] });
    expect(result.current).toMatchObject({ loading: false, error: 'Query A: invalid span id length: "1"' });
  });

  it.each<[string, ReturnType<typeof props>, string]>([
    ['no span', asked([]), 'No span ids are known'],
    ['no query that can be asked', asked([1, 2], []), 'No query can be asked for spans'],
  ])('asks nothing where there is %s', async (_, shown, why) => {
    const { result } = await ask(shown);
    expect(running).toEqual([]);
    expect(result.current.error).toContain(why);
  });
});
