import { pathOf } from '../profile';
import { type Exported, stacksOf } from './exported';

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
