import {
  type Field,
  formattedValueToString,
  getDisplayProcessor,
  getValueFormat,
  type GrafanaTheme2,
} from '@grafana/data';
import { grafanaUnit, unitOf } from '../profile';

export type Format = (value: number) => string;

/**
 * Weights are kept in base units (ns, samples, bytes). Where the field says otherwise, by the data source or by the
 * panel's field config (unit, decimals), its own processor formats; else Grafana's format of the base unit does.
 */
export function formatterFor(unit: string, field: Field | undefined, theme: GrafanaTheme2): Format {
  const configured = field?.config.unit;
  if (field && configured && unitOf(configured).kind === unitOf(unit).kind) {
    const { factor } = unitOf(configured);
    const display = field.display ?? getDisplayProcessor({ field, theme });
    return (value) => formattedValueToString(display(value / factor));
  }
  const format = getValueFormat(grafanaUnit(unit));
  const decimals = field?.config.decimals;
  return (value) => formattedValueToString(format(value, decimals));
}

/** 0.4267 → "42.7 %", with a no-break space; tiny shares are not rounded to nothing. */
export function percent(share: number): string {
  if (!Number.isFinite(share)) {
    return '–';
  }
  const value = share * 100;
  return value !== 0 && Math.abs(value) < 0.05 ? `${value < 0 ? '>-' : '<'}0.1 %` : `${value.toFixed(1)} %`;
}
