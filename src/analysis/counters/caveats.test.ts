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
