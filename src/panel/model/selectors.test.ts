import { prepared } from '../../testing';
import { DEFAULT_OPTIONS } from '../options/options';
import { INITIAL_STATE } from '../state/panelState';
import {
  availableModes,
  categoryIndex,
  comparedTo,
  drawnFirst,
  effectiveFilters,
  hasTime,
  isTimed,
  sandwichedSymbol,
  searchIn,
  shownList,
  shownMode,
  shownRole,
} from './selectors';

const both = prepared({ cpu: 'run;work 30', wall: 'run;work 40\nrun;ep_poll 60' });
const cpuOnly = prepared({ cpu: 'run;work 30' });
const wallOnly = prepared({ wall: 'run;work 40\nrun;ep_poll 60' });

describe('modes', () => {
  const modes = (of: typeof both, comparable = false) =>
    Object.entries(availableModes(of.paired!, comparable)).flatMap(([mode, there]) => (there ? [mode] : []));
  it('are those whose profiles are there', () => {
    expect(modes(both)).toEqual(['cpu', 'wall', 'hotcold', 'side']);
    expect(modes(cpuOnly)).toEqual(['cpu']);
    expect(modes(wallOnly)).toEqual(['wall', 'hotcold']);
    expect(modes(cpuOnly, true)).toEqual(['cpu', 'changed']);
  });

  const all = availableModes(both.paired!, true);
  it('begin with both where both are known, else with what is', () => {
    expect(shownMode(INITIAL_STATE, 'auto', all)).toBe('hotcold');
    expect(shownMode(INITIAL_STATE, 'auto', availableModes(wallOnly.paired!, false))).toBe('wall');
    expect(shownMode(INITIAL_STATE, 'auto', availableModes(cpuOnly.paired!, false))).toBe('cpu');
  });
  it('follow the viewer before the option, and neither where the data lack it', () => {
    expect(shownMode({ ...INITIAL_STATE, mode: 'wall' }, 'cpu', all)).toBe('wall');
    expect(shownMode(INITIAL_STATE, 'side', all)).toBe('side');
    expect(shownMode({ ...INITIAL_STATE, mode: 'changed' }, 'auto', { ...all, changed: false })).toBe('hotcold');
  });
  it('figures are of CPU time in its mode only', () => {
    expect(shownRole(both.paired!, 'cpu')).toBe(both.paired!.cpu);
    expect(shownRole(both.paired!, 'hotcold')).toBe(both.paired!.wallTime);
    expect(shownRole(cpuOnly.paired!, 'changed')).toBe(cpuOnly.paired!.cpu);
  });
});

it('a profile whose sums are zero is nothing to draw', () => {
  expect([both, cpuOnly, wallOnly].map(({ paired }) => hasTime(paired!))).toEqual([true, true, true]);
  expect(
    hasTime(prepared({ cpu: 'run;work 0' }).paired ?? { ...both.paired!, cpu: undefined, wallTime: undefined })
  ).toBe(false);
});

it('an empty baseline is none: it would make everything new', () => {
  const against = (then: string) => comparedTo(prepared({ wall: 'run;a 60\nrun;b 40' }, {}, { wall: then }));
  expect(against('run;a 20\nrun;b 80').common).toBeDefined();
  expect(comparedTo(both)).toEqual({ baseline: undefined, common: undefined });
});

it('roll-up is as the viewer sets it, else as the panel is configured', () => {
  const options = { ...DEFAULT_OPTIONS, rollUp: { ...DEFAULT_OPTIONS.rollUp, collapseChains: true } };
  expect(effectiveFilters({}, options)).toMatchObject({ collapseChains: true, collapseRecursion: false });
  expect(effectiveFilters({ collapseChains: false, hideIdle: true }, options)).toMatchObject({
    collapseChains: false,
    hideIdle: true,
  });
});

it('a search marks names, and says what is wrong with a pattern', () => {
  const { tree } = both.paired!;
  const names = (search: string) =>
    tree.symbols.filter((_, i) => searchIn(tree, search).matched?.[i]).map(({ name }) => name);
  expect(names('work')).toEqual(['work']);
  expect(names('')).toEqual([]);
  expect(searchIn(tree, '/(/').matched).toBeUndefined();
  expect(searchIn(tree, '/(/').error).toContain('RE2');
});

it('the list begins with waits where there are any, and has none where nothing has a clock', () => {
  expect(shownList(INITIAL_STATE, 'auto', { timed: true, hasSites: true, hasWakers: false })).toBe('sites');
  expect(shownList(INITIAL_STATE, 'auto', { timed: true, hasSites: false, hasWakers: false })).toBe('functions');
  expect(shownList(INITIAL_STATE, 'tree', { timed: true, hasSites: true, hasWakers: false })).toBe('tree');
  expect(
    shownList({ ...INITIAL_STATE, list: 'functions' }, 'tree', { timed: true, hasSites: true, hasWakers: false })
  ).toBe('functions');
  const wakers = { ...INITIAL_STATE, list: 'wakers' as const };
  expect(shownList(wakers, 'auto', { timed: true, hasSites: true, hasWakers: true })).toBe('wakers');
  expect(shownList(wakers, 'auto', { timed: true, hasSites: true, hasWakers: false })).toBe('sites');
  expect(
    shownList({ ...INITIAL_STATE, list: 'sites' }, 'auto', { timed: false, hasSites: true, hasWakers: false })
  ).toBe('functions');
  expect(isTimed(both.paired!)).toBe(true);
});

it('categories and functions are found by name; what is gone is no place', () => {
  const { tree } = both.paired!;
  expect(categoryIndex({ ...INITIAL_STATE, category: 'poll' })).toBe(2);
  expect(categoryIndex(INITIAL_STATE)).toBeUndefined();
  expect(tree.symbols[sandwichedSymbol(tree, { ...INITIAL_STATE, sandwich: 'work' })].name).toBe('work');
  expect(sandwichedSymbol(tree, { ...INITIAL_STATE, sandwich: 'gone' })).toBe(-1);
  expect(sandwichedSymbol(tree, INITIAL_STATE)).toBe(-1);
});

describe('what is drawn first', () => {
  const both = { cpu: true, wallTime: true, evidence: 'cpu+wall' as const };
  const drawn = (mode: 'auto' | 'cpu' | 'side' | 'changed', state = {}) =>
    drawnFirst({ ...INITIAL_STATE, ...state }, { mode })?.(both);
  it('is the role of the mode that will be shown', () => {
    expect([drawn('auto'), drawn('cpu'), drawn('auto', { mode: 'cpu' })]).toEqual(['wall', 'cpu', 'cpu']);
    expect(drawnFirst(INITIAL_STATE, { mode: 'auto' })!({ cpu: true, wallTime: false, evidence: 'cpu' })).toBe('cpu');
  });
  it('is nothing where two graphs are shown', () => expect(drawn('side')).toBeUndefined());
  it.each([{ zoom: ['a'] }, { category: 'lock' }, { sandwich: 'f' }, { compare: {} }, { window: { from: 0, to: 1 } }])(
    'is nothing where a link asks for more than boxes: %j',
    (state) => expect(drawn('auto', state)).toBeUndefined()
  );
});
