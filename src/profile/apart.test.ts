import * as fc from 'fast-check';
import { costGrowth } from '../testing';
import { apart, shortenApart } from '.';

const marksOf = (...names: string[]) => {
  const told = apart(names);
  return names.map((name) => {
    const one = told.get(name);
    return one && [name.slice(0, one.at), one.mark, one.method];
  });
};

it.each<[string, string[], Array<string[] | undefined>]>([
  [
    'the type',
    ['sync.(*Mutex).Lock', 'sync.(*RWMutex).Lock', 'main.run'],
    [['sync.(*', 'Mutex).', 'Lock'], ['sync.(*', 'RWMutex).', 'Lock'], undefined],
  ],
  [
    'the path, where package and type are the same',
    ['github.com/a/kafka.(*Conn).Read', 'github.com/b/kafka.(*Conn).Read'],
    [
      ['github.com/', 'a/kafka.(*Conn).', 'Read'],
      ['github.com/', 'b/kafka.(*Conn).', 'Read'],
    ],
  ],
  [
    'the end of a long type, from the word on that is another one',
    ['j.AbstractQueuedSynchronizer.acquire', 'j.AbstractQueuedLongSynchronizer.acquire'],
    [
      ['j.AbstractQueued', 'Synchronizer.', 'acquire'],
      ['j.AbstractQueued', 'LongSynchronizer.', 'acquire'],
    ],
  ],
  [
    'one part more, where one has it',
    ['Read', 'net.Read'],
    [
      ['', '', 'Read'],
      ['', 'net.', 'Read'],
    ],
  ],
  [
    'arguments',
    ['ns::f(int)', 'ns::f(long)'],
    [
      ['ns::', '', 'f(int)'],
      ['ns::', '', 'f(long)'],
    ],
  ],
  [
    'arguments at their end',
    ['f(std::vector<int> const&, Alpha)', 'f(std::vector<int> const&, Beta)'],
    [
      ['', '', 'f…Alpha)'],
      ['', '', 'f…Beta)'],
    ],
  ],
])('names with the same method are told apart by %s', (_, names, expected) =>
  expect(marksOf(...names)).toEqual(expected)
);

it('shortened, what tells them apart stays', () => {
  const names = ['github.com/a/kafka.(*Conn).ReadMessage', 'github.com/b/kafka.(*Reader).ReadMessage'];
  const told = apart(names);
  const at = (room: number) => names.map((name) => shortenApart(name, told.get(name)!, (text) => text.length <= room));
  expect(at(60)).toEqual(names);
  expect(at(28)).toEqual(['kafka.(*Conn).ReadMessage', 'kafka.(*Reader).ReadMessage']);
  expect(at(21)).toEqual(['…Conn).ReadMessage', '…Reader).ReadMessage']);
  expect(at(16)).toEqual(['…Con…ReadMessage', '…Rea…ReadMessage']);
  expect(at(8)).toEqual(['…Conn)…', '…Reader…']);
  expect(at(3)).toEqual(['', '']);
});

/** Names as profilers of many languages write them: a path, types of a few words, a method, arguments. */
const word = fc.constantFrom(
  'Abstract',
  'Queued',
  'Long',
  'Sync',
  'conn',
  'Conn',
  'read',
  'v2',
  'a',
  'b',
  '(*T)',
  '<init>'
);
const part = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(''));
const names = fc.uniqueArray(
  fc
    .tuple(
      fc.constantFrom('', 'github.com/x/', 'a/', 'b/'),
      fc.array(part, { maxLength: 3 }),
      part,
      fc.constantFrom('', '(int)', '(long)', '(a.B, c)')
    )
    .chain(([path, types, method, args]) =>
      fc.constantFrom('.', '::').map((dot) => path + [...types, method].join(dot) + args)
    ),
  { minLength: 2, maxLength: 30 }
);

it('for any list of names no two read the same, neither in full nor by what is kept of them', () => {
  fc.assert(
    fc.property(names, (list) => {
      const told = apart(list);
      const shown = list.map((name) => {
        const one = told.get(name);
        return one ? `${one.at > 0 ? '…' : ''}${one.mark}${one.method}` : name;
      });
      expect(new Set(shown).size).toBe(list.length);
    }),
    { numRuns: 2000, seed: 28 }
  );
});

it('for any list of names no two that have room for something read the same', () => {
  fc.assert(
    fc.property(names, fc.integer({ min: 12, max: 40 }), (list, room) => {
      const told = apart(list);
      const shown = list.flatMap((name) => {
        const one = told.get(name);
        return (one && shortenApart(name, one, (text) => text.length <= room)) || [];
      });
      expect(shown.filter((text) => text.length > room)).toEqual([]);
      expect(new Set(shown).size).toBe(shown.length);
    }),
    {
      numRuns: 2000,
      seed: 28,
      examples: [[['github.com/x/Abstract(a.B, c)', 'github.com/x/Abstract', 'Abstract'], 12]],
    }
  );
});

it('more names of one method cost in proportion', () => {
  const names = (count: number) =>
    expect(apart(Array.from({ length: count }, (_, i) => `com.example.module${i % 100}.Handler${i}.run`)).size).toBe(
      count
    );
  expect(costGrowth(1250, names)).toBeLessThan(3);
});
