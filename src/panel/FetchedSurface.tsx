import React from 'react';
import { type Part } from '../profile';
import { t } from './grafana/translate';
import { usePart } from './model/usePart';

export interface FetchedSurfaceProps<P> {
  part: Part<React.ComponentType<P>>;
  /** What it is given. */
  props: P;
  /** Of the room that it will have. */
  height?: number;
  /** Where it could not be fetched it is asked for again with each of these. */
  occasion: unknown;
}

/** A surface that most panels never open: its code is fetched when one does. */
export function FetchedSurface<P extends object>({ part, props, height, occasion }: FetchedSurfaceProps<P>) {
  const state = usePart(part, true, occasion);
  const Surface = part.here;
  return Surface ? (
    <Surface {...props} />
  ) : (
    <div style={{ height, flex: 'none' }} role="status">
      {state === 'missing' &&
        t('A part of the panel could not be loaded from the server. Reload the page where the plugin was updated.')}
    </div>
  );
}
