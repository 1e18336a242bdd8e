import { fillIn, message } from './message';
import { fail, invariant, ok } from './result';

it('fills the places of a text; one without a value stays', () => {
  expect(fillIn('{a} of {b}, {a}', { a: 1, b: 'two' })).toBe('1 of two, 1');
  expect(fillIn('{a} of {whole_2}', { a: 0 })).toBe('0 of {whole_2}');
  expect(fillIn('{a} { b }')).toBe('{a} { b }');
  expect(fillIn('{toString}', { a: 1 })).toBe('{toString}');
  expect(fillIn('{a}', { a: '{b}', b: 'no' })).toBe('{b}');
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
