import { type ComponentType } from 'react';
import { Part } from '../../profile';
import { type BreadcrumbProps } from './Breadcrumb';
import { type FRAME_DETAILS } from './frameDetails';

/** Nobody points at a frame before the graph is painted: with the controls in one file. */
export const frameDetails = new Part<typeof FRAME_DETAILS>(
  async () => (await import(/* webpackChunkName: "controls" */ './frameDetails')).FRAME_DETAILS
);

/** The first picture is seldom zoomed. */
export const breadcrumb = new Part<ComponentType<BreadcrumbProps>>(
  async () => (await import(/* webpackChunkName: "controls" */ './Breadcrumb')).Breadcrumb
);
