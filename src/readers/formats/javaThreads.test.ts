import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AS_RECORDED, CATEGORIES, classifyStack, splitAt, symbolFacts } from '../../analysis';
import { prepareProfile } from '../../prepare';
import { nameOf, type Profile } from '../../profile';
import { costGrowth, problemOf, read as readDrawn, text } from '../../testing';
import { readSource } from '..';

const DATA = join(__dirname, '../../../testdata/java-threads');
const file = (name: string) => readFileSync(join(DATA, name), 'utf8');
const lines = (...all: string[]) => text(all.join('\n') + '\n');

const stackOf = ({ strings, frames, stacks }: Profile, leaf: number): string[] => {
  const names: string[] = [];
  for (let s = leaf; s >= 0; s = stacks.prefix[s]) {
    names.push(strings[frames.name[stacks.frame[s]]]);
  }
  return names;
};

/** What each thread does, by its name. */
function doing(source: ReturnType<typeof text>): Map<string, string> {
  const { reads, problems } = readSource(source);
  expect(problems).toEqual([]);
  const [{ profile, format }] = reads;
  expect(format.id).toBe('java-threads');
  const names = profile.labels.find(({ name }) => name === 'thread')!;
  return new Map(
    Array.from(profile.samples.stack, (leaf, i) => {
      const facts = stackOf(profile, leaf).map((name) => symbolFacts(name, []));
      const verdict = classifyStack({ length: facts.length, facts: (at) => facts[at] }, 'wall');
      return [names.values[names.index[i]], CATEGORIES[verdict.category]];
    })
  );
}

/** What Threads.java has its threads do. */
const KNOWN = {
  main: 'sleep',
  holder: 'sleep',
  'a "quoted" name': 'lock',
  'taker #2': 'lock',
  consumer: 'channel',
  compute: 'cpu',
};
const { main: _, ...STARTED } = KNOWN;

describe('dialects of one program', () => {
  const headers = (pattern: RegExp) => (content: string) => content.match(pattern)!.length;
  it.each([
    ['deadlock17.txt', headers(/^".*" .*tid=/gm), { ...KNOWN, left: 'lock', right: 'lock' }],
    ['jhsdb17.txt', headers(/^".*" .*tid=/gm), { ...KNOWN, left: 'lock', right: 'lock' }],
    ['print25.txt', headers(/^".*" .*tid=|Mounted virtual thread/gm), KNOWN],
    [
      'file25.txt',
      headers(/^#\d+ "/gm),
      {
        ...KNOWN,
        'virtual-consumer': 'channel',
        'virtual-blocked': 'lock',
        'virtual-compute': 'cpu',
        'virtual thread': 'sleep',
      },
    ],
    [
      'file25.json',
      headers(/"tid":/g),
      {
        ...KNOWN,
        'virtual-consumer': 'channel',
        'virtual-blocked': 'lock',
        'virtual-compute': 'cpu',
        'virtual thread': 'sleep',
      },
    ],
    ['spring.txt', headers(/^".*" - Thread t@/gm), { ...STARTED, starter: 'sleep' }],
    ['spring.json', headers(/"threadName":/g), { ...STARTED, starter: 'sleep' }],
    ['threadinfo.txt', headers(/^".*" .*Id=/gm), { ...STARTED, starter: 'sleep' }],
  ])('%s: every thread is there, and does what it was started for', (name, threads, expected) => {
    const content = file(name);
    const [{ profile, dropped }] = readSource(text(content)).reads;
    expect([profile.samples.length, dropped]).toEqual([threads(content), 0]);
    expect(Object.fromEntries(doing(text(content)))).toMatchObject(expected);
  });

  it('the carrier of a virtual thread is not counted as running beside it, nor put above its frames', () => {
    const { profile } = readSource(text(file('print25.txt'))).reads[0];
    const stacks = Array.from(profile.samples.stack, (leaf) => stackOf(profile, leaf));
    const mounted = stacks.find(
      (stack) => stack.includes('Threads.compute') && stack.includes('java.lang.VirtualThread.run')
    )!;
    expect(mounted).not.toContain('jdk.internal.vm.Continuation.run');
    expect(doing(text(file('print25.txt'))).get('ForkJoinPool-1-worker-1')).toBe('idle');
    expect(doing(text(file('file25.json'))).get('ForkJoinPool-1-worker-1')).toBe('idle');
  });

  it('frames keep file and line', () => {
    const { profile } = readSource(text(file('spring.json'))).reads[0];
    const { strings, frames } = profile;
    const at = Array.from(frames.name).findIndex((name) => strings[name] === 'Threads.takeFromQueue');
    expect([strings[frames.file[at]], frames.line[at] > 0]).toEqual(['Threads.java', true]);
  });
});

describe('service threads of the JVM', () => {
  it('one of 29 threads runs (cpu=449 ms in the dump); runnable without a Java stack proves nothing', () => {
    const { paired } = prepareProfile([{ refId: 'A', source: text(file('vm-threads17.txt')) }]);
    const { total, onCpu } = splitAt(paired!, 0);
    expect([total, onCpu]).toEqual([29, 1]);
    const threads = doing(text(file('vm-threads17.txt')));
    for (const name of [
      'VM Thread',
      'GC Thread#0',
      'G1 Service',
      'Service Thread',
      'C2 CompilerThread0',
      'Signal Dispatcher',
    ]) {
      expect([name, threads.get(name)]).toEqual([name, 'idle']);
    }
  });

  it('merged threads keep the name as a label', () => {
    const rollUp = { ...AS_RECORDED, mergeThreads: true };
    const { labels, paired } = prepareProfile([{ refId: 'A', source: text(file('vm-threads17.txt')) }], { rollUp });
    expect(labels.find(({ name }) => name === 'thread')!.values.map(({ value }) => value)).toContain('GC Thread#0');
    const roots = Array.from({ length: paired!.tree.length }, (_, node) => nameOf(paired!.tree, node));
    expect(roots.filter((name) => / tid=\d+\]$/.test(name))).toEqual([]);
    expect(roots.length).toBeGreaterThan(3);
  });
});

it('VisualVM: states, and the class of the monitor', () => {
  const threads = doing(text(file('visualvm.tdump')));
  expect(Object.fromEntries(threads)).toEqual({ 'http-pool-12': 'channel', 'writer-1': 'lock', 'writer-0': 'cpu' });
  const { tree } = readDrawn(text(file('visualvm.tdump')));
  expect(tree.symbols.map(({ name }) => name)).toContain('thread [BLOCKED] org.example.Store');
});

it('HotSpot: modules go, lambdas stay, states are labels', () => {
  const found = readDrawn(
    lines(
      'Full thread dump OpenJDK 64-Bit Server VM:',
      '"worker" #12 daemon prio=5 os_prio=0 tid=0x1 nid=0x2 waiting on condition [0x3]',
      '   java.lang.Thread.State: TIMED_WAITING (sleeping)',
      '\tat java.base@17.0.1/java.lang.Thread.sleep(Native Method)',
      '\tat app//app.A.run(A.java:3)',
      '\tat A$$Lambda/0x01.run(Unknown Source)',
      '',
      '"GC Thread#0" os_prio=0 tid=0x4 nid=0x5 runnable'
    )
  );
  expect(found.draw).toBe(
    [
      'all 2 0',
      '  [GC Thread#0 tid=5] 1 0',
      '    thread [no Java stack] 1 1',
      '  [worker tid=2] 1 0',
      '    A$$Lambda/0x01.run 1 0',
      '      app.A.run 1 0',
      '        java.lang.Thread.sleep 1 1',
    ].join('\n')
  );
  expect(found.profile.labels.find(({ name }) => name === 'state')!.values).toEqual(['TIMED_WAITING (sleeping)']);
  expect(found.types).toEqual(['threads/count']);
});

it('IntelliJ: the lock on a line of its own; coroutines are no threads', () => {
  const found = doing(
    lines(
      '"AWT-EventQueue-0" prio=0 tid=0x0 nid=0x0 blocked',
      '     java.lang.Thread.State: BLOCKED',
      ' on org.example.Index@5f2 owned by "writer" Id=12',
      '\tat org.example.Index.get(Index.java:3)',
      '',
      '"worker" prio=0 tid=0x0 nid=0x0 runnable',
      '     java.lang.Thread.State: RUNNABLE',
      '',
      '\tat org.example.Index.put(Index.java:9)',
      '',
      '---------- Coroutine dump (stripped) ----------',
      '- BlockingCoroutine{Active}@461d23d5',
      '\t\tat org.example.Suspended.run(Suspended.java:1)'
    )
  );
  expect([...found]).toEqual([
    ['AWT-EventQueue-0', 'lock'],
    ['worker', 'cpu'],
  ]);
});

// By the grammar of OpenJ9's javacore: https://eclipse.dev/openj9/docs/dump_javadump/
it('javacore: the current thread counts once, threads without a Java stack are none that run', () => {
  const current = '3XMTHREADINFO      "main" J9VMThread:0x01, omrthread_t:0x02, java/lang/Thread:0x03, state:R, prio=5';
  const source = lines(
    '0SECTION       TITLE subcomponent dump routine',
    '1XMCURTHDINFO  Current thread',
    current,
    '4XESTACKTRACE                at app/Main.run(Main.java:7(Compiled Code))',
    '1XMTHDINFO     All Thread Details',
    current,
    '3XMTHREADINFO1            (native thread ID:0x54D, native priority:0x5, vmstate:R)',
    '3XMTHREADINFO3           Java callstack:',
    '4XESTACKTRACE                at app/Main.run(Main.java:7(Compiled Code))',
    '3XMTHREADINFO      "waiter" J9VMThread:0x04, omrthread_t:0x05, java/lang/Thread:0x06, state:B, prio=5',
    '3XMTHREADBLOCK     Blocked on: app/Store@0x00000005247F78A0 Owned by: "main" (J9VMThread:0x01)',
    '4XESTACKTRACE                at app/Store.put(Store.java:7)',
    '3XMTHREADINFO      "JIT Compilation Thread-3" J9VMThread:0x07, omrthread_t:0x08, java/lang/Thread:0x09, state:R, prio=10',
    '3XMTHREADINFO3           No Java callstack associated with this thread',
    '3XMTHREADINFO      Anonymous native thread',
    '4XENATIVESTACK               start_thread+0x10'
  );
  expect([...doing(source)]).toEqual([
    ['main', 'cpu'],
    ['waiter', 'lock'],
    ['JIT Compilation Thread-3', 'idle'],
    ['native thread', 'idle'],
  ]);
  expect(readDrawn(source).tree.symbols.map(({ name }) => name)).toContain('thread [BLOCKED] app.Store');
});

it('the serviceability agent: its BLOCKED is every wait, so the stack tells', () => {
  const found = doing(
    lines(
      'Full thread dump OpenJDK',
      'Thread 21: (state = BLOCKED)',
      ' - java.lang.Thread.sleep(long) @bci=0 (Compiled frame; information may be imprecise)',
      ' - app.Main.run() @bci=12, line=7 (Interpreted frame)',
      '',
      'Thread 20: (state = IN_JAVA)',
      ' - app.Main.compute() @bci=12, line=9 (Compiled frame)'
    )
  );
  expect([...found]).toEqual([
    ['tid=21', 'sleep'],
    ['tid=20', 'cpu'],
  ]);
});

describe('what is not understood', () => {
  it('a header of no known dialect ends the thread before it, and is counted', () => {
    const found = readDrawn(
      lines(
        'Full thread dump',
        '"a" - Thread t@1',
        '   java.lang.Thread.State: RUNNABLE',
        '\tat app.A.run(A.java:1)',
        '"b" {some=new, dialect=2}',
        '\tat app.B.run(B.java:1)',
        '#7 "c" in a way of its own',
        '\tat app.C.run(C.java:1)'
      )
    );
    expect(found.draw).toBe(['all 1 0', '  [a tid=1] 1 0', '    app.A.run 1 1'].join('\n'));
    expect(found.dropped).toBe(2);
    expect(found.warnings[0]).toMatchObject({
      row: 5,
      message: expect.stringMatching(/^2 threads left out: not a thread/),
    });
  });

  it('no thread at all is an error with a remedy', () => {
    const source = lines('Full thread dump', '"b" {some=new, dialect=2}', '\tat app.B.run(B.java:1)');
    expect(problemOf(source)).toMatch(/no thread that can be read.*not a thread's header/);
    expect(readSource(source).problems[0].remedy).toMatch(/jstack.*VisualVM.*Spring Boot/);
  });

  it('dumps without states say so: JDK 21', () => {
    const source = lines(
      '4711',
      '2025-01-01T00:00:00Z',
      '21.0.2+13',
      '',
      '#1 "main"',
      '    at app.Main.run(Main.java:1)'
    );
    expect(readDrawn(source).warnings[0].message).toMatch(/names no thread states/);
  });

  it('Android is refused by name', () => {
    const source = lines(
      '----- pid 1234 at 2025-01-01 00:00:00 -----',
      'Cmd line: com.example',
      '',
      'DALVIK THREADS (12):',
      '"main" prio=5 tid=1 Native',
      '  at android.os.MessageQueue.next(MessageQueue.java:335)'
    );
    expect(problemOf(source)).toMatch(/Android/);
  });

  it('a name full of quotes, and very long lines, cost in proportion', () => {
    const dump = (size: number) =>
      problemOf(lines('Full thread dump', '"'.repeat(size), `"${'a'.repeat(5 * size)}`, `\tat ${'('.repeat(size)}`));
    expect(costGrowth(25_000, dump)).toBeLessThan(3);
  });
});

describe('what a frame and a thread are called', () => {
  const frameIn = (at: string) => {
    const { tree } = readDrawn(
      lines('Full thread dump', '"main" #1 prio=5 tid=0x1 nid=0x2 runnable', `\tat ${at}`, '')
    );
    const { name, file, line } = tree.symbols[tree.symbol[tree.length - 1]];
    return [name, file || undefined, line || undefined];
  };
  it.each([
    ['a.B.c(B.java:31)', 'a.B.c', 'B.java', 31],
    ['a.B.c(B.java)', 'a.B.c', 'B.java', undefined],
    ['a.B.c(Native Method)', 'a.B.c', undefined, undefined],
    ['a.B.c(Unknown Source)', 'a.B.c', undefined, undefined],
    ['a.B.c(my-file$x.kt:7)', 'a.B.c', 'my-file$x.kt', 7],
    [
      'java.base@17.0.1/java.lang.Thread.sleep(java.base@17.0.1/Thread.java:344)',
      'java.lang.Thread.sleep',
      'Thread.java',
      344,
    ],
    ['app//a.B.c(B.java:3)', 'a.B.c', 'B.java', 3],
    ['loader/mod.x@1.2+3/a.B.c(B.java:3)', 'a.B.c', 'B.java', 3],
    ['a.B.c(B.java:3) [classes/:na]', 'a.B.c', 'B.java', 3],
  ])('%s', (at, name, file, line) => expect(frameIn(at)).toEqual([name, file, line]));

  const namesIn = (...all: string[]) =>
    readDrawn(lines('Full thread dump', ...all)).profile.labels.find(({ name }) => name === 'thread')!.values;
  it('a name may hold quotes, but not twenty of them; a thread of VisualVM, one of ThreadInfo', () => {
    expect(namesIn('"a "b" c" #1 prio=5 tid=0x1 nid=0x2 runnable')).toEqual(['a "b" c']);
    expect(namesIn('"w" - Thread t@7', '"v" Id=8 WAITING on x.Y@1f')).toEqual(['w', 'v']);
    const many = (quotes: number) => `"${'q"'.repeat(quotes)} #1 prio=5 tid=0x1 nid=0x2 runnable`;
    expect(namesIn(many(20))).toHaveLength(1);
    expect(problemOf(lines('Full thread dump', many(21)))).toContain('no thread that can be read');
  });

  it('a thread’s number is the system’s where the dump has it', () => {
    const rootOf = (header: string) => readDrawn(lines('Full thread dump', header)).draw.split('\n')[1].trim();
    expect(rootOf('"w" #12 [4711] prio=5 os_prio=0 cpu=1.5ms elapsed=2.1s tid=0x7f nid=4711 runnable')).toMatch(
      /tid=4711\]/
    );
    expect(rootOf('"w" #12 [4711] daemon prio=5 tid=0x7f')).toMatch(/tid=4711\]/);
    expect(rootOf('"w" #12 daemon prio=5 tid=0x7f nid=0x10 runnable')).toMatch(/tid=16\]/);
    expect(rootOf('"w" #12 prio=5 tid=0x7f nid=NA waiting')).toMatch(/tid=0\]/);
    expect(rootOf('"a\tb" #12 prio=5 tid=0x7f nid=0x10')).toMatch(/^\[a b tid=16\]/);
  });

  it('stacks that are cut are counted, those that are not are not', () => {
    const cut = (rows: string[]) =>
      readDrawn(
        lines(
          '"v" Id=8 WAITING on x.Y@1f',
          '\tat a.B.c(B.java:1)',
          ...rows,
          '',
          '"w" Id=9 RUNNABLE',
          '\tat a.B.c(B.java:1)',
          ''
        )
      );
    expect(cut([]).warnings).toEqual([]);
    expect(cut(['\t...']).warnings[0].message).toBe('1 stack is cut after eight frames: its callers are missing.');
    expect(cut(['\t...', '\t-  locked x.Y@1']).warnings).toHaveLength(1);
  });

  it('threads of a JSON answer: names, numbers, lines; what is none is counted', () => {
    const dump = (...threads: unknown[]) => text(JSON.stringify({ threads }));
    const frame = (lineNumber: number) => ({ className: 'a.B', methodName: 'c', fileName: 'B.java', lineNumber });
    const found = readDrawn(
      dump(
        { threadName: 'w', threadId: 7, threadState: 'RUNNABLE', stackTrace: [frame(0), frame(-2), frame(12)] },
        { threadName: 'v', threadId: 8, stackTrace: 'none' },
        { threadName: 'x', stackTrace: [], threadState: 'WAITING', lockName: 'x.Y@1f' },
        'nothing'
      )
    );
    expect(found.draw.replace(/\n */g, ' | ')).toContain('[w tid=7]');
    expect(found.draw).toContain('[x tid=0]');
    expect(found.tree.symbols.find(({ name }) => name === 'a.B.c')).toMatchObject({ file: 'B.java' });
    expect([found.dropped, found.warnings[0].row, found.warnings[0].message]).toEqual([
      2,
      2,
      '2 threads left out: the thread has no stack',
    ]);
  });

  it('a list of which no entry is a thread is no dump', () => {
    for (const json of [[{ threadName: 'w' }], [{ stackTrace: [] }], [1, 'threadName'], { threadDump: {} }]) {
      expect(readSource(text(JSON.stringify(json))).reads.map(({ format }) => format.id)).not.toContain('java-threads');
    }
  });

  it('a list in which one entry is a thread is a dump', () => {
    const json = { value: [{ other: 1 }, { threadName: 'w', stackTrace: [] }] };
    expect(readDrawn(text(JSON.stringify(json)))).toMatchObject({
      total: 1,
      dropped: 1,
      format: { id: 'java-threads' },
    });
  });
});
