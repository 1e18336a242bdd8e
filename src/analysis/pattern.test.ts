import * as fc from 'fast-check';
import { compileSearch, exactName, exactPattern } from '.';

const finds = (query: string, name: string) => {
  const test = compileSearch(query);
  return test.ok && test.value(name);
};

describe('a frame as a search', () => {
  it.each(['main.(*T).Run', 'a/b.C::d<e>', 'x[y]{z}|^$\\', 'a'.repeat(5000)])('%.40s finds itself only', (name) => {
    const pattern = exactPattern(name);
    expect([finds(pattern, name), finds(pattern, `${name}x`), finds(pattern, `x${name}`)]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('any name is told from its pattern again', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (name) => exactName(exactPattern(name)) === name));
  });

  it.each(['read', '/read/', '/^read/', '/^rea.d$/', '/^a|b$/', '/^\\d$/', '/^a\\$/', ''])(
    '%s is a pattern, and no name of a frame',
    (pattern) => expect(exactName(pattern)).toBeUndefined()
  );

  it('what a person types in anchors is without regard to case, too', () => {
    expect(finds('/^main.run$/', 'Main.Run')).toBe(true);
    expect(finds('/^main$/', 'Main')).toBe(true);
  });
});
