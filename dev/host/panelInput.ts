// What Grafana hands the panel, for pages that mount it without a dashboard: the bench and the lifecycle tests.
import {
  createDataFrame,
  type DataFrame,
  dateTime,
  type EventBus,
  FieldType,
  LoadingState,
  type PanelData,
  type PanelProps,
} from '@grafana/data';
import { DEFAULT_OPTIONS, type PanelOptions } from '../../src/panel/options';

const RANGE = { from: dateTime(0), to: dateTime(60_000), raw: { from: dateTime(0), to: dateTime(60_000) } };

/** The queries of a CPU and a wall profile, by refId. */
export const REF = { cpu: 'A', wall: 'B' };
const TARGETS = [
  { refId: REF.cpu, profileTypeId: 'process_cpu:cpu:nanoseconds:cpu:nanoseconds' },
  { refId: REF.wall, profileTypeId: 'wall:wall:nanoseconds:wall:nanoseconds' },
];

/** The frame as Pyroscope's data source builds it: nested set, depth first, labels as an enum, nanoseconds. */
export function flameFrame(
  refId: string,
  rows: { level: number[]; value: number[]; self: number[]; label: number[] },
  names: string[]
): DataFrame {
  return createDataFrame({
    refId,
    name: 'response',
    meta: { preferredVisualisationType: 'flamegraph' },
    fields: [
      { name: 'level', type: FieldType.number, values: rows.level },
      { name: 'value', type: FieldType.number, values: rows.value, config: { unit: 'ns' } },
      { name: 'self', type: FieldType.number, values: rows.self, config: { unit: 'ns' } },
      { name: 'label', type: FieldType.enum, values: rows.label, config: { type: { enum: { text: names } } } },
    ],
  });
}

export function panelProps(
  data: Pick<PanelData, 'series'> & Partial<PanelData>,
  { eventBus, ...more }: { eventBus: EventBus } & Partial<PanelProps<PanelOptions>>
): PanelProps<PanelOptions> {
  return {
    id: 1,
    title: 'Panel',
    transparent: false,
    width: 1200,
    height: 700,
    data: { state: LoadingState.Done, timeRange: RANGE, request: { targets: TARGETS } as never, ...data },
    timeRange: RANGE,
    timeZone: 'utc',
    options: DEFAULT_OPTIONS,
    fieldConfig: { defaults: {}, overrides: [] },
    renderCounter: 0,
    eventBus,
    replaceVariables: (text) => text,
    onOptionsChange: () => undefined,
    onFieldConfigChange: () => undefined,
    onChangeTimeRange: () => undefined,
    ...more,
  };
}
