import { INDEXED } from './beginnings';

/** Stands between the names of a list, which is one text: it is in no name, and takes one byte of a file. */
export const BETWEEN = '^';

/**
 * Names and what they stand for, worked out when the plugin is built (compile.ts): plain data. A number is the place of a value.
 */
export interface CompiledNames<T> {
  values: T[];
  exact: Run[];
  prefixes: Run[];
  /** `beginnings`: by which they are found; undefined: any name may match. */
  patterns: Array<[value: number, source: string, beginnings?: string]>;
}

/** Names in a row that stand for the same. */
export type Run = [value: number, names: string];

/** Names of C library functions live apart, behind this. */
export const LIBC = 'libc:';

/** Names as they are, and those behind LIBC. */
export type CompiledTable<T> = [CompiledNames<T>, CompiledNames<T>];

/** Most names are in no table: three look-ups find that out. No pattern is compiled before a name begins as it does. */
export class NameTable<V, T = V> {
  private readonly plain: Names<V, T>;
  private readonly libc: Names<V, T>;

  /** `valueOf`: what is found, of a value as it was compiled. */
  constructor([plain, libc]: CompiledTable<V>, valueOf: (value: V) => T) {
    [this.plain, this.libc] = [new Names(plain, valueOf), new Names(libc, valueOf)];
  }

  /** All that the name stands for: where it is there exactly, only that. */
  find = (name: string): readonly T[] =>
    name.startsWith(LIBC) ? this.libc.find(name.slice(LIBC.length)) : this.plain.find(name);
}

interface Pattern<T> {
  source: string;
  value: T;
  test?: RegExp;
}

class Names<V, T> {
  private readonly exact = new Map<string, T[]>();
  private readonly prefixes = new Map<string, Array<[string, T]>>();
  private readonly patterns = new Map<string, Array<Pattern<T>>>();
  private readonly always: Array<Pattern<T>> = [];

  constructor({ values: all, exact, prefixes, patterns }: CompiledNames<V>, valueOf: (value: V) => T) {
    const values = all.map(valueOf);
    for (const [value, names] of exact) {
      names.split(BETWEEN).forEach((name) => add(this.exact, name, values[value]));
    }
    for (const [value, names] of prefixes) {
      names.split(BETWEEN).forEach((prefix) => add(this.prefixes, prefix.slice(0, INDEXED), [prefix, values[value]]));
    }
    for (const [value, source, beginnings] of patterns) {
      this.addPattern({ source, value: values[value] }, beginnings?.split(BETWEEN));
    }
  }

  /** In the order of the table, those that any name may match among them. */
  private addPattern(pattern: Pattern<T>, beginnings: string[] | undefined): void {
    for (const key of beginnings ?? []) {
      this.patterns.set(key, [...(this.patterns.get(key) ?? this.always), pattern]);
    }
    if (!beginnings) {
      this.patterns.forEach((list) => list.push(pattern));
      this.always.push(pattern);
    }
  }

  find(name: string): readonly T[] {
    const exact = this.exact.get(name);
    if (exact) {
      return exact;
    }
    const key = name.slice(0, INDEXED);
    const found: T[] = [];
    for (const [prefix, value] of this.prefixes.get(key) ?? NOTHING) {
      if (name.startsWith(prefix)) {
        found.push(value);
      }
    }
    for (const pattern of this.patterns.get(key) ?? this.always) {
      if ((pattern.test ??= new RegExp(pattern.source)).test(name)) {
        found.push(pattern.value);
      }
    }
    return found;
  }
}

const NOTHING: readonly never[] = [];

function add<T>(map: Map<string, T[]>, key: string, value: T): void {
  const known = map.get(key);
  known ? known.push(value) : map.set(key, [value]);
}
