import { contextOf, findingsOf, nodeAt, prepared, preparedOf } from '../../testing';
import { computeCounters, fillIn } from '..';
import { findings, type FindingsInput, headline } from '.';
import { diagnose } from './diagnose';

const WALL = [
  'main.run;main.fetch;kafka.(*Reader).fetch;internal/poll.runtime_pollWait;runtime.gopark 38',
  'main.run;main.(*Cache).Get;sync.(*Mutex).Lock;runtime.gopark 9',
  'java.util.concurrent.ThreadPoolExecutor.getTask;jdk.internal.misc.Unsafe.park 15',
  'main.run;main.decodeMessage 38',
].join('\n');
const CPU = 'main.run;main.decodeMessage 17\nmain.run;main.other 21';

const said = (texts: Parameters<typeof prepared>[0]) => findingsOf(prepared(texts));
const counters = (value: number, baseline?: number) => {
  const of = prepared({ wall: WALL });
  const rows = computeCounters([
    { refId: 'C', names: ['job:ipc:ratio'], labels: [['instance', 'a']], times: [0, 1000], values: [value, value] },
  ]);
  return findings({
    paired: of.paired!,
    diagnosis: of.diagnosis,
    counters: rows.map((row) => ({ row, baseline })),
    counter: (_, figure) => figure.toFixed(1),
    percent: (share) => `${Math.round(share * 100)} %`,
    t: fillIn,
  }).filter(({ kind }) => kind === 'counter');
};

describe('the first sentence', () => {
  it('begins with the cause, not with the split that the bar shows', () => {
    expect(headline(said({ cpu: CPU, wall: WALL }))).toBe('38 % waits for a socket or an event in kafka.Reader.fetch');
  });

  it('names a function however much of the CPU it takes', () => {
    const [first] = said({ cpu: 'main.main;main.parse 96\nmain.main;main.write 4' });
    expect(first).toMatchObject({ kind: 'cpu', site: 'main.parse', share: 0.96 });
  });

  it('says first what is not known where it is much, what it can be, and what to record', () => {
    const list = said({ cpu: 'main.run;main.score 20', wall: 'main.run;main.score 100' });
    expect(headline(list)).toMatch(
      /80 % of wall time is neither on the CPU nor in a wait that a name shows in score: it can be .*\. Add an off-CPU query/
    );
  });

  it('says that nothing stands out where the program mostly waits for work', () => {
    const idle = 'java.util.concurrent.ThreadPoolExecutor.getTask;jdk.internal.misc.Unsafe.park 980';
    const cpu = Array.from({ length: 20 }, (_, i) => `main.run;main.part${i} 1`).join('\n');
    const list = said({ cpu, wall: `${idle}\n${cpu}` });
    expect(headline(list)).toBe('Nothing stands out: 98 % of the time waits for work');
    expect(prepared({ cpu, wall: `${idle}\n${cpu}` }).diagnosis.nothing).toBe(true);
  });
});

describe('the ranking', () => {
  it('weighs with the time that matters: idle threads do not dilute', () => {
    const { diagnosis } = prepared({
      wall: `${WALL}\njava.util.concurrent.ThreadPoolExecutor.getTask;jdk.internal.misc.Unsafe.park 900`,
    });
    // 38 of 85 that do not idle; of all time it is 38 of 1000.
    const fetch = diagnosis.causes.find(({ kind, site }) => kind === 'wait' && /[fF]etch/.test(site!))!;
    expect(fetch.weight).toBeCloseTo(38 / 85);
    expect(fetch.share).toBeCloseTo(0.038);
  });

  it('puts nothing without a function of the program before something that has one', () => {
    const list = said({
      wall: 'net/http.(*conn).serve;bufio.(*Reader).Peek;net.(*conn).Read;internal/poll.runtime_pollWait 60\nmain.run;main.load;sync.(*Mutex).Lock;runtime.gopark 12',
    });
    expect(list[0]).toMatchObject({ kind: 'wait', site: 'main.load' });
  });

  it('counts what is ready to run with what runs', () => {
    // Nine of ten seconds wait for a CPU: what runs is the reason.
    const { diagnosis } = prepared({ cpu: 'main.run;main.hash 10', wall: 'main.run;main.hash 100' });
    const hash = diagnosis.causes.find(({ kind }) => kind === 'cpu')!;
    expect(hash.weight).toBe(1);
  });

  it('takes all lines of a function together, where a profiler names frames by the line', () => {
    const list = said({
      cpu: 'run (app.py:3);load (app.py:9) 30\nrun (app.py:4);load (app.py:10) 50\nrun (app.py:4);send (app.py:20) 20',
    });
    expect(list.map(({ site, share }) => [site, share])).toEqual([
      ['load (app.py:9)', 0.8],
      ['send (app.py:20)', 0.2],
    ]);
    const wait = (function_: string, weight: number) => `${function_};Queue.put (queue.py:140) ${weight}`;
    const waits = said({ wall: `${wait('take (app.py:9)', 60)}\n${wait('take (app.py:12)', 40)}` });
    expect(waits[0]).toMatchObject({ share: 1 });
    expect(waits.filter(({ kind }) => kind === 'wait')).toHaveLength(1);
  });

  it('does not take for ready to run what a sampler of scripts cannot see', () => {
    const load = 'run (app.py:3);load (app.py:9)';
    const { diagnosis } = prepared({ cpu: `${load} 10`, wall: `${load} 100` });
    expect(diagnosis.causes.map(({ kind }) => kind)).toEqual(['unknown', 'cpu']);
    expect(diagnosis.causes[1].weight).toBeCloseTo(0.1);
  });

  it('puts stacks that are cut off from the program before what does not stand out', () => {
    // Without frame pointers in libc its callers are lost: 900 of 1000 is no function's, and yet not parse's.
    const list = said({
      cpu: 'router;start_thread;parse 10',
      wall: 'router;start_thread;parse 100\nrouter;__poll;do_syscall_64;__x64_sys_poll;do_sys_poll 900',
    });
    expect(list[0]).toMatchObject({ kind: 'wait', site: 'router', share: 0.9 });
    expect(headline(list)).toBe('90 % waits for a socket or an event in router, no function of the program');
  });

  it('takes an event loop for one where the stack is cut off above it', () => {
    const [first] = said({
      offcpu: 'redis-server;[unknown];epoll_wait;do_syscall_64;do_epoll_wait 990\nredis-server;main;f;fsync 10',
    });
    expect(first).toMatchObject({ kind: 'unknown' });
    expect(first.text).toMatch(/^99 % of the time the event loop waits/);
  });

  it('says of functions that are not the program’s what share of all CPU time they have', () => {
    const list = said({ cpu: 'app;start_thread;parse 20\napp;[unknown];_int_malloc 80' });
    expect(list.map(({ site, share }) => [site, share])).toEqual([
      ['parse', 1],
      ['app', 0.8],
    ]);
  });

  it('says beside an event loop that waits no function that has little of the time', () => {
    const serve = 'onRequest;serve 40';
    const list = said({ cpu: serve, wall: `${serve}\n(idle) 760` });
    expect(headline(list)).toMatch(/^95 % of the time the event loop waits/);
    expect(headline(list)).not.toContain('serve');
  });

  it('gives a function the time of its small helpers, and a callee that stands out its own', () => {
    const list = said({
      cpu:
        ['a', 'b', 'c', 'd', 'e', 'f'].map((help) => `main.main;main.decode;main.${help} 8`).join('\n') +
        '\nmain.main;main.decode;main.hash 52',
    });
    expect(list.filter(({ kind }) => kind === 'cpu').map(({ site, share }) => [site, share])).toEqual([
      ['main.hash', 0.52],
      ['main.decode', 0.48],
    ]);
  });

  it('gives stacks without a function of the program a share of all CPU time', () => {
    // 20 of 100 hold the program's function: its share is of those, the library's of all.
    const list = said({
      cpu: 'main.run;main.load 20\nnet/http.(*conn).serve;bufio.(*Reader).Peek 50\nnet/http.(*persistConn).readLoop 30',
    });
    expect(list.map(({ site, share }) => [site, share])).toEqual([
      ['main.load', 1],
      ['net/http.(*conn).serve', 0.5],
      ['net/http.(*persistConn).readLoop', 0.3],
    ]);
  });

  it('takes a second cause into the sentence by its weight, not by its share of the little CPU time', () => {
    const list = said({
      cpu: 'main.run;main.load;net.(*conn).Read 1',
      wall: 'main.run;main.load;net.(*conn).Read;internal/poll.runtime_pollWait 99\nmain.run;main.load;net.(*conn).Read 1',
    });
    expect(list.map(({ kind }) => kind)).toContain('cpu');
    expect(headline(list)).toBe('99 % waits for a socket or an event (net.conn.Read) in load');
  });

  it('counts recursion once', () => {
    const [first] = said({ cpu: 'main.main;main.f;main.g;main.f 60\nmain.main;main.x 40' });
    expect(first).toMatchObject({ site: 'main.f', share: 0.6 });
  });

  it('names who calls a helper that several wait in', () => {
    const get = (caller: string, n: number) =>
      `main.run;main.${caller};main.get;net.(*conn).Read;internal/poll.runtime_pollWait ${n}`;
    expect(said({ wall: `${get('slow', 60)}\n${get('quick', 30)}\nmain.run;main.x 10` })[0].text).toBe(
      '90 % waits for a socket or an event (net.conn.Read) in get, called by slow (60 %)'
    );
    expect(said({ wall: `${get('slow', 90)}\nmain.run;main.x 10` })[0].text).toMatch(/ in get$/);
  });

  it('leaves out what is small, and claims no waiting that the data does not hold', () => {
    const list = said({ cpu: 'main.run;main.a 98\nmain.run;main.b 2' });
    expect(list.map(({ kind }) => kind)).not.toContain('wait');
    expect(list.map(({ site }) => site)).not.toContain('main.b');
  });

  it('leads to its node', () => {
    const of = prepared({ wall: WALL });
    const cache = of.diagnosis.causes.find(({ site }) => site === 'main.(*Cache).Get')!;
    expect(cache.node).toBe(nodeAt(of.paired!.tree, 'main.run', 'main.(*Cache).Get'));
  });
});

describe('how sure a share is', () => {
  it('has its samples and their interval beside it, and says about where they are few', () => {
    const [first] = findingsOf(
      prepared({ wall: 'main.run;main.load;sync.(*Mutex).Lock;runtime.gopark 6\nmain.run;main.f 4' })
    );
    expect(first.text).toMatch(/^about 60 % /);
    expect(first).toMatchObject({ samples: 6 });
    // Wilson's 95 % interval of 6 in 10.
    expect(first.interval![0]).toBeCloseTo(0.313, 3);
    expect(first.interval![1]).toBeCloseTo(0.832, 3);
    expect(first.detail).toBe('31 % to 83 %, by counts, 6 samples');
  });
});

describe('what changed', () => {
  const sides = (before: string, now: string) => [
    { refId: 'A', role: 'wall' as const, source: { kind: 'text' as const, text: now } },
    { refId: 'B', role: 'wall' as const, baseline: true, source: { kind: 'text' as const, text: before } },
  ];
  const change = (before: string, now: string) =>
    findingsOf(preparedOf(sides(before, now))).filter(({ kind }) => kind === 'change');

  it('names an event loop that waits less, and not one that waits more', () => {
    const [first] = change('serve;work 100\n(idle) 900', 'serve;work 250\n(idle) 750');
    expect(first.text).toBe('waiting of the event loop: 90 % → 75 % of the time that is not idle');
    expect(change('serve;work 700\n(idle) 300', 'serve;work 100\n(idle) 900').map(({ site }) => site)).toEqual([
      'work',
    ]);
  });

  it('names what is not known where there is less of it', () => {
    const [first] = change(
      'run (a.py:3);reserve (a.py:9) 900\nrun (a.py:3);f (a.py:1);get (queue.py:171) 100',
      'run (a.py:3);reserve (a.py:9) 500\nrun (a.py:3);f (a.py:1);get (queue.py:171) 500'
    );
    expect(first.text).toBe(
      'time that is neither known to run nor to wait in reserve: 90 % → 50 % of the time that is not idle'
    );
  });

  it('names what left before what filled its place', () => {
    const [first, second] = change(
      'main.run;main.load;sync.(*Mutex).Lock;runtime.gopark 900\nmain.run;main.send;net.(*conn).Read;internal/poll.runtime_pollWait 100',
      'main.run;main.load;sync.(*Mutex).Lock;runtime.gopark 0.5\nmain.run;main.send;net.(*conn).Read;internal/poll.runtime_pollWait 1000'
    );
    expect(first.text).toBe('waits for a lock that others hold in load: 90 % → 0 % of the time that is not idle');
    expect(second.site).toBe('main.send');
  });

  it('names the queue that went, not what waits in its place', () => {
    const side = (lock: number, read: number) =>
      `main.run;main.borrow;sync.(*Cond).Wait;runtime.gopark ${lock}\nmain.run;main.load;net.(*conn).Read;internal/poll.runtime_pollWait ${read}`;
    expect(change(side(94, 5), side(0.1, 97)).map(({ site }) => site)).toEqual(['main.borrow', 'main.load']);
    // What came is a cause as well.
    expect(change(side(0.1, 97), side(94, 5))[0].site).toBe('main.borrow');
  });

  it('says no more than the whole, and of what', () => {
    // One busy thread, and the worker that waits for it: ranked by both, said by its own share.
    const side = (parse: number, wait: number) => ({
      cpu: `start_thread;dispatch;parse ${parse}`,
      wall: `start_thread;dispatch;parse ${parse}\nstart_thread;workerLoop;pthread_cond_wait;futex_wait ${wait}`,
    });
    const [before, now] = [side(95, 800), side(20, 8)];
    const list = findingsOf(
      preparedOf(
        (['cpu', 'wall'] as const).flatMap((role) => [
          {
            refId: `A${role}`,
            role,
            source: { kind: 'text' as const, text: `${now[role]}\nmain.run;sleep;do_nanosleep 80` },
          },
          { refId: `B${role}`, role, baseline: true, source: { kind: 'text' as const, text: before[role] } },
        ])
      )
    ).filter(({ kind }) => kind === 'change');
    expect(list.length).toBeGreaterThan(0);
    for (const { text } of list) {
      expect(text).not.toContain('of CPU time');
      for (const [, share] of text.matchAll(/([\d,.]+) %/g)) {
        expect(Number(share)).toBeLessThanOrEqual(100);
      }
    }
  });

  it('is measured per request where the rate is known: what only fills a place costs the same', () => {
    const wait = (name: string, n: number) =>
      `main.run;main.${name};net.(*conn).Read;internal/poll.runtime_pollWait ${n}`;
    const of = preparedOf([
      { refId: 'A', role: 'wall', source: { kind: 'text', text: `${wait('ack', 500)}\n${wait('publish', 500)}` } },
      {
        refId: 'B',
        role: 'wall',
        baseline: true,
        source: { kind: 'text', text: `${wait('ack', 100)}\n${wait('publish', 900)}` },
      },
    ]);
    const served = { before: { requests: 100, seconds: 10 }, now: { requests: 500, seconds: 10 } };
    const said = {
      paired: of.paired!,
      diagnosis: of.diagnosis,
      changes: of.changes,
      served,
      amount: (weight: number) => `${weight} s`,
      objective: { name: 'p99', limit: 0.2, before: 0.9, now: 0.1 },
      counters: [],
      counter: String,
      percent: (share: number) => `${Math.round(share * 100)} %`,
      t: fillIn,
    };
    const [first, second] = findings(said);
    // Requests that were chosen came at no rate.
    expect(findings({ ...said, served: { ...served, chosen: true } })[0].text).toMatch(/9 s → 1 s per request$/);
    expect(first.text).toMatch(
      /^p99 came back: .* in publish: 90 % → 50 % of the time that is not idle, 9 s → 1 s per request, 10 → 50 requests\/s$/
    );
    expect([first.short, second.short]).toEqual([
      expect.stringMatching(/^p99 came back: .* · publish: 90 % → 50 % of non-idle time$/),
      expect.stringMatching(/^(?!p99).* · ack: 10 % → 50 % of non-idle time$/),
    ]);
    expect(second.text).toMatch(/ in ack: 10 % → 50 % .*, 1 s → 1 s per request$/);
  });

  it('is not diluted by idling, and nothing is a change that sampling explains', () => {
    const idle = '\njava.util.concurrent.ThreadPoolExecutor.getTask;jdk.internal.misc.Unsafe.park 9000';
    const load = (n: number, rest: number) =>
      `main.run;main.load;sync.(*Mutex).Lock;runtime.gopark ${n}\nmain.run;main.f ${rest}`;
    expect(change(load(500, 500) + idle, load(100, 900) + idle)[0].text).toContain('50 % → 10 %');
    const [first] = change(load(500, 500), load(100, 900));
    // Newcombe's 95 % interval of 500/1000 → 100/1000.
    expect(first.interval![0]).toBeCloseTo(-0.436, 2);
    expect(first.interval![1]).toBeCloseTo(-0.363, 2);
    expect(first.detail).toBe('changed by -44 % to -36 %, by counts');
    // What noise explains is said as that, behind what changed and never first.
    const list = findingsOf(preparedOf(sides(load(10, 10), load(12, 8))));
    expect(list.filter(({ kind }) => kind === 'change').map(({ text }) => text)).toEqual([
      'Nothing changed: no part of the time that is not idle differs by 3 % and more than sampling does',
      expect.stringMatching(/^waits for a lock .*50 % → 60 % .*: not distinguishable from noise$/),
      expect.stringMatching(/ in f: 50 % → 40 % .*: not distinguishable from noise$/),
    ]);
    expect(headline(list)).toMatch(/^Nothing changed/);
    expect(headline(list)).not.toContain('noise');
    expect(change(load(1000, 1000), load(1200, 800))[0].text).toContain('→');
  });
});

describe('counters', () => {
  it('are named only where they are worse than their baseline or the documented default', () => {
    expect(counters(1.6)).toEqual([]);
    expect(counters(0.7).map(({ text }) => text)).toEqual(['IPC 0.7, of the host']);
    expect(counters(1.6, 2.1).map(({ text }) => text)).toEqual(['IPC 1.6 (baseline 2.1, −24 %), of the host']);
  });
});

describe('sentences around the causes', () => {
  const READ = 'net.(*conn).Read;internal/poll.runtime_pollWait';
  const IDLES = 'runtime.gcBgMarkWorker;runtime.gopark';
  type Texts = Parameters<typeof contextOf>[0];
  const input = (
    texts: Texts,
    more: Partial<FindingsInput> = {},
    given: Parameters<typeof contextOf>[1] = {}
  ): FindingsInput => {
    const context = contextOf(texts, given);
    return {
      paired: context.paired,
      diagnosis: diagnose(context),
      counters: [],
      counter: (_, value) => String(value),
      percent: (share) => `${Math.round(share * 1000) / 10} %`,
      t: fillIn,
      ...more,
    };
  };
  const splitOf = (...given: Parameters<typeof input>) =>
    findings(input(...given)).find(({ kind }) => kind === 'split');

  it('how the time splits, part by part as far as there is any', () => {
    expect(splitOf({ wall: `main.a 30\nmain.a;${READ} 50\n${IDLES} 20` })?.text).toBe(
      '50 % of wall time waits, 20 % is idle, 30 % is not known to wait'
    );
    expect(splitOf({ cpu: 'main.a 30', wall: `main.a 49.5\nmain.a;${READ} 50` })?.text).toMatch(
      /, 30\.2 % is on the CPU, 19\.6 % is neither$/
    );
    const neither = (rest: number) =>
      splitOf({ cpu: 'main.a 100', wall: `main.a ${100 + rest}\nmain.a;${READ} ${100 - rest}` })?.text;
    expect([neither(1), neither(1.2)]).toEqual([
      '49.5 % of wall time waits, 50 % is on the CPU',
      '49.4 % of wall time waits, 50 % is on the CPU, 0.6 % is neither',
    ]);
    expect(splitOf({ offcpu: `main.a;${READ} 50\n${IDLES} 50` })?.text).toBe(
      '50 % of off-CPU time waits, 50 % is idle'
    );
    expect([splitOf({ cpu: 'main.a 5' }), splitOf({ wall: 'main.a 0' })]).toEqual([undefined, undefined]);
    const { paired, ...rest } = input({ cpu: 'main.a 50', wall: `main.a 50\nmain.a;${READ} 50` });
    expect(findings({ ...rest, paired: { ...paired, elapsed: true } }).find(({ kind }) => kind === 'split')?.text).toBe(
      'In 50 % of elapsed time nothing runs, 50 % is on the CPU'
    );
  });

  it('what samplers see twice waits: the parts are the whole', () => {
    expect(splitOf({ cpu: 'main.a 60', wall: `main.a 50\nmain.a;${READ} 50` })?.text).toBe(
      '50 % of wall time waits, 50 % is on the CPU'
    );
  });

  it('the profiler’s own time from one in a hundred on', () => {
    const text = (own: number) =>
      splitOf({
        cpu: `runtime/pprof.profileWriter ${own}\nmain.a ${100 - own}`,
        wall: `main.a ${100 - own}\nmain.a;${READ} 100\nruntime/pprof.profileWriter ${own}`,
      })?.text;
    expect(text(2)).toMatch(/, 2 % of CPU time is the profiler itself and is left out of the findings$/);
    expect(text(1)).not.toMatch(/profiler/);
  });

  it('that shares have no interval where none of the causes has samples', () => {
    const texts = { wall: `main.a 30\nmain.a;${READ} 70` };
    expect(splitOf(texts)?.reasons).toEqual(['Shares have no interval here: the source has summed its samples up.']);
    expect(splitOf(texts, {}, { counts: { waiting: { total: 100, weight: 100 } } })?.reasons).toEqual([]);
    const one = input({ wall: `main.a;${READ} 30\nmain.b;${READ} 70` });
    const [first, second] = one.diagnosis.causes;
    const causes = [{ ...first, interval: [0, 1] as const }, second];
    expect(findings({ ...one, diagnosis: { ...one.diagnosis, causes } }).at(-1)?.reasons).toEqual([]);
    expect(findings({ ...one, diagnosis: { ...one.diagnosis, causes: [] } }).at(-1)?.reasons).toEqual([]);
  });

  it('that nothing stands out: most of it idles, or no function has much', () => {
    const first = (texts: Texts, more: Partial<FindingsInput> = {}) => {
      const of = input(texts, more);
      return findings({ ...of, diagnosis: { causes: [], nothing: true, profiler: 0 } })[0]?.text;
    };
    const half = (idle: number) => first({ wall: `main.a;${READ} ${100 - idle}\n${IDLES} ${idle}` });
    expect([half(51), half(50)]).toEqual([
      'Nothing stands out: 51 % of the time waits for work',
      'Nothing stands out: no wait and no function takes much of the time',
    ]);
    expect(first({ cpu: 'main.a 5', wall: `${IDLES} 90` }, { scope: { root: 0, mode: 'cpu' } })).toBe(
      'Nothing stands out: no function takes much of the CPU time'
    );
    expect(first({ wall: `${IDLES} 90` }, { scope: { root: 0, mode: 'both', category: 3 } })).toBe(
      'Nothing stands out: no function has much of this part of the time'
    );
    expect(first({ wall: `${IDLES} 90` }, { scope: { root: 0, mode: 'cpu' } })).toBeUndefined();
    expect(first({ cpu: 'main.a 0', wall: `${IDLES} 90` }, { scope: { root: 0, mode: 'cpu' } })).toBeUndefined();
  });

  it('functions of a sentence are named as it says them, a library is none of them', () => {
    const of = input({ wall: `main.run;main.load;${READ} 70` });
    const [cause] = of.diagnosis.causes;
    const names = (more: object) =>
      findings({ ...of, diagnosis: { ...of.diagnosis, causes: [{ ...cause, ...more }] } })[0].names;
    expect(
      names({
        site: 'main.load',
        caller: 'main.run',
        call: 'net.(*conn).Read',
        via: 'net.(*conn).Read',
        library: 'net',
      })
    ).toEqual(['load', 'run', 'net.conn.Read', 'net.conn.Read']);
    expect(names({ site: 'main.load', caller: undefined, call: undefined, via: 'net', library: 'net' })).toEqual([
      'load',
    ]);
  });

  it('lead to where the graph shows them', () => {
    const of = input({ wall: `main.run;main.load;${READ} 70` });
    const [cause] = of.diagnosis.causes;
    const at = (more: Partial<FindingsInput>, node = cause.node) =>
      findings({ ...of, diagnosis: { ...of.diagnosis, causes: [{ ...cause, node }] }, ...more })[0].node;
    expect([at({}), at({ nodeOf: (node) => node + 10 }), at({ nodeOf: (node) => node + 10 }, undefined)]).toEqual([
      cause.node,
      cause.node! + 10,
      cause.node! + 10,
    ]);
    const none = findings({
      ...of,
      nodeOf: () => 7,
      diagnosis: { ...of.diagnosis, causes: [{ ...cause, node: undefined }] },
    })[0];
    expect(none.node).toBeUndefined();
  });
});

describe('what changed, around its figures', () => {
  const READ = 'net.(*conn).Read;internal/poll.runtime_pollWait';
  const context = contextOf({ wall: `main.run;main.load;${READ} 70\nmain.run;main.save;${READ} 30` });
  const { causes } = diagnose(context);
  const change = (before: number, now: number, more: object = {}) => ({
    cause: causes[0],
    before,
    now,
    amounts: { before: before * 100, now: now * 100 },
    weight: 1,
    ...more,
  });
  const said = (more: Partial<FindingsInput>) =>
    findings({
      paired: context.paired,
      diagnosis: { causes: [], nothing: false, profiler: 0 },
      counters: [],
      counter: (_, value) => String(value),
      percent: (share) => `${Math.round(share * 100)} %`,
      t: fillIn,
      ...more,
    }).filter(({ kind }) => kind === 'change');

  it('has the interval of the difference, and what it is from', () => {
    const [first] = said({ changes: [change(0.2, 0.7, { interval: [0.4, 0.6], windows: 24 })] });
    expect(first).toMatchObject({
      share: expect.closeTo(0.5),
      node: causes[0].node,
      detail: 'changed by 40 % to 60 %, bootstrap over 24 windows',
    });
    expect(said({ changes: [change(0.7, 0.2)] })[0]).toMatchObject({ share: expect.closeTo(0.5), detail: undefined });
    expect(said({ changes: [change(0.2, 0.7)], nodeOf: () => 9 })[0].node).toBe(9);
    expect(
      said({ changes: [change(0.2, 0.7, { cause: { ...causes[0], node: undefined } })], nodeOf: () => 9 })[0].node
    ).toBeUndefined();
  });

  it('noise stands behind, three of it at most, and says so; alone it is said that nothing changed', () => {
    const noise = { noise: true };
    const list = said({
      changes: [change(0.2, 0.3, noise), change(0.2, 0.7), ...[1, 2, 3].map(() => change(0.2, 0.3, noise))],
    });
    expect(list.map(({ text }) => text.endsWith(': not distinguishable from noise'))).toEqual([
      false,
      true,
      true,
      true,
    ]);
    expect(list.map(({ noise: is }) => is)).toEqual([undefined, true, true, true]);
    expect(said({ changes: [change(0.2, 0.3, noise)] }).map(({ text }) => text.slice(0, 15))).toEqual([
      'Nothing changed',
      'waits for a soc',
    ]);
    expect(said({ changes: [] })).toHaveLength(1);
    expect(said({})).toEqual([]);
  });

  it('begins with the objective that broke or holds again; one that did neither is not said', () => {
    const objective = (before: number, now: number) =>
      said({ changes: [change(0.2, 0.7), change(0.2, 0.7)], objective: { name: 'p99', limit: 1, before, now } }).map(
        ({ text }) => text.slice(0, 9)
      );
    const plain = said({ changes: [change(0.2, 0.7)] })[0].text.slice(0, 9);
    expect(objective(0.5, 1.5)).toEqual(['p99 broke', plain]);
    expect(objective(1.5, 0.5)[0]).toMatch(/^p99 /);
    expect([objective(0.5, 1)[0], objective(1, 0.5)[0], objective(1.5, 1.6)[0], objective(0.5, 0.6)[0]]).toEqual([
      plain,
      plain,
      plain,
      plain,
    ]);
    expect(objective(1, 1.5)[0]).toBe('p99 broke');
  });
});
