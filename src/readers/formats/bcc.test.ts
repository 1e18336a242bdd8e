import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolesOf } from '../../analysis/roles';
import { totalOf } from '../../profile';
import { bytes, problemOf, read, text } from '../../testing';

const load = (name: string) => readFileSync(join(__dirname, '../../../testdata/bcc', name));
/** Values counted another way: lines of blanks and a number. */
const valuesOf = (name: string) =>
  load(name)
    .toString()
    .split('\n')
    .flatMap((line) => (/^\s+\d+$/.test(line) ? [Number(line)] : []))
    .reduce((a, b) => a + b, 0);
const roles = (found: ReturnType<typeof read>) => rolesOf(found.profile, {}).map(({ role }) => role);

describe('output without -f', () => {
  it('offcputime, as in FlameGraph#244: µs off the CPU, comm at the root', () => {
    const found = read(bytes(load('default.txt')));
    expect(found.format.id).toBe('bcc');
    expect(roles(found)).toEqual(['offcpu']);
    expect(found.total).toBe((124_267 + 5_000_082) * 1000);
    expect(found.draw).toContain('  sshd 124267000 0\n    main 124267000 0\n      __libc_accept 124267000 0');
  });

  it.each(['libbpf-offcputime.txt', 'libbpf-offcputime-verbose.txt'])(
    '%s has no first line: the stacks end in the switch, so it is off-CPU time',
    (name) => {
      const found = read(bytes(load(name)));
      expect(roles(found)).toEqual(['offcpu']);
      expect(found.total).toBe(valuesOf(name) * 1000);
      const names = found.tree.symbols.map((symbol) => symbol.name);
      expect(names).toEqual(expect.arrayContaining(['waits', 'do_nanosleep', 'schedule', 'computer']));
      // Neither addresses and offsets nor the frames of the recorder.
      expect(names.filter((own) => /bpf_|0x|^#/.test(own))).toEqual([]);
    }
  );

  it('wakeuptime: who woke, above the one who waited; a value below 0 is said', () => {
    const found = read(bytes(load('libbpf-wakeuptime.txt')));
    expect(roles(found)).toEqual(['offcpu']);
    expect(found.total).toBe(valuesOf('libbpf-wakeuptime.txt') * 1000);
    expect(found.dropped).toBe(1);
    expect(found.warnings[0].message).toContain('-1568116, below 0');
    expect(found.draw).toMatch(/^ {2}\S+_\[w\] /m);
  });

  it('profile: samples, and CPU time by the rate in its first line', () => {
    const found = read(bytes(load('profile.txt')));
    expect(found.types).toEqual(['cpu/nanoseconds', 'samples/count']);
    expect(totalOf(found.tree, found.weights[1], 0)).toBe(valuesOf('profile.txt'));
    expect(found.total).toBeCloseTo((valuesOf('profile.txt') * 1e9) / 99, 0);
    expect(roles(found)).toEqual(['cpu']);
  });

  it('profile -d: the delimiter is no frame, in blocks and folded', () => {
    const blocks = read(bytes(load('profile-delimiter.txt')));
    const folded = read(bytes(load('profile-delimiter.folded')));
    for (const { tree } of [blocks, folded]) {
      expect(tree.symbols.map(({ name }) => name).filter((name) => /^-/.test(name))).toEqual([]);
    }
    expect(totalOf(blocks.tree, blocks.weights[1], 0)).toBe(395);
    // Stacks of the two hold the kernel's frames above those of the program.
    const names = (found: typeof blocks) => found.tree.symbols.map(({ name }) => name);
    ['waits', 'computer', 'start_thread', '__schedule'].forEach((name) => {
      expect(names(blocks)).toContain(name);
      expect(names(folded)).toContain(name);
    });
    expect(blocks.draw).toMatch(/computer \d+(?:\.\d+)? \d+(?:\.\d+)?\n +asm_sysvec_/);
  });

  // Forms of tools that the recording machine's kernel cannot run, by their print statements (iovisor/bcc, tools/*.py).
  it('offwaketime: the stack of the waker first, then that of the one who waited', () =>
    expect(
      read(
        text(
          [
            'Tracing blocked time (us) by user + kernel off-CPU and waker stack... Hit Ctrl-C to end.',
            '',
            '    waker:           web 7',
            '    main',
            '    -',
            '    entry',
            '    wake_up',
            '    --               --',
            '    schedule',
            '    -',
            '    read',
            '    target:          app 9',
            '        12',
            '',
          ].join('\n')
        )
      ).draw.replace(/ +/g, ' ')
    ).toBe(['all 12000 0', 'app 12000 0', 'read 12000 0', 'schedule 12000 12000'].join('\n ')));

  it('stackcount: calls of a function, which are no time', () => {
    const found = read(
      text(
        'Tracing 1 functions for "ktime_get"... Hit Ctrl-C to end.\n^C\n  ktime_get\n  f\n    --\n  main\n    app [7]\n    3\n\n  ktime_get\n  g\n    2\n\nDetaching...\n'
      )
    );
    expect(found.draw).toBe(
      'all 5 0\n  app 3 0\n    main 3 0\n      f 3 0\n        ktime_get 3 3\n  g 2 0\n    ktime_get 2 2'
    );
    expect(found.types).toEqual(['calls of ktime_get/count']);
    expect(roles(found)).not.toContain('cpu');
  });

  it('stacks that do not end in the switch are samples', () =>
    expect(read(text('    f\n    main\n    -                app (3)\n        7\n')).types).toEqual(['samples/count']));

  it('what was lost is said: times of 2^64 - x, warnings of the tool, a cut end', () => {
    const found = read(
      text(
        'Tracing off-CPU time (us) of all threads by kernel stack... Hit Ctrl-C to end.\n\n    schedule\n    -                a (1)\n        18446744073709551\n\n    schedule\n    -                b (2)\n        5\n\nWARNING: 11 stack traces lost and could not be displayed.\n    schedule\n    -                c (3)\n'
      )
    );
    expect([found.total, found.dropped]).toEqual([5000, 2]);
    expect(found.warnings.map(({ message }) => message)).toEqual([
      expect.stringContaining('18446744073709551'),
      'The tool says: 11 stack traces lost and could not be displayed.',
    ]);
    expect(
      problemOf(text('Sampling at 49 Hertz of all threads by user + kernel stack... Hit Ctrl-C to end.\n^C\n'))
    ).toContain('no stack with a value');
  });
});
