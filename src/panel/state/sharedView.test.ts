import * as fc from 'fast-check';
import { INITIAL_STATE, type PanelState } from './panelState';
import { decodeView, encodeView } from './sharedView';

it('is empty where nothing was done', () => expect(encodeView(INITIAL_STATE)).toBe(''));

it('reads back what it wrote', () => {
  const state: PanelState = {
    mode: 'wall',
    zoom: ['main.run', '__proto__'],
    search: '/x/',
    category: 'poll',
    colorBy: 'ipc',
    list: 'functions',
    drawer: false,
    lanes: true,
    sandwich: 'f',
    measure: 'request',
    timeline: true,
    heatmap: 'time',
    filters: {
      filter: { label: 'pod', value: 'a' },
      times: [{ from: 1_795_537_236_950_000_000, to: 1_795_537_237_130_000_000 }],
      stacks: [{ keep: 'hide', pattern: 'x' }],
      hideIdle: true,
      groupBy: 'pod',
      onlyMyCode: true,
      collapseChains: false,
    },
    compare: { type: 'window', from: 1000, to: 2000 },
  };
  expect(decodeView(encodeView(state))).toEqual(state);
});

it.each(['previous', 'day', 'week', 'objective', 'spans'] as const)('compares with the same: %s', (type) => {
  expect(decodeView(encodeView({ ...INITIAL_STATE, compare: { type } }))?.compare).toEqual({ type });
});

it('shows the same window; beside a comparison, which is of two times, there is none', () => {
  const window = { from: 1_795_537_236_950, to: 1_795_537_246_950 };
  expect(decodeView(encodeView({ ...INITIAL_STATE, window }))?.window).toEqual(window);
  expect(decodeView(JSON.stringify({ window, compare: { type: 'day' } }))?.window).toBeUndefined();
  expect(decodeView('{"window":{"from":2,"to":1}}')?.window).toBeUndefined();
});

it('compares with the same moment', () => {
  const shared: PanelState = { ...INITIAL_STATE, compare: { type: 'event', at: 1_795_537_236_950 } };
  expect(decodeView(encodeView(shared))?.compare).toEqual(shared.compare);
});

it.each([
  '{"compare":{"type":"event"}}',
  '{"compare":{"type":"event","at":"now"}}',
  '{"compare":{"type":"window"}}',
  '{"compare":{"type":"window","from":2,"to":1}}',
  '{"compare":{"type":"window","from":2,"to":2}}',
  '{"compare":{"type":"window","from":1,"to":"2"}}',
  '{"compare":{"type":"window","from":"1","to":2}}',
  '{"compare":{"type":"__proto__"}}',
  '{"compare":7}',
])('compares with nothing that it does not know: %s', (link) => expect(decodeView(link)?.compare).toBeUndefined());

it('leaves a zoom path out that would make the link too long', () => {
  const long = { ...INITIAL_STATE, search: 'x', zoom: Array<string>(500).fill('main.function') };
  expect(encodeView(long)).toBe('{"search":"x"}');
  const room = 4000 - '{"zoom":[""]}'.length;
  const zoomOf = (length: number) => encodeView({ ...INITIAL_STATE, zoom: ['f'.repeat(length)] });
  expect([zoomOf(room).length, zoomOf(room + 1)]).toEqual([4000, '']);
});

it.each([
  ['a label without a value', '{"filter":{"label":"pod"}}'],
  ['a value without a label', '{"filter":{"value":"a"}}'],
  ['stacks that are kept in no known way', '{"stacks":[{"keep":"some","pattern":"a"}]}'],
  ['times that are none', '{"times":[{"from":2,"to":1},{"from":"1","to":2},7]}'],
  ['stacks without a pattern', '{"stacks":[{"keep":"hide"},{"keep":"only","pattern":7}]}'],
  ['no stacks', '{"stacks":[]}'],
  ['a switch that is neither on nor off', '{"hideIdle":"yes","onlyMyCode":1}'],
])('filters by nothing that it does not understand: %s', (_, link) => expect(encodeView(decodeView(link)!)).toBe(''));

it('takes anything for a link, and what it makes of it writes the same link again', () => {
  const field = fc.constantFrom(
    'mode',
    'zoom',
    'search',
    'category',
    'filter',
    'stacks',
    'compare',
    'drawer',
    'hideIdle'
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.dictionary(field, fc.jsonValue()).map((v) => JSON.stringify(v))
      ),
      (link) => {
        const state = decodeView(link);
        if (state) {
          expect(decodeView(encodeView(state) || '{}')).toEqual(state);
          expect(state.zoom.every((name) => typeof name === 'string')).toBe(true);
        }
      }
    )
  );
});

it('keeps a comparison of versions, and leaves out one that names none', () => {
  const spec = { type: 'version', label: 'service_version', now: '1.10', before: '__proto__' };
  expect(decodeView(JSON.stringify({ compare: spec }))?.compare).toEqual(spec);
  expect(decodeView(JSON.stringify({ compare: { ...spec, before: undefined } }))?.compare).toBeUndefined();
  expect(decodeView(JSON.stringify({ compare: { ...spec, label: 7 } }))?.compare).toBeUndefined();
});

it('keeps the box of brushed spans, and without a whole one takes the usual rule', () => {
  const box = { type: 'spans', from: 1000, to: 2000, least: 5e8, most: 2e9 };
  expect(decodeView(JSON.stringify({ compare: box }))?.compare).toEqual(box);
  expect(decodeView(JSON.stringify({ compare: { ...box, most: 1 } }))?.compare).toEqual({ type: 'spans' });
});
