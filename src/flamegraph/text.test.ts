import { shortName, TextFitter } from './text';

const fitter = new TextFitter((text) => text.length * 6);

describe('text', () => {
  it('shows the whole name, else its end, else its beginning, else nothing', () => {
    const name = 'github.com/segmentio/kafka-go.(*Conn).Read';
    expect(fitter.fit(name, 1000)).toBe(name);
    expect(fitter.fit(name, 130)).toBe('kafka-go.(*Conn).Read');
    expect(fitter.fit(name, 60)).toMatch(/^kafka.*…$/);
    expect(fitter.fit(name, 12)).toBe('');
  });

  it('does not take a path inside arguments for a package', () => {
    expect(shortName('read (net/http.py:3)')).toBe('read (net/http.py:3)');
    expect(shortName('java/util/List.get')).toBe('List.get');
  });

  /** Six pixels a character, twelve for one that is not ASCII and for the ellipsis. */
  const wide = new TextFitter((of) => (of === 'W' ? 10 : 6));

  it('cuts where the next character would be too wide, and not to fewer than three', () => {
    expect(['abcdef', 'abcde'].map((name) => wide.fit(name, 30))).toEqual(['abc…', 'abcde']);
    expect(wide.fit('abcdef', 29.9)).toBe('');
    expect(wide.fit('abcdefgh', 36)).toBe('abcd…');
  });

  it('takes a character that is not ASCII for a wide one', () => {
    expect([wide.width('abc'), wide.width('aéc'), wide.width('\u0080')]).toEqual([18, 24, 12]);
    expect([wide.fit('ééééé', 50), wide.fit('ééé', 36)]).toEqual(['ééé…', 'ééé']);
  });

  it('keeps a slash that begins or ends a name, and one inside of brackets', () => {
    const names = ['/usr', 'tmp/', '<a/b>', 'run', '/'];
    expect(names.map(shortName)).toEqual(names);
    expect(shortName('/usr/bin/node')).toBe('node');
  });
});
