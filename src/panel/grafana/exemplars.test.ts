import { createDataFrame, FieldType } from '@grafana/data';
import { annotationsOf } from './annotations';
import { exemplarsOf, isExemplar } from './exemplars';

const spans = createDataFrame({
  name: 'exemplar',
  fields: [
    { name: 'Time', type: FieldType.time, values: [1000, 2000] },
    { name: 'Value', type: FieldType.number, values: [8e8, 1e7] },
    { name: 'Id', type: FieldType.string, values: ['00f067aa0ba902b7', ''], config: { displayName: 'Span ID' } },
    { name: 'pod', type: FieldType.string, values: ['shop-1', 'shop-2'] },
  ],
});
const prometheus = createDataFrame({
  fields: [
    { name: 'Time', type: FieldType.time, values: [3000] },
    { name: 'Value', type: FieldType.number, values: [0.8] },
    { name: 'traceID', type: FieldType.string, values: ['4bf92f3577b34da6'] },
  ],
});
const deploy = createDataFrame({
  fields: [
    { name: 'time', type: FieldType.time, values: [4000] },
    { name: 'text', type: FieldType.string, values: ['deploy 7'] },
    { name: 'id', type: FieldType.number, values: [7] },
  ],
});

it('names each by its id, with what the id is of; one without an id is none', () => {
  expect(exemplarsOf([spans, prometheus, deploy])).toEqual([
    { time: 1000, value: 8e8, id: '00f067aa0ba902b7', idName: 'Span ID', labels: [['pod', 'shop-1']] },
    { time: 3000, value: 0.8, id: '4bf92f3577b34da6', idName: 'traceID', labels: [] },
  ]);
});

it('tells them from annotations, which have ids, too', () => {
  expect([spans, prometheus, deploy].map(isExemplar)).toEqual([true, true, false]);
  expect(annotationsOf([spans, prometheus, deploy]).map(({ text }) => text)).toEqual(['deploy 7']);
});
