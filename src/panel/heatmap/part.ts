import { type ComponentType } from 'react';
import { Part } from '../../profile';
import { type View } from '../model/view';

/** Heat maps of latencies are no more common. */
export const latencyStrip = new Part<ComponentType<View>>(
  async () => (await import(/* webpackChunkName: "heatmap" */ './LatencyStrip')).LatencyStrip
);

/** Few recordings have single samples, and few who look at one open its heat map. */
export const heatMap = new Part<ComponentType<View>>(
  async () => (await import(/* webpackChunkName: "heatmap" */ './HeatMap')).HeatMap
);
