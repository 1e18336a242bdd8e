import { baseUnit, fail, ok, ProfileBuilder, type Result, unitOf } from '../profile';
import { pushStack } from './folded';
import {
  type Column,
  columnNamed,
  Dropped,
  numberAt,
  type Reader,
  type ReadProfile,
  type Source,
  textAt,
} from './source';

const STACK_NAMES = ['stack', 'stacks', 'stacktrace', 'stack_trace', 'folded', 'trace', 'call_stack'];
const VALUE_NAMES = ['value', 'values', 'count', 'samples', 'self', 'weight', 'total', 'ns', 'time', 'duration'];

function stackColumn(columns: Column[]): { column: Column; sure: boolean } | undefined {
  const texts = columns.filter((c) => c.type === 'string' || c.type === 'enum');
  const named = columnNamed(texts, ...STACK_NAMES);
  if (named) {
    return { column: named, sure: true };
  }
  // Without a telling name: a column whose first cells hold separators.
  const folded = texts.find((c) => {
    const head = Array.from({ length: Math.min(20, c.values.length) }, (_, row) => textAt(c, row) ?? '');
    return head.filter((cell) => cell.includes(';')).length * 2 > head.length;
  });
  return folded && { column: folded, sure: false };
}

const isNumeric = (column: Column) =>
  column.type === 'number' ||
  (column.type === 'string' && column.values.length > 0 && numberAt(column, 0) !== undefined);

/**
 * A table with one folded stack a row (`root;…;leaf`) and a number: any SQL, CSV or JSON data source.
 * Without a number column each row counts as one sample. Equal stacks are summed.
 */
export const stackTable: Reader = {
  id: 'stack-table',
  label: 'stack table',

  matches(source) {
    const found = source.kind === 'columns' ? stackColumn(source.columns) : undefined;
    return found ? (found.sure ? 'yes' : 'unsure') : 'no';
  },

  read(source: Source): Result<ReadProfile> {
    const found = source.kind === 'columns' ? stackColumn(source.columns) : undefined;
    if (source.kind !== 'columns' || !found) {
      return fail('No column with folded stacks.', {
        remedy:
          'Return a text column named "stack" (frames from root to leaf, separated by ";") and a number column "value".',
      });
    }
    const numbers = source.columns.filter((c) => c !== found.column && isNumeric(c));
    const value = columnNamed(numbers, ...VALUE_NAMES) ?? numbers[0];
    const unit = value ? value.unit || unitInName(value.name) : 'count';
    const { factor } = unitOf(unit);
    const builder = new ProfileBuilder([{ type: value?.name ?? 'rows', unit: baseUnit(unit) }]);
    const dropped = new Dropped();
    for (let row = 0; row < source.length; row++) {
      const stack = textAt(found.column, row);
      const weight = value ? numberAt(value, row) : 1;
      if (stack === undefined) {
        dropped.add(row + 1, `${found.column.name} is empty`);
      } else if (weight === undefined || weight < 0) {
        dropped.add(row + 1, `${value?.name} is ${String(value?.values[row])}, not a number from 0`);
      } else {
        builder.sample(pushStack(builder, stack), weight * factor);
      }
    }
    return ok({ profile: builder.finish(), dropped: dropped.count, warnings: dropped.warnings('row') });
  },
};

/** `cpu_ns`, `wall_ms`, `seconds`: SQL columns carry their unit in the name. */
export function unitInName(name: string): string {
  return /(?:^|_)(ns|us|ms|s|nanoseconds|microseconds|milliseconds|seconds|bytes)$/i.exec(name)?.[1] ?? '';
}
