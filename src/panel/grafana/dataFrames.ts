import {
  type DataFrame,
  type Field,
  FieldType,
  type PanelData,
  type ScopedVars,
  type ThresholdsConfig,
} from '@grafana/data';
import { type CounterKind, isOfKernel, kindOf, type RoleHints, type TimeSeries } from '../../analysis';
import { type ProfileInput } from '../../prepare';
import { isObject, record, text } from '../../profile/guard';
import { type Column, holdsProfile, needsFileReaders, type Source } from '../../readers';
import { type PanelOptions } from '../options/options';
import { windowOf } from './frameWindow';
import { isHeatmap, type LatencyCells, latencyCells } from './latencyCells';
import { isRequestRate } from './requests';
import { t, msg } from './translate';

/** What the panel's queries delivered, sorted by what can be done with it. */
export interface SplitFrames {
  inputs: ProfileInput[];
  /** The value field that unit, decimals and links are taken from. */
  valueField?: Field;
  /** Frame of valueField, for the rows that data links need. */
  valueFrame?: DataFrame;
  /** Time series that are hardware counters or ratios of them. */
  series: TimeSeries[];
  /** Thresholds of the field config, by query, where there are some. */
  thresholds: Map<string, ThresholdsConfig>;
  /** Heat maps of durations, drawn on the dashboard's time axis. */
  heatmaps: LatencyCells[];
  /** Other time series and tables without stacks: shown as chips, not drawn. */
  notDrawn: Array<{ refId: string; what: string }>;
}

type ReplaceVariables = (text: string, scopedVars?: ScopedVars) => string;

/** Grafana's edge: data frames in, plain columns out. Every frame of every query is read. */
export function splitFrames(
  data: Pick<PanelData, 'series' | 'request'>,
  { queries, stitchAsync }: Pick<PanelOptions, 'queries' | 'stitchAsync'>,
  replaceVariables: ReplaceVariables
): SplitFrames {
  const result: SplitFrames = { inputs: [], series: [], thresholds: new Map(), heatmaps: [], notDrawn: [] };
  for (const frame of data.series) {
    const refId = frame.refId ?? '';
    const set = queries.find((query) => query.refId === refId);
    const cells = isHeatmap(frame) ? latencyCells(frame) : undefined;
    if (cells) {
      result.heatmaps.push(cells);
      result.notDrawn.push({ refId, what: msg('latency heat map') });
      continue;
    }
    const counters = isTimeSeries(frame) ? seriesOf(frame, set?.counter, data.request?.targets, replaceVariables) : [];
    if (counters.length) {
      counters.forEach((one) => result.series.push(one));
      const thresholds = frame.fields.find((f) => f.type === FieldType.number)?.config.thresholds;
      if (thresholds && thresholds.steps.length > 1) {
        result.thresholds.set(refId, thresholds);
      }
      continue;
    }
    const source = sourceOf(frame);
    if (!holdsProfile(source)) {
      if (frame.length > 0) {
        result.notDrawn.push({ refId, what: whatIs(frame) });
      }
      continue;
    }
    const { role, probability, ...options } = set ?? {};
    result.inputs.push({
      refId,
      source,
      role,
      hints: hintsOf(frame, data.request?.targets, replaceVariables),
      options: { ...options, stitchAsync },
      cutAt: cutAt(frame, data.request?.targets, replaceVariables),
      ...(probability !== undefined && { probability }),
      labels: labelsOf(frame),
      window: windowOf(frame),
    });
    const value = frame.fields.find((f) => f.name === 'value') ?? frame.fields.find((f) => f.type === FieldType.number);
    if (value && !result.valueField) {
      result.valueField = value;
      result.valueFrame = frame;
    }
  }
  result.notDrawn.push(...withoutCounters(data, result, replaceVariables));
  return result;
}

/** A query for hardware counters that has none is a state of its own, and not zero: most virtual machines have no PMU. */
function withoutCounters(
  data: Pick<PanelData, 'request'>,
  { series, notDrawn }: SplitFrames,
  replaceVariables: ReplaceVariables
): SplitFrames['notDrawn'] {
  const answered = new Set([...series, ...notDrawn].map(({ refId }) => refId));
  return (data.request?.targets ?? []).flatMap((target: unknown) => {
    if (!isObject(target) || typeof target.expr !== 'string' || answered.has(String(target.refId)) || target.hide) {
      return [];
    }
    const kind = kindOf({ refId: '', names: [replaceVariables(target.expr)], labels: [], times: [], values: [] });
    const text = isOfKernel(kind)
      ? t('no series for {counter}', { counter: kind ?? '' })
      : t('no PMU series for {counter}', { counter: kind ?? '' });
    return kind ? [{ refId: String(target.refId), what: text }] : [];
  });
}

/** node_exporter's perf collector has software events on any machine: they say that the hardware ones are missing. */
function whatIs(frame: DataFrame): string {
  if (!isTimeSeries(frame)) {
    return msg('table without stacks');
  }
  if (isRequestRate(frame)) {
    return msg('request rate');
  }
  if (frame.fields.some(({ config }) => (config.thresholds?.steps.length ?? 0) > 1)) {
    return msg('objective');
  }
  const names = frame.fields.flatMap(({ name, labels }) => [name, labels?.__name__ ?? '']);
  return names.some((name) => /^node_perf_/.test(name))
    ? msg('software events only, no PMU series')
    : msg('time series');
}

/** Sources by the values of their first column. */
const sources = new WeakMap<object, WeakRef<Source & { kind: 'columns' }>>();

/**
 * The same source for the same values, so that what was read of it is known: Grafana makes new frames around them for the
 * panel and for its editors.
 */
function sourceOf(frame: DataFrame): Source & { kind: 'columns' } {
  const columns = frame.fields.map(columnOf);
  const flamegraph = frame.meta?.preferredVisualisationType === 'flamegraph';
  const key = columns[0]?.values;
  const known = key && sources.get(key)?.deref();
  if (
    known?.length === frame.length &&
    known.flamegraph === flamegraph &&
    known.columns.length === columns.length &&
    known.columns.every((column, i) => isEqual(column, columns[i]))
  ) {
    return known;
  }
  const source = { kind: 'columns' as const, columns, length: frame.length, flamegraph };
  if (key) {
    sources.set(key, new WeakRef(source));
  }
  return source;
}

/** Whether the readers of files have to be here for it to be read, or to be told from one that is no profile. */
export const mayHoldFile = (frame: DataFrame): boolean => needsFileReaders(sourceOf(frame));

const isEqual = (a: Column, b: Column) =>
  a.values === b.values && a.name === b.name && a.type === b.type && a.unit === b.unit && a.text === b.text;

/**
 * At how many rows an answer was cut off: Loki's line limit (`meta.limit`), the last LIMIT of a SQL text, the limit of Grafana's own SQL
 * data sources, which is in a notice. Undefined: there are fewer rows, or no limit is known.
 */
function cutAt(
  frame: DataFrame,
  targets: unknown[] | undefined,
  replaceVariables: ReplaceVariables
): number | undefined {
  const { length, meta } = frame;
  const sql = meta?.executedQueryString ?? textsOfQuery(frame, targets, replaceVariables)('rawSql');
  const said = meta?.notices?.map((notice) => /limited to (\d+)/i.exec(notice.text)?.[1]) ?? [];
  const limits = [meta?.limit, /\bLIMIT\s+(\d+)\s*;?\s*$/i.exec(sql.slice(-200))?.[1], ...said].map(Number);
  return limits.some((limit) => limit > 0 && length >= limit) ? length : undefined;
}

/** Labels that a data source hangs on its fields: they hold for the whole frame. */
const labelsOf = (frame: DataFrame): Array<[string, string]> => [
  ...new Map(frame.fields.flatMap(({ labels }) => Object.entries(labels ?? {}))),
];

export const isTimeSeries = (frame: DataFrame) =>
  frame.fields.some((f) => f.type === FieldType.time) && frame.fields.some((f) => f.type === FieldType.number);

/** Whether a frame is a series of a hardware counter, or of a ratio of them. */
export const isCounter = (frame: DataFrame, targets: unknown[]): boolean =>
  isTimeSeries(frame) && seriesOf(frame, undefined, targets, (text) => text).length > 0;

/** Figures over time, without a column that could hold stacks. */
export const isOnlySeries = (frame: DataFrame): boolean =>
  isTimeSeries(frame) && !frame.fields.some(({ type }) => type === FieldType.string || type === FieldType.enum);

/** The counters among the fields of a time series frame. */
function seriesOf(
  frame: DataFrame,
  kind: CounterKind | undefined,
  targets: unknown[] | undefined,
  replaceVariables: ReplaceVariables
): TimeSeries[] {
  const time = frame.fields.find((f) => f.type === FieldType.time)!;
  const queryText = textsOfQuery(frame, targets, replaceVariables);
  return frame.fields
    .filter((field) => field.type === FieldType.number)
    .map((field) => ({
      refId: frame.refId ?? '',
      // The query's text tells how the figures were made (rate, ratio), so it comes before names that people choose.
      names: [
        queryText('expr'),
        field.labels?.__name__,
        field.config.displayNameFromDS,
        field.config.displayName,
        field.name,
        frame.name,
      ].filter((name): name is string => Boolean(name)),
      labels: Object.entries(field.labels ?? {}),
      times: time.values,
      values: field.values,
      kind,
    }))
    .filter((series) => kindOf(series) !== undefined);
}

const COLUMN_TYPES: Partial<Record<FieldType, Column['type']>> = {
  [FieldType.number]: 'number',
  [FieldType.string]: 'string',
  [FieldType.enum]: 'enum',
  [FieldType.boolean]: 'boolean',
  [FieldType.time]: 'time',
};

export function columnOf(field: Field): Column {
  return {
    name: field.name,
    type: COLUMN_TYPES[field.type] ?? 'other',
    values: field.values,
    text: field.config.type?.enum?.text,
    unit: field.config.unit,
    nanos: field.nanos,
  };
}

/** Texts of the query that a frame answers, by their key, variables replaced; '' where there is none. */
function textsOfQuery(frame: DataFrame, targets: unknown[] | undefined, replaceVariables: ReplaceVariables) {
  const query = record(targets?.find((target) => isObject(target) && target.refId === frame.refId));
  return (key: string) => replaceVariables(text(query[key]) ?? '');
}

/**
 * The profile type is not in the frame: it is read from the query with the frame's refId, variables replaced. With the
 * Dashboard data source, or after a transformation, the request is another one, and names must tell.
 */
function hintsOf(frame: DataFrame, targets: unknown[] | undefined, replaceVariables: ReplaceVariables): RoleHints {
  const queryText = textsOfQuery(frame, targets, replaceVariables);
  const names = [
    ...frame.fields.filter((f) => f.type === FieldType.number).map((f) => f.name),
    frame.name ?? '',
    queryText('alias'),
    queryText('legendFormat'),
  ];
  return {
    profileTypeId: queryText('profileTypeId') || queryText('profile_type') || queryText('profileType'),
    names,
    refId: frame.refId,
  };
}
