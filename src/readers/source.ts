import { type Problem, type Profile, type Result } from '../profile';

/** One column of a table or data frame, freed of Grafana's types. `text[i]` decodes an enum column's values. */
export interface Column {
  name: string;
  type: 'number' | 'string' | 'enum' | 'boolean' | 'time' | 'other';
  values: ArrayLike<unknown>;
  text?: string[];
  unit?: string;
}

/** What one query or file delivered. `length` is the number of rows. */
export type Source =
  { kind: 'columns'; columns: Column[]; length: number; flamegraph?: boolean } | { kind: 'text'; text: string };

/** Rows that could not be used are counted and the first one is named: nothing is lost silently. */
export interface ReadProfile {
  profile: Profile;
  dropped: number;
  warnings: Problem[];
}

export interface Reader {
  id: string;
  /** What people call the format, for chips and messages. */
  label: string;
  matches(source: Source): 'yes' | 'no' | 'unsure';
  read(source: Source): Result<ReadProfile>;
}

export const columnNamed = (columns: Column[], ...names: string[]): Column | undefined =>
  columns.find((column) => names.some((name) => column.name.toLowerCase() === name.toLowerCase()));

/** A finite number of a cell: numbers, bigints and numeric strings (SQL drivers send big integers as text). */
export function numberAt(column: Column, row: number): number | undefined {
  const cell = column.values[row];
  if (typeof cell === 'number') {
    return Number.isFinite(cell) ? cell : undefined;
  }
  if (typeof cell === 'bigint' || (typeof cell === 'string' && /^\s*-?[\d.]+(e[+-]?\d+)?\s*$/i.test(cell))) {
    const n = Number(cell);
    return Number.isFinite(n) ? n : undefined;
  }
  return undefined;
}

/** The text of a cell, decoding enum columns; undefined for a null, and for an enum index without a text. */
export function textAt(column: Column, row: number): string | undefined {
  const cell = column.values[row];
  if (column.text && typeof cell === 'number') {
    return column.text[cell];
  }
  return cell === null || cell === undefined ? undefined : String(cell);
}

/** Collects unusable rows: how many, and the first one in words. */
export class Dropped {
  count = 0;
  private first?: Problem;

  add(row: number, message: string, remedy?: string) {
    this.count++;
    this.first ??= { message, row, remedy };
  }

  warnings(what: string): Problem[] {
    return this.first
      ? [
          {
            ...this.first,
            message: `${this.count} ${what}${this.count === 1 ? '' : 's'} left out: ${this.first.message}`,
          },
        ]
      : [];
  }
}
