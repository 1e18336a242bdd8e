import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import '../allParts';
import { CATEGORIES } from '../analysis';
import { inputOf, preparedOf } from '../testing';
import { type Prepared } from './types';

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
