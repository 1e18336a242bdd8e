import { compileNames } from './compile';
import { NameTable } from './nameTable';

/** As a build makes it: what is shipped is JSON. */
const tableOf = (...names: Array<[name: string, space?: string]>) => {
  const compiled = compileNames(names.map(([name, space = '']) => [space + name, space + name]));
  return new NameTable<string>(JSON.parse(JSON.stringify(compiled)), (value) => value);
};

describe('names of a table', () => {
  const table = tableOf(
    ['futex_wait'],
    ['futex_*'],
    ['/^(x|y)\\.wait$/'],
    ['/'],
    ['*'],
    ['ab*'],
    ['poll', 'libc:'],
    ['sem_*', 'libc:']
  );
  it.each<[string, string[]]>([
    ['futex_wait', ['futex_wait']], // exact: nothing else
    ['futex_wake', ['futex_*']],
    ['futex_', ['futex_*']],
    ['futex', []],
    ['my_futex_wake', []],
    ['x.wait', ['/^(x|y)\\.wait$/']],
    ['y.wait', ['/^(x|y)\\.wait$/']],
    ['x.waits', []],
    ['a.x.wait', []],
    ['/', ['/']],
    ['*', ['*']], // too short to be found by their beginning: they stand for themselves
    ['ab*', ['ab*']],
    ['abc', []],
    ['poll', []],
    ['libc:poll', ['libc:poll']],
    ['sem_wait', []],
    ['libc:sem_wait', ['libc:sem_*']],
    ['', []],
  ])('%s', (name, found) => expect(table.find(name)).toEqual(found));

  it('are all found where several stand for one', () => {
    expect(tableOf(['read_*'], ['read_page*'], ['/^read_.*_wait$/']).find('read_page_wait')).toEqual([
      'read_*',
      'read_page*',
      '/^read_.*_wait$/',
    ]);
    expect(tableOf(['a'], ['b'], ['a']).find('a')).toEqual(['a', 'a']);
  });

  it('of one kind do not meet those of another, patterns neither', () => {
    const spaced = tableOf(['/^p?poll$/', 'libc:'], ['/poll$/']);
    expect(spaced.find('libc:ppoll')).toEqual(['libc:/^p?poll$/']);
    expect(spaced.find('ppoll')).toEqual(['/poll$/']);
  });

  it('are found in the order of the table where some begin with anything', () => {
    expect(tableOf(['/end$/'], ['/^the end$/'], ['/^[^x]*d$/'], ['/^the/']).find('the end')).toEqual([
      '/end$/',
      '/^the end$/',
      '/^[^x]*d$/',
      '/^the/',
    ]);
  });

  it('have no pattern compiled before a name begins as it does', () => {
    const patterns = jest.spyOn(global, 'RegExp');
    const spaced = tableOf(['/^GC[A-Z]+$/'], ['/^lock(ed)?$/']);
    patterns.mockClear(); // those of the build
    const found = spaced.find('main.run');
    const locked = spaced.find('locked');
    const { calls } = patterns.mock;
    patterns.mockRestore();
    expect([found, locked, calls]).toEqual([[], ['/^lock(ed)?$/'], [['^lock(ed)?$']]]);
  });
});
