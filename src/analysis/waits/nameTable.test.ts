import { NameTable } from './nameTable';

const tableOf = (...names: Array<[name: string, space?: string]>) => {
  const table = new NameTable<string>();
  names.forEach(([name, space]) => table.add(name, `${space ?? ''}${name}`, space));
  return table;
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
    expect(tableOf(['a'], ['a']).find('a')).toEqual(['a', 'a']);
  });

  it('of one kind do not meet those of another, patterns neither', () => {
    const spaced = tableOf(['/^p?poll$/', 'libc:'], ['/poll$/']);
    expect(spaced.find('libc:ppoll')).toEqual(['libc:/^p?poll$/']);
    expect(spaced.find('ppoll')).toEqual(['/poll$/']);
  });

  it('can be added after a look-up', () => {
    const growing = tableOf(['/^a$/']);
    expect(growing.find('b')).toEqual([]);
    growing.add('/^b$/', 'late');
    expect(growing.find('b')).toEqual(['late']);
  });
});
