import { fail, ok, ProfileBuilder, type Result } from '../profile';
import { Dropped, type Reader, type ReadProfile, type Source } from './source';

/** Interns `a;b;c` frame by frame. Empty frames (`a;;b`) carry no function and are passed over. */
export function pushStack(builder: ProfileBuilder, text: string): number {
  let stack = -1;
  for (let from = 0; from <= text.length;) {
    let to = text.indexOf(';', from);
    to = to < 0 ? text.length : to;
    const name = text.slice(from, to).trim();
    if (name) {
      stack = builder.stack(stack, builder.frame({ name }));
    }
    from = to + 1;
  }
  return stack;
}

/**
 * `stack count`: the count is the last word of the line; fractions and exponents occur. Found from the line's end,
 * because a pattern over the whole line takes quadratic time on a line of blanks.
 */
function splitLine(line: string): { stack: string; count: string } | undefined {
  const blank = Math.max(line.lastIndexOf(' '), line.lastIndexOf('\t'));
  const count = line.slice(blank + 1);
  return blank >= 0 && /^-?\d{1,400}(?:\.\d*)?(?:e[+-]?\d+)?$/i.test(count)
    ? { stack: line.slice(0, blank), count }
    : undefined;
}

/**
 * Folded stacks (FlameGraph's stackcollapse output): one line a stack, `root;…;leaf count`. Equal stacks are summed.
 * Blank lines and lines that start with `#` are comments. The file does not say what its counts are: samples.
 */
export const folded: Reader = {
  id: 'folded',
  label: 'folded stacks',

  matches(source) {
    if (source.kind !== 'text') {
      return 'no';
    }
    const head = source.text.slice(0, 4096).split(/\r?\n/).slice(0, 50);
    const lines = (source.text.length > 4096 ? head.slice(0, -1) : head).filter((l) => l.trim() && !l.startsWith('#'));
    const good = lines.filter((line) => splitLine(line.trimEnd()));
    if (good.length === 0 || good.length < lines.length * 0.6) {
      return 'no';
    }
    return good.some((line) => line.includes(';')) ? 'yes' : 'unsure';
  },

  read(source: Source): Result<ReadProfile> {
    if (source.kind !== 'text') {
      return fail('Folded stacks are text, not a table.');
    }
    const builder = new ProfileBuilder([{ type: 'samples', unit: 'count' }]);
    const dropped = new Dropped();
    const text = source.text.charCodeAt(0) === 0xfeff ? source.text.slice(1) : source.text;
    let lineNumber = 0;
    for (let from = 0; from < text.length;) {
      let to = text.indexOf('\n', from);
      to = to < 0 ? text.length : to;
      const line = text.slice(from, to).trimEnd();
      from = to + 1;
      lineNumber++;
      if (!line || line.startsWith('#')) {
        continue;
      }
      const parts = splitLine(line);
      const weight = Number(parts?.count);
      if (!parts) {
        dropped.add(lineNumber, 'no count at the end of the line', 'A folded line is "root;…;leaf 42".');
      } else if (!Number.isFinite(weight) || weight < 0) {
        dropped.add(lineNumber, `the count is ${parts.count}, not a number from 0`);
      } else {
        builder.sample(pushStack(builder, parts.stack), weight);
      }
    }
    return ok({ profile: builder.finish(), dropped: dropped.count, warnings: dropped.warnings('line') });
  },
};
