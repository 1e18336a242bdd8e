import { type DataFrame } from '@grafana/data';
import { useSyncExternalStore } from 'react';
import { type CounterKind, isMetric, kindOf, METRIC_INFO, type Role, ROLE_LABEL } from '../../analysis';
import { type QueryReport } from '../../prepare';
import { grafanaUnit } from '../../profile';
import { type SplitFrames } from '../grafana/dataFrames';
import { t } from '../grafana/translate';
import { type ListKind, type Mode, type QueryOptions } from './options';

/** What the panel has found out of a query: all that was not set by hand. */
export interface Detected {
  role?: Role;
  /** Nothing told the role. */
  assumed?: boolean;
  format?: string;
  unit?: string;
  /** The shown value type, where there are several. */
  valueType?: string;
  /** Of a query without stacks: what its series are. */
  series?: string[];
}

/** What the options that are on Automatic come to for the data in sight. */
export interface Automatic {
  mode: Mode;
  list: ListKind;
}

/**
 * Grafana gives an option's editor the data but not the queries, whose profile types tell what it measures: it is told what the panel has
 * found. By the values of the frames' first columns: the frames themselves are made anew for the editor.
 */
const found = new WeakMap<object, Detected>();
const chosen = new WeakMap<object, Automatic>();
let version = 0;
const listeners = new Set<() => void>();

export function noteDetected(series: DataFrame[], frames: SplitFrames, queries: QueryReport[]): void {
  const byQuery = new Map<string, Detected>();
  for (const { refId, role, origin, format, unit, valueTypes } of queries) {
    if (role !== 'baseline' || !byQuery.has(refId)) {
      byQuery.set(refId, {
        role: origin === 'set' ? undefined : role,
        assumed: origin === 'assumed',
        format,
        unit,
        valueType: valueTypes.length > 1 ? valueTypes[0] : undefined,
      });
    }
  }
  const others = new Map<string, Set<string>>();
  const add = (refId: string, what: string) => others.set(refId, (others.get(refId) ?? new Set<string>()).add(what));
  frames.notDrawn.forEach(({ refId, what }) => add(refId, t(what)));
  frames.series.forEach((one) => add(one.refId, nameOf(kindOf(one)!)));
  for (const { refId = '', fields } of series) {
    const key = fields[0]?.values;
    const what = others.get(refId);
    const detected = byQuery.get(refId) ?? (what && { series: [...what] });
    if (key && detected) {
      note(found, key, detected);
    }
  }
  listeners.forEach((listener) => listener());
}

/** Called where the panel has decided. Only what is decided by the data belongs here, not what viewer or options say. */
export function noteAutomatic(series: DataFrame[], automatic: Automatic): void {
  for (const { fields } of series) {
    if (fields.length) {
      note(chosen, fields[0].values, automatic);
    }
  }
  listeners.forEach((listener) => listener());
}

function note<T>(notes: WeakMap<object, T>, key: object, value: T): void {
  if (JSON.stringify(notes.get(key)) !== JSON.stringify(value)) {
    notes.set(key, value);
    version++;
  }
}

const nameOf = (kind: CounterKind) => (isMetric(kind) ? t(METRIC_INFO[kind].label) : kind);

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/** Renders again when the panel has found something out. */
export function useDetected(): (series: DataFrame[], refId: string) => Detected | undefined {
  useSyncExternalStore(subscribe, () => version);
  return (series, refId) =>
    series
      .filter((frame) => (frame.refId ?? '') === refId)
      .map(({ fields }) => fields[0] && found.get(fields[0].values))
      .find(Boolean);
}

/** The same for what Automatic comes to. */
export function useAutomatic(): (series: DataFrame[]) => Automatic | undefined {
  useSyncExternalStore(subscribe, () => version);
  return (series) => series.map(({ fields }) => fields[0] && chosen.get(fields[0].values)).find(Boolean);
}

/** One line: what is detected and not overruled. Undefined: nothing is. */
export function describeDetected(detected: Detected | undefined, set: Partial<QueryOptions> = {}): string | undefined {
  const { role, assumed, format, unit, valueType, series = [] } = detected ?? {};
  const parts = [
    !set.role && role && t(ROLE_LABEL[role]) + (assumed ? ` (${t('assumed')})` : ''),
    !set.valueType && valueType,
    !set.format && format,
    !set.unit && unit && grafanaUnit(unit),
    ...series,
  ].filter(Boolean);
  return parts.length ? t('detected: {what}', { what: parts.join(' · ') }) : undefined;
}
