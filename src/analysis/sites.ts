import { type CallTree, nameOf, PairIndex, rememberByName } from '../profile';
import { type JudgedRole } from './pairing';
import { CPU, type SymbolFacts } from './waits';

/** Who waits on what: an application frame, the wait frame under it, and how much over all call paths. */
export interface WaitSite {
  site: string;
  waitFrame: string;
  category: number;
  total: number;
  waitNode?: number;
  purpose?: string;
  call?: string;
  library?: string;
  hasUser: boolean;
  samples?: number;
  /** The tree node of the site's frame that waits longest: where a click leads. Calls of the site in itself count apart. */
  node: number;
}

/** Standard libraries and runtimes: frames that wait on behalf of the application. */
const PLUMBING = [
  // Go: a standard package, then a function or a method
  /^(?:archive|bufio|bytes|cmp|compress|container|context|crypto|database|debug|embed|encoding|errors|expvar|flag|fmt|go|hash|html|image|index|internal|io|iter|log|maps|math|mime|net|os|path|plugin|reflect|regexp|runtime|slices|sort|strconv|strings|structs|sync|syscall|testing|text|time|unicode|unique|unsafe|vendor|weak)(?:\/[\w/.-]+)?\.(?:\(\*?\w+(?:\[\.\.\.\])?\)\.|\w+(?:\[\.\.\.\])?(?:\.func\d+[\w.]*)?$|\w+\.\w+$)/,
  /^(?:java|javax|jdk|sun|com[./]sun|kotlin|kotlinx|scala)[./]/,
  /^(?:System\.|Interop\b|Microsoft\.Win32)/,
  /^<?&?(?:mut )?(?:std|core|alloc|tokio|mio|futures\w*|parking_lot\w*|crossbeam\w*|rayon_core|lock_api)::/,
  /^(?:std|boost|__gnu_cxx|absl|folly)::/,
  /^(?:node|v8|uv|node:internal|internal)(?:::|\/|_)/,
  /^(?:uv__?|rb_|vm_|_?Py|PyObject|_PyEval)\w+/,
  /^_{1,3}(?:libc|GI|pthread|nptl|futex|lll|x64_sys|arm64_sys)/,
  /\((?:[\w./-]*\/)?(?:threading|socket|selectors|queue|ssl|subprocess|_base|thread|connection|runners|base_events|events|tasks|locks|client|contextlib)\.py:\d+\)$/,
  /\((?:libc|libpython|libpthread|ld)[-.\w]*\.so[.\d]*\)$|\(\w+\.[ch](?:\.h)?:\d+\)$/,
  /^(?:clone3?|start_thread|thread_start|_start|__libc_start\w*|main)$/,
];

export const isPlumbing = rememberByName((name: string): boolean => {
  const short = name.length > 500 ? name.slice(0, 500) : name;
  return PLUMBING.some((pattern) => pattern.test(short));
});

/** A climb from the wait frame to the application longer than this is not looked for. */
const MAX_CLIMB = 200;

/** The heaviest sites first. `facts[symbol]` as in classifyWaits. */
export function waitSites(tree: CallTree, role: JudgedRole, facts: SymbolFacts[]): WaitSite[] {
  const plumbing: Array<boolean | undefined> = [];
  const isPlumbingSymbol = (symbol: number) =>
    (plumbing[symbol] ??=
      facts[symbol].entry !== undefined || facts[symbol].neutral || isPlumbing(tree.symbols[symbol].name));

  /** The nearest application frame above the wait frame; without one, the outermost frame that is no thread start. */
  const siteOf = (waitNode: number): number => {
    let from = waitNode;
    for (let node = waitNode, i = 0; node > 0 && i < MAX_CLIMB; node = tree.parent[node], i++) {
      if (facts[tree.frame[node]].kernelEntry) {
        from = node;
      }
    }
    let node = tree.parent[from];
    let outermost = from;
    for (let i = 0; node > 0 && i < MAX_CLIMB; node = tree.parent[node], i++) {
      if (!isPlumbingSymbol(tree.frame[node])) {
        return node;
      }
      if (!facts[tree.frame[node]].neutral && tree.parent[node] !== 0) {
        outermost = node;
      }
    }
    return outermost;
  };

  const siteNode = new Int32Array(tree.length).fill(-1); // of a wait frame's node
  const pairs = new PairIndex(); // site and wait frame
  const kinds = new PairIndex(); // such a pair and category: the number of a site
  const sites: WaitSite[] = [];
  // Of each site: the node whose stacks come now (preorder: they mostly come together), its weight so far, the most of any.
  const current: number[] = [];
  const weight: number[] = [];
  const most: number[] = [];
  for (let node = 1; node < tree.length; node++) {
    const self = role.weights.self[node];
    const category = role.waits.category[node];
    if (category === CPU || !(self > 0)) {
      continue;
    }
    const wait = role.waits.waitNode[node] < 0 ? node : role.waits.waitNode[node];
    const at = siteNode[wait] < 0 ? (siteNode[wait] = siteOf(wait)) : siteNode[wait];
    const number = kinds.intern(pairs.intern(tree.frame[at], tree.frame[wait]), category);
    const site = (sites[number] ??= {
      site: nameOf(tree, at),
      waitFrame: nameOf(tree, wait),
      category,
      total: 0,
      hasUser: !isPlumbingSymbol(tree.frame[at]),
      waitNode: wait,
      node: at,
    });
    site.total += self;
    weight[number] = current[number] === at ? weight[number] + self : self;
    current[number] = at;
    if (!(weight[number] <= most[number])) {
      most[number] = weight[number];
      site.node = at;
    }
  }
  return sites.sort((a, b) => b.total - a.total || (a.site < b.site ? -1 : 1));
}
