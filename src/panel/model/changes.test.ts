import { nodeAt, prepared } from '../../testing';
import { bothTimes, changeAt, changesOf, changeText } from './changes';

const format = (value: number) => `${value} w`;
const cpuFormat = (value: number) => `${value} c`;
const spans = { now: { seconds: 2, requests: 30 }, before: { seconds: 6, requests: 20 } };

// Now 90 in 2 s for 30 requests, before 120 in 6 s for 20.
const { paired, baseline } = prepared(
  { wall: 'run;load 60\nrun;send 30', cpu: 'run;send 8' },
  {},
  {
    wall: 'run;load 30\nrun;send 90',
    cpu: 'run;send 12',
  }
);
const changes = changesOf(paired!, baseline, spans, format, cpuFormat);
const load = nodeAt(paired!.tree, 'run', 'load');
const said = (label: string, node: number) => {
  const change = changes.find((one) => one.label === label)!;
  const at = changeAt(paired!.tree, change, node);
  return `${change.text(at.before)} → ${change.text(at.now)}`;
};

it('every way of both columns, shares first', () => {
  expect(changes.map(({ label }) => label)).toEqual([
    'Wall',
    'Wall · Per second',
    'Wall · Per request',
    'Wall · Sum',
    'CPU',
    'CPU · Per second',
    'CPU · Per request',
    'CPU · Sum',
  ]);
});

it.each([
  ['Wall', '25.0\u00a0% → 66.7\u00a0%'],
  ['Wall · Per second', '5 w/s → 30 w/s'],
  ['Wall · Per request', '1.5 w/request → 2 w/request'],
  ['Wall · Sum', '30 w → 60 w'],
])('%s: each side by what it lasted, served and summed up to', (label, expected) => {
  expect(said(label, load)).toBe(expected);
});

it('CPU time in its own unit', () => expect(said('CPU · Per second', 0)).toBe('2 c/s → 4 c/s'));

it('nothing per request where one side’s requests are not known; nothing without another time', () => {
  const unknown = { ...spans, before: { seconds: 6 } };
  const labels = changesOf(paired!, baseline, unknown, format, cpuFormat).map(({ measure }) => measure);
  expect(labels).toEqual(['share', 'second', 'sum', 'share', 'second', 'sum']);
  expect(changesOf(paired!, undefined, spans, format, cpuFormat)).toEqual([]);
});

it.each([
  [{ before: 0.25, now: 0.282 }, '+3.2 pp'],
  [{ before: 0.25, now: 0.246 }, '−0.4 pp'],
  [{ before: 0.25, now: 0.2501 }, '±0 pp'],
  [{ before: 0, now: 0.1 }, 'new'],
  [{ before: 0.1, now: 0 }, 'gone'],
  [{ before: 0, now: 0 }, ''],
])('a change of shares %o is %s', (at, expected) => {
  expect(changeText(changes[0], at).replace('\u00a0', ' ')).toBe(expected);
});

it('a change of figures is in percent; of what is new or gone there is one figure', () => {
  const [, second] = changes;
  expect(changeText(second, { before: 5, now: 30 })).toBe('+500\u00a0%');
  expect(bothTimes(second, { before: 5, now: 30 })).toBe('5 w/s → 30 w/s');
  expect(bothTimes(second, { before: 0, now: 30 })).toBe('30 w/s');
  expect(bothTimes(second, { before: 5, now: 0 })).toBe('5 w/s');
});
