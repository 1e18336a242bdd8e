import { createDataFrame, type DataFrame, dateTime, LoadingState, type PanelData } from '@grafana/data';
import { renderHook } from '@testing-library/react';
import { useWholeAnswer } from './useWholeAnswer';

const range = { from: dateTime(0), to: dateTime(1), raw: { from: '', to: '' } };
const frame = (refId: string): DataFrame => createDataFrame({ refId, fields: [] });
const data = (state: LoadingState, series: DataFrame[]): PanelData => ({ state, series, timeRange: range });
const { Loading, Done, Error } = LoadingState;

function shown(...steps: PanelData[]) {
  const hook = renderHook(useWholeAnswer, { initialProps: steps[0] });
  return steps.map((step) => {
    hook.rerender(step);
    const { current } = hook.result;
    return current === step ? 'as it is' : `${current.state}: ${current.series.map(({ refId }) => refId).join()}`;
  });
}
const [a, b, c] = ['A', 'B', 'C'].map(frame);

it('while queries run, the last answer stays until all of its queries have answered again', () => {
  expect(
    shown(data(Done, [a, b]), data(Loading, []), data(Loading, [frame('B')]), data(Loading, [frame('A'), frame('B')]))
  ).toEqual(['as it is', 'Loading: A,B', 'Loading: A,B', 'as it is']);
});

it('the first answer is shown as it comes', () => {
  expect(shown(data(Loading, []), data(Loading, [a]), data(Loading, [a, b, c]))).toEqual(Array(3).fill('as it is'));
});

it('what is done is shown, whatever it lacks', () => {
  expect(shown(data(Done, [a, b]), data(Done, [a]), data(Loading, [a]))).toEqual(Array(3).fill('as it is'));
  expect(shown(data(Done, [a, b]), data(Loading, [a]), data(Error, [a]))).toEqual([
    'as it is',
    'Loading: A,B',
    'as it is',
  ]);
});

it('is the same object as long as nothing changes', () => {
  const hook = renderHook(useWholeAnswer, { initialProps: data(Done, [a, b]) });
  const partial = data(Loading, [a]);
  hook.rerender(partial);
  const first = hook.result.current;
  hook.rerender(partial);
  expect(hook.result.current).toBe(first);
});
