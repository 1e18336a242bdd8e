import { beginningsOf, INDEXED } from './beginnings';
import { shownRuntime } from './canonical';
import { CATEGORIES, isCategory } from './categories';
import { packed, type PackedEntry, type ThreadKind, type ThreadMark, type WaitEntry } from './entry';
import { BETWEEN, type CompiledNames, type CompiledTable, LIBC, type Run } from './nameTable';
import { MAIN_STARTS, THREAD_ROWS, type ThreadRow, withoutNumber } from './threadTable';

/** A name of a table, LIBC before one of the C library: exact, `prefix*`, or an anchored `/regex/`. */
type Named<T> = [name: string, value: T];

/** What the look-up needs of a table. */
export const compileNames = <T>(names: Array<Named<T>>): CompiledTable<T> => [
  compileSpace(names.filter(([name]) => !name.startsWith(LIBC))),
  compileSpace(
    names.filter(([name]) => name.startsWith(LIBC)).map(([name, value]) => [name.slice(LIBC.length), value])
  ),
];

function compileSpace<T>(names: Array<Named<T>>): CompiledNames<T> {
  const values = new Map<string, { at: number; value: T }>();
  const table: CompiledNames<T> = { values: [], exact: [], prefixes: [], patterns: [] };
  for (const [name, value] of names) {
    const key = JSON.stringify(value);
    const { at } = values.get(key) ?? { at: table.values.push(value) - 1 };
    values.set(key, { at, value });
    if (name.length > 2 && name.startsWith('/') && name.endsWith('/')) {
      const source = name.slice(1, -1);
      const beginnings = beginningsOf(new RegExp(source).source);
      table.patterns.push(beginnings ? [at, source, listed(beginnings)] : [at, source]);
    } else if (name.length > INDEXED && name.endsWith('*')) {
      append(table.prefixes, at, name.slice(0, -1));
    } else {
      append(table.exact, at, name);
    }
  }
  return table;
}

function append(runs: Run[], value: number, name: string): void {
  const last = runs.at(-1);
  if (last?.[0] === value) {
    last[1] = listed([last[1], name], name);
  } else {
    runs.push([value, listed([name])]);
  }
}

/** As one text. `added`: those that are new in it. */
function listed(names: string[], ...added: string[]): string {
  const wrong = (added.length ? added : names).find((name) => name.includes(BETWEEN));
  if (wrong !== undefined) {
    throw new Error(`wait table: ${BETWEEN} is in the name ${wrong}: it stands between names (nameTable.ts)`);
  }
  return names.join(BETWEEN);
}

/** `category runtime rank [on-cpu] [leaf<N] source`, then indented names: the grammar is in table.ts. */
export function compileWaits(text: string): CompiledTable<PackedEntry> {
  const names: Array<Named<PackedEntry>> = [];
  let entry: WaitEntry | undefined;
  for (const line of text.split('\n')) {
    if (!line.trim()) {
      continue;
    }
    if (!line.startsWith(' ')) {
      entry = groupOf(line);
      continue;
    }
    if (!entry) {
      throw new Error(`wait table: a name before the first group: ${line}`);
    }
    const name = line.trim();
    names.push([(entry.runtime === 'libc' ? LIBC : '') + name, packed({ entry, bare: isBare(name, entry.runtime) })]);
    const method = entry.runtime === 'python' && /^(\w+\.\w+)@/.exec(name);
    if (method) {
      names.push([method[1], packed({ entry, bare: true })]); // the same where the profile has no files
    }
  }
  return compileNames(names);
}

function groupOf(line: string): WaitEntry {
  const [category, runtime, rank, ...flags] = line.split(' ');
  const leaf = flags.find((flag) => flag.startsWith('leaf<'));
  if (!isCategory(category) || !/^[0-4]$/.test(rank)) {
    throw new Error(`wait table: not a group: ${line}`);
  }
  return {
    category: CATEGORIES.indexOf(category),
    runtime,
    rank: Number(rank),
    onCpu: flags.includes('on-cpu'),
    maxFromLeaf: leaf ? Number(leaf.slice(5)) : 0,
  };
}

/** Runtimes whose functions in C, or methods, have names that any program may have. */
const BARE = new Set<string>(['python', 'ruby', 'node', 'beam']);

const isBare = (name: string, runtime: string): boolean =>
  BARE.has(runtime) &&
  !/[@#(/]|::/.test(name) &&
  shownRuntime({ names: [name], runtime: undefined, file: '', cCall: false }) !== runtime;

/** The thread table without what only people read of it. */
export interface CompiledThreads {
  rows: ThreadKind[];
  functions: CompiledTable<ThreadMark>;
  /** Names of threads, without the number at their end. */
  names: Array<[row: number, names: string]>;
}

/** Linux keeps so many characters of a thread's name. */
const COMM = 15;

export function compileThreads(rows: ThreadRow[] = THREAD_ROWS, mainStarts: string[] = MAIN_STARTS): CompiledThreads {
  const marked = (kind: ThreadMark['kind'], row: number, names: string[] = []) =>
    names.map((name): Named<ThreadMark> => [name, { kind, row }]);
  return {
    rows: rows.map(({ purpose, runtime, own, categories }) => ({ purpose, runtime, own: own?.source, categories })),
    functions: compileNames([
      ...rows.flatMap(({ loops, handsOver }, row) => [
        ...marked('loop', row, loops),
        ...marked('handsOver', row, handsOver),
      ]),
      ...marked('main', -1, mainStarts),
    ]),
    names: rows.flatMap(({ threads = [] }, row): Array<[number, string]> => {
      const names = threads.flatMap((name) => [withoutNumber(name), withoutNumber(name.slice(0, COMM))]);
      return names.length ? [[row, listed([...new Set(names)])]] : [];
    }),
  };
}
