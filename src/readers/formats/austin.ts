import { fail, type FrameInfo, ok, ProfileBuilder, type Result, type ValueType } from '../../profile';
import { Dropped, headLines, linesOf, type Reader, type ReadProfile, type Source } from '../source';

/** `# mode: wall` of austin's header. */
const HEADER = /^# (austin|mode|interval|memory|multiprocess|mode\.\w+|\w+): (.*)$/;
/** `file:function:line`, the spelling of austin, pyflame and Python's own sampler (profiling.sampling, 3.15). */
const FRAME = /^(.*(?:\.pyx?|>|^)):([^:;]+):(\d*)$/;
/** Processes and threads at the root: austin's `P1;T0:2`, the sampler's `tid:2`. */
const PROCESS = /^P\d+$/;
const THREAD = /^(?:T(?:[0-9a-fA-F]+:)?|tid:)(?:0x)?[0-9a-fA-F]+$/;
const LINE = /^(.*\S)\s+(-?\d+)(?:,(-?\d+),(-?\d+))?$/;
const FRAMES_SHARE = 0.6;

const NANOSECONDS_A_MICROSECOND = 1e3;
const WALL: ValueType = { type: 'wall', unit: 'nanoseconds' };
const CPU: ValueType = { type: 'cpu', unit: 'nanoseconds' };
const MEMORY: ValueType = { type: 'alloc_space', unit: 'bytes' };

/**
 * A frame of Python as py-spy spells it, the file behind the function, so that two functions of one name are two. The path is the one
 * that a program imports it by, below a library's root; else its last two parts: an application may have a queue.py, too.
 */
function pythonFrame(name: string, file: string, line: number): FrameInfo {
  const library = /^.*[/\\](?:python\d[\d.]*t?|site-packages|dist-packages|Lib)[/\\](.+)$/.exec(file);
  const path = library ? library[1] : file.split(/[/\\]/).slice(-2).join('/');
  return { name: `${name} (${path})`, file, line };
}

const framesOf = (stack: string) =>
  stack
    .split(';')
    .map((part) => part.trim())
    .filter(Boolean);

const isFrame = (part: string) => FRAME.test(part);

function looksLikeAustin(line: string): boolean {
  const found = LINE.exec(line);
  if (!found) {
    return false;
  }
  const parts = framesOf(found[1]);
  return (
    (PROCESS.test(parts[0]) && parts.length > 1 && THREAD.test(parts[1])) ||
    parts.some((part) => isFrame(part) && !THREAD.test(part))
  );
}

function frameOf(builder: ProfileBuilder, part: string): number {
  const found = FRAME.exec(part);
  if (!found || !found[1]) {
    return builder.frame({ name: part === ':INVALID:' ? '[invalid frame]' : part });
  }
  const [, file, name, line] = found;
  return builder.frame(pythonFrame(name, file, Number(line)));
}

/** What the metrics of a line are, by the header's mode. */
function valueTypesOf(mode: string | undefined): ValueType[] {
  switch (mode) {
    case 'full':
      return [WALL, CPU, MEMORY];
    case 'wall':
      return [WALL];
    case 'cpu':
      return [CPU];
    case 'memory':
      return [MEMORY];
    default:
      return [{ type: 'samples', unit: 'count' }];
  }
}

/**
 * Stacks of Python as `root;…;leaf metric`, a frame `file:function:line`: austin (its header says the mode; µs, in memory mode bytes, in
 * full mode `time,idle,memory`, whose time is CPU time where the thread was not idle), pyflame, and `python -m profiling.sampling
 * --collapsed`. Process and thread at the root become labels.
 */
export const austin: Reader = {
  id: 'austin',
  label: 'austin',

  matches(source) {
    const lines = headLines(source).filter((line) => line.trim());
    if (lines[0]?.startsWith('# austin: ')) {
      return 'yes';
    }
    const stacks = lines.filter((line) => !line.startsWith('#'));
    const like = stacks.filter(looksLikeAustin).length;
    return like > 0 && like >= stacks.length * FRAMES_SHARE ? 'yes' : 'no';
  },

  read(source: Source): Result<ReadProfile> {
    if (source.kind !== 'text') {
      return fail('austin’s output is text, not a table.');
    }
    const header = new Map<string, string>();
    const dropped = new Dropped();
    let types: ValueType[] | undefined;
    let builder = new ProfileBuilder(valueTypesOf(undefined));
    for (const { line, number } of linesOf(source.text)) {
      const told = HEADER.exec(line);
      if (told) {
        header.set(told[1], told[2].trim());
      }
      if (!line.trim() || line.startsWith('#')) {
        continue;
      }
      const found = LINE.exec(line.trimEnd());
      if (!types) {
        types = valueTypesOf(header.get('mode'));
        builder = new ProfileBuilder(types);
      }
      if (!found || (found[3] === undefined) !== (types.length === 1)) {
        dropped.add(
          number,
          types.length > 1 ? 'no three metrics at the end of the line' : 'no metric at the end of the line'
        );
        continue;
      }
      const weights = weightsOf(types, found.slice(2).map(Number));
      if (weights.some((weight) => weight < 0)) {
        dropped.add(number, `the metric is ${found[2]}, below 0`);
        continue;
      }
      addStack(builder, framesOf(found[1]), weights);
    }
    const warnings = dropped.warnings('line');
    return ok({ profile: builder.finish(), dropped: dropped.count, warnings });
  },
};

function weightsOf(types: ValueType[], [metric, idle, memory]: number[]): number[] {
  const time = metric * NANOSECONDS_A_MICROSECOND;
  // Memory that was given back is negative; the value type counts what was taken.
  return types.length > 1
    ? [time, idle ? 0 : time, Math.max(0, memory)]
    : [types[0].unit === 'nanoseconds' ? time : types[0] === MEMORY ? Math.max(0, metric) : metric];
}

function addStack(builder: ProfileBuilder, parts: string[], weights: number[]): void {
  let root = 0;
  const process = PROCESS.test(parts[root] ?? '') ? parts[root++].slice(1) : undefined;
  const thread = THREAD.test(parts[root] ?? '')
    ? parts[root++].replace(/^(?:T(?:[0-9a-fA-F]+:)?|tid:)/, '')
    : undefined;
  builder.label('pid', process);
  builder.label('thread', thread);
  let stack = -1;
  for (const part of parts.slice(root)) {
    stack = builder.stack(stack, frameOf(builder, part));
  }
  builder.sample(stack, ...weights);
}
