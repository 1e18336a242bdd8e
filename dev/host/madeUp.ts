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

/** An annotation of the dashboard, in parts of the range. */
const DEPLOY_AT = 0.4;

/** Of one request: its id, where in the range it was (0 to 1), and how long it took in ms. */
export interface MadeUpSpan {
  id: string;
  at: number;
  ms: number;
}

const SLOW: MadeUpSpan[] = [
  { id: '5f1c0a9b2e7d4410', at: 0.42, ms: 640 },
  { id: '9d3e71c60b48aa52', at: 0.5, ms: 1480 },
  { id: '0a6b8f24c19e7733', at: 0.56, ms: 910 },
];
const FAST = Array.from({ length: 21 }, (_, i): MadeUpSpan => ({
  id: `fa57${String(i).padStart(12, '0')}`,
  at: (i + 0.5) / 21,
  ms: 6 + ((i * 7) % 11),
}));

/**
 * The recorded slices whose CPU samples stand in for those of spans, as Go's profiler labels them: of slow ones those of the broken
 * time, of fast ones those after it. A span that nobody made up has none.
 */
export const phasesOfSpans = (ids: string[]): string[] => {
  const has = (spans: MadeUpSpan[]) => spans.some(({ id }) => ids.includes(id));
  return [...(has(SLOW) ? ['before'] : []), ...(has(FAST) ? ['after'] : [])];
};

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
    const spans = [...FAST, ...SLOW];
    return targets.flatMap(({ refId }) => [
      createDataFrame({
        refId,
        name: 'made-up latency of requests',
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
            spans.map(({ at }) => from + at * (to - from))
          ),
          column(
            'Value',
            FieldType.number,
            spans.map(({ ms }) => ms),
            'ms'
          ),
          {
            ...column(
              'Id',
              FieldType.string,
              spans.map(({ id }) => id)
            ),
            config: { displayName: 'Span ID' },
          },
        ],
      }),
      createDataFrame({
        name: 'annotation',
        meta: { dataTopic: DataTopic.Annotations },
        fields: [
          column('time', FieldType.time, [from + DEPLOY_AT * (to - from)]),
          column('text', FieldType.string, ['deploy (made up)']),
        ],
      }),
    ]);
  }
}
