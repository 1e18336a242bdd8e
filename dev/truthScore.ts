import { main as inspect } from './inspectProfiles';
import { loadCases, type Recording, type TruthCase } from './truthCases';

const USAGE = `npm run truth [-- CASE…] [--json | --markdown]

Scores each program of testdata/truth (CASE: the beginning of a folder's name): does the first finding name the cause, the code and
the share, and does the first change after the repair name it?`;

/** A share may be this far from the timers': sampling, and what the profiler itself adds. */
export const TOLERANCE = 0.1;
/** They introduce or accompany findings: what stands first behind them is the first finding. */
const NO_CAUSE = new Set(['split', 'change', 'counter']);

/** What `npm run inspect -- --json` says, as far as it is scored. */
export interface Said {
  headline: string;
  nothing: boolean;
  findings: SaidFinding[];
  changes: SaidFinding[];
}

export interface SaidFinding {
  kind: string;
  text: string;
  share: number;
  site: string;
  category?: string;
  rule?: string;
}

export interface Score {
  name: string;
  headline: string;
  first?: SaidFinding;
  firstChange?: SaidFinding;
  /** What is wrong, in words; empty where all is right. */
  faults: string[];
  /** Of the pair, where a change is expected. */
  changeFaults?: string[];
}

const text = (value: unknown) => (typeof value === 'string' ? value : '');

function findingOf(value: unknown): SaidFinding {
  const fields: Record<string, unknown> = Object(value);
  return {
    kind: text(fields.kind),
    text: text(fields.text),
    share: typeof fields.share === 'number' ? fields.share : NaN,
    site: text(fields.site),
    category: text(fields.category) || undefined,
    rule: text(fields.rule) || undefined,
  };
}

/** Checks the shape of a report: `headline` and `findings` are always there. */
export function saidOf(json: string): Said {
  const fields: Record<string, unknown> = Object(JSON.parse(json));
  if (typeof fields.headline !== 'string' || !Array.isArray(fields.findings)) {
    throw new Error('inspect --json gives no headline and findings.');
  }
  return {
    headline: fields.headline,
    nothing: fields.nothing === true,
    findings: fields.findings.map(findingOf),
    changes: Array.isArray(fields.changes) ? fields.changes.map(findingOf) : [],
  };
}

const firstCause = (said: Said) => said.findings.find(({ kind }) => !NO_CAUSE.has(kind));
const names = ({ kind, category, rule }: SaidFinding) => [category, kind, rule].filter(Boolean).join('/');
const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
const matches = (pattern: RegExp, finding: SaidFinding) => pattern.test(finding.site) || pattern.test(finding.text);

/** What is wrong with what is said of the program before its repair. */
export function faultsOf(truth: TruthCase, said: Said): string[] {
  const first = firstCause(said);
  if (truth.nothing) {
    return said.nothing ? [] : [`nothing is wrong, but it says: ${first?.text ?? said.headline}`];
  }
  if (said.nothing || !first) {
    return ['it says that nothing stands out'];
  }
  const faults: string[] = [];
  if (![first.category, first.kind, first.rule].some((name) => name && truth.causes.has(name))) {
    faults.push(`the cause is ${[...truth.causes].join(' or ')}, not ${names(first)}: ${first.text}`);
  }
  if (truth.site && !matches(truth.site, first)) {
    faults.push(`the site is ${truth.site.source}, not ${first.site || first.text}`);
  }
  if (!truth.shares.some(({ share }) => Math.abs(share - first.share) <= TOLERANCE)) {
    const known = truth.shares.map(({ of, share }) => `${percent(share)} of ${of}`).join(' or ');
    faults.push(`the share is ${known}, not ${percent(first.share)}`);
  }
  return faults;
}

/** What is wrong with the first change, where the truth names one. */
export function changeFaultsOf({ change }: TruthCase, said: Said): string[] | undefined {
  if (!change) {
    return undefined;
  }
  const [first] = said.changes;
  if (!first) {
    return ['no change is named'];
  }
  return matches(change, first) ? [] : [`the change is ${change.source}, not: ${first.text}`];
}

/** Runs `npm run inspect` in this process. */
function ask(args: string[]): Said {
  const { stdout, stderr } = process;
  const [write, complain] = [stdout.write, stderr.write];
  let out = '';
  let err = '';
  stdout.write = (chunk: string | Uint8Array) => Boolean((out += String(chunk)));
  stderr.write = (chunk: string | Uint8Array) => Boolean((err += String(chunk)));
  try {
    if (inspect([...args, '--json']) !== 0) {
      throw new Error(err.trim());
    }
  } finally {
    stdout.write = write;
    stderr.write = complain;
  }
  return saidOf(out);
}

const flags = (recording: Recording) => Object.entries(recording).flatMap(([role, file]) => [`--${role}`, file]);
/** A file that holds CPU and wall time is the baseline of both. */
const baselineFlags = (recording: Recording) =>
  Object.entries(recording).flatMap(([role, file]) =>
    (role === 'profile' ? ['cpu', 'wall'] : [role]).flatMap((as) => [`--baseline-${as}`, file])
  );

/** Asks about the program before its repair, and about the repair. */
export function score(truth: TruthCase): Score {
  const said = ask(flags(truth.before));
  const result: Score = {
    name: truth.name,
    headline: said.headline,
    first: firstCause(said),
    faults: faultsOf(truth, said),
  };
  if (truth.after && truth.change) {
    const pair = ask([...flags(truth.after), ...baselineFlags(truth.before)]);
    result.firstChange = pair.changes[0];
    result.changeFaults = changeFaultsOf(truth, pair);
  }
  return result;
}

function tableOf(scores: Score[]): string {
  const mark = (faults?: string[]) => (!faults ? '–' : faults.length ? '✗' : '✓');
  const rows = scores.flatMap(({ name, headline, first, faults, firstChange, changeFaults }) => [
    `${mark(faults)} ${mark(changeFaults)}  ${name.padEnd(24)} ${first?.text ?? headline}`,
    ...(firstChange ? [`      ${' '.repeat(24)} ${firstChange.text}`] : []),
    ...[...faults, ...(changeFaults ?? [])].map((fault) => `      ${' '.repeat(24)} ! ${fault}`),
  ]);
  const pairs = scores.filter(({ changeFaults }) => changeFaults);
  const right = (list: Array<string[] | undefined>) => list.filter((faults) => !faults?.length).length;
  return [
    ...rows,
    `first finding right: ${right(scores.map(({ faults }) => faults))} of ${scores.length}; ` +
      `first change right: ${right(pairs.map(({ changeFaults }) => changeFaults))} of ${pairs.length}`,
  ].join('\n');
}

const HOW_SURE = `## How sure a share is

Shares and changes have a 95 % interval, and it is said what it is from:

- **By counts**, where the number of samples is known: Wilson's interval of a share, and Newcombe's of a change. **It assumes that samples
  are independent. Those of one profile are not**: threads that are sampled at one tick do the same thing more often than by chance (all
  of them wait for one lock), and a thread does now what it did a tick ago. The true interval is then wider, with 16 threads that always
  do the same, four times as wide.
- **Bootstrap over windows**, where each sample has a time: 24 equal windows of the recording. How they differ among themselves holds
  what counts do not know. Windows are drawn with replacement in runs of ∛24 (a window is like the one before it), and the percentiles make up
  for few of them. It assumes that likeness between windows ends after such a run, and that the recording is like the time that it
  stands for: where something changes once and stays so, as in an incident, no interval of the whole range is right; look at the windows.
- Where both are known the wider one is said. Where a source has summed its samples up and windows are not known, there is none, and that
  is said, too.

A generated truth is covered in 90 to 98 of 100 runs (\`src/analysis/spread.test.ts\`, \`causes/interval.test.ts\`,
\`prepare/sampleWindows.test.ts\`), by windows also where each follows the one before it by 0.3; by 0.9 it is not.

Where the intervals of the first two causes overlap, the first sentence names both: “… or …”. They are compared by what they are ranked by,
the part of the time that matters. Overlap is a careful test: of two that overlap a little, the first mostly is the larger. A change whose
interval holds 0 is “not distinguishable from noise”: it stands behind all changes, and is no part of the first sentence.
`;

/** docs/findings.md: what is said of each program, beside what its own timers say. */
export function markdownOf(cases: TruthCase[], scores: Score[]): string {
  const cell = (text = '') => text.replaceAll('|', '\\|').replace(/\s+/g, ' ');
  const truthOf = ({ title, shares, nothing }: TruthCase) =>
    nothing
      ? `${title}: nothing is wrong`
      : `${title}: ${shares.map(({ of, share }) => `${percent(share)} of ${of}`).join(', ')}`;
  const wrong = scores.flatMap(({ name, faults, changeFaults = [] }) =>
    [...faults, ...changeFaults].map((fault) => `- ${name}: ${cell(fault)}`)
  );
  return [
    '# Does the first sentence name the true cause?',
    '',
    'Small service programs with one known bottleneck each, and some with none, recorded with the tools that people use. The truth is what',
    'the programs measure themselves ([testdata/truth](../testdata/truth/README.md)). This page is written by `npm run truth -- --markdown`;',
    'a test compares it with what the panel says.',
    '',
    '| program | truth, by its own timers | the first sentence | after the repair, the first change |',
    '| --- | --- | --- | --- |',
    ...scores.map(
      ({ name, headline, firstChange }, i) =>
        `| ${name} | ${cell(truthOf(cases[i]))} | ${cell(headline)} | ${cell(firstChange?.text ?? (cases[i].after ? 'not asked: shares do not show it' : ''))} |`
    ),
    '',
    ...(wrong.length ? ['Wrong:', '', ...wrong] : ['None of these is wrong.']),
    '',
    HOW_SURE,
  ].join('\n');
}

/** Exit code 0: all is right; 1: something is not, or could not be asked. */
export function main(folder: string, args: string[]): number {
  if (args.includes('--help')) {
    process.stdout.write(USAGE + '\n');
    return 0;
  }
  try {
    const wanted = args.filter((arg) => !arg.startsWith('--'));
    const cases = loadCases(folder).filter(({ name }) => !wanted.length || wanted.some((arg) => name.startsWith(arg)));
    if (!cases.length) {
      throw new Error(`no case is named ${wanted.join(', ')}.`);
    }
    const scores = cases.map(score);
    const text = args.includes('--json')
      ? JSON.stringify(scores, null, 1) + '\n'
      : args.includes('--markdown')
        ? markdownOf(cases, scores)
        : tableOf(scores) + '\n';
    process.stdout.write(text);
    return scores.some(({ faults, changeFaults }) => faults.length || changeFaults?.length) ? 1 : 0;
  } catch (error) {
    process.stderr.write(`truth: ${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}
