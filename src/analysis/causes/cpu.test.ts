import { finish } from '../../profile';
import { type Prepared } from '../../prepare';
import { contextOf, findingsOf, inputOf, nodeAt, prepared, preparedOf } from '../../testing';
import { type Cause } from './cause';
import { cpuCauses } from './cpu';

const causesOf = (of: Prepared, wanted = 'cpu') =>
  of.diagnosis.causes
    .filter(({ kind }) => kind === wanted)
    .map(({ site, share, weight }) => [site, Number(share.toFixed(3)), Number(weight.toFixed(3))]);
const shares = (cpu: string) => causesOf(prepared({ cpu })).map(([site, share]) => [site, share]);

describe('what a sampler takes for running and the wall profile knows to wait', () => {
  const recv = 'run (app.py:3);fetch (app.py:9);recv (socket.py:706)';
  const work = 'run (app.py:3);work (app.py:12)';

  it('is the wait’s, stack by stack: it counts once', () => {
    const of = prepared({ cpu: `${recv} 30\n${work} 70`, wall: `${recv} 100\n${work} 70` });
    expect(causesOf(of).map(([site, share]) => [site, share])).toEqual([['work (app.py:12)', 0.7]]);
    expect(causesOf(of, 'wait').map(([site]) => site)).toEqual(['fetch (app.py:9)']);
  });

  it('runs for what is more than the wait', () => {
    const of = prepared({ cpu: `${recv} 60\n${work} 40`, wall: `${recv} 20\n${work} 80` });
    // 60 in recv, of which 20 wait.
    expect(causesOf(of).map(([site, share]) => [site, share])).toEqual([
      ['fetch (app.py:9)', 0.4],
      ['work (app.py:12)', 0.4],
    ]);
  });

  it('is the CPU’s beside off-CPU time, which holds other stacks', () => {
    const of = prepared({
      cpu: 'app;read_all;recv 60\napp;work 40',
      offcpu: 'app;read_all;recv;tcp_recvmsg;schedule 100',
    });
    expect(causesOf(of).map(([site, share]) => [site, share])).toEqual([
      ['read_all', 0.6],
      ['work', 0.4],
    ]);
  });
});

describe('a function and what it calls', () => {
  it('has all of it where half or more is its own or its helpers’; else its own part', () => {
    const called = (own: number) =>
      shares(`main.run;main.serve ${own}\nmain.run;main.serve;main.decode ${100 - own}`).filter(
        ([site]) => site === 'main.serve'
      );
    expect(called(50)).toEqual([['main.serve', 1]]);
    expect(called(49)).toEqual([['main.serve', 0.49]]);
  });

  it('is named with a library’s call that has half of its time or more', () => {
    const text = (inflate: number) =>
      findingsOf(
        prepared({ cpu: `main.run;main.load;compress/flate.inflate ${inflate}\nmain.run;main.load ${100 - inflate}` })
      )[0].text;
    expect(text(50)).toBe('100 % of CPU time runs in load (flate.inflate), called by run (100 %)');
    expect(text(49)).toBe('100 % of CPU time runs in load, called by run (100 %)');
  });

  it('says how much of the time is under its caller', () => {
    const [first] = findingsOf(
      prepared({
        cpu: 'main.run;main.a;main.hash 40\nmain.run;main.a;main.rest 5\nmain.run;main.b;main.hash 20\nmain.run;main.c 35',
      })
    );
    expect(first.text).toBe('60 % of CPU time runs in hash, called by a (45 %)');
  });
});

describe('stacks that end before any function of the program', () => {
  const said = (cut: number) =>
    findingsOf(
      prepared({ cpu: `main.run;main.load ${100 - cut}\nnet/http.(*conn).serve;bufio.(*Reader).Peek ${cut}` })
    );
  const LINE = /stacks that end before any function of the program: shares are of the rest/;

  it('are said where they are more than a tenth, because shares are of the others', () => {
    const [load] = said(20).filter(({ site }) => site === 'main.load');
    expect(load.share).toBe(1);
    expect(load.reasons).toContainEqual(expect.stringMatching(/^20\u00a0% of the CPU time is in stacks that end/));
    expect(said(9)[0].reasons!.join()).not.toMatch(LINE);
    expect(said(10)[0].reasons!.join()).not.toMatch(LINE);
  });

  it('are not what a library’s own share is of', () => {
    const [, library] = said(80);
    expect([library.site, library.share]).toEqual(['net/http.(*conn).serve', 0.8]);
    expect(library.reasons!.join()).not.toMatch(LINE);
  });
});

it('beside off-CPU time of another unit a function weighs half of its share: a wait of the same share stands before it', () => {
  const input = (refId: string, role: 'cpu' | 'offcpu', unit: string, content: string) => ({
    ...inputOf(refId, content, role),
    options: { unit },
  });
  const of = preparedOf([
    input('A', 'cpu', 'samples', 'app;handle;work 80\napp;handle;rest 20'),
    input('B', 'offcpu', 'ns', 'app;handle;load;epoll_wait;ep_poll;schedule 60\napp;handle;save;fdatasync;schedule 40'),
  ]);
  expect(of.diagnosis.causes.map(({ kind, share, weight }) => [kind, share, weight])).toEqual([
    ['wait', 0.6, 0.6],
    ['cpu', 0.8, 0.4],
    ['wait', 0.4, 0.4],
    ['cpu', 0.2, 0.1],
  ]);
});

describe('garbage collection', () => {
  const ASSIST = 'runtime.mallocgc;runtime.gcAssistAlloc;runtime.gcParkAssist;runtime.gopark';

  it('is a wait where threads stand still for it', () => {
    const first = findingsOf(prepared({ wall: `main.run;main.parse;${ASSIST} 40\nmain.run;main.other 60` })).find(
      ({ kind }) => kind === 'gc'
    )!;
    expect(first).toMatchObject({ kind: 'gc', share: 0.4, site: 'main.parse' });
    expect(first.text).toBe('40 % waits for garbage collection, most is allocated in parse');
  });

  it('runs and is waited for: both weigh, and the sentence says what runs', () => {
    const of = prepared({
      cpu: 'runtime.gcBgMarkWorker;runtime.gcDrain 30\nmain.run;main.parse 70',
      wall: `runtime.gcBgMarkWorker;runtime.gcDrain 30\nmain.run;main.parse 70\nmain.run;main.parse;${ASSIST} 100`,
    });
    // 30 of 100 run, which is half of all time; another half waits for it.
    const cause = of.diagnosis.causes.find(({ kind }) => kind === 'gc')!;
    expect([cause.site, cause.share, cause.part]).toEqual(['main.parse', 0.3, 0.65]);
    const [first] = findingsOf(of).filter(({ kind }) => kind === 'gc');
    expect(first.reasons).toContain('50.0\u00a0% of wall time waits for the collector');
  });

  it('names who runs most where nobody is seen to allocate', () => {
    const of = prepared({ cpu: 'runtime.gcBgMarkWorker;runtime.gcDrain 60\nmain.run;main.a 10\nmain.run;main.b 30' });
    expect(causesOf(of, 'gc')[0].slice(0, 2)).toEqual(['main.b', 0.6]);
  });
});

describe('which functions answer for the time', () => {
  it('time of libraries, the runtime and the kernel is the nearest function’s of the program', () => {
    expect(
      shares('main.run;main.load;encoding/json.Unmarshal;runtime.mallocgc 60\nmain.run;main.send;net.write 40')
    ).toEqual([
      ['main.load', 0.6],
      ['main.send', 0.4],
    ]);
  });

  it('small ones are their caller’s, as far as few of them are most of it', () => {
    const few = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `main.run;main.decode;main.${name} 8`);
    expect(shares([...few, 'main.run;main.other 52'].join('\n'))).toEqual([
      ['main.other', 0.52],
      ['main.decode', 0.48],
    ]);
    const many = Array.from({ length: 24 }, (_, i) => `main.run;main.decode;main.f${i} 2`);
    expect(shares([...many, 'main.run;main.other 52'].join('\n'))).toEqual([['main.other', 0.52]]);
  });

  it('what no caller gathers a tenth of is nobody’s, nor is it the thread’s first function’s', () => {
    const spread = Array.from({ length: 20 }, (_, i) => `main.run;main.f${i} 5`).join('\n');
    expect(shares(spread)).toEqual([]);
    expect(shares('main.run;main.a 4\nmain.run;main.b 96')).toEqual([['main.b', 0.96]]);
  });

  it('what several call is theirs together', () => {
    const called = Array.from({ length: 10 }, (_, i) => `main.run;main.f${i};main.hash 4`).join('\n');
    expect(shares(`${called}\nmain.run;main.x 60`)).toEqual([
      ['main.x', 0.6],
      ['main.hash', 0.4],
    ]);
  });

  it('leads to where most of it is', () => {
    const of = prepared({
      cpu: 'main.run;main.a;main.hash 20\nmain.run;main.b;main.hash 50\nmain.run;main.c;main.hash 30',
    });
    const { tree } = of.paired!;
    const node = of.diagnosis.causes[0].node!;
    expect(tree.symbols[tree.symbol[tree.parent[node]]].name).toBe('main.b');
  });
});

/** Causes as they are found, before small ones are left out: where, the share, what it weighs. */
const found = (...of: Parameters<typeof contextOf>) => finish(cpuCauses(contextOf(...of)));
const rows = (causes: Cause[]) =>
  causes.map(({ site, share, weight }) => [site, Number(share.toFixed(4)), Number(weight.toFixed(4))]);
const rest = (percent: number) => `main.run;main.rest ${percent}`;

describe('from a tenth of the CPU time on a function stands', () => {
  it('by its own, and no smaller one does', () => {
    expect(rows(found({ cpu: `main.run;main.a 10\n${rest(90)}` }))).toEqual([
      ['main.a', 0.1, 0.1],
      ['main.rest', 0.9, 0.9],
    ]);
    expect(rows(found({ cpu: `main.run;main.a 9\n${rest(91)}` }))).toEqual([['main.rest', 0.91, 0.91]]);
  });

  it('outside of the program, too', () => {
    const cut = (percent: number) => `net/http.serve;bufio.read ${percent}\n${rest(100 - percent)}`;
    expect(rows(found({ cpu: cut(10) }))).toEqual([
      ['main.rest', 1, 1],
      ['net/http.serve', 0.1, 0.1],
    ]);
    expect(rows(found({ cpu: cut(9) }))).toEqual([['main.rest', 1, 1]]);
  });

  it('by what its small callees gather, and not one that gathers less', () => {
    const decode = (each: number) =>
      `main.run;main.decode;main.x ${each}\nmain.run;main.decode;main.y ${each}\n${rest(100 - 2 * each)}`;
    expect(rows(found({ cpu: decode(5) }))).toEqual([
      ['main.decode', 0.1, 0.1],
      ['main.rest', 0.9, 0.9],
    ]);
    expect(rows(found({ cpu: decode(4) }))).toEqual([['main.rest', 0.92, 0.92]]);
  });

  it('by what eight gather evenly, not by what nine do', () => {
    const evenly = (count: number) => {
      const called = Array.from({ length: count }, (_, i) => `main.run;main.decode;main.f${i} 5`);
      return rows(found({ cpu: [...called, rest(100 - 5 * count)].join('\n') })).map(([site]) => site);
    };
    expect([evenly(8), evenly(9)]).toEqual([['main.decode', 'main.rest'], ['main.rest']]);
  });

  it('but for what a thread’s first function gathers', () => {
    expect(rows(found({ cpu: `main.go;main.a 6\nmain.go;main.b 6\n${rest(88)}` }))).toEqual([
      ['main.rest', 0.88, 0.88],
    ]);
  });
});

describe('what small callees have', () => {
  it('is weighed with the function that stands by its own', () => {
    expect(rows(found({ cpu: `main.run;main.a 50\nmain.run;main.a;main.b 5\n${rest(45)}` }))).toEqual([
      ['main.a', 0.55, 0.55],
      ['main.rest', 0.45, 0.45],
    ]);
  });

  it('is not what a library gathers below which they stand', () => {
    const cpu = `net/http.serve;bufio.read 50\nnet/http.serve;main.small 5\n${rest(45)}`;
    // 50 of 100 are without the program; of the other 50 five are nobody's.
    expect(rows(found({ cpu }))).toEqual([
      ['main.rest', 0.9, 0.9],
      ['net/http.serve', 0.5, 0.5],
    ]);
  });
});

describe('without a function of the program', () => {
  it('the outermost function stands for the stack; unknown frames are none', () => {
    expect(rows(found({ cpu: '[unknown];java/util/HashMap.get;java/util/HashMap.hash 9' }))).toEqual([
      ['java/util/HashMap.get', 1, 1],
    ]);
    expect(rows(found({ cpu: '[unknown] 9' }))).toEqual([['[unknown]', 1, 1]]);
  });

  it('a label that stacks are grouped by is none', () => {
    const context = contextOf({ cpu: 'pod-1;java/util/HashMap.get 9' });
    const { tree } = context;
    const symbols = tree.symbols.map((one) => (one.name === 'pod-1' ? { ...one, standsFor: 'label' as const } : one));
    expect(rows(finish(cpuCauses({ ...context, tree: { ...tree, symbols } })))).toEqual([
      ['java/util/HashMap.get', 1, 1],
    ]);
  });
});

it('of several places of a function the heaviest is where it leads, of equals the first', () => {
  const at = (a: number, b: number) => {
    const context = contextOf({ cpu: `main.a;main.hash ${a}\nmain.b;main.hash ${b}` });
    const [{ node }] = finish(cpuCauses(context));
    return ['main.a', 'main.b'].find((caller) => nodeAt(context.tree, caller, 'main.hash') === node);
  };
  expect([at(0.2, 0.3), at(0.3, 0.2), at(0.2, 0.2), at(20, 30)]).toEqual(['main.b', 'main.a', 'main.a', 'main.b']);
});

describe('what runs', () => {
  it('is not known of off-CPU time; is what is not known to wait of wall time', () => {
    expect(found({ offcpu: 'main.run;main.work 60\nmain.run;main.load;futex_wait;schedule 40' })).toEqual([]);
    const wall = 'main.run;main.work 60\nmain.run;main.load;sync.(*Mutex).Lock;runtime.gopark 140';
    expect(found({ wall }, { counts: { waiting: { total: 20, weight: 200 } } })).toMatchObject([
      { site: 'main.work', share: 0.3, of: 'wall', samples: 6, weight: 0.3 },
    ]);
    expect(found({ wall: 'main.run;main.load;sync.(*Mutex).Lock;runtime.gopark 140' })).toEqual([]);
  });

  it('is the CPU’s beside off-CPU time of the same stacks', () => {
    expect(rows(found({ cpu: 'app;read_all;recv 60\napp;work 40', offcpu: 'app;read_all;recv 60' }))).toEqual([
      ['read_all', 0.6, 0.375],
      ['work', 0.4, 0.25],
    ]);
  });

  it('weighs nothing where all time idles', () => {
    const IDLE = 'java.util.concurrent.ThreadPoolExecutor.getTask;jdk.internal.misc.Unsafe.park';
    expect(rows(found({ cpu: 'main.run;main.work 1', wall: `${IDLE} 100` }))).toEqual([['main.work', 1, 0]]);
  });

  it('has no more than all time: callers, too', () => {
    const [{ share, callerShare, caller }] = found(
      { cpu: 'main.run;main.a 100' },
      { counts: { cpu: { total: 10, weight: 100 } } }
    );
    expect([share, caller, callerShare]).toEqual([1, 'main.run', 1]);
    const [first] = found({ cpu: 'main.a 100' });
    expect([first.caller, first.callerShare]).toEqual([undefined, undefined]);
  });
});

describe('kinds of running', () => {
  const SPIN = 'entry_SYSCALL_64_after_hwframe;do_syscall_64;_raw_spin_lock;native_queued_spin_lock_slowpath';
  const GC = 'runtime.gcBgMarkWorker;runtime.gcDrain';
  const ASSIST = 'runtime.mallocgc;runtime.gcAssistAlloc;runtime.gcParkAssist;runtime.gopark';
  const of = (kind: Cause['kind'], ...given: Parameters<typeof contextOf>) =>
    found(...given).find((cause) => cause.kind === kind);
  const counts = { cpu: { total: 100, weight: 100 }, waiting: { total: 1000, weight: 200 } };

  it('spinning is the function’s that spins most, and nobody’s where none is known', () => {
    const spins = of('spin', { cpu: `app;wait_in_line;${SPIN} 30\napp;other;${SPIN} 10\n${rest(60)}` }, { counts });
    expect(spins).toMatchObject({
      share: 0.4,
      of: 'cpu',
      part: 0.4,
      weight: 0.4,
      samples: 40,
      site: 'wait_in_line',
      hasUser: true,
      what: { text: 'spins for a lock' },
      subject: { text: 'spinning' },
      evidence: [],
    });
    const nobody = of('spin', { cpu: `${SPIN} 40\n${rest(60)}` });
    expect([nobody?.site, nobody?.node, nobody?.hasUser]).toEqual([undefined, undefined, false]);
    expect(of('spin', { cpu: rest(60) })).toBeUndefined();
    expect(of('spin', { wall: `app;wait_in_line;${SPIN} 30` })).toBeUndefined();
  });

  it('collecting runs; a wait for it beside that is said from more than a hundredth on', () => {
    const both = (waits: number) =>
      of(
        'gc',
        { cpu: `${GC} 40\n${rest(60)}`, wall: `${GC} 40\n${rest(160 - waits)}\nmain.run;main.p;${ASSIST} ${waits}` },
        { counts }
      );
    expect(both(2)).toMatchObject({
      share: 0.4,
      of: 'cpu',
      samples: 40,
      what: { text: 'is garbage collection' },
      evidence: [],
    });
    expect(both(3)?.evidence).toEqual([
      { text: '{share} of wall time waits for the collector', values: { share: expect.objectContaining({}) } },
    ]);
    // Of 200 by the clock 50 wait for it; of the 150 that want to run it is 40 %.
    expect(both(50)).toMatchObject({ share: 0.4, weight: (0.4 * 150) / 200 + 0.25, part: (0.4 * 150) / 200 + 0.25 });
    expect(of('gc', { cpu: rest(60) })).toBeUndefined();
  });

  it('where only the wait is known, it is of the clock’s time', () => {
    const wall = of('gc', { wall: `${rest(150)}\nmain.run;main.p;${ASSIST} 50` }, { counts });
    expect(wall).toMatchObject({
      share: 0.25,
      of: 'wall',
      weight: 0.25,
      samples: 250,
      site: 'main.p',
      what: { text: 'waits for garbage collection' },
      subject: { text: 'garbage collection' },
      evidence: [],
    });
    const offcpu = of('gc', { cpu: rest(50), offcpu: `main.run;main.p;${ASSIST} 50` }, { counts }, { cpu: 'cycles' });
    expect(offcpu).toMatchObject({ share: 1, of: 'offcpu', samples: 250, weight: 1 });
  });

  it('collectors without work make nobody wait', () => {
    expect(of('gc', { cpu: rest(50), wall: `${rest(50)}\n${GC.split(';')[0]};runtime.gopark 50` })).toBeUndefined();
  });

  it('who allocates is named, the heaviest below the allocator; without one who runs most', () => {
    const allocates = (name: string) => `main.run;main.few;${name} 5\nmain.run;main.many;x;${name};y 15\n${rest(40)}`;
    const site = (cpu: string) => of('gc', { cpu: `${GC} 40\n${cpu}` })?.site;
    expect(site(allocates('runtime.mallocgc'))).toBe('main.many');
    expect(site(allocates('runtime.makeslice64'))).toBe('main.many');
    expect(site(allocates('runtime.memmove'))).toBe('main.rest');
    expect(site('')).toBeUndefined();
  });
});
