/**
 * Names and what they stand for: exact, `prefix*`, or an anchored `/regex/`. `space` is put in front of a name, so that one
 * kind of names can live apart. Finding is one look-up and one test for most names, which are in no table.
 */
export class NameTable<T> {
  private readonly exact = new Map<string, T[]>();
  private readonly prefixes: Array<[string, T]> = [];
  private readonly patterns: Array<[RegExp, string, T]> = [];
  private readonly sources: string[] = [];
  private any: RegExp | undefined;

  add(name: string, value: T, space = ''): void {
    this.any = undefined;
    if (name.length > 2 && name.startsWith('/') && name.endsWith('/')) {
      const source = name.slice(1, -1).replace(/^\^/, `^${space}`);
      this.patterns.push([new RegExp(source), space, value]);
      this.sources.push(source);
    } else if (name.length > 1 && name.endsWith('*')) {
      const prefix = space + name.slice(0, -1);
      this.prefixes.push([prefix, value]);
      this.sources.push('^' + prefix.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    } else {
      const known = this.exact.get(space + name);
      known ? known.push(value) : this.exact.set(space + name, [value]);
    }
  }

  /** All that the name stands for: where it is there exactly, only that. */
  find(name: string): T[] {
    const exact = this.exact.get(name);
    if (exact) {
      return exact;
    }
    this.any ??= new RegExp(this.sources.length ? this.sources.join('|') : '(?!)');
    if (!this.any.test(name)) {
      return [];
    }
    return [
      ...this.prefixes.filter(([prefix]) => name.startsWith(prefix)).map(([, value]) => value),
      ...this.patterns
        .filter(
          ([pattern, space]) => (space ? name.startsWith(space) : !name.startsWith('libc:')) && pattern.test(name)
        )
        .map(([, , value]) => value),
    ];
  }
}
