import { type ComponentType } from 'react';
import { Part } from '../../profile';
import { type TimelineProps } from './Timeline';

/** Few panels show it at first: it is fetched where one does. */
export const timeline = new Part<ComponentType<TimelineProps>>(
  async () => (await import(/* webpackChunkName: "timeline" */ './Timeline')).Timeline
);
