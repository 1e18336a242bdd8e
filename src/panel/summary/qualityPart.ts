import { type ComponentType } from 'react';
import { Part } from '../../profile';
import { type QualityInput } from './qualityFacts';

/** With the controls in one file; the bar's row has it, too, and comes before that. */
export const dataQuality = new Part<ComponentType<QualityInput>>(
  async () => (await import(/* webpackChunkName: "controls" */ './DataQuality')).DataQuality
);
