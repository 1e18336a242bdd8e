import { locationService } from '@grafana/runtime';
import { renderHook } from '@testing-library/react';
import { forgetViews, keptView, useKeptView } from './keptView';
import { INITIAL_STATE, type PanelState } from './panelState';

const panel = { id: 7, title: 'Shop' };
const viewOf = (search: string): PanelState => ({ ...INITIAL_STATE, search });
const looked = (who: typeof panel, search: string) => renderHook(() => useKeptView(who, viewOf(search))).unmount();

beforeEach(() => locationService.push('/d/shop'));
afterEach(forgetViews);

it('a panel that is mounted again has the view that it had last', () => {
  expect(keptView(panel)).toBeUndefined();
  const { rerender, unmount } = renderHook(({ search }) => useKeptView(panel, viewOf(search)), {
    initialProps: { search: 'lock' },
  });
  rerender({ search: 'read' });
  unmount();
  expect(keptView(panel)).toEqual(viewOf('read'));
});

it('each panel has its own, of repeated ones each title', () => {
  looked(panel, 'lock');
  looked({ id: 7, title: 'Bank' }, 'read');
  looked({ id: 8, title: 'Shop' }, 'write');
  expect([panel, { id: 7, title: 'Bank' }, { id: 8, title: 'Shop' }].map((who) => keptView(who)?.search)).toEqual([
    'lock',
    'read',
    'write',
  ]);
  expect(keptView({ id: 9, title: 'Shop' })).toBeUndefined();
});

it('is gone with the next dashboard, also on the way back, and with the page', () => {
  looked(panel, 'lock');
  locationService.push('/d/shop?viewPanel=7');
  expect(keptView(panel)?.search).toBe('lock');
  locationService.push('/d/bank');
  expect(keptView(panel)).toBeUndefined();
  locationService.push('/d/shop');
  expect(keptView(panel)).toBeUndefined();
  looked(panel, 'lock');
  forgetViews();
  expect(keptView(panel)).toBeUndefined();
});
