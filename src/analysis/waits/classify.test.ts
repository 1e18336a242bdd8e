import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildCallTree, weightsOf } from '../../profile';
import { nodeAt, profileOf } from '../../testing';
import { compilePattern } from '../pattern';
import { canonicalNames } from './canonical';
import { CATEGORIES, type Category, CPU } from './categories';
import { classifyStack, classifyWaits, type StackKind } from './classify';
import { type CompiledUserRule, parseTable, symbolFacts, type UserRule } from './rules';

interface Case {
  profile?: StackKind;
  category: Category;
  acceptable?: Category[];
  waitFrames?: string[];
  frames: string | string[];
}

const DATA = join(__dirname, '../../../testdata/waits');
const cases = (file: string): Case[] => JSON.parse(readFileSync(join(DATA, file), 'utf8'));

function judge(path: string | string[], kind: StackKind, rules: CompiledUserRule[] = []) {
  const frames = typeof path === 'string' ? path.split(';') : path;
  const fromLeaf = (i: number) => frames[frames.length - 1 - i];
  const verdict = classifyStack({ length: frames.length, facts: (i) => symbolFacts(fromLeaf(i), rules) }, kind);
  return {
    category: CATEGORIES[verdict.category],
    waitFrame: verdict.waitFrame < 0 ? undefined : fromLeaf(verdict.waitFrame),
  };
}

const compiled = (rule: UserRule): CompiledUserRule[] => {
  const test = compilePattern(rule.pattern);
  return test.ok ? [{ ...rule, test: test.value }] : [];
};

function wrongOnes(list: Case[]) {
  return list.flatMap(({ profile = 'offcpu', category, acceptable = [], frames }) => {
    const got = judge(frames, profile);
    return got.category === category || acceptable.includes(got.category) ? [] : [{ want: category, got, frames }];
  });
}

describe('labelled stacks (testdata/waits)', () => {
  it.each([
    ['programs.json', 'Redis, nginx, PostgreSQL and shell tools under perf', []],
    ['documented.json', 'runtimes that were not recorded', []],
    // A libc without symbols: the nearest one with a name is another function, so epoll_wait reads as a condition variable.
    [
      'zoo.json',
      'one program a runtime, each wait on purpose',
      ['select_epoll_poll_impl (selectmodule.c:1600);pthread_cond'],
    ],
  ])('%s: %s', (file, _, known) => {
    const list = cases(file);
    expect(list.length).toBeGreaterThan(80);
    const wrong = wrongOnes(list);
    expect(wrong.filter(({ frames }) => !known.some((part) => String(frames).includes(part)))).toEqual([]);
    expect(wrong).toHaveLength(known.length);
  });

  it('shows the wait by a frame that names it', () => {
    const named = cases('zoo.json').filter((c) => c.waitFrames && judge(c.frames, c.profile!).category === c.category);
    const right = named.filter((c) => c.waitFrames!.includes(judge(c.frames, c.profile!).waitFrame ?? ''));
    expect(named.length).toBeGreaterThan(200);
    expect(right.length / named.length).toBeGreaterThan(0.98);
  });

  it('takes no look-alike for a wait', () => {
    const names = readFileSync(join(DATA, 'look-alikes.txt'), 'utf8').trim().split('\n');
    expect(names.length).toBeGreaterThan(150);
    const taken = names.flatMap((name) =>
      (['wall', 'cpu'] as const)
        .map((kind) => ({ name, kind, ...judge(['main', name], kind) }))
        .filter((v) => v.category !== 'cpu')
    );
    expect(taken).toEqual([]);
  });
});

describe('the rule', () => {
  it.each<[string, StackKind, Category, string | undefined]>([
    ['main;epoll_wait;do_epoll_wait;ep_poll;schedule;__schedule', 'wall', 'poll', 'ep_poll'],
    ['w;ThreadPoolExecutor.getTask;LockSupport.park', 'wall', 'cpu', undefined],
    [
      'java.util.concurrent.ThreadPoolExecutor.getTask;java.util.concurrent.LinkedBlockingQueue.take;jdk.internal.misc.Unsafe.park',
      'wall',
      'idle',
      'java.util.concurrent.ThreadPoolExecutor.getTask',
    ],
    [
      'app.Take;java.util.concurrent.LinkedBlockingQueue.take;jdk.internal.misc.Unsafe.park',
      'wall',
      'channel',
      'java.util.concurrent.LinkedBlockingQueue.take',
    ],
    ['read;tcp_recvmsg;_copy_to_iter', 'wall', 'cpu', undefined],
    ['read;tcp_recvmsg;sk_wait_data;schedule', 'wall', 'network', 'sk_wait_data'],
    [
      'tokio-runtime-w;tokio::runtime::scheduler::multi_thread::park::Inner::park_condvar (inlined);syscall;do_futex;futex_wait_queue;schedule',
      'offcpu',
      'idle',
      'tokio::runtime::scheduler::multi_thread::park::Inner::park_condvar (inlined)',
    ],
    ['main;decode', 'offcpu', 'unknown-wait', undefined],
    ['main;ep_poll', 'cpu', 'cpu', undefined],
    ['main;native_queued_spin_lock_slowpath', 'cpu', 'lock', 'native_queued_spin_lock_slowpath'],
    ['runtime.gcBgMarkWorker;runtime.gcDrain;runtime.scanobject', 'cpu', 'gc', 'runtime.gcDrain'],
    ['sleep;do_exit;do_task_dead;schedule;__schedule', 'offcpu', 'unknown-wait', '__schedule'],
  ])('%s in a %s profile is %s', (frames, kind, category, waitFrame) => {
    expect(judge(frames, kind)).toEqual({ category, waitFrame });
  });

  it('takes linear time on a stack of 100,000 equal wait frames', () => {
    const frames = Array<string>(100_000).fill('schedule');
    expect(judge(frames, 'wall').category).toBe('unknown-wait');
  });
});

describe('user rules', () => {
  it('outrank the table, and can say that a frame is no wait, or is idle', () => {
    const stack = 'main.serve;main.waitForOrder;runtime.gopark';
    expect(judge(stack, 'wall', compiled({ pattern: 'waitForOrder$', category: 'network' })).category).toBe('network');
    expect(judge(stack, 'wall', compiled({ pattern: 'gopark', category: 'cpu' })).category).toBe('cpu');
    expect(judge(stack, 'wall', compiled({ pattern: 'waitForOrder', category: 'network', idle: true })).category).toBe(
      'idle'
    );
  });

  it('cannot hang the page: patterns run in linear time', () => {
    const test = compilePattern('(a+)+$');
    expect(test.ok && test.value(`${'a'.repeat(50_000)}b`)).toBe(false);
  });

  it.each([
    ['(', 'Not a regular expression'],
    ['(?=x)', 'Not a regular expression'],
    ['x+'.repeat(501), 'longer than 1000'],
  ])('says what is wrong with %s', (pattern, message) => {
    const test = compilePattern(pattern);
    expect(!test.ok && test.problem.message).toContain(message);
  });
});

describe('the table', () => {
  it.each([
    ['nonsense kernel 2 seen\n  x', 'not a group'],
    ['lock kernel 7 seen\n  x', 'not a group'],
    ['  x', 'a name before the first group'],
  ])('refuses %j', (text, message) => expect(() => parseTable(text)).toThrow(message));

  it.each([
    ['futex_wait_queue_[k]', 'futex_wait_queue'],
    ['schedule+0x23', 'schedule'],
    ['finish_task_switch.isra.0', 'finish_task_switch'],
    ['java/lang/Object.wait()V', 'java.lang.Object.wait'],
    ['java.base@17.0.1/java.lang.Object.wait', 'java.lang.Object.wait'],
    ['libc.so.6!__GI___poll', 'libc:poll'],
    ['___pthread_cond_wait', 'libc:pthread_cond_wait'],
    ['[app] main.run', 'main.run'],
    ['rocksdb::Mutex::Lock(int)', 'rocksdb::Mutex::Lock'],
  ])('%s is looked up as %s', (frame, name) => expect(canonicalNames(frame)).toContain(name));
});

it('paints a box from the wait frame down, by the heavier of two waits', () => {
  const { tree, attach } = buildCallTree([
    profileOf('main;read;tcp_recvmsg;sk_wait_data 5\nmain;decode 3\nmain;read;vfs_read 1'),
  ]);
  const facts = tree.symbols.map((symbol) => symbolFacts(symbol.name));
  const waits = classifyWaits(tree, weightsOf(attach[0](0)), 'wall', facts);
  const at = (...path: string[]) => nodeAt(tree, 'main', ...path);
  expect(CATEGORIES[waits.displayCategory[at('read', 'tcp_recvmsg', 'sk_wait_data')]]).toBe('network');
  expect(waits.displayCategory[at('decode')]).toBe(CPU);
  expect(waits.displayCategory[nodeAt(tree, 'main')]).toBe(CPU);
  expect(waits.waitNode[at('read', 'tcp_recvmsg', 'sk_wait_data')]).toBeGreaterThan(0);
});
