import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import {
  CATEGORIES,
  CATEGORY_LABEL,
  classifyStack,
  CPU,
  DEFAULT_ROLL_UP,
  type Evidence,
  fillIn,
  findings,
  headline,
  type PairedProfile,
  type Role,
  ROLE_LABEL,
  type Split,
  splitAt,
  type StackKind,
  symbolFacts,
} from '../src/analysis';
import '../src/allParts';
import { prepareProfile, type Prepared, type ProfileInput, type QueryProblem, type Settings } from '../src/prepare';
import { unitOf } from '../src/profile';

const USAGE = `npm run inspect -- --profile FILE [--json]
npm run inspect -- --cpu FILE --wall FILE [--offcpu FILE] [--json]
npm run inspect -- … --baseline-cpu FILE --baseline-wall FILE [--baseline-offcpu FILE] [--json]
npm run inspect -- --stacks FILE --json

Prints what the panel would say of profiles: where the time goes, on the CPU or waiting, and on what; with a baseline, what changed.
FILE: any format of docs/plugin/data-formats.md, found by its content; gzip and base64 are undone. With --stacks: a JSON array of
{"profile": "cpu"|"wall"|"offcpu", "frames": [root … leaf]}.`;

/** A wrong call or an unreadable file: the message goes to stderr and the exit code is 1. */
class InspectError extends Error {}

const FLAGS = { cpu: 'cpu', wall: 'wall', offcpu: 'offcpu' } as const;
type Flag = keyof typeof FLAGS;
/** What the panel opens with. */
const SETTINGS: Settings = { rollUp: DEFAULT_ROLL_UP };

export function main(args: string[]): number {
  try {
    process.stdout.write(run(args) + '\n');
    return 0;
  } catch (error) {
    process.stderr.write(`inspect: ${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}

function run(args: string[]): string {
  const { values } = parseArgs({
    args,
    options: {
      profile: { type: 'string' },
      cpu: { type: 'string' },
      wall: { type: 'string' },
      offcpu: { type: 'string' },
      'baseline-cpu': { type: 'string' },
      'baseline-wall': { type: 'string' },
      'baseline-offcpu': { type: 'string' },
      'baseline-profile': { type: 'string' },
      stacks: { type: 'string' },
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    return USAGE;
  }
  if (values.stacks) {
    return JSON.stringify(judgeStacks(values.stacks), null, 1);
  }
  const named = (prefix: '' | 'baseline-'): InspectedFile[] => {
    const baseline = prefix !== '';
    const profile = values[`${prefix}profile`];
    return [
      ...(profile ? [{ file: profile, baseline }] : []),
      ...(Object.keys(FLAGS) as Flag[]).flatMap((flag) => {
        const file = values[`${prefix}${flag}`];
        return file ? [{ file, role: FLAGS[flag], baseline }] : [];
      }),
    ];
  };
  const files = [...named(''), ...named('baseline-')];
  if (!files.length) {
    throw new InspectError(`no file named.\n${USAGE}`);
  }
  const prepared = prepareProfile(files.map(inputOf), SETTINGS);
  if (prepared.errors.length || !prepared.queries.length) {
    throw new InspectError(prepared.errors.map((e) => problemText(e)).join('\n') || 'the file holds no profile.');
  }
  const report = reportOf(prepared);
  return values.json ? JSON.stringify(report, null, 1) : asText(report);
}

function read(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new InspectError(error instanceof Error ? error.message : String(error));
  }
}

interface InspectedFile {
  file: string;
  role?: Role;
  baseline: boolean;
}

/** The file's name takes the place that names of queries and columns have in the panel. */
function inputOf({ file, role, baseline }: InspectedFile): ProfileInput {
  return {
    refId: file,
    baseline,
    source: { kind: 'bytes', bytes: read(file) },
    role,
    hints: { names: [basename(file)], refId: '' },
  };
}

const problemText = ({ refId, row, message, remedy }: QueryProblem) =>
  [refId && `${refId}:`, row && `line ${row}:`, message, remedy].filter(Boolean).join(' ');

type Report = ReturnType<typeof reportOf>;

/** A profile that is no time on or off the CPU (contention, memory, counters) has a total and no split. */
const NO_SPLIT: Split = { total: 0, onCpu: 0, waiting: [], unattributed: 0 };

/** What the whole is, by the evidence: CPU and off-CPU time add up to wall time. */
const ROLE_OF: Partial<Record<Evidence, Role>> = {
  'cpu+wall': 'wall',
  'cpu+offcpu': 'wall',
  wall: 'wall',
  cpu: 'cpu',
  offcpu: 'offcpu',
};

/** Parts that add up to the total. */
function wholeSplit(paired: PairedProfile): Split {
  const split = splitAt(paired, 0);
  return paired.evidence === 'other' ? { ...split, unattributed: split.total } : split;
}

function reportOf(prepared: Prepared) {
  const { paired, queries } = prepared;
  const role = paired && ROLE_OF[paired.evidence];
  const main = queries.find((q) => q.role === role) ?? queries[0];
  const split = paired ? wholeSplit(paired) : { ...NO_SPLIT, total: main.total, unattributed: main.total };
  const part = (total: number) => ({ total, share: split.total ? total / split.total : 0 });
  return {
    format: main.format,
    role: role ?? main.role,
    roleOrigin: main.origin,
    evidence: paired?.evidence ?? main.role,
    unit: paired?.wallTime?.unit ?? main.unit,
    total: split.total,
    samples: main.samples,
    dropped: queries.reduce((sum, q) => sum + q.dropped, 0),
    valueTypes: main.valueTypes,
    ...(main.recorded && { recorded: { from: main.recorded.from, to: main.recorded.to } }),
    warnings: [
      ...prepared.warnings.map(problemText),
      ...(paired?.notes ?? []).map(({ text, values }) => fillIn(text, values)),
    ],
    waits: split.waiting
      .map((total, category) => ({ category: CATEGORIES[category], ...part(total) }))
      .filter((wait) => wait.total !== 0)
      .sort((a, b) => b.total - a.total),
    onCpu: part(split.onCpu),
    unattributed: part(split.unattributed),
    sites: prepared.sites.map(({ site, waitFrame, category, total }) => ({
      site,
      waitFrame,
      category: CATEGORIES[category],
      ...part(total),
    })),
    ...findingsOf(prepared),
    inputs: queries,
    labels: prepared.labels.map(({ name, values }) => ({ name, values: values.length })),
    counters: prepared.counters.flatMap(({ readings }) => readings),
  };
}

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

/** The panel's sentence and findings, in its order. `nothing`: no cause stands out. */
function findingsOf(prepared: Prepared) {
  const { paired, diagnosis, changes } = prepared;
  const list = paired
    ? findings({ paired, diagnosis, changes, counters: [], counter: () => '', percent, t: fillIn })
    : [];
  const plain = list.map(({ node: _, category, ...finding }) => ({
    ...finding,
    category: category === undefined ? undefined : CATEGORIES[category],
  }));
  return {
    headline: headline(list),
    nothing: diagnosis.nothing,
    findings: plain.filter(({ kind }) => kind !== 'change'),
    changes: plain.filter(({ kind }) => kind === 'change'),
  };
}

function asText(report: Report): string {
  const number = (value: number, unit = report.unit) =>
    unitOf(unit).kind === 'time' ? `${(value / 1e9).toFixed(3)} s` : String(Math.round(value * 1000) / 1000);
  const row = (name: string, { total, share }: { total: number; share: number }) =>
    `  ${name.padEnd(14)} ${number(total).padStart(14)} ${(share * 100).toFixed(1).padStart(6)} %`;
  return [
    ...report.inputs.map(
      (q) =>
        `${q.refId}: ${ROLE_LABEL[q.role]} (${q.origin}) · ${q.format} · ${q.samples} samples, ${number(q.total, q.unit)}` +
        (q.dropped ? ` · ${q.dropped} left out` : '')
    ),
    ...report.warnings.map((w) => `! ${w}`),
    `total ${number(report.total)} (${report.evidence})`,
    ...(report.evidence === 'offcpu' ? [] : [row('On CPU', report.onCpu)]),
    ...report.waits.map((wait) => row(CATEGORY_LABEL[wait.category], wait)),
    row('Unattributed', report.unattributed),
    ...report.counters.map(
      ({ event, value, unit, running }) =>
        `  ${event.padEnd(28)} ${value} ${unit}${running < 1 ? ` (counted ${(running * 100).toFixed(1)} % of the time)` : ''}`
    ),
    report.headline,
    ...[...report.changes, ...report.findings].flatMap(({ kind, rule, text, detail, reasons = [] }) => [
      `  [${rule ?? kind}] ${text}${detail ? ` (${detail})` : ''}`,
      ...reasons.map((reason) => `      ${reason}`),
    ]),
    ...(report.sites.length ? ['wait sites'] : []),
    ...report.sites
      .slice(0, 15)
      .map((s) => `  ${(s.share * 100).toFixed(1).padStart(5)} % ${s.category.padEnd(12)} ${s.site}  [${s.waitFrame}]`),
  ].join('\n');
}

function judgeStacks(file: string) {
  let stacks: unknown;
  try {
    stacks = JSON.parse(new TextDecoder().decode(read(file)));
  } catch (error) {
    throw new InspectError(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!Array.isArray(stacks)) {
    throw new InspectError(`${file}: expected an array of {"profile", "frames"}.`);
  }
  return stacks.map((stack, i) => {
    const { profile, frames } = stack ?? {};
    if (
      !['cpu', 'wall', 'offcpu'].includes(profile) ||
      !Array.isArray(frames) ||
      frames.some((f) => typeof f !== 'string')
    ) {
      throw new InspectError(`${file}: entry ${i + 1} is not {"profile": "cpu"|"wall"|"offcpu", "frames": [names]}.`);
    }
    const leafFirst: string[] = [...frames].reverse();
    const verdict = classifyStack(
      { length: leafFirst.length, facts: (at) => symbolFacts(leafFirst[at]) },
      profile as StackKind
    );
    const category = CATEGORIES[verdict.category];
    return {
      category: verdict.category === CPU ? null : category,
      waitFrame: verdict.waitFrame < 0 ? null : leafFirst[verdict.waitFrame],
      idle: category === 'idle',
    };
  });
}
