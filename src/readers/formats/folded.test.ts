import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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
