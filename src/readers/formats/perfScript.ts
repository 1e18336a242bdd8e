import { fail, ok, ProfileBuilder, type Result } from '../../profile';
import { Dropped, headLines, linesOf, type Reader, type ReadProfile, type Source } from '../source';

/** comm tid or pid/tid [cpu] time: period event: args — blanks and colons occur in comm. */
const HEADER =
  /^(\S.{0,40}?)\s+(\d+)(?:\/(\d+))?\s+(?:\[(\d+)\]\s+)?(\d+\.\d+):\s+(?:(\d+)\s+)?([\w.,/=-]+(?::[\w.,/=-]*)*):\s*(.*)$/;
const FRAME = /^\s+([0-9a-f]+)\s+(.+?)(?:\s+\(([^()]*(?:\([^()]*\))?[^()]*)\))?$/;
const SWITCH = /prev_comm=.* prev_pid=(\d+) .*prev_state=(\S+) ==> next_comm=.* next_pid=(\d+)/;
/** Clock events count time: their period is in nanoseconds. */
const CLOCK = /^(?:cpu|task)-clock\b/;
/** Below this share of switches that find their end, the recording has gaps and times would be invented. */
const PAIRED_SHARE = 0.5;

interface Sample {
  event: string;
  stack: number;
  value: number;
  /** The value is the period that the header gives, else it counts 1. */
  weighted: boolean;
  tid: string;
  comm: string;
}

/** `sym+0x1f (dso)` as in `perf script`; the dso is the frame's module only where the symbol is not known. */
function frameName(text: string, dso: string | undefined): string {
  const symbol = text.replace(/\+0x[0-9a-f]+$/, '');
  if (symbol !== '[unknown]') {
    return symbol;
  }
  const file = dso
    ?.replace(/ \(deleted\)$/, '')
    .split('/')
    .pop();
  return file && file !== '[unknown]' ? `[${file.replace(/^\[|\]$/g, '')}]` : symbol;
}

/**
 * Text of `perf script`: one sample a block, leaf first, the process name as root. Clock events weigh their period
 * (nanoseconds), others their period or one a sample. `sched:sched_switch` becomes off-CPU time: from the switch of a
 * thread off the CPU to the switch back to it. Each event is a value type of its own. Call graphs by frame pointer or
 * DWARF, inlined frames included.
 */
export const perfScript: Reader = {
  id: 'perf-script',
  label: 'perf script',

  matches(source) {
    const lines = headLines(source, 400);
    const at = lines.findIndex((line) => HEADER.test(line));
    if (at < 0) {
      return 'no';
    }
    return lines.slice(at + 1, at + 4).some((line) => FRAME.test(line)) ? 'yes' : 'unsure';
  },

  read(source: Source): Result<ReadProfile> {
    if (source.kind !== 'text') {
      return fail('perf script output is text, not a table.');
    }
    const dropped = new Dropped();
    const builder = new ProfileBuilder();
    const samples: Sample[] = [];
    const off = new Map<string, { at: number; sample: Sample }>();
    let switches = 0;
    let paired = 0;
    const waits: Sample[] = [];

    let header: { sample: Sample; time: number; nextTid?: string; line: number } | undefined;
    let frames: string[] = [];
    const flush = () => {
      if (!header) {
        return;
      }
      const { sample, time, nextTid, line } = header;
      if (!frames.length && nextTid === undefined) {
        dropped.add(line, 'a sample without stack', 'Record with -g or --call-graph.');
      } else {
        let stack = builder.stack(-1, builder.frame({ name: sample.comm }));
        let unknown = false;
        for (let i = frames.length - 1; i >= 0; i--) {
          // Broken unwinding leaves runs of [unknown]: one says as much.
          if (frames[i] !== '[unknown]' || !unknown) {
            stack = builder.stack(stack, builder.frame({ name: frames[i] }));
          }
          unknown = frames[i] === '[unknown]';
        }
        sample.stack = stack;
        if (nextTid === undefined) {
          samples.push(sample);
        } else {
          switches++;
          waits.push(sample);
          const back = off.get(nextTid);
          if (back && time >= back.at) {
            paired++;
            back.sample.value = (time - back.at) * 1e9;
            off.delete(nextTid);
          }
          off.set(sample.tid, { at: time, sample });
        }
      }
      header = undefined;
      frames = [];
    };

    for (const { line, number } of linesOf(source.text)) {
      if (!line.trim()) {
        flush();
        continue;
      }
      if (line.startsWith('#')) {
        continue;
      }
      if (/^\s/.test(line)) {
        const frame = FRAME.exec(line);
        if (header && frame) {
          frames.push(frameName(frame[2], frame[3]));
        } else if (header && !/^\s+\S+:\d+$/.test(line)) {
          dropped.add(number, `not a frame: ${line.trim().slice(0, 80)}`); // +srcline adds file:line rows, which are no frames
        }
        continue;
      }
      flush();
      const match = HEADER.exec(line);
      if (!match) {
        dropped.add(number, `neither a sample's first line nor a frame: ${line.slice(0, 80)}`);
        continue;
      }
      const [, comm, pid, tid, , time, period, event, args] = match;
      const switched = event === 'sched:sched_switch' ? SWITCH.exec(args) : undefined;
      header = {
        sample: {
          event,
          comm,
          tid: switched?.[1] ?? tid ?? pid,
          stack: -1,
          value: Number(period ?? 1),
          weighted: period !== undefined,
        },
        time: Number(time),
        nextTid: switched?.[3],
        line: number,
      };
    }
    flush();

    const warnings = dropped.warnings('line');
    const timed = paired >= switches * PAIRED_SHARE;
    if (switches && timed && paired < switches) {
      warnings.push({
        message: `${switches - paired} of ${switches} switches have no end in the recording and were left out.`,
      });
    } else if (switches && !timed) {
      warnings.push({
        message:
          `Only ${paired} of ${switches} sched_switch samples find their end: the recording has gaps. ` +
          'Switches are counted, not timed.',
        remedy: 'Record every switch of all CPUs: perf record -e sched:sched_switch -a -g.',
      });
    }
    if (!samples.length && !waits.length) {
      return fail('No sample with a stack in this perf script output.', { remedy: 'Record with perf record -g.' });
    }
    const add = ({ stack, tid }: Sample, type: number, value: number) => {
      builder.label('thread', tid);
      builder.sampleOf(stack, type, value);
    };
    for (const sample of samples) {
      const { event, weighted, value } = sample;
      const name = event.replace(/:[\w]*$/, ''); // cycles:ppp
      const clock = CLOCK.test(event);
      add(sample, builder.valueType(clock ? 'cpu' : name, !weighted ? 'count' : clock ? 'nanoseconds' : name), value);
    }
    const open = new Set([...off.values()].map(({ sample }) => sample));
    for (const sample of waits) {
      if (!timed || !open.has(sample)) {
        add(sample, builder.valueType('off_cpu', timed ? 'nanoseconds' : 'count'), timed ? sample.value : 1);
      }
    }
    return ok({ profile: builder.finish(), dropped: dropped.count, warnings });
  },
};
