import { baseUnit, fail, ok, ProfileBuilder, type Result, unitOf } from '../profile';
import { columnNamed, Dropped, numberAt, type Reader, type ReadProfile, type Source, textAt } from './source';

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
    const valueType = { type: 'value', unit: baseUnit(value.unit) };
    const builder = right
      ? new ProfileBuilder(
          [
            { ...valueType, type: 'right' },
            { ...valueType, type: 'left' },
          ],
          0,
          1
        )
      : new ProfileBuilder([valueType]);

    const dropped = new Dropped();
    let selfMismatch = 0;
    let tooSmall = 0;
    // Open rows by level: the stack of the row, and what its children have not used up yet.
    const open: Array<{ row: number; stack: number; left: number; right: number; name: string; leaf: boolean }> = [];

    const close = (depth: number) => {
      while (open.length > depth) {
        const node = open.pop()!;
        if (node.left < 0 || node.right < 0) {
          tooSmall++;
        }
        const own = Math.max(0, node.left);
        const ownRight = Math.max(0, node.right);
        if (self && !right && own !== (numberAt(self, node.row) ?? own) * factor) {
          selfMismatch++;
        }
        if (own > 0 || ownRight > 0) {
          right ? builder.sample(node.stack, ownRight, own) : builder.sample(node.stack, own);
        }
        const cut = truncatedFlag ? truncatedFlag.values[node.row] === true : node.leaf && node.name === 'other';
        if (cut && node.stack >= 0) {
          builder.truncated += right ? ownRight : own;
        }
      }
    };

    for (let row = 0; row < length; row++) {
      const depth = numberAt(level, row);
      const total = numberAt(value, row);
      const totalRight = right ? numberAt(right, row) : 0;
      const name = textAt(label, row);
      if (depth === undefined || depth < 0 || !Number.isInteger(depth)) {
        dropped.add(row + 1, `level is ${String(level.values[row])}, not a whole number from 0`);
        continue;
      }
      if (total === undefined || total < 0 || totalRight === undefined || totalRight < 0) {
        dropped.add(row + 1, `value is ${String(value.values[row])}, not a number from 0`);
        continue;
      }
      if (depth > open.length) {
        dropped.add(row + 1, `level ${depth} follows level ${open.length - 1}: its parent row is missing`);
        continue;
      }
      close(depth);
      const parent = open[depth - 1];
      if (parent) {
        parent.left -= total * factor;
        parent.right -= totalRight * factor;
        parent.leaf = false;
      }
      const shown = name === undefined ? '[unknown]' : name;
      const wholeOnly = depth === 0 && ROOT_NAMES.has(shown);
      const stack = wholeOnly ? -1 : builder.stack(parent ? parent.stack : -1, builder.frame({ name: shown }));
      open.push({ row, stack, left: total * factor, right: totalRight * factor, name: shown, leaf: true });
    }
    close(0);

    const warnings = dropped.warnings('row');
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
