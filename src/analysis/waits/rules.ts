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
import { CATEGORIES, type Category, CPU, IDLE } from './categories';
import { WAITS } from './compiled';
import { type PackedEntry, type TableEntry, unpacked, type WaitEntry } from './entry';
import { NameTable } from './nameTable';
import { type ThreadMarks, threadMarks } from './threads';

export type { WaitEntry };

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

let shared: NameTable<PackedEntry, TableEntry> | undefined;

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
  shared ??= new NameTable(WAITS, unpacked);
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
function lookUp(table: NameTable<PackedEntry, TableEntry>, frame: FrameName): TableEntry | undefined {
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
