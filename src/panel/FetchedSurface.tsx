import React, { type CSSProperties } from 'react';
import { type Part } from '../profile';
import { t } from './grafana/translate';
import { usePart } from './model/usePart';
import { useAfterPaint } from './ui/useAfterPaint';

export interface FetchedSurfaceProps<P> {
  part: Part<React.ComponentType<P>>;
  /** What it is given. */
  props: P;
  /** Of the room that it will have, in CSS pixels. */
  height?: number;
  width?: number;
  /** Where it could not be fetched it is asked for again with each of these. */
  occasion: unknown;
  /** There is nothing to show in it yet: it keeps its room. */
  waits?: boolean;
  /** It does not say that it could not be fetched: a surface beside it of the same file does. */
  silent?: boolean;
}

/** A surface that is not what one looks at first: it is fetched, and comes when its room is painted. */
export function FetchedSurface<P extends object>(surface: FetchedSurfaceProps<P>) {
  const { part, props, height, width, occasion, waits = false, silent = false } = surface;
  const painted = useAfterPaint();
  const state = usePart(part, true, occasion);
  const Surface = painted && !waits ? part.here : undefined;
  return Surface ? (
    <Surface {...props} />
  ) : (
    <div style={{ height, width, ...ROOM }} role={silent ? undefined : 'status'} aria-busy={state !== 'missing'}>
      {state === 'missing' &&
        !silent &&
        t('A part of the panel could not be loaded from the server. Reload the page where the plugin was updated.')}
    </div>
  );
}

const ROOM: CSSProperties = { flex: 'none', overflow: 'hidden' };
