import { fail, ok, type Problem, ProfileBuilder, type Result } from '../../profile';
import { Dropped, isObject, jsonOf, type Reader, type ReadProfile, type Source } from '../source';

type Json = Record<string, unknown>;
type Column = readonly unknown[];

/**
 * Profiles of the Firefox Profiler (firefox-devtools/profiler, docs-developer: processed format, tables of a thread or shared;
 * and the Gecko format, whose tables are rows with a schema): Firefox, samply, Python's profiling.sampling, perf's gecko script.
 * A sample stands for the sampling interval times its weight: wall time, since all threads are sampled by the clock. How much of
 * it ran is known from `threadCPUDelta`, or from Python's markers `On CPU`: then the file has CPU and wall time.
 */
export const firefox: Reader = {
  id: 'firefox',
  label: 'Firefox Profiler',

  matches(source) {
    const json = jsonOf(source);
    if (!isObject(json) || !isObject(json.meta)) {
      return 'no';
    }
    const told = 'preprocessedProfileVersion' in json.meta || ('version' in json.meta && 'interval' in json.meta);
    return told && Array.isArray(json.threads) ? 'yes' : 'no';
  },

  read(source: Source): Result<ReadProfile> {
    const json = jsonOf(source);
    const processes = isObject(json) ? processesOf(json) : [];
    const threads = processes.flatMap(threadsOf);
    const interval = processes.map(({ meta }) => number(object(meta).interval)).find((ms) => ms > 0) ?? 1;
    const meta = object(isObject(json) ? json.meta : undefined);
    const running = threads.reduce(
      (sum, { samples, cpu }) => sum + samples.reduce((all, _, i) => all + (cpu?.(i) ?? 0), 0),
      0
    );
    const elapsed = threads.reduce(
      (sum, { samples }) => sum + samples.reduce((all, { weight }) => all + weight * interval, 0),
      0
    );
    const builder = new ProfileBuilder();
    const wall = builder.valueType(typeOf(threads, running, elapsed), unitOf(threads));
    const cpu = running > 0 && running < elapsed * ONLY_CPU ? builder.valueType('cpu', 'nanoseconds') : -1;
    builder.primary = wall;
    builder.clock = /firefox|fenix|thunderbird/i.test(String(meta.product ?? '')) ? 'utc' : 'monotonic';
    const start = builder.clock === 'utc' ? number(meta.startTime) : 0;
    const dropped = new Dropped();
    threads.forEach((thread, at) =>
      addThread(builder, thread, { at, wall, cpu, interval, start, several: threads.length > 1 }, dropped)
    );
    if (builder.isEmpty) {
      return fail('The profile of the Firefox Profiler holds no sample.', {
        remedy: 'Record for longer, or with a higher rate.',
      });
    }
    return ok({
      profile: builder.finish(),
      dropped: dropped.count,
      warnings: [...dropped.warnings('sample'), ...unnamed(threads)],
    });
  },
};

/** A recording of running threads only (samply without context switches) has no other time: it is CPU time and no more. */
const ONLY_CPU = 0.95;
const NANOSECONDS = 1e6; // of a millisecond

interface Sample {
  stack: number;
  /** ms since the start of the profile; NaN where it is not known. */
  time: number;
  /** Samples, ms or bytes, by the thread's weight type. */
  weight: number;
}

interface Thread {
  name: string;
  process: string;
  samples: Sample[];
  weightType: string;
  /** ms that ran since the sample before, where that was recorded. */
  cpu?(sample: number): number;
  stacks: { prefix: Column; frame: Column };
  frame(index: number): { name: string; file: string; line: number } | undefined;
}

const object = (value: unknown): Json => (isObject(value) && !Array.isArray(value) ? value : {});
const column = (value: unknown): Column => (Array.isArray(value) ? value : []);
const number = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0);

/** Gecko profiles hold those of the other processes. */
function processesOf(json: Json): Json[] {
  const found: Json[] = [];
  const open: unknown[] = [json];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (isObject(next)) {
      found.push(next as Json);
      open.push(...column(next.processes).slice(0, 1000));
    }
  }
  return found;
}

/** A table by columns; rows with a schema are turned. */
function tableOf(value: unknown): Json {
  const { schema, data, ...rest } = object(value);
  if (!isObject(schema) || !Array.isArray(data)) {
    return object(value);
  }
  const rows = data.map(column);
  return {
    ...rest,
    ...Object.fromEntries(
      Object.entries(schema).map(([name, at]) => [name, rows.map((row) => row[number(at)] ?? null)])
    ),
  };
}

function threadsOf(process: Json): Thread[] {
  const shared = object(process.shared);
  const units = object(object(process.meta).sampleUnits);
  return column(process.threads)
    .filter(isObject)
    .map((thread): Thread => {
      const table = (name: string) => tableOf(thread[name] ?? shared[name]);
      const strings = column(thread.stringArray ?? thread.stringTable ?? shared.stringArray);
      const samples = tableOf(thread.samples);
      const stackTable = table('stackTable');
      const deltas = column(samples.threadCPUDelta);
      const read = samplesOf(samples);
      const states = onCpu(table('markers'), strings);
      const interval = number(object(process.meta).interval) || 1;
      return {
        name: String(thread.name ?? ''),
        process: String(thread.processName ?? ''),
        samples: read,
        weightType: String(samples.weightType ?? 'samples'),
        cpu: deltas.some((delta) => number(delta) > 0)
          ? (i) => number(deltas[i]) * (CPU_UNITS.get(String(units.threadCPUDelta ?? 'µs')) ?? 0)
          : states && ((i) => (states(read[i].time) ? read[i].weight * interval : 0)),
        stacks: { prefix: column(stackTable.prefix), frame: column(stackTable.frame) },
        frame: frameReader(table, strings, shared),
      };
    });
}

/** In ms. Cycles are no time. */
const CPU_UNITS = new Map([
  ['ns', 1e-6],
  ['µs', 1e-3],
  ['us', 1e-3],
  ['ms', 1],
]);

function samplesOf({ stack, time, timeDeltas, weight }: Json): Sample[] {
  const [times, deltas, weights] = [column(time), column(timeDeltas), column(weight)];
  let at = 0;
  return column(stack).map((own, i) => {
    at = deltas.length ? at + number(deltas[i]) : typeof times[i] === 'number' ? (times[i] as number) : NaN;
    return { stack: typeof own === 'number' ? own : -1, time: at, weight: weights.length ? number(weights[i]) : 1 };
  });
}

/** Whether a thread ran at a time, by the markers of Python's profiling.sampling; undefined where there are none. */
function onCpu({ name, startTime, endTime }: Json, strings: Column): ((time: number) => boolean) | undefined {
  const names = column(name).map((index) => strings[number(index)]);
  const spans = names
    .flatMap((own, i) => (own === 'On CPU' ? [[number(column(startTime)[i]), number(column(endTime)[i])]] : []))
    .sort((a, b) => a[0] - b[0]);
  if (!spans.length && !names.includes('Off CPU')) {
    return undefined;
  }
  return (time) => {
    let [low, high] = [0, spans.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      spans[middle][0] <= time ? (low = middle + 1) : (high = middle);
    }
    return low > 0 && time < spans[low - 1][1];
  };
}

function frameReader(table: (name: string) => Json, strings: Column, shared: Json): Thread['frame'] {
  const [frames, functions, resources, sources] = [
    table('frameTable'),
    table('funcTable'),
    table('resourceTable'),
    tableOf(shared.sources),
  ];
  const text = (index: unknown) => (typeof index === 'number' ? String(strings[index] ?? '') : '');
  const at = (own: unknown, index: number) => column(own)[index];
  return (index) => {
    // The Gecko format has one text: the name, or `name (file:line)`.
    if (frames.location !== undefined) {
      const location = text(at(frames.location, index));
      return location ? { name: location, file: '', line: number(at(frames.line, index)) } : undefined;
    }
    const func = at(frames.func, index);
    if (typeof func !== 'number') {
      return undefined;
    }
    const name = text(at(functions.name, func));
    const resource = at(functions.resource, func);
    const binary = typeof resource === 'number' && resource >= 0 ? text(at(resources.name, resource)) : '';
    const source = at(functions.source, func);
    const file = typeof source === 'number' ? text(at(sources.filename, source)) : text(at(functions.fileName, func));
    return { name: HEX.test(name) && binary ? `${binary}+${name}` : name, file, line: number(at(frames.line, index)) };
  };
}

const HEX = /^0x[0-9a-f]+$/;

const unitOf = (threads: Thread[]) =>
  threads.some(({ weightType }) => weightType === 'bytes') ? 'bytes' : 'nanoseconds';

/** Memory profiles have bytes; without CPU figures nothing tells which threads were sampled. */
function typeOf(threads: Thread[], running: number, elapsed: number): string {
  return unitOf(threads) === 'bytes'
    ? 'alloc'
    : running === 0
      ? 'samples'
      : running < elapsed * ONLY_CPU
        ? 'wall'
        : 'cpu';
}

interface Place {
  at: number;
  wall: number;
  cpu: number;
  interval: number;
  start: number;
  several: boolean;
}

/** The stacks of the table that samples name, in the builder. A prefix stands before its stacks. */
function buildStacks(builder: ProfileBuilder, { samples, stacks, frame: frameAt }: Thread): Int32Array {
  const built = new Int32Array(stacks.frame.length).fill(-1);
  const used = new Uint8Array(built.length);
  const prefixOf = (i: number) => {
    const prefix = stacks.prefix[i];
    return typeof prefix === 'number' && prefix >= 0 && prefix < i ? prefix : -1;
  };
  samples.forEach(({ stack }) => stack >= 0 && stack < used.length && (used[stack] = 1));
  for (let i = used.length - 1; i >= 0; i--) {
    if (used[i] && prefixOf(i) >= 0) {
      used[prefixOf(i)] = 1;
    }
  }
  for (let i = 0; i < built.length; i++) {
    const at = stacks.frame[i];
    const frame = used[i] && typeof at === 'number' ? frameAt(at) : undefined;
    const above = prefixOf(i) < 0 ? -1 : built[prefixOf(i)];
    // Python and Firefox have a frame for the whole.
    const whole = above < 0 && frame?.name === '(root)';
    built[i] =
      frame && !whole ? builder.stack(above, builder.frame({ ...frame, name: frame.name || '[unknown]' })) : above;
  }
  return built;
}

function addThread(builder: ProfileBuilder, thread: Thread, place: Place, dropped: Dropped): void {
  const { wall, cpu, interval, start, several } = place;
  const { samples, weightType } = thread;
  const built = buildStacks(builder, thread);
  builder.label('thread', several && thread.name ? thread.name : undefined);
  builder.label('process', several && thread.process ? thread.process : undefined);
  const factor = weightType === 'bytes' ? 1 : weightType === 'tracing-ms' ? NANOSECONDS : interval * NANOSECONDS;
  samples.forEach(({ stack, time, weight }, i) => {
    if (stack >= built.length || weight < 0) {
      dropped.add(
        i + 1,
        `sample ${i + 1} of thread ${place.at + 1} names a stack that is not in the file, or has a negative weight`
      );
      return;
    }
    const weights = [0, 0].slice(0, builder.width);
    weights[wall] = weight * factor;
    if (cpu >= 0) {
      weights[cpu] = (thread.cpu?.(i) ?? 0) * NANOSECONDS;
    }
    builder.sample(stack < 0 ? -1 : built[stack], ...weights);
    if (Number.isFinite(time)) {
      builder.at((start + time) * NANOSECONDS);
    }
  });
}

/** Firefox and samply look names up when the profile is shown, not when it is recorded. */
function unnamed(threads: Thread[]): Problem[] {
  const names = threads.flatMap(({ stacks, frame }) =>
    stacks.frame.slice(0, 1000).map((index) => frame(number(index))?.name ?? '')
  );
  const hex = names.filter((name) => /(?:^|\+)0x[0-9a-f]+$/.test(name)).length;
  return hex > names.length / 2
    ? [
        {
          message: 'Most functions have no name: the profile was saved before their names were looked up.',
          remedy: 'Open it in the Firefox Profiler (samply load FILE), and save it there.',
        },
      ]
    : [];
}
