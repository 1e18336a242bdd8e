import { detached, rememberByName, rememberWeakly } from './remember';

/** A function that counts how often it is asked. */
function counted<T>(remember: (of: (name: string) => number) => T) {
  const asked = { times: 0 };
  return { asked, of: remember((name) => (asked.times++, name.length)) };
}

it('works a name out once; one of more than 1,000 characters each time', () => {
  const { asked, of } = counted(rememberByName);
  const [long, longer] = ['x'.repeat(1000), 'x'.repeat(1001)];
  expect([of('read'), of('read'), of(long), of(long)]).toEqual([4, 4, 1000, 1000]);
  expect(asked.times).toBe(2);
  expect([of(longer), of(longer)]).toEqual([1001, 1001]);
  expect(asked.times).toBe(4);
});

it('holds 100,000 names, then begins anew', () => {
  const { asked, of } = counted(rememberByName);
  for (let i = 0; i < 100_000; i++) {
    of(`f${i}`);
  }
  of('f0');
  expect(asked.times).toBe(100_000);
  of('one more');
  of('one more');
  expect(asked.times).toBe(100_001);
  of('f0');
  expect(asked.times).toBe(100_002);
});

it('makes one thing for each key', () => {
  let made = 0;
  const of = rememberWeakly((key: { name: string }) => ({ title: key.name, number: ++made }));
  const [a, b] = [{ name: 'a' }, { name: 'b' }];
  const first = of(a);
  expect([first.title, of(a) === first, of(b).title, of(b) === first]).toEqual(['a', true, 'b', false]);
  expect(made).toBe(2);
});

it('a text with memory of its own is the same text', () => {
  const file = 'the beginning of a file and of its name';
  expect([0, 12, 13, 30].map((end) => detached(file.slice(0, end)))).toEqual([
    '',
    'the beginnin',
    'the beginning',
    'the beginning of a file and of',
  ]);
});
