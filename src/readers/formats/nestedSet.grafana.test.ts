// The same frames through Grafana's own flame graph package: same boxes, same values.
import { createDataFrame, type DataFrame, FieldType } from '@grafana/data';
import * as fc from 'fast-check';
import { buildCallTree, nameOf, totalOf, weightsOf } from '../../profile';
import { anyStacks, profileOfStacks } from '../../testing';
import { readSource } from '..';

interface Container {
  getLevels(): Array<Array<{ itemIndexes: number[]; value: number }>>;
  getLabel(index: number): string;
}

// The package's entry does not export the container.
const { FlameGraphDataContainer } = jest.requireActual<{
  FlameGraphDataContainer: new (frame: DataFrame, options: { collapsing: boolean }) => Container;
}>('../../../node_modules/@grafana/flamegraph/dist/esm/FlameGraph/dataTransform.mjs');

interface Rows {
  level: number[];
  value: number[];
  self: number[];
  label: string[];
}

/** Random call trees written as a nested set. */
const anyRows = anyStacks(['a', 'b', 'c', '__proto__', '<b>', 'd e']).map((stacks): Rows => {
  const { tree, attach } = buildCallTree([profileOfStacks(stacks)]);
  const weights = weightsOf(attach[0](0));
  const rows: Rows = { level: [], value: [], self: [], label: [] };
  for (let node = 0; node < tree.length; node++) {
    rows.level.push(tree.level[node]);
    rows.value.push(totalOf(tree, weights, node));
    rows.self.push(weights.self[node]);
    rows.label.push(node === 0 ? 'total' : nameOf(tree, node));
  }
  return rows;
});

/** A box a line: level, name, value. Boxes without width are drawn by neither. */
const boxes = (lines: Array<[level: number, name: string, value: number]>) =>
  lines
    .filter(([, , value]) => value > 0)
    .map((line) => line.join(' '))
    .sort();

it('draws the boxes that Grafana draws, for any tree', () => {
  fc.assert(
    fc.property(anyRows, fc.boolean(), ({ level, value, self, label }, asEnum) => {
      const texts = [...new Set(label)];
      const frame = createDataFrame({
        fields: [
          { name: 'level', type: FieldType.number, values: level },
          { name: 'value', type: FieldType.number, values: value },
          { name: 'self', type: FieldType.number, values: self },
          asEnum
            ? {
                name: 'label',
                type: FieldType.enum,
                values: label.map((l) => texts.indexOf(l)),
                config: { type: { enum: { text: texts } } },
              }
            : { name: 'label', type: FieldType.string, values: label },
        ],
      });
      const theirs = new FlameGraphDataContainer(frame, { collapsing: false });
      const expected = theirs
        .getLevels()
        .flatMap((row, at) =>
          row.map((item): [number, string, number] => [at, theirs.getLabel(item.itemIndexes[0]), item.value])
        );

      const [{ profile }] = readSource({
        kind: 'columns',
        length: level.length,
        columns: frame.fields.map(({ name, type, values, config }) => ({
          name,
          type:
            type === FieldType.number
              ? ('number' as const)
              : type === FieldType.enum
                ? ('enum' as const)
                : ('string' as const),
          values,
          text: config.type?.enum?.text,
        })),
      }).reads;
      const { tree, attach } = buildCallTree([profile]);
      const weights = weightsOf(attach[0](profile.primary));
      const ours = Array.from({ length: tree.length }, (_, node): [number, string, number] => [
        tree.level[node],
        node === 0 ? 'total' : nameOf(tree, node),
        totalOf(tree, weights, node),
      ]);
      expect(boxes(ours)).toEqual(boxes(expected));
    }),
    { numRuns: 100 }
  );
});
