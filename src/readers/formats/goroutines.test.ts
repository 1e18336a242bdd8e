import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { splitAt } from '../../analysis';
import { prepareProfile } from '../../prepare';
import { costGrowth, problemOf, read, text } from '../../testing';

const file = (name: string) => readFileSync(join(__dirname, '../../../testdata/goroutines', name), 'utf8');
const lines = (...all: string[]) => text(all.join('\n') + '\n');
const split = (name: string) => splitAt(prepareProfile([{ refId: 'A', source: text(file(name)) }]).paired!, 0);
const labelsOf = (name: string) =>
  new Map(read(text(file(name))).profile.labels.map(({ name: label, values }) => [label, values]));

describe('one program, 13 goroutines', () => {
  it.each(['labels-debug1.txt', 'labels-debug3.txt', 'labels-leak2.txt'])('%s says the same as debug=2', (name) => {
    expect(split(name)).toEqual(split('plain-debug2.txt'));
    expect(split(name)).toMatchObject({ total: 13, onCpu: 2 });
  });

  it('no header is left over: as many goroutines as grep counts', () => {
    for (const name of ['plain-debug2.txt', 'labels-debug3.txt', 'labels-leak2.txt', 'go126-labels.txt']) {
      const { profile, dropped } = read(text(file(name)));
      expect([name, profile.samples.length, dropped]).toEqual([name, file(name).match(/^goroutine \d/gm)!.length, 0]);
    }
  });

  it.each(['labels-debug1.txt', 'labels-debug3.txt'])('%s: labels of the program, with brackets and quotes', (name) => {
    expect(labelsOf(name).get('route')!.sort()).toEqual(['/items[0]', '/items[1]', '/items[2]', 'a "quoted" ]: name']);
  });

  it('debug=1: counts, and what cannot be told', () => {
    const { profile, total, warnings } = read(text(file('labels-debug1.txt')));
    expect(total).toBe(Number(/total (\d+)/.exec(file('labels-debug1.txt'))![1]));
    expect(profile.samples.weights[0]).toContain(2);
    expect(warnings[0].message).toMatch(/debug=1 does not name what goroutines wait for/);
  });

  it('leaks are a label, not a part of the reason', () => {
    const labels = labelsOf('labels-leak2.txt');
    expect(labels.get('leaked')).toEqual(['leaked']);
    expect(labels.get('state')).toContain('sync.Mutex.Lock');
    expect(labels.get('state')!.filter((state) => state.includes('leaked'))).toEqual([]);
    expect(read(text(file('labels-leak1.txt'))).total).toBe(5);
  });
});

it('labels in headers: goroutine 1 keeps its own stack', () => {
  const { draw } = read(text(file('go126-labels.txt')));
  expect(draw).toContain(
    ['  main.main 1 0', '    runtime/pprof.(*Profile).WriteTo 1 0', '      runtime/pprof.writeGoroutine 1 0'].join('\n')
  );
});

it('remarks of the runtime: minutes, threads, scans, bubbles', () => {
  const { profile, draw } = read(
    lines(
      'goroutine 7 [IO wait (scan), 12 minutes, locked to thread]:',
      'net.(*conn).Read(0xc0, {0x1, 0x2})',
      '\t/go/net.go:1 +0x1',
      '',
      'goroutine 8 [chan receive (durable), synctest bubble 1, labels: {"a": "b, [c]"}]:',
      'main.f(0x1)',
      '\t/app/main.go:3 +0x1',
      '',
      'goroutine 9 [chan receive (nil chan)]:',
      'main.f(0x1)',
      '\t/app/main.go:3 +0x1'
    )
  );
  expect(profile.labels.find(({ name }) => name === 'state')!.values).toEqual([
    'IO wait',
    'chan receive',
    'chan receive (nil chan)',
  ]);
  expect(profile.labels.find(({ name }) => name === 'a')!.values).toEqual(['b, [c]']);
  expect([...profile.samples.weights[1]]).toEqual([72e10, 0, 0]);
  expect(draw).toContain('goroutine [IO wait] 1 1');
});

describe('what is not understood', () => {
  it('a header ends the goroutine before it, whether it is known or not, and is counted', () => {
    const found = read(
      lines(
        'goroutine 1 [running]:',
        'main.main()',
        '\t/app/main.go:3 +0x1',
        'goroutine 2 in a way of its own:',
        'main.other()',
        '\t/app/main.go:9 +0x1',
        'runtime stack:',
        'runtime.throw({0x1, 0x2})'
      )
    );
    expect(found.draw).toBe(['all 1 0', '  main.main 1 1'].join('\n'));
    expect(found.dropped).toBe(1);
    expect(found.warnings[0]).toMatchObject({ row: 4, message: expect.stringContaining("not a goroutine's header") });
  });

  it('debug=1 where no wait is shown: nothing is taken for running', () => {
    const source = lines('goroutine profile: total 3', '3 @ 0x1 0x2', '#\t0x2\tmain.work+0x1\t/app/main.go:3');
    const { paired } = prepareProfile([{ refId: 'A', source }]);
    expect(splitAt(paired!, 0)).toMatchObject({ total: 3, onCpu: 0 });
  });

  it('a dump without a goroutine is an error', () => {
    expect(problemOf(lines('goroutine profile: total 0'))).toMatch(/holds no goroutine/);
  });

  it('long lines of parentheses cost in proportion', () => {
    const dump = (size: number) =>
      read(lines('goroutine 1 [running]:', 'f' + '(a)'.repeat(size) + 'x', 'g' + '('.repeat(size) + ')'));
    expect(costGrowth(25_000, dump)).toBeLessThan(3);
  });
});

it('goroutines: arguments go, cut frames are no fault, other lines are', () => {
  const found = read(
    lines(
      'goroutine 7 gp=0xc0 m=nil [IO wait, 2 minutes, locked to thread]:',
      'net.(*conn).Read(0xc0, {0x1, 0x2})',
      '\t/go/net.go:1 +0x1',
      'main.(*T[...]).Run(...)',
      '\t/app/main.go:3',
      'main.main.func1()',
      '...additional frames elided...',
      'not a frame',
      'created by main.start in goroutine 12',
      '\t/app/main.go:9',
      '',
      'goroutine 8 [running]:',
      'main.f(0x1)',
      '\t/app/main.go:3 +0x1'
    )
  );
  expect(found.draw).toBe(
    [
      'all 2 0',
      '  main.f 1 1',
      '  main.main.func1 1 0',
      '    main.(*T[...]).Run 1 0',
      '      net.(*conn).Read 1 0',
      '        goroutine [IO wait] 1 1',
    ].join('\n')
  );
  expect(found.types).toEqual(['goroutines/count', 'waited/nanoseconds']);
  expect([...found.profile.samples.weights[1]]).toEqual([12e10, 0]);
  expect(found.warnings[0]).toMatchObject({ row: 8, message: expect.stringContaining('not a frame: not a frame') });
  expect(found.dropped).toBe(1);
  expect(found.profile.labels.map(({ name, values }) => [name, values])).toEqual([
    ['state', ['IO wait', 'running']],
    ['goroutine', ['7', '8']],
  ]);
});
