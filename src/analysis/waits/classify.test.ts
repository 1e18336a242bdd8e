import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { buildCallTree, type CallTree, weightsOf } from '../../profile';
import { nodeAt, profileOf } from '../../testing';
import { compilePattern } from '../pattern';
import { canonicalNames } from './canonical';
import { CATEGORIES, type Category, CPU, IDLE } from './categories';
import { classifyStack, classifyWaits, type StackKind } from './classify';
import { compileWaits } from './compile';
import { type CompiledUserRule, symbolFacts, type UserRule } from './rules';
import { PURPOSES } from './threads';

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

/** Nodes from below the root down to one. */
function pathOf({ parent }: CallTree, node: number): number[] {
  const path: number[] = [];
  for (let at = node; at > 0; at = parent[at]) {
    path.unshift(at);
  }
  return path;
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
  ])('refuses %j', (text, message) => expect(() => compileWaits(text)).toThrow(message));

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

describe('how far the rule looks', () => {
  const plain = (count: number) => Array.from({ length: count }, (_, i) => `step${i}`);
  const category = (frames: string[], kind: StackKind = 'wall') => judge(frames, kind).category;
  // Above a bare futex, what it is waited for with.
  const [TAKE, PARK] = ['java.util.concurrent.LinkedBlockingQueue.take', 'jdk.internal.misc.Unsafe.park'];

  it('a wait has at most 7 unknown frames between its own; neutral ones do not count', () => {
    expect(category([TAKE, ...plain(7), PARK])).toBe('channel');
    expect(category([TAKE, ...plain(8), PARK])).toBe('lock');
    expect(category([TAKE, ...plain(7), '[unknown]', 'do_syscall_64', PARK])).toBe('channel');
    expect(category([TAKE, ...plain(5), 'futex_wait_queue', ...plain(5), PARK])).toBe('channel'); // each wait begins anew
  });

  it('off the CPU a leaf may have up to 7 unknown frames below its wait', () => {
    expect(category(['epoll_wait', 'ep_poll', ...plain(7)], 'offcpu')).toBe('poll');
    expect(category(['epoll_wait', 'ep_poll', ...plain(8)], 'offcpu')).toBe('unknown-wait');
    expect(category(['epoll_wait', 'ep_poll', ...plain(7), '[unknown]'], 'offcpu')).toBe('poll');
    expect(category(['epoll_wait', 'ep_poll', ...plain(1)], 'wall')).toBe('cpu');
  });

  it('at most 256 frames from the leaf', () => {
    const neutral = (count: number) => Array<string>(count).fill('[unknown]');
    expect(category(['main', 'ep_poll', ...neutral(255)])).toBe('poll');
    expect(category(['main', 'ep_poll', ...neutral(256)])).toBe('cpu');
  });

  it('a spin on the CPU counts at the leaf and up to 2 frames above it, a collector anywhere', () => {
    const spin = 'native_queued_spin_lock_slowpath';
    expect(category(['main', spin, ...plain(2)], 'cpu')).toBe('lock');
    expect(category(['main', spin, ...plain(3)], 'cpu')).toBe('cpu');
    expect(category(['runtime.gcBgMarkWorker', ...plain(40)], 'cpu')).toBe('gc');
    expect(category(['runtime.gcBgMarkWorker', ...plain(255)], 'cpu')).toBe('gc');
    expect(category(['runtime.gcBgMarkWorker', ...plain(256)], 'cpu')).toBe('cpu');
  });

  it('the name of a process at the root is no wait, and one beside frames of its runtime is', () => {
    expect(category(['nanosleep', 'main', 'render', '__schedule'], 'offcpu')).toBe('unknown-wait');
    expect(category(['main', 'nanosleep', '__schedule'], 'offcpu')).toBe('sleep');
    expect(category(['nanosleep'], 'offcpu')).toBe('sleep');
  });
});

describe('a rule of the user that says', () => {
  const said = (path: string, rule: UserRule, kind: StackKind = 'wall') => {
    const frames = path.split(';').reverse();
    const rules = compiled(rule);
    const verdict = classifyStack({ length: frames.length, facts: (i) => symbolFacts(frames[i], rules) }, kind);
    return { ...verdict, category: CATEGORIES[verdict.category] };
  };
  it('idle makes any stack idle, one that says a wait takes it out of its loop', () => {
    const worker = 'runtime.goexit;net/http.(*conn).serve;bufio.(*Reader).Peek;runtime.gopark';
    expect(said(worker, { pattern: 'Peek', category: 'network' })).toMatchObject({
      category: 'network',
      idle: false,
      purpose: 0,
    });
    expect(said('main;myWait;runtime.gopark', { pattern: 'myWait', category: 'lock', idle: true })).toMatchObject({
      category: 'idle',
      idle: true,
      purpose: 0,
    });
  });
  it('CPU wins over the waits below and above it', () => {
    expect(said('main;poller;epoll_wait;ep_poll', { pattern: 'poller', category: 'cpu' }).category).toBe('cpu');
    expect(said('main;epoll_wait;poller', { pattern: 'poller', category: 'cpu' }, 'offcpu').category).toBe('cpu');
  });
});

describe('a thread without a stack', () => {
  it('that is known by its name idles; one with a stack, or with another name, runs', () => {
    const verdict = (path: string, kind: StackKind = 'wall') => {
      const frames = path.split(';').reverse();
      const { category, purpose, idle, waitFrame } = classifyStack(
        { length: frames.length, facts: (i) => symbolFacts(frames[i]) },
        kind
      );
      return [CATEGORIES[category], PURPOSES[purpose], idle, waitFrame];
    };
    expect(verdict('[GC Thread#1 tid=3]')).toEqual(['idle', 'service', true, 0]);
    expect(verdict('[GC Thread#1 tid=3]', 'cpu')).toEqual(['cpu', 'service', false, -1]);
    expect(verdict('main')).toEqual(['cpu', 'none', false, -1]);
    expect(verdict('[GC Thread#1 tid=3];com/acme/Cart.pay')).toEqual(['cpu', 'none', false, -1]);
    expect(verdict('swapper;do_idle;default_idle', 'offcpu')[1]).toBe('service'); // the kernel's own loop
  });
});

describe('a tree', () => {
  /** Frames of every kind that the quick ways treat in another way. */
  const FRAMES = [
    'main',
    'step',
    'net/http.(*conn).serve',
    'net/http.serverHandler.ServeHTTP',
    'bufio.(*Reader).Peek',
    'runtime.gopark',
    'runtime.gcBgMarkWorker',
    'runtime.scanobject',
    'epoll_wait',
    'ep_poll',
    'futex_wait_queue',
    'native_queued_spin_lock_slowpath',
    '[unknown]',
    'do_syscall_64',
    'runtime/pprof.profileWriter',
    '[GC Thread#1 tid=3]',
  ];
  const stacks = fc.array(
    fc.record({
      frames: fc.array(fc.constantFrom(...FRAMES), { minLength: 1, maxLength: 9 }),
      weight: fc.integer({ min: 0, max: 5 }),
    }),
    { minLength: 40, maxLength: 80 }
  );

  it.each<[StackKind, outer: number]>([
    ['wall', 0],
    ['offcpu', 0],
    ['cpu', 0],
    ['wall', 1],
  ])('is judged as its stacks are, one by one (%s, %d frames of a group outside)', (kind, outer) => {
    fc.assert(
      fc.property(stacks, (list) => {
        const group = outer ? ['pod = a'] : [];
        const text = list.map(({ frames, weight }) => `${[...group, ...frames].join(';')} ${weight}`).join('\n');
        const { tree, attach } = buildCallTree([profileOf(text)]);
        const facts = tree.symbols.map(({ name }) => symbolFacts(name));
        const weights = weightsOf(attach[0](0));
        const waits = classifyWaits(tree, weights, kind, facts, outer);
        const colour = new Map<number, { weight: number; category: number }>();
        for (let node = 1; node < tree.length; node++) {
          const path = pathOf(tree, node).reverse(); // leaf first, without the root
          const length = path.length - outer;
          if (!(weights.self[node] > 0)) {
            expect([waits.category[node], waits.waitNode[node], waits.idle[node]]).toEqual([CPU, -1, 0]);
            continue;
          }
          const verdict = classifyStack({ length, facts: (i) => facts[tree.symbol[path[i]]] }, kind);
          const purpose = PURPOSES[verdict.purpose];
          const expected = verdict.idle && (purpose === 'listener' || purpose === 'profiler') ? IDLE : verdict.category;
          expect({
            category: CATEGORIES[waits.category[node]],
            wait: waits.waitNode[node],
            purpose: PURPOSES[waits.purpose[node]],
            idle: waits.idle[node] === 1,
          }).toEqual({
            category: CATEGORIES[expected],
            wait: verdict.waitFrame < 0 ? -1 : path[verdict.waitFrame],
            purpose,
            idle: verdict.idle,
          });
          for (const box of path.slice(0, verdict.waitFrame + 1)) {
            if (weights.self[node] > (colour.get(box)?.weight ?? 0)) {
              colour.set(box, { weight: weights.self[node], category: expected });
            }
          }
        }
        for (let node = 0; node < tree.length; node++) {
          expect(CATEGORIES[waits.displayCategory[node]]).toBe(CATEGORIES[colour.get(node)?.category ?? CPU]);
        }
      }),
      { numRuns: 15 }
    );
  });
});
