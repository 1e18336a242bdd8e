// Waits of a request's path, told from others by the labels of spans.
import { siteRows } from '../analysis';
import { column, findingsOf, nodeAt, preparedOf, table } from '../testing';
import { type ProfileInput, type Settings } from '.';

type Row = [stack: string, ns: number, span: string];
const ROWS: Row[] = [
  ['main.serve;main.load;sync.(*Mutex).Lock', 60e6, 'a1'],
  ['main.serve;main.load;sync.(*Mutex).Lock', 20e6, ''],
  ['main.serve;main.ask;internal/poll.runtime_pollWait', 100e6, 'b2'],
  ['main.flush;main.sync;fsync', 200e6, ''],
];
const input = (rows: Row[], label = 'span_id', refId = 'A', measure = 'off_cpu'): ProfileInput => ({
  refId,
  source: table(
    column(
      'stack',
      rows.map(([stack]) => stack)
    ),
    column(
      `${measure}_ns`,
      rows.map(([, ns]) => ns),
      'number'
    ),
    column(
      label,
      rows.map(([, , span]) => span)
    )
  ),
});

const sitesOf = (inputs: ProfileInput[], settings?: Settings, path: string[] = []) => {
  const { paired, sites } = preparedOf(inputs, settings);
  const root = path.length ? nodeAt(paired!.tree, ...path) : 0;
  return siteRows(paired!.tree, sites, root).map(({ site, total, inside }) => [
    site,
    total / 1e6,
    inside && inside / 1e6,
  ]);
};
const reasonsOf = (inputs: ProfileInput[]) =>
  findingsOf(preparedOf(inputs))
    .filter(({ site }) => site !== undefined)
    .map(({ site, reasons = [] }) => [
      site,
      reasons
        .filter((reason) => /span/.test(reason))
        .join()
        .replaceAll('\u00a0', ' '),
    ]);

it('of each site is known how much is within spans, whatever label names them', () => {
  for (const label of ['span_id', 'span_name', 'span id', 'local root span id']) {
    expect(sitesOf([input(ROWS, label)])).toEqual([
      ['main.sync', 200, 0],
      ['main.ask', 100, 100],
      ['main.load', 80, 60],
    ]);
  }
});

it('findings say so', () => {
  expect(reasonsOf([input(ROWS)])).toEqual([
    [
      'main.sync',
      'none of it is within a span of a request: it goes on in the background, or where spans are not told',
    ],
    ['main.ask', 'all of it is within spans of requests'],
    ['main.load', '75 % of it is within spans of requests, the rest is not'],
  ]);
});

it('of a zoomed frame it is of the waits in it, and filters count', () => {
  expect(sitesOf([input(ROWS)], {}, ['main.serve'])).toEqual([
    ['main.ask', 100, 100],
    ['main.load', 80, 60],
  ]);
  expect(sitesOf([input(ROWS)], { filter: { label: 'in a span', value: 'yes' } })).toEqual([
    ['main.ask', 100, 100],
    ['main.load', 60, 60],
  ]);
  expect(sitesOf([input(ROWS)], { stacks: [{ keep: 'hide', pattern: 'main.serve' }] })[1]).toEqual([
    'main.ask',
    100,
    100,
  ]);
});

it('where no wait is in a span nothing is said: profilers label CPU time alone', () => {
  const outside = ROWS.map(([stack, ns]): Row => [stack, ns, '']);
  const cpu = input([['main.serve;main.sum', 50e6, 'a1']], 'span_id', 'B', 'cpu');
  const unknown = [
    ['main.sync', 200, undefined],
    ['main.ask', 100, undefined],
    ['main.load', 80, undefined],
  ];
  expect(sitesOf([input(outside), cpu])).toEqual(unknown);
  expect(sitesOf([input(ROWS, 'pod'), cpu])).toEqual(unknown);
  expect(
    reasonsOf([input(outside), cpu])
      .map(([, reasons]) => reasons)
      .join('')
  ).toBe('');
});

it('of instances whose samples name no spans nothing is known, nor of a sum with them', () => {
  const other = input([['main.serve;main.ask;internal/poll.runtime_pollWait', 100e6, 'x']], 'pod');
  expect(sitesOf([input(ROWS), other])).toEqual([
    ['main.ask', 200, undefined],
    ['main.sync', 200, 0],
    ['main.load', 80, 60],
  ]);
});

it('ids of zeros are of no span', () => {
  const zeros = ROWS.map(([stack, ns, span]): Row => [stack, ns, span.padStart(16, '0')]);
  expect(sitesOf([input(zeros)])).toEqual(sitesOf([input(ROWS)]));
});
