import { Part } from '../../profile';

/** Lists are in a drawer: they are fetched when the first picture is painted. */
export const listPane = new Part(async () => (await import(/* webpackChunkName: "lists" */ './ListPane')).ListPane);
