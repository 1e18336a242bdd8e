import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type PanelModel } from '@grafana/data';
import * as fc from 'fast-check';
import { changeHandler, migrateOptions } from './migrations';
import { DEFAULT_OPTIONS, OPTIONS_VERSION, type PanelOptions } from './options';

const load = (options: unknown) => migrateOptions({ options } as Pick<PanelModel, 'options'>);
/** As it is in the dashboard's JSON. */
const inJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
/** testdata/options has a file per version, every option in it set to something else than its default. */
const savedBy = (version: number) =>
  JSON.parse(readFileSync(join(__dirname, `../../../testdata/options/${version}.json`), 'utf8')) as PanelOptions;

it('keeps what is understood and falls back to defaults for the rest', () => {
  const saved = {
    version: 2,
    mode: 'side',
    direction: 'sideways',
    showList: 'yes',
    defaultList: 'treee',
    queries: [
      { refId: 'A', role: 'wall', unit: 'ms', probability: 0.1 },
      { refId: 'B', role: 'x', format: 7, counter: 'up', probability: '0.1' },
      3,
    ],
    rollUp: { collapseRecursion: true, normalise: 'no' },
    stitchAsync: true,
    rules: [
      { pattern: 'p', category: 'lock', idle: true },
      { pattern: 'q', category: 'nope' },
    ],
  };
  expect(load(saved)).toEqual({
    ...DEFAULT_OPTIONS,
    mode: 'side',
    queries: [{ refId: 'A', role: 'wall', unit: 'ms', probability: 0.1 }, { refId: 'B' }],
    rollUp: { ...DEFAULT_OPTIONS.rollUp, collapseRecursion: true },
    stitchAsync: true,
    rules: [{ pattern: 'p', category: 'lock', idle: true }],
  });
});

it('reads back every option that the newest version saves, and knows of no other', () => {
  const saved = savedBy(OPTIONS_VERSION);
  expect(inJson(load(saved))).toEqual(saved);
  expect(Object.keys(saved)).toEqual(Object.keys(DEFAULT_OPTIONS));
  for (const [name, value] of Object.entries(DEFAULT_OPTIONS)) {
    expect([name, saved[name as keyof PanelOptions]]).not.toEqual([name, name === 'version' ? NaN : value]);
  }
});

it('version 1: its list, which stood there by itself, is opened by who wants it; what came later is as it was', () => {
  const { showSites, ...kept } = inJson(savedBy(1)) as Record<string, unknown>;
  expect(showSites).toBe(false);
  expect(inJson(load(savedBy(1)))).toEqual({ ...DEFAULT_OPTIONS, ...kept, version: OPTIONS_VERSION });
  expect(load({ showSites: true })).toEqual(DEFAULT_OPTIONS);
  expect(load({ showSites: false })).toEqual(DEFAULT_OPTIONS);
});

it('version 2: the list is open where it says so', () =>
  expect(load({ version: 2, showList: true }).showList).toBe(true));

it.each([undefined, null, {}, [], 'text', 7])('starts from %j', (options) =>
  expect(load(options)).toEqual(DEFAULT_OPTIONS)
);

describe('whatever JSON is saved', () => {
  const known = fc.constantFrom(...Object.keys(DEFAULT_OPTIONS), 'showSites', '__proto__', 'refId', 'type', 'pattern');
  const value = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom('cpu', 'tree', 'number', 'query', 'lock', 'flame', true, NaN, -1),
    fc.array(fc.dictionary(known, fc.jsonValue()), { maxLength: 3 })
  );
  const anything = fc.oneof(fc.jsonValue(), fc.dictionary(known, value));

  it('options come out whose parts are all of their kind, and that load as themselves', () => {
    const kinds = (of: object) => Object.fromEntries(Object.entries(of).map(([name, one]) => [name, typeof one]));
    fc.assert(
      fc.property(anything, (saved) => {
        const options = load(saved);
        expect(kinds(options)).toEqual(kinds(DEFAULT_OPTIONS));
        expect(kinds(options.rollUp)).toEqual(kinds(DEFAULT_OPTIONS.rollUp));
        expect(['first', 'number', 'query']).toContain(options.baseline.type);
        options.queries.forEach(({ refId }) => expect(typeof refId).toBe('string'));
        options.rules.forEach(({ pattern }) => expect(typeof pattern).toBe('string'));
        expect(load(options)).toEqual(options);
      })
    );
  });

  it('one bad part takes no good one with it', () => {
    const good = savedBy(OPTIONS_VERSION);
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(DEFAULT_OPTIONS).filter((name) => name !== 'version')),
        value,
        (name, bad) => {
          const { [name as keyof PanelOptions]: _, ...loaded } = load({ ...good, [name]: bad });
          const { [name as keyof PanelOptions]: __, ...kept } = good;
          expect(inJson(loaded)).toEqual(kept);
        }
      )
    );
  });
});

describe('after another panel', () => {
  const from = (id: string, options: object, previous: object = {}) =>
    changeHandler({ options } as never, id, { options: previous }, {} as never);

  it("Grafana's own flame graph has nothing to take over: defaults", () =>
    expect(from('flamegraph', {}, { mode: 'wall' })).toEqual(DEFAULT_OPTIONS));

  it('and back: what was set by hand before is there again, as is what a suggestion sets', () => {
    const set = { version: 2, queries: [{ refId: 'B', role: 'wall' }], myCode: '^main', mode: 'cpu' };
    for (const id of ['flamegraph', 'table']) {
      expect(from(id, set)).toEqual({ ...DEFAULT_OPTIONS, ...set });
    }
  });
});
