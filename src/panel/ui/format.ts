import {
  type Field,
  type FormattedValue,
  formattedValueToString,
  getDisplayProcessor,
  getValueFormat,
  type GrafanaTheme2,
} from '@grafana/data';
import { type Metric, METRIC_INFO } from '../../analysis';
import { grafanaUnit, rememberByName, unitOf } from '../../profile';
import { language, t } from '../grafana/translate';

export type Format = (value: number) => string;

/**
 * Weights are kept in base units (ns, samples, bytes). Where the field says otherwise, by the data source or by the
 * panel's field config (unit, decimals), its own processor formats; else Grafana's format of the base unit does. Grafana writes a
 * decimal point in every language: beside shares in the viewer's language, its figures get their decimal mark, too.
 */
export function formatterFor(unit: string, field: Field | undefined, theme: GrafanaTheme2): Format {
  const configured = field?.config.unit;
  if (field && configured && unitOf(configured).kind === unitOf(unit).kind) {
    const { factor } = unitOf(configured);
    const display = displayOf(field, theme);
    return (value) => inTheirLanguage(display(value / factor));
  }
  const format = getValueFormat(grafanaUnit(unit));
  const decimals = field?.config.decimals;
  return (value) => inTheirLanguage(format(value, decimals));
}

/** Without its values, which Grafana adds up for a scale of colours: a million rows take longer than the graph. */
const displayOf = (field: Field, theme: GrafanaTheme2) =>
  field.display ?? getDisplayProcessor({ field: { ...field, values: [] }, theme });

/** Figures of a field as its config says: unit, decimals. */
export function formatField(field: Field | undefined, theme: GrafanaTheme2): Format {
  const display = field && displayOf(field, theme);
  return display ? (value) => inTheirLanguage(display(value)) : (value) => figure(value, 2);
}

/** 640,000,000 ns → "640 ms". */
export const formatTime: Format = (ns) => inTheirLanguage(getValueFormat('ns')(ns));

const inTheirLanguage = (value: FormattedValue): string =>
  formattedValueToString({ ...value, text: value.text.replace(/^(-?\d+)\.(?=\d+$)/, `$1${figure(0.1, 1).charAt(1)}`) });

/** Figures in the viewer's language: `decimals` digits behind its decimal mark, nothing between thousands; -0 is 0. */
export const figure = (value: number, decimals: number): string =>
  figureFormat(`${language()} ${decimals}`).format(value || 0);

const figureFormat = rememberByName((key: string) => {
  const [spoken, decimals] = key.split(' ');
  const digits = { minimumFractionDigits: Number(decimals), maximumFractionDigits: Number(decimals) };
  return new Intl.NumberFormat(spoken, { ...digits, useGrouping: false });
});

/** No-break. */
const SPACE = '\u00a0';
const NOT_KNOWN = '–';
/** Less than this would be rounded to 0.0 %, or to 0.0 pp: it is nothing to be shown. */
export const LEAST_SHARE = 0.0005;

/** 0.4267 → "42.7 %", in German "42,7 %"; tiny shares are not rounded to nothing. */
export function percent(share: number): string {
  if (!Number.isFinite(share)) {
    return NOT_KNOWN;
  }
  return share !== 0 && Math.abs(share) < LEAST_SHARE
    ? `${share < 0 ? '>-' : '<'}${figure(0.1, 1)}${SPACE}%`
    : `${figure(share * 100, 1)}${SPACE}%`;
}

/** 0.032 → "+3.2 pp": the difference of two shares, in percentage points; "±0 pp" where nothing is left after rounding. */
export const points = (delta: number): string => signed(delta * 100, 1, t('pp'));

/** "+12 %": against the baseline, in percent of it; "±0 %" where nothing is left after rounding. */
export function formatChange(value: number, baseline: number): string {
  const change = (value / baseline - 1) * 100;
  return signed(change, Math.abs(change) < 9.95 ? 1 : 0, '%');
}

function signed(value: number, decimals: number, unit: string): string {
  if (!Number.isFinite(value)) {
    return NOT_KNOWN;
  }
  const rounded = Math.round(Math.abs(value) * 10 ** decimals) / 10 ** decimals;
  const digits = rounded === 0 ? '±0' : `${value < 0 ? '−' : '+'}${figure(rounded, decimals)}`;
  return `${digits}${SPACE}${unit}`;
}

/** A counter's figure: shares in percent, others as they are. */
export const formatCounter = (metric: Metric, value: number): string =>
  !Number.isFinite(value)
    ? NOT_KNOWN
    : METRIC_INFO[metric].share
      ? percent(value)
      : figure(value, value >= 100 ? 0 : 2);

export { toCsv } from '../../writers';

/** Hands the viewer a file that the page has made. */
export function download(name: string, type: string, content: BlobPart): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
