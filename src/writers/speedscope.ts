import { pathOf } from '../profile';
import { type Exported, stacksOf } from './exported';

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
