import { fail, ok, ProfileBuilder, type Result } from '../../profile';
import { pushFrames } from '../stackText';
import { Dropped, headLines, linesOf, type Reader, type ReadProfile, type Source } from '../source';

/** The headings of perf lock report and contention in any order (-F, -k); old versions name the unit there. */
const HEADINGS =
  /Name|acquired|contended|(?:avg|total|max|min) wait(?: \(ns\))?|type|caller|address|symbol|pid|comm|owner/g;
const FIGURES = /^(?:acquired|contended|(?:avg|total|max|min) wait)/;
const TIME = /^([\d.]+) (ns|us|ms|s|m|h)(?:\s|$)/;
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
    words.get('caller') ?? words.get('Name') ?? (words.get('symbol') || words.get('address')) ?? thread ?? '[unknown]';
  return { type: words.get('type') ?? 'lock', caller: withoutOffset(caller) };
}

/**
 * `perf lock report` and `perf lock contention` (text, with stacks under -v, columns by -F, also those of old versions in ns):
 * total wait of each lock of the kernel, under its type, with its callers where they are printed. User-space locks (sync.Mutex,
 * pthread mutexes) are not in it.
 */
export const perfLock: Reader = {
  id: 'perf-lock',
  label: 'perf lock',

  matches(source) {
    return headLines(source).some((line) => columnsOf(line)) ? 'yes' : 'no';
  },

  read(source: Source): Result<ReadProfile> {
    if (source.kind !== 'text') {
      return fail('perf lock output is text, not a table.');
    }
    const builder = new ProfileBuilder(
      [
        { type: 'contended', unit: 'count' },
        { type: 'lock wait', unit: 'nanoseconds' },
      ],
      1
    );
    const dropped = new Dropped();
    let columns: string[] | undefined;
    let open: { type: string; caller: string; count: number; wait: number; callers: string[] } | undefined;
    const flush = () => {
      if (open) {
        // Printed leaf first: the lock's own function, then its callers.
        const stack = open.callers.length ? open.callers.reverse() : [open.caller];
        builder.sample(pushFrames(builder, [...stack, `kernel lock [${open.type}]`]), open.count, open.wait);
        open = undefined;
      }
    };
    for (const { line, number } of linesOf(source.text)) {
      const heading = columnsOf(line);
      const caller = CALLER.exec(line);
      if (heading) {
        columns = heading;
      } else if (open && caller) {
        open.callers.push(caller[1] ?? '[unknown]');
      } else if (line.startsWith('===')) {
        columns = undefined; // what perf prints about itself
      } else if (columns && line.trim()) {
        flush();
        const row = rowOf(line, columns);
        const figures = row && waitOf(row);
        if (figures) {
          open = { ...namesOf(row), ...figures, callers: [] };
        } else {
          dropped.add(
            number,
            row ? 'a row with neither total nor average wait' : `not a row of the table: ${line.trim().slice(0, 80)}`
          );
        }
      }
    }
    flush();
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
        { message: 'perf lock sees kernel locks only; for locks of the program use its mutex profile.' },
      ],
    });
  },
};
