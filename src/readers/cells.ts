/** One column of a table or data frame, freed of Grafana's types. `text[i]` decodes an enum column's values. */
export interface Column {
  name: string;
  type: 'number' | 'string' | 'enum' | 'boolean' | 'time' | 'other';
  values: ArrayLike<unknown>;
  text?: string[];
  unit?: string;
  /** Of times: ns beyond the ms of `values`. */
  nanos?: ArrayLike<number>;
}

export const columnNamed = (columns: Column[], ...names: string[]): Column | undefined =>
  columns.find((column) => names.some((name) => column.name.toLowerCase() === name.toLowerCase()));

/** A finite number of a cell: numbers, bigints and numeric strings (SQL drivers send big integers as text). */
export function numberOf(cell: unknown): number | undefined {
  if (typeof cell === 'number') {
    return Number.isFinite(cell) ? cell : undefined;
  }
  if (typeof cell === 'bigint' || (typeof cell === 'string' && /^\s*-?[\d.]+(e[+-]?\d+)?\s*$/i.test(cell))) {
    const n = Number(cell);
    return Number.isFinite(n) ? n : undefined;
  }
  return undefined;
}

export const numberAt = (column: Column, row: number): number | undefined => numberOf(column.values[row]);

/** The text of a cell, decoding enum columns; undefined for a null, and for an enum index without a text. */
export function textAt(column: Column, row: number): string | undefined {
  const cell = column.values[row];
  if (column.text && typeof cell === 'number') {
    return column.text[cell];
  }
  return cell === null || cell === undefined ? undefined : String(cell);
}
