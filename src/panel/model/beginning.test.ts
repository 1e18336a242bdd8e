import { dateTime, LoadingState, type PanelData } from '@grafana/data';
import { config } from '@grafana/runtime';
import { preparedOf } from '../../testing';
import { type ProfileTarget } from '../grafana/profileTargets';
import { beginningOf, withoutWaits } from './beginning';

const CPU = 'process_cpu:cpu:nanoseconds:cpu:nanoseconds';
const WALL = 'wall:wall:nanoseconds:wall:nanoseconds';
const OFF = 'off_cpu:off_cpu:nanoseconds::';
const source = { type: 'grafana-pyroscope-datasource', uid: 'p' };
const query = (refId: string, profileTypeId = '', more: object = {}): ProfileTarget & { hide?: boolean } => ({
  refId,
  profileTypeId,
  datasource: source,
  ...more,
});

describe('where it begins', () => {
  const timeRange = { from: dateTime(0), to: dateTime(1000), raw: { from: '', to: '' } };
  const begins = (targets: object[], more: Partial<PanelData> = {}, stacks = '') => {
    const data: PanelData = {
      state: LoadingState.Done,
      series: [],
      timeRange,
      request: { targets } as never,
      ...more,
    };
    const inputs = stacks ? [{ refId: 'S', source: { kind: 'text' as const, text: stacks } }] : [];
    return beginningOf(data, preparedOf(inputs), (text) => text.replace('$type', CPU))?.map(({ refId }) => refId);
  };

  it('at queries of profiles without a type, of Metrics, or that were not run', () => {
    expect(begins([query('A'), query('B', CPU)])).toEqual(['A', 'B']);
    expect(begins([{ refId: 'A', datasource: { type: 'parca', uid: 'q' } }])).toEqual(['A']);
    expect(begins([query('A', '$type', { queryType: 'metrics' })])).toEqual(['A']);
    expect(begins([query('A', CPU)], { state: LoadingState.NotStarted })).toEqual(['A']);
  });

  it('not where the queries were asked for stacks and gave none, one failed or held something, nor at other data sources', () => {
    expect(begins([query('A', CPU)])).toBeUndefined();
    expect(begins([query('A')], { errors: [{ message: 'refused' }] })).toBeUndefined();
    expect(begins([query('A')], {}, 'a;b 1')).toBeUndefined();
    expect(begins([query('A', '', { hide: true })])).toBeUndefined();
    expect(begins([{ refId: 'A', datasource: { type: 'mysql', uid: 'm' } }])).toBeUndefined();
  });
});

describe('a graph of CPU time alone', () => {
  const lone = (targets: object[], evidence: 'cpu' | 'cpu+wall' = 'cpu') =>
    withoutWaits({ request: { targets } as never }, evidence, (text) => text)?.map(({ refId }) => refId);
  afterEach(() => (config.publicDashboardAccessToken = undefined));

  it('lacks a query for the waits, which a viewer with an account is told', () => {
    expect(lone([query('A', CPU)])).toEqual(['A']);
    expect(lone([query('A', CPU), query('B', WALL)], 'cpu+wall')).toBeUndefined();
    config.publicDashboardAccessToken = 'token';
    expect(lone([query('A', CPU)])).toBeUndefined();
  });

  it('and not where waits are asked for and did not come, or no data source of profiles is known', () => {
    expect(lone([query('A', CPU), query('B', OFF)])).toBeUndefined();
    expect(lone([{ refId: 'A', datasource: { type: 'mysql', uid: 'm' } }])).toBeUndefined();
  });
});
