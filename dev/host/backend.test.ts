import {
  createDataFrame,
  type DataFrame,
  type DataQueryRequest,
  type DataQueryResponse,
  dateTime,
  FieldType,
  LoadingState,
} from '@grafana/data';
import { type DataSourceSrv, setDataSourceSrv } from '@grafana/runtime';
import { forkJoin, lastValueFrom } from 'rxjs';
import { KnownAnswers, queryRanges } from '../../src/panel/grafana/queryRanges';
import { BackendDataSource, Mixed, request } from './backend';

const frame = (refId: string, value: number): DataFrame =>
  createDataFrame({ refId, fields: [{ name: 'value', type: FieldType.number, values: [value] }] });

/** Answers a moment later with a frame for each query that holds the begin of the range. */
class Slow extends BackendDataSource<{ refId: string }> {
  constructor(uid: string) {
    super('slow', uid);
  }

  protected async answer({ targets, range }: DataQueryRequest<{ refId: string }>): Promise<DataFrame[]> {
    await new Promise((resolve) => setTimeout(resolve, 5));
    return targets.map(({ refId }) => frame(refId, range.from.valueOf()));
  }
}

const sources = [new Slow('profiles'), new Slow('series')];
setDataSourceSrv({
  get: async (ref: { uid: string }) => sources.find(({ uid }) => uid === ref.uid)!,
} as unknown as DataSourceSrv);

const range = { from: dateTime(5000), to: dateTime(6000), raw: { from: '', to: '' } };
const asked = {
  requestId: 'SQR100',
  range,
  targets: [
    { refId: 'A', datasource: { uid: 'profiles' } },
    { refId: 'B', datasource: { uid: 'profiles' } },
    { refId: 'R', datasource: { uid: 'series' } },
  ],
} as unknown as DataQueryRequest;

const told = (frames: DataFrame[]) => frames.map(({ refId, fields }) => `${refId} ${fields[0].values[0]}`);

describe('requests of the demo’s host', () => {
  const slowly = (value: number) => async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    return [frame('A', value)];
  };

  it('a running one is aborted by another with its id, and answers with an error and no data', async () => {
    const [first, second] = await Promise.all([
      lastValueFrom(request('same', slowly(1))),
      lastValueFrom(request('same', slowly(2))),
    ]);
    expect(first).toMatchObject({
      data: [],
      state: LoadingState.Error,
      error: { cancelled: true, message: 'Query error: -1 Request was aborted' },
    });
    expect(first.errors).toBeUndefined();
    expect(told(second.data)).toEqual(['A 2']);
  });

  it('other ids, and one that has answered, are left alone', async () => {
    const answers: DataQueryResponse[] = await Promise.all([
      lastValueFrom(request('one', slowly(1))),
      lastValueFrom(request('two', slowly(2))),
    ]);
    answers.push(await lastValueFrom(request('one', slowly(3))));
    expect(answers.flatMap(({ data }) => told(data))).toEqual(['A 1', 'A 2', 'A 3']);
  });

  it('Mixed gives each source a request of its own', async () => {
    const { data, errors } = await lastValueFrom(new Mixed(sources).query(asked));
    expect([told(data), errors]).toEqual([['A 5000', 'B 5000', 'R 5000'], []]);
  });
});

describe('a comparison in a host that aborts equal ids', () => {
  const again = { refIds: new Set(['A', 'B', 'R']), known: new KnownAnswers(), resolve: (text: string) => text };
  const two = [
    { from: 1000, to: 2000 },
    { from: 2000, to: 3000 },
  ];
  const three = [{ from: 3000, to: 4000 }];

  it('has every range of both sides and every source answered, of two panels with one request, beside the panel’s own', async () => {
    const sides = forkJoin([
      queryRanges({ request: asked, ranges: two, ...again }),
      queryRanges({ request: asked, ranges: three, ...again }),
    ]);
    const [[now, before], [otherNow, otherBefore], own] = await Promise.all([
      lastValueFrom(sides),
      lastValueFrom(sides),
      lastValueFrom(new Mixed(sources).query(asked)),
    ]);
    expect(told(now)).toEqual(['A 1000', 'B 1000', 'R 1000', 'A 2000', 'B 2000', 'R 2000']);
    expect(told(before)).toEqual(['A 3000', 'B 3000', 'R 3000']);
    expect([told(otherNow), told(otherBefore)]).toEqual([told(now), told(before)]);
    expect(own.errors).toEqual([]);
  });
});
