import { type ComponentType } from 'react';
import { Part } from '../../profile';
import { type View } from '../model/view';
import { type QualityInput } from './qualityFacts';

/* All but the bar, which is the graph's root row: with the controls in one file. */

export const findingRow = new Part<ComponentType<View>>(
  async () => (await import(/* webpackChunkName: "controls" */ './FindingRow')).FindingRow
);
export const counterRows = new Part<ComponentType<View>>(
  async () => (await import(/* webpackChunkName: "controls" */ './CounterRows')).CounterRows
);
export const dataQuality = new Part<ComponentType<QualityInput>>(
  async () => (await import(/* webpackChunkName: "controls" */ './DataQuality')).DataQuality
);
