import { fail, ok, ProfileBuilder, type Result } from '../../profile';
import { pushFrames } from '../stackText';
import { Dropped, headLines, linesOf, type Reader, type ReadProfile, type Source } from '../source';

/** The headings of perf lock report and contention in any order (-F, -k); old versions name the unit there. */
const HEADINGS =
  /Name|acquired|contended|(?:avg|total|max|min) wait(?: \(ns\))?|type|caller|address|symbol|pid|comm|owner|cgroup|stacktrace/g;
const FIGURES = /^(?:acquired|contended|(?:avg|total|max|min) wait)/;
/** perf lock prints alike under every locale. */
const TIME = /^([\d.]+) (ns|us|ms|s|m|h)(?:\s|$)/;
/** The heading of `-x` (6.6 on), with its sign between the columns: `# output: contended, total wait, …`; times are in ns then. */
const TABLE = /^# output: (.*)$/;
/** Stacks of the owners, behind those who wait (`-o -v`, 6.15 on). */
const OWNERS = /^(?:===|#) owner stack trace/;
const COUNT = /^(\d+)(?:\s|$)/;
const CALLER = /^\s+0x[0-9a-f]+(?:\s+(\S.*?)(?:\+0x[0-9a-f]+)?)?\s*$/;
const NANOSECONDS: Record<string, number> = { ns: 1, us: 1e3, ms: 1e6, s: 1e9, m: 6e10, h: 36e11 };

/** One row: its figures by heading (times in ns) and its words. */
interface Row {
  figures: Map<string, number>;
  /** The lock's name, or what stands behind the figures by heading: type and caller, pid and comm … */
  words: Map<string, string>;
}

/** The columns of a table's first line, or undefined where it is none. */
function columnsOf(line: string): string[] | undefined {
  const columns = [...line.slice(0, 400).matchAll(HEADINGS)].map(([heading]) => heading);
  const figures = columns.filter((column) => FIGURES.test(column));
  return figures.some((column) => column.includes('wait')) &&
    figures.length > 1 &&
    line.replace(HEADINGS, '').trim() === ''
    ? columns
    : undefined;
}

/** Figures are read where they stand; a name in front of them may hold blanks, so it is what they leave. */
function rowOf(line: string, columns: string[]): Row | undefined {
  const named = columns[0] === 'Name';
  const figureColumns = columns.filter((column) => FIGURES.test(column));
  const text = line.slice(0, 1000).trim();
  const starts = named ? [...text.matchAll(/(?<=\s)\d/g)].map(({ index }) => index) : [0];
  for (const start of starts) {
    const figures = new Map<string, number>();
    let rest = text.slice(start);
    for (const column of figureColumns) {
      const found = /wait$/.test(column) ? TIME.exec(rest) : COUNT.exec(rest);
      const value = found ? Number(found[1]) * NANOSECONDS[found[2] ?? 'ns'] : NaN;
      if (!Number.isFinite(value)) {
        break;
      }
      figures.set(column.replace(' (ns)', ''), value);
      rest = rest.slice(found![0].length).trimStart();
    }
    if (figures.size === figureColumns.length && (named ? rest === '' : rest !== '')) {
      return { figures, words: wordsOf(columns, named ? text.slice(0, start).trim() : rest) };
    }
  }
  return undefined;
}

/** A heading and a row of `-x`. */
interface Cells {
  columns: string[];
  separator: string;
}

function cellsOf(line: string): Cells | undefined {
  const names = TABLE.exec(line.slice(0, 400))?.[1];
  const columns = names?.match(HEADINGS) ?? [];
  const separator = names?.replace(HEADINGS, '').trim()[0];
  return separator !== undefined && columns.some((column) => column.includes('wait'))
    ? { columns, separator }
    : undefined;
}

function rowOfCells(line: string, { columns, separator }: Cells): Row | undefined {
  const cells = line
    .slice(0, 1000)
    .split(separator)
    .map((cell) => cell.trim());
  const figures = new Map<string, number>();
  const words = new Map<string, string>();
  columns.forEach((column, i) =>
    FIGURES.test(column) ? figures.set(column, Number(cells[i] || NaN)) : words.set(column, cells[i] ?? '')
  );
  return [...figures.values()].every((figure) => Number.isFinite(figure)) && cells.length >= columns.length - 1
    ? { figures, words }
    : undefined;
}

function wordsOf(columns: string[], text: string): Map<string, string> {
  const names = columns.filter((column) => !FIGURES.test(column));
  const words = new Map<string, string>();
  let rest = text;
  for (const name of names.slice(0, -1)) {
    const blank = rest.search(/\s/);
    words.set(name, blank < 0 ? rest : rest.slice(0, blank));
    rest = blank < 0 ? '' : rest.slice(blank).trimStart();
  }
  return words.set(names[names.length - 1], rest);
}

/** How long was waited in all, and how often; undefined where the table has neither a total nor what makes one. */
function waitOf({ figures }: Row): { count: number; wait: number } | undefined {
  const count = figures.get('contended') ?? figures.get('acquired') ?? 0;
  const average = figures.get('avg wait');
  const wait = figures.get('total wait') ?? (average === undefined ? undefined : average * count);
  return wait === undefined ? undefined : { count, wait };
}

const withoutOffset = (name: string) => name.replace(/\+0x[0-9a-f]+$/, '');

/** The kind of lock, and who waited for it: the lock's name, its caller, or the thread. */
function namesOf({ words }: Row): { type: string; caller: string } {
  const thread = words.has('pid')
    ? `${words.get('comm') ?? words.get('owner') ?? ''} (${words.get('pid')})`
    : undefined;
  const caller =
    words.get('caller') ??
    words.get('cgroup') ??
    words.get('Name') ??
    (words.get('symbol') || words.get('address')) ??
    thread ??
    '[unknown]';
  return { type: words.get('type') ?? 'lock', caller: withoutOffset(caller) };
}

interface OpenRow {
  type: string;
  caller: string;
  count: number;
  wait: number;
  callers: string[];
}

/** Reads line by line: a row is complete when the next one begins, since its callers stand behind it. */
class Locks {
  readonly builder = new ProfileBuilder(
    [
      { type: 'contended', unit: 'count' },
      { type: 'lock wait', unit: 'nanoseconds' },
    ],
    1
  );
  readonly dropped = new Dropped();
  /** Among the stacks of owners, whose figures are those of the waits once more; and whether there were any. */
  private owners = false;
  hadOwners = false;
  private columns: string[] | undefined;
  private cells: Cells | undefined;
  private open: OpenRow | undefined;

  add(line: string, number: number): void {
    this.owners ||= OWNERS.test(line);
    this.hadOwners ||= this.owners;
    const heading = columnsOf(line);
    const cells = cellsOf(line);
    const caller = CALLER.exec(line);
    if (heading || cells) {
      [this.columns, this.cells, this.owners] = [heading, cells, false];
    } else if (this.owners) {
      return;
    } else if (this.open && caller) {
      this.open.callers.push(caller[1] ?? '[unknown]');
    } else if (line.startsWith('===')) {
      this.columns = undefined; // what perf prints about itself
    } else if ((this.columns ?? this.cells) && line.trim() && !(this.cells && line.startsWith('#'))) {
      this.row(line, number);
    }
  }

  private row(line: string, number: number): void {
    this.flush();
    const row = this.cells ? rowOfCells(line, this.cells) : rowOf(line, this.columns!);
    const figures = row && waitOf(row);
    if (figures) {
      this.open = { ...namesOf(row), ...figures, callers: [] };
    } else {
      this.dropped.add(
        number,
        row ? 'a row with neither total nor average wait' : `not a row of the table: ${line.trim().slice(0, 80)}`
      );
    }
  }

  flush(): void {
    if (this.open) {
      const { type, caller, count, wait, callers } = this.open;
      // Printed leaf first: the lock's own function, then its callers.
      const stack = callers.length ? callers.reverse() : [caller];
      this.builder.sample(pushFrames(this.builder, [...stack, `kernel lock [${type}]`]), count, wait);
      this.open = undefined;
    }
  }
}

/**
 * `perf lock report` and `perf lock contention` (text, with stacks under -v, columns by -F, also those of old versions in ns;
 * by thread -t, owner -o, address -l, cgroup -g; tables by -x): total wait of each lock of the kernel, under its type, with its callers where
 * they are printed. User-space locks (sync.Mutex, pthread mutexes) are not in it.
 */
export const perfLock: Reader = {
  id: 'perf-lock',
  label: 'perf lock',

  matches(source) {
    return headLines(source).some((line) => columnsOf(line) ?? cellsOf(line)) ? 'yes' : 'no';
  },

  read(source: Source): Result<ReadProfile> {
    if (source.kind !== 'text') {
      return fail('perf lock output is text, not a table.');
    }
    const locks = new Locks();
    for (const { line, number } of linesOf(source.text)) {
      locks.add(line, number);
    }
    locks.flush();
    const { builder, dropped, hadOwners } = locks;
    if (builder.isEmpty) {
      return fail('The perf lock table is empty.', {
        remedy: 'Record with perf lock record, or perf lock contention -b; print it with the column wait_total.',
      });
    }
    return ok({
      profile: builder.finish(),
      dropped: dropped.count,
      warnings: [
        ...dropped.warnings('line'),
        ...(hadOwners ? [{ message: 'The stacks of the owners, behind those who wait, are left out.' }] : []),
        { message: 'perf lock sees kernel locks only; for locks of the program use its mutex profile.' },
      ],
    });
  },
};
