import { baseUnit, fail, ok, type Problem, ProfileBuilder, type Result, unitOf } from '../../profile';
import { Dropped, isNumbers, isObject, jsonOf, type Reader, type ReadProfile, type Source } from '../source';

/** Leaf marks of TraceEvent (dotnet-trace, PerfView): threads sampled by the clock, running or not. */
const WALL_MARKS = new Set(['UNMANAGED_CODE_TIME', 'CPU_TIME', 'BLOCKED_TIME']);

/** One profile of the file, and where its samples go. */
interface Target {
  builder: ProfileBuilder;
  /** Frames of the file by their index, in the builder. */
  frames: number[];
  type: number;
  factor: number;
  /** What cannot be used, and what was put right. */
  dropped: Dropped;
  mended: Dropped;
  /** 1-based number of the profile in the file. */
  row: number;
}

/**
 * speedscope's JSON (file-format-spec.ts of jlfwong/speedscope): every profile of the file (one per thread, as a rule) is read
 * and added up, its name kept as the label `thread`. Sampled: stacks from root to leaf with weights. Evented: a frame is open
 * from its O to its C event. One bad sample or event is skipped or put right, and counted; the rest is read.
 */
export const speedscope: Reader = {
  id: 'speedscope',
  label: 'speedscope',

  matches(source) {
    const json = jsonOf(source);
    const told = isObject(json) && String(json.$schema ?? '').includes('speedscope');
    return isObject(json) &&
      Array.isArray(json.profiles) &&
      isObject(json.shared) &&
      (told || Array.isArray(json.shared.frames))
      ? 'yes'
      : 'no';
  },

  read(source: Source): Result<ReadProfile> {
    const json = jsonOf(source);
    const shared =
      isObject(json) && isObject(json.shared) && Array.isArray(json.shared.frames) ? json.shared.frames : undefined;
    const profiles = isObject(json) && Array.isArray(json.profiles) ? json.profiles.filter(isObject) : [];
    if (!shared || !profiles.length) {
      return fail('The speedscope file holds no profile.', {
        remedy: 'Expected {"shared": {"frames"}, "profiles": […]}.',
      });
    }
    const builder = new ProfileBuilder();
    const [dropped, mended] = [new Dropped(), new Dropped()];
    const told: Problem[] = [];
    const names = shared.map((frame) => (isObject(frame) && typeof frame.name === 'string' ? frame.name : undefined));
    const frames = shared.map((frame, i) => {
      const { file, line } = isObject(frame) ? frame : {};
      return builder.frame({
        name: names[i] ?? '[unknown]',
        file: typeof file === 'string' ? file : undefined,
        line: typeof line === 'number' && Number.isInteger(line) ? line : undefined,
      });
    });
    const measure = names.some((name) => name !== undefined && WALL_MARKS.has(name)) ? 'wall' : 'samples';
    profiles.forEach((profile, at) => {
      const unweighted = profile.type === 'sampled' && !Array.isArray(profile.weights);
      const unit = profile.unit === 'none' || unweighted ? 'count' : String(profile.unit ?? 'count');
      if (unweighted && unitOf(String(profile.unit)).kind !== 'count') {
        told.push({
          message: `Profile ${at + 1} names ${String(profile.unit)} and has no weights: its samples are counted.`,
        });
      }
      const type = builder.valueType(measure, baseUnit(unit));
      builder.label('thread', typeof profile.name === 'string' && profiles.length > 1 ? profile.name : undefined);
      const target = { builder, frames, type, factor: unitOf(unit).factor, dropped, mended, row: at + 1 };
      if (profile.type === 'sampled' && Array.isArray(profile.samples)) {
        readSamples(profile, profile.samples, target);
      } else if (profile.type === 'evented' && Array.isArray(profile.events)) {
        readEvents(profile, profile.events, target);
      } else {
        dropped.add(target.row, `profile ${target.row} is neither sampled nor evented`);
      }
    });
    if (builder.isEmpty) {
      return fail('The speedscope file holds no sample that can be read.');
    }
    const warnings = [...told, ...dropped.warnings('item'), ...mended.warnings('event', 'put right')];
    return ok({ profile: builder.finish(), dropped: dropped.count, warnings });
  },
};

/** Share of a profile's time in words; empty where its ends are not told. */
function shareOf(weight: number, { startValue, endValue }: Record<string, unknown>): string {
  const span = Number(endValue) - Number(startValue);
  return span > 0 && weight > 0 ? ` (${Math.min(100, (weight / span) * 100).toFixed(1)} % of its profile)` : '';
}

function readSamples(profile: Record<string, unknown>, samples: unknown[], target: Target) {
  const { builder, frames, type, factor, dropped, row } = target;
  const weights: unknown[] | undefined = Array.isArray(profile.weights) ? profile.weights : undefined;
  let lost = 0;
  const bad: string[] = [];
  samples.forEach((sample, i) => {
    const weight = weights ? weights[i] : 1;
    if (typeof weight !== 'number' || !Number.isFinite(weight) || weight < 0) {
      bad.push(`sample ${i + 1} has the weight ${String(weight)}`);
    } else if (!isNumbers(sample) || sample.some((f) => frames[f] === undefined)) {
      lost += weight;
      bad.push(`sample ${i + 1} names frames that are not in the file`);
    } else {
      const stack = sample.reduce((prefix, f) => builder.stack(prefix, frames[f]), -1);
      builder.sampleOf(stack, type, weight * factor);
    }
  });
  bad.forEach((message) => dropped.add(row, `${message}${shareOf(lost, profile)}`));
}

/** How often each frame is opened less how often it is closed. */
function neverClosed(events: unknown[]): Map<unknown, number> {
  const open = new Map<unknown, number>();
  for (const event of events) {
    if (isObject(event)) {
      open.set(event.frame, (open.get(event.frame) ?? 0) + (event.type === 'O' ? 1 : -1));
    }
  }
  return open;
}

interface OpenFrame {
  frame: number;
  stack: number;
}

/** Frames that may stay open above one that is closed: more are no slip of a tracer, and each costs time. */
const MAX_ABOVE = 500;

/** Position of the innermost open frame of this index near the top, or -1. */
function openIndex(open: OpenFrame[], frame: number): number {
  const lowest = Math.max(0, open.length - 1 - MAX_ABOVE);
  for (let i = open.length - 1; i >= lowest; i--) {
    if (open[i].frame === frame) {
      return i;
    }
  }
  return -1;
}

/**
 * Time between two events belongs to the innermost open frame. An event that steps back happens at the time before it. A frame
 * that is closed while others are open above it is taken out from under them, but those that the file never closes end with it.
 */
function readEvents(profile: Record<string, unknown>, events: unknown[], target: Target) {
  const { builder, frames, type, factor, dropped, mended, row } = target;
  const unclosed = neverClosed(events);
  const open: OpenFrame[] = [];
  const push = (frame: number) =>
    open.push({ frame, stack: builder.stack(open[open.length - 1]?.stack ?? -1, frames[frame]) });
  const first = events.find((event) => isObject(event) && typeof event.at === 'number');
  let last = Number(profile.startValue ?? (isObject(first) ? first.at : 0)) || 0;
  const passTo = (time: number) => {
    if (time > last) {
      builder.sampleOf(open[open.length - 1]?.stack ?? -1, type, (time - last) * factor);
      builder.at(last * factor, (time - last) * factor);
      last = time;
    }
  };
  for (const event of events) {
    const { type: kind, frame, at: time } = isObject(event) ? event : {};
    const known = typeof frame === 'number' && frames[frame] !== undefined && (kind === 'O' || kind === 'C');
    const openAt = known ? openIndex(open, frame) : -1;
    if (!known || typeof time !== 'number' || !Number.isFinite(time) || (kind === 'C' && openAt < 0)) {
      dropped.add(row, 'an event without a frame or a time, or out of order: it closes a frame that is not open');
      continue;
    }
    if (time < last) {
      mended.add(row, `an event is out of order: at ${time} after ${last}`);
    }
    passTo(time);
    if (kind === 'O') {
      push(frame);
      continue;
    }
    const above = open.splice(openAt).slice(1);
    if (above.length) {
      mended.add(row, 'an event is out of order: it closes a frame under others that are open');
    }
    above.filter((other) => !((unclosed.get(other.frame) ?? 0) > 0)).forEach((other) => push(other.frame));
  }
  passTo(Number(profile.endValue ?? last));
}
