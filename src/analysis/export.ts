import {
  Function as PprofFunction,
  Line,
  Location,
  Profile as PprofProfile,
  Sample,
  StringTable,
  ValueType,
} from 'pprof-format';
import { type CallTree, nameOf, pathNames, pathOf, type Weights } from '../profile';

/** What the graph shows, as other tools read it: the stacks of one column of weights. */
export interface Exported {
  tree: CallTree;
  weights: Weights;
  /** `cpu/nanoseconds`. */
  type: string;
  unit: string;
}

function* stacksOf({ tree, weights }: Exported): Generator<{ node: number; weight: number }> {
  for (let node = 0; node < tree.length; node++) {
    if (weights.self[node] > 0) {
      yield { node, weight: weights.self[node] };
    }
  }
}

/** A semicolon separates frames and a line feed rows: in a name they are written as a colon and a blank. */
const foldedName = (name: string) =>
  name
    .replaceAll(';', ':')
    .replace(/[\r\n]+/g, ' ')
    .trim() || '[unknown]';

/** Folded stacks (FlameGraph, inferno, speedscope): fractions are rounded, because not every tool reads them. */
export function toFolded(exported: Exported): string {
  const { tree } = exported;
  const lines: string[] = [];
  for (const { node, weight } of stacksOf(exported)) {
    const path = pathOf(tree, node).map((symbol) => foldedName(tree.symbols[symbol].name));
    lines.push(`${path.join(';') || '[root]'} ${Math.round(weight)}`);
  }
  return `${lines.join('\n')}\n`;
}

/** speedscope's file format, one sampled profile. */
export function toSpeedscope(exported: Exported, name: string): string {
  const { tree, unit } = exported;
  const samples: number[][] = [];
  const weights: number[] = [];
  for (const { node, weight } of stacksOf(exported)) {
    samples.push(pathOf(tree, node));
    weights.push(weight);
  }
  const known = ['nanoseconds', 'bytes'].includes(unit);
  return JSON.stringify({
    $schema: 'https://www.speedscope.app/file-format-schema.json',
    exporter: 'Dual Flame',
    name,
    shared: {
      frames: tree.symbols.map(({ name: frame, file, line }) => ({
        name: frame,
        ...(file ? { file } : {}),
        ...(line ? { line } : {}),
      })),
    },
    profiles: [
      {
        type: 'sampled',
        name,
        unit: known ? unit : 'none',
        startValue: 0,
        endValue: weights.reduce((sum, weight) => sum + weight, 0),
        samples,
        weights,
      },
    ],
  });
}

/** pprof's protobuf, not packed: `go tool pprof` reads it as it is. */
export function toPprof(exported: Exported): Uint8Array {
  const { tree, type, unit } = exported;
  const stringTable = new StringTable();
  const functions = tree.symbols.map(
    ({ name, file = '' }, symbol) =>
      new PprofFunction({
        id: symbol + 1,
        name: stringTable.dedup(name),
        systemName: stringTable.dedup(name),
        filename: stringTable.dedup(file),
      })
  );
  const location = tree.symbols.map(
    ({ line = 0 }, symbol) => new Location({ id: symbol + 1, line: [new Line({ functionId: symbol + 1, line })] })
  );
  const sample = [...stacksOf(exported)].map(
    ({ node, weight }) =>
      new Sample({
        locationId: pathOf(tree, node)
          .map((symbol) => symbol + 1)
          .reverse(),
        value: [Math.round(weight)],
      })
  );
  return new PprofProfile({
    sampleType: [new ValueType({ type: stringTable.dedup(type), unit: stringTable.dedup(unit) })],
    sample,
    location,
    function: functions,
    stringTable,
  }).encode();
}

/** The frame and its callers, root first, one a line: for a ticket. */
export const stackText = (tree: CallTree, node: number): string =>
  pathNames(tree, node).join('\n') || nameOf(tree, node);
