import { dateTimeFormat, systemDateFormats } from '@grafana/data';
import { type TimeZone } from '@grafana/schema';
import { type QueryReport, type TimeSpan } from '../../prepare';
import { type Clock } from '../../profile';
import { t } from '../grafana/translate';
import { figure } from './format';

/** Which clock the samples' times are of, and the first of them in ns. */
export interface TimeAxis {
  clock: Clock;
  from: number;
}

/** The axis of the present; without a sample that has a time, moments since 1970. */
export function timeAxis(queries: QueryReport[]): TimeAxis {
  const recorded = queries.flatMap(({ role, recorded }) => (recorded && role !== 'baseline' ? [recorded] : []));
  const clock = recorded[0]?.clock ?? 'utc';
  const begins = recorded.filter((one) => one.clock === clock).map(({ from }) => from * 1e6);
  return { clock, from: begins.length ? Math.min(...begins) : 0 };
}

/**
 * "10:34:12.300–10:34:12.480"; of a clock with an unknown start, from the first sample on: "12.30–12.48 s". Of several times the
 * first, and how many there are beside it.
 */
export function sampleTimes(times: TimeSpan[], axis: TimeAxis, timeZone: TimeZone): string {
  const [{ from, to }] = times;
  const first = axis.clock === 'utc' ? ofDay(from, to, timeZone) : sinceFirst(from - axis.from, to - axis.from);
  return times.length > 1 ? t('{first} and {count} more', { first, count: times.length - 1 }) : first;
}

function ofDay(from: number, to: number, timeZone: TimeZone): string {
  const isWhole = [from, to].every((ns) => Math.round(ns / 1e6) % 1000 === 0);
  const format =
    to - from < 60e9 && !isWhole ? `${systemDateFormats.interval.second}.SSS` : systemDateFormats.interval.second;
  const moment = (ns: number) => dateTimeFormat(Math.round(ns / 1e6), { timeZone, format });
  return `${moment(from)}–${moment(to)}`;
}

/** As many digits as tell the two apart. */
function sinceFirst(from: number, to: number): string {
  const digits = Math.min(9, Math.max(0, 1 + Math.ceil(-Math.log10((to - from) / 1e9))));
  const seconds = (ns: number) => figure(Math.max(0, ns) / 1e9, digits);
  return t('{from}–{to} s', { from: seconds(from), to: seconds(to) });
}
