import { fail, type FrameInfo, ok, ProfileBuilder, type Result } from '../../profile';
import { Dropped, headLines, linesOf, type Reader, type ReadProfile, type Source } from '../source';

/** First lines of a thread, each with its `name` and `id` where the tool prints them. */
const THREADS = [
  /^Thread \d+ \((?:Thread 0x[0-9a-f]+ )?\(?(?:LWP|process) (?<id>\d+)\)?(?: "(?<name>.*)")?\):/, // gdb, pstack
  /^TID (?<id>\d+):$/, // eu-stack
  /^\s*Stack trace of thread (?<id>\d+):$/, // systemd's coredumpctl and journal
  /^[* ] thread #\d+(?:: tid = (?:0x)?(?<id>[0-9a-f]+))?(?:, name = '(?<name>[^']*)')?(?:,|$)/, // lldb
];
const NUMBERED = /^\s*#(\d+)\s+(?:0x[0-9a-f]+\s+)?(?:in\s+)?(\S.*)$/;
const LLDB = /^\s*(?:\* )?frame #(\d+): 0x[0-9a-f]+ (?:([^`\s]+)`)?(.*)$/;
const GDB_FRAME = /^#0 {2}(?:0x[0-9a-f]+ in )?\S[^(]* \(/;

interface Thread {
  id?: string;
  name?: string;
  /** Leaf first. */
  frames: FrameInfo[];
}

/** Where the arguments of a frame begin: a parenthesis outside of others and of template arguments, `before` it a blank or not. */
function argumentsAt(text: string, afterBlank: boolean): number {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    const operator = /operator[<>]?$/.test(text.slice(Math.max(0, i - 9), i));
    if (char === '(' && depth === 0 && !operator && i > 0 && (!afterBlank || text[i - 1] === ' ')) {
      return afterBlank ? i - 1 : i;
    }
    if (char === '(' || (char === '<' && !operator)) {
      depth++;
    } else if (depth > 0 && (char === ')' || (char === '>' && text[i - 1] !== '-'))) {
      depth--;
    }
  }
  return text.length;
}

const baseName = (path: string) => path.slice(path.lastIndexOf('/') + 1);

/** ` at a.c:3:9 [opt]` at the end of a frame, and where it begins. */
function sourceOf(rest: string): { file: string; line: number; from: number } | undefined {
  const from = rest.lastIndexOf(' at ');
  const found = from < 0 ? null : /^ at ([^()]+?):(\d+)(?::\d+)?(?: \[opt\])?$/.exec(rest.slice(from));
  return found ? { file: found[1], line: Number(found[2]), from } : undefined;
}

/** `f (x=1) at a.c:3`, `f () from /lib/x.so`, `f - /lib/x.so`, `f (x.so + 0x1f)`: function, source, and the module of one that is not known. */
function numberedFrame(rest: string): FrameInfo {
  const source = sourceOf(rest);
  const module = source
    ? null
    : (/^ from (\S.*)$/.exec(rest.slice(Math.max(0, rest.lastIndexOf(' from ')))) ??
      / - (\/.*)$/.exec(rest) ??
      / \((\S+) \+ 0x[0-9a-f]+\)$/.exec(rest));
  const text = source ? rest.slice(0, source.from) : module ? rest.slice(0, rest.lastIndexOf(module[0])) : rest;
  const name = text.startsWith('<') && text.endsWith('>') ? text : text.slice(0, argumentsAt(text, true)).trim();
  if (name === '??' || name === 'n/a' || name === '') {
    return { name: module ? `[${baseName(module[1])}]` : '[unknown]' };
  }
  return source ? { name, file: source.file, line: source.line } : { name };
}

function lldbFrame(module: string | undefined, rest: string): FrameInfo {
  const source = sourceOf(rest);
  const text = (source ? rest.slice(0, source.from) : rest).replace(/ \+ \d+$/, '');
  const name = text.slice(0, argumentsAt(text, false)).trim();
  if (!name || name.startsWith('___lldb_unnamed_symbol')) {
    return { name: module ? `[${module}]` : '[unknown]' };
  }
  return source ? { name, file: source.file, line: source.line } : { name };
}

/** The frame of a line, and whether it begins a stack. */
function frameOf(line: string): { frame: FrameInfo; first: boolean } | undefined {
  const numbered = NUMBERED.exec(line);
  if (numbered) {
    return { frame: numberedFrame(numbered[2]), first: numbered[1] === '0' };
  }
  const lldb = LLDB.exec(line);
  if (lldb) {
    return { frame: lldbFrame(lldb[2], lldb[3]), first: lldb[1] === '0' };
  }
  return undefined;
}

/** Lines of the output, those that gdb has broken at its width put together again. */
function* wholeLines(text: string): Generator<{ line: string; number: number }> {
  let open: { line: string; number: number } | undefined;
  for (const next of linesOf(text)) {
    if (open && /^ {4,}\S/.test(next.line) && !/^\s*(?:#|frame |\* frame )/.test(next.line) && isCut(open.line)) {
      open.line += ` ${next.line.trim()}`;
      continue;
    }
    if (open) {
      yield open;
    }
    open = next;
  }
  if (open) {
    yield open;
  }
}

const LONGEST_FRAME = 10_000;

/** gdb breaks a frame between its arguments, before `at` and before `from`; eu-stack -s puts the source on a line of its own. */
const isCut = (line: string) =>
  line.length < LONGEST_FRAME && /^#\d+\s.*\(/.test(line) && !/ (?:at|from) \S+$/.test(line);

function threadOf(line: string): Thread | undefined {
  for (const pattern of THREADS) {
    const groups = pattern.exec(line)?.groups;
    if (groups) {
      return { id: groups.id, name: groups.name, frames: [] };
    }
  }
  return undefined;
}

/**
 * Backtraces of all threads, as gdb (`thread apply all bt`), pstack, eu-stack, lldb (`bt all`) and coredumpctl print them: a thread is a sample. Several dumps in one text, a poor man's profile, add up. Values of arguments are left
 * out of the names.
 */
export const backtraces: Reader = {
  id: 'backtraces',
  label: 'backtraces',

  matches(source) {
    const lines = headLines(source, 200).map((line) => line.slice(0, 2000));
    return lines.some((line) => threadOf(line) || GDB_FRAME.test(line)) ? 'yes' : 'no';
  },

  read(source: Source): Result<ReadProfile> {
    if (source.kind !== 'text') {
      return fail('Backtraces are text, not a table.');
    }
    const builder = new ProfileBuilder([{ type: 'threads', unit: 'count' }]);
    const dropped = new Dropped();
    let open: Thread | undefined;
    let last = 0;
    const flush = (line: number) => {
      if (open && !open.frames.length) {
        dropped.add(line, `thread ${open.name ?? open.id ?? ''} has no frames`);
      } else if (open) {
        builder.label('thread', open.name ?? open.id);
        builder.sample(
          open.frames.reduceRight((stack, frame) => builder.stack(stack, builder.frame(frame)), -1),
          1
        );
      }
    };
    for (const { line, number } of wholeLines(source.text)) {
      last = number;
      const thread = threadOf(line);
      const found = thread ? undefined : frameOf(line);
      if (thread || (found?.first && open?.frames.length)) {
        flush(number - 1);
        open = thread ?? { frames: [] };
      }
      if (found) {
        open ??= { frames: [] };
        open.frames.push(found.frame);
      }
    }
    flush(last);
    if (builder.isEmpty) {
      return fail('These backtraces hold no frame.', {
        remedy: 'Take them with gdb -batch -ex "thread apply all bt" -p PID, as the user that the process runs as.',
      });
    }
    return ok({ profile: builder.finish(), dropped: dropped.count, warnings: dropped.warnings('thread') });
  },
};
