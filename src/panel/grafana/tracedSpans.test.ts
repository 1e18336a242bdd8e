import { createDataFrame, type DataFrame, FieldType, type PanelData } from '@grafana/data';
import { tracedSpans } from './tracedSpans';

const MS = 1e6;
const exemplars = (refId: string, ids: string[], values: number[], unit?: string): DataFrame =>
  createDataFrame({
    refId,
    name: 'exemplar',
    fields: [
      { name: 'Time', type: FieldType.time, values: ids.map((_, i) => 1000 * (i + 1)) },
      { name: 'Value', type: FieldType.number, values, config: { unit } },
      { name: 'Id', type: FieldType.string, values: ids, config: { displayName: 'Span ID' } },
    ],
  });
const table = (ids: string[], durations: number[]): DataFrame =>
  createDataFrame({
    name: 'Spans',
    fields: [
      { name: 'traceIdHidden', type: FieldType.string, values: ids.map(() => '4bf92f3577b34da6a3ce929d0e0e4736') },
      { name: 'spanID', type: FieldType.string, values: ids },
      { name: 'time', type: FieldType.time, values: ids.map(() => 5000) },
      { name: 'duration', type: FieldType.number, values: durations, config: { unit: 'ns' } },
    ],
  });
const request = {
  targets: [
    { refId: 'P', datasource: { type: 'grafana-pyroscope-datasource', uid: 'p' } },
    { refId: 'H', datasource: { type: 'tempo', uid: 't' } },
  ],
} as unknown as PanelData['request'];
const spans = (data: Partial<PanelData>, unit?: string) =>
  tracedSpans({ series: [], request, ...data }, unit).map(({ id, time, duration, sampled }) => [
    id,
    time,
    duration / MS,
    sampled,
  ]);

it('reads exemplars with span ids, in the unit of their values', () =>
  expect(spans({ annotations: [exemplars('H', ['00f067aa0ba902b7', '', 'not hex'], [0.8, 1, 1], 's')] })).toEqual([
    ['00f067aa0ba902b7', 1000, 800, false],
  ]));

it('takes the unit of the latency where an exemplar has none, and leaves out what is no time', () => {
  const annotations = [exemplars('H', ['1'], [0.8])];
  expect(spans({ annotations }, 's')).toEqual([['0000000000000001', 1000, 800, false]]);
  expect(spans({ annotations })).toEqual([]);
  expect(spans({ annotations: [exemplars('H', ['1'], [0.8], 'bytes')] }, 's')).toEqual([]);
});

it('reads a search for spans, also where they are nested in their traces, with the zeros that are left out in front', () => {
  const nested = createDataFrame({
    fields: [
      { name: 'traceID', type: FieldType.string, values: ['a', 'b'] },
      { name: 'traceDuration', type: FieldType.number, values: [9, 9], config: { unit: 'ms' } },
      { name: 'nested', type: FieldType.nestedFrames, values: [[table(['894d90db6b5807f'], [11_073_000])], undefined] },
    ],
  });
  expect(spans({ series: [table(['AB'], [2e6]), nested] })).toEqual([
    ['00000000000000ab', 5000, 2, false],
    ['0894d90db6b5807f', 5000, 11.073, false],
  ]);
});

it('takes of a whole trace its root: the spans within it are a part of its time', () => {
  const trace = createDataFrame({
    meta: { preferredVisualisationType: 'trace' },
    fields: [
      { name: 'spanID', type: FieldType.string, values: ['1', '2'] },
      { name: 'parentSpanID', type: FieldType.string, values: ['', '1'] },
      { name: 'startTime', type: FieldType.number, values: [7000, 7001] },
      { name: 'duration', type: FieldType.number, values: [30, 20] },
    ],
  });
  expect(spans({ series: [trace] }, 's')).toEqual([['0000000000000001', 7000, 30, false]]);
});

it('marks what Pyroscope sampled of a span, which is no duration; how long it took goes before it', () => {
  const annotations = [exemplars('P', ['1', '2', '2'], [10, 40, 30], 'ms')];
  expect(spans({ annotations })).toEqual([
    ['0000000000000001', 1000, 10, true],
    ['0000000000000002', 2000, 40, true],
  ]);
  expect(spans({ annotations, series: [table(['2'], [5e6])] })[0]).toEqual(['0000000000000002', 5000, 5, false]);
});

it('knows no span of exemplars of traces and of profiles', () => {
  const prometheus = createDataFrame({
    fields: [
      { name: 'Time', type: FieldType.time, values: [3000] },
      { name: 'Value', type: FieldType.number, values: [0.8] },
      { name: 'traceID', type: FieldType.string, values: ['4bf92f3577b34da6'] },
    ],
  });
  const profiles = exemplars('P', ['1'], [10], 'ms');
  profiles.fields[2].config.displayName = 'Profile ID';
  expect(spans({ annotations: [prometheus, profiles] }, 's')).toEqual([]);
});
