import { type ComponentType } from 'react';
import { Part } from '../../profile';
import { type View } from '../model/view';

/** Few recordings have single samples, and few who look at one open its heat map. */
export const heatMap = new Part<ComponentType<View>>(
  async () => (await import(/* webpackChunkName: "heatmap" */ './HeatMap')).HeatMap
);
