import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { totalOf } from '../../profile';
import { bytes, read, text, problemOf } from '../../testing';

const load = (name: string) => readFileSync(join(__dirname, '../../../testdata/bpftrace', name));
const total = (found: ReturnType<typeof read>, type: string) =>
  totalOf(found.tree, found.weights[found.types.indexOf(type)], 0);

describe('keys', () => {
  it('comm first, with empty stacks: all 36 samples of bpftrace/bpftrace#4669’s form', () => {
    const found = read(bytes(load('comm-first.txt')));
    expect([found.total, found.dropped]).toEqual([36, 0]);
    expect(found.draw.split('\n')[1]).toBe('  python3 36 34');
  });

  it('tid and user stack: 32 samples, the tid as a label', () => {
    const found = read(bytes(load('tid-ustack.txt')));
    const sum = [
      ...load('tid-ustack.txt')
        .toString()
        .matchAll(/^\]: (\d+)$/gm),
    ].reduce((n, m) => n + Number(m[1]), 0);
    expect([found.total, sum]).toEqual([32, 32]);
    expect(found.profile.labels.map(({ name, values }) => [name, values.includes('27635')])).toEqual([['id', true]]);
  });

  it.each(['keys.txt', 'keys.jsonl'])('%s: four maps of the same samples add up to the same number', (name) => {
    const found = read(bytes(load(name)));
    expect(found.types).toEqual(['@a/count', '@b/count', '@c/count', '@d/count']);
    const sums = found.types.map((type) => total(found, type));
    expect(new Set(sums).size).toBe(1);
    expect(sums[0]).toBeGreaterThan(300);
    expect(found.dropped).toBe(0);
  });

  it('the kernel’s stack is the leaf side, whichever comes first', () => {
    const kernel = '    __schedule+1\n    entry_SYSCALL_64_after_hwframe+2\n';
    const user = '    read+3\n    main+4\n';
    const expected =
      'all 3 0\n  main 3 0\n    read 3 0\n      entry_SYSCALL_64_after_hwframe 3 0\n        __schedule 3 3';
    expect(read(text(`@[\n${kernel},\n${user}]: 3\n`)).draw).toBe(expected);
    expect(read(text(`@[\n${user},\n${kernel}]: 3\n`)).draw).toBe(expected);
    // The last stack is empty: the order is known from the keys that have both.
    const found = read(text(`@[\n${user},\n${kernel}]: 3\n@[\n${user}, ]: 2\n`));
    expect(found.draw.split('\n').slice(0, 3)).toEqual(['all 5 0', '  main 5 0', '    read 5 2']);
  });

  it.each(['perf.txt', 'perf.jsonl'])('%s: ustack(perf) has functions, no addresses', (name) => {
    const found = read(bytes(load(name)));
    expect(found.tree.symbols.map((symbol) => symbol.name)).toEqual(
      expect.arrayContaining(['waits', 'computer', 'start_thread', '__GI___write'])
    );
    expect(found.draw).not.toMatch(/[0-9a-f]{8}/);
  });

  it('ustack(perf): what has no symbol is its file', () =>
    expect(
      read(
        text('@[\n\t7f00 0x7f00 (/usr/lib/libx.so)\n\t55aa f(int)+0x1a (/app/a)\n\t1 [unknown] ([unknown])\n, a]: 2\n')
      ).draw
    ).toBe('all 2 0\n  a 2 0\n    [unknown] 2 0\n      f(int) 2 0\n        [libx.so] 2 2'));

  it('the recorder’s own frames are no part of the stack', () =>
    expect(
      read(text('@[\n    bpf_prog_6896d07dd3e1383c_sched_switch+17\n    bpf_trace_run4+2\n    schedule+3\n]: 2\n')).draw
    ).toBe('all 2 0\n  schedule 2 2'));

  it('a map without stacks is counted, also where an empty element looks like one', () => {
    const found = read(text('@[\n    f+1\n]: 4\n@by[a]: 3\n@by[b, 7]: 3\n'));
    expect([found.total, found.dropped]).toEqual([4, 2]);
    expect(found.warnings[0].message).toContain('@by has a key that is no stack');
  });

  it('a newer first line is known, too', () =>
    expect(read(text('Attached 2 probes\n\n@[\n    f+1\n]: 4\n')).total).toBe(4));

  it('a key that the next one cuts off is counted', () => {
    const found = read(text('@[\n    f+1\n@[\n    g+1\n]: 4\n'));
    expect([found.draw, found.dropped]).toEqual(['all 4 0\n  g 4 4', 1]);
  });
});

describe('values', () => {
  it.each(['values.txt', 'values.jsonl'])(
    '%s: stats() and sum() of the same waits agree; averages are said',
    (name) => {
      const found = read(bytes(load(name)));
      expect(found.types).toEqual([
        'off_cpu/nanoseconds',
        '@sum_us/nanoseconds',
        '@hist_us/nanoseconds',
        '@lhist_us/nanoseconds',
      ]);
      expect(total(found, 'off_cpu/nanoseconds')).toBe(total(found, '@sum_us/nanoseconds'));
      expect(total(found, 'off_cpu/nanoseconds')).toBeGreaterThan(5e9); // seven threads that wait for a second
      // The middle of a bucket is at most a third off, and of a bucket of 4 ms at most 2 ms a wait.
      expect(total(found, '@hist_us/nanoseconds') / total(found, '@sum_us/nanoseconds')).toBeCloseTo(1, 0);
      expect(found.dropped).toBeGreaterThan(2);
      expect(found.warnings[0].message).toMatch(/@avg_us|@max_us/);
      expect(found.warnings[0].remedy).toContain('sum()');
    }
  );

  it('a histogram by stack is at its stack', () =>
    expect(
      read(
        text(
          '@us[\n    schedule+1\n    main+2\n, app]: \n[2, 4)                 4 |@@@@ |\n[4, 8)                 1 |@    |\n'
        )
      ).draw
    ).toBe('all 18000 0\n  app 18000 0\n    main 18000 0\n      schedule 18000 18000'));

  it('what went below 0 is left out and said', () => {
    const found = read(text('@us[\n    f+1\n]: 4\n@us[\n    g+1\n]: -3\n@us[\n    h+1\n]: 18446744073709551\n'));
    expect([found.total, found.dropped]).toEqual([4000, 2]);
  });
});

describe('bpftrace written by hand', () => {
  const lines = (...list: string[]) => text(list.join('\n') + '\n');
  it('text: stacks of kernel and user, the rest of the key as root, units by the name of the map', () => {
    const found = read(
      lines(
        'Attaching 12 probes...',
        '',
        '@off_us[',
        '    schedule+96',
        '    futex_wait+12',
        ',',
        '    pthread_cond_wait+3',
        '    main+1',
        ', worker]: 3',
        '@off_us[, , idle]: 2',
        '@count: 7'
      )
    );
    expect(found.draw).toBe(
      'all 5000 0\n  idle 2000 2000\n  worker 3000 0\n    main 3000 0\n      pthread_cond_wait 3000 0\n        futex_wait 3000 0\n          schedule 3000 3000'
    );
    expect(found.types).toEqual(['off_cpu/nanoseconds']);
    expect(found.dropped).toBe(1);
    expect(found.warnings[0]).toMatchObject({ row: 11, message: expect.stringContaining('no stack and no histogram') });
  });

  it.each([
    ['@[', 'samples/count', 4],
    ['@hits[', '@hits/count', 4],
    ['@ns[', 'off_cpu/nanoseconds', 4],
    ['@usecs[', 'off_cpu/nanoseconds', 4e3],
    ['@wait_msec[', 'off_cpu/nanoseconds', 4e6],
    ['@answers[', '@answers/count', 4],
  ])('a map %s measures %s', (head, type, total) => {
    const found = read(lines(head, '    f+1', ']: 4'));
    expect([found.types[0], found.total]).toEqual([type, total]);
  });

  it('histograms: an estimate from the middle of buckets, under the process, with the buckets kept', () => {
    const found = read(
      lines(
        '@recvfrom_us[consumer]: ',
        '[1]                    2 |@@    |',
        '[2, 4)                 4 |@@@@  |',
        '[1K, 2K)               1 |@     |',
        '[2K, ...)              1 |@     |',
        '',
        '@lat_dist: ',
        '(..., 0)               3 |@     |'
      )
    );
    // 2 × 1.5 + 4 × 3 + 1 × 1536 + 1 × 2048 µs; the second map has no unit in its name and nothing above 0
    expect(found.weights[0].prefixSum[found.tree.length]).toBe((3 + 12 + 1536 + 2048) * 1000);
    const frame = found.tree.symbols.find(({ name }) => name === 'latency histogram recvfrom')!;
    expect(frame.distribution).toEqual({
      unit: 'nanoseconds',
      buckets: [
        { from: 1000, to: 2000, count: 2 },
        { from: 2000, to: 4000, count: 4 },
        { from: 1_024_000, to: 2_048_000, count: 1 },
        { from: 2_048_000, to: Infinity, count: 1 },
      ],
    });
    expect(found.draw).toContain('  consumer 3599000 0\n');
    expect(found.tree.symbols.find(({ name }) => name === 'latency histogram @lat_dist')!.distribution!.unit).toBe('');
    expect(found.warnings[found.warnings.length - 1].message).toContain('estimated');
  });

  it('JSON: maps, histograms with and without keys; what holds no stack is counted', () => {
    const found = read(
      lines(
        '{"type": "attached_probes", "data": {"probes": 2}}',
        '{"type": "map", "data": {"@us": {"\\n    schedule+1\\n    read+2\\n,\\n    main+3\\n,worker": 5}}}',
        '{"type": "map", "data": {"@n": {"a": 1}}}',
        '{"type": "map", "data": {"@sum": 3}}',
        '{"type": "hist", "data": {"@read_us": [{"min": 0, "max": 1, "count": 2}, {"min": 2, "count": 1}, {"count": "x"}]}}',
        '{"type": "hist", "data": {"@write_ns": {"dd": [{"max": 3, "count": 4}]}}}',
        'not JSON'
      )
    );
    expect(found.draw.split('\n').map((l) => l.trim())).toEqual([
      'all 5000 0',
      'dd 0 0',
      'latency histogram write 0 0',
      'latency histogram read 0 0',
      'worker 5000 0',
      'main 5000 0',
      'read 5000 0',
      'schedule 5000 5000',
    ]);
    // Histograms beside a map with stacks measure something else.
    expect(found.types).toEqual(['off_cpu/nanoseconds', 'latency histograms/nanoseconds']);
    expect(found.weights[1].prefixSum[found.tree.length]).toBe(4008);
    expect(found.dropped).toBe(3);
    expect(found.warnings[0].message).toContain('3 lines left out');
    expect(problemOf(lines('{"type": "map", "data": {"@n": 1}}'))).toMatch(/No map with stacks/);
  });

  it('stacks without time make no estimate; output that ends in a stack says so', () => {
    expect(read(lines('@[', '    f+1', ']: 4')).warnings).toEqual([]);
    const cut = read(lines('@[', '    f+1', ']: 4', '@[', '    g+1'));
    expect(cut.warnings[0].message).toContain('ends inside a stack');
  });
});
