import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { totalOf } from '../../profile';
import { bytes, read, text } from '../../testing';

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
