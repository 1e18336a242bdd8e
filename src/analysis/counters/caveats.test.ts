import { growing as counter, seriesOf as series } from '../../testing';
import { fillIn } from '../../profile/message';
import { counterCaveats } from './caveats';
import { computeCounters } from './ratios';

const caveatsOf = (...given: Parameters<typeof counterCaveats>) =>
  counterCaveats(...given).map(({ text, values }) => fillIn(text, values));

describe('caveats', () => {
  const row = (labels: Record<string, string>, name = 'job:ipc:ratio') =>
    computeCounters([series(name, [1, 1, 1], labels)]);
  const range = { from: 0, to: 2000 };
  it('say what the counters belong to, what they do not cover, and what is not in the profile', () => {
    expect(caveatsOf(row({ instance: 'a' }), range, new Map())).toEqual(['counters are of the whole host']);
    expect(caveatsOf(row({ pod: 'x' }), { from: 0, to: 10_000 }, new Map([['pod', ['y']]]))).toEqual([
      'counters cover 20 % of the range',
      'counters of pod x, which is not in the profile',
    ]);
    expect(caveatsOf(row({ pod: 'x' }), range, new Map([['pod', ['x', 'y']]]))).toEqual([]);
    const raw = computeCounters([
      series('node_perf_instructions_total', counter([1, 1, 1]), { pod: 'x' }),
      series('node_perf_cpucycles_total', counter([1, 1, 1]), { pod: 'x' }),
    ]);
    expect(caveatsOf(raw, { from: 1000, to: 3000 }, new Map())).toEqual([
      'node_exporter does not scale multiplexed counters',
    ]);
  });
});

it('say so where it holds for one of several rows', () => {
  const given = (name: string, labels: Record<string, string>) => computeCounters([series(name, [1, 1, 1], labels)]);
  const rows = [...given('job:ipc:ratio', { pod: 'x' }), ...given('job:mpki:ratio', { instance: 'a' })];
  const range = { from: 0, to: 2000 };
  expect(caveatsOf(rows, range, new Map())).toEqual(['counters are of the whole host']);
  const two = computeCounters([
    series('node_perf_instructions_total', counter([1, 1, 1]), { pod: 'x' }),
    series('kepler_container_cpu_cycles_total', counter([1, 1, 1]), { pod: 'x' }),
  ]);
  expect(caveatsOf([...rows.slice(0, 1), ...two], range, new Map())).toEqual([
    'node_exporter does not scale multiplexed counters',
  ]);
});

it('measure what is covered inside of the range, by rows with more than one point', () => {
  const given = (times: number[]) => ({
    ...computeCounters([series('job:ipc:ratio', [1], { pod: 'x' })])[0],
    times,
  });
  const covered = (range: { from: number; to: number }, ...rows: number[][]) =>
    caveatsOf(rows.map(given), range, new Map());
  expect(covered({ from: 1000, to: 3000 }, [0, 1000, 2000])).toEqual(['counters cover 50 % of the range']);
  expect(covered({ from: 0, to: 2500 }, [0, 1000, 2000])).toEqual([]); // 80 %
  expect(covered({ from: 0, to: 10_000 }, [5000, 10_000], [0])).toEqual(['counters cover 50 % of the range']);
  expect(covered({ from: 0, to: 10_000 }, [5000, 10_000], [0, 5000])).toEqual([]);
  expect(covered({ from: 0, to: 1000 }, [2000, 3000])).toEqual(['counters cover 0 % of the range']);
  expect(covered({ from: 0, to: 10_000 }, [5000])).toEqual([]); // perf stat has no course
});
