import { baseUnit, fail, ok, ProfileBuilder, type Result, unitOf } from '../../profile';
import {
  type Column,
  columnNamed,
  Dropped,
  numberAt,
  numberOf,
  type Reader,
  type ReadProfile,
  type Source,
  textAt,
} from '../source';

/** More rows are cut at their small end: the largest ones and all their callers are kept, the rest counts as their callers' own. */
export const MAX_ROWS = 2_000_000;

/** Root rows that only stand for the whole; a root with any other name is a function. */
const ROOT_NAMES = new Set(['', 'total', 'root', 'all']);

/**
 * Grafana's flame graph frame: rows in depth-first order with `level` (0: root), `value` (total), `self` and `label`
 * (text, or an enum as Pyroscope sends). A diff adds `valueRight` and `selfRight`: left is the baseline, right is shown.
 * `truncated` (boolean), or else a leaf named `other`, marks what the source cut at its node limit.
 * The value column decides: self = value − Σ children's values, because that is what Grafana's own panel draws.
 */
export const nestedSet: Reader = {
  id: 'nested-set',
  label: 'flame graph frame',
  aggregated: true,

  matches(source) {
    if (source.kind !== 'columns') {
      return 'no';
    }
    const has = (...names: string[]) => names.every((name) => columnNamed(source.columns, name));
    if (has('level', 'value', 'label')) {
      return 'yes';
    }
    return source.flamegraph ? 'unsure' : 'no';
  },

  read(source: Source): Result<ReadProfile> {
    if (source.kind !== 'columns') {
      return fail('A flame graph frame is a table, not text.');
    }
    const { columns, length } = source;
    const [level, value, self, label] = ['level', 'value', 'self', 'label'].map((n) => columnNamed(columns, n));
    if (!level || !value || !label) {
      const missing = [!level && 'level', !value && 'value', !label && 'label'].filter(Boolean).join(', ');
      return fail(`The flame graph frame lacks the field ${missing}.`, {
        remedy: 'A flame graph frame has the fields level, value, self and label.',
      });
    }
    const right = columnNamed(columns, 'valueRight');
    const truncatedFlag = columnNamed(columns, 'truncated');
    const { factor } = unitOf(value.unit);
    const unit = baseUnit(value.unit);
    const builder = right
      ? ProfileBuilder.differential(unit, { expectedStacks: length })
      : new ProfileBuilder([{ type: 'value', unit }], 0, undefined, length);

    // One access site per column. A site that sees arrays of small integers and arrays of fractions makes V8 transition (copy) the
    // data source's own array.
    const levels = level.values;
    const values = value.values;
    const rights = right?.values;
    const selves = right ? undefined : self?.values;
    const smallest = smallestKept(value, length);
    let cut = 0;
    const dropped = new Dropped();
    let selfMismatch = 0;
    let tooSmall = 0;
    const nameAt = frameNames(label, builder);
    // Open rows by level: what their children have not used up yet, and the stack that ends there.
    let depthNow = 0;
    const rowAt: number[] = [];
    const stackAt: number[] = [];
    const leftAt: number[] = [];
    const rightAt: number[] = [];
    const hasChild: boolean[] = [];

    const close = (depth: number) => {
      while (depthNow > depth) {
        const at = --depthNow;
        if (leftAt[at] < 0 || rightAt[at] < 0) {
          tooSmall++;
        }
        const row = rowAt[at];
        const own = Math.max(0, leftAt[at]);
        const ownRight = Math.max(0, rightAt[at]);
        const told = selves && numberOf(selves[row]);
        if (told !== undefined && own !== told * factor) {
          selfMismatch++;
        }
        if (own > 0 || ownRight > 0) {
          right ? builder.sample(stackAt[at], ownRight, own) : builder.sample(stackAt[at], own);
        }
        const isCut = truncatedFlag
          ? truncatedFlag.values[row] === true
          : !hasChild[at] && textAt(label, row) === 'other';
        if (isCut && stackAt[at] >= 0) {
          builder.truncated += right ? ownRight : own;
        }
      }
    };

    for (let row = 0; row < length; row++) {
      const depth = numberOf(levels[row]);
      const total = numberOf(values[row]);
      const totalRight = rights ? numberOf(rights[row]) : 0;
      if (depth === undefined || depth < 0 || !Number.isInteger(depth)) {
        dropped.add(row + 1, `level is ${String(level.values[row])}, not a whole number from 0`);
        continue;
      }
      if (total === undefined || total < 0 || totalRight === undefined || totalRight < 0) {
        dropped.add(row + 1, `value is ${String(value.values[row])}, not a number from 0`);
        continue;
      }
      if (total < smallest) {
        cut++; // and what is under it, which is smaller still
        continue;
      }
      if (depth > depthNow) {
        dropped.add(row + 1, `level ${depth} follows level ${depthNow - 1}: its parent row is missing`);
        continue;
      }
      close(depth);
      if (depth > 0) {
        leftAt[depth - 1] -= total * factor;
        rightAt[depth - 1] -= totalRight * factor;
        hasChild[depth - 1] = true;
      }
      const wholeOnly = depth === 0 && ROOT_NAMES.has(textAt(label, row) ?? UNKNOWN);
      rowAt[depth] = row;
      stackAt[depth] = wholeOnly ? -1 : builder.newStack(depth > 0 ? stackAt[depth - 1] : -1, nameAt(row));
      leftAt[depth] = total * factor;
      rightAt[depth] = totalRight * factor;
      hasChild[depth] = false;
      depthNow = depth + 1;
    }
    close(0);

    const warnings = dropped.warnings('row');
    if (cut) {
      warnings.push({
        message: `${cut} of ${length} rows are left out: the largest ${MAX_ROWS} are drawn, the time of the others is their callers’ own.`,
        remedy: 'Narrow the query, or lower its node limit.',
      });
    }
    if (tooSmall) {
      warnings.push({
        message: `${tooSmall} rows are smaller than the sum of their children; the children were kept.`,
      });
    }
    if (selfMismatch && !tooSmall) {
      warnings.push({
        message: `${selfMismatch} rows have a self that is not value − Σ children; value was believed.`,
      });
    }
    return ok({ profile: builder.finish(), dropped: dropped.count, warnings });
  },
};

/** The value from which on rows fit into MAX_ROWS; callees are never larger than their callers. */
function smallestKept(value: Column, length: number): number {
  if (length <= MAX_ROWS) {
    return -Infinity;
  }
  const sorted = Float64Array.from({ length }, (_, row) => numberAt(value, row) ?? 0).sort();
  const limit = sorted[length - MAX_ROWS];
  const after = sorted[length - MAX_ROWS - 1];
  // Equal rows at the edge all go: else there would be more than fit.
  return after < limit ? limit : (sorted.find((total) => total > limit) ?? Infinity);
}

const UNKNOWN = '[unknown]';

/** Frame of a row's label. An enum's text is looked up once; Pyroscope sends one index a row. */
function frameNames(label: Column, builder: ProfileBuilder): (row: number) => number {
  const byIndex: Array<number | undefined> = [];
  return (row) => {
    const cell: unknown = label.values[row];
    const named = () => builder.frame({ name: textAt(label, row) ?? UNKNOWN });
    return label.text && typeof cell === 'number' && cell >= 0 && cell < label.text.length
      ? (byIndex[cell] ??= named())
      : named();
  };
}
