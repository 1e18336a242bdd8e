// The guides' commands, run where their programs are installed: blocks marked `<!-- test: needs … -->`. What a block leaves to
// `npm run inspect` is read by the panel's readers, and must be a profile or counters.
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testWith } from './needs';

const ROOT = join(__dirname, '..');
const GUIDES = join(ROOT, 'docs/plugin/guides');
const PROGRAMS = join(ROOT, 'testdata/programs');
const read = (file: string) => readFileSync(join(GUIDES, file), 'utf8');
const files = readdirSync(GUIDES).filter((file) => file.endsWith('.md'));
const blocks = files.flatMap((file) =>
  [...read(file).matchAll(/<!-- test: needs ([\w, -]+) -->\s+```sh\n([\s\S]*?)```/g)].map(([, needs, script]) => ({
    file,
    needs: needs.split(', '),
    script,
  }))
);

/** The programs of testdata as if they were the reader's own, beside the repository's scripts. */
function workplace(): string {
  const dir = mkdtempSync(join(tmpdir(), 'dualflame-guide-'));
  for (const path of ['node/app.js', 'python/app.py', 'java/Waits.java', 'java/Events.java', 'c/waits.c']) {
    cpSync(join(PROGRAMS, path), join(dir, path.split('/')[1]));
  }
  cpSync(join(PROGRAMS, 'go'), join(dir, 'go'), { recursive: true });
  ['collect', 'provisioning'].forEach((name) => symlinkSync(join(ROOT, name), join(dir, name)));
  const inspect = `${process.execPath} ${join(ROOT, 'dev/inspect.mjs')}`;
  writeFileSync(join(dir, 'package.json'), JSON.stringify({ private: true, scripts: { inspect } }));
  return dir;
}

for (const { file, needs, script } of blocks) {
  testWith(
    needs,
    `${file}: ${script.split('\n')[0]}`,
    () => {
      const dir = workplace();
      try {
        const { status, stdout, stderr } = spawnSync('bash', ['-euo', 'pipefail', '-c', script], {
          cwd: dir,
          encoding: 'utf8',
          timeout: 240_000,
          maxBuffer: 1 << 28,
        });
        expect({ status, stderr: status ? `${stdout}\n${stderr}` : '' }).toEqual({ status: 0, stderr: '' });
        expect(stdout).not.toBe('');
      } finally {
        rmSync(dir, { recursive: true, force: true });
      }
    },
    300_000
  );
}

it('the guides run commands, and link to what is there', () => {
  expect(blocks.length).toBeGreaterThan(7);
  const documents = [
    ...['docs', 'docs/plugin', 'docs/plugin/guides'].flatMap((dir) =>
      readdirSync(join(ROOT, dir)).flatMap((file) => (file.endsWith('.md') ? join(dir, file) : []))
    ),
    'README.md',
    'CONTRIBUTING.md',
    'collect/README.md',
  ];
  const broken = documents.flatMap((path) =>
    [...readFileSync(join(ROOT, path), 'utf8').matchAll(/\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g)]
      .map(([, target]) => join(path, '..', target))
      .filter((target) => !existsSync(join(ROOT, target)))
      .map((target) => `${path}: ${target}`)
  );
  expect(broken).toEqual([]);
});

it('troubleshooting names messages that exist', () => {
  const sources = [
    'src/readers',
    'src/readers/formats',
    'src/panel',
    'src/panel/grafana',
    'src/panel/options',
    'src/panel/start',
    'src/panel/state',
    'src/panel/model',
    'src/panel/graph',
    'src/panel/lists',
    'src/panel/toolbar',
    'src/panel/summary',
    'src/panel/ui',
    'src/analysis',
    'src/prepare',
    'src',
  ]
    .flatMap((dir) => readdirSync(join(ROOT, dir)).map((file) => join(ROOT, dir, file)))
    .filter((file) => /\.tsx?$/.test(file) && !file.includes('.test.'))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
  const rows = readFileSync(join(ROOT, 'docs/plugin/troubleshooting.md'), 'utf8').match(/^\| .*$/gm)!;
  const messages = rows
    .slice(2)
    .flatMap((row) => [...row.split('|')[1].matchAll(/\*\*(.+?)\*\*/g)].map(([, message]) => message));
  expect(messages.length).toBeGreaterThan(15);
  // The longest part without a figure in it.
  const parts = messages.map(
    (message) =>
      message
        .split(/…|\d+/)
        .map((part) => part.trim())
        .sort((a, b) => b.length - a.length)[0]
  );
  expect(parts.filter((part) => !sources.includes(part))).toEqual([]);
});
