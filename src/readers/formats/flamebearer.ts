import { fail, ok, ProfileBuilder, type Result, type ValueType } from '../../profile';
import { Dropped, isNumbers, isObject, jsonOf, type Reader, type ReadProfile, type Source } from '../source';

/** Units of Pyroscope's render API that are time; the rest counts. */
const NANOSECONDS = new Set(['lock_nanoseconds', 'nanoseconds', 'trace_nanoseconds']);

/** Units that say themselves what is counted, whatever the application is called. */
const NO_TIME = /^(?:objects|goroutines|exceptions|lock_(?:samples|nanoseconds))$/;

/** `cpu`, `wall`; the first servers put it at the end of the application's name: `shop.cart.cpu{pod="a"}`. */
const measureOf = ({ name }: Record<string, unknown>): string =>
  typeof name === 'string' ? (name.split('{', 1)[0].split('.').pop() ?? '') : '';

/** What is measured, in which unit, and what a value is multiplied by to be in it. */
function valueTypeOf(metadata: Record<string, unknown>): ValueType & { factor: number } {
  const units = String(metadata.units ?? 'samples');
  const rate = Number(metadata.sampleRate);
  const timed = units === 'samples' && rate > 0;
  const unit = NANOSECONDS.has(units) || timed ? 'nanoseconds' : units.includes('bytes') ? 'bytes' : 'count';
  const measure = measureOf(metadata) || String(metadata.spyName || units);
  const type = NO_TIME.test(units) && !/^(?:alloc|inuse)_/.test(measure) ? units : measure;
  return { type, unit, factor: timed ? 1e9 / rate : 1 };
}

interface Bar {
  start: number;
  end: number;
  stack: number;
}

/**
 * Flamebearer JSON (Pyroscope's `/render`, `/render-diff`): rows of bars, each `[offset, total, self, name]`, in a
 * double (diff) `[offset, total, self]` of left and right and the name. An offset counts from the end of the bar before;
 * the parent is the bar above. Samples with a sample rate are time: value / rate seconds, be the rate one of sampling (100)
 * or the unit of the values (1e9 in Pyroscope 1.x: ns). Double: right is shown, left is the baseline.
 */
export const flamebearer: Reader = {
  id: 'flamebearer',
  label: 'flamebearer',
  aggregated: true,

  matches(source) {
    const json = jsonOf(source);
    return isObject(json) && isObject(json.flamebearer) && Array.isArray(json.flamebearer.levels) ? 'yes' : 'no';
  },

  read(source: Source): Result<ReadProfile> {
    const json = jsonOf(source);
    const bearer = isObject(json) && isObject(json.flamebearer) ? json.flamebearer : {};
    const metadata = isObject(json) && isObject(json.metadata) ? json.metadata : bearer;
    const names = Array.isArray(bearer.names) ? bearer.names : [];
    const levels: unknown[] = Array.isArray(bearer.levels) ? bearer.levels : [];
    const double = metadata.format === 'double' || bearer.format === 'double';
    const step = double ? 7 : 4;
    const bad = levels.findIndex((level) => !isNumbers(level) || level.length % step !== 0);
    if (!levels.length || bad >= 0) {
      return fail(
        levels.length
          ? `Row ${bad + 1} of the flamebearer is no list of ${step} numbers a bar.`
          : 'The flamebearer has no rows.',
        {
          remedy: 'Expected {"flamebearer": {"names", "levels"}, "metadata": {"format": "single" | "double"}}.',
        }
      );
    }
    const { type, unit, factor } = valueTypeOf(metadata);
    const builder = double ? ProfileBuilder.differential(unit) : new ProfileBuilder([{ type, unit }]);
    const dropped = new Dropped();

    let above: Bar[] = [];
    (levels as number[][]).forEach((level, depth) => {
      const bars: Bar[] = [];
      let parent = 0;
      let x = 0;
      for (let i = 0; i < level.length; i += step) {
        const chunk = level.slice(i, i + step);
        // In a double bar both sides have an offset; the bar spans the sum of both.
        const [offset, total, self] = double ? [chunk[0] + chunk[3], chunk[1] + chunk[4], chunk[2] + chunk[5]] : chunk;
        const start = x + offset;
        x = start + total;
        while (parent < above.length - 1 && above[parent].end <= start) {
          parent++;
        }
        const over = above[parent];
        const name = names[chunk[step - 1]];
        if (depth > 0 && !(over && start >= over.start && start < Math.max(over.end, over.start + 1))) {
          dropped.add(depth + 1, `a bar of row ${depth + 1} lies under none of the row above`);
          continue;
        }
        const wholeOnly = depth === 0 && (name === 'total' || name === '');
        const stack = wholeOnly
          ? -1
          : builder.stack(
              depth > 0 ? over.stack : -1,
              builder.frame({ name: typeof name === 'string' ? name : '[unknown]' })
            );
        bars.push({ start, end: x, stack });
        if (self > 0) {
          double ? builder.sample(stack, chunk[5] * factor, chunk[2] * factor) : builder.sample(stack, self * factor);
        }
        if (name === 'other' && self > 0) {
          builder.truncated += self * factor;
        }
      }
      above = bars;
    });
    return ok({ profile: builder.finish(), dropped: dropped.count, warnings: dropped.warnings('bar') });
  },
};
