import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import '../src/allParts';
import { wholeRole } from '../src/analysis';
import { prepareProfile } from '../src/prepare';
import { toSpeedscope } from '../src/writers/speedscope';

/** The recorded wall time of the incident as the panel exports it for speedscope. */
export function incidentForSpeedscope(root: string): string {
  const text = readFileSync(join(root, 'testdata/incident/recorded/before.wall.folded'), 'utf8');
  const { paired } = prepareProfile([
    { refId: 'A', role: 'wall', source: { kind: 'text', text }, options: { unit: 'ns' } },
  ]);
  const { weights, unit } = wholeRole(paired!)!;
  return toSpeedscope({ tree: paired!.tree, weights, type: 'wall/nanoseconds', unit }, 'wall time of the incident');
}
