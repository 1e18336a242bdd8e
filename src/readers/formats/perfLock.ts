import { fail, ok, ProfileBuilder, type Result } from '../../profile';
import { pushFrames } from '../stackText';
import { Dropped, headLines, linesOf, type Reader, type ReadProfile, type Source } from '../source';

const TIME = String.raw`([\d.]+) (ns|us|ms|s)`;
const REPORT = new RegExp(String.raw`^\s*(\S.*?)\s+(\d+)\s+(\d+)\s+${TIME}\s+${TIME}\s+${TIME}\s+${TIME}\s*$`);
const CONTENTION = new RegExp(String.raw`^\s*(\d+)\s+${TIME}\s+${TIME}\s+${TIME}\s+(\S+)\s+(\S.*)$`);
const CALLER = /^\s+0x[0-9a-f]+(?:\s+(\S.*?)(?:\+0x[0-9a-f]+)?)?\s*$/;
const NANOSECONDS: Record<string, number> = { ns: 1, us: 1e3, ms: 1e6, s: 1e9 };

/**
 * `perf lock report` and `perf lock contention` (text, with stacks under -v): total wait of each lock of the kernel, under
 * its type, with its callers where they are printed. User-space locks (sync.Mutex, pthread mutexes) are not in it.
 */
export const perfLock: Reader = {
  id: 'perf-lock',
  label: 'perf lock',

  matches(source) {
    return headLines(source).some(
      (line) =>
        /^\s*Name\s+acquired\s+contended\s+avg wait/.test(line) || /^\s*contended\s+total wait\s+max wait/.test(line)
    )
      ? 'yes'
      : 'no';
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
    let inTable = false;
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
      if (/avg wait/.test(line)) {
        inTable = true;
        continue;
      }
      const caller = CALLER.exec(line);
      if (open && caller) {
        open.callers.push(caller[1] ?? '[unknown]');
        continue;
      }
      const report = withFigures(REPORT.exec(line), 3, 6);
      const contention = withFigures(CONTENTION.exec(line), 1, 2);
      if (line.startsWith('===')) {
        inTable = false; // what perf prints about itself
      }
      if (!inTable || !line.trim()) {
        continue;
      }
      flush();
      if (report) {
        const [, name, , contended, , , wait, unit] = report;
        open = {
          type: 'lock',
          caller: name.replace(/\+0x[0-9a-f]+$/, ''),
          count: Number(contended),
          wait: Number(wait) * NANOSECONDS[unit],
          callers: [],
        };
      } else if (contention) {
        const [, count, wait, unit, , , , , type, name] = contention;
        open = {
          type,
          caller: name.replace(/\+0x[0-9a-f]+$/, ''),
          count: Number(count),
          wait: Number(wait) * NANOSECONDS[unit],
          callers: [],
        };
      } else {
        dropped.add(number, `not a row of the table: ${line.trim().slice(0, 80)}`);
      }
    }
    flush();
    if (builder.isEmpty) {
      return fail('The perf lock table is empty.', {
        remedy: 'Record with perf lock record, or perf lock contention -b.',
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

/** The match, if what it found at these places are numbers: `55.0255.02` of a cut line is none. */
const withFigures = (match: RegExpExecArray | null, ...at: number[]): RegExpExecArray | undefined =>
  match && at.every((i) => Number.isFinite(Number(match[i]))) ? match : undefined;
