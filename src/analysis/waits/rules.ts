import { rememberByName } from '../../profile';
import {
  type FrameName,
  type FrameRuntime,
  isKernelEntry,
  isNeutral,
  markOf,
  readFrame,
  shownRuntime,
} from './canonical';
import { CATEGORIES, type Category, CPU, IDLE, isCategory } from './categories';
import { NameTable } from './nameTable';
import { WAIT_TABLE } from './table';
import { type ThreadMarks, threadMarks } from './threads';

/** What the table says of one symbol. `rank`: see table.ts; a user's rule outranks all. */
export interface WaitEntry {
  category: number;
  rank: number;
  onCpu: boolean;
  /** Counts only within so many frames of the leaf; 0: anywhere. */
  maxFromLeaf: number;
  runtime: string;
}

export interface UserRule {
  /** Regular expression in RE2 syntax, searched in the frame's name as shown. */
  pattern: string;
  category: Category;
  /** Expected waiting: counted as idle and drawn apart from blocking. */
  idle?: boolean;
}

/** A user's rule, its pattern compiled by an engine that takes linear time. */
export interface CompiledUserRule {
  test(name: string): boolean;
  category: Category;
  idle?: boolean;
}

export interface SymbolFacts {
  entry: WaitEntry | undefined;
  neutral: boolean;
  kernelEntry: boolean;
  /** The name could be of any program: the entry counts only where another frame shows its runtime. */
  weak: boolean;
  /** The runtime that the frame shows to be in its stack. */
  shows: FrameRuntime;
  /** A bare word: at the root it may be the name of a process or thread, which says nothing of a wait. */
  word: boolean;
  /** Running or waiting cannot be told where it is the leaf: a frame of a scripting runtime, or a call from it into C. */
  blind: boolean;
  /** Code that is compiled to machine code and that the profiler unwinds. */
  native: boolean;
  thread: ThreadMarks;
}

const USER_RANK = 9;

/** An entry as the table has it; `bare`: its name does not show its runtime. */
interface TableEntry {
  entry: WaitEntry;
  bare: boolean;
}

/** `category runtime rank [on-cpu] [leaf<N] source`, then indented names: the grammar is in table.ts. */
export function parseTable(text: string): NameTable<TableEntry> {
  const table = new NameTable<TableEntry>();
  let entry: WaitEntry | undefined;
  for (const line of text.split('\n')) {
    if (!line.trim()) {
      continue;
    }
    if (!line.startsWith(' ')) {
      const [category, runtime, rank, ...flags] = line.split(' ');
      const leaf = flags.find((flag) => flag.startsWith('leaf<'));
      if (!isCategory(category) || !/^[0-4]$/.test(rank)) {
        throw new Error(`wait table: not a group: ${line}`);
      }
      entry = {
        category: CATEGORIES.indexOf(category),
        runtime,
        rank: Number(rank),
        onCpu: flags.includes('on-cpu'),
        maxFromLeaf: leaf ? Number(leaf.slice(5)) : 0,
      };
      continue;
    }
    if (!entry) {
      throw new Error(`wait table: a name before the first group: ${line}`);
    }
    const name = line.trim();
    table.add(name, { entry, bare: isBare(name, entry.runtime) }, entry.runtime === 'libc' ? 'libc:' : '');
    const method = entry.runtime === 'python' && /^(\w+\.\w+)@/.exec(name);
    if (method) {
      table.add(method[1], { entry, bare: true }); // the same where the profile has no files
    }
  }
  return table;
}

/** Runtimes whose functions in C, or methods, have names that any program may have. */
const BARE = new Set<string>(['python', 'ruby', 'node', 'beam']);

const isBare = (name: string, runtime: string): boolean =>
  BARE.has(runtime) &&
  !/[@#(/]|::/.test(name) &&
  shownRuntime({ names: [name], runtime: undefined, file: '', cCall: false }) !== runtime;

let shared: NameTable<TableEntry> | undefined;

const PLAIN = { neutral: false, kernelEntry: false, weak: false, word: false } as const;

/**
 * Looks symbols up: user rules first, then the table. Each distinct symbol is looked up once by its caller. `file`: the
 * source file where the profile has it apart from the name; then a function is looked up as one of that file's runtime.
 */
export function symbolFacts(name: string, userRules: CompiledUserRule[] = [], file = ''): SymbolFacts {
  const facts = FILE_TELLS.test(file) ? factsOf(`${name}\0${file}`) : factsOf(name);
  const rule = userRules.find((r) => r.test(name));
  if (!rule) {
    return facts;
  }
  const category = rule.idle ? IDLE : CATEGORIES.indexOf(rule.category);
  return {
    ...facts,
    ...PLAIN,
    entry: { category, rank: USER_RANK, onCpu: category === CPU, maxFromLeaf: 0, runtime: 'user' },
  };
}

/** Files by which a name is read in another way; the others are not kept apart, so that a function is looked up once. */
const FILE_TELLS = /\.(?:pyx?|rb|php|[cm]?[jt]sx?|java|kt|scala|cs|rs)$|^<|^node:|fgprof/;

const factsOf = rememberByName((key): SymbolFacts => {
  shared ??= parseTable(WAIT_TABLE);
  const end = key.indexOf('\0');
  const name = end < 0 ? key : key.slice(0, end);
  const frame = readFrame(name, end < 0 ? '' : key.slice(end + 1));
  const found = lookUp(shared, frame);
  const entry = found?.entry;
  const neutral = isNeutral(name);
  const kernelEntry = isKernelEntry(name);
  const calm = entry !== undefined && entry.category !== CPU && CATEGORIES[entry.category] !== 'gc';
  const thread = threadMarks(name, frame, calm || neutral || kernelEntry);
  const shows = shownRuntime(frame);
  const script = frame.runtime === 'python' || frame.runtime === 'ruby' || frame.runtime === 'php';
  return {
    entry,
    neutral,
    kernelEntry,
    weak: found?.bare === true && frame.runtime !== entry?.runtime,
    shows,
    word: /^[\w~-]+$/.test(name),
    blind: script || frame.cCall || markOf(name)?.unsure === true,
    native: frame.runtime === 'native' || kernelEntry || entry?.runtime === 'libc' || entry?.runtime === 'kernel',
    thread,
  };
});

export const isUserEntry = (entry: WaitEntry): boolean => entry.rank === USER_RANK;

/** The first canonical name that the table knows decides; of several rules for it, the highest rank of the frame's runtime. */
function lookUp(table: NameTable<TableEntry>, frame: FrameName): TableEntry | undefined {
  for (const candidate of frame.names) {
    let best: TableEntry | undefined;
    for (const found of table.find(candidate)) {
      if (isOfRuntime(found.entry.runtime, frame.runtime) && (!best || found.entry.rank > best.entry.rank)) {
        best = found;
      }
    }
    if (best) {
      return best;
    }
  }
  return undefined;
}

/** Whether a name of a table's runtime may be meant by a frame that is seen to be of another: a script's function is no C function. */
export const isOfRuntime = (own: string, frame: FrameRuntime): boolean =>
  frame === undefined || frame === 'native' || own === frame || own === 'reader';
