// A container that is throttled: testdata/throttled, with what its own timers, the kernel's cpu.stat and cAdvisor say of the same ten seconds.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { CATEGORIES, computeCounters, type TimeSeries } from '../../analysis';
import { findingsOf, inputOf, preparedOf } from '../../testing';
import { besideOf } from './beside';

const DATA = join(__dirname, '../../../testdata/throttled');
const file = (name: string) => readFileSync(join(DATA, name), 'utf8');
const timers: Array<{ render: number; cpu: number; backend: number }> = JSON.parse(file('timers.json'));
const stat = new Map(
  file('cpu.stat')
    .trim()
    .split('\n')
    .map((line): [string, number] => [line.split(' ')[0], Number(line.split(' ')[1])])
);

/** As Prometheus answered the query. */
function series(name: string): TimeSeries {
  const [{ metric, values }] = JSON.parse(file(`${name}.promql.json`)).answer.data.result;
  return {
    refId: 'T',
    names: [metric.__name__],
    labels: Object.entries<string>(metric),
    times: values.map(([time]: [number]) => time * 1000),
    values: values.map(([, value]: [number, string]) => Number(value)),
  };
}

const counters = ['throttled-periods', 'periods', 'throttled-seconds'].map(series);
const range = { from: counters[0].times[0], to: counters[0].times[counters[0].times.length - 1] };
const besideOfContainer = (...own: TimeSeries[]) => besideOf({ series: [], targets: [], counters: own }, range);
const stacks = inputOf('A', gunzipSync(readFileSync(join(DATA, 'switches.perf-script.gz'))).toString());
const sum = (of: (one: (typeof timers)[number]) => number) => timers.reduce((all, one) => all + of(one), 0);
const sentences = (beside: ReturnType<typeof besideOfContainer>) =>
  findingsOf(preparedOf([stacks], { beside })).map(({ text }) => text.replaceAll('\u00a0', ' '));

it('render_page waits for a CPU as long as its clock went on while that of its CPU stood still', () => {
  const scheduler = CATEGORIES.indexOf('scheduler');
  const seconds =
    preparedOf([stacks])
      .sites.filter(({ site, category }) => site === 'render_page' && category === scheduler)
      .reduce((all, { total }) => all + total, 0) / 1e9;
  expect(Math.abs(seconds / sum(({ render, cpu }) => render - cpu) - 1)).toBeLessThan(0.1);
});

it('the container is throttled in as many periods as the kernel counted, and the figure is the container’s, not the host’s', () => {
  const truth = stat.get('nr_throttled')! / stat.get('nr_periods')!;
  expect(Math.abs(besideOfContainer(...counters).throttled![0].share / truth - 1)).toBeLessThan(0.1);
  expect(computeCounters(counters).map(({ metric, scope }) => [metric, scope])).toEqual([
    ['throttledPeriods', 'process'],
    ['throttledTime', 'process'],
  ]);
});

it('both together say that the limit of the container is what threads wait for; each alone does not', () => {
  const told = sentences(besideOfContainer(...counters));
  expect(told).toContain('24 % waits for a CPU while the container is throttled in 80 % of its periods in render_page');
  expect(sentences({})).toContain('24 % is ready to run and gets no CPU in render_page');
  expect(sentences(besideOfContainer(counters[0])).join()).not.toContain('throttled');
});

it('of the machine’s root cgroup it is the host’s', () => {
  const root = counters.map((one) => ({
    ...one,
    labels: one.labels.map(([name, value]): [string, string] => [name, name === 'id' ? '/' : value]),
  }));
  expect(computeCounters(root).map(({ scope }) => scope)).toEqual(['host', 'host']);
});

it('the figure is of the containers whose samples are looked at, where several are recorded', () => {
  const container = (pod: string, share: number) => ({ is: [['pod', pod] as ['pod', string]], share });
  const beside = { throttled: [container('one', 0.8), container('two', 0.1)] };
  const pods = ['one', 'two'].map((pod) => ({ ...stacks, labels: [['pod', pod] as [string, string]] }));
  const told = (value: string) =>
    findingsOf(preparedOf(pods, { beside, filter: { label: 'pod', value } }))
      .map(({ text }) => text)
      .join();
  expect(told('one')).toMatch(/throttled in 80\s% of its periods/);
  expect(told('two')).toMatch(/throttled in 10\s% of its periods/);
});
