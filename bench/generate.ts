// Deterministic call trees of any size: what the bench measures on. The same seed gives the same tree everywhere.

export interface Shape {
  /** Nodes of the wall tree; the CPU tree is the same one without its wait frames. */
  nodes: number;
  symbols: number;
  /** Levels that no stack exceeds. */
  depth: number;
  /** One path goes down to the last level. */
  spine?: boolean;
  seed: number;
}

/** Preorder; `wait` marks the frames that only the wall tree has. Self weights in nanoseconds, one a role. */
export interface Tree {
  length: number;
  level: Int32Array;
  label: Int32Array;
  wait: Uint8Array;
  cpu: Float64Array;
  wall: Float64Array;
  names: string[];
}

const WAITS = [
  'internal/poll.runtime_pollWait',
  'sync.runtime_SemacquireMutex',
  'futex_wait_queue',
  'ep_poll',
  'runtime.chanrecv1',
  'io_schedule',
];
/** One frame in this many calls itself again. */
const RECURSION = 20;
const WAIT_SHARE = 0.15;

/** Mulberry32: small, fast and the same in every engine. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const nameOf = (symbol: number) => `p${symbol % 97}.fn${symbol}`;

/**
 * A node has a budget of descendants, which its callees share by a power law; half of all inner nodes have one callee, as real
 * stacks do. Symbols follow a power law too; sibling frames are distinct, as they are in any merged profile.
 */
export function generateTree({ nodes, symbols, depth, spine, seed }: Shape): Tree {
  const random = randomOf(seed);
  const tree: Tree = {
    length: nodes,
    level: new Int32Array(nodes),
    label: new Int32Array(nodes),
    wait: new Uint8Array(nodes),
    cpu: new Float64Array(nodes),
    wall: new Float64Array(nodes),
    names: ['total', ...WAITS, ...Array.from({ length: symbols }, (_, symbol) => nameOf(symbol))],
  };
  const first = 1 + WAITS.length;
  let next = 0;
  let spineEnd = 0;
  // Open nodes, the one to be written next on top: level, label, budget.
  const open: Array<[number, number, number]> = [[0, 0, nodes - 1]];
  while (open.length) {
    const [level, label, budget] = open.pop()!;
    const node = next++;
    tree.level[node] = level;
    tree.label[node] = label;
    tree.wait[node] = label > 0 && label < first ? 1 : 0;
    const weight = Math.ceil(1e6 * Math.exp(4 * random()));
    if (tree.wait[node]) {
      tree.wall[node] = 2 * weight;
    } else if (budget === 0 || random() < 0.1) {
      tree.cpu[node] = weight;
      tree.wall[node] = weight;
    }
    if (budget === 0) {
      continue;
    }
    const flat = level + 2 >= depth;
    // What a spine leaves to the other callees of a level: on average nearly all, so that little is left at its end.
    const onSpine = spine && (level === 0 || spineEnd === node);
    const beside = 1.9 * (nodes / depth - 1) * random();
    const fanOut =
      onSpine && !flat
        ? Math.min(budget, 2 + Math.floor(beside / 4))
        : flat
          ? budget
          : level > 0 && level < depth / 2 && random() < 0.5
            ? 1
            : Math.min(budget, 1 + Math.floor(Math.pow(1 - random(), -1 / 1.3)));
    const shares = Array.from({ length: fanOut }, (_, i) =>
      onSpine ? (i === 0 ? Math.max(0, budget - beside) : beside / fanOut) : flat ? 1 : random() ** 3
    );
    const all = shares.reduce((sum, share) => sum + share, 0);
    let left = budget - fanOut;
    const used = new Set<number>();
    const children: Array<[number, number, number]> = [];
    for (let i = 0; i < fanOut; i++) {
      const own = i === fanOut - 1 ? left : Math.min(left, Math.floor(((budget - fanOut) * shares[i]) / all));
      left -= own;
      let callee = random() * RECURSION < 1 && label >= first ? label : first + Math.floor(symbols * random() ** 3);
      if (own === 0 && random() < WAIT_SHARE) {
        callee = 1 + Math.floor(WAITS.length * random());
      }
      while (used.has(callee)) {
        callee = callee < first ? first : first + ((callee - first + 1) % symbols);
      }
      used.add(callee);
      children.push([level + 1, callee, own]);
    }
    spineEnd = onSpine ? node + 1 : spineEnd; // preorder: the first callee is written next
    open.push(...children.reverse());
  }
  return tree;
}

export type Role = 'cpu' | 'wall';

/**
 * What a node's figures are multiplied by in an answer, 0.7 to 1.3: the same program at another time. Answer 0 is the tree as it is; the
 * same node has the same factor in all roles.
 */
export function factorOf(node: number, answer: number): number {
  const mixed = Math.imul(node + 1, 0x9e3779b1) ^ Math.imul(answer, 0x85ebca6b);
  return answer === 0 ? 1 : 0.7 + 0.6 * ((mixed >>> 8) / 2 ** 24);
}

/**
 * Columns of a flame graph frame as Pyroscope's data source gives it: nested set, depth first, an enum label. `factor` is what the figures of
 * a node are multiplied by.
 */
export function nestedSet(tree: Tree, role: Role, factor: (node: number) => number = () => 1) {
  const rows = { level: [] as number[], value: [] as number[], self: [] as number[], label: [] as number[] };
  const weights = tree[role];
  for (let node = 0; node < tree.length; node++) {
    if (role === 'wall' || !tree.wait[node]) {
      rows.level.push(tree.level[node]);
      rows.self.push(Math.round(weights[node] * factor(node)));
      rows.label.push(tree.label[node]);
      rows.value.push(0);
    }
  }
  const open: number[] = []; // sums by level, of the rows behind
  for (let row = rows.level.length - 1; row >= 0; row--) {
    const level = rows.level[row];
    rows.value[row] = rows.self[row] + (open[level + 1] ?? 0);
    open[level + 1] = 0;
    open[level] = (open[level] ?? 0) + rows.value[row];
  }
  return rows;
}

/** Folded stacks, line by line. */
export function* folded(tree: Tree, role: Role): Generator<string> {
  const path: string[] = [];
  for (let node = 1; node < tree.length; node++) {
    path.length = tree.level[node] - 1;
    path.push(tree.names[tree.label[node]]);
    if (tree[role][node] > 0 && (role === 'wall' || !tree.wait[node])) {
      yield `${path.join(';')} ${tree[role][node]}\n`;
    }
  }
}

const SYMBOLS = 5000;

/** What is measured. */
export const SHAPES: Record<string, Shape> = {
  '16k': { nodes: 16_000, symbols: SYMBOLS, depth: 60, seed: 16 },
  '200k': { nodes: 200_000, symbols: SYMBOLS, depth: 60, seed: 200 },
  '1M': { nodes: 1_000_000, symbols: SYMBOLS, depth: 60, seed: 1000 },
  '100k symbols': { nodes: 250_000, symbols: 100_000, depth: 60, seed: 250 },
  '5,000 deep': { nodes: 53_000, symbols: SYMBOLS, depth: 5300, spine: true, seed: 5000 },
};
