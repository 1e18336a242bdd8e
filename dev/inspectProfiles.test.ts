import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from './inspectProfiles';

const RECORDED = join(__dirname, '../testdata/incident/recorded');

function inspect(...args: string[]) {
  let out = '';
  let err = '';
  const stdout = jest.spyOn(process.stdout, 'write').mockImplementation((text) => Boolean((out += String(text))));
  const stderr = jest.spyOn(process.stderr, 'write').mockImplementation((text) => Boolean((err += String(text))));
  const code = main(args);
  stdout.mockRestore();
  stderr.mockRestore();
  return { code, out, err };
}

function fileOf(content: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'dualflame-')), 'input');
  writeFileSync(file, content);
  return file;
}

const PAIR = ['--cpu', join(RECORDED, 'before.cpu.frame.json'), '--wall', join(RECORDED, 'before.wall.frame.json')];

it('prints the report as JSON: shares of wall sum to 1', () => {
  const { code, out } = inspect(...PAIR, '--json');
  const report = JSON.parse(out);
  expect(code).toBe(0);
  expect(report).toMatchObject({
    format: 'flame graph frame',
    role: 'wall',
    unit: 'nanoseconds',
    total: 359939390340,
    dropped: 0,
  });
  const shares = [report.onCpu, report.unattributed, ...report.waits].map((part: { share: number }) => part.share);
  expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
  expect(report.waits[0]).toMatchObject({ category: 'poll', total: 153515149980 });
  expect(report.sites[0]).toEqual({
    site: 'main.(*consumer).ReadMessage',
    waitFrame: 'internal/poll.runtime_pollWait',
    category: 'poll',
    total: 153515149980,
    share: expect.closeTo(0.4265, 3),
  });
});

it('prints the same in words', () => {
  const { out } = inspect(...PAIR);
  expect(out).toMatch(/Socket or event +153\.515 s +42\.7 %/);
  expect(out).toMatch(/Unattributed +-33\.074 s +-9\.2 %/);
});

it('detects the role of a single profile', () => {
  expect(JSON.parse(inspect('--profile', join(RECORDED, 'after.wall.folded'), '--json').out).role).toBe('wall');
  expect(
    JSON.parse(inspect('--profile', fileOf('main;work 3\nmain;ep_poll;schedule 7\n'), '--json').out)
  ).toMatchObject({ total: 10, role: 'wall' });
});

it('adds CPU and off-CPU up to wall', () => {
  const report = JSON.parse(
    inspect('--cpu', fileOf('main;x 3'), '--offcpu', fileOf('main;ep_poll;schedule 7'), '--json').out
  );
  expect(report).toMatchObject({
    role: 'wall',
    total: 10,
    onCpu: { total: 3, share: 0.3 },
    unattributed: { total: 0, share: 0 },
  });
});

it('judges single stacks in the given order', () => {
  const stacks = [
    { profile: 'wall', frames: ['main', 'ep_poll', 'schedule'] },
    { profile: 'cpu', frames: ['main', 'ep_poll'] },
    { profile: 'wall', frames: ['java.util.concurrent.ThreadPoolExecutor.getTask', 'jdk.internal.misc.Unsafe.park'] },
  ];
  expect(JSON.parse(inspect('--stacks', fileOf(JSON.stringify(stacks)), '--json').out)).toEqual([
    { category: 'poll', waitFrame: 'ep_poll', idle: false },
    { category: null, waitFrame: null, idle: false },
    { category: 'idle', waitFrame: 'java.util.concurrent.ThreadPoolExecutor.getTask', idle: true },
  ]);
});

it.each([
  ['no arguments', [], 'no file named'],
  ['an unknown flag', ['--nope'], 'nope'],
  ['a missing file', ['--profile', '/nonexistent'], 'ENOENT'],
  ['a file that is no profile', ['--profile', fileOf('hello\nworld')], 'no profile'],
  ['broken JSON', ['--profile', fileOf('{"a":')], 'Not valid JSON'],
  ['stacks that are none', ['--stacks', fileOf('[{"profile": "x"}]')], 'entry 1'],
])('says on stderr what is wrong with %s, exit code 1', (_, args, message) => {
  const { code, out, err } = inspect(...args);
  expect([code, out]).toEqual([1, '']);
  expect(err).toContain(message);
});
