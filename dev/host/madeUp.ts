import {
  createDataFrame,
  type DataFrame,
  type DataQuery,
  type DataQueryRequest,
  DataFrameType,
  DataTopic,
  FieldType,
} from '@grafana/data';
import { BackendDataSource } from './backend';

const COLUMNS = 40;
/** ms; the last bucket has no upper bound worth the name. */
const BUCKETS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000];

/** Made up, and the dashboard says so: no recording of spans is at hand. In the middle of the range requests turn slow. */
export class MadeUpSpans extends BackendDataSource<DataQuery> {
  constructor() {
    super('dualflame-made-up', 'made-up');
  }

  protected async answer({ targets, range }: DataQueryRequest<DataQuery>): Promise<DataFrame[]> {
    const [from, to] = [+range.from, +range.to];
    const cells = Array.from({ length: COLUMNS }, (_, column) =>
      BUCKETS.slice(1).map((high, i) => {
        const slow = Math.exp(-(((column - COLUMNS / 2) / 6) ** 2));
        const near = (middle: number) => Math.exp(-(((i - middle) / 1.4) ** 2));
        return {
          at: from + ((column + 1) * (to - from)) / COLUMNS,
          low: BUCKETS[i],
          high,
          count: Math.round(400 * (1 - slow * 0.6) * near(3) + 240 * slow * near(8)),
        };
      })
    ).flat();
    const column = (name: string, type: FieldType, values: unknown[], unit?: string) => ({
      name,
      type,
      values,
      config: { unit },
    });
    return targets.flatMap(({ refId }) => [
      createDataFrame({
        refId,
        meta: { type: DataFrameType.HeatmapCells },
        fields: [
          column(
            'xMax',
            FieldType.time,
            cells.map(({ at }) => at)
          ),
          column(
            'yMin',
            FieldType.number,
            cells.map(({ low }) => low),
            'ms'
          ),
          column(
            'yMax',
            FieldType.number,
            cells.map(({ high }) => high),
            'ms'
          ),
          column(
            'count',
            FieldType.number,
            cells.map(({ count }) => count)
          ),
        ],
      }),
      createDataFrame({
        refId,
        name: 'exemplar',
        meta: { dataTopic: DataTopic.Annotations },
        fields: [
          column(
            'Time',
            FieldType.time,
            [0.42, 0.5, 0.56].map((share) => from + share * (to - from))
          ),
          column('Value', FieldType.number, [640, 1480, 910], 'ms'),
          {
            ...column('Id', FieldType.string, ['5f1c0a9b2e7d4410', '9d3e71c60b48aa52', '0a6b8f24c19e7733']),
            config: { displayName: 'Span ID' },
          },
        ],
      }),
    ]);
  }
}
