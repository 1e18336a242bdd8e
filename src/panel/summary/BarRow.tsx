import React from 'react';
import { type View } from '../model/view';
import { RowWithQuality } from './Quality';
import { useBarParts } from './useBarParts';
import { WaitsBar } from './WaitsBar';

/** The bar of what the zoomed frame's time is made of: legend, filter, and the graph's root row. `alone`: no row above it says how well it is known. */
export function BarRow({ alone, ...view }: View & { alone: boolean }) {
  const { panel, model, on } = view;
  const parts = useBarParts(view);
  const bar = (width: number) => (
    <WaitsBar {...parts} width={width} category={model.category} onCategory={on.category} />
  );
  return alone ? <RowWithQuality view={view}>{bar}</RowWithQuality> : bar(panel.width);
}
