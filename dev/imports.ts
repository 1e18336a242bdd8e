// Who imports whom in src/: for the test that no files import each other in a circle, and for the picture of the rooms.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';

const SOURCE = join(__dirname, '../src');

/** Every file of src/ but tests, with the files of src/ that it imports: paths below src/. */
export function imports(): Map<string, string[]> {
  const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$|^testing\.ts$/.test(file)
  );
  return new Map(
    files.map((file) => {
      const { importedFiles } = ts.preProcessFile(readFileSync(join(SOURCE, file), 'utf8'));
      return [
        file,
        importedFiles.flatMap(({ fileName }) => (fileName.startsWith('.') ? (resolve(file, fileName) ?? []) : [])),
      ];
    })
  );
}

function resolve(from: string, name: string): string | undefined {
  const path = join(SOURCE, dirname(from), name);
  const found = ['.ts', '.tsx', '/index.ts'].map((end) => path + end).find((candidate) => existsSync(candidate));
  return found && relative(SOURCE, found);
}

/** Circles, each as the files on it; empty: there is none. */
export function circles(graph: Map<string, string[]>): string[][] {
  const done = new Set<string>();
  const found: string[][] = [];
  const visit = (file: string, path: string[]) => {
    const at = path.indexOf(file);
    if (at >= 0) {
      found.push([...path.slice(at), file]);
    } else if (!done.has(file)) {
      (graph.get(file) ?? []).forEach((next) => visit(next, [...path, file]));
      done.add(file);
    }
  };
  [...graph.keys()].forEach((file) => visit(file, []));
  return found;
}

/** `panel/graph/FlameGraph.tsx` stands in `panel/graph`; files of src/ itself are rooms of their own. */
export const roomOf = (file: string): string => {
  const [room, inner, ...deeper] = file.split('/');
  return room === 'panel' && deeper.length ? `panel/${inner}` : room.replace(/\.tsx?$/, '');
};

/** Arrows between rooms, for a drawing: the picture in docs/architecture.md. */
export function rooms(graph: Map<string, string[]>): string[] {
  const arrows = [...graph].flatMap(([file, targets]) =>
    targets.map((target) => [roomOf(file), roomOf(target)]).filter(([from, to]) => from !== to)
  );
  return [...new Set(arrows.map(([from, to]) => `${from} --> ${to}`))].sort();
}
