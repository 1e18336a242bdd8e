import * as fc from 'fast-check';
import { beginningsOf, INDEXED } from './beginnings';
import { WAIT_TABLE } from './table';
import { MAIN_STARTS, THREAD_ROWS } from './threadTable';

it.each<[source: string, beginnings: string[] | undefined]>([
  ['^java\\.net', ['jav']],
  ['^<?std::', ['std', '<st']],
  ['^(a|bc)d$', ['ad', 'bcd']],
  ['^(?:GC|Z(Mark|Relocate))x', ['GCx', 'ZMa', 'ZRe']],
  ['^_*L_x', ['L_x', '_L_', '__L', '___']],
  ['^_{2,4}sys', ['__s', '___']],
  ['^a{2}$', ['aa']],
  ['^a{0,1}bcd', ['bcd', 'abc']],
  ['^a+bc', ['abc', 'aab', 'aaa']],
  ['^G1(?!Barrier)[XY]', ['G1X', 'G1Y']],
  ['^\\(a\\$', ['(a$']],
  ['^ab$', ['ab']],
  ['^ab', undefined], // any third character
  ['^ab.c', undefined],
  ['^[^a]bc', undefined],
  ['^\\S+x', undefined],
  ['abc', undefined], // anywhere
  ['^(abc|)', undefined],
  ['^(abc|)$', ['abc', '']],
])('%s begins with %j', (source, beginnings) => {
  const found = beginningsOf(source);
  expect(found && [...found].sort()).toEqual(beginnings && [...beginnings].sort());
});

it.each(['^ab', '^L_'])('%s may go on with anything, and is looked at for every name', (source) =>
  expect(beginningsOf(source)).toBeUndefined()
);

const patterns = [
  ...WAIT_TABLE.split('\n').map((line) => line.trim()),
  ...[...MAIN_STARTS, ...THREAD_ROWS.flatMap(({ loops = [], handsOver = [] }) => [...loops, ...handsOver])],
].filter((name) => name.length > 2 && name.startsWith('/') && name.endsWith('/'));

it('has all beginnings of what the patterns of the tables match', () => {
  expect(patterns.length).toBeGreaterThan(100);
  for (const pattern of patterns.map((name) => name.slice(1, -1))) {
    const beginnings = beginningsOf(pattern);
    fc.assert(
      fc.property(
        fc.stringMatching(new RegExp(pattern.replace(/\(\?![^()]*(\([^()]*\)[^()]*)*\)|\\b/g, ''))),
        (name) => {
          const matches = new RegExp(pattern).test(name);
          return !matches || beginnings === undefined || beginnings.includes(name.slice(0, INDEXED));
        }
      ),
      { numRuns: 40 }
    );
  }
});

it('nearly all patterns of the tables are found by their beginning', () => {
  const always = patterns.filter((name) => beginningsOf(name.slice(1, -1)) === undefined);
  expect(always.length).toBeLessThan(10);
});
