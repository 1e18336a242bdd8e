import { createDataFrame, FieldType, type PanelData } from '@grafana/data';
import { type TracedSpan } from '../grafana/tracedSpans';
import { MAX_SPANS, type SlowSpans, slowSpans, slowSpansOf, spanFacts, spanWords } from './slowSpans';

const MS = 1e6;
/** The later one of two has the greater number. */
const spans = (durations: number[], sampled = false): TracedSpan[] =>
  durations.map((ms, i) => ({ id: String(i), time: i, duration: ms * MS, sampled }));
const ids = (list: TracedSpan[]) => list.map(({ id }) => id).join();
const chosen = (...args: Parameters<typeof slowSpans>) => slowSpans(...args) as SlowSpans;

it('calls slow what took as long as the objective allows, or longer: the slowest first, of the fast ones the newest', () => {
  const of = chosen(spans([200, 10, 900, 199, 20]), 200 * MS);
  expect([ids(of.slow), ids(of.fast)]).toEqual(['2,0', '4,3,1']);
  expect(spanWords(of)).toBe('2 slow spans (≥ 200 ms) against 3 fast');
  expect(spanFacts(of)).toEqual(['The limit is the objective’s.']);
});

it('calls the slowest tenth slow where there is no objective', () => {
  const of = chosen(spans(Array.from({ length: 20 }, (_, i) => i + 1)));
  expect([ids(of.slow), of.fast.length]).toEqual(['19,18', 18]);
  expect(spanWords(of)).toBe('2 slow spans (≥ 19 ms) against 18 fast');
  expect(spanFacts(of)).toEqual(['The limit is the 90th percentile of the spans that are known.']);
});

it('tells what was sampled of spans from how long they took, and measures only this by the objective', () => {
  const of = chosen(spans([1, 2, 300], true), 200 * MS);
  expect([ids(of.slow), of.ofObjective]).toEqual(['2', false]);
  expect(spanWords(of)).toBe('1 span with most samples (≥ 300 ms) against 2 others');
  expect(spanFacts(of)[0]).toContain('not how long it took');
  const mixed = chosen([...spans([1, 2, 300], true), ...spans([50, 250])], 200 * MS);
  expect([mixed.slow.length, mixed.fast.length, mixed.sampled]).toEqual([1, 1, false]);
});

it('asks for so many at most, and says of how many', () => {
  const many = [...Array<number>(MAX_SPANS + 5).fill(10), ...Array.from({ length: MAX_SPANS + 1 }, (_, i) => 500 + i)];
  const of = chosen(spans(many), 200 * MS);
  expect([of.slow.length, of.fast.length]).toEqual([MAX_SPANS, MAX_SPANS]);
  // The least slow one and the five oldest fast ones are not asked for.
  expect(Math.min(...of.slow.map(({ duration }) => duration))).toBe(501 * MS);
  expect(Math.min(...of.fast.map(({ time }) => time))).toBe(5);
  expect(spanFacts(of).slice(1)).toEqual([
    'Asked for the slowest 200 of 201 slow spans.',
    'Asked for the newest 200 of 205 fast spans.',
  ]);
});

it.each<[string, number[], number | undefined, string]>([
  ['no ids', [], undefined, 'No span ids are known: exemplars with a span ID'],
  ['none is slow', [10, 20], 200, 'None of 2 spans took 200 ms or longer.'],
  ['none is fast', [300, 400], 200, 'Each of 2 spans took 200 ms or longer: none is fast.'],
  ['all are the same', [5, 5, 5], undefined, 'Each of 3 spans took 5 ms or longer: none is fast.'],
])('says why nothing can be compared: %s', (_, durations, objective, why) =>
  expect(slowSpans(spans(durations), objective && objective * MS)).toEqual({ why: expect.stringContaining(why) })
);

describe('of a panel', () => {
  const exemplars = createDataFrame({
    name: 'exemplar',
    fields: [
      { name: 'Time', type: FieldType.time, values: [1000, 2000, 9000] },
      { name: 'Value', type: FieldType.number, values: [0.8, 0.01, 0.9] },
      { name: 'Id', type: FieldType.string, values: ['1', '2', '3'], config: { displayName: 'Span ID' } },
    ],
  });
  const of = (type: string, unit = 's') =>
    slowSpansOf(
      {
        series: [createDataFrame({ refId: 'A', fields: [] })],
        annotations: [exemplars],
        request: {
          targets: [{ refId: 'A', datasource: { type }, profileTypeId: 'process_cpu:cpu:nanoseconds:cpu:nanoseconds' }],
        } as unknown as PanelData['request'],
      },
      { from: 0, to: 5000 },
      {
        times: [],
        values: [],
        limit: 0.2,
        name: 'p99',
        field: { name: '', type: FieldType.number, values: [], config: { unit } },
      },
      (text) => text
    );

  it('takes the spans of its range, and the limit in the unit of its objective', () =>
    expect(of('grafana-pyroscope-datasource')).toMatchObject({
      slow: [{ id: '0000000000000001' }],
      fast: [{ id: '0000000000000002' }],
      limit: 200 * MS,
      ofObjective: true,
    }));

  it('says first that no query can be asked', () =>
    expect(of('parca')).toEqual({
      why: 'No query can be asked for spans: Pyroscope’s queries for CPU and wall time can.',
    }));
});

it('of a box the slow ones are those in it, the fast ones all that took less, whenever', () => {
  // Times 0 to 5: 900 ms is before the box, 2 s is above it.
  const box = { from: 2, to: 4, least: 500 * MS, most: 1500 * MS };
  const of = chosen(spans([900, 10, 600, 2000, 700, 499]), 200 * MS, box);
  expect([ids(of.slow), ids(of.fast)]).toEqual(['4,2', '5,1']);
  expect(spanWords(of)).toBe('2 slow spans (≥ 500 ms) against 2 fast');
  expect(spanFacts(of)[0]).toContain('brushed');
  expect(slowSpans(spans([10]), undefined, box)).toMatchObject({ why: 'No span with an id was brushed.' });
});
