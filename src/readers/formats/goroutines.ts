import { fail, ok, ProfileBuilder, type Result } from '../../profile';
import { pushFrames } from '../stackText';
import { Dropped, headLines, linesOf, type Reader, type ReadOptions, type ReadProfile, type Source } from '../source';

/** The brackets hold everything to the line's end: labels may have brackets of their own. */
const HEADER = /^goroutine (\d+)(?: gp=\S+ m=\S+(?: mp=\S+)?)? \[(.*)\]:$/;
/** Go 1.26, GODEBUG=tracebacklabels=1. */
const LABELS = /,? labels: ?(\{.*\})$/;
/** What the runtime adds to a reason and is none: a stack being scanned, a leak found, a synctest bubble's own wait. */
const REMARKS = / \((scan|leaked|durable)\)/g;
/** Stacks with a count, debug=1. */
const COUNTED = /^(\d+) @((?: 0x[0-9a-f]+)*)$/;
const COUNTED_HEAD = /^goroutine(?:leak)? profile: total \d+$/;
const COUNTED_FRAME = /^#\t0x[0-9a-f]+\t(.+?)\+0x[0-9a-f]+\t+(.+):(\d+)$/;
const COUNTED_LABELS = /^# labels: (\{.*\})$/;
/** Not waiting: nothing is added to the stack. */
const NO_WAIT = new Set(['running', 'runnable', 'syscall', 'preempted', 'copystack', 'idle', 'dead']);
/** The runtime's functions that wait and are shown, because other packages call them by these names. */
const SHOWN_WAITS = /(?:^|\.)(?:runtime_(?:pollWait|Semacquire\w*|notifyListWait)|time\.Sleep|Sleep)$/;
const MINUTE = 6e10;

/** `{"route": "/items[0]"}`: Go's quoting is JSON's but for rare escapes, which stay as they are. */
function* labelsOf(text: string | undefined): Generator<[string, string]> {
  for (const [, name, value] of (text ?? '').matchAll(/"((?:[^"\\]|\\.)*)": ?"((?:[^"\\]|\\.)*)"/g)) {
    yield [unquoted(name), unquoted(value)];
  }
}

function unquoted(text: string): string {
  try {
    return String(JSON.parse(`"${text}"`));
  } catch {
    return text;
  }
}

interface Goroutine {
  id: string;
  reason: string;
  minutes: number;
  labels: string | undefined;
  leaked: boolean;
  frames: string[];
  origin?: string;
}

function goroutineOf(line: string): Goroutine | undefined {
  const header = HEADER.exec(line);
  if (!header) {
    return undefined;
  }
  const [, id, inside] = header;
  const labels = LABELS.exec(inside)?.[1];
  const [reason, ...rest] = inside.replace(LABELS, '').split(', ');
  const minutes = rest.map((part) => /^(\d+) minutes?$/.exec(part)?.[1]).find(Boolean);
  return {
    id,
    reason: reason.replace(REMARKS, ''),
    minutes: Number(minutes ?? 0),
    labels,
    leaked: reason.includes(' (leaked)'),
    frames: [],
  };
}

/** The name of `main.(*T).Method(0x1, {0x2, 0x3}, ...)`: what stands before the parenthesis that the last one closes. */
function nameOf(line: string): string | undefined {
  let depth = 0;
  for (let at = line.endsWith(')') ? line.length - 1 : 0; at > 0; at--) {
    depth += line[at] === ')' ? 1 : line[at] === '(' ? -1 : 0;
    if (depth === 0) {
      return line[at - 1] === ' ' ? undefined : line.slice(0, at);
    }
  }
  return undefined;
}

/** Labels of the program hold for one goroutine, so they are set anew for each. */
function setLabels(builder: ProfileBuilder, labels: Iterable<[string, string | undefined]>): void {
  builder.clearLabels();
  for (const [name, value] of labels) {
    builder.label(name, value);
  }
}

/** debug=2 and panics: a goroutine a block. A line that begins another block ends the one before, whether it is known or not. */
function readBlocks(text: string, dropped: Dropped, options: ReadOptions): ProfileBuilder {
  const builder = new ProfileBuilder([
    { type: 'goroutines', unit: 'count' },
    { type: 'waited', unit: 'nanoseconds' },
  ]);
  let open: Goroutine | undefined;
  const flush = () => {
    if (open) {
      const { reason, minutes, frames, origin, id, labels, leaked } = open;
      setLabels(builder, [
        ['state', reason],
        ['goroutine', id],
        ['leaked', leaked ? 'leaked' : undefined],
        ...labelsOf(labels),
      ]);
      const leaf = NO_WAIT.has(reason) ? [] : [`goroutine [${reason}]`];
      const root = options.stitchAsync && origin ? [origin] : [];
      builder.sample(pushFrames(builder, [...root, ...frames.reverse(), ...leaf]), 1, minutes * MINUTE);
    }
    open = undefined;
  };
  for (const { line, number } of linesOf(text)) {
    const goroutine = goroutineOf(line);
    if (goroutine || line === '' || line.startsWith('goroutine ') || line === 'runtime stack:') {
      flush();
      open = goroutine;
      if (!goroutine && /^goroutine \d/.test(line)) {
        dropped.add(number, `not a goroutine's header: ${line.slice(0, 80)}`);
      }
    } else if (open && line.startsWith('created by ')) {
      open.origin = line.slice('created by '.length).replace(/ in goroutine \d+$/, '');
    } else if (open && !/^\s/.test(line)) {
      const name = nameOf(line);
      if (name) {
        open.frames.push(name);
      } else if (!/^\.\.\.\d* ?(?:additional )?frames elided/.test(line)) {
        dropped.add(number, `not a frame: ${line.slice(0, 80)}`);
      }
    }
  }
  flush();
  return builder;
}

interface Counted {
  count: number;
  /** Address where the stack stopped, of a function of the runtime that is not shown; undefined where it is shown. */
  stopped?: string;
  frames: Array<{ name: string; file: string; line: number }>;
  labels?: string;
}

/**
 * debug=1: equal stacks once, with a count, and without what they wait for. The runtime's frames are left out of what is
 * shown, not of the addresses: all that wait stopped in one function, the one in which those with a shown wait stopped. Among
 * them, stacks without a shown wait are those of channels and select, whose functions are the runtime's own.
 */
function readCounted(text: string, dropped: Dropped): ProfileBuilder {
  const stacks: Counted[] = [];
  let open: Counted | undefined;
  for (const { line, number } of linesOf(text)) {
    const counted = COUNTED.exec(line);
    const frame = open && COUNTED_FRAME.exec(line);
    if (counted) {
      open = { count: Number(counted[1]), stopped: counted[2].trim().split(' ')[0], frames: [] };
      stacks.push(open);
    } else if (open && frame) {
      open.frames.push({ name: frame[1], file: frame[2], line: Number(frame[3]) });
    } else if (open && COUNTED_LABELS.test(line)) {
      open.labels = COUNTED_LABELS.exec(line)![1];
    } else if (line && !COUNTED_HEAD.test(line)) {
      open = undefined;
      dropped.add(number, `neither a count nor a frame: ${line.slice(0, 80)}`);
    }
  }
  const showsWait = ({ frames }: Counted) => frames.length > 0 && SHOWN_WAITS.test(frames[0].name);
  const parked = new Set(stacks.filter(showsWait).map(({ stopped }) => stopped));
  const leafOf = (stack: Counted) =>
    showsWait(stack)
      ? undefined
      : parked.size === 0
        ? 'goroutine [not told]'
        : parked.has(stack.stopped)
          ? 'goroutine [chan or select]'
          : undefined;
  const builder = new ProfileBuilder([{ type: 'goroutines', unit: 'count' }]);
  for (const stack of stacks) {
    setLabels(builder, labelsOf(stack.labels));
    let at = -1;
    for (let i = stack.frames.length - 1; i >= 0; i--) {
      at = builder.stack(at, builder.frame(stack.frames[i]));
    }
    const leaf = leafOf(stack);
    builder.sample(leaf ? builder.stack(at, builder.frame({ name: leaf })) : at, stack.count);
  }
  return builder;
}

/**
 * Go's goroutine dump (`/debug/pprof/goroutine?debug=1`, `2`, `3`, or a panic's trace): one goroutine is one sample. What it
 * waits for stands in its header and is added as the leaf `goroutine [chan receive]`, because for channels the top frame is
 * the program's own. The second value type is how long it has waited, in whole minutes as Go prints them.
 */
export const goroutines: Reader = {
  id: 'goroutines',
  label: 'goroutine dump',

  matches: (source) => (headLines(source).some((line) => HEADER.test(line) || COUNTED_HEAD.test(line)) ? 'yes' : 'no'),

  read(source: Source, options: ReadOptions = {}): Result<ReadProfile> {
    if (source.kind !== 'text') {
      return fail('A goroutine dump is text, not a table.');
    }
    const dropped = new Dropped();
    const lines = headLines(source);
    const counted = lines.some((line) => COUNTED.test(line)) && !lines.some((line) => HEADER.test(line));
    const builder = counted ? readCounted(source.text, dropped) : readBlocks(source.text, dropped, options);
    const warnings = dropped.warnings('line');
    if (builder.isEmpty) {
      return fail('The goroutine dump holds no goroutine.', {
        remedy: 'Ask for /debug/pprof/goroutine?debug=2.',
        row: warnings[0]?.row,
      });
    }
    if (counted) {
      warnings.push({
        message: 'debug=1 does not name what goroutines wait for: of channels and select only that they wait is known.',
        remedy: 'Ask for /debug/pprof/goroutine?debug=2.',
      });
    }
    return ok({ profile: builder.finish(), dropped: dropped.count, warnings });
  },
};
