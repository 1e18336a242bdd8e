import {
  baseUnit,
  fail,
  finish,
  ok,
  type Problem,
  type Profile,
  ProfileBuilder,
  type Result,
  StackTables,
  stepEnd,
  type Steps,
  unitOf,
} from '../../profile';
import {
  type Column,
  columnNamed,
  counted,
  Dropped,
  numberAt,
  numberOf,
  type Reader,
  type ReadOptions,
  type ReadProfile,
  type Source,
  type Table,
  textAt,
} from '../source';
import { matchesNestedSet } from '../recognise';

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

  matches: matchesNestedSet,
  read: (source) => finish(steps(source)),
  steps,
};

function* steps(source: Source, _: ReadOptions = {}, tables?: StackTables): Steps<Result<ReadProfile>> {
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
  return yield* readRows(source, { level, value, self, label }, tables ?? new StackTables({ expected: length }));
}

/**
 * The rows of a flame graph frame that have at least `share` of its total, and their direct callees, which stand for all that is under
 * them: each total is there, so that nothing of it moves when the rest is read. Undefined where it is no such frame, where it has two
 * sides, or where a row that was looked at cannot be used: then all of it is to be read first.
 */
export function nestedSetOutline(source: Table, share: number): Profile | undefined {
  const { columns, length } = source;
  const [level, value, label] = ['level', 'value', 'label'].map((n) => columnNamed(columns, n));
  if (!level || !value || !label || columnNamed(columns, 'valueRight') || length > MAX_ROWS) {
    return undefined;
  }
  const opened = share * (numberAt(value, 0) ?? 0);
  const read = finish(readRows(source, { level, value, label }, new StackTables(), opened));
  return read.ok && read.value.dropped === 0 ? read.value.profile : undefined;
}

/** Roots of stacks may name threads, under which stacks are the same ones: their callees are looked at, however small each is. */
const ALWAYS_OPENED = 1;

interface Fields {
  level: Column;
  value: Column;
  self?: Column;
  label: Column;
}

/** `opened`: what is under a row of less is not read and stays its own; unless given all is. */
function* readRows(
  { columns, length }: Table,
  fields: Fields,
  tables: StackTables,
  opened?: number
): Steps<Result<ReadProfile>> {
  const { level, value, label } = fields;
  const right = columnNamed(columns, 'valueRight');
  const { factor } = unitOf(value.unit);
  const unit = baseUnit(value.unit);
  const builder = right
    ? ProfileBuilder.differential(unit, { tables })
    : new ProfileBuilder([{ type: 'value', unit }], 0, undefined, tables);
  // One access site per column. A site that sees arrays of small integers and arrays of fractions makes V8 transition (copy) the
  // data source's own array.
  const levels = level.values;
  const values = value.values;
  const rights = right?.values;
  const smallest = smallestKept(value, length);
  const dropped = new Dropped();
  const nameAt = frameNames(label, builder);
  const open = new OpenRows(builder, fields, columnNamed(columns, 'truncated'), right !== undefined);
  let cut = 0;
  /** The level of the last row, where nothing under it is read. */
  let closed = Infinity;
  for (let row = 0; row < length;) {
    for (const end = stepEnd(row, length); row < end; row++) {
      const depth = numberOf(levels[row]);
      if (depth !== undefined && depth > closed) {
        continue;
      }
      const total = numberOf(values[row]);
      const totalRight = rights ? numberOf(rights[row]) : 0;
      if (depth === undefined || depth < 0 || !Number.isInteger(depth)) {
        dropped.add(row + 1, `level is ${String(level.values[row])}, not a whole number from 0`);
      } else if (total === undefined || total < 0 || totalRight === undefined || totalRight < 0) {
        dropped.add(row + 1, `value is ${String(value.values[row])}, not a number from 0`);
      } else if (total < smallest) {
        cut++; // and what is under it, which is smaller still
      } else if (depth > open.depth) {
        dropped.add(row + 1, `level ${depth} follows level ${open.depth - 1}: its parent row is missing`);
      } else {
        open.close(depth);
        const wholeOnly = depth === 0 && ROOT_NAMES.has(textAt(label, row) ?? UNKNOWN);
        const stack = wholeOnly ? -1 : builder.newStack(open.stackAbove(depth), nameAt(row));
        open.add(row, stack, total * factor, totalRight * factor);
        closed = opened !== undefined && total < opened && depth > ALWAYS_OPENED ? depth : Infinity;
      }
    }
    yield;
  }
  open.close(0);
  return ok({
    profile: builder.finish(),
    dropped: dropped.count,
    warnings: [...dropped.warnings('row'), ...open.warnings(), ...cutWarning(cut, length)],
  });
}

/** The rows on the way from the root to the one that was read last, by level: what their children have not used up yet is their own. */
class OpenRows {
  depth = 0;
  private tooSmall = 0;
  private selfMismatch = 0;
  private readonly rowAt: number[] = [];
  private readonly stackAt: number[] = [];
  private readonly leftAt: number[] = [];
  private readonly rightAt: number[] = [];
  private readonly hasChild: boolean[] = [];
  private readonly selves?: Column['values'];
  private readonly factor: number;

  constructor(
    private readonly builder: ProfileBuilder,
    private readonly fields: Fields,
    private readonly truncated: Column | undefined,
    private readonly differential: boolean
  ) {
    // A diff has a self of each side; nobody draws by them.
    this.selves = differential ? undefined : fields.self?.values;
    this.factor = unitOf(fields.value.unit).factor;
  }

  stackAbove = (depth: number): number => (depth > 0 ? this.stackAt[depth - 1] : -1);

  /** A row below those that are open. */
  add(row: number, stack: number, left: number, right: number): void {
    const depth = this.depth++;
    if (depth > 0) {
      this.leftAt[depth - 1] -= left;
      this.rightAt[depth - 1] -= right;
      this.hasChild[depth - 1] = true;
    }
    this.rowAt[depth] = row;
    this.stackAt[depth] = stack;
    this.leftAt[depth] = left;
    this.rightAt[depth] = right;
    this.hasChild[depth] = false;
  }

  /** Rows from this level down have no more children. */
  close(depth: number): void {
    while (this.depth > depth) {
      this.closeRow(--this.depth);
    }
  }

  private closeRow(at: number): void {
    const { builder, selves, stackAt } = this;
    const row = this.rowAt[at];
    if (this.leftAt[at] < 0 || this.rightAt[at] < 0) {
      this.tooSmall++;
    }
    const own = Math.max(0, this.leftAt[at]);
    const ownRight = Math.max(0, this.rightAt[at]);
    const told = selves && numberOf(selves[row]);
    if (told !== undefined && own !== told * this.factor) {
      this.selfMismatch++;
    }
    if (own > 0 || ownRight > 0) {
      this.differential ? builder.sample(stackAt[at], ownRight, own) : builder.sample(stackAt[at], own);
    }
    if (stackAt[at] >= 0 && this.isCut(row, this.hasChild[at])) {
      builder.truncated += this.differential ? ownRight : own;
    }
  }

  private isCut(row: number, hasChild: boolean): boolean {
    return this.truncated
      ? this.truncated.values[row] === true
      : !hasChild && textAt(this.fields.label, row) === 'other';
  }

  warnings(): Problem[] {
    if (this.tooSmall) {
      return [
        {
          message: counted(
            this.tooSmall,
            'row is smaller than the sum of its children; the children were kept.',
            'rows are smaller than the sum of their children; the children were kept.'
          ),
        },
      ];
    }
    return this.selfMismatch
      ? [
          {
            message: `${counted(this.selfMismatch, 'row has', 'rows have')} a self that is not value − Σ children; value was believed.`,
          },
        ]
      : [];
  }
}

const cutWarning = (cut: number, length: number): Problem[] =>
  cut
    ? [
        {
          message: `${cut} of ${length} rows are left out: the largest ${MAX_ROWS} are drawn, the time of the others is their callers’ own.`,
          remedy: 'Narrow the query, or lower its node limit.',
        },
      ]
    : [];

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
