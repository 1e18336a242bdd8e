import { fail, ok, ProfileBuilder, type Result } from '../../profile';
import { pushFrames } from '../stackText';
import { Dropped, headLines, linesOf, type Reader, type ReadProfile, type Source } from '../source';

/** py-spy dump: `Thread 4711 (active+gil): "MainThread"`. */
const PY_SPY = /^Thread (\d+|0x[0-9a-fA-F]+) \((idle|active|active\+gil|idle\+gil)\)(?:: "(.*)")?$/;
/** faulthandler: `Current thread 0x0000… [name] (most recent call first):`, the name since Python 3.14. */
const FAULT = /^(?:Current thread|Thread) (0x[0-9a-fA-F]+)(?: \[(.*)\])? \(most recent call first\):/;
const PY_SPY_FRAME = /^ {4}(\S.*)$/;
const FAULT_FRAME = /^ {2}File "(.*)", line (\d+|\?\?\?) in (.+)$/;
/** Lines of both that belong to no thread's stack. */
const OTHER = /^(?:Process \d+: |Python v|Timeout \(|Fatal Python error|Extension modules:|Garbage-collecting)/;

interface PythonThread {
  root: string;
  name: string;
  /** py-spy's word. */
  state?: string;
  /** The thread that wrote faulthandler's dump, so it ran. */
  current: boolean;
  frames: string[];
}

/** Of threads that faulthandler dumps at most one runs, for the lock of the interpreter: the current one. */
function leafOf({ state, current }: PythonThread): string[] {
  return state?.startsWith('idle') ? ['thread [idle]'] : state || current ? [] : ['thread [not told]'];
}

/** The root frame is spelled as in py-spy's recordings, so that a dump and a recording merge. */
function threadOf(line: string): PythonThread | undefined {
  const spied = PY_SPY.exec(line);
  const [, id, name = ''] = spied ? [spied[0], spied[1], spied[3]] : (FAULT.exec(line) ?? []);
  if (id === undefined) {
    return undefined;
  }
  const tid = BigInt(id).toString();
  return {
    root: `thread (${tid})${name ? `: ${name.slice(0, 200)}` : ''}`,
    name: name || `tid=${tid}`,
    state: spied?.[2],
    current: line.startsWith('Current'),
    frames: [],
  };
}

/**
 * Threads of a Python process, leaf first: `py-spy dump`, or what `faulthandler` writes. One thread is one sample. py-spy says
 * whether the thread ran; where a stack does not say what an idle one waits for, its leaf says at least that.
 */
export const pythonThreads: Reader = {
  id: 'python-threads',
  label: 'Python thread dump',

  matches: (source) => (headLines(source).some((line) => PY_SPY.test(line) || FAULT.test(line)) ? 'yes' : 'no'),

  read(source: Source): Result<ReadProfile> {
    if (source.kind !== 'text') {
      return fail('A thread dump is text, not a table.');
    }
    const builder = new ProfileBuilder([{ type: 'threads', unit: 'count' }]);
    const dropped = new Dropped();
    let states = 0;
    let open: PythonThread | undefined;
    const flush = () => {
      if (open) {
        const { root, name, state, frames } = open;
        states += state ? 1 : 0;
        builder.label('thread', name);
        builder.label('state', state);
        builder.sample(pushFrames(builder, [root, ...frames.reverse(), ...leafOf(open)]), 1);
      }
      open = undefined;
    };
    for (const { line, number } of linesOf(source.text)) {
      const thread = threadOf(line);
      const spied = open?.state ? PY_SPY_FRAME.exec(line) : null;
      const fault = open && !open.state ? FAULT_FRAME.exec(line) : null;
      if (thread || /^(?:Current thread|Thread) /.test(line)) {
        flush();
        open = thread;
        if (!thread) {
          dropped.add(number, `not a thread's header: ${line.slice(0, 80)}`);
        }
      } else if (spied) {
        open!.frames.push(spied[1]);
      } else if (fault) {
        open!.frames.push(`${fault[3]} (${fault[1]}${fault[2] === '???' ? '' : `:${fault[2]}`})`);
      } else if (open && line && !OTHER.test(line)) {
        dropped.add(number, `not a frame: ${line.slice(0, 80)}`);
      }
    }
    flush();
    const warnings = dropped.warnings('line');
    if (states === 0) {
      warnings.push({
        message: 'faulthandler does not say which threads run: all but the current one are taken for waiting.',
        remedy: 'Dump with py-spy dump --pid PID.',
      });
    }
    return ok({ profile: builder.finish(), dropped: dropped.count, warnings });
  },
};
