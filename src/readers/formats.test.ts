// Each format on a recording (testdata/<format>/, made by testdata/record.sh) and on what its grammar allows besides.
import * as fc from 'fast-check';
import { gzipSync } from 'node:zlib';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildCallTree, totalOf, wakerFrames, weightsOf } from '../profile';
import { bytes, column, problemOf, read, table, text } from '../testing';
import { readSource } from '.';

const DATA = join(__dirname, '../../testdata');
const file = (path: string) => readFileSync(join(DATA, path));
/** Stacks with their counts, root first: what folded files of other tools are compared as. */
function foldedOf({ profile }: ReturnType<typeof read>, type: number): Map<string, number> {
  const { strings, frames, stacks, samples } = profile;
  const path: string[] = [];
  for (let s = 0; s < stacks.length; s++) {
    const own = strings[frames.name[stacks.frame[s]]];
    path.push(stacks.prefix[s] < 0 ? own : `${path[stacks.prefix[s]]};${own}`);
  }
  const sum = new Map<string, number>();
  samples.stack.forEach((stack, i) => {
    const weight = samples.weights[type][i];
    if (weight !== 0) {
      sum.set(path[stack], (sum.get(path[stack]) ?? 0) + weight);
    }
  });
  return sum;
}

const parseFolded = (content: string) =>
  new Map(
    content
      .trim()
      .split('\n')
      .map((line): [string, number] => [
        line.slice(0, line.lastIndexOf(' ')),
        Number(line.slice(line.lastIndexOf(' ') + 1)),
      ])
  );

const lines = (path: string) => file(path).toString().split('\n');
const sumOfCounts = (path: string) =>
  lines(path).reduce((sum, line) => sum + Number(/ (\d+)$/.exec(line)?.[1] ?? 0), 0);

describe('recordings', () => {
  it.each([
    ['folded/async-profiler-wall.collapsed', 'folded', sumOfCounts],
    ['folded/py-spy-idle.folded', 'folded', sumOfCounts],
    ['folded/fgprof-leaf-first.folded', 'folded', sumOfCounts],
    [
      'goroutines/debug2.txt',
      'goroutines',
      (path: string) => lines(path).filter((line) => /^goroutine \d+/.test(line)).length,
    ],
    [
      'java-threads/jstack.txt',
      'java-threads',
      (path: string) => lines(path).filter((line) => line.startsWith('"')).length,
    ],
    [
      'speedscope/py-spy-idle.speedscope.json',
      'speedscope',
      (path: string) =>
        1e9 *
        JSON.parse(file(path).toString())
          .profiles.flatMap((p: { weights: number[] }) => p.weights)
          .reduce((a: number, b: number) => a + b, 0),
    ],
    [
      'cpuprofile/app.cpuprofile',
      'cpuprofile',
      (path: string) => {
        const { startTime, endTime, timeDeltas } = JSON.parse(file(path).toString());
        return 1000 * (endTime - startTime - timeDeltas[0]);
      },
    ],
    [
      'bpftrace/off-cpu.txt',
      'bpftrace',
      (path: string) => 1000 * lines(path).reduce((sum, line) => sum + Number(/\]: (\d+)$/.exec(line)?.[1] ?? 0), 0),
    ],
    [
      'bpftrace/off-cpu.jsonl',
      'bpftrace',
      (path: string) =>
        1000 *
        lines(path)
          // Not by JSON.parse: bpftrace writes stacks that look alike as equal keys.
          .flatMap((line) => (line.includes('"@us"') ? [...line.matchAll(/": (\d+)[,}]/g)] : []))
          .reduce((sum, [, us]) => sum + Number(us), 0),
    ],
    [
      'perf-lock/contention.txt',
      'perf-lock',
      (path: string) =>
        lines(path).reduce((sum, line) => sum + 1000 * Number(/^\s+\d+\s+([\d.]+) us/.exec(line)?.[1] ?? 0), 0),
    ],
  ])('%s: format and total, counted another way', (path, format, expected) => {
    const found = read(bytes(file(path)));
    expect(found.format.id).toBe(format);
    expect(found.total).toBeGreaterThan(0);
    expect(found.total).toBeCloseTo(expected(path), -1);
    expect(found.dropped).toBeLessThanOrEqual(1);
  });

  it.each(['before.cpu', 'before.wall', 'after.mutex', 'before.mutex'])(
    'pprof %s: the total that go tool pprof prints',
    (name) => {
      const found = read(bytes(file(`incident/recorded/${name}.pb.gz`)));
      const [, number, unit] = / of ([\d.]+)(ns|ms|s) total/.exec(
        file(`incident/recorded/${name}.top.txt`).toString()
      )!;
      const total = Number(number) * { ns: 1, ms: 1e6, s: 1e9 }[unit]!;
      expect(found.format.id).toBe('pprof');
      expect(Math.abs(found.total / total - 1)).toBeLessThan(0.002); // pprof prints three digits
      expect(found.types[1]).toBe(
        { cpu: 'cpu/nanoseconds', wall: 'time/nanoseconds', mutex: 'delay/nanoseconds' }[name.split('.')[1]]
      );
    }
  );

  it('pprof: the same stacks as the folded export of another implementation', () => {
    const found = foldedOf(read(bytes(file('incident/recorded/before.wall.pb.gz'))), 1);
    const other = parseFolded(file('incident/recorded/before.wall.folded').toString());
    expect(new Map([...found].map(([stack, n]): [string, number] => [stack, n]))).toEqual(other);
  });

  it.each([
    ['perf-script/cpu-and-switches.txt', 'cpu'],
    ['perf-script/dwarf.txt', 'cpu'],
    ['perf-script/random.txt', 'cpu'],
  ])('%s: the same stacks as inferno-collapse-perf', (path, type) => {
    const found = read(bytes(file(path)));
    const index = found.profile.valueTypes.findIndex((t) => t.type === type);
    // Ours: a run of [unknown] frames is one frame, [kernel.kallsyms] is not bracketed again, blanks in a comm stay.
    const theirs = new Map<string, number>();
    parseFolded(file(`${path}.inferno.folded`).toString()).forEach((n, stack) => {
      const key = stack
        .replace(/(;\[unknown\])+/g, ';[unknown]')
        .replaceAll('[[kernel.kallsyms]]', '[kernel.kallsyms]')
        .replace(/^pool_thread/, 'pool thread');
      theirs.set(key, (theirs.get(key) ?? 0) + n);
    });
    expect(foldedOf(found, index)).toEqual(theirs);
  });

  it('perf script: CPU time and off-CPU time by thread add up to the time that the threads ran', () => {
    const { weights, tree, types, dropped } = read(bytes(file('perf-script/cpu-and-switches.txt')));
    expect(types).toEqual(['cpu/nanoseconds', 'off_cpu/nanoseconds']);
    expect(dropped).toBe(0);
    expect(totalOf(tree, weights[1], 0) / 1e9).toBeGreaterThan(0.5);
  });

  it('bpftrace: a histogram is a wait of the process, with its distribution', () => {
    const { profile, tree, warnings } = read(bytes(file('bpftrace/recvfrom.txt')));
    const frame = tree.symbols.find(({ name }) => name === 'latency histogram recvfrom')!;
    expect(tree.symbols.map(({ name }) => name)).toContain('python3');
    expect(frame.distribution!.buckets.reduce((sum, { count }) => sum + count, 0)).toBe(
      lines('bpftrace/recvfrom.txt').reduce((sum, line) => sum + Number(/\)\s+(\d+) \|/.exec(line)?.[1] ?? 0), 0)
    );
    expect(frame.distribution!.buckets[0].from).toBeGreaterThanOrEqual(1000);
    expect(profile.valueTypes[0]).toEqual({ type: 'off_cpu', unit: 'nanoseconds' });
    expect(warnings[0].message).toContain('estimated');
  });

  it.each([
    ['perf-stat/text.txt', 'context-switches'],
    ['perf-stat/values.csv', 'context-switches'],
    ['perf-stat/values.jsonl', 'context-switches'],
    ['perf-stat/interval.csv', 'context-switches'],
  ])('%s: counters, and what was not counted', (path, event) => {
    const { counters, warnings, format } = read(bytes(file(path)));
    const found = counters!.find((counter) => counter.event === event)!;
    expect(format.id).toBe('perf-stat');
    expect(found.value).toBeGreaterThan(10);
    expect(found.running).toBe(1);
    expect(found.time !== undefined).toBe(path.includes('interval'));
    expect(warnings[0].message).toMatch(/Not counted on that machine: .*cycles.*instructions/);
  });

  it('flamebearer: the same stacks as the folded file it was derived from, both sides of a diff', () => {
    const folded = (phase: string) => parseFolded(file(`incident/recorded/${phase}.wall.folded`).toString());
    const single = read(bytes(file('flamebearer/single.json')));
    expect(foldedOf(single, 0)).toEqual(folded('before'));
    const double = read(bytes(file('flamebearer/double.json')));
    expect(foldedOf(double, double.profile.baseline!)).toEqual(folded('before'));
    expect(foldedOf(double, double.profile.primary)).toEqual(folded('after'));
  });

  it('bcc: separators are no frames, nor is the waker', () => {
    const off = read(bytes(file('bcc/offcputime.folded')));
    expect(off.total).toBe(4812021 + 699320 + 120709);
    expect(off.tree.symbols.map(({ name }) => name)).not.toContain('-');
    const { tree, profile } = read(bytes(file('bcc/offwaketime.folded')));
    expect(tree.symbols.map(({ name }) => name).slice(0, 3)).toEqual(['redis-server', 'main', 'aeMain']);
    expect(profile.labels.map(({ values }) => wakerFrames(values[0]).slice(0, 2))).toEqual([
      ['redis-benchmark'],
      ['redis-benchmark', '__send'],
    ]);
  });

  it('every recording has a folder, and the tools that made it are named', () => {
    expect(existsSync(join(DATA, 'RECORDED.txt'))).toBe(true);
  });
});

describe('folded', () => {
  it('differential: two counts on every line; the second is shown, the first is the baseline', () => {
    const { draw, profile } = read(text('a;b 3 5\na;c 4 0\n'));
    expect(draw).toBe('all 5 0\n  a 5 0\n    b 5 5\n    c 0 0');
    expect([...profile.samples.weights[profile.baseline!]]).toEqual([3, 4]);
  });

  it('a number at the end of a frame is no second count', () => {
    expect(read(text('main;Thread 7 5\nmain;work 2\n')).draw).toContain('Thread 7 5 5');
  });

  it.each([
    ['bcc’s separator', 'bash;read;schedule;--;try_to_wake_up;sshd 7'],
    ['marked, above', 'sshd_[w];try_to_wake_up_[w];bash;read;schedule 7'],
    ['marked, below', 'bash;read;schedule;--;try_to_wake_up_[w];sshd_[w] 7'],
  ])('the waker is none of the sleeper’s frames: %s', (_, line) => {
    const { draw, profile } = read(text(`${line}\nbash;run 2\nbash;do_wait;-;schedule 3\n`));
    expect(draw.replace(/ +/g, ' ')).toBe(
      'all 12 0\n bash 12 0\n do_wait 3 0\n schedule 3 3\n read 7 0\n schedule 7 7\n run 2 2'
    );
    expect(profile.labels.map(({ name, values, index }) => [name, values.map(wakerFrames), [...index]])).toEqual([
      ['waker', [['sshd']], [0, -1, -1]],
      ['waker stack', [['sshd', 'try_to_wake_up']], [0, -1, -1]],
    ]);
  });

  it('takes its unit and its direction from the options', () => {
    expect(read(text('a;b 2'), { unit: 'ms' })).toMatchObject({ total: 2e6, types: ['samples/nanoseconds'] });
    expect(read(text('b;a 2'), { leafFirst: true }).draw).toBe('all 2 0\n  a 2 0\n    b 2 2');
  });
});

describe('flamebearer', () => {
  const names = ['total', 'a', 'b', 'c'];
  it('single: rows of bars, offsets from the bar before; samples become time by their rate', () => {
    const json = {
      flamebearer: {
        names,
        levels: [
          [0, 100, 10, 0],
          [10, 50, 20, 1, 10, 30, 30, 3],
          [10, 30, 30, 2],
        ],
      },
      metadata: { format: 'single', units: 'samples', sampleRate: 100 },
    };
    expect(read(text(JSON.stringify(json))).draw).toBe(
      'all 900000000 100000000\n  a 500000000 200000000\n    b 300000000 300000000\n  c 300000000 300000000'
    );
  });
  it('double: right is shown, left is the baseline', () => {
    const json = {
      flamebearer: {
        names,
        levels: [
          [0, 10, 0, 0, 20, 0, 0],
          [0, 10, 10, 0, 5, 5, 1, 0, 0, 0, 0, 15, 15, 3],
        ],
      },
      metadata: { format: 'double', units: 'bytes' },
    };
    const { draw, profile } = read(text(JSON.stringify(json)));
    expect(draw).toBe('all 20 0\n  a 5 5\n  c 15 15');
    expect([...profile.samples.weights[1]]).toEqual([10, 0]);
  });
  it('refuses rows that are no bars', () => {
    expect(problemOf(text('{"flamebearer": {"names": [], "levels": [[0, 1, 2]]}}'))).toContain('Row 1');
  });
});

describe('speedscope', () => {
  const doc = (profile: object) =>
    text(
      JSON.stringify({
        $schema: 'https://www.speedscope.app/file-format-schema.json',
        shared: { frames: [{ name: 'a' }, { name: 'b' }] },
        profiles: [profile],
      })
    );
  const event = (type: string, frame: number, at: number) => ({ type, frame, at });
  it('evented: a frame is open from O to C', () => {
    const events = [event('O', 0, 0), event('O', 1, 2), event('C', 1, 5), event('C', 0, 6)];
    expect(read(doc({ type: 'evented', unit: 'milliseconds', startValue: 0, endValue: 6, events })).draw).toBe(
      'all 6000000 0\n  a 6000000 3000000\n    b 3000000 3000000'
    );
  });
});

describe('dumps', () => {
  it('goroutines: created by joins a stack under its origin when asked', () => {
    const dump =
      'goroutine 5 [chan receive, 3 minutes]:\nmain.wait(0x1)\n\t/app/main.go:3 +0x1\ncreated by main.start in goroutine 1\n\t/app/main.go:9 +0x2\n';
    expect(read(text(dump)).draw).toBe('all 1 0\n  main.wait 1 0\n    goroutine [chan receive] 1 1');
    expect(read(text(dump), { stitchAsync: true }).draw).toContain('  main.start 1 0\n    main.wait 1 0');
    expect(read(text(dump)).profile.samples.weights[1][0]).toBe(3 * 60e9);
  });

  it('Java: a thread blocked on synchronized says so, with the monitor', () => {
    const dump =
      '"w" #9 prio=5 tid=0x1 nid=0x2 waiting for monitor entry\n   java.lang.Thread.State: BLOCKED (on object monitor)\n\tat app.A.run(A.java:3)\n\t- waiting to lock <0x1> (a java.lang.Object)\n\tat java.lang.Thread.run(java.base@17/Thread.java:840)\n';
    expect(read(text(dump)).draw).toContain('thread [BLOCKED (on object monitor)] java.lang.Object 1 1');
  });
});

describe('perf', () => {
  it('perf stat: locales, multiplexing, hybrid cores, deviations', () => {
    const stat = [
      " Performance counter stats for 'x':",
      '   71,67,29,23,288      cycles                                                        (54.30%)',
      '     9,709,304,679      instructions              #    1.81  insn per cycle',
      '    44,840,214,030      cpu_core/instructions/u   #    1.75  insn per cycle   ( +-  0.04% )  (98.11%)',
      '       2140.543052      task-clock (msec)         #    0.966 CPUs utilized',
      '     <not counted>      cpu_lowpower/instructions/u    (0.00%)',
      '       2.216754787 seconds time elapsed',
    ].join('\n');
    const { counters, warnings } = read(text(stat));
    expect(counters!.map(({ event, value, running }) => [event, value, Math.round(running * 1e4) / 1e4])).toEqual([
      ['cycles', 71_672_923_288, 0.543],
      ['instructions', 9709304679, 1],
      ['cpu_core/instructions/u', 44840214030, 0.9811],
      ['task-clock', 2140.543052, 1],
    ]);
    expect(warnings[0].message).toContain('cpu_lowpower/instructions/u');
  });

  it('perf lock: stacks under -v, kernel locks only', () => {
    const { tree, warnings, types } = read(bytes(file('perf-lock/contention-stacks.txt')));
    expect(types).toEqual(['contended/count', 'lock wait/nanoseconds']);
    expect(tree.symbols.some(({ name }) => name.startsWith('kernel lock ['))).toBe(true);
    expect(warnings[warnings.length - 1].message).toContain('kernel locks only');
  });

  it('perf script: switches without their end are counted, not timed', () => {
    const one = (t: number, prev: number, next: number) =>
      `a b:1 ${prev} [000] ${t}.5: sched:sched_switch: prev_comm=a prev_pid=${prev} prev_prio=120 prev_state=S ==> next_comm=x next_pid=${next} next_prio=120\n\tffff schedule+0x1 ([kernel.kallsyms])\n\n`;
    const gaps = read(text(one(1, 10, 20) + one(2, 30, 40) + one(3, 50, 60)));
    expect(gaps).toMatchObject({ total: 3, types: ['off_cpu/count'] });
    expect(gaps.warnings[0].message).toContain('has gaps');
    const paired = read(text(one(1, 10, 20) + one(3, 20, 10) + one(4, 10, 20)));
    expect(paired).toMatchObject({ total: 3e9, types: ['off_cpu/nanoseconds'] });
  });
});

describe('how profiles arrive', () => {
  const pprofBytes = file('incident/recorded/before.wall.pb.gz');

  it('pprof in a cell: base64 of gzip, of bare bytes, and bytes', () => {
    for (const cell of [
      pprofBytes.toString('base64'),
      `data:application/octet-stream;base64,${pprofBytes.toString('base64')}`,
      new Uint8Array(pprofBytes),
    ]) {
      expect(read(table(column('profile', [cell], typeof cell === 'string' ? 'string' : 'other'))).total).toBe(
        359939390340
      );
    }
  });

  it('Loki: log lines that are one file, newest first, put in order; labels kept apart', () => {
    const script = file('perf-script/dwarf.txt').toString().split('\n');
    const newestFirst = [...script].reverse();
    const loki = (labels: (i: number) => object) =>
      table(
        { name: 'labels', type: 'other', values: newestFirst.map((_, i) => labels(i)) },
        column(
          'Time',
          newestFirst.map((_, i) => 1e12 - i),
          'time'
        ),
        column('Line', newestFirst),
        column(
          'tsNs',
          newestFirst.map((_, i) => String(BigInt(1e18) - BigInt(i)))
        ),
        column(
          'id',
          newestFirst.map((_, i) => `id${i}`)
        )
      );
    const found = read(loki(() => ({ job: 'perf', pod: 'a' })));
    expect(found.total).toBe(read(text(script.join('\n'))).total);
    expect(found.profile.labels.map(({ name, values }) => [name, values])).toEqual(
      expect.arrayContaining([['pod', ['a']]])
    );
  });

  it('log lines that are folded rows of several pods', () => {
    const source = table(column('Line', ['a;b 1', 'a;c 2', 'a;b 4']), {
      name: 'labels',
      type: 'other',
      values: [{ pod: 'x' }, { pod: 'y' }, { pod: 'x' }],
    });
    const { reads } = readSource(source);
    expect(
      reads.map(({ profile }) => [profile.labels[0].values[0], profile.samples.weights[0].reduce((a, b) => a + b, 0)])
    ).toEqual([
      ['x', 5],
      ['y', 2],
    ]);
  });

  it('several files in cells: one bad one spoils no other', () => {
    const source = table(
      column('content', ['main;a 1\nmain;b 2\n', '{"broken": ', 'x\ny\n', 'main;c 4\nmain;d 8\n']),
      column('pod', ['p', 'q', 'r', 's'])
    );
    const { reads, problems } = readSource(source);
    expect(reads).toHaveLength(2);
    expect(problems.map(({ row }) => row)).toEqual([3, 2]);
  });

  it('stacks as arrays: ClickHouse Array(String), JSON text; numbers as strings; a baseline column', () => {
    expect(read(table({ name: 'stack', type: 'other', values: [['main', 'x;y']] }, column('value', ['7']))).draw).toBe(
      'all 7 0\n  main 7 0\n    x;y 7 7'
    );
    expect(read(table(column('stack', ['["main","x"]']), column('value', [7], 'number'))).draw).toContain('x 7 7');
    const { profile } = read(
      table(column('stack', ['main;x']), column('cpu_ns', [7], 'number'), column('baseline', [3], 'number'))
    );
    expect([...profile.samples.weights.map((w) => w[0])]).toEqual([7, 3]);
  });

  it('keeps label columns of a stack table', () => {
    const { profile } = read(
      table(column('stack', ['a', 'b', 'c']), column('value', [1, 2, 3], 'number'), column('pod', ['x', null, 'y']))
    );
    expect(profile.labels.map(({ name, values, index }) => [name, values, [...index]])).toEqual([
      ['pod', ['x', 'y'], [0, -1, 1]],
    ]);
  });

  it('keeps the time of rows as a label to split by', () => {
    const { profile } = read(
      table(
        column('stack', ['a', 'b', 'c']),
        column('value', [1, 2, 3], 'number'),
        column('ts', [0, 61_000, 65_000], 'time')
      )
    );
    expect(profile.labels).toEqual([
      {
        name: 'ts',
        values: ['1970-01-01 00:00:00Z', '1970-01-01 00:01:00Z', '1970-01-01 00:01:05Z'],
        index: Int32Array.from([0, 1, 2]),
      },
    ]);
  });

  it('text in UTF-16, with a byte order mark, in gzip of two members', () => {
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('a;b 3\n', 'utf16le')]);
    expect(read(bytes(utf16)).total).toBe(3);
    expect(read(bytes(Buffer.concat([gzipSync('a;b 3\n'), gzipSync('a;c 4\n')]))).total).toBe(7);
    expect(read(bytes(Buffer.from([0x61, 0x3b, 0xff, 0x62, 0x20, 0x33, 0x0a]))).total).toBe(3); // broken UTF-8 is data
  });

  it.each([
    ['a cut gzip file', bytes(gzipSync('a;b 3\n'.repeat(1000)).subarray(0, 40)), /gzip|cut/],
    ['broken gzip', bytes(Uint8Array.from([0x1f, 0x8b, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9])), /gzip/],
    ['binary rubbish', bytes(Uint8Array.from({ length: 300 }, (_, i) => (i * 7919) % 251)), /not known/],
    ['a cut pprof file', bytes(pprofBytes.subarray(0, 900)), /gzip|whole/],
    ['an empty file', text(''), /no profile/],
    ['prose', text('Dear Sir or Madam,\nthere are no stacks.\n'), /no profile.*Known formats/],
    ['half a JSON file', text('{"flamebearer": {"names": ["a"'), /ends too early/],
    ['a Chrome trace', text('{"traceEvents": [{"ph": "X"}]}'), /timeline.*cpuprofile/],
    ['perf.data', bytes(Buffer.from('PERFILE2\0\0\0\0')), /perf script/],
    ['pprof -traces', text('Type: time\n-----------+----\n 10ms f\n'), /rounded/],
  ])('refuses %s with a reason', (_, source, message) => expect(problemOf(source)).toMatch(message));

  it('keeps figures that a number can hold only roughly, and drops what is none', () => {
    expect(read(text(`a;b ${2 ** 60}\na;c 1\n`)).total).toBe(2 ** 60);
    const odd = read(table(column('stack', ['a', 'b', 'c', 'd']), column('value', [NaN, -1, Infinity, 4], 'number')));
    expect([odd.total, odd.dropped]).toEqual([4, 3]);
  });
});

describe('mutated recordings', () => {
  const corpus = [
    ...[
      'folded/async-profiler-wall.collapsed',
      'goroutines/debug2.txt',
      'java-threads/jstack.txt',
      'bpftrace/off-cpu.txt',
    ],
    ...['bpftrace/off-cpu.jsonl', 'bpftrace/recvfrom.txt', 'perf-lock/contention-stacks.txt', 'perf-stat/text.txt'],
    ...[
      'perf-stat/values.jsonl',
      'perf-script/dwarf.txt',
      'cpuprofile/app.cpuprofile',
      'incident/recorded/before.wall.pb.gz',
    ],
    'speedscope/py-spy-idle.speedscope.json',
  ].map((path) => file(path));

  /** Cuts, doubles, overwrites: what happens to files on their way. */
  const mutated = fc
    .tuple(
      fc.constantFrom(...corpus),
      fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 6 })
    )
    .map(([original, edits]) => {
      let content = Buffer.from(original);
      for (const [at, kind, byte] of edits) {
        const i = at % content.length || 0;
        content =
          kind % 3 === 0
            ? content.subarray(0, i + 1)
            : kind % 3 === 1
              ? Buffer.concat([content.subarray(0, i), content])
              : Buffer.from(content);
        content[i] = byte;
        content = content.subarray(0, 100_000);
      }
      return content;
    });

  it('never throw: a reader answers with a profile or with a problem, and weights stay finite', () => {
    fc.assert(
      fc.property(mutated, fc.boolean(), (content, asText) => {
        const { reads, problems } = readSource(asText ? text(content.toString('latin1')) : bytes(content));
        expect(reads.length + problems.length).toBeGreaterThan(0);
        for (const { profile } of reads) {
          const { tree, attach } = buildCallTree([profile]);
          expect(Number.isFinite(totalOf(tree, weightsOf(attach[0](profile.primary)), 0))).toBe(true);
        }
      }),
      { numRuns: Number(process.env.FUZZ_RUNS ?? 300) }
    );
  });
});
