import * as fc from 'fast-check';
import { buildCallTree, weightsOf } from '../profile';
import { readSource, type Source } from '../readers';
import { anyStacks, drawTree, profileOfStacks } from '../testing';
import { type Exported } from '.';
import { toFolded, toPprof, toSpeedscope } from './files';

function exportedOf(stacks: Parameters<typeof profileOfStacks>[0]): Exported {
  const { tree, attach } = buildCallTree([profileOfStacks(stacks)]);
  return { tree, weights: weightsOf(attach[0](0)), type: 'cpu', unit: 'nanoseconds' };
}

function reread(source: Source, format: string): string {
  const [{ profile, format: found }] = readSource(source, { format }).reads;
  expect(found.id).toBe(format);
  const { tree, attach } = buildCallTree([profile]);
  return drawTree(tree, weightsOf(attach[0](profile.primary)));
}

const kept = (names?: string[]) =>
  anyStacks(names)
    .map((stacks) => stacks.filter(({ frames, weight }) => frames.length > 0 && weight > 0))
    .filter((stacks) => stacks.length > 0);

/** Nodes without weight are in no export. */
const drawn = ({ tree, weights }: Exported) => drawTree(tree, weights);

it.each<[string, (exported: Exported) => Source]>([
  ['folded', (exported) => ({ kind: 'text', text: toFolded(exported) })],
  ['speedscope', (exported) => ({ kind: 'text', text: toSpeedscope(exported, 'x') })],
  ['pprof', (exported) => ({ kind: 'bytes', bytes: toPprof(exported) })],
])('%s: written and read again is the same tree', (format, write) => {
  const names =
    format === 'folded'
      ? ['a', 'b', '__proto__', 'x y', '<i>']
      : ['a', 'b', '__proto__', 'x y', '<i>', 'semi;colon', 'Ünïcode ✓'];
  fc.assert(
    fc.property(kept(names), (stacks) => {
      const exported = exportedOf(stacks);
      expect(reread(write(exported), format)).toBe(drawn(exported));
    }),
    { numRuns: 60 }
  );
});
