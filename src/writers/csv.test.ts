import { toCsv } from './csv';

it('quotes what holds a separator, and disarms what a spreadsheet would run', () => {
  const rows = [
    ['a,"b"', 1],
    ['=cmd|x', 2],
    ['-f', -3],
    ['two\nlines', 4],
    ['+1', 0],
    ['@x', 0.5],
  ];
  expect(toCsv(['function', 'self'], rows)).toBe(
    'function,self\r\n"a,""b""",1\r\n\'=cmd|x,2\r\n\'-f,-3\r\n"two\nlines",4\r\n\'+1,0\r\n\'@x,0.5\r\n'
  );
});

it('leaves alone what only holds such a sign', () => {
  expect(toCsv(['f'], [['a=b'], ['operator-'], ['x@1']])).toBe('f\r\na=b\r\noperator-\r\nx@1\r\n');
});
