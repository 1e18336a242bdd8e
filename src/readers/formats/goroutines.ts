import { fail, ok, ProfileBuilder, type Result } from '../../profile';
import { pushFrames } from '../stackText';
import { Dropped, headLines, linesOf, type Reader, type ReadOptions, type ReadProfile, type Source } from '../source';

const HEADER = /^goroutine (\d+)(?: gp=\S+ m=\S+(?: mp=\S+)?)? \[([^\],]+)(?:, (\d+) minutes?)?(?:, [^\]]*)?\]:$/;
/** Not waiting: nothing is added to the stack. */
const NO_WAIT = new Set(['running', 'runnable', 'syscall', 'preempted', 'copystack', 'idle', 'dead']);
const MINUTE = 6e10;

/**
 * Go's goroutine dump (`/debug/pprof/goroutine?debug=2`, or a panic's trace): one goroutine is one sample. What it waits
 * for stands in its header and is added as the leaf `goroutine [chan receive]`, because for channels the top frame is the
 * program's own. The second value type is how long it has waited, in whole minutes as Go prints them.
 */
export const goroutines: Reader = {
  id: 'goroutines',
  label: 'goroutine dump',

  matches: (source) => (headLines(source).some((line) => HEADER.test(line)) ? 'yes' : 'no'),

  read(source: Source, options: ReadOptions = {}): Result<ReadProfile> {
    if (source.kind !== 'text') {
      return fail('A goroutine dump is text, not a table.');
    }
    const builder = new ProfileBuilder([
      { type: 'goroutines', unit: 'count' },
      { type: 'waited', unit: 'nanoseconds' },
    ]);
    const dropped = new Dropped();
    let open: { reason: string; minutes: number; frames: string[]; origin?: string; id: string } | undefined;
    const flush = () => {
      if (!open) {
        return;
      }
      const { reason, minutes, frames, origin, id } = open;
      builder.label('state', reason);
      builder.label('goroutine', id);
      const leaf = NO_WAIT.has(reason) ? [] : [`goroutine [${reason}]`];
      const root = options.stitchAsync && origin ? [origin] : [];
      builder.sample(pushFrames(builder, [...root, ...frames.reverse(), ...leaf]), 1, minutes * MINUTE);
      open = undefined;
    };
    for (const { line, number } of linesOf(source.text)) {
      const header = HEADER.exec(line);
      if (header) {
        flush();
        open = { id: header[1], reason: header[2], minutes: Number(header[3] ?? 0), frames: [] };
      } else if (open && line.startsWith('created by ')) {
        open.origin = line.slice('created by '.length).replace(/ in goroutine \d+$/, '');
      } else if (open && line && !/^\s/.test(line)) {
        // main.(*T).Method(0x1, {0x2, 0x3}, ...): the last parenthesis that opens at the name's end holds arguments
        const frame = /^(.+?)\((?:\.\.\.|[^()]*(?:\([^()]*\)[^()]*)*)\)$/.exec(line);
        const name = frame && (/^(.*)\([^()]*\)$/.exec(line)?.[1] ?? frame[1]);
        if (name) {
          open.frames.push(name);
        } else if (!/^\.\.\.\d* ?(?:additional )?frames elided/.test(line)) {
          dropped.add(number, `not a frame: ${line.slice(0, 80)}`);
        }
      }
    }
    flush();
    return ok({ profile: builder.finish(), dropped: dropped.count, warnings: dropped.warnings('line') });
  },
};
