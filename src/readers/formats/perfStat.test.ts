// perf stat under six locales and with many signs: testdata/perf-stat, recorded by testdata/record-perf.sh, and its grammar.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { countersOfReadings } from '../../analysis';
import { costGrowth, problemOf, read, text } from '../../testing';
import { type Source } from '..';

const DATA = join(__dirname, '../../../testdata/perf-stat');
const file = (name: string) => readFileSync(join(DATA, name), 'utf8');
const fileOf = (name: string) => read(text(file(name)));
const lines = (...rows: string[]) => text(rows.join('\n'));
type Found = ReturnType<typeof read>;
const counter = ({ counters }: Found, event: string) => counters!.find((one) => one.event === event)!;
const short = ({ counters }: Found) => counters!.map(({ event, value, unit }) => [event, value, unit]);

const EVENTS = ['task-clock', 'page-faults', 'context-switches', 'raw_syscalls:sys_enter', 'msr/tsc/', 'duration_time'];
const recorded = readdirSync(DATA).filter(
  (name) => !/^(values|python|pmu-|cgroup|interval|cores|text\.txt)/.test(name)
);

describe('one program under many locales and signs', () => {
  it('there are many of them', () => expect(recorded.length).toBeGreaterThan(15));

  it.each(recorded)('%s: every event, and figures that fit each other', (name) => {
    const found = fileOf(name);
    expect([found.format.id, found.dropped]).toEqual(['perf-stat', 0]);
    expect(found.counters!.map(({ event }) => event)).toEqual(EVENTS);
    expect(found.warnings.map(({ message }) => message)).toEqual(['Not counted on that machine: cycles.']);
    expect(
      found.counters!.every(({ running, scope, time }) => running === 1 && scope === undefined && time === undefined)
    ).toBe(true);
    expect(found.counters!.map(({ unit }) => unit)).toEqual(['msec', '', '', '', '', 'ns']);
    // What the locale cannot change: the processor ticks at 2.59 GHz while the task runs, and the program runs for a second.
    const [clock, faults, switches, calls, ticks, duration] = found.counters!.map(({ value }) => value);
    expect(ticks / clock / 1e6).toBeGreaterThan(2.4);
    expect(ticks / clock / 1e6).toBeLessThan(2.7);
    expect(duration / 1e9).toBeGreaterThan(0.99);
    expect(duration / 1e9).toBeLessThan(1.2);
    expect([faults, switches, calls].every((count) => Number.isInteger(count) && count > 60 && count < 5000)).toBe(
      true
    );
  });

  it.each(recorded.filter((name) => name.startsWith('text')))(
    '%s: duration_time is the time elapsed, to the ns',
    (name) => {
      const [, seconds, fraction] = /(\d+)[.,](\d{9}) seconds time elapsed/.exec(file(name))!;
      expect(counter(fileOf(name), 'duration_time').value).toBe(Number(seconds) * 1e9 + Number(fraction));
    }
  );

  it.each(recorded.filter((name) => /^(?!repeated).*csv$/.test(name)))(
    '%s: task-clock is its run time in ns',
    (name) => {
      const run = Number(/task-clock[^\d]+(\d{6,})/.exec(file(name))![1]);
      expect(Math.abs(counter(fileOf(name), 'task-clock').value - run / 1e6)).toBeLessThanOrEqual(0.01);
    }
  );

  it.each(['interval.de_DE.txt', 'cores.en_US.csv', 'cores.de_DE.csv'])('%s: intervals, by their time', (name) => {
    const found = fileOf(name);
    expect(found.dropped).toBe(0);
    expect([...new Set(found.counters!.map(({ time }) => Math.round(time! * 10) / 10))]).toEqual([0.4, 0.8, 1]);
    const scopes = new Set(found.counters!.map(({ scope }) => scope));
    expect([...scopes]).toEqual(name.startsWith('cores') ? ['CPU0', 'CPU1'] : [undefined]);
    // Two CPUs, whole seconds: the clocks of all intervals add up to 2 s.
    const sum = found
      .counters!.filter(({ event }) => event === 'task-clock')
      .reduce((all, { value }) => all + value, 0);
    expect(Math.abs(sum / 2000 - 1)).toBeLessThan(0.1);
  });

  it('cores: the scope is the core, not how many CPUs it has', () => {
    const scopes = fileOf('cores.txt')
      .counters!.filter(({ event }) => event === 'page-faults')
      .map(({ scope }) => scope);
    expect(scopes).toEqual(['S0-D0-C0', 'S0-D0-C1']);
  });

  it.each(['cgroup.txt', 'cgroup.en_US.csv', 'cgroup.de_DE.csv'])('%s: the cgroup is the scope', (name) => {
    const found = fileOf(name);
    expect(found.counters!.map(({ event, scope }) => [event, scope])).toEqual([
      ['task-clock', '/'],
      ['page-faults', '/'],
    ]);
    expect(found.counters![0].value).toBeGreaterThan(2000);
    expect(found.warnings[0].message).toBe('Not counted on that machine: msr/tsc/.');
  });
});

it('a German and a French shell: counts have no fraction, groups may be narrow blanks', () => {
  expect(short(fileOf('python.de_DE.txt'))).toEqual([
    ['task-clock', 298.06, 'msec'],
    ['context-switches', 455, ''],
    ['page-faults', 9293, ''],
    ['cpu-migrations', 18, ''],
  ]);
  expect(short(fileOf('python.fr_FR.txt'))).toEqual([
    ['task-clock', 292.68, 'msec'],
    ['context-switches', 474, ''],
    ['page-faults', 9335, ''],
    ['cpu-migrations', 7, ''],
  ]);
});

it('events by their place, whatever their name is', () => {
  const found = fileOf('pmu-events.txt');
  expect(found.counters!.map(({ event, value, running }) => [event, value, Math.round(running * 1e4)])).toEqual([
    ['inst_retired.any', 9_709_304_679, 6670],
    ['cpu_clk_unhalted.thread', 6_068_315_424, 6665],
    ['mem_load_retired.l3_miss', 12_345_678, 3333],
    ['r00c0', 1_234_567_890, 3333],
    ['cycle_activity.stalls_total', 456_789_012, 3333],
    ['armv8_pmuv3_0/l2d_cache_refill/', 111_222_333, 3333],
    ['stall_backend', 22_333_444, 3333],
  ]);
  expect(found.dropped).toBe(0);
  expect(countersOfReadings('A', found.counters!).map(({ metric, value }) => [metric, value.toFixed(2)])).toEqual([
    ['ipc', '1.60'],
  ]);
});

it('one reading a cgroup', () => {
  expect(fileOf('cgroups.txt').counters!.map(({ event, value, scope }) => [event, value, scope])).toEqual([
    ['cycles', 3_456_789_012, '/app/api'],
    ['instructions', 5_123_456_789, '/app/api'],
    ['cycles', 456_789_012, '/app/worker'],
  ]);
});

describe('what the grammar allows besides (tools/perf/util/stat-display.c)', () => {
  it('a lone group of a unit that has no fraction, by the sign of the file', () => {
    const german = lines(
      " Performance counter stats for 'x':",
      '   999.123 ns   duration_time',
      '   1,50 msec task-clock'
    );
    expect(short(read(german))).toEqual([
      ['duration_time', 999_123, 'ns'],
      ['task-clock', 1.5, 'msec'],
    ]);
    const swiss = lines(
      " Performance counter stats for 'x':",
      '   1’234.50 msec task-clock',
      '   12’345      page-faults'
    );
    expect(short(read(swiss))).toEqual([
      ['task-clock', 1234.5, 'msec'],
      ['page-faults', 12_345, ''],
    ]);
    const thin = lines(
      " Performance counter stats for 'x':",
      '   1\u20092345,50 msec task-clock',
      '   1\u2009234\u2009567      page-faults'
    );
    expect(short(read(thin))[1]).toEqual(['page-faults', 1_234_567, '']);
  });

  it('threads whose command has blanks; units and cgroups; a missing value', () => {
    const found = read(
      lines(
        " Performance counter stats for process id '7':",
        '          my app-123               1.25 msec task-clock                  /a b',
        '          my app-124      <not counted> msec task-clock',
        '                             12.50 Joules power/energy-pkg/   job',
        '                             17        uncore_imc/data_reads/      #  3.2 %',
        '       0.2 seconds time elapsed'
      )
    );
    expect(found.counters).toEqual([
      { event: 'power/energy-pkg/', value: 12.5, unit: 'Joules', running: 1, scope: 'job' },
      { event: 'uncore_imc/data_reads/', value: 17, unit: '', running: 1 },
    ]);
    expect(found.dropped).toBe(1); // a cgroup with a blank cannot be told from two columns
  });

  it('an event that holds the sign of the table', () => {
    const found = read(
      lines(
        '17,,cpu/event=0x3c,umask=0x1/u,100,50.00,,',
        '18,,cpu/event=0x3c,umask=0x2/,/app,100,100.00,,',
        '1,5,msec,task-clock,1,100,00,,'
      )
    );
    expect(found.counters!.map(({ event, value, running, scope }) => [event, value, running, scope])).toEqual([
      ['cpu/event=0x3c,umask=0x1/u', 17, 0.5, undefined],
      ['cpu/event=0x3c,umask=0x2/', 18, 1, '/app'],
      ['task-clock', 1.5, 1, undefined],
    ]);
  });

  it('metrics without a counter, and what the program printed, are no loss', () => {
    const found = read(
      lines(
        '3 files copied',
        '42',
        " Performance counter stats for 'x':",
        '     1,234      cycles            #    1.8  insn per cycle',
        '                                  #    0.25 stalled cycles per insn',
        '       1.5 +- 0.1 seconds time elapsed  ( +-  0.07% )'
      )
    );
    expect([short(found), found.dropped]).toEqual([[['cycles', 1234, '']], 0]);
    const csv = read(
      lines(
        'CPU0,17,,cycles,100,100.00,1.8,GHz',
        'CPU0,,,,,,0.25,stalled cycles per insn',
        'CPU1,18,,cycles,100,100.00,1.8,GHz',
        '7'
      )
    );
    expect([csv.counters!.map(({ value, scope }) => [value, scope]), csv.dropped]).toEqual([
      [
        [17, 'CPU0'],
        [18, 'CPU1'],
      ],
      0,
    ]);
  });

  it.each([
    [
      'vmstat',
      ' r  b   swpd   free   buff  cache   si   so    bi    bo   in   cs us sy id wa st\n 1  0      0 123456  12345 345678    0    0     5    12  100  200  1  1 98  0  0\n',
    ],
    ['du', '123 a\n456 b\n'],
    ['uniq -c', '     12 GET /a\n      3 POST /b\n'],
    ['perf script', 'app 7 [001] 1.500000: 100 cycles:P: \n\t            16fd main+0x2 (/app)\n\n'],
    ['perf sched timehist', readFileSync(join(DATA, '../perf-script/switches.timehist.txt'), 'utf8')],
    ['folded stacks', 'a;b 12\na;c 3\n'],
    ['a table of times', '1 ns a 100 50.00\n2 ns b 100 50.00\n'],
  ])('%s is not taken for it', (_, content) => {
    expect(problemOf(text(content)) ?? read(text(content)).format.id).not.toBe('perf-stat');
  });

  it('more rows cost in proportion, also of nothing but blanks and signs', () => {
    const rows = [
      ' '.repeat(2000),
      '( +- '.repeat(200),
      ',,,,'.repeat(200),
      '     1,234      cycles            #    1.8  insn per cycle',
    ];
    const stat = (count: number) => {
      const found = read(
        lines(" Performance counter stats for 'x':", ...Array.from({ length: 4 * count }, (_, i) => rows[i % 4]))
      );
      expect(found.counters!.length).toBe(count);
    };
    expect(costGrowth(1000, stat)).toBeLessThan(3);
  });
});

describe('perf stat written by hand', () => {
  const lines = (...list: string[]) => text(list.join('\n') + '\n');
  const counters = (source: Source) =>
    read(source).counters!.map(({ event, value, running, unit, time, scope }) => [
      event,
      value,
      running,
      unit,
      time,
      scope,
    ]);

  it('text in several locales', () => {
    expect(
      counters(
        lines(
          " Performance counter stats for 'x':",
          '     1,234,567      cycles',
          "     1'234'567      instructions",
          '     1.234.567      branches',
          '     1.234,5 msec   task-clock',
          '     1,234.5 msec   cpu-clock',
          '         1,234      page-faults',
          '          12,5 Joules power/energy-pkg/',
          '      1.5   99      cache-misses   (50.00%)'
        )
      ).map(([event, value, running, unit, time]) => [event, value, running, unit, time])
    ).toEqual([
      ['cycles', 1234567, 1, '', undefined],
      ['instructions', 1234567, 1, '', undefined],
      ['branches', 1234567, 1, '', undefined],
      ['task-clock', 1234.5, 1, 'msec', undefined],
      ['cpu-clock', 1234.5, 1, 'msec', undefined],
      ['page-faults', 1234, 1, '', undefined],
      ['power/energy-pkg/', 12.5, 1, 'Joules', undefined],
      ['cache-misses', 99, 0.5, '', 1.5],
    ]);
  });

  it('CSV and JSON lines: interval, scope, unit, share of the time', () => {
    expect(counters(lines('1.000, S0 ,4,17,,cycles,100,50.00,,', '2.5,18,,instructions,100,100.00,,'))).toEqual([
      ['cycles', 17, 0.5, '', 1, 'S0'],
      ['instructions', 18, 1, '', 2.5, undefined],
    ]);
    expect(
      counters(
        lines(
          '{"interval": 1.5, "cpu": "3", "counter-value": "17.0", "unit": "msec", "event": "task-clock", "pcnt-running": 75.0}',
          '{"core": "S0-C1", "counter-value": "4", "event": "cycles"}',
          '{"socket": "S1", "counter-value": "5", "event": "cycles"}',
          '{"node": "N0", "counter-value": "6", "event": "cycles"}'
        )
      )
    ).toEqual([
      ['task-clock', 17, 0.75, 'msec', 1.5, '3'],
      ['cycles', 4, 1, '', undefined, 'S0-C1'],
      ['cycles', 5, 1, '', undefined, 'S1'],
      ['cycles', 6, 1, '', undefined, 'N0'],
    ]);
  });

  it('what was not counted is unknown, what is no counter is counted, and nothing at all is refused', () => {
    const found = read(
      lines(
        '{"counter-value": "<not counted>", "event": "cycles"}',
        '{"counter-value": "-3", "event": "instructions"}',
        '{"counter-value": "8", "event": "branches"}',
        '{"event"',
        '{"counter-value": "3"}',
        'a word'
      )
    );
    expect(found.counters!.map(({ event }) => event)).toEqual(['branches']);
    expect(found.dropped).toBe(3);
    expect(found.warnings.map(({ message }) => message)).toEqual([
      expect.stringContaining('not a counter: {"counter-value": "-3"'),
      'Not counted on that machine: cycles.',
    ]);
    expect(read(lines('<not supported>,,cycles,0,100.00,,')).counters).toEqual([]);
    expect(problemOf(lines(" Performance counter stats for 'x':", ''))).toMatch(/No counter/);
    expect(read(lines('17,,cycles,100,100.00,,')).warnings).toEqual([]);
  });
});
