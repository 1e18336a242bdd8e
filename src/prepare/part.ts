import { Part } from '../profile';
import { type PREPARATION } from './preparation';

/** Two thirds of the program: it is fetched beside the panel, while the queries run. */
export const preparation = new Part<typeof PREPARATION>(
  async () => (await import(/* webpackChunkName: "prepare" */ './preparation')).PREPARATION
);
