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
import { DEFAULT_OPTIONS, type PanelOptions } from '../../src/panel/options/options';

const RANGE = { from: dateTime(0), to: dateTime(60_000), raw: { from: dateTime(0), to: dateTime(60_000) } };

/** The queries of a CPU and a wall profile, by refId. */
export const REF = { cpu: 'A', wall: 'B' };
const labelSelector = '{service_name="consumer"}';
export const TARGETS = [
  { refId: REF.cpu, profileTypeId: 'process_cpu:cpu:nanoseconds:cpu:nanoseconds', labelSelector },
  { refId: REF.wall, profileTypeId: 'wall:wall:nanoseconds:wall:nanoseconds', labelSelector },
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

interface CallNode {
  total: number;
  self: number;
  children: Map<string, CallNode>;
}

const newNode = (): CallNode => ({ total: 0, self: 0, children: new Map() });

/** The sum of folded files as such a frame, every figure times `scale`; independent of the panel's own reader. */
export function nestedSetFrame(refId: string, foldedFiles: string[], scale = 1): DataFrame {
  const root = newNode();
  for (const line of foldedFiles.join('\n').split('\n')) {
    const blank = line.lastIndexOf(' ');
    const value = Number(line.slice(blank + 1)) * scale;
    if (blank < 0 || !value) {
      continue;
    }
    let node = root;
    node.total += value;
    for (const name of line.slice(0, blank).split(';')) {
      const child = node.children.get(name) ?? newNode();
      node.children.set(name, child);
      child.total += value;
      node = child;
    }
    node.self += value;
  }
  const rows = { level: [] as number[], value: [] as number[], self: [] as number[], label: [] as number[] };
  const names: string[] = [];
  const ids = new Map<string, number>();
  const open: Array<[string, CallNode, number]> = [['total', root, 0]];
  while (open.length) {
    const [name, node, level] = open.pop()!;
    if (!ids.has(name)) {
      ids.set(name, names.length);
      names.push(name);
    }
    rows.level.push(level);
    rows.value.push(node.total);
    rows.self.push(node.self);
    rows.label.push(ids.get(name)!);
    [...node.children]
      .sort((a, b) => a[1].total - b[1].total)
      .forEach(([childName, child]) => open.push([childName, child, level + 1]));
  }
  return flameFrame(refId, rows, names);
}

const nothing = () => undefined;
/** Grafana hands out the same ones at every render. */
const UNCHANGED = {
  fieldConfig: { defaults: {}, overrides: [] },
  replaceVariables: (text: string) => text,
  onOptionsChange: nothing,
  onFieldConfigChange: nothing,
  onChangeTimeRange: nothing,
};

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
    renderCounter: 0,
    eventBus,
    ...UNCHANGED,
    ...more,
  };
}
