import { type ComponentType } from 'react';
import { Part } from '../../profile';
import { type ControlsProps } from './Controls';

/** The graph is there before its controls are: all that stands around it is one file, which comes while the queries run. */
export const controls = new Part<ComponentType<ControlsProps>>(
  async () => (await import(/* webpackChunkName: "controls" */ './Controls')).Controls
);
