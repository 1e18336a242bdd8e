import { locationService } from '@grafana/runtime';
import { renderHook } from '@testing-library/react';
import { DEFAULT_OPTIONS } from '../options/options';
import { INITIAL_STATE, type PanelState } from '../state/panelState';
import { encodeView } from '../state/sharedView';
import { linkedView, useLinkedView } from './dashboardVariable';

const at = (...zoom: string[]): PanelState => ({ ...INITIAL_STATE, zoom });

/** A dashboard with a text box variable `flame`, whose value follows the address. */
function dashboard(stateVariable = 'flame') {
  const linked = { value: '' };
  const panel = {
    options: { ...DEFAULT_OPTIONS, stateVariable },
    replaceVariables: (text: string) => (text === '${flame:raw}' ? linked.value : text),
  };
  const partial = jest.spyOn(locationService, 'partial').mockImplementation(() => undefined);
  const restored: PanelState[] = [];
  const onRestore = (state: PanelState) => restored.push(state);
  const { rerender } = renderHook((state: PanelState) => useLinkedView(panel, state, onRestore), {
    initialProps: INITIAL_STATE,
  });
  return { linked, panel, partial, restored, rerender };
}

afterEach(() => jest.restoreAllMocks());

it('a zoom is a page of its own, everything else replaces the entry', () => {
  const { partial, rerender } = dashboard();
  expect(partial).not.toHaveBeenCalled();
  rerender({ ...INITIAL_STATE, search: 'x' });
  rerender({ ...at('main'), search: 'x' });
  expect(partial.mock.calls).toEqual([
    [{ 'var-flame': '{"search":"x"}' }, true],
    [{ 'var-flame': encodeView({ ...at('main'), search: 'x' }) }, false],
  ]);
});

it('Back restores the view that the link holds again, once, and writes nothing', () => {
  const { linked, partial, restored, rerender } = dashboard();
  const [first, second] = [at('main'), at('main', 'read')];
  rerender(first);
  linked.value = encodeView(first);
  rerender(first);
  rerender(second);
  linked.value = encodeView(second);
  rerender(second);
  expect(restored).toEqual([]);
  partial.mockClear();
  linked.value = encodeView(first); // the browser's Back
  rerender(second);
  rerender(first);
  expect(restored.map(({ zoom }) => zoom)).toEqual([['main']]);
  expect(partial).not.toHaveBeenCalled();
});

it('an answer of the address that comes late does not undo what the viewer did since', () => {
  const { linked, restored, rerender } = dashboard();
  rerender(at('main'));
  rerender(at('main', 'read'));
  linked.value = encodeView(at('main'));
  rerender(at('main', 'read'));
  linked.value = encodeView(at('main', 'read'));
  rerender(at('main', 'read'));
  expect(restored).toEqual([]);
});

it('an emptied variable shows all again', () => {
  const { linked, restored, rerender } = dashboard();
  rerender(at('main'));
  linked.value = encodeView(at('main'));
  rerender(at('main'));
  linked.value = '';
  rerender(at('main'));
  expect(restored).toEqual([INITIAL_STATE]);
});

it('without a variable nothing is read or written', () => {
  const { partial, panel, rerender, linked } = dashboard('');
  linked.value = encodeView(at('main'));
  rerender(at('read'));
  expect(partial).not.toHaveBeenCalled();
  expect(linkedView(panel)).toBeUndefined();
});

it('a panel begins with what its link holds', () => {
  const { panel, linked } = dashboard();
  linked.value = encodeView(at('main'));
  expect(linkedView(panel)?.zoom).toEqual(['main']);
});
