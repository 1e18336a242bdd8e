// npm run inspect -- --profile FILE --json, for every recording of testdata: the report's shape, and figures that fit each other.
import { readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { NOT_PROFILES, REFUSED as REFUSED_READERS } from '../src/readers/formats/unsupported';
import { READERS } from '../src/readers/files';
import { main } from './inspectProfiles';

const TESTDATA = join(__dirname, '../testdata');
const FOLDERS =
  'austin backtraces bcc bpftrace cpuprofile faults firefox flamebearer folded goroutines java-threads jfr otlp perf-lock perf-script perf-stat pprof python-threads speedscope toplev truth incident/recorded';
/** What stands beside the recordings and is none. */
const BESIDE =
  /\.(?:sh|bt|md|py|go|mod|sum|java|js|mjs|cjs|c|cpp|rb|rs|toml|lock|delta\.json|events\.json|top\.txt|promql\.json|report\.txt|timehist\.txt)$|(?:truth|HOW|README|RECORDED)[\w.]*$|Makefile|perf-script\/fields\/report/;
/** Inputs that are refused by name, with what names them. */
const REFUSED: Record<string, RegExp> = {
  'jfr/async-alloc.jfr.gz': /no samples of CPU or wall time and no waits/,
  'faults/09-sched-timehist/timehist.txt': /table of perf sched/,
  'faults/10-strace-and-metrics/node_exporter.prom': /Prometheus exporter/,
  'faults/10-strace-and-metrics/strace-f.txt': /output of strace/,
};

const filesIn = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesIn(path) : [path];
  });
const files = FOLDERS.split(' ')
  .flatMap((folder) => filesIn(join(TESTDATA, folder)))
  .map((path) => relative(TESTDATA, path))
  .filter((path) => !BESIDE.test(path));

function inspect(path: string) {
  let [out, err] = ['', ''];
  const stdout = jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => Boolean((out += String(chunk))));
  const stderr = jest.spyOn(process.stderr, 'write').mockImplementation((chunk) => Boolean((err += String(chunk))));
  const code = main(['--profile', join(TESTDATA, path), '--json']);
  stdout.mockRestore();
  stderr.mockRestore();
  return { code, err, report: code === 0 ? JSON.parse(out) : undefined };
}

const ROLE_OF: Record<string, string> = {
  'cpu+wall': 'wall',
  'cpu+offcpu': 'wall',
  wall: 'wall',
  cpu: 'cpu',
  offcpu: 'offcpu',
  counter: 'counter',
};
const ofRole = (report: { inputs: Array<{ role: string; total: number }> }, role: string) =>
  report.inputs.filter((input) => input.role === role).reduce((sum, { total }) => sum + total, 0);

const formats = new Set<string>();

it.each(files)('%s', (path) => {
  const { code, err, report } = inspect(path);
  if (REFUSED[path]) {
    expect([code, err]).toEqual([1, expect.stringMatching(REFUSED[path])]);
    return;
  }
  expect(err).toBe('');
  formats.add(report.format);
  expect(report).toMatchObject({
    format: expect.any(String),
    // What holds no time on or off the CPU may be of locks: beside the sums, or drawn alone.
    role: report.evidence === 'other' ? expect.stringMatching(/^(other|contention)$/) : ROLE_OF[report.evidence],
    unit: expect.any(String),
    total: expect.any(Number),
    samples: expect.any(Number),
    dropped: expect.any(Number),
    valueTypes: expect.any(Array),
    warnings: expect.any(Array),
    sites: expect.any(Array),
    findings: expect.any(Array),
    counters: expect.any(Array),
  });
  const { total, onCpu, unattributed, waits, sites } = report;
  expect(report.valueTypes.length).toBeGreaterThan(0);
  expect(report.samples).toBeGreaterThan(0);
  const parts = [onCpu, unattributed, ...waits];
  const sum = parts.reduce((all, part) => all + part.total, 0);
  expect(Math.abs(sum - total)).toBeLessThanOrEqual(1e-9 * total);
  // Two samplers of one time never agree to the digit: only what they leave may be below 0.
  for (const { share } of [onCpu, ...waits, ...sites, ...report.findings]) {
    expect(share).toBeGreaterThanOrEqual(-1e-9);
    expect(share).toBeLessThanOrEqual(1 + 1e-9);
  }
  if (report.role === 'counter') {
    expect([total, report.counters.length > 0]).toEqual([0, true]);
    for (const counter of report.counters) {
      expect(counter).toMatchObject({ event: expect.any(String), value: expect.any(Number), unit: expect.any(String) });
    }
  } else {
    expect(total).toBeGreaterThan(0);
  }
  if (report.evidence === 'cpu+wall') {
    expect(total).toBe(ofRole(report, 'wall'));
  }
  if (report.evidence === 'cpu+offcpu') {
    expect(Math.abs(total - ofRole(report, 'cpu') - ofRole(report, 'offcpu'))).toBeLessThanOrEqual(1e-9 * total);
  }
  if (report.recorded) {
    expect(report.recorded.from).toBeLessThanOrEqual(report.recorded.to);
  }
});

it('every format is among them, but for tables, which no file holds', () => {
  const refused = new Set([...REFUSED_READERS, ...NOT_PROFILES]);
  const labels = READERS.filter((reader) => !refused.has(reader) && reader.id !== 'stack-table').map(
    ({ label }) => label
  );
  expect(labels.filter((label) => !formats.has(label))).toEqual([]);
});
