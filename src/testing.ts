// Helpers for tests: profiles drawn as text.
import * as fc from 'fast-check';
import { type CallTree, nameOf, pathOf, type Profile, ProfileBuilder, totalOf, type Weights } from './profile';

/** A profile from lines `root;…;leaf weight`; the path may be empty. */
export function profileOf(text: string, unit = 'nanoseconds'): Profile {
  const builder = new ProfileBuilder([{ type: 'test', unit }]);
  for (const line of text.trim().split('\n')) {
    const blank = line.lastIndexOf(' ');
    const path = line.slice(0, blank).trim();
    let stack = -1;
    for (const name of path ? path.split(';') : []) {
      stack = builder.stack(stack, builder.frame({ name }));
    }
    builder.sample(stack, Number(line.slice(blank + 1)));
  }
  return builder.finish();
}

/** The tree as text: a line a node, indented, `name total self`. */
export function drawTree(tree: CallTree, weights: Weights): string {
  return Array.from({ length: tree.length }, (_, node) => {
    return `${'  '.repeat(tree.level[node])}${nameOf(tree, node)} ${totalOf(tree, weights, node)} ${weights.self[node]}`;
  }).join('\n');
}

/** The node at a path of names, or -1. */
export function nodeAt(tree: CallTree, ...path: string[]): number {
  return Array.from({ length: tree.length }, (_, node) => node).findIndex(
    (node) =>
      pathOf(tree, node)
        .map((symbol) => tree.symbols[symbol].name)
        .join('\n') === path.join('\n')
  );
}

/** Random stacks over few names, so that prefixes are shared and recursion occurs. */
export const anyStacks = (names: string[] = ['a', 'b', 'c', '__proto__', 'constructor', '<b>x</b>', '']) =>
  fc.array(fc.record({ frames: fc.array(fc.constantFrom(...names), { maxLength: 8 }), weight: fc.nat(1000) }), {
    maxLength: 60,
  });

export function profileOfStacks(stacks: Array<{ frames: string[]; weight: number }>, unit = 'nanoseconds'): Profile {
  const builder = new ProfileBuilder([{ type: 'test', unit }]);
  for (const { frames, weight } of stacks) {
    builder.sample(
      frames.reduce((stack, name) => builder.stack(stack, builder.frame({ name })), -1),
      weight
    );
  }
  return builder.finish();
}
