import {
  createDataFrame,
  type DataFrame,
  type DataQuery,
  type DataQueryRequest,
  FieldType,
  type TimeRange,
} from '@grafana/data';
import { BackendDataSource } from './backend';
import { phasesOfSpans } from './madeUp';
import { nestedSetFrame } from './panelInput';

/** What dev/demo.mjs tells of testdata/incident/recorded. Times in milliseconds. */
export interface Recording {
  slices: Array<{ phase: string; kind: 'cpu' | 'wall'; from: number; to: number; file: string }>;
  promql: Array<{ query: string; file: string }>;
  how: string;
}

interface ProfileQuery extends DataQuery {
  profileTypeId?: string;
  spanSelector?: string[];
}
interface PromQuery extends DataQuery {
  expr?: string;
  legendFormat?: string;
}

export const loadRecording = async (): Promise<Recording> => (await fetch('/recorded/index.json')).json();

/** So much of a slice's samples is of the spans in it; made up. */
const SHARE_OF_SPANS = 0.02;

/** Answers as Pyroscope does: the sum of the profiles that begin in the time range, as a nested-set frame with an enum label. */
export class RecordedPyroscope extends BackendDataSource<ProfileQuery> {
  constructor(private readonly recording: Recording) {
    super('grafana-pyroscope-datasource', 'pyroscope');
  }

  /** What the data source's own query editor offers. */
  async getProfileTypes(): Promise<Array<{ id: string; label: string }>> {
    return [
      { id: 'memory:inuse_space:bytes:space:bytes', label: 'memory - inuse_space' },
      { id: 'process_cpu:cpu:nanoseconds:cpu:nanoseconds', label: 'process_cpu - cpu' },
      { id: 'process_cpu:time:nanoseconds:wallclock:nanoseconds', label: 'process_cpu - time' },
    ];
  }

  protected async answer({ targets, range }: DataQueryRequest<ProfileQuery>): Promise<DataFrame[]> {
    return Promise.all(
      // As the data source does: a query without a profile type is not asked.
      targets
        .filter(({ profileTypeId }) => profileTypeId)
        .map(async ({ refId, profileTypeId = '', spanSelector }) => {
          const kind = profileTypeId.includes(':wallclock:') ? 'wall' : 'cpu';
          const phases = spanSelector && phasesOfSpans(spanSelector);
          const slices = this.recording.slices.filter((s) =>
            phases
              ? s.kind === 'cpu' && kind === 'cpu' && phases.includes(s.phase)
              : s.kind === kind && s.from >= +range.from && s.from <= +range.to
          );
          const texts = await Promise.all(slices.map(async ({ file }) => (await fetch(`/recorded/${file}`)).text()));
          return nestedSetFrame(refId, texts, phases ? SHARE_OF_SPANS : 1);
        })
    );
  }
}

/** `$__rate_interval` of the recorded answers. */
const RATE_INTERVAL = '8s';

/** Answers the recorded PromQL from the recorded matrix; from a real Prometheus where the page is opened with ?live. */
export class RecordedPrometheus extends BackendDataSource<PromQuery> {
  constructor(private readonly recording: Recording) {
    super('prometheus', 'prometheus');
  }

  protected async answer({ targets, range }: DataQueryRequest<PromQuery>): Promise<DataFrame[]> {
    const data = await Promise.all(
      targets.map(async ({ refId, expr = '', legendFormat }) => {
        const query = expr.replaceAll('$__rate_interval', RATE_INTERVAL);
        const live = new URLSearchParams(location.search).has('live') && query.includes('node_perf_');
        const recorded = this.recording.promql.find((answer) => answer.query === query);
        if (!live && !recorded) {
          throw new Error(`The recording has no answer for: ${expr}`);
        }
        const { answer } = live
          ? { answer: await liveAnswer(query, range) }
          : await (await fetch(recorded!.file)).json();
        return matrixFrames(refId, legendFormat, answer.data.result, range);
      })
    );
    return data.flat();
  }
}

async function liveAnswer(query: string, range: TimeRange) {
  const params = new URLSearchParams({
    query,
    start: String(+range.from / 1000),
    end: String(+range.to / 1000),
    step: '2',
  });
  const response = await fetch(`/prometheus/api/v1/query_range?${params}`);
  if (!response.ok) {
    throw new Error(await response.text());
  }
  return response.json();
}

function matrixFrames(
  refId: string,
  legend: string | undefined,
  result: Array<{ metric: Record<string, string>; values: Array<[number, string]> }>,
  range: TimeRange
): DataFrame[] {
  const times = result.flatMap(({ values }) => values.map(([time]) => time * 1000));
  // What was recorded at another time than the dashboard's ends with its range.
  const isElsewhere = times.every((time) => time < +range.from || time > +range.to);
  const later = isElsewhere && times.length ? (+range.to - Math.max(...times)) / 1000 : 0;
  return result.map(({ metric, values: recorded }) => {
    const values = recorded.map(([time, value]): [number, string] => [time + later, value]);
    const inside = values.filter(([t]) => t * 1000 >= +range.from && t * 1000 <= +range.to);
    return createDataFrame({
      refId,
      fields: [
        { name: 'Time', type: FieldType.time, values: inside.map(([t]) => t * 1000) },
        {
          name: 'Value',
          type: FieldType.number,
          labels: metric,
          values: inside.map(([, v]) => Number(v)),
          config: { displayNameFromDS: legend === '__auto' ? undefined : legend },
        },
      ],
    });
  });
}
