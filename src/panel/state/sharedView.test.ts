import * as fc from 'fast-check';
import { decodeView, encodeView, type SharedView } from './sharedView';
import { INITIAL_VIEW } from './viewState';

it('is empty where nothing was done', () => expect(encodeView({ view: INITIAL_VIEW, filters: {} })).toBe(''));

it('reads back what it wrote', () => {
  const shared: SharedView = {
    view: {
      mode: 'wall',
      zoom: ['main.run', '__proto__'],
      search: '/x/',
      category: 2,
      colorBy: 'ipc',
      list: 'functions',
      sandwich: 'f',
      listReplacesGraph: true,
      measure: 'request',
    },
    filters: {
      filter: { label: 'pod', value: 'a' },
      stacks: [{ keep: 'hide', pattern: 'x' }],
      hideIdle: true,
      groupBy: 'pod',
      onlyMyCode: true,
      collapseChains: false,
    },
    compare: { type: 'window', from: 1000, to: 2000 },
  };
  expect(decodeView(encodeView(shared))).toEqual(shared);
});

it.each(['previous', 'day', 'week', 'objective'] as const)('compares with the same: %s', (type) => {
  const shared: SharedView = { view: INITIAL_VIEW, filters: {}, compare: { type } };
  expect(decodeView(encodeView(shared))?.compare).toEqual({ type });
});

it('compares with the same moment', () => {
  const shared: SharedView = { view: INITIAL_VIEW, filters: {}, compare: { type: 'event', at: 1_795_537_236_950 } };
  expect(decodeView(encodeView(shared))?.compare).toEqual(shared.compare);
});

it.each([
  '{"compare":{"type":"event"}}',
  '{"compare":{"type":"event","at":"now"}}',
  '{"compare":{"type":"window"}}',
  '{"compare":{"type":"window","from":2,"to":1}}',
  '{"compare":{"type":"window","from":"1","to":2}}',
  '{"compare":{"type":"__proto__"}}',
  '{"compare":7}',
])('compares with nothing that it does not know: %s', (link) => expect(decodeView(link)?.compare).toBeUndefined());

it('leaves a zoom path out that would make the link too long', () => {
  const long = { view: { ...INITIAL_VIEW, search: 'x', zoom: Array<string>(500).fill('main.function') }, filters: {} };
  expect(encodeView(long)).toBe('{"search":"x"}');
});

it('takes anything for a link, and never throws', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (encoded) => {
      const shared = decodeView(encoded);
      expect(shared === undefined || Array.isArray(shared.view.zoom)).toBe(true);
    })
  );
});
