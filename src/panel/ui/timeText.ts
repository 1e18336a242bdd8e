import { type AbsoluteTimeRange, dateTimeFormat, systemDateFormats } from '@grafana/data';
import { type TimeZone } from '@grafana/schema';

const MINUTE = 60_000;

/** Shorter ranges are told by the second, where they do not begin and end with a minute. */
const BY_THE_SECOND = 5 * MINUTE;

/**
 * Ranges as short as they can be told beside `shown`, the range that is on screen: "10:12–10:19", with the day where it is another
 * one, in Grafana's formats.
 */
export function shortTimes(ranges: AbsoluteTimeRange[], shown: AbsoluteTimeRange, timeZone: TimeZone): string {
  const { day, minute, second } = systemDateFormats.interval;
  const precise =
    ranges.some(({ from, to }) => to - from < BY_THE_SECOND) &&
    ranges.some(({ from, to }) => from % MINUTE > 0 || to % MINUTE > 0);
  const dayOf = (time: number) => dateTimeFormat(time, { timeZone, format: 'YYYY-MM-DD' });
  const moment = (time: number, beside: number) =>
    dateTimeFormat(time, {
      timeZone,
      format: `${dayOf(time) === dayOf(beside) ? '' : `${day} `}${precise ? second : minute}`,
    });
  return ranges.map(({ from, to }) => `${moment(from, shown.to)}–${moment(to, from)}`).join(', ');
}

/** One moment of a range, as short. */
export const shortTime = (time: number, { from, to }: AbsoluteTimeRange, timeZone: TimeZone): string =>
  dateTimeFormat(time, {
    timeZone,
    format:
      to - from < BY_THE_SECOND && time % MINUTE > 0
        ? systemDateFormats.interval.second
        : systemDateFormats.interval.minute,
  });

/** With the date, as Grafana writes it in full. */
export const fullTimes = (ranges: AbsoluteTimeRange[], timeZone: TimeZone): string =>
  ranges
    .map(({ from, to }) => `${dateTimeFormat(from, { timeZone })} – ${dateTimeFormat(to, { timeZone })}`)
    .join(', ');
