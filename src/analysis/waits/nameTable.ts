/** Prefixes are found by so many characters at their beginning. */
const INDEXED = 3;

/**
 * Names and what they stand for: exact, `prefix*`, or an anchored `/regex/`. `space` is put in front of a name, so that one
 * kind of names can live apart. Most names are in no table: two look-ups and one test find that out.
 */
export class NameTable<T> {
  private readonly exact = new Map<string, T[]>();
  private readonly prefixes = new Map<string, Array<[string, T]>>();
  private readonly patterns: Array<[RegExp, string, T]> = [];
  private readonly sources: string[] = [];
  /** One test for all patterns; made with the first look-up, when the table is whole. */
  private any: RegExp | undefined;

  add(name: string, value: T, space = ''): void {
    if (name.length > 2 && name.startsWith('/') && name.endsWith('/')) {
      const source = name.slice(1, -1).replace(/^\^/, `^${space}`);
      this.patterns.push([new RegExp(source), space, value]);
      this.sources.push(source);
      this.any = undefined;
    } else if (name.length > INDEXED && name.endsWith('*')) {
      const prefix = space + name.slice(0, -1);
      add(this.prefixes, prefix.slice(0, INDEXED), [prefix, value]);
    } else {
      add(this.exact, space + name, value);
    }
  }

  /** All that the name stands for: where it is there exactly, only that. */
  find(name: string): readonly T[] {
    const exact = this.exact.get(name);
    if (exact) {
      return exact;
    }
    const begins = this.prefixes.get(name.slice(0, INDEXED))?.filter(([prefix]) => name.startsWith(prefix));
    if (!begins?.length && !this.hasPattern(name)) {
      return NOTHING;
    }
    return [
      ...(begins ?? []).map(([, value]) => value),
      ...this.patterns
        .filter(
          ([pattern, space]) => (space ? name.startsWith(space) : !name.startsWith('libc:')) && pattern.test(name)
        )
        .map(([, , value]) => value),
    ];
  }

  private hasPattern(name: string): boolean {
    this.any ??= new RegExp(this.sources.join('|'));
    return this.any.test(name);
  }
}

const NOTHING: readonly never[] = [];

function add<T>(map: Map<string, T[]>, key: string, value: T): void {
  const known = map.get(key);
  known ? known.push(value) : map.set(key, [value]);
}
