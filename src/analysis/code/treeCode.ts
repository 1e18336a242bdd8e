import {
  type StackTree,
  finish,
  mapInSteps,
  PairIndex,
  startsThread,
  stepEnd,
  type Steps,
  type Weights,
  type SymbolIndex,
} from '../../profile';
import { type NameTest } from '../pattern';
import { type Code, codeOf, goPackage } from './code';
import { type Language } from './spelling';

/**
 * Whose code everything in a tree is. A frame is the user's by itself (`symbols`) and by where it stands: below a kernel entry, or as a
 * bare C name below a frame of an interpreter, nothing is.
 * - `user[node]`: the nearest user frame at the node or above it; 0 (the root) where there is none.
 * - `call[node]`: the outermost function between that frame and the node, the node included: what the user frame calls. -1: none.
 * - `comm[node]`: 1 where the frame is a process name that perf or bcc put at the root.
 */
export interface TreeCode {
  symbols: Code[];
  user: Int32Array;
  call: Int32Array;
  comm: Uint8Array;
}

/** Functions of these come with a file or a package in their name, so a bare name below one of them is none of the program's. */
const MANAGED: ReadonlySet<Language> = new Set<Language>(['go', 'jvm', 'python', 'node', 'ruby', 'dotnet', 'php']);
/** What stands in for a language's own frames in a native stack. */
const HOSTS: ReadonlySet<string> = new Set([
  'HotSpot',
  'CPython',
  'Node.js',
  'V8',
  'Ruby',
  '.NET',
  'PHP',
  'Go runtime',
]);

const [KERNEL, HOSTED, LIBC] = [1, 2, 4];
/** What a node's own symbol says of it, as bits. */
const [USER, TOLD, NATIVE, BARE, NO_CALL, CALLS] = [1, 2, 4, 8, 16, 32];

/** Judges every symbol once, then every node by its caller; linear. `mine` as in codeOf. */
export const codeOfTree = (tree: StackTree, mine?: NameTest): TreeCode => finish(codeSteps(tree, mine));

/** The same in steps. */
export function* codeSteps(tree: StackTree, mine?: NameTest): Steps<TreeCode> {
  const symbols = yield* mapInSteps(tree.symbols, (symbol) => codeOf(symbol, mine));
  if (!mine) {
    disownForeignGo(tree, symbols);
    disownNative(tree, symbols);
  }
  const { symbol: symbolOf, parent, length } = tree;
  const opens = new Uint8Array(symbols.length);
  const bits = new Uint8Array(symbols.length);
  symbols.forEach((code, symbol) => {
    const { name } = tree.symbols[symbol];
    opens[symbol] = opensZone(code, name);
    bits[symbol] = bitsOf(code, name);
  });
  const zone = new Uint8Array(length);
  const user = new Int32Array(length);
  const call = new Int32Array(length).fill(-1);
  const comm = processNames(tree, symbols);
  const launchers = launcherNodes(tree, symbols);
  for (let node = 1; node < length;) {
    for (const end = stepEnd(node, length); node < end; node++) {
      const own = bits[symbolOf[node]];
      const caller = parent[node];
      const around = zone[caller];
      const within = (zone[node] = (own & CALLS ? around & ~LIBC : around) | opens[symbolOf[node]]);
      const foreign =
        comm[node] ||
        launchers?.[node] ||
        within & KERNEL ||
        (within & HOSTED && own & NATIVE) ||
        (around & LIBC && own & BARE);
      if (own & USER && (own & TOLD || !foreign)) {
        user[node] = node;
        continue;
      }
      user[node] = user[caller];
      call[node] = call[caller] >= 0 ? call[caller] : own & NO_CALL || comm[node] ? -1 : node;
    }
    yield;
  }
  return { symbols, user, call, comm };
}

const bitsOf = (code: Code, name: string): number =>
  (code.kind === 'user' ? USER : 0) |
  (code.told ? TOLD : 0) |
  (isNative(code, name) ? NATIVE : 0) |
  (code.language === 'native' ? BARE : 0) |
  (code.kind === 'mark' || code.library === 'JVM linkage' ? NO_CALL : 0) |
  (CALLS_BACK.test(name.slice(0, 100)) ? CALLS : 0);

const isNative = ({ language }: Code, name: string): boolean =>
  language === 'scope' || (language === 'native' && !UNPACKAGED.test(name));

/**
 * Functions of the C library that call what they were given: threads, sorting and searching, walks of trees and of loaded objects, exit and
 * signal handlers, constructors, streams of one's own. Of all others what they call is the C library's too (static functions have names like anybody's).
 */
const CALLS_BACK =
  /^_*(?:start_thread|clone3?|libc_start\w*|start|(?:GI_+)?(?:bsearch|qsort(?:_r)?|msort_with_tmp|quicksort|lfind|lsearch|t(?:search|find|delete|walk(?:_r)?|destroy)|trecurse|n?ftw(?:64)?(?:_\w+)?|scandir\w*|fts\w*|glob\w*|pthread_once\w*|call_once|dl_\w+|dlopen\w*|dlclose\w*|exit|run_exit_handlers|run_fork_handlers|cxa_\w+|call_tls_dtors|nptl_deallocate_tsd|restore_rt|kernel_\w*sigreturn|start_context|libc_csu_\w+|call_init|init|fini|timer_helper\w*|helper_thread|handle_fildes_io|IO_cookie_\w+|obstack_\w+|argp_\w+|error\w*|printf_\w+))\b/;
/** The C library itself by its internal names, or a documented function of it: a leading underline alone anybody may write. */
const isLibc = ({ kind, library }: Code, name: string): boolean =>
  kind === 'library' &&
  library === 'libc' &&
  (/^__(?:GI_|libc_)/.test(name) || codeOf({ name: name.replace(/^_+/, '') }).library === 'libc');

function opensZone(code: Code, name: string): number {
  if (isLibc(code, name) && !CALLS_BACK.test(name.slice(0, 100))) {
    return LIBC;
  }
  if (code.kind === 'kernel') {
    return KERNEL;
  }
  return MANAGED.has(code.language) || (code.kind === 'runtime' && HOSTS.has(code.library ?? '')) ? HOSTED : 0;
}

/**
 * Where names alone are known (no file says `@v1.2.3`), a Go program's own module shows by the rule that only code of a module imports its
 * `internal` packages (https://go.dev/doc/go1.4#internalpackages): what main calls there is its own. Other modules are then libraries, but
 * for those of the same owner.
 */
function disownForeignGo(tree: StackTree, symbols: Code[]): void {
  const { symbol: symbolOf, parent, length } = tree;
  const paths = new Map<number, string>();
  const modules = new Map<number, string>();
  const [isMain, isInternal] = [new Uint8Array(symbols.length), new Uint8Array(symbols.length)];
  symbols.forEach(({ language, kind }, symbol) => {
    if (language === 'go' && kind === 'user') {
      const path = goPackage(tree.symbols[symbol].name);
      const module = /^(.+?)\/internal(?:\/|$)/.exec(path)?.[1];
      paths.set(symbol, path);
      isMain[symbol] = path === 'main' ? 1 : 0;
      if (module) {
        modules.set(symbol, module);
        isInternal[symbol] = 1;
      }
    }
  });
  const owners = new Set<string>();
  for (let node = 1; modules.size && node < length; node++) {
    if (isInternal[symbolOf[node]] && isMain[symbolOf[parent[node]]]) {
      owners.add(ownerOf(modules.get(symbolOf[node])!));
    }
  }
  if (!owners.size) {
    return;
  }
  paths.forEach((path, symbol) => {
    if (!tree.symbols[symbol].file && path.split('/')[0].includes('.') && !owners.has(ownerOf(path))) {
      symbols[symbol] = { kind: 'library', library: path, language: 'go' };
    }
  });
}

/** `github.com/acme` of `github.com/acme/orders/store`, the host alone where it names the owner: `go.acme.dev`. */
const ownerOf = (path: string): string => {
  const [host, owner = ''] = path.split('/');
  return /^(?:github|gitlab|bitbucket)\.\w+$/.test(host) ? `${host}/${owner}` : host;
};

/** A class without a package, `Ledger.post`: C names have no points in them. */
const UNPACKAGED = /^[A-Z][\w$]*\.[\w$<>]+$/;

/** HotSpot's own threads and its launcher have no Java frame: in a Java profile, C and C++ are the virtual machine's or a library's. */
function disownNative(tree: StackTree, symbols: Code[]): void {
  if (symbols.some(({ library }) => library === 'JDK')) {
    symbols.forEach((code, symbol) => {
      if (code.kind === 'user' && isNative(code, tree.symbols[symbol].name)) {
        symbols[symbol] = { kind: 'runtime', library: 'HotSpot', language: code.language };
      }
    });
  }
}

/** The kernel keeps 15 bytes of a process's name: TASK_COMM_LEN in include/linux/sched.h. */
const MAX_COMM = 15;
/** Nothing of a program calls these: what stands above one at the root is the name of its process. */
const OUTERMOST =
  /^(?:main|_?start_thread|__libc_start\w*|generic_start_main|ret_from_fork\w*|kthread|thread_native_entry|runtime\.goexit|runtime\.mstart|runtime\.rt0_go)(?:_\[k\]|@.*|\.\w+)?$/;

function processNames(tree: StackTree, symbols: Code[]): Uint8Array {
  const { symbol: symbolOf, parent, length } = tree;
  const comm = new Uint8Array(length);
  const top = new Uint8Array(length); // 1: a mark with only marks above
  top[0] = 1;
  for (let node = 1; node < length; node++) {
    const above = parent[node];
    if (top[above]) {
      top[node] = symbols[symbolOf[node]].kind === 'mark' ? 1 : 0;
    } else if (
      top[parent[above]] && // the second frame below the marks; nothing further down is looked at
      !comm[above] &&
      isProcessName(tree.symbols[symbolOf[above]].name, tree.symbols[symbolOf[node]].name)
    ) {
      comm[above] = 1;
    }
  }
  return comm;
}

function isProcessName(above: string, name: string): boolean {
  const unresolved = /^\[[^\]]+\]$/.test(name) && !/[.:(]/.test(above);
  const outermost = unresolved || OUTERMOST.test(name) || startsThread(name);
  return outermost && above.length <= MAX_COMM && !startsThread(above) && !OUTERMOST.test(above);
}

/** A C `main` that only starts an interpreter or Rust's standard library, which calls the program's own main; libuv's `worker`. */
function launcherNodes(tree: StackTree, symbols: Code[]): Uint8Array | undefined {
  const { symbol: symbolOf, parent, length } = tree;
  const [MAIN, WORKER] = [1, 2];
  // As a caller, and which callers a symbol makes launchers of.
  const named = new Uint8Array(symbols.length);
  tree.symbols.forEach(({ name }, symbol) => (named[symbol] = name === 'main' ? MAIN : name === 'worker' ? WORKER : 0));
  if (!named.includes(MAIN) && !named.includes(WORKER)) {
    return undefined;
  }
  const launchers = new Uint8Array(length);
  const launched = Uint8Array.from(symbols, ({ kind, library = '' }, symbol) => {
    const host = kind === 'runtime' && HOSTS.has(library);
    const main = host || tree.symbols[symbol].name.startsWith('std::rt::lang_start') ? MAIN : 0;
    return main | (library === 'libuv' ? WORKER : 0);
  });
  for (let node = 1; node < length; node++) {
    const caller = parent[node];
    if (caller > 0 && named[symbolOf[caller]] & launched[symbolOf[node]]) {
      launchers[caller] = 1;
    }
  }
  return launchers;
}

/** CPU time by the user function that it is spent for: its own and that of everything below it that is no user function. */
export interface OwnWeights {
  /** By symbol. */
  own: Float64Array;
  /** Of stacks without a user function. */
  nobody: number;
  /** The call of `symbol` that takes most of its own time, and how much that is; undefined where it does all itself. */
  heaviestCall(symbol: SymbolIndex): { symbol: SymbolIndex; weight: number } | undefined;
}

/** `of`: the symbols of which the heaviest call will be asked; absent: all. */
export function* ownWeightSteps(
  tree: StackTree,
  weights: Weights,
  { user, call }: TreeCode,
  of?: number[]
): Steps<OwnWeights> {
  const { symbol: symbolOf, length } = tree;
  const { self } = weights;
  const wanted = new Uint8Array(tree.symbols.length).fill(of ? 0 : 1);
  of?.forEach((symbol) => (wanted[symbol] = 1));
  const own = new Float64Array(tree.symbols.length);
  const pairs = new PairIndex();
  const sums: number[] = [];
  let nobody = 0;
  for (let node = 0; node < length;) {
    for (const end = stepEnd(node, length); node < end; node++) {
      const weight = self[node];
      if (weight === 0) {
        continue;
      }
      if (user[node] === 0) {
        nobody += weight;
        continue;
      }
      const symbol = symbolOf[user[node]];
      own[symbol] += weight;
      if (call[node] >= 0 && wanted[symbol]) {
        const pair = pairs.intern(symbol, symbolOf[call[node]]);
        sums[pair] = (sums[pair] ?? 0) + weight;
      }
    }
    yield;
  }
  return {
    own,
    nobody,
    heaviestCall(symbol) {
      let best = -1;
      for (let pair = 0; pair < pairs.size; pair++) {
        if (pairs.first[pair] === symbol && (best < 0 || sums[pair] > sums[best])) {
          best = pair;
        }
      }
      return best < 0 ? undefined : { symbol: pairs.second[best], weight: sums[best] };
    },
  };
}
