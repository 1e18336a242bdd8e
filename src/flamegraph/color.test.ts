import { hashText, packageOf } from './color';

it.each([
  ['github.com/a/b.(*T).M', 'github.com/a/b'],
  ['main.run', 'main'],
  ['std::vec::push', 'std::vec'],
  ['java/util/List.get', 'java/util/List'],
  ['github.com/a/b.Map[go.shape.int]', 'github.com/a/b'],
  ['/usr/lib/libc.so', '/usr/lib'],
  ['call (main.run)', ''],
  ['memcpy', ''],
])('%s is of package "%s"', (name, expected) => expect(packageOf(name)).toBe(expected));

it('takes a module for the package, and looks for one only where a name begins', () => {
  expect(packageOf('std::vec::push', 'libc.so.6')).toBe('libc.so.6');
  expect(packageOf(`${'a'.repeat(290)}::push`)).toBe('a'.repeat(290));
  expect(packageOf(`${'a'.repeat(310)}::push`)).toBe('');
});

it('shades texts evenly and always alike; what follows the 200th character does not count', () => {
  const shades = new Array<number>(8).fill(0);
  for (let i = 0; i < 800; i++) {
    shades[hashText(`github.com/org/package${i}`) % 8]++;
  }
  shades.forEach((often) => {
    expect(often).toBeGreaterThan(60);
    expect(often).toBeLessThan(140);
  });
  const long = 'x'.repeat(199);
  expect(hashText(`${long}ab`)).toBe(hashText(`${long}ac`));
  expect(hashText(`${long}b`)).not.toBe(hashText(`${long}c`));
  expect([hashText(''), hashText('ab') === hashText('ba')]).toEqual([hashText(''), false]);
});
