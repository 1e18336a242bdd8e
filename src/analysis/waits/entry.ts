import { type Category } from './categories';
import { type LibraryRuntime, type Purpose } from './threadTable';

/** What the table says of one symbol. `rank`: see table.ts; a user's rule outranks all. */
export interface WaitEntry {
  category: number;
  rank: number;
  onCpu: boolean;
  /** Counts only within so many frames of the leaf; 0: anywhere. */
  maxFromLeaf: number;
  runtime: string;
}

/** An entry as the table has it; `bare`: its name does not show its runtime. */
export interface TableEntry {
  entry: WaitEntry;
  bare: boolean;
}

/** The same as it is shipped. */
export type PackedEntry = [
  category: number,
  runtime: string,
  rank: number,
  onCpu: 0 | 1,
  maxFromLeaf: number,
  bare: 0 | 1,
];

export const packed = ({ entry, bare }: TableEntry): PackedEntry => [
  entry.category,
  entry.runtime,
  entry.rank,
  entry.onCpu ? 1 : 0,
  entry.maxFromLeaf,
  bare ? 1 : 0,
];

export const unpacked = ([category, runtime, rank, onCpu, maxFromLeaf, bare]: PackedEntry): TableEntry => ({
  entry: { category, runtime, rank, onCpu: onCpu === 1, maxFromLeaf },
  bare: bare === 1,
});

/** What the thread table says of a function; `row`: -1 for the start of the main thread. */
export interface ThreadMark {
  kind: 'loop' | 'handsOver' | 'main';
  row: number;
}

/** A row of the thread table as it is judged by; its names are looked up. */
export interface ThreadKind {
  purpose: Purpose;
  runtime: LibraryRuntime;
  /** Source of the row's regular expression. */
  own?: string;
  categories?: Category[];
}
