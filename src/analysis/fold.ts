import { type CallTree, type FrameInfo } from '../profile';
import { type TreeCode } from './code';

/** What removeNodes needs to draw folded frames: nodes left out, and the symbols of those that stay. */
export interface Folding {
  hidden: Uint8Array;
  /** Symbol of every node that stays. */
  symbol: Int32Array;
  /** Those of the tree, then those of bars. */
  symbols: FrameInfo[];
}

/**
 * Only the program's own frames: what it calls of others is one bar for each library that it calls, named by the most frames that it
 * stands for on one stack, `(7)`; what calls back from there hangs from the bar. One frame alone keeps its name; so do names of processes and groups.
 * `hidden`: nodes that other filters have taken out. Undefined where there is nothing to fold.
 */
export function foldLibraries(tree: CallTree, code: TreeCode, hidden?: Uint8Array): Folding | undefined {
  const { head, caller } = regions(tree, code, hidden);
  const { bars, barOf } = gather(tree, code, head, caller);
  if (bars.every(({ frames }) => frames === 1)) {
    return undefined;
  }
  const siblings = new Map<number, number>(); // bars under one caller
  bars.forEach(({ under, frames }) => frames > 1 && siblings.set(under, (siblings.get(under) ?? 0) + 1));
  const symbols = [...tree.symbols];
  const known = new Map<string, number>();
  const symbolOf = bars.map(({ library, frames, under }) => {
    // Where a function has several bars, a name tells them apart.
    const name = siblings.get(under)! > 1 && library ? `(${frames}) ${library}` : `(${frames})`;
    const symbol = known.get(`${name}\0${library}`) ?? symbols.length;
    if (symbol === symbols.length && frames > 1) {
      known.set(`${name}\0${library}`, symbol);
      symbols.push({ name, module: library, standsFor: { library } });
    }
    return symbol;
  });
  const out = Uint8Array.from(hidden ?? new Uint8Array(tree.length));
  const symbol = Int32Array.from(tree.symbol);
  for (let node = 1; node < tree.length; node++) {
    if (head[node] > 0 && bars[barOf[head[node]]].frames > 1) {
      if (head[node] === node) {
        symbol[node] = symbolOf[barOf[node]];
      } else {
        out[node] = 1;
      }
    }
  }
  return { hidden: out, symbol, symbols };
}

/** `head[node]`: the outermost of the frames of others that hang together with the node, itself one of them; 0: none. `caller[node]`: its nearest caller that is shown. */
function regions(tree: CallTree, code: TreeCode, hidden?: Uint8Array): { head: Int32Array; caller: Int32Array } {
  const head = new Int32Array(tree.length);
  const caller = new Int32Array(tree.length);
  const names = new Uint8Array(tree.length); // nothing but names of processes, threads and groups from the root down
  names[0] = 1;
  for (let node = 1; node < tree.length; node++) {
    const parent = tree.parent[node];
    const above = (caller[node] = hidden?.[parent] ? caller[parent] : parent);
    const { kind } = code.symbols[tree.symbol[node]];
    const named = code.comm[node] === 1 || kind === 'mark';
    names[node] = names[parent] && (named || hidden?.[node]) ? 1 : 0;
    if (!hidden?.[node] && !names[node] && code.user[node] !== node) {
      head[node] = head[above] || node;
    }
  }
  return { head, caller };
}

interface Bar {
  /** The shown frame that calls it. */
  under: number;
  library: string;
  /** The most on one stack: a number that stays from refresh to refresh, unlike that of all branches. */
  frames: number;
}

/** The bars, one for each caller and library, and that of each head. */
function gather(tree: CallTree, code: TreeCode, head: Int32Array, caller: Int32Array) {
  const bars: Bar[] = [];
  const barOf = new Int32Array(tree.length).fill(-1);
  const known = new Map<string, number>();
  const depth = new Int32Array(tree.length);
  for (let node = 1; node < tree.length; node++) {
    if (head[node] === node) {
      const { library = '', kind } = code.symbols[tree.symbol[node]];
      const named = library || (kind === 'kernel' ? 'Linux kernel' : '');
      const key = `${caller[node]} ${named}`;
      const bar = known.get(key) ?? bars.push({ under: caller[node], library: named, frames: 0 }) - 1;
      known.set(key, bar);
      barOf[node] = bar;
    }
    if (head[node] > 0) {
      const bar = bars[barOf[head[node]]];
      depth[node] = head[node] === node ? 1 : depth[caller[node]] + 1;
      bar.frames = Math.max(bar.frames, depth[node]);
    }
  }
  return { bars, barOf };
}
