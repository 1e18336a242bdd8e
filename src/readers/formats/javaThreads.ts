import { fail, ok, ProfileBuilder, type Result } from '../../profile';
import { pushFrames } from '../stackText';
import { headLines, linesOf, type Reader, type ReadProfile, type Source } from '../source';

const THREAD = /^"(.*)"(?: #\d+)?(?: \[\d+\])?(?: daemon)?(?: prio=\d+)?.*(?:tid|nid)=/;
const STATE = /^\s+java\.lang\.Thread\.State: (.+)$/;
const FRAME = /^\s+at (.+)\(([^()]*)\)$/;
const LOCK =
  /^\s+- (waiting to lock|parking to wait for|waiting on|waiting to re-lock in wait\(\))\s+<[^>]*> \((?:a )?(.*)\)$/;

/**
 * A Java thread dump (jstack, jcmd Thread.print, kill -3): one thread is one sample. A thread that is BLOCKED on
 * `synchronized` has no frame that says so, so its state is added as the leaf `thread [BLOCKED (on object monitor)]`, with
 * the monitor's class. VM threads without a Java stack are kept by their name.
 */
export const javaThreads: Reader = {
  id: 'java-threads',
  label: 'Java thread dump',

  matches(source) {
    const lines = headLines(source, 200);
    return lines.some((line) => line.startsWith('Full thread dump') || STATE.test(line)) ? 'yes' : 'no';
  },

  read(source: Source): Result<ReadProfile> {
    if (source.kind !== 'text') {
      return fail('A thread dump is text, not a table.');
    }
    const builder = new ProfileBuilder([{ type: 'threads', unit: 'count' }]);
    let open: { name: string; state?: string; monitor?: string; frames: string[]; runs: boolean } | undefined;
    const flush = () => {
      if (!open) {
        return;
      }
      const { name, state, monitor, frames, runs } = open;
      builder.label('thread', name);
      builder.label('state', state);
      const leaf = state?.startsWith('BLOCKED') ? [`thread [${state}]${monitor ? ` ${monitor}` : ''}`] : [];
      const stack = frames.length ? [...frames.reverse(), ...leaf] : [name, ...(runs ? [] : ['thread [waiting]'])];
      builder.sample(pushFrames(builder, stack), 1);
      open = undefined;
    };
    for (const { line } of linesOf(source.text)) {
      const thread = THREAD.exec(line);
      if (thread) {
        flush();
        open = { name: thread[1], frames: [], runs: / runnable\s*(?:\[|$)/.test(line) };
      } else if (open) {
        const frame = FRAME.exec(line);
        const lock = LOCK.exec(line);
        if (frame) {
          // Loader and module stand in front of the name: app//a.B.c, java.base@17/java.lang.Thread.sleep; A$$Lambda/0x01 is a name.
          open.frames.push(frame[1].replace(/^(?:[\w.-]+\/)?(?:[\w.]+(?:@[\w.+-]+)?)?\/(?!0x)/, ''));
        } else if (lock) {
          open.monitor ??= lock[2];
        } else {
          open.state ??= STATE.exec(line)?.[1].trim();
        }
      }
    }
    flush();
    return ok({ profile: builder.finish(), dropped: 0, warnings: [] });
  },
};
