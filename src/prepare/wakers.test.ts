import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import '../allParts';
import { CATEGORIES } from '../analysis';
import { findingsOf, inputOf, preparedOf } from '../testing';
import { type Prepared, type WakeBranch, type WakeTree } from './types';

const FOLDER = join(__dirname, '../../testdata/contention/wakes');
const truth = JSON.parse(readFileSync(join(FOLDER, 'truth.json'), 'utf8')) as { dispatch_s: number; retry_s: number };

const wakersAt = ({ wakersOf, paired, sites }: Prepared, site: string) => {
  const node = site === 'all' ? 0 : sites.find((one) => one.site === site)!.node;
  return wakersOf!(node, paired!.tree.subtreeEnd[node]).map(({ name, caller, processes, share, interrupt }) => [
    interrupt ? 'interrupt' : processes.join(),
    caller ? `${name} < ${caller}` : name,
    Number(share.toFixed(2)),
  ]);
};

it('perf’s wakeups name who ends the waits of a site, as the program’s own clock says within 10 %', () => {
  const all = preparedOf([
    { refId: 'A', source: { kind: 'bytes', bytes: readFileSync(join(FOLDER, 'switches.perf-script.gz')) } },
  ]);
  const [first, second] = wakersAt(all, 'take_job');
  expect([first.slice(0, 2), second.slice(0, 2)]).toEqual([
    ['wakes', 'hand_out < dispatch'],
    ['wakes', 'hand_out < retry'],
  ]);
  const real = truth.dispatch_s / (truth.dispatch_s + truth.retry_s);
  expect(Math.abs(Number(first[2]) / real - 1)).toBeLessThan(0.1);
  expect(all.sites.find(({ site }) => site === 'take_job')!.category).toBe(CATEGORIES.indexOf('lock'));
});

describe('offwaketime', () => {
  const lines = [
    'app;main;serve;read;do_syscall_64;schedule;--;try_to_wake_up;send;reply;main;db 60',
    'app;main;serve;read;do_syscall_64;schedule;--;try_to_wake_up;send;cancel;main;db 20',
    'app;main;nap;nanosleep;do_syscall_64;schedule;--;hrtimer_wakeup;asm_sysvec_apic_timer_interrupt;compute;main;other 20',
  ];
  const input = { ...inputOf('A', lines.join('\n'), 'offcpu'), options: { unit: 'us' } };
  const all = preparedOf([input]);

  it('the sleeper’s part is judged; who ends its waits is told by function and process', () => {
    expect(all.sites.map(({ site }) => site)).toEqual(['serve', 'nap']);
    expect(wakersAt(all, 'serve')).toEqual([
      ['db', 'reply < main', 0.75],
      ['db', 'cancel < main', 0.25],
    ]);
  });

  it('an interrupt wakes, not whom it interrupted', () => {
    expect(wakersAt(all, 'nap')).toEqual([['interrupt', 'hrtimer_wakeup', 1]]);
    expect(wakersAt(all, 'all').map(([, who]) => who)).toEqual(['reply < main', 'hrtimer_wakeup', 'cancel < main']);
  });

  it('wakers can be filtered and grouped by process; their stacks are no label to choose from', () => {
    expect(all.labels.map(({ name, values }) => [name, values.map(({ value }) => value)])).toEqual([
      ['waker', ['db', 'other']],
    ]);
    expect(wakersAt(preparedOf([input], { filter: { label: 'waker', value: 'other' } }), 'all')).toHaveLength(1);
  });

  it('is not there where no wait names its waker', () => {
    expect(preparedOf([inputOf('A', 'app;main;read;schedule 3', 'offcpu')]).wakersOf).toBeUndefined();
  });
});

describe('who woke the waker', () => {
  const file = (name: string) => readFileSync(join(__dirname, '../../testdata/wakeups', name));
  const { waited } = JSON.parse(file('pipeline.json').toString());
  const all = preparedOf([{ refId: 'A', source: { kind: 'bytes', bytes: file('pipeline.txt.gz') } }]);
  const treeAt = (of: Prepared, site: string): WakeTree => {
    const node = of.sites.find((one) => one.site === site)!.node;
    return of.wakeTreeOf!(node, of.paired!.tree.subtreeEnd[node]);
  };
  /** The branch that has most at each level: who, and seconds. */
  const heaviest = (branches: WakeBranch[]): Array<[string, number]> =>
    branches.length ? [[branches[0].name, branches[0].time / 1e9], ...heaviest(branches[0].by)] : [];

  it('main waited for the writer, the writer for the replica, the replica slept: as long as their own clocks say, within 10 %', () => {
    const chain = heaviest(treeAt(all, 'commitIndex').branches);
    expect(chain.map(([name]) => name)).toEqual(['flushSegment', 'acknowledge', expect.stringMatching(/timer/)]);
    const truth = [waited.commitIndex, waited.flushSegment, waited.acknowledge];
    chain.forEach(([, seconds], i) => expect(Math.abs(seconds / truth[i] - 1)).toBeLessThan(0.1));
    const [first] = treeAt(all, 'commitIndex').branches;
    expect([first.count, first.processes, first.stack.at(-1)]).toEqual([
      6,
      ['writer-1'],
      expect.stringMatching(/ttwu|wake/),
    ]);
    expect(treeAt(all, 'commitIndex')).toMatchObject({ chained: true, cut: false });
  });

  it('a finding names the waker from which most of the waiting is ended', () => {
    const texts = findingsOf(all).map(({ text: sentence }) => sentence);
    expect(texts).toContainEqual(expect.stringMatching(/in joinParts: 100 % of it is woken from rankPart ← loop$/));
  });

  it('stacks without threads and times have no chain', () => {
    const line = 'app;main;serve;read;schedule;--;try_to_wake_up;send;reply;main;db 60';
    const tree = treeAt(preparedOf([inputOf('A', line, 'offcpu')]), 'serve');
    expect(tree.branches.map(({ name, time, count, by }) => [name, time, count, by])).toEqual([
      ['reply', 60, undefined, []],
    ]);
    expect(tree.chained).toBe(false);
  });

  describe('threads that wake each other', () => {
    const frames = (name: string) =>
      `\t    aaaa futex_do_wait+0x1 ([kernel.kallsyms])\n\t    bbbb ${name}+0x1 (/app)\n`;
    const out = (at: number, thread: number, next = 0) =>
      `t${thread} ${thread} [000] ${at.toFixed(6)}: sched:sched_switch: prev_comm=t${thread} prev_pid=${thread} prev_prio=120 prev_state=S ==> next_comm=x next_pid=${next} next_prio=120\n${frames(`wait${thread}`)}`;
    const back = (at: number, thread: number) =>
      `swapper 0 [000] ${at.toFixed(6)}: sched:sched_switch: prev_comm=swapper prev_pid=0 prev_prio=120 prev_state=R ==> next_comm=t${thread} next_pid=${thread} next_prio=120\n`;
    const wake = (at: number, by: number, thread: number) =>
      `t${by} ${by} [000] ${at.toFixed(6)}: sched:sched_wakeup: comm=t${thread} pid=${thread} prio=120 target_cpu=000\n${frames(`wake${by}`)}`;
    const of = (...events: string[]) =>
      preparedOf([{ refId: 'A', source: { kind: 'text', text: events.join('\n') }, role: 'offcpu' }]);

    it('only what the waker waited for while the other one waited counts, and only so much of it', () => {
      // 1 waits from 1 to 4; 2, who wakes it, from 0.5 to 3; 3 wakes that one, and waited before anybody did.
      const all = of(
        out(0.1, 3),
        wake(0.2, 9, 3),
        back(0.2, 3),
        out(0.5, 2),
        out(1, 1),
        wake(3, 3, 2),
        back(3, 2),
        wake(4, 2, 1),
        back(4, 1)
      );
      expect(heaviest(treeAt(all, 'wait1').branches)).toEqual([
        ['wake2', 3],
        ['wake3', 2],
      ]);
    });

    it('a circle is followed once', () => {
      const events: string[] = [];
      for (let i = 0; i < 50; i++) {
        const [a, b] = [1 + (i % 2), 2 - (i % 2)];
        events.push(out(i, a), wake(i + 0.9, b, a), back(i + 0.9, a));
      }
      const depthOf = (branches: WakeBranch[]): number => Math.max(0, ...branches.map(({ by }) => 1 + depthOf(by)));
      const tree = of(...events).wakeTreeOf!(0, 1e9);
      expect(depthOf(tree.branches)).toBeLessThanOrEqual(2);
    });

    it('is followed no deeper than it says', () => {
      // Each thread waits for the next one: 1 for 2, 2 for 3 …
      const count = 12;
      const threads = Array.from({ length: count }, (_, i) => i + 1);
      const all = of(
        ...threads.map((thread) => out(thread / 100, thread)),
        ...threads.reverse().flatMap((thread, i) => [wake(1 + i / 100, thread + 1, thread), back(1 + i / 100, thread)])
      );
      const tree = treeAt(all, 'wait1');
      expect(heaviest(tree.branches)).toHaveLength(tree.depth);
      expect(tree.depth).toBe(8);
    });
  });
});
