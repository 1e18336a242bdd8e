import { Part } from '../../profile';

/** Lists are in a drawer: a narrow panel has none before somebody opens it. */
export const listPane = new Part(async () => (await import(/* webpackChunkName: "lists" */ './ListPane')).ListPane);
