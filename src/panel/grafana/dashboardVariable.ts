import { type PanelProps } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { useEffect, useRef } from 'react';
import { type PanelOptions } from '../options/options';
import { INITIAL_STATE, type PanelState } from '../state/panelState';
import { decodeView, encodeView } from '../state/sharedView';
import { viewLink } from './queryLinks';

type Variables = Pick<PanelProps<PanelOptions>, 'options' | 'replaceVariables'>;

const valueOf = ({ options: { stateVariable }, replaceVariables }: Variables): string =>
  stateVariable ? replaceVariables(`\${${stateVariable}:raw}`) : '';

/** The view that the dashboard's link holds, if it does. */
export const linkedView = (panel: Variables): PanelState | undefined => decodeView(valueOf(panel));

/** Address of the view as it is now, for others; without a variable for it, of the dashboard at this time. */
export const linkToView = (
  { options: { stateVariable }, timeRange }: Pick<PanelProps<PanelOptions>, 'options' | 'timeRange'>,
  state: PanelState
): string =>
  viewLink(
    window.location.href,
    timeRange,
    stateVariable ? { variable: stateVariable, value: encodeView(state) } : undefined
  );

/**
 * Keeps the view in the dashboard's variable, and so in its link. A zoom is a page that the browser's Back leads back from; everything
 * else replaces the entry. Back is told by `onRestore`: Grafana renders no panel for a variable that its options only name.
 */
export function useLinkedView(panel: Variables, state: PanelState, onRestore: (state: PanelState) => void): void {
  const { stateVariable } = panel.options;
  const encoded = encodeView(state);
  const zoom = JSON.stringify(state.zoom);
  const written = useRef({ encoded, zoom });
  useEffect(() => {
    if (stateVariable && written.current.encoded !== encoded) {
      const samePage = written.current.zoom === zoom;
      written.current = { encoded, zoom };
      locationService.partial({ [`var-${stateVariable}`]: encoded }, samePage);
    }
  }, [stateVariable, encoded, zoom]);
  useEffect(() => {
    if (!stateVariable) {
      return;
    }
    return locationService.getHistory().listen(({ search }: Pick<Location, 'search'>, action: string) => {
      const linked = new URLSearchParams(search).get(`var-${stateVariable}`) ?? '';
      if (action === 'POP' && linked !== written.current.encoded) {
        const restored = decodeView(linked) ?? INITIAL_STATE;
        written.current = { encoded: encodeView(restored), zoom: JSON.stringify(restored.zoom) };
        onRestore(restored);
      }
    });
  }, [stateVariable, onRestore]);
}
