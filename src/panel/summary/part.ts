import { type ComponentType } from 'react';
import { Part } from '../../profile';
import { type View } from '../model/view';

/* All but the bar, which is the graph's root row: with the controls in one file. */

export const findingRow = new Part<ComponentType<View>>(
  async () => (await import(/* webpackChunkName: "controls" */ './FindingRow')).FindingRow
);
export const counterRows = new Part<ComponentType<View>>(
  async () => (await import(/* webpackChunkName: "controls" */ './CounterRows')).CounterRows
);
