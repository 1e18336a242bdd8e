import { compileNames, compileThreads } from './compile';
import { THREADS, WAITS } from './compiled';
import { NameTable } from './nameTable';

it('is plain data: as JSON, which is what a build ships, it is the same', () => {
  expect(JSON.parse(JSON.stringify(WAITS))).toEqual(WAITS);
  expect(JSON.parse(JSON.stringify(THREADS))).toEqual(THREADS);
  expect(WAITS.map(({ exact }) => exact.length > 0)).toEqual([true, true]);
});

it('has no name in which the mark between names stands: it would be two', () => {
  expect(() => compileNames([['a^b', 1]])).toThrow('a^b');
  expect(() =>
    compileNames([
      ['a', 1],
      ['operator^*', 1],
    ])
  ).toThrow('operator^');
});

it('has names of threads as Linux cuts them, too, without their number, and of functions whose they are', () => {
  const row = { purpose: 'worker', runtime: 'jvm', what: 'w', source: 's' } as const;
  const { rows, names, functions } = compileThreads(
    [
      { ...row, threads: ['Common-Cleaner', 'a long name of a thread #3'], own: /^x/ },
      { ...row, loops: ['a.run'], handsOver: ['a.serve*'] },
    ],
    ['libc:main']
  );
  expect(names).toEqual([[0, 'Common-Cleaner^a long name of a thread^a long name of']]);
  expect(rows).toEqual([
    { purpose: 'worker', runtime: 'jvm', own: '^x' },
    { purpose: 'worker', runtime: 'jvm' },
  ]);
  const table = new NameTable(functions, (mark) => mark);
  expect(['a.run', 'a.served', 'main', 'libc:main'].map(table.find)).toEqual([
    [{ kind: 'loop', row: 1 }],
    [{ kind: 'handsOver', row: 1 }],
    [],
    [{ kind: 'main', row: -1 }],
  ]);
});
