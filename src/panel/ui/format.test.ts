import { createTheme, type Field, FieldType } from '@grafana/data';
import { translationsAreLoaded } from '../grafana/translate';
import { download, formatChange, formatCounter, formatterFor, percent, points, toCsv } from './format';

/** Figures have a no-break space before their unit. */
const shown = (text: string) => {
  expect(text).not.toContain(' ');
  return text.replace('\u00a0', ' ');
};
const theme = createTheme();
const field = (config: Field['config']) => ({ name: 'value', type: FieldType.number, values: [], config }) as Field;

describe('in English', () => {
  it('figures follow the unit and the decimals of the field', () => {
    expect(formatterFor('nanoseconds', field({ unit: 'ns' }), theme)(1_500_000_000)).toBe('1.50 s');
    expect(formatterFor('nanoseconds', field({ unit: 'ms', decimals: 0 }), theme)(12e6)).toBe('12 ms');
    expect(formatterFor('count', undefined, theme)(1500)).toBe('1.50 K');
  });

  it('are made without a look at the values of the field, of which there may be a million', () => {
    const read = jest.fn();
    const values = new Proxy([1, 2], { get: (target, key) => read(key) ?? Reflect.get(target, key) });
    expect(formatterFor('nanoseconds', { ...field({ unit: 'ns' }), values }, theme)(2e9)).toBe('2 s');
    expect(read).not.toHaveBeenCalled();
  });

  it.each([
    [0.4267, '42.7 %'],
    [0, '0.0 %'],
    [-0, '0.0 %'],
    [1, '100.0 %'],
    [12.3456, '1234.6 %'],
    [0.0001, '<0.1 %'],
    [-0.0001, '>-0.1 %'],
    [-0.092, '-9.2 %'],
    [NaN, '–'],
  ])('a share of %d is %s', (share, text) => expect(shown(percent(share))).toBe(text));

  it.each([
    [0.032, '+3.2 pp'],
    [-0.0916, '−9.2 pp'],
    [0.0004, '±0 pp'],
    [-0.00049, '±0 pp'],
    [0.0005, '+0.1 pp'],
    [Infinity, '–'],
  ])('a difference of shares of %d is %s', (delta, text) => expect(shown(points(delta))).toBe(text));

  it.each([
    [112, 100, '+12 %'],
    [1, 2, '−50 %'],
    [1.05, 1, '+5.0 %'],
    [0.905, 1, '−9.5 %'],
    [1.0996, 1, '+10 %'],
    [1.0001, 1, '±0 %'],
    [1, 0, '–'],
  ])('%d against %d is %s', (value, baseline, text) => expect(shown(formatChange(value, baseline))).toBe(text));

  it('a counter is a share, a ratio with two digits, or a number that needs none', () => {
    expect(shown(formatCounter('cacheMissRatio', 0.126))).toBe('12.6 %');
    expect(formatCounter('ipc', 0.8349)).toBe('0.83');
    expect(formatCounter('mpki', 99.994)).toBe('99.99');
    expect(formatCounter('mpki', 1234.5)).toMatch(/^123[45]$/);
    expect(formatCounter('ipc', NaN)).toBe('–');
  });
});

describe('in German', () => {
  beforeAll(() => translationsAreLoaded('de-DE'));
  afterAll(() => translationsAreLoaded());

  it('every figure has a comma', () => {
    expect(shown(percent(0.4267))).toBe('42,7 %');
    expect(shown(percent(0.0001))).toBe('<0,1 %');
    expect(shown(percent(12.3456))).toBe('1234,6 %');
    expect(shown(points(-0.032))).toBe('−3,2 pp');
    expect(shown(formatChange(1.05, 1))).toBe('+5,0 %');
    expect(formatCounter('ipc', 0.8349)).toBe('0,83');
  });

  it('the same units as in English, which Grafana chooses', () => {
    expect(formatterFor('nanoseconds', undefined, theme)(136.8e9)).toBe('2,28 mins');
    expect(formatterFor('nanoseconds', field({ unit: 'ms', decimals: 0 }), theme)(12e6)).toBe('12 ms');
    expect(formatterFor('nanoseconds', field({ unit: 'ns', decimals: 2 }), theme)(-1.5e9)).toBe('-1,50 s');
  });

  it('files for programs keep the point', () => expect(toCsv(['a'], [[1.5]])).toBe('a\r\n1.5\r\n'));
});

it('a language that has no comma keeps the point, and none is English', () => {
  translationsAreLoaded('ja-JP');
  expect(shown(percent(0.4267))).toBe('42.7 %');
  translationsAreLoaded(undefined);
  expect(shown(percent(0.4267))).toBe('42.7 %');
});

it('hands over a file by its name, and lets go of it when the browser has had time to read it', () => {
  const timer = jest.spyOn(globalThis, 'setTimeout');
  const made: Blob[] = [];
  const clicked: string[] = [];
  const revoked: string[] = [];
  Object.assign(URL, {
    createObjectURL: (blob: Blob) => `blob:${made.push(blob)}`,
    revokeObjectURL: (url: string) => revoked.push(url),
  });
  const click = jest.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    clicked.push(`${this.download} ${this.href}`);
  });
  download('functions.csv', 'text/csv', 'a,b');
  expect([clicked, revoked]).toEqual([['functions.csv blob:1'], []]);
  expect([made[0].type, made[0].size]).toEqual(['text/csv', 3]);
  const [[letGo, after]] = timer.mock.calls;
  clearTimeout(timer.mock.results[0].value);
  expect(after).toBeGreaterThanOrEqual(1000);
  letGo();
  expect(revoked).toEqual(['blob:1']);
  click.mockRestore();
  timer.mockRestore();
});
