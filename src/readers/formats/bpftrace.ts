import { type Bucket, fail, ok, ProfileBuilder, type Result } from '../../profile';
import { pushFrames } from '../stackText';
import { Dropped, headLines, isObject, linesOf, type Reader, type ReadProfile, type Source } from '../source';

const MAP_KEY = /^@(\w*)\[/;
const STACK_END = /^(?:(.*)?)\]: (-?\d+)$/;
const BUCKET = /^(?:[[(])(\.\.\.|-?\d+[KMGTPE]?)(?:, (\.\.\.|-?\d+[KMGTPE]?))?[\])]\s+(\d+)\s*\|/;
const SUFFIX = 'KMGTPE';

/** bpftrace prints 2K for 2048. */
function boundary(text: string): number {
  const exponent = SUFFIX.indexOf(text.slice(-1));
  return exponent < 0 ? Number(text) : Number(text.slice(0, -1)) * 1024 ** (exponent + 1);
}

/** The unit that a map's name tells: `@us`, `@off_ns`, `@usecs`; samples otherwise. */
function unitOfMap(name: string): { unit: string; factor: number } {
  const found = /(?:^|_)(ns|nsecs?|us|usecs?|ms|msecs?)(?:_|$)/i.exec(name)?.[1].toLowerCase();
  const factor = { n: 1, u: 1e3, m: 1e6 }[found?.[0] ?? ''];
  return factor ? { unit: 'nanoseconds', factor } : { unit: 'count', factor: 1 };
}

/** A map that carries time and is keyed by stacks holds off-CPU time as a rule: on-CPU profilers count. */
const typeOfMap = (name: string) =>
  unitOfMap(name).unit === 'nanoseconds' ? 'off_cpu' : name ? `@${name}` : 'samples';

/** System call named in a histogram's map: `@recvfrom_us`, `@usecs_read`; else the map itself is the frame. */
const CALLS =
  /(?:^|_)(recvfrom|recvmsg|recv|read|pread|readv|write|writev|send|sendto|sendmsg|poll|epoll_wait|select|futex|fsync|connect|accept)(?:_|$)/;

class Maps {
  readonly builder = new ProfileBuilder();
  private estimated = 0;

  /** `parts`: the key's stacks, each leaf first, kernel before user as in `@[kstack, ustack, comm]`; `tail`: what follows. */
  stack(map: string, parts: string[][], tail: string[], value: number): void {
    const { unit, factor } = unitOfMap(map);
    const frames = parts.map((part) => part.map((frame) => frame.trim().replace(/\+\d+$/, '')).reverse()).reverse();
    const stack = pushFrames(this.builder, [...tail, ...frames.flat()]);
    this.builder.sampleOf(stack, this.builder.valueType(typeOfMap(map), unit), value * factor);
  }

  /** A histogram has no stacks: its time is estimated from the middle of each bucket, under the process that it names. */
  histogram(map: string, key: string, buckets: Bucket[]): void {
    const { unit, factor } = unitOfMap(map);
    const latency = unit === 'nanoseconds' || /lat|dur|time|delay/i.test(map);
    const middle = ({ from, to }: Bucket) => (Number.isFinite(to) ? (from + to) / 2 : from);
    const sum = buckets.reduce((total, bucket) => total + Math.max(0, middle(bucket)) * bucket.count, 0);
    const call = CALLS.exec(map)?.[1];
    const frame = this.builder.frame({
      name: `latency histogram ${call ?? `@${map}`}`,
      distribution: {
        unit: latency && unit === 'nanoseconds' ? 'nanoseconds' : '',
        buckets: buckets.map((b) => ({ ...b, from: b.from * factor, to: b.to * factor })),
      },
    });
    const stack = this.builder.stack(pushFrames(this.builder, key ? [key] : []), frame);
    this.estimated++;
    this.builder.sampleOf(stack, this.builder.valueType('off_cpu', unit), sum * factor);
  }

  finish(dropped: Dropped): Result<ReadProfile> {
    const profile = this.builder.isEmpty ? undefined : this.builder.finish();
    if (!profile) {
      return fail('No map with stacks and no histogram in this bpftrace output.', {
        remedy: 'Print a map keyed by stacks, such as @[kstack, ustack, comm] = count(), or a hist().',
      });
    }
    const warnings = dropped.warnings('line');
    if (this.estimated) {
      warnings.push({
        message: 'Time of a histogram is estimated from the middle of its buckets; it names a process, not a function.',
      });
    }
    return ok({ profile, dropped: dropped.count, warnings });
  }
}

/** Text or `-f json` of bpftrace: maps keyed by stacks, and hist()/lhist(). Counters and stats() are counted as left out. */
export const bpftrace: Reader = {
  id: 'bpftrace',
  label: 'bpftrace',

  matches(source) {
    const lines = headLines(source).filter((line) => line.trim());
    const told = lines.some(
      (line) => /^Attaching \d+ probe/.test(line) || /^\{"type": ?"(?:attached_probes|map|hist|stats)"/.test(line)
    );
    if (told) {
      return 'yes';
    }
    return lines.some(
      (line) => /^@\w*\[?.*$/.test(line) && (line.trimEnd().endsWith('[') || /^@\w*(?:\[.*\])?: ?$/.test(line))
    )
      ? 'yes'
      : 'no';
  },

  read(source: Source): Result<ReadProfile> {
    if (source.kind !== 'text') {
      return fail('bpftrace output is text, not a table.');
    }
    return /^\s*\{/m.test(source.text.slice(0, 500)) ? readJson(source.text) : readText(source.text);
  },
};

function readText(text: string): Result<ReadProfile> {
  const maps = new Maps();
  const dropped = new Dropped();
  let stack: { map: string; parts: string[][] } | undefined;
  let hist: { map: string; key: string; buckets: Bucket[] } | undefined;
  const endHist = () => {
    if (hist?.buckets.length) {
      maps.histogram(hist.map, hist.key, hist.buckets);
    }
    hist = undefined;
  };
  for (const { line, number } of linesOf(text)) {
    if (stack) {
      const end = STACK_END.exec(line);
      if (end) {
        // ", , consumer" or "consumer": the stacks that are empty leave blanks between commas
        const tail = (end[1] ?? '')
          .split(', ')
          .map((part) => part.replace(/^,\s*/, '').trim())
          .filter((part) => part && part !== ',');
        maps.stack(stack.map, stack.parts, tail, Number(end[2]));
        stack = undefined;
      } else if (/^,\s*$/.test(line)) {
        stack.parts.push([]);
      } else if (line.trim()) {
        stack.parts[stack.parts.length - 1].push(line);
      }
      continue;
    }
    const bucket = hist && BUCKET.exec(line);
    if (hist && bucket) {
      const [, from, to, count] = bucket;
      const low = from === '...' ? 0 : boundary(from);
      hist.buckets.push({
        from: low,
        to: to === undefined ? low + 1 : to === '...' ? Infinity : boundary(to),
        count: Number(count),
      });
      continue;
    }
    endHist();
    if (!line.trim() || /^Attaching \d+ probe/.test(line)) {
      continue;
    }
    if (MAP_KEY.test(line) && line.trimEnd().endsWith('[')) {
      stack = { map: MAP_KEY.exec(line)![1], parts: [[]] };
      continue;
    }
    const head = /^@(\w*)(?:\[(.*)\])?: ?$/.exec(line);
    if (head) {
      hist = { map: head[1], key: head[2] ?? '', buckets: [] };
    } else {
      dropped.add(number, `no stack and no histogram: ${line.slice(0, 80)}`);
    }
  }
  endHist();
  if (stack) {
    dropped.add(text.split('\n').length, 'the output ends inside a stack');
  }
  return maps.finish(dropped);
}

function readJson(text: string): Result<ReadProfile> {
  const maps = new Maps();
  const dropped = new Dropped();
  for (const { line, number } of linesOf(text)) {
    if (!line.trim()) {
      continue;
    }
    let json: unknown;
    try {
      json = JSON.parse(line);
    } catch {
      dropped.add(number, 'not a line of JSON');
      continue;
    }
    const { type, data } = isObject(json) ? json : {};
    for (const [name, content] of isObject(data) ? Object.entries(data) : []) {
      const map = name.replace(/^@/, '');
      if (type === 'map' && isObject(content)) {
        for (const [key, value] of Object.entries(content)) {
          if (key.includes('\n') && typeof value === 'number') {
            // Stacks lie between line feeds, keys beside them between commas.
            const [tail, stacks] = [[] as string[], [[]] as string[][]];
            for (const part of key.split('\n')) {
              if (/^\s/.test(part) && part.trim()) {
                stacks[stacks.length - 1].push(part);
              } else if (part.startsWith(',')) {
                tail.push(
                  ...part
                    .split(',')
                    .map((word) => word.trim())
                    .filter(Boolean)
                );
                stacks.push([]);
              }
            }
            maps.stack(map, stacks, tail, value);
          } else {
            dropped.add(number, `@${map} has a key that is no stack`);
          }
        }
      } else if (type === 'hist') {
        const byKey: Array<[string, unknown]> = Array.isArray(content)
          ? [['', content]]
          : isObject(content)
            ? Object.entries(content)
            : [];
        for (const [key, buckets] of byKey) {
          maps.histogram(
            map,
            key,
            (Array.isArray(buckets) ? buckets : []).flatMap((b): Bucket[] =>
              isObject(b) && typeof b.count === 'number'
                ? [{ from: Number(b.min ?? 0), to: typeof b.max === 'number' ? b.max + 1 : Infinity, count: b.count }]
                : []
            )
          );
        }
      } else if (type !== 'attached_probes') {
        dropped.add(number, `@${map} holds no stacks`);
      }
    }
  }
  return maps.finish(dropped);
}
