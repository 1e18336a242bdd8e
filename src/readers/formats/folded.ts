import {
  baseUnit,
  fail,
  finish,
  isImpossible,
  labelWaker,
  ok,
  ProfileBuilder,
  type Result,
  type Steps,
  unitOf,
  wakerText,
} from '../../profile';
import { TimedRows } from '../rowTimes';
import { Dropped, headLines, type Reader, type ReadOptions, type ReadProfile, type Source, STEP } from '../source';
import { pushFrames, stackPusher, UNDERFLOW_REMEDY } from '../stackText';

/** Frames that only occur at the root: a file whose lines end in them is written leaf first (fgprof's folded output). */
const ROOTS =
  /^(?:runtime\.goexit|runtime\.main|_start|__libc_start_\w+|clone3?|__clone|start_thread|java[./]lang[./]Thread\.run\S*|<module>|\(root\))(?:\.abi0)?$/;
const LEAF_FIRST_SHARE = 0.8;
/** A second number belongs to the stack unless nearly every line has one. */
const DIFFERENTIAL_SHARE = 0.95;

const SEPARATED = /;--?(?:;|$)|_\[w\](?:;|$)/;
/** As flamegraph.pl marks the frames of a waker. */
const OF_WAKER = /_\[w\]$/;
const NO_FRAMES = new Set(['', '-', '--']);

/**
 * bcc's offwaketime puts `--` between the blocked stack and that of the waker (kernel frames first, its process last), offcputime -d
 * puts `-` between user and kernel; flamegraph.pl marks a waker's frames `_[w]`, above the others or below. The waker's frames are
 * none of the one who waits: they are taken out of the stack.
 */
function separated(stack: string): { stack: string; waker?: string[] } {
  const [waiter, woke] = stack.split(/;--(?:;|$)/, 2);
  const frames = waiter.split(';').filter((frame) => frame !== '-');
  const first = frames.findIndex((frame) => !OF_WAKER.test(frame));
  const behind = frames.findIndex((frame, i) => i > first && OF_WAKER.test(frame));
  const own = frames.slice(first, behind < 0 ? undefined : behind);
  const waker =
    first > 0
      ? frames.slice(0, first)
      : [...(behind < 0 ? [] : frames.slice(behind)), ...(woke ?? '').split(';')]
          .filter((frame) => !NO_FRAMES.has(frame))
          .reverse();
  return {
    stack: first < 0 ? stack : own.join(';'),
    waker: first >= 0 && waker.length ? waker.map((frame) => frame.replace(OF_WAKER, '')) : undefined,
  };
}

/** More digits are not exact as a number. */
const MAX_DIGITS = 15;

/** A line that ends in one blank and a whole number, and has nothing in it that means more. */
function plainLine(text: string, from: number, end: number): { stackEnd: number; count: number } | undefined {
  let at = end;
  let count = 0;
  for (let place = 1; at > from; place *= 10) {
    const digit = text.charCodeAt(at - 1) - 48;
    if (digit < 0 || digit > 9) {
      break;
    }
    count += digit * place;
    at--;
  }
  const stackEnd = at - 1;
  if (at === end || end - at > MAX_DIGITS || stackEnd <= from || text.charCodeAt(stackEnd) !== BLANK) {
    return undefined;
  }
  const [first, last] = [text.charCodeAt(from), text.charCodeAt(stackEnd - 1)];
  return first <= BLANK || first === HASH || last <= BLANK ? undefined : { stackEnd, count };
}

const BLANK = 32;
const HASH = 35;

/** Where the last word of the line begins if it is a number: from the line's end, linear in its length. */
function lastNumber(line: string, end = line.length): number {
  let stop = end;
  while (stop > 0 && (line.charCodeAt(stop - 1) === 32 || line.charCodeAt(stop - 1) === 9)) {
    stop--;
  }
  let from = stop;
  while (from > 0 && line.charCodeAt(from - 1) !== 32 && line.charCodeAt(from - 1) !== 9) {
    from--;
  }
  return from > 0 && stop - from < 400 && /^-?\d+(?:\.\d*)?(?:e[+-]?\d+)?$/i.test(line.slice(from, stop)) ? from : -1;
}

const isComment = (line: string) => line.startsWith('#');
const isDifferential = (line: string) => {
  const second = lastNumber(line);
  return second > 0 && lastNumber(line, second) > 0;
};

/** Lines with a `;` in their stack, of those that end in a number; files of bare process names have few. */
const STACK_SHARE = 0.2;
/** Lines of one frame each that looks like a function, where no line has a `;`. */
const FUNCTION_SHARE = 0.6;
const COUNTED_SHARE = 0.6;

/** `a;b`, and no prose or code, where a blank follows the semicolon; some frame has a letter, which columns of figures have not. */
const isStack = (text: string) => /;\S/.test(text) && /[A-Za-z_\u0080-\uffff]/.test(text) && !DATED.test(text);
/** A table with semicolons (CSV of a spreadsheet): no stack begins with a date or a time. */
const DATED = /^"?(?:\d{4}-\d\d-\d\d|\d\d?[./]\d\d?[./]\d{2,4}|\d\d:\d\d(?::\d\d)?)(?=[T ;"])/;
/** A lone frame that no word of prose or name of a metric looks like: `a::b`, `f(int)`, `[unknown]`, `f_[k]`, `f+0x1f`; `main` is one, too. */
const FUNCTION = /::|[\w$>\])]\([^()]*\)|\([^()\s]+:\d+\)$|^\[[^\]\s]+\]$|_\[[kijw]\]$|\w\+0x[0-9a-f]+$/;

/** What the first lines tell of the whole file: every decision is made once per file, not once per line. */
function survey(source: Source) {
  const lines = headLines(source).filter((line) => line.trim() && !isComment(line));
  const good = lines.filter((line) => lastNumber(line) >= 0);
  const differential = good.length > 0 && good.filter(isDifferential).length >= good.length * DIFFERENTIAL_SHARE;
  const stackOf = (line: string) => {
    const last = lastNumber(line);
    return line.slice(0, differential ? lastNumber(line, last) : last).trim();
  };
  const stacks = good.map(stackOf);
  const share = (test: (stack: string) => boolean) => stacks.filter(test).length / Math.max(1, stacks.length);
  const leaf = (stack: string) => stack.slice(stack.lastIndexOf(';') + 1).trim();
  const ends = share((stack) => ROOTS.test(leaf(stack)));
  const begins = share((stack) => ROOTS.test(stack.split(';', 1)[0].trim()));
  return {
    counted: lines.length > 0 && good.length >= lines.length * COUNTED_SHARE,
    stacks: share(isStack),
    functions: share((stack) => stack === 'main' || ROOTS.test(stack) || FUNCTION.test(stack.slice(0, 2000))),
    differential,
    leafFirst: ends >= LEAF_FIRST_SHARE && begins < ends,
  };
}

const TURNED = { message: 'The stacks are written leaf first and were turned.' };

/** Whether a text looks like folded stacks but for the stacks. */
export const endsInNumbers = (source: Source): boolean => survey(source).counted;

/**
 * Folded stacks (FlameGraph's stackcollapse scripts, bcc -f, async-profiler, py-spy raw, inferno): a line per stack,
 * `root;…;leaf count`, or with two counts in a differential file: the second is shown, the first is the baseline.
 * Equal stacks are summed. Blank lines and lines that start with `#` are comments. The unit is not in the file: samples,
 * unless an option says so.
 */
export const folded: Reader = {
  id: 'folded',
  label: 'folded stacks',
  aggregated: true,

  matches(source) {
    if (source.kind !== 'text' || /^\s*\{/.test(source.text.slice(0, 200))) {
      return 'no';
    }
    const { counted, stacks, functions } = survey(source);
    if (!counted) {
      return 'no';
    }
    return stacks >= STACK_SHARE ? 'yes' : functions >= FUNCTION_SHARE ? 'unsure' : 'no';
  },

  read: (source, options) => finish(steps(source, options)),
  steps,
};

function* steps(source: Source, options: ReadOptions = {}): Steps<Result<ReadProfile>> {
  if (source.kind !== 'text') {
    return fail('Folded stacks are text, not a table.');
  }
  const { differential, leafFirst: seemsLeafFirst } = survey(source);
  const leafFirst = options.leafFirst ?? seemsLeafFirst;
  const { factor } = unitOf(options.unit);
  const unit = baseUnit(options.unit ?? 'count');
  const builder = differential ? ProfileBuilder.differential(unit) : new ProfileBuilder([{ type: 'samples', unit }]);
  const dropped = new Dropped();
  const pushStack = stackPusher(builder);
  const { text, times } = source;
  const timed = new TimedRows(builder, times, times?.rows);
  let number = 0;
  const hasWakers = text.includes('_[w]');
  let mark = text.indexOf(';-');
  for (let from = 0, next: number; from < text.length; from = next) {
    const newline = text.indexOf('\n', from);
    const end = newline < 0 ? text.length : newline;
    next = end + 1;
    if (++number % STEP === 0) {
      yield;
    }
    // Nearly every line is `root;…;leaf 42`, and a file has millions of them: such a one is not cut out to be read.
    if (mark >= 0 && mark < from) {
      mark = text.indexOf(';-', from);
    }
    const marked = hasWakers || (mark >= 0 && mark < end);
    const plain = differential || leafFirst || marked ? undefined : plainLine(text, from, end);
    if (plain) {
      const stack = pushStack(text, from, plain.stackEnd);
      builder.sample(stack, plain.count * factor);
      timed.add(number - 1, stack);
      continue;
    }
    const line = text.slice(from, end).trimEnd();
    if (!line.trim() || isComment(line)) {
      continue;
    }
    const last = lastNumber(line);
    const first = differential && last > 0 ? lastNumber(line, last) : last;
    const weight = Number(line.slice(last)) * factor;
    const before = differential ? Number(line.slice(first, last)) * factor : 0;
    const fault = faultOf(line, { first, last, weight, before });
    if (fault) {
      dropped.add(number, ...fault);
    } else {
      const whole = line.slice(0, first).trimEnd();
      const { stack: frames, waker } = marked && SEPARATED.test(whole) ? separated(whole) : { stack: whole };
      waker && labelWaker(builder, wakerText(waker));
      const stack = leafFirst ? pushFrames(builder, frames.split(';').reverse()) : pushStack(frames);
      differential ? builder.sample(stack, weight, before) : builder.sample(stack, weight);
      timed.add(number - 1, stack);
      waker && labelWaker(builder, undefined);
    }
  }
  const { profile, warnings } = timed.finish();
  const turned = leafFirst && options.leafFirst === undefined ? [TURNED] : [];
  return ok({ profile, dropped: dropped.count, warnings: [...dropped.warnings('line'), ...warnings, ...turned] });
}

/** Why the figures at the end of a line, which begin at `first` and `last`, are no weights. */
function faultOf(
  line: string,
  { first, last, weight, before }: Record<'first' | 'last' | 'weight' | 'before', number>
): [message: string, remedy?: string] | undefined {
  if (last < 0 || first < 0) {
    return ['no count at the end of the line', 'A folded line is "root;…;leaf 42".'];
  }
  if (!Number.isFinite(weight) || weight < 0 || !Number.isFinite(before) || before < 0) {
    return [`the count is ${line.slice(first).trim()}, not a number from 0`];
  }
  return isImpossible(Number(line.slice(last)))
    ? [`the count is ${line.slice(last).trim()}, which no recording reaches`, UNDERFLOW_REMEDY]
    : undefined;
}
