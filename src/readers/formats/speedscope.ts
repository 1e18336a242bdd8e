import { baseUnit, fail, ok, ProfileBuilder, type Result, unitOf } from '../../profile';
import { Dropped, isNumbers, isObject, jsonOf, type Reader, type ReadProfile, type Source } from '../source';

/**
 * speedscope's JSON: every profile of the file (one a thread, as a rule) is read and added up, its name kept as the label
 * `thread`. Sampled: stacks from root to leaf with weights. Evented: a frame is open from its O to its C event; an event
 * that closes another frame than the last one opened ends that profile's reading there, and is counted.
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
    const dropped = new Dropped();
    const frames = shared.map((frame) => {
      const { name, file, line } = isObject(frame) ? frame : {};
      return builder.frame({
        name: typeof name === 'string' ? name : '[unknown]',
        file: typeof file === 'string' ? file : undefined,
        line: typeof line === 'number' && Number.isInteger(line) ? line : undefined,
      });
    });
    profiles.forEach((profile, at) => {
      const unit = profile.unit === 'none' ? 'count' : String(profile.unit ?? 'count');
      const { factor } = unitOf(unit);
      const type = builder.valueType('samples', baseUnit(unit));
      builder.label('thread', typeof profile.name === 'string' && profiles.length > 1 ? profile.name : undefined);
      const where = at + 1;
      if (profile.type === 'sampled' && Array.isArray(profile.samples)) {
        const weights = isNumbers(profile.weights) ? profile.weights : [];
        profile.samples.forEach((sample, i) => {
          const weight = weights[i] ?? 1;
          if (!isNumbers(sample) || sample.some((f) => frames[f] === undefined) || weight < 0) {
            dropped.add(where, `sample ${i + 1} names frames that are not in the file, or has a negative weight`);
            return;
          }
          builder.sampleOf(
            sample.reduce((stack, f) => builder.stack(stack, frames[f]), -1),
            type,
            weight * factor
          );
        });
      } else if (profile.type === 'evented' && Array.isArray(profile.events)) {
        const open: Array<{ frame: number; stack: number }> = [];
        let last = Number(profile.startValue ?? 0);
        for (const event of profile.events) {
          const { type: kind, frame, at: time } = isObject(event) ? event : {};
          const top = open[open.length - 1];
          const ordered = typeof time === 'number' && Number.isFinite(time) && time >= last;
          if (
            !ordered ||
            typeof frame !== 'number' ||
            frames[frame] === undefined ||
            (kind === 'C' && top?.frame !== frame)
          ) {
            dropped.add(where, 'an event is out of order, or closes a frame that is not open');
            break;
          }
          if (time > last) {
            builder.sampleOf(top ? top.stack : -1, type, (time - last) * factor);
            last = time;
          }
          if (kind === 'O') {
            open.push({ frame, stack: builder.stack(top ? top.stack : -1, frames[frame]) });
          } else {
            open.pop();
          }
        }
      } else {
        dropped.add(where, `profile ${where} is neither sampled nor evented`);
      }
    });
    if (builder.isEmpty) {
      return fail('The speedscope file holds no sample that can be read.');
    }
    return ok({ profile: builder.finish(), dropped: dropped.count, warnings: dropped.warnings('sample') });
  },
};
