// bpftrace maps keyed by a lock's address: testdata/bpftrace/locks, a program whose own clock knows who waits for which lock, and who holds it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import '../allParts';
import { findingsOf, inputOf, preparedOf } from '../testing';

const FOLDER = join(__dirname, '../../testdata/bpftrace/locks');
const file = (name: string) => readFileSync(join(FOLDER, name), 'utf8');
const truth = JSON.parse(file('truth.json')) as Record<'waited_s' | 'held_s', Record<string, number>>;
const sum = (values: Record<string, number>) => Object.values(values).reduce((all, one) => all + one, 0);
const about = (value: number, real: number) => expect(Math.abs(value / real - 1)).toBeLessThan(0.1);

describe.each(['locks.txt', 'locks.jsonl'])('%s', (name) => {
  const all = preparedOf([inputOf('A', file(name))]);
  const heldAt = (site: string) => {
    const { node } = all.sites.find((one) => one.site === site)!;
    return all.heldBy!(node, all.paired!.tree.subtreeEnd[node]).map((one) => ({ ...one, caller: undefined }));
  };

  it('waits are off-CPU time by lock; how long locks were held is no wait', () => {
    const total = all.sites.reduce((whole, site) => whole + site.total, 0);
    for (const site of ['commit_record', 'report']) {
      about(all.sites.find((one) => one.site === site)!.total / total, truth.waited_s[site] / sum(truth.waited_s));
    }
    const { values } = all.labels.find((label) => label.name === 'lock')!;
    expect(values.map(({ value }) => value).sort()).toEqual(['0x404100', '0x4040c0'].sort());
    expect(all.contention).toBeUndefined();
  });

  it('who holds the very lock: not who holds another one', () => {
    const [first, second, ...others] = heldAt('commit_record');
    expect([first.name, second.name, others]).toEqual(['flush_log', 'commit_record', []]);
    const { flush_log: flush, commit_record: commit } = truth.held_s;
    about(first.share, flush / (flush + commit));
    expect(heldAt('report')).toMatchObject([{ name: 'report', share: 1, byLock: true }]);
  });

  it('waits that a filter leaves out are none', () => {
    const { heldBy, paired } = preparedOf([inputOf('A', file(name))], {
      stacks: [{ keep: 'only', pattern: '/^report$/' }],
    });
    expect(heldBy!(0, paired!.tree.length)).toMatchObject([{ name: 'report', share: 1 }]);
  });

  it('is the finding', () => {
    const lock = findingsOf(all).find(({ rule }) => rule === 'lock-convoy')!;
    expect(lock.text).toMatch(/waits for a lock that others hold in commit_record: 7\d % of that flush_log holds it$/);
    expect(lock.reasons).toContain(
      'By the recording itself: who held the very lock that is waited for, each by how long he held it.'
    );
  });
});

it('a map of holds alone is contention, of which nobody is said to wait or to let go', () => {
  const held = file('locks.txt').replaceAll(/^@wait_ns\[[^\]]*\]: \d+\n/gm, '');
  const all = preparedOf([inputOf('A', held)]);
  expect([all.paired!.evidence, all.heldBy]).toEqual(['other', undefined]);
  expect(all.contention).toBeUndefined();
});

it('pids, thread ids and cgroups of other maps stay what they are', () => {
  const all = preparedOf([
    inputOf('A', '@off_us[4194304, \n    futex_wait+1\n    work+1\n]: 7\n@off_us[25, \n    read+1\n    main+1\n]: 7\n'),
  ]);
  expect(all.labels.map(({ name, values }) => [name, values.map(({ value }) => value).sort()])).toEqual([
    ['id', ['25', '4194304']],
  ]);
  expect(all.heldBy).toBeUndefined();
});
