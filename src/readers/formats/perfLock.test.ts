// perf lock: one recording in six tables (testdata/perf-lock, by testdata/record-perf.sh), and the tables of other versions.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { problemOf, read, text } from '../../testing';

const DATA = join(__dirname, '../../../testdata/perf-lock');
const fileOf = (name: string) => read(text(readFileSync(join(DATA, name), 'utf8')));
const lines = (...rows: string[]) => text(rows.join('\n'));
const sums = ({ profile }: ReturnType<typeof read>) =>
  profile.samples.weights.map((weights) => Math.round(weights.reduce((all, weight) => all + weight, 0)));

// perf prints the same waits by lock, by thread and by caller: 146.75 us, of ten acquisitions that had to wait.
it.each(['all.txt', 'columns.txt', 'order.txt', 'threads.txt', 'contention-all.txt', 'contention-threads.txt'])(
  '%s: the same sum as the other tables of the recording',
  (name) => {
    const found = fileOf(name);
    expect([found.format.id, found.dropped]).toEqual(['perf-lock', 0]);
    expect(sums(found)).toEqual([10, 146_750]);
  }
);

it('the lock, the caller or the thread is the frame', () => {
  const names = (name: string) => fileOf(name).tree.symbols.map((symbol) => symbol.name);
  expect(names('columns.txt')).toEqual(
    expect.arrayContaining(['irqentry_exit_to...', 'wake_up_q', 'kernel lock [lock]'])
  );
  expect(names('contention-all.txt')).toEqual(expect.arrayContaining(['zap_other_threads', 'kernel lock [spinlock]']));
  expect(names('contention-threads.txt')).toContain('waits (24446)');
});

describe('by the grammar of builtin-lock.c (older and newer than what records here)', () => {
  it('before 5.18: nanoseconds without a unit, in a table with and without the average; names with blanks', () => {
    const rows = [
      '                Name   acquired  contended   avg wait (ns) total wait (ns)   max wait (ns)   min wait (ns) ',
      '',
      '        &mm->page...       3022          2             500            1000             700             300 ',
      '   &(ptlock_ptr(p...          7          0               0               0               0               0 ',
      '   rcu_read_lock 2           40          3            1000            3000            2000             100 ',
    ];
    const found = read(lines(...rows));
    expect([sums(found), found.dropped]).toEqual([[5, 4000], 0]);
    expect(found.tree.symbols.map(({ name }) => name)).toContain('rcu_read_lock 2');
    const withoutAverage =
      '                Name   acquired  contended total wait (ns)   max wait (ns)   min wait (ns) ';
    const row = '     a         7          2            1000             700             300 ';
    expect(sums(read(lines(withoutAverage, row)))).toEqual([2, 1000]);
  });

  it('no total: as often as it waited, by the average', () => {
    expect(
      sums(read(lines('   Name  contended     avg wait     max wait', '  a+0x1          4      2.50 us      9.00 us')))
    ).toEqual([4, 10_000]);
    expect(problemOf(lines('   Name  acquired     max wait', '  a+0x1          4      2.50 us'))).toMatch(
      /empty.*wait_total/
    );
  });

  it('contention by address and by owner, minutes and hours', () => {
    const found = read(
      lines(
        ' contended   total wait     max wait     avg wait            address   symbol',
        '         1      2.00 m       2.00 m       2.00 m   ffff9e1234567890   rcu_state (spinlock)',
        '         1      1.00 h       1.00 h       1.00 h   ffff9e1234567891   ',
        ' contended   total wait     max wait     avg wait          pid   owner',
        '         1      3.00 s       3.00 s       3.00 s         123   my app'
      )
    );
    expect([sums(found)[1], found.dropped]).toEqual([120e9 + 3600e9 + 3e9, 0]);
    const names = found.tree.symbols.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['rcu_state (spinlock)', 'ffff9e1234567891', 'my app (123)']));
  });

  it('by cgroup (-g, 6.7 on)', () => {
    const found = read(
      lines(
        ' contended   total wait     max wait     avg wait   cgroup',
        '',
        '         4      1.00 ms     80.00 us     50.00 us   /kubepods/pod a/shop',
        '         1     10.00 us     10.00 us     10.00 us   /'
      )
    );
    expect([sums(found), found.dropped]).toEqual([[5, 1_010_000], 0]);
    expect(found.tree.symbols.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['/kubepods/pod a/shop', '/', 'kernel lock [lock]'])
    );
  });

  it.each([',', ';', '|'])(
    'tables by -x%s (6.6 on): by caller, with stacks, by address, by owner; times in ns',
    (x) => {
      const table = (...rows: string[]) => read(lines(...rows.map((row) => row.replaceAll(',', x))));
      const callers = table(
        '# output: contended, total wait, max wait, avg wait, type, caller, stacktrace',
        '199, 65820, 15030, 13160, spinlock, do_work+0x35, do_work+0x35:outer+0x12',
        '1, 27520, 27520, 27520, mutex, irqentry+0x110, irqentry+0x110',
        '# debug: total=200, bad=0, bad_acquire=0'
      );
      expect([sums(callers), callers.dropped]).toEqual([[200, 93_340], 0]);
      expect(callers.tree.symbols.map(({ name }) => name)).toEqual(
        expect.arrayContaining(['do_work', 'kernel lock [spinlock]', 'kernel lock [mutex]'])
      );
      const locks = table(
        '# output: contended, total wait, max wait, avg wait, address, symbol, type',
        '2, 500, 300, 250, ffff9e1234567890, rq_lock, spinlock',
        '1, 100, 100, 100, ffff9e1234567891, , rwsem'
      );
      expect([sums(locks), locks.dropped]).toEqual([[3, 600], 0]);
      expect(locks.tree.symbols.map(({ name }) => name)).toEqual(
        expect.arrayContaining(['rq_lock', 'kernel lock [spinlock]', 'ffff9e1234567891', 'kernel lock [rwsem]'])
      );
      const owners = table('# output: contended, total wait, pid, owner', '2, 500, -1, Unknown', '2, x, 7, app');
      expect([sums(owners), owners.dropped]).toEqual([[2, 500], 1]);
    }
  );

  it('stacks of owners (-o -v, 6.15 on) are no waits of their own', () => {
    const found = read(
      lines(
        ' contended   total wait     max wait     avg wait         type   caller',
        '',
        '        10     40.00 us     15.00 us      4.00 us        mutex   take+0x1',
        '                          0xffffffffac6318e7  take+0x1',
        '                          0xffffffffac6318e8  serve+0x57',
        '',
        '=== owner stack trace ===',
        '',
        '         3     31.24 us     15.27 us     10.41 us        mutex   give+0x348',
        '                          0xffffffffac631bd8  give+0x348'
      )
    );
    expect([sums(found), found.dropped]).toEqual([[10, 40_000], 0]);
    expect(found.tree.symbols.map(({ name }) => name)).not.toContain('give');
    expect(found.warnings[0].message).toContain('owners');
  });

  it('that they were left out is said when another table follows them, too', () => {
    const heading = ' contended   total wait     max wait     avg wait         type   caller';
    const row = '        10     40.00 us     15.00 us      4.00 us        mutex   take+0x1';
    const found = read(lines(heading, '', row, '', '=== owner stack trace ===', '', row, '', heading, '', row));
    expect(sums(found)).toEqual([20, 80_000]);
    expect(found.warnings[0].message).toContain('owners');
  });

  it('a cut row is counted, not guessed', () => {
    const found = read(
      lines(
        '                Name   acquired  contended     avg wait   total wait     max wait     min wait',
        '      kick_pool+0x5f          1          1     55.0255.02 us     55.02 us     55.02 us',
        '      kick_pool+0x5f          1          1     55.02 us     55.02 us     55.02 us     55.02 us'
      )
    );
    expect([sums(found), found.dropped]).toEqual([[1, 55_020], 1]);
    expect(found.warnings[0]).toMatchObject({ row: 2, message: expect.stringContaining('not a row of the table') });
  });
});

describe('perf lock written by hand', () => {
  const lines = (...list: string[]) => text(list.join('\n') + '\n');
  it('report: the lock as the frame; contention: who asked, stacks if there are any', () => {
    const contention = read(
      lines(
        ' contended   total wait     max wait     avg wait         type   caller',
        '',
        '        3     30.00 us     12.00 us     10.00 us     spinlock   do_work+0x12',
        '        2      4.00 ms      3.00 ms      2.00 ms        mutex   outer+0x1f',
        '                        0xffff  inner+0x2',
        '                        0xffff  outer+0x1f',
        'no row',
        '=== output for debug ===',
        'bad: 1, total: 5'
      )
    );
    expect(contention.types).toEqual(['contended/count', 'lock wait/nanoseconds']);
    expect(contention.dropped).toBe(1);
    expect(contention.warnings[0].message).toContain('not a row of the table: no row');
    expect(contention.draw).toContain('do_work');
    expect([...contention.profile.samples.weights[1]].sort((a, b) => a - b)).toEqual([30_000, 4_000_000]);
    const names = contention.tree.symbols.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['do_work', 'inner', 'outer', 'kernel lock [mutex]']));
    expect(contention.draw).toMatch(/ {2}outer .*\n {4}inner .*\n {6}kernel lock \[mutex\]/);
    expect(problemOf(lines(' contended   total wait     max wait     avg wait         type   caller', ''))).toMatch(
      /empty/
    );
  });
});
