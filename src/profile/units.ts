/** What a weight measures: `{type: 'cpu', unit: 'nanoseconds'}`, `{type: 'samples', unit: 'count'}`. */
export interface ValueType {
  type: string;
  unit: string;
}

export type UnitKind = 'time' | 'count' | 'bytes' | 'unknown';

/** Factor to the base unit of its kind: nanoseconds, samples, bytes. Spellings of pprof, Grafana and SQL users. */
const UNITS = new Map<string, { kind: UnitKind; factor: number }>(
  (
    [
      ['time', 1, 'ns', 'nanosecond', 'nanoseconds'],
      ['time', 1e3, 'µs', 'us', 'microsecond', 'microseconds'],
      ['time', 1e6, 'ms', 'millisecond', 'milliseconds'],
      ['time', 1e9, 's', 'second', 'seconds'],
      ['time', 6e10, 'm', 'minute', 'minutes'],
      ['count', 1, 'short', 'none', 'count', 'counts', 'samples', 'sample', 'objects', 'contentions', ''],
      ['bytes', 1, 'bytes', 'byte', 'decbytes', 'b'],
    ] as Array<[UnitKind, number, ...string[]]>
  ).flatMap(([kind, factor, ...names]) => names.map((name) => [name, { kind, factor }] as const))
);

/** An unknown unit is kept as it is: kind `unknown`, factor 1. */
export function unitOf(unit: string | undefined): { kind: UnitKind; factor: number } {
  return UNITS.get((unit ?? '').trim().toLowerCase()) ?? { kind: 'unknown', factor: 1 };
}

const BASE_UNIT: Record<UnitKind, string> = { time: 'nanoseconds', count: 'count', bytes: 'bytes', unknown: '' };

/** The unit that values are kept in after scaling by `unitOf(unit).factor`. */
export function baseUnit(unit: string | undefined): string {
  const { kind } = unitOf(unit);
  return kind === 'unknown' ? (unit ?? '') : BASE_UNIT[kind];
}

/** Grafana's unit id (`@grafana/data` value formats) for a base unit. */
export function grafanaUnit(unit: string): string {
  switch (unitOf(unit).kind) {
    case 'time':
      return 'ns';
    case 'bytes':
      return 'bytes';
    case 'count':
      return 'short';
    default:
      return unit;
  }
}

/** Two weights may be subtracted only when both are of the same known kind, or carry the very same unit. */
export function comparable(a: string, b: string): boolean {
  const kind = unitOf(a).kind;
  return kind === unitOf(b).kind && (kind !== 'unknown' || a === b);
}
