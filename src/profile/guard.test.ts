import * as fc from 'fast-check';
import { flag, isObject, oneOf, record, records, text, texts } from './guard';

it('takes each kind for itself and for nothing else', () => {
  expect([text('a'), text(''), text(7), text(null)]).toEqual(['a', undefined, undefined, undefined]);
  expect([flag(true), flag(false), flag('true'), flag(0)]).toEqual([true, false, undefined, undefined]);
  expect([oneOf(['a', 'b'], 'b'), oneOf(['a'], 'toString'), oneOf(['1'], 1)]).toEqual(['b', undefined, undefined]);
  expect([texts(['a', '', 7, null]), texts('abc'), texts({ 0: 'a', length: 1 })]).toEqual([['a', ''], [], []]);
  expect([records([{ a: 1 }, null, 'x']), records({ a: 1 })]).toEqual([[{ a: 1 }], []]);
  expect([record({ a: 1 }), record(null), record('text')]).toEqual([{ a: 1 }, {}, {}]);
});

it('never throws, whatever is in it', () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      expect(record(value)).toEqual(isObject(value) ? value : {});
      expect(texts(value).every((one) => typeof one === 'string')).toBe(true);
      expect(records(value).every(isObject)).toBe(true);
      expect([undefined, value]).toContain(text(value));
      expect([undefined, value]).toContain(flag(value));
      expect(oneOf([], value)).toBeUndefined();
    })
  );
});
