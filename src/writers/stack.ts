import { type CallTree, nameOf, pathNames } from '../profile';

/** The frame and its callers, root first, one per line: for a ticket. */
export const stackText = (tree: CallTree, node: number): string =>
  pathNames(tree, node).join('\n') || nameOf(tree, node);
