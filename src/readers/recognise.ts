import { columnNamed, numberAt, textAt } from './cells';
import { type Certainty, type Column, type Source, type Table } from './source';

/*
 * What a table is, told before anything that reads it is here.
 */

/** Whether the readers of files have to look at it: at all that has text, but for tables that are surely of stacks. */
export const needsFileReaders = (source: Source): boolean =>
  source.kind !== 'columns' || (source.length > 0 && hasText(source) && !isTable(source, 'yes'));

/** Whether it is one of the tables that are read as they are, as surely as asked for. */
export const isTable = (source: Source, certainty: Certainty): boolean =>
  matchesNestedSet(source) === certainty || matchesStackTable(source) === certainty;

/** A column that could hold lines or files. */
export const hasText = (source: Source): boolean =>
  source.kind !== 'columns' ||
  source.columns.some(({ type }) => type === 'string' || type === 'enum' || type === 'other');

/** Whether a table's rows surely hold functions that call each other: ids in a column named `trace` do not. */
export function holdsCalls({ columns, length }: Table): boolean {
  const rows = Array.from({ length }, (_, row) => row);
  if (matchesNestedSet({ kind: 'columns', columns, length }) === 'yes') {
    const levels = rows.map((row) => numberAt(columnNamed(columns, 'level')!, row) ?? NaN);
    return levels[0] === 0 && levels[1] === 1;
  }
  const column = stackColumn(columns)?.column;
  return rows.some((row) => {
    const frames = column && framesAt(column, row);
    return (typeof frames === 'string' ? frames.split(';') : (frames ?? [])).filter((frame) => frame.trim()).length > 1;
  });
}

/** Of Grafana's flame graph frame. */
export function matchesNestedSet(source: Source): Certainty {
  if (source.kind !== 'columns') {
    return 'no';
  }
  const has = (...names: string[]) => names.every((name) => columnNamed(source.columns, name));
  if (has('level', 'value', 'label')) {
    return 'yes';
  }
  return source.flamegraph ? 'unsure' : 'no';
}

/** Of a table with a stack in each row. */
export function matchesStackTable(source: Source): Certainty {
  const found = source.kind === 'columns' ? stackColumn(source.columns) : undefined;
  return found ? (found.sure ? 'yes' : 'unsure') : 'no';
}

const STACK_NAMES = ['stack', 'stacks', 'stacktrace', 'stack_trace', 'folded', 'trace', 'call_stack'];

export function stackColumn(columns: Column[]): { column: Column; sure: boolean } | undefined {
  const texts = columns.filter((c) => c.type === 'string' || c.type === 'enum');
  const named = columnNamed([...texts, ...columns.filter(holdsLists)], ...STACK_NAMES);
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

/** Array(String) of ClickHouse, JSON arrays. */
const holdsLists = (column: Column) => column.type === 'other' && Array.isArray(column.values[0]);

/** Frames of a cell from root to leaf: folded text, an array, or an array as JSON text. */
export function framesAt(column: Column, row: number): string | string[] | undefined {
  const cell = column.values[row];
  if (Array.isArray(cell)) {
    return cell.map(String);
  }
  const text = textAt(column, row);
  if (text?.startsWith('[')) {
    try {
      const json: unknown = JSON.parse(text);
      return Array.isArray(json) ? json.map(String) : text;
    } catch {
      return text; // a frame such as [kernel.kallsyms]
    }
  }
  return text;
}
