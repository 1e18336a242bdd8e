import { figuresOf, fillIn, inPercent, message } from './message';
import { fail, invariant, ok } from './result';

it('fills the places of a text; one without a value stays', () => {
  expect(fillIn('{a} of {b}, {a}', { a: 1, b: 'two' })).toBe('1 of two, 1');
  expect(fillIn('{a} of {whole_2}', { a: 0 })).toBe('0 of {whole_2}');
  expect(fillIn('{a} { b }')).toBe('{a} { b }');
  expect(fillIn('{toString}', { a: 1 })).toBe('{toString}');
  expect(fillIn('{a}', { a: '{b}', b: 'no' })).toBe('{b}');
});

it('numbers and shares are written as the language does; words are left alone', () => {
  const values = { times: 1234.5, share: inPercent(0.4267, 1), name: 'v1.5' };
  expect(fillIn('{times} {share} {name}', values)).toBe('1,234.5 42.7\u00a0% v1.5');
  expect(fillIn('{times} {share} {name}', values, figuresOf('de-DE'))).toBe('1.234,5 42,7\u00a0% v1.5');
  expect(fillIn('{share}', { share: inPercent(0.4267) })).toBe('43\u00a0%');
  expect(fillIn('{a} {b}', { a: 0.1 + 0.2, b: 0.0123 })).toBe('0.3 0.0123');
});

it('keeps a text and its values for later', () => {
  expect(message('{n} rows', { n: 2 })).toEqual({ text: '{n} rows', values: { n: 2 } });
});

it('bad input is a value, a broken invariant an exception', () => {
  expect(ok(7)).toEqual({ ok: true, value: 7 });
  expect(fail('no number', { row: 3, remedy: 'Cast it.' })).toEqual({
    ok: false,
    problem: { message: 'no number', row: 3, remedy: 'Cast it.' },
  });
  expect(fail('no number')).toEqual({ ok: false, problem: { message: 'no number' } });
  expect(() => invariant(false, 'rows fit')).toThrow('invariant broken: rows fit');
  expect(() => invariant(true, 'rows fit')).not.toThrow();
});
