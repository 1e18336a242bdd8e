import { type ComponentType } from 'react';
import { Part } from '../../profile';
import { type View } from '../model/view';

/** Few open the lanes: their code is fetched when somebody does. */
export const laneMap = new Part<ComponentType<View>>(
  async () => (await import(/* webpackChunkName: "lanes" */ './Lanes')).Lanes
);
