import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { wakerFrames } from '../../profile';
import { bytes, problemOf, read, text } from '../../testing';

const file = (path: string) => bytes(readFileSync(join(__dirname, '../../../testdata', path)));

describe('what is folded', () => {
  it.each([
    ['a semicolon', 'main;f 3\n', 3],
    ['names with blanks, signs and quotes', 'app;operator= (int);f(a, b);"x" 3\n', 3],
    ['semicolons with blanks around them', 'main ; f;g 3\n', 3],
    ['few stacks among bare names', 'swapper 100\nbash 3\nsshd 2\nmain;f 1\n', 106],
    ['functions that nothing calls', 'std::f 3\nmain.run(int) 4\n[unknown] 1\n', 8],
    ['a JVM thread with an equals sign in its name', '[key=value tid=7];java/lang/Thread.run;A.b 3\n', 3],
    ['letters beyond ASCII', 'начало;功能 3\n', 3],
  ])('%s', (_, content, total) => expect(read(text(content)).total).toBe(total));

  it.each([
    ['names and figures', 'nr_free_pages 1897559\nnr_zone_active_anon 398\n'],
    ['prose', 'On Monday; we had 3\nOn Tuesday; we had 4\n'],
    ['figures between semicolons', '1;2;3 4\n5;6;7 8\n'],
    ['one stack among many figures', `${'requests 12\n'.repeat(20)}main;f 1\n`],
  ])('not %s', (_, content) => expect(problemOf(text(content))).toContain('nothing in them is a stack'));

  it('an option says so against that', () => {
    expect(read(text('nr_free_pages 3'), { format: 'folded' }).total).toBe(3);
  });
});

describe('counts that cannot be', () => {
  it('are left out and said: bcc prints 2^64 - x where a clock ran backwards (iovisor/bcc#3227)', () => {
    const found = read(file('bcc/underflow.folded'));
    expect(found.draw.split('\n')[0]).toBe('all 6000000 0'); // network 4.2 s and sleep 1.8 s, in µs
    expect([found.dropped, found.warnings[0].row]).toEqual([1, 3]);
    expect(found.warnings[0].message).toContain('18446744073709551');
    expect(found.warnings[0].remedy).toContain('2^64 - x');
  });

  it.each(['18446744073709550', '18446744073709551615', '9223372036854775808', '18446744066666666'])('%s', (count) => {
    const found = read(text(`a;b ${count}\na;c 5\n`));
    expect([found.total, found.dropped]).toEqual([5, 1]);
  });

  // A CPU month of a fleet in ns is 2.6e18 for 1,000 cores.
  it.each(['2600000000000000000', '16000000000000000', '9007199254740991'])('%s can be', (count) =>
    expect(read(text(`a;b ${count}\n`)).total).toBe(Number(count))
  );
});

const flat = (draw: string) => draw.replace(/\n */g, ' | ');
/** `n` lines. */
const lines = (n: number, line: string | ((i: number) => string)) =>
  Array.from({ length: n }, (_, i) => (typeof line === 'string' ? line : line(i)) + '\n').join('');

describe('what a line says', () => {
  it.each([
    ['main;f 3', 'all 3 0 | main 3 0 | f 3 3'],
    ['main;f   3', 'all 3 0 | main 3 0 | f 3 3'],
    ['main;f\t3', 'all 3 0 | main 3 0 | f 3 3'],
    ['main;f \t 3 \t', 'all 3 0 | main 3 0 | f 3 3'],
    ['  main;f 3', 'all 3 0 | main 3 0 | f 3 3'],
    ['main;f 3\r\n', 'all 3 0 | main 3 0 | f 3 3'],
    ['main;f 1e3', 'all 1000 0 | main 1000 0 | f 1000 1000'],
    ['main;f 1.5E+2', 'all 150 0 | main 150 0 | f 150 150'],
    ['main;f 25e-1', 'all 2.5 0 | main 2.5 0 | f 2.5 2.5'],
    ['main;f 12e10', 'all 120000000000 0 | main 120000000000 0 | f 120000000000 120000000000'],
    ['main;f 3.', 'all 3 0 | main 3 0 | f 3 3'],
    ['main;f 3.25', 'all 3.25 0 | main 3.25 0 | f 3.25 3.25'],
    ['main;f 0', 'all 0 0 | main 0 0 | f 0 0'],
    ['main;f 109', 'all 109 0 | main 109 0 | f 109 109'],
    [
      'main;f 1234567890123456',
      'all 1234567890123456 0 | main 1234567890123456 0 | f 1234567890123456 1234567890123456',
    ],
    ['a;b 3\n#a;c 100\n# a;c 100\n\n  \na;d 4', 'all 7 0 | a 7 0 | b 3 3 | d 4 4'],
    ['a;b 3\n\na;d 4\n\n', 'all 7 0 | a 7 0 | b 3 3 | d 4 4'],
    ['a;#b 3', 'all 3 0 | a 3 0 | #b 3 3'],
    ['a;b# 3', 'all 3 0 | a 3 0 | b# 3 3'],
    ['x;f 1\ny 2', 'all 3 0 | x 1 0 | f 1 1 | y 2 2'],
  ])('%j', (content, tree) => expect(flat(read(text(content)).draw)).toBe(tree));

  it.each([
    ['main;f', 'no count at the end of the line'],
    ['main;f 3x', 'no count at the end of the line'],
    ['main;f x3', 'no count at the end of the line'],
    ['main;f .5', 'no count at the end of the line'],
    ['main;f 3e', 'no count at the end of the line'],
    ['main;f 1,5', 'no count at the end of the line'],
    ['3', 'no count at the end of the line'],
    [`main;f ${'1'.repeat(400)}`, 'no count at the end of the line'],
    ['main;f -3', 'the count is -3, not a number from 0'],
    ['main;f -0.5', 'the count is -0.5, not a number from 0'],
    ['main;f 1e999', 'the count is 1e999, not a number from 0'],
    [`main;f ${'1'.repeat(399)}`, `the count is ${'1'.repeat(399)}, not a number from 0`],
  ])('%j is left out, by its number and why', (line, reason) => {
    const { total, dropped, warnings } = read(text(`a;b 2\n# a note\n${line}\na;c 5\n`));
    expect([total, dropped, warnings.length]).toEqual([7, 1, 1]);
    expect(warnings[0]).toMatchObject({ row: 3, message: `1 line left out: ${reason}` });
  });

  it('without a count it says what a line is', () => {
    expect(read(text('a;b 2\na;b 2\na;c\n')).warnings[0].remedy).toBe('A folded line is "root;…;leaf 42".');
  });
});

describe('what the whole file is', () => {
  it('differential where nineteen of twenty lines have two counts; the others are left out', () => {
    const found = read(text(lines(19, 'a;b 3 5') + 'a;c 4\n'));
    expect(found.total).toBe(19 * 5);
    expect([...found.profile.samples.weights[found.profile.baseline!]].reduce((sum, one) => sum + one)).toBe(19 * 3);
    expect([found.dropped, found.warnings[0].row]).toEqual([1, 20]);
    const single = read(text(lines(18, 'a;b 3 5') + lines(2, 'a;c 4')));
    expect([single.total, single.profile.baseline, single.dropped]).toEqual([18 * 5 + 2 * 4, undefined, 0]);
  });

  it('differential: neither count may be below 0 or missing', () => {
    const found = read(text(`${lines(40, 'a;b 3 5')}a;c -1 5\na;c 4 -1\n`));
    expect([found.total, found.dropped]).toEqual([200, 2]);
    expect(found.warnings[0].message).toBe('2 lines left out: the count is -1 5, not a number from 0');
  });

  it('differential, leaf first and with a unit: both counts are of it', () => {
    const found = read(text(lines(3, 'leaf;main;runtime.goexit 1 2')), { unit: 'us' });
    expect(flat(found.draw)).toBe('all 6000 0 | main 6000 0 | leaf 6000 6000');
    expect([...found.profile.samples.weights[found.profile.baseline!]].reduce((sum, one) => sum + one)).toBe(3000);
  });

  it('leaf first where four of five lines end in what only begins stacks, and says so', () => {
    const turned = read(text(lines(4, 'f;main;start_thread 1') + 'x;y 1\n'));
    expect(flat(turned.draw)).toBe('all 5 0 | main 4 0 | f 4 4 | y 1 0 | x 1 1');
    expect(turned.warnings).toEqual([{ message: 'The stacks are written leaf first and were turned.' }]);
    expect(read(text(lines(3, 'f;main;start_thread 1') + lines(1, 'x;y 1'))).warnings).toEqual([]);
    // A thread of its own is root and leaf.
    expect(read(text(lines(8, 'start_thread 1') + lines(2, 'start_thread;f 1'))).warnings).toEqual([]);
    expect(read(text(lines(5, 'start_thread;main;clone 1'))).warnings).toEqual([]);
    expect(read(text(lines(5, ' f;main ; start_thread  1'))).warnings).toHaveLength(1);
  });

  it('an option decides the direction, without a word', () => {
    const content = lines(5, 'f;main;start_thread 1');
    const asWritten = read(text(content), { leafFirst: false });
    expect([flat(asWritten.draw), asWritten.warnings]).toEqual(['all 5 0 | f 5 0 | main 5 0 | start_thread 5 5', []]);
    expect(read(text(content), { leafFirst: true }).warnings).toEqual([]);
    expect(flat(read(text('f;main 1'), { leafFirst: true }).draw)).toBe('all 1 0 | main 1 0 | f 1 1');
  });

  it('stacks where three of five lines end in a number, and one of five of these has callers', () => {
    expect(read(text(lines(3, 'a;b 1') + lines(2, 'some words'))).dropped).toBe(2);
    expect(problemOf(text(lines(2, 'a;b 1') + lines(2, 'some words')))).toBeDefined();
    expect(read(text(lines(1, 'a;b 1') + lines(4, 'cat 1'))).total).toBe(5);
    expect(problemOf(text(lines(1, 'a;b 1') + lines(5, 'cat 1')))).toContain('nothing in them is a stack');
    expect(read(text(lines(3, 'std::f 1') + lines(2, 'cat 1'))).total).toBe(5);
    expect(problemOf(text(lines(2, 'std::f 1') + lines(2, 'cat 1')))).toContain('nothing in them is a stack');
  });

  it.each([
    'main',
    '_start',
    '__libc_start_main',
    'clone3',
    'java.lang.Thread.run',
    'a::b',
    'f(int)',
    'f (a.go:3)',
    '[vdso]',
    'read_[k]',
    'f+0x1f',
  ])('a lone %s is a function', (name) => expect(read(text(`${name} 3`)).total).toBe(3));

  it.each([
    'mains',
    'some (words)',
    '[a b]',
    'read_[q]',
    'f+0x',
    'a:b',
    'f(',
    '2024-01-02;x',
    '12.5.2024;x',
    '10:20:30;x',
    '"1/2/24;x',
  ])('a lone %s is none', (name) => expect(problemOf(text(`${name} 3`))).toBeDefined());

  it('JSON is none, whatever it ends in', () => {
    expect(problemOf(text(' {"main;f": 1} 3'))).toBeDefined();
    expect(read(text('main;{"f"} 3')).total).toBe(3);
  });
});

describe('who woke', () => {
  const wakers = (content: string) =>
    read(text(content)).profile.labels.map(({ name, values, index }) => [name, values.map(wakerFrames), [...index]]);

  it('a lone dash is no frame, and nobody is told to have woken', () => {
    const content = 'a;b 1\nbash;read;-;schedule 3\na;b 2\n';
    expect(flat(read(text(content)).draw)).toBe('all 6 0 | a 3 0 | b 3 3 | bash 3 0 | read 3 0 | schedule 3 3');
    expect(wakers(content)).toEqual([]);
    // A name that begins with a dash is one.
    expect(flat(read(text('a;-[NSRunLoop run];--flag 3')).draw)).toBe(
      'all 3 0 | a 3 0 | -[NSRunLoop run] 3 0 | --flag 3 3'
    );
  });

  it('separators at any line, with nothing behind them, and more than one', () => {
    expect(wakers('a;b 1\nbash;schedule;-- 3\n')).toEqual([]);
    expect(flat(read(text('a;b 1\nbash;schedule;-- 3\n')).draw)).toBe(
      'all 4 0 | a 1 0 | b 1 1 | bash 3 0 | schedule 3 3'
    );
    expect(wakers('bash;schedule;--;wake;-;x;sshd 3\na;b 1\nbash;schedule;--;poke;init 3\n')).toEqual([
      ['waker', [['sshd'], ['init']], [0, -1, 1]],
      [
        'waker stack',
        [
          ['sshd', 'x', 'wake'],
          ['init', 'poke'],
        ],
        [0, -1, 1],
      ],
    ]);
  });

  it('frames that are marked, above and below; a stack of nothing else is its own', () => {
    const content = 'w_[w];v_[w];bash;read 1\nbash;read;v_[w];w_[w] 2\nv_[w];w_[w] 4\n';
    expect(flat(read(text(content)).draw)).toBe('all 7 0 | bash 3 0 | read 3 3 | v_[w] 4 0 | w_[w] 4 4');
    expect(wakers(content)).toEqual([
      ['waker', [['w']], [0, 0, -1]],
      ['waker stack', [['w', 'v']], [0, 0, -1]],
    ]);
    // In the middle of a name it marks nothing.
    expect(wakers('a_[w]b;c 1\n')).toEqual([]);
  });
});
