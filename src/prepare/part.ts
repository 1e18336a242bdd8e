import { Part } from '../profile';
import { type PREPARATION } from './preparation';

export type Preparation = typeof PREPARATION;

/** Two thirds of the program: it is fetched beside the panel, while the queries run. */
export const preparation = new Part<Preparation>(
  async () => (await import(/* webpackChunkName: "prepare" */ './preparation')).PREPARATION
);
