// The answers of the data source: generated or recorded, and the same program again with other figures.
import { type DataFrame } from '@grafana/data';
import { flameFrame, nestedSetFrame, REF } from '../../dev/host/panelInput';
import { factorOf, generateTree, nestedSet, type Role, SHAPES } from '../generate';

export type Answer = Record<Role, DataFrame>;
type Make = (role: Role, times: number) => DataFrame;

/** Answer 0 and `count` refreshes of a shape of bench/generate.ts, or of what was recorded. */
export async function answersOf(shape: string, count: number): Promise<Answer[]> {
  const make = shape === 'recorded' ? await recorded() : generated(shape);
  return Array.from({ length: count + 1 }, (_, times) => ({ cpu: make('cpu', times), wall: make('wall', times) }));
}

function generated(shape: string): Make {
  const tree = generateTree(SHAPES[shape]);
  return (role, times) =>
    flameFrame(
      REF[role],
      nestedSet(tree, role, (node) => factorOf(node, times)),
      tree.names
    );
}

async function recorded(): Promise<Make> {
  const read = async (role: Role) => (await fetch(`/recorded/before.${role}.folded`)).text();
  const text = { cpu: await read('cpu'), wall: await read('wall') };
  const changed = (line: string, number: number, times: number) => {
    const blank = line.lastIndexOf(' ');
    return `${line.slice(0, blank)} ${Math.round(Number(line.slice(blank + 1)) * factorOf(number, times))}`;
  };
  return (role, times) =>
    nestedSetFrame(REF[role], [
      text[role]
        .trim()
        .split('\n')
        .map((line, number) => changed(line, number, times))
        .join('\n'),
    ]);
}
