import { fail, isImpossible, labelWaker, ok, ProfileBuilder, type Result, wakerText } from '../../profile';
import { pushFrames, UNDERFLOW_REMEDY, withoutRecorder } from '../stackText';
import { Dropped, headLines, linesOf, type Reader, type ReadProfile, type Source } from '../source';

/** First lines: of offcputime, offwaketime and wakeuptime; of profile; of stackcount. Those of libbpf-tools print none. */
const BLOCKED = /^Tracing (?:off-CPU|blocked) time \(us\) (?:of|by) /;
const SAMPLING = /^Sampling at (\d+) Hertz of |^Sampling at /;
const COUNTING = /^Tracing \d+ functions? for "(.*)"\.\.\. Hit Ctrl-C to end\.$/;

/** Whose stack a block is: `-   comm (pid)`, stackcount's `comm [pid]`, or one of the two sides of a wakeup. */
const OWNER = /^\s+-\s{2,}(\S.*) \((\d+)\)$/;
const COUNTED = /^\s+(\S.*) \[(\d+)\]$/;
const SIDE = /^\s+(target|waker):\s+(\S.*?)(?: (\d+))?$/;
const VALUE = /^\s+(-?\d+)$/;
/** Between the kernel's and the user's part of a stack (`-d`). */
const DELIMITER = /^\s+--?$/;
/** Between the stack of the waker and that of the one who waited. */
const WAKEUP = /^\s+--\s+--$/;
/** What the tools say of stacks that they lost, and of times that cannot be. */
const WARNING = /^WARN(?:ING)?: (.{1,200})/;

/** The switch itself, at the leaf of every stack that was recorded off the CPU. */
const SWITCH = /^(?:__schedule|schedule|finish_task_switch)\b/;
const SWITCHED_SHARE = 0.9;

/** `f`, `ffffffff814ba40d f` (-v), or `#2  0xffffffff821facd8 f+0x618 (/lib/x.so+0x1f)` (libbpf-tools -v). */
function frameName(line: string): string {
  const frame = line.trim();
  const numbered = /^#\d+\s+0x[0-9a-f]+ (.*)$/.exec(frame);
  if (!numbered) {
    return frame.replace(/^[0-9a-f]{12,16} +(?=\S)/, '');
  }
  const text = numbered[1];
  const open = text.endsWith(')') ? text.lastIndexOf('(') : -1;
  const file =
    open === 0 || text[open - 1] === ' '
      ? text
          .slice(open + 1, -1)
          .split('/')
          .pop()
      : undefined;
  const withoutOffset = (name: string) => name.replace(/\+0x[0-9a-f]+$/, '');
  const symbol = withoutOffset(file === undefined ? text : text.slice(0, open).trim());
  return symbol && symbol !== '[unknown]' ? symbol : file ? `[${withoutOffset(file)}]` : '[unknown]';
}

const rootFirst = (leafFirst: string[]) => withoutRecorder(leafFirst).reverse();
const ofWaker = (frames: string[]) => frames.map((frame) => `${frame}_[w]`);

interface Block {
  /** Frames from root to leaf. Where only a waker's are known (wakeuptime) they come first, marked `_[w]` as flamegraph.pl marks them. */
  frames: string[];
  /** Who ended the wait, from root to leaf, its process first. */
  waker?: string[];
  pid?: string;
  value: number;
  switched: boolean;
}

/** A block's lines above its value. */
function blockOf(lines: string[], value: number): Block {
  const sides = lines.map((text) => SIDE.exec(text));
  const names = (from: number, to: number) =>
    lines.slice(from, to).flatMap((text) => (DELIMITER.test(text) ? [] : [frameName(text)]));
  const last = sides[lines.length - 1];
  if (last && sides[0]) {
    const [target, waker] = last[1] === 'target' ? [last, sides[0]] : [sides[0], last];
    const middle = lines.findIndex((text) => WAKEUP.test(text));
    // wakeuptime has the waker's stack, leaf first; offwaketime the waker's root first and then that of the one who waited.
    const block = { pid: target[3], value, switched: true };
    return middle < 0
      ? { ...block, frames: [...ofWaker([waker[2], ...rootFirst(names(1, -1))]), target[2]] }
      : {
          ...block,
          frames: [target[2], ...rootFirst(names(middle + 1, lines.length - 1))],
          waker: [waker[2], ...names(1, middle)],
        };
  }
  const owner = OWNER.exec(lines[lines.length - 1]) ?? COUNTED.exec(lines[lines.length - 1]);
  const frames = rootFirst(names(0, owner ? lines.length - 1 : lines.length));
  return {
    frames: owner ? [owner[1], ...frames] : frames,
    pid: owner?.[2],
    value,
    switched: frames.slice(-3).some((frame) => SWITCH.test(frame)),
  };
}

function readBlocks(text: string, dropped: Dropped) {
  const blocks: Block[] = [];
  let [blocked, event] = [false, ''];
  let hertz: number | undefined;
  let lines: string[] = [];
  let first = 0;
  let said: string | undefined;
  for (const { line, number } of linesOf(text)) {
    const value = VALUE.exec(line);
    if (value && lines.length) {
      const count = Number(value[1]);
      if (isImpossible(count)) {
        dropped.add(number, `the value is ${value[1]}, which no recording reaches`, UNDERFLOW_REMEDY);
      } else if (count < 0) {
        dropped.add(number, `the value is ${value[1]}, below 0`);
      } else {
        blocks.push(blockOf(lines, count));
      }
      lines = [];
    } else if (/^\s+\S/.test(line)) {
      first = lines.length ? first : number;
      lines.push(line);
    } else if (lines.length) {
      dropped.add(first, 'a stack without a value');
      lines = [];
    }
    blocked ||= BLOCKED.test(line);
    const rate = SAMPLING.exec(line)?.[1];
    hertz = rate ? Number(rate) : hertz;
    event = COUNTING.exec(line)?.[1] ?? event;
    said ??= WARNING.exec(line)?.[1];
  }
  if (lines.length) {
    dropped.add(first, 'the output ends inside a stack');
  }
  return { blocks, blocked, hertz, event, said };
}

/**
 * What bcc's tools and libbpf-tools print without -f: blocks of frames, leaf first, the kernel's before the user's, then
 * `-  comm (pid)` and the value. offcputime, offwaketime and wakeuptime give µs off the CPU; profile samples, which its rate makes
 * CPU time; stackcount calls. Without a first line that says which, stacks that end in the scheduler's switch are off-CPU time.
 */
export const bcc: Reader = {
  id: 'bcc',
  label: 'bcc',
  aggregated: true,

  matches(source) {
    const lines = headLines(source, 300).filter((line) => line.trim());
    const told = lines.some((line) => BLOCKED.test(line) || SAMPLING.test(line) || COUNTING.test(line));
    const block = lines.some(
      (line, i) => i > 0 && VALUE.test(line) && (OWNER.test(lines[i - 1]) || SIDE.test(lines[i - 1]))
    );
    return told || block ? 'yes' : 'no';
  },

  read(source: Source): Result<ReadProfile> {
    if (source.kind !== 'text') {
      return fail('Output of bcc is text, not a table.');
    }
    const dropped = new Dropped();
    const { blocks, blocked, hertz, event, said } = readBlocks(source.text, dropped);
    const switched = blocks.filter((block) => block.switched).length;
    const offCpu = blocked || (!hertz && !event && switched > 0 && switched >= blocks.length * SWITCHED_SHARE);
    const types = offCpu
      ? [{ type: 'off_cpu', unit: 'nanoseconds', factor: 1e3 }]
      : [
          ...(hertz ? [{ type: 'cpu', unit: 'nanoseconds', factor: 1e9 / hertz }] : []),
          { type: event ? `calls of ${event}` : 'samples', unit: 'count', factor: 1 },
        ];
    const builder = new ProfileBuilder(types.map(({ type, unit }) => ({ type, unit })));
    for (const { frames, pid, value, waker } of blocks) {
      builder.label('pid', pid);
      labelWaker(builder, waker && wakerText(waker));
      builder.sample(pushFrames(builder, frames), ...types.map(({ factor }) => value * factor));
    }
    if (builder.isEmpty) {
      return fail('This output of bcc has no stack with a value.', {
        remedy: 'Let the tool run to its end, or give it a duration: offcputime 10.',
      });
    }
    const warnings = dropped.warnings('line');
    if (said) {
      warnings.push({ message: `The tool says: ${said}` });
    }
    return ok({ profile: builder.finish(), dropped: dropped.count, warnings });
  },
};
