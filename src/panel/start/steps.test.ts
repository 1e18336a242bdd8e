import { profileType, type ProfileTarget } from '../grafana/profileTargets';
import { firstSteps } from './steps';

const CPU = 'process_cpu:cpu:nanoseconds:cpu:nanoseconds';
const FGPROF = 'process_cpu:time:nanoseconds:wallclock:nanoseconds';
const WALL = 'wall:wall:nanoseconds:wall:nanoseconds';
const OFF = 'off_cpu:off_cpu:nanoseconds::';
const MEMORY = 'memory:alloc_space:bytes:space:bytes';
const typesOf = (...ids: string[]) => ids.flatMap((id) => profileType(id) ?? []);

const source = { type: 'grafana-pyroscope-datasource', uid: 'p' };
const query = (refId: string, profileTypeId = '', more: object = {}): ProfileTarget & { hide?: boolean } => ({
  refId,
  profileTypeId,
  datasource: source,
  ...more,
});
const told = (targets: ProfileTarget[], ...ids: string[]) =>
  firstSteps(targets, ids.length ? typesOf(...ids) : undefined).map(({ text, done, types }) => [
    done ? `✓ ${text}` : text,
    ...types.map(({ label }) => label),
  ]);
const REFRESH = ['Press Refresh: this editor does not run a query when it is changed.'];

describe('what is to be done until there is a graph', () => {
  it('a new panel: its query for CPU time, a second one for the waits, then Refresh; only types that there are', () => {
    expect(told([query('A')], MEMORY, CPU, OFF, FGPROF)).toEqual([
      ['CPU time: choose its profile type in query A.', 'process_cpu › cpu'],
      [
        'Waits: add a second query, and choose a profile type of wall or off-CPU time. Without it they are not visible.',
        'process_cpu › time',
        'off_cpu › off_cpu',
      ],
      REFRESH,
    ]);
  });

  it('once the first is there, the second is what is missing: in the query that has no type, where there is one', () => {
    const [cpu, waits] = told([query('A', CPU)], CPU, WALL);
    expect(cpu).toEqual(['✓ CPU time: query A asks for process_cpu › cpu.']);
    expect(waits[0]).toMatch(/^Waits: add a second query/);
    expect(told([query('A', CPU), query('B')], CPU, WALL)[1]).toEqual([
      'Waits: choose a profile type of wall or off-CPU time in query B.',
      'wall › wall',
    ]);
    expect(told([query('A', OFF), query('B')], CPU)[0][0]).toBe('CPU time: choose its profile type in query B.');
  });

  it('a kind that the data source has not is said, and nothing is offered for it', () => {
    expect(told([query('A')], CPU)[1]).toEqual([
      'Waits: this data source has no profile of wall or off-CPU time in this time range. Without one they are not visible.',
    ]);
    expect(told([query('A')], WALL)[0]).toEqual([
      'CPU time: this data source has no profile of it in this time range.',
    ]);
  });

  it('a data source that does not say: the usual names, of Pyroscope and of Parca', () => {
    expect(told([query('A')]).map(([, ...types]) => types)).toEqual([
      ['process_cpu › cpu'],
      ['process_cpu › time', 'wall › wall'],
      [],
    ]);
    const parca = query('A', '', { datasource: { type: 'parca', uid: 'q' } });
    expect(told([parca]).map(([, ...types]) => types)).toEqual([
      ['parca_agent › samples'],
      ['parca_agent › wallclock'],
      [],
    ]);
  });

  it('the query type Metrics holds no stacks', () => {
    const metrics = { queryType: 'metrics' };
    expect(told([query('A', CPU, metrics), query('B', WALL, metrics)], CPU)[2]).toEqual([
      'The query type of A, B is Metrics, which holds no stacks: choose Profile.',
    ]);
  });

  it('no more than four types of a kind', () => {
    const many = Array.from({ length: 9 }, (_, i) => `wall${i}:wall:nanoseconds:wall:nanoseconds`);
    expect(told([query('A')], CPU, ...many)[1]).toHaveLength(5);
  });
});
