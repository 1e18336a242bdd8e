import * as fc from 'fast-check';
import { compilePattern, compileSearch, exactName, exactPattern, needsEngine, regexEngine, searchNeedsEngine } from '.';
import { compileRegex } from './regexEngine';

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

describe('a pattern that is a text', () => {
  const TEXTS = [
    '',
    'read',
    '^read',
    'read$',
    '^read$',
    'main\\.\\(\\*T\\)\\.Run',
    '^a/b\\$',
    'a\\\\$',
    'x\\^y',
    'ß',
    '^$',
  ];

  it.each(TEXTS)('%j needs no engine, and finds what RE2 would find', (pattern) => {
    expect(needsEngine(pattern)).toBe(false);
    const names = [
      '',
      'read',
      'spread',
      'reads',
      'READ',
      'main.(*T).Run',
      'xmain.(*T).Run',
      'a/b$',
      'a\\',
      'a\\b',
      'x^y',
      'ß',
    ];
    for (const caseSensitive of [true, false]) {
      const test = compilePattern(pattern, caseSensitive);
      const engine = compileRegex(pattern, caseSensitive);
      expect(names.filter((name) => test.ok && test.value(name))).toEqual(names.filter(engine));
    }
  });

  it.each(['a.b', 'a|b', 'a*', '(a)', '[a]', 'a{2}', '\\d', 'a^', '$a', 'a$$', '\\', 'a\\\\.', '^^a'])(
    '%j is more than that',
    (pattern) => expect(needsEngine(pattern)).toBe(true)
  );

  it('may be as long as a name is', () => {
    const name = 'f'.repeat(2_000_000);
    const test = compileSearch(exactPattern(name));
    expect([test.ok && test.value(name), test.ok && test.value(`${name}f`)]).toEqual([true, false]);
  });
});

it('a search needs the engine where it is a regular expression that is more than a text', () => {
  expect(['', 'a.b', '/', '//', '/ab/', '/^a\\.b$/', '/a.b'].filter(searchNeedsEngine)).toEqual([]);
  expect(['/a.b/', '/a|b/'].filter(searchNeedsEngine)).toEqual(['/a.b/', '/a|b/']);
});

it('without its engine a regular expression is a problem with a remedy, a text is not', () => {
  regexEngine.put(undefined);
  const test = compileSearch('/a.b/');
  expect(!test.ok && [test.problem.message, test.problem.remedy]).toEqual([
    expect.stringContaining('could not be loaded'),
    expect.stringContaining('reload the page'),
  ]);
  expect(compileSearch('/ab/').ok).toBe(true);
  regexEngine.put(() => compileRegex);
});
