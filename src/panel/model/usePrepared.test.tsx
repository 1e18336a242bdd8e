import { createDataFrame, type DataFrame, dateTime, FieldType, LoadingState } from '@grafana/data';
import { renderHook } from '@testing-library/react';
import { nameOf } from '../../profile';
import { type Filters } from '../state/filters';
import { DEFAULT_OPTIONS, type PanelOptions } from '../options/options';
import { readingCost } from './readingCost';
import { usePrepared } from './usePrepared';

const stacks = createDataFrame({
  refId: 'A',
  fields: [
    { name: 'stack', type: FieldType.string, values: ['run;f;f;a;b;left', 'run;f;f;a;b;right'] },
    { name: 'cpu_ns', type: FieldType.number, values: [5, 5] },
  ],
});
const range = { from: dateTime(0), to: dateTime(10_000), raw: { from: '', to: '' } };

function preparedFor(frames: DataFrame[], options: Partial<PanelOptions>, filters: Filters = {}) {
  const data = { state: LoadingState.Done, series: frames, timeRange: range };
  const all = { ...DEFAULT_OPTIONS, ...options };
  return renderHook(() =>
    usePrepared({ data, options: all, replaceVariables: (text) => text, timeRange: range }, filters, undefined)
  ).result.current.prepared!;
}

describe('what the viewer collapses comes before what the options say', () => {
  const shown = (option: boolean, viewer: boolean | undefined, key: 'collapseChains' | 'collapseRecursion') => {
    const rollUp = { ...DEFAULT_OPTIONS.rollUp, collapseChains: false, collapseRecursion: false, [key]: option };
    const { tree } = preparedFor([stacks], { rollUp }, { [key]: viewer }).paired!;
    return Array.from({ length: tree.length - 1 }, (_, i) => nameOf(tree, i + 1)).join(' ');
  };
  const all = 'run f f a b left right';

  it.each([
    [false, undefined, all],
    [true, undefined, 'run b left right'],
    [false, true, 'run b left right'],
    [true, false, all],
  ])('chains: option %s, viewer %s', (option, viewer, expected) => {
    expect(shown(option, viewer, 'collapseChains')).toBe(expected);
  });

  it.each([
    [false, undefined, all],
    [true, undefined, 'run f a b left right'],
    [false, true, 'run f a b left right'],
    [true, false, all],
  ])('recursion: option %s, viewer %s', (option, viewer, expected) => {
    expect(shown(option, viewer, 'collapseRecursion')).toBe(expected);
  });
});

it('the tree on screen knows how many rows were read for it', () => {
  const more = createDataFrame({ ...stacks, refId: 'B' });
  const { tree } = preparedFor([stacks, more], {}).paired!;
  expect(readingCost(tree)).toEqual({ rows: 4, reading: expect.any(Number), judging: expect.any(Number) });
});

describe('counters', () => {
  const counter = (refId: string, name: string, value: number, labels = {}) =>
    createDataFrame({
      refId,
      fields: [
        { name: 'Time', type: FieldType.time, values: [1000, 2000] },
        { name: `rate(${name}[1m])`, type: FieldType.number, values: [value, value], labels },
      ],
    });
  const ipc = (refId: string, instructions: number) => [
    counter(refId, 'node_perf_instructions_total', instructions),
    counter(refId, 'node_perf_cpucycles_total', 100),
  ];
  const figures = (rows: Array<{ metric: string; refIds: string[]; value: number }>) =>
    rows.map(({ metric, refIds, value }) => `${refIds.join()}: ${metric} ${value}`);

  it('a query with the role baseline is what the others are compared with, not a row', () => {
    const { rows, baselines } = preparedFor([stacks, ...ipc('C', 160), ...ipc('D', 210)], {
      queries: [{ refId: 'D', role: 'baseline' }],
    }).counterRows;
    expect(figures(rows)).toEqual(['C: ipc 1.6']);
    expect(figures(baselines)).toEqual(['D: ipc 2.1']);
  });

  it('a series with a function label belongs to its frame, not to the rows', () => {
    const own = [
      counter('F', 'instructions_total', 40, { function: 'left' }),
      counter('F', 'cycles_total', 100, { function: 'left' }),
    ];
    const { paired, counterRows } = preparedFor([stacks, ...ipc('C', 160), ...own], {});
    expect(figures(counterRows.rows)).toEqual(['C: ipc 1.6']);
    const marked = [...counterRows.marks!.bySymbol].map(([symbol, ratios]) => [
      paired!.tree.symbols[symbol].name,
      ratios.map(({ metric, value }) => `${metric} ${value}`),
    ]);
    expect(marked).toEqual([['left', ['ipc 0.4']]]);
  });
});

it('does not read again what is the same, and reads what is new', () => {
  const other = { ...stacks, fields: stacks.fields.map((field) => ({ ...field })) };
  const hook = renderHook(
    ({ series }) =>
      usePrepared(
        {
          data: { state: LoadingState.Done, series, timeRange: range },
          options: DEFAULT_OPTIONS,
          replaceVariables: (text: string) => text,
          timeRange: range,
        },
        {},
        undefined
      ).prepared?.paired,
    { initialProps: { series: [stacks] } }
  );
  const first = hook.result.current;
  hook.rerender({ series: [stacks] });
  expect(hook.result.current).toBe(first);
  hook.rerender({ series: [other] });
  expect(hook.result.current).not.toBe(first);
});
