// The collectors: what can run here runs, and its output is read by the panel's own readers.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { splitAt } from '../src/analysis';
import { prepareProfile } from '../src/prepare';
import { nameOf } from '../src/profile';
import { type Source } from '../src/readers';
import { testWith } from './needs';

const COLLECT = join(__dirname, '../collect');
const WALL = join(__dirname, '../testdata/incident/recorded/before.wall.folded');
const run = (command: string, args: string[]) =>
  spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28, timeout: 60_000 });
const total = (source: Source) => {
  const { paired, errors } = prepareProfile([{ refId: 'A', role: 'wall', source, options: { unit: 'ns' } }]);
  return paired ? splitAt(paired, 0).total : errors;
};

it('shell scripts parse', () => {
  expect(run('bash', ['-n', join(COLLECT, 'perf.sh')])).toMatchObject({ status: 0, stderr: '' });
});

it('a file that was put into Loki reads as the file', () => {
  const { stdout } = run(process.execPath, [join(COLLECT, 'to-loki.mjs'), WALL, '-', 'job=profiles', 'kind=wall']);
  const [{ stream, values }] = JSON.parse(stdout).streams as [{ stream: object; values: Array<[string, string]> }];
  expect(stream).toEqual({ job: 'profiles', kind: 'wall' });
  // Loki answers the newest line first.
  const rows = [...values].reverse();
  const asked = total({
    kind: 'columns',
    length: rows.length,
    columns: [
      { name: 'Time', type: 'time', values: rows.map(([ns]) => Number(BigInt(ns) / 1_000_000n)) },
      { name: 'tsNs', type: 'string', values: rows.map(([ns]) => ns) },
      { name: 'Line', type: 'string', values: rows.map(([, line]) => line) },
    ],
  });
  expect(asked).toBe(total({ kind: 'text', text: readFileSync(WALL, 'utf8') }));
});

it('folded stacks that were put into ClickHouse sum up to the file', () => {
  const { stdout } = run(process.execPath, [
    ...[join(COLLECT, 'to-clickhouse.mjs'), WALL, '-', 'service=orders', 'pod=a', 'kind=wall'],
  ]);
  const rows = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { stack: string; value_ns: number; kind: string });
  expect(new Set(rows.map(({ kind }) => kind))).toEqual(new Set(['wall']));
  const asked = total({
    kind: 'columns',
    length: rows.length,
    columns: [
      { name: 'stack', type: 'string', values: rows.map(({ stack }) => stack) },
      { name: 'wall_ns', type: 'number', values: rows.map(({ value_ns }) => value_ns) },
    ],
  });
  expect(asked).toBe(total({ kind: 'text', text: readFileSync(WALL, 'utf8') }));
});

it.each([
  ['to-loki.mjs', ['nothing']],
  ['to-clickhouse.mjs', [WALL, '-', 'service=a', 'kind=lock']],
])('%s says how it is used', (file, args) => {
  const { status, stderr } = run(process.execPath, [join(COLLECT, file), ...args]);
  expect([status, stderr]).toEqual([2, expect.stringMatching(/^Usage: /)]);
});

testWith(['perf'], 'perf.sh records a program that runs and one that sleeps', () => {
  const busy = join(mkdtempSync(join(tmpdir(), 'dualflame-collect-')), 'busy.sh');
  writeFileSync(busy, 'for i in 1 2 3 4 5 6 7 8; do for j in $(seq 60000); do :; done; sleep 0.2; done');
  const { stdout, status } = run('bash', ['-c', `bash ${busy} & exec ${join(COLLECT, 'perf.sh')} -s 1 -p $!`]);
  expect(status).toBe(0);
  const { paired, queries } = prepareProfile([{ refId: 'A', source: { kind: 'text', text: stdout } }]);
  expect(queries[0]).toMatchObject({ format: 'perf script', role: 'cpu' });
  // How much of either a second holds depends on what else the machine does.
  const { onCpu, total: whole } = splitAt(paired!, 0);
  expect(onCpu).toBeGreaterThan(0);
  expect(whole - onCpu).toBeGreaterThan(0);
});

testWith(
  ['perf'],
  'perf.sh -p books nothing of other programs, however busy the machine is',
  async () => {
    const dir = mkdtempSync(join(tmpdir(), 'dualflame-collect-'));
    const program = join(dir, 'turns.mjs');
    writeFileSync(
      program,
      `import { isMainThread, Worker } from 'node:worker_threads';
     if (isMainThread) { for (let i = 0; i < 3; i++) new Worker(new URL(import.meta.url)); setTimeout(process.exit, 30_000); }
     else setInterval(() => { const end = Date.now() + 3; while (Date.now() < end); }, 6);`
    );
    // The command name is that of the file that runs.
    const start = (name: string) => {
      symlinkSync(process.execPath, join(dir, name));
      return spawn(join(dir, name), [program], { stdio: 'ignore' });
    };
    const programs = ['looked-at', 'foreign-1', 'foreign-2'].map(start);
    await new Promise((done) => setTimeout(done, 2000));
    const seconds = 1;
    const threads = new Set(readdirSync(`/proc/${programs[0].pid}/task`));
    const { stdout, status } = run('bash', [
      join(COLLECT, 'perf.sh'),
      ...['-s', String(seconds), '-p', String(programs[0].pid)],
    ]);
    programs.forEach((started) => started.kill());
    expect(status).toBe(0);
    expect(stdout).not.toContain('foreign');
    // The command may have blanks: the thread is the number in front of the CPU.
    const heads = [...stdout.matchAll(/ (\d+) +\[\d+\] +([\d.]+): .*?(cpu-clock|sched_switch)/g)];
    const others = heads.filter(([, thread]) => !threads.has(thread));
    expect(others.every(([, thread, , event]) => thread === '0' && event === 'sched_switch')).toBe(true);
    expect(heads.length - others.length).toBeGreaterThan(10);
    const times = heads.map(([, , time]) => Number(time));
    const recorded = Math.max(...times) - Math.min(...times);
    const { paired, queries } = prepareProfile([{ refId: 'A', source: { kind: 'text', text: stdout } }]);
    expect(queries[0].format).toBe('perf script');
    const { tree } = paired!;
    const commands = Array.from({ length: tree.length }, (_, node) => node).filter((node) => tree.level[node] === 1);
    expect(new Set(commands.map((node) => nameOf(tree, node)))).toEqual(new Set(['looked-at']));
    const { total, onCpu } = splitAt(paired!, 0);
    // By what was recorded: perf takes longer than it was told on a busy machine. Three threads take turns of 3 and 6 ms.
    expect(total - onCpu).toBeLessThanOrEqual(threads.size * recorded * 1e9);
    expect(total - onCpu).toBeGreaterThan(recorded * 1e9);
  },
  90_000
);

// Running them takes root, and minutes on a busy machine, whose every stack is looked up: here bpftrace only compiles them.
for (const file of ['off-cpu.bt', 'recvfrom.bt']) {
  testWith(['bpftrace'], `${file} compiles`, () => {
    expect(run('bpftrace', ['-d', join(COLLECT, file), '10'])).toMatchObject({ status: 0 });
  });
}
