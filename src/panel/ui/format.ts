import {
  type Field,
  formattedValueToString,
  getDisplayProcessor,
  getValueFormat,
  type GrafanaTheme2,
} from '@grafana/data';
import { type Metric, METRIC_INFO } from '../../analysis/index';
import { grafanaUnit, unitOf } from '../../profile/index';

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

/** A counter's figure: shares in percent, others as they are. */
export const formatCounter = (metric: Metric, value: number): string =>
  !Number.isFinite(value)
    ? '–'
    : METRIC_INFO[metric].share
      ? percent(value)
      : value >= 100
        ? value.toFixed(0)
        : value.toFixed(2);

/** "+12 %": against the baseline, in percent of it; "±0 %" where nothing is left after rounding. */
export function formatChange(value: number, baseline: number): string {
  const change = Math.round((value / baseline - 1) * 1000) / 10;
  if (!Number.isFinite(change)) {
    return '–';
  }
  if (change === 0) {
    return '±0 %';
  }
  return `${change < 0 ? '−' : '+'}${Math.abs(change).toFixed(Math.abs(change) < 10 ? 1 : 0)} %`;
}

/** The clipboard is not there on pages without TLS: then a text area is copied the old way. */
export function copyText(text: string): void {
  if (navigator.clipboard) {
    void navigator.clipboard.writeText(text);
    return;
  }
  const area = document.createElement('textarea');
  area.value = text;
  area.style.position = 'fixed';
  document.body.append(area);
  area.select();
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only way without TLS
  document.execCommand('copy');
  area.remove();
}

/** A spreadsheet runs a cell that begins like a formula: such text is given a leading apostrophe. */
const csvCell = (value: string | number): string => {
  const text = typeof value === 'number' ? String(value) : /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

export const toCsv = (head: string[], rows: Array<Array<string | number>>): string =>
  [head, ...rows].map((row) => row.map(csvCell).join(',')).join('\r\n') + '\r\n';

/** Hands the viewer a file that the page has made. */
export function download(name: string, type: string, content: BlobPart): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** "+3.2 pp": a difference of two shares in percentage points; "±0 pp" where nothing is left after rounding. */
export function points(difference: number): string {
  const rounded = Math.round(difference * 1000) / 10;
  if (!Number.isFinite(rounded)) {
    return '–';
  }
  return rounded === 0 ? '±0\u00a0pp' : `${rounded < 0 ? '−' : '+'}${Math.abs(rounded).toFixed(1)}\u00a0pp`;
}
