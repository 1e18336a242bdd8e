import { createDataFrame, type DataFrame, type DataQueryRequest, DataTopic } from '@grafana/data';
import { type DataSourceSrv, setDataSourceSrv } from '@grafana/runtime';
import { lastValueFrom, of } from 'rxjs';
import { type Asked, KnownAnswers, queryRanges } from './queryRanges';

describe('the panel’s queries at another time', () => {
  const same = (text: string) => text;
  const ranges = [
    { from: 1000, to: 2000 },
    { from: 5000, to: 9000 },
  ];
  let exemplars: DataFrame[];
  let asked: Array<{ source: unknown; request: DataQueryRequest }>;
  beforeEach(() => {
    asked = [];
    exemplars = [];
    const get = async (source: unknown) => ({
      query: (request: DataQueryRequest) => {
        asked.push({ source, request });
        return of({
          data: [...request.targets.map(({ refId }) => createDataFrame({ refId, fields: [] })), ...exemplars],
        });
      },
    });
    setDataSourceSrv({ get } as unknown as DataSourceSrv);
  });
  const pyroscope = { type: 'pyroscope', uid: 'p' };
  const request = {
    requestId: 'R',
    targets: [
      { refId: 'A', datasource: pyroscope },
      { refId: 'B', datasource: pyroscope, hide: true },
      { refId: 'C', datasource: { uid: 'clickhouse' } },
      { refId: 'D', datasource: pyroscope },
      { refId: 'E', datasource: pyroscope },
    ],
  } as unknown as DataQueryRequest;
  const ask = (refs: string[], more: Partial<Asked> = {}) =>
    lastValueFrom(
      queryRanges({ request, ranges, refIds: new Set(refs), known: new KnownAnswers(), resolve: same, ...more })
    );

  it('one request for each range and data source; hidden queries, and those without an answer now, are not asked', async () => {
    const frames = await ask(['A', 'B', 'C', 'D']);
    expect(
      asked.map(({ source, request: { targets, range } }) => [
        source,
        targets.map(({ refId }) => refId).join(),
        range.from.valueOf(),
        range.to.valueOf(),
      ])
    ).toEqual([
      [pyroscope, 'A,D', 1000, 2000],
      [{ uid: 'clickhouse' }, 'C', 1000, 2000],
      [pyroscope, 'A,D', 5000, 9000],
      [{ uid: 'clickhouse' }, 'C', 5000, 9000],
    ]);
    expect(frames.map(({ refId }) => refId)).toEqual(['A', 'D', 'C', 'A', 'D', 'C']);
    expect(new Set(asked.map(({ request: { requestId } }) => requestId)).size).toBe(4);
  });

  it('exemplars that come with the answer are no profiles', async () => {
    exemplars = [createDataFrame({ refId: 'A', meta: { dataTopic: DataTopic.Annotations }, fields: [] })];
    expect(await ask(['A'])).toHaveLength(ranges.length);
  });

  it('says so where only hidden ones are left', async () => {
    await expect(ask(['B'])).rejects.toThrow('cannot be asked again here');
  });

  it('an equal question is asked once, one of other variables or at another resolution again', async () => {
    const known = new KnownAnswers();
    await ask(['A'], { known });
    await ask(['A'], { known });
    expect(asked).toHaveLength(2);
    await ask(['A'], { known, resolve: (text) => text.replace('pyroscope', 'other') });
    expect(asked).toHaveLength(4);
    await ask(['A'], { known, points: 100 });
    expect(asked).toHaveLength(6);
  });

  it('a search asks for no more points than it is told to, also where the query takes its step from variables', async () => {
    const week = 7 * 86_400_000;
    await ask(['C'], { ranges: [{ from: 0, to: week }], points: 1000 });
    const [{ request: search }] = asked;
    expect(search.maxDataPoints).toBe(1000);
    expect(week / search.intervalMs).toBeLessThanOrEqual(1100);
    expect(week / search.intervalMs).toBeGreaterThan(500);
    expect(search.scopedVars.__interval_ms?.value).toBe(search.intervalMs);
    expect(search.scopedVars.__interval?.value).toBe(search.interval);
  });
});
