import React from 'react';
import { type Part } from '../profile';
import { t } from './grafana/translate';
import { usePart } from './model/usePart';
import { type View } from './model/view';

export interface FetchedSurfaceProps {
  part: Part<React.ComponentType<View>>;
  view: View;
  /** Of the room that it will have. */
  height: number;
}

/** A surface that most panels never open: its code is fetched when one does, and asked for again with each answer while it has not come. */
export function FetchedSurface({ part, view, height }: FetchedSurfaceProps) {
  const state = usePart(part, true, view.panel.data);
  const Surface = part.here;
  return Surface ? (
    <Surface {...view} />
  ) : (
    <div style={{ height, flex: 'none' }} role="status">
      {state === 'missing' &&
        t('A part of the panel could not be loaded from the server. Reload the page where the plugin was updated.')}
    </div>
  );
}
