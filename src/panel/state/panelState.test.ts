import { type Action, INITIAL_STATE, isTouched, panelReducer, type PanelState } from './panelState';

const after = (state: Partial<PanelState>, ...actions: Action[]): PanelState =>
  actions.reduce(panelReducer, { ...INITIAL_STATE, ...state });

describe('mode', () => {
  it('is the one that was asked for', () => expect(after({}, { type: 'mode', mode: 'wall' }).mode).toBe('wall'));

  it('CPU ends a filter on a kind of waiting, which would leave nothing; other modes keep it', () => {
    expect(after({ category: 'poll' }, { type: 'mode', mode: 'cpu' }).category).toBeUndefined();
    expect(after({ category: 'cpu' }, { type: 'mode', mode: 'cpu' }).category).toBe('cpu');
    expect(after({ category: 'poll' }, { type: 'mode', mode: 'wall' }).category).toBe('poll');
  });
});

describe('a category', () => {
  it('of waits leads out of the CPU mode, whoever chose it', () => {
    const to = (category: PanelState['category'], shown: 'cpu' | 'wall', mode?: 'cpu') =>
      after({ mode }, { type: 'category', category, shown });
    expect(to('lock', 'cpu', 'cpu')).toMatchObject({ mode: 'hotcold', category: 'lock' });
    expect(to('lock', 'cpu')).toMatchObject({ mode: 'hotcold', category: 'lock' });
    expect(to('lock', 'wall').mode).toBeUndefined();
    expect(to('cpu', 'cpu', 'cpu').mode).toBe('cpu');
    expect(to(undefined, 'cpu', 'cpu')).toMatchObject({ mode: 'cpu', category: undefined });
  });
});

describe('a place', () => {
  const place = (category: PanelState['category']): Action => ({
    type: 'place',
    path: ['main', 'read'],
    category,
    shown: 'cpu',
  });
  it('is zoomed to, in the graph, in a mode that shows it', () => {
    const { zoom, sandwich, mode } = after({ sandwich: 'f', mode: 'cpu' }, place('network'));
    expect({ zoom, sandwich, mode }).toEqual({ zoom: ['main', 'read'], sandwich: undefined, mode: 'hotcold' });
  });
  it('ends a filter on another kind, which would hide it', () => {
    expect(after({ category: 'lock' }, place('network')).category).toBeUndefined();
    expect(after({ category: 'network' }, place('network')).category).toBe('network');
  });
});

it('a zoom leads back from callers and callees to the graph', () =>
  expect(after({ sandwich: 'f' }, { type: 'zoom', path: ['a'] })).toMatchObject({ zoom: ['a'], sandwich: undefined }));

it('a list that is asked for opens its drawer; the drawer closes without losing the list', () => {
  const open = after({ drawer: false }, { type: 'list', list: 'tree' });
  expect(open).toMatchObject({ list: 'tree', drawer: true });
  expect(panelReducer(open, { type: 'drawer', open: false })).toMatchObject({ list: 'tree', drawer: false });
});

it('two filters in one tick are both kept', () => {
  const { filters } = after(
    {},
    { type: 'filterStacks', filter: { keep: 'hide', pattern: 'a' } },
    { type: 'filterStacks', filter: { keep: 'only', pattern: 'b' } },
    { type: 'filters', filters: { hideIdle: true } }
  );
  expect(filters).toEqual({
    hideIdle: true,
    stacks: [
      { keep: 'hide', pattern: 'a' },
      { keep: 'only', pattern: 'b' },
    ],
  });
});

it('stepping through matches is kept until another text is searched, or the functions that match are listed', () => {
  const match = { path: ['run'], index: 1 };
  const stepped = after({ search: 'x' }, { type: 'match', match });
  expect(stepped).toEqual({ ...INITIAL_STATE, search: 'x', match });
  expect(panelReducer(stepped, { type: 'search', text: 'xy' }).match).toBeUndefined();
  expect(panelReducer(stepped, { type: 'table', search: 'x' }).match).toBeUndefined();
});

it('unfolding shows the libraries again, zoomed to where the bar stood', () =>
  expect(after({ filters: { onlyMyCode: true, hideIdle: true } }, { type: 'unfold', path: ['x'] })).toMatchObject({
    filters: { onlyMyCode: undefined, hideIdle: true },
    zoom: ['x'],
  }));

it('a comparison is shown at once; without one the mode is the data’s again', () => {
  const compared = after({ mode: 'cpu' }, { type: 'compare', spec: { type: 'previous' } });
  expect(compared).toMatchObject({ mode: 'changed', compare: { type: 'previous' } });
  expect(panelReducer(compared, { type: 'compare', spec: undefined })).toMatchObject({
    mode: undefined,
    compare: undefined,
  });
});

it('search, colour, callers, measure and table are what was asked for', () => {
  expect(
    after(
      {},
      { type: 'table', search: 'x' },
      { type: 'search', text: 'y' },
      { type: 'colorBy', metric: 'ipc' },
      { type: 'sandwich', name: 'g' },
      { type: 'measure', measure: 'request' }
    )
  ).toEqual({
    ...INITIAL_STATE,
    search: 'y',
    list: 'functions',
    drawer: true,
    colorBy: 'ipc',
    sandwich: 'g',
    measure: 'request',
  });
});

it('shows one window, or compares two times, never both', () => {
  const window = { from: 1, to: 2 };
  const shown = after({ mode: 'cpu' }, { type: 'window', window });
  expect(shown).toEqual({ ...INITIAL_STATE, mode: 'cpu', window });
  const compared = panelReducer(shown, { type: 'compare', spec: { type: 'day' } });
  expect([compared.window, compared.mode]).toEqual([undefined, 'changed']);
  const back = panelReducer(compared, { type: 'window', window });
  expect([back.window, back.compare, back.mode]).toEqual([window, undefined, undefined]);
  expect(panelReducer(back, { type: 'window', window: undefined })).toEqual(INITIAL_STATE);
});

it('lanes open and close, and stay open at a reset', () => {
  const open = after({ search: 'x' }, { type: 'lanes', open: true });
  expect(panelReducer(open, { type: 'reset' })).toEqual({ ...INITIAL_STATE, lanes: true });
  expect(panelReducer(open, { type: 'lanes', open: false }).lanes).toBeUndefined();
});

it('a link replaces everything; reset undoes what was done to the graph and leaves the list', () => {
  const done = after({ drawer: true }, { type: 'zoom', path: ['a'] }, { type: 'compare', spec: { type: 'day' } });
  expect(panelReducer(done, { type: 'restore', state: INITIAL_STATE })).toBe(INITIAL_STATE);
  expect(isTouched(done)).toBe(true);
  const reset = panelReducer(done, { type: 'reset' });
  expect(reset).toEqual({ ...INITIAL_STATE, drawer: true });
  expect(isTouched(reset)).toBe(false);
});

it.each<[string, Partial<PanelState>, boolean]>([
  ['a search', { search: 'x' }, true],
  ['a filter', { filters: { hideIdle: true } }, true],
  ['a filter that was taken off', { filters: { hideIdle: undefined } }, false],
  ['a mode', { mode: 'cpu' }, true],
  ['a mode that was left to the data again', { mode: undefined, category: undefined }, false],
  ['a zoom', { zoom: ['run'] }, true],
  ['a window', { window: { from: 1, to: 2 } }, true],
  ['waits over time', { timeline: true }, false],
  ['an open drawer', { drawer: true, list: 'tree' }, false],
  ['open lanes', { lanes: true }, false],
])('%s is to be undone: %j %s', (_, state, touched) => expect(isTouched({ ...INITIAL_STATE, ...state })).toBe(touched));
