import { type PanelProps } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { useEffect } from 'react';
import { type PanelState } from './panelState';

/**
 * What the viewer did in the panels of the dashboard that the page shows. Grafana mounts a panel anew when it is viewed alone (key v),
 * edited, and shown among the others again (Escape). Gone with the page, and with the next dashboard.
 */
const kept: { path: string; views: Map<string, PanelState> } = { path: '', views: new Map() };

type Kept = Pick<PanelProps, 'id' | 'title'>;

/** Repeated panels may share one id; what they are repeated for is in their titles. */
const keyOf = ({ id, title }: Kept) => JSON.stringify([id, title]);

function views(): Map<string, PanelState> {
  const path = locationService.getLocation().pathname;
  if (kept.path !== path) {
    kept.path = path;
    kept.views.clear();
  }
  return kept.views;
}

/** As a new page begins. */
export const forgetViews = (): void => kept.views.clear();

/** The view that the panel had when it was last on this page. */
export const keptView = (panel: Kept): PanelState | undefined => views().get(keyOf(panel));

/** Keeps the view for the next time that Grafana mounts the panel. */
export function useKeptView(panel: Kept, view: PanelState): void {
  const key = keyOf(panel);
  useEffect(() => void views().set(key, view));
}
