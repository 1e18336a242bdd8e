import { baseUnit, fail, finish, ok, ProfileBuilder, type Result, stepEnd, type Steps, unitOf } from '../../profile';
import { pushFrames, stackPusher } from '../stackText';
import {
  type Column,
  columnNamed,
  Dropped,
  labelReader,
  numberAt,
  type Reader,
  type ReadOptions,
  type ReadProfile,
  type Source,
} from '../source';
import { framesAt, matchesStackTable, stackColumn } from '../recognise';
import { rowTimeSteps, TimedRows, timeLabelReader } from '../rowTimes';

const VALUE_NAMES = ['value', 'values', 'count', 'samples', 'self', 'weight', 'total', 'ns', 'time', 'duration'];

const isNumeric = (column: Column) =>
  column.type === 'number' ||
  (column.type === 'string' && column.values.length > 0 && numberAt(column, 0) !== undefined);

const rank = ({ type }: Column) => (type === 'number' ? 0 : 1);

/**
 * A table with one folded stack per row (`root;…;leaf`) and a number: any SQL, CSV or JSON data source.
 * A second number named baseline (or before) is what the first is compared with. Without a number each row is one sample.
 * Text columns beside the stack are labels of the row. Equal stacks are summed. A column of times says when: see `rowTimeSteps`.
 */
export const stackTable: Reader = {
  id: 'stack-table',
  label: 'stack table',
  aggregated: true,

  matches: matchesStackTable,

  read: (source, options) => finish(steps(source, options)),
  steps,
};

function* steps(source: Source, options: ReadOptions = {}): Steps<Result<ReadProfile>> {
  const found = source.kind === 'columns' ? stackColumn(source.columns) : undefined;
  if (source.kind !== 'columns' || !found) {
    return fail('No column with folded stacks.', {
      remedy:
        'Return a text column named "stack" (frames from root to leaf, separated by ";") and a number column "value".',
    });
  }
  const times = yield* rowTimeSteps(source.columns, source.length);
  const others = source.columns.filter((c) => c !== found.column && c !== times?.column);
  const numbers = others.filter(isNumeric);
  const before = columnNamed(numbers, 'baseline', 'before');
  // A version such as '1.42' is a text that looks like a number.
  const unnamed = numbers.filter((column) => column !== before).sort((a, b) => rank(a) - rank(b));
  const value = columnNamed(numbers, ...VALUE_NAMES) ?? unnamed[0];
  const unit = options.unit ?? (value ? value.unit || unitInName(value.name) : 'count');
  const { factor } = unitOf(unit);
  const type = { type: value?.name ?? 'rows', unit: baseUnit(unit) };
  const builder = before
    ? ProfileBuilder.differential(type.unit, { right: type.type, left: before.name })
    : new ProfileBuilder([type]);
  const labelsOf = labelReader(others.filter((c) => c !== value && c !== before));
  const timeOf = timeLabelReader(times);
  const timed = new TimedRows(builder, times);
  const dropped = new Dropped();
  const push = framesPusher(builder, options.leafFirst === true);
  for (let row = 0; row < source.length;) {
    for (const end = stepEnd(row, source.length); row < end; row++) {
      const frames = framesAt(found.column, row);
      const weight = value ? numberAt(value, row) : 1;
      const baseline = before ? numberAt(before, row) : 0;
      if (frames === undefined) {
        dropped.add(row + 1, `${found.column.name} is empty`);
        continue;
      }
      const wrong =
        weight === undefined || weight < 0 ? value : baseline === undefined || baseline < 0 ? before : undefined;
      if (wrong) {
        dropped.add(row + 1, `${wrong.name} is ${String(wrong.values[row])}, not a number from 0`);
        continue;
      }
      builder.clearLabels();
      builder.label(times?.column.name ?? '', timeOf(row));
      const labels = labelsOf(row);
      labels.forEach(([name, label]) => builder.label(name, label));
      const stack = push(frames);
      before ? builder.sample(stack, weight! * factor, baseline! * factor) : builder.sample(stack, weight! * factor);
      timed.add(row, stack, times && labels.join('\0'));
    }
    yield;
  }
  const { profile, warnings } = timed.finish();
  return ok({ profile, dropped: dropped.count, warnings: [...dropped.warnings('row'), ...warnings] });
}

function framesPusher(builder: ProfileBuilder, leafFirst: boolean): (frames: string | string[]) => number {
  const pushStack = stackPusher(builder);
  return (frames) =>
    typeof frames !== 'string'
      ? pushFrames(builder, leafFirst ? frames.reverse() : frames)
      : leafFirst
        ? pushFrames(builder, frames.split(';').reverse())
        : pushStack(frames);
}

/** `cpu_ns`, `wall_ms`, `seconds`: SQL columns carry their unit in the name. */
export function unitInName(name: string): string {
  return /(?:^|_)(ns|us|ms|s|nanoseconds|microseconds|milliseconds|seconds|bytes)$/i.exec(name)?.[1] ?? '';
}
