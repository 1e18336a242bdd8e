import { locationService } from '@grafana/runtime';
import { renderHook } from '@testing-library/react';
import { DEFAULT_OPTIONS } from '../options/options';
import { INITIAL_STATE, type PanelState } from '../state/panelState';
import { encodeView } from '../state/sharedView';
import { linkedView, useLinkedView } from './dashboardVariable';

const at = (...zoom: string[]): PanelState => ({ ...INITIAL_STATE, zoom });

/** A dashboard with a text box variable `flame`, whose value follows the address. */
function dashboard(stateVariable = 'flame') {
  locationService.push('/d/shop?var-pod=a');
  const inAddress = () => locationService.getSearch().get('var-flame') ?? '';
  const panel = {
    options: { ...DEFAULT_OPTIONS, stateVariable },
    replaceVariables: (text: string) => (text === '${flame:raw}' ? inAddress() : text),
  };
  const restored: PanelState[] = [];
  const onRestore = (state: PanelState) => restored.push(state);
  const { rerender, unmount } = renderHook((state: PanelState) => useLinkedView(panel, state, onRestore), {
    initialProps: INITIAL_STATE,
  });
  const history = locationService.getHistory();
  return { inAddress, panel, restored, rerender, unmount, history, pages: () => history.length };
}

it('a zoom is a page of its own, everything else replaces the entry; other variables stay', () => {
  const { inAddress, rerender, pages } = dashboard();
  const before = pages();
  rerender({ ...INITIAL_STATE, search: 'x' });
  expect([inAddress(), pages() - before]).toEqual(['{"search":"x"}', 0]);
  rerender({ ...at('main'), search: 'x' });
  expect([inAddress(), pages() - before]).toEqual([encodeView({ ...at('main'), search: 'x' }), 1]);
  expect(locationService.getSearch().get('var-pod')).toBe('a');
});

it('Back restores the view that the link then holds, and writes nothing', () => {
  const { inAddress, restored, rerender, history } = dashboard();
  rerender(at('main'));
  rerender(at('main', 'read'));
  expect(restored).toEqual([]);
  history.goBack();
  expect(restored.map(({ zoom }) => zoom)).toEqual([['main']]);
  rerender(restored[0]);
  expect(inAddress()).toBe(encodeView(at('main')));
  history.goBack();
  expect(restored[1]).toEqual(INITIAL_STATE);
  history.goForward();
  expect(restored[2].zoom).toEqual(['main']);
});

it('a panel that is gone, or has no variable, restores nothing', () => {
  const { restored, rerender, history, unmount } = dashboard();
  rerender(at('main'));
  unmount();
  history.goBack();
  expect(restored).toEqual([]);
  const without = dashboard('');
  without.rerender(at('read'));
  expect(without.inAddress()).toBe('');
  expect(linkedView(without.panel)).toBeUndefined();
});

it('a panel begins with what its link holds', () => {
  const { panel } = dashboard();
  locationService.partial({ 'var-flame': encodeView(at('main')) });
  expect(linkedView(panel)?.zoom).toEqual(['main']);
});
