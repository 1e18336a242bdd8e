import { rememberByName } from '../../profile';
import { canonicalNames, isKernelEntry, isNeutral } from './canonical';
import { CATEGORIES, type Category, CPU, IDLE, isCategory } from './categories';
import { WAIT_TABLE } from './table';

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
}

const USER_RANK = 9;

interface Table {
  exact: Map<string, WaitEntry>;
  prefixes: Array<[string, WaitEntry]>;
  patterns: Array<[RegExp, boolean, WaitEntry]>;
  /** One test that tells whether any prefix or pattern can match: most symbols are in no table. */
  any: RegExp;
}

/** `category runtime rank [on-cpu] [leaf<N] source`, then indented names: the grammar is in table.ts. */
export function parseTable(text: string): Table {
  const table: Table = { exact: new Map(), prefixes: [], patterns: [], any: /^/ };
  const sources: string[] = [];
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
    const space = entry.runtime === 'libc' ? 'libc:' : '';
    if (name.startsWith('/') && name.endsWith('/') && name.length > 2) {
      const source = name.slice(1, -1).replace(/^\^/, `^${space}`);
      table.patterns.push([new RegExp(source), Boolean(space), entry]);
      sources.push(source);
    } else if (name.endsWith('*') && name.length > 1) {
      table.prefixes.push([space + name.slice(0, -1), entry]);
      sources.push('^' + (space + name.slice(0, -1)).replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    } else {
      const known = table.exact.get(space + name);
      if (!known || known.rank < entry.rank) {
        table.exact.set(space + name, entry);
      }
    }
  }
  table.any = new RegExp(sources.join('|'));
  return table;
}

let shared: Table | undefined;

/** Looks symbols up: user rules first, then the table. Each distinct symbol is looked up once by its caller. */
export function symbolFacts(name: string, userRules: CompiledUserRule[] = []): SymbolFacts {
  const rule = userRules.find((r) => r.test(name));
  if (rule) {
    const category = rule.idle ? IDLE : CATEGORIES.indexOf(rule.category);
    return {
      entry: { category, rank: USER_RANK, onCpu: category === CPU, maxFromLeaf: 0, runtime: 'user' },
      neutral: false,
      kernelEntry: false,
    };
  }
  return tableFacts(name);
}

/** What most names are: one object for all of them. */
const ORDINARY: SymbolFacts = { entry: undefined, neutral: false, kernelEntry: false };

const tableFacts = rememberByName((name): SymbolFacts => {
  shared ??= parseTable(WAIT_TABLE);
  const facts = { entry: lookUp(shared, name), neutral: isNeutral(name), kernelEntry: isKernelEntry(name) };
  return facts.entry || facts.neutral || facts.kernelEntry ? facts : ORDINARY;
});

export const isUserEntry = (entry: WaitEntry): boolean => entry.rank === USER_RANK;

/** The first canonical name that the table knows decides; of several rules for it, the highest rank. */
function lookUp(table: Table, name: string): WaitEntry | undefined {
  for (const candidate of canonicalNames(name)) {
    const exact = table.exact.get(candidate);
    if (exact) {
      return exact;
    }
    if (!table.any.test(candidate)) {
      continue;
    }
    let best: WaitEntry | undefined;
    const consider = (entry: WaitEntry) => {
      if (!best || entry.rank > best.rank) {
        best = entry;
      }
    };
    for (const [prefix, entry] of table.prefixes) {
      if (candidate.startsWith(prefix)) {
        consider(entry);
      }
    }
    for (const [pattern, libc, entry] of table.patterns) {
      if (candidate.startsWith('libc:') === libc && pattern.test(candidate)) {
        consider(entry);
      }
    }
    if (best) {
      return best;
    }
  }
  return undefined;
}
