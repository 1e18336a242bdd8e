import { createDataFrame, FieldType } from '@grafana/data';
import { annotationsOf } from './annotations';

const frame = (columns: Record<string, unknown[]>) =>
  createDataFrame({
    fields: Object.entries(columns).map(([name, values]) => ({
      name,
      type: /^time/.test(name) ? FieldType.time : FieldType.string,
      values,
    })),
  });

it('has the title, else the text, else the state of the alert', () =>
  expect(
    annotationsOf([
      frame({
        time: [1, 2, 3, 4],
        title: ['v42', '', '', ''],
        text: ['a', 'deploy', '', ''],
        newState: ['', '', 'Alerting', ''],
      }),
    ]).map(({ text }) => text)
  ).toEqual(['v42', 'deploy', 'Alerting', 'annotation']));

it('ends where it lasts, and is left out without a time', () =>
  expect(
    annotationsOf([
      frame({ time: [1000, NaN, 3000], timeEnd: [2000, 1, 3000], text: ['x', 'y', 'z'], color: ['red', '', 'blue'] }),
    ])
  ).toEqual([
    { time: 1000, end: 2000, color: 'red', text: 'x' },
    { time: 3000, end: undefined, color: 'blue', text: 'z' },
  ]));

it('reads nothing of a frame without times, and of none', () => {
  expect(annotationsOf([frame({ text: ['x'] })])).toEqual([]);
  expect(annotationsOf(undefined)).toEqual([]);
});

it('finds the time by its type where it has another name, and cuts a text that is a novel', () => {
  const named = createDataFrame({
    fields: [
      { name: 'text', type: FieldType.string, values: ['x'.repeat(400)] },
      { name: 'when', type: FieldType.time, values: [5] },
    ],
  });
  expect(annotationsOf([named]).map(({ time, text }) => [time, text.length])).toEqual([[5, 300]]);
  const both = createDataFrame({
    fields: [
      { name: 'seen', type: FieldType.time, values: [9] },
      { name: 'time', type: FieldType.number, values: [5] },
    ],
  });
  expect(annotationsOf([both])[0].time).toBe(5);
});
