import { type Prepared } from '../../prepare';
import { findingsOf, inputOf, prepared, preparedOf } from '../../testing';

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
