import { max, min } from 'd3';
import { message, type Message } from '../../profile/message';
import { type CounterRow } from './model';

/** Points must cover this share of the range, or it is said. */
const COVERED = 0.8;

/** What lowers the trust in counters beside a profile: scope, multiplexing, other hosts, other times. In words. */
export function counterCaveats(
  rows: CounterRow[],
  range: { from: number; to: number },
  profileLabels: Map<string, string[]>
): Message[] {
  const caveats: Message[] = [];
  if (rows.some(({ scope }) => scope === 'host')) {
    caveats.push(message('counters are of the whole host'));
  }
  if (rows.some(({ names }) => names.some((name) => name.includes('node_perf_')))) {
    caveats.push(message('node_exporter does not scale multiplexed counters'));
  }
  const timed = rows.filter(({ times }) => times.length > 1);
  const first = min(timed, ({ times }) => times[0]) ?? NaN;
  const last = max(timed, ({ times }) => times[times.length - 1]) ?? NaN;
  const covered = (Math.min(last, range.to) - Math.max(first, range.from)) / (range.to - range.from);
  if (covered < COVERED) {
    caveats.push(message('counters cover {share} % of the range', { share: Math.max(0, Math.round(covered * 100)) }));
  }
  // Only a label that both carry can say that they are of different things.
  const strange = rows
    .flatMap(({ instances }) => instances.flatMap(({ labels }) => labels.split(', ')))
    .map((label) => label.split('='))
    .find(([name, value]) => profileLabels.get(name)?.includes(value) === false);
  if (strange) {
    caveats.push(message('counters of {label}, which is not in the profile', { label: strange.join(' ') }));
  }
  return caveats;
}
