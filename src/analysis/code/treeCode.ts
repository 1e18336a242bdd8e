import { type CallTree, PairIndex, startsThread, type Weights } from '../../profile';
import { type NameTest } from '../pattern';
import { isKernelEntry } from '../waits';
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

/** Judges every symbol once, then every node by its caller; linear. `mine` as in codeOf. */
export function codeOfTree(tree: CallTree, mine?: NameTest): TreeCode {
  const symbols = tree.symbols.map((symbol) => codeOf(symbol, mine));
  if (!mine) {
    disownForeignGo(tree, symbols);
    disownNative(tree, symbols);
  }
  const opens = Uint8Array.from(symbols, (code, symbol) => opensZone(code, tree.symbols[symbol].name));
  const calls = Uint8Array.from(tree.symbols, ({ name }) => (CALLS_BACK.test(name.slice(0, 100)) ? 1 : 0));
  const zone = new Uint8Array(tree.length);
  const user = new Int32Array(tree.length);
  const call = new Int32Array(tree.length).fill(-1);
  const comm = processNames(tree, symbols);
  const launchers = launcherNodes(tree, symbols);
  for (let node = 1; node < tree.length; node++) {
    const code = symbols[tree.frame[node]];
    const caller = tree.parent[node];
    zone[node] = (calls[tree.frame[node]] ? zone[caller] & ~LIBC : zone[caller]) | opens[tree.frame[node]];
    const native =
      code.language === 'scope' ||
      (code.language === 'native' && !UNPACKAGED.test(tree.symbols[tree.frame[node]].name));
    const foreign =
      comm[node] ||
      launchers[node] ||
      zone[node] & KERNEL ||
      (zone[node] & HOSTED && native) ||
      (zone[caller] & LIBC && code.language === 'native');
    if (code.kind === 'user' && (code.told || !foreign)) {
      user[node] = node;
      continue;
    }
    user[node] = user[caller];
    call[node] =
      call[caller] >= 0
        ? call[caller]
        : code.kind === 'mark' || code.library === 'JVM linkage' || comm[node]
          ? -1
          : node;
  }
  return { symbols, user, call, comm };
}

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
  if (code.kind === 'kernel' && (isKernelEntry(name) || code.language === 'kernel')) {
    return KERNEL;
  }
  return MANAGED.has(code.language) || (code.kind === 'runtime' && HOSTS.has(code.library ?? '')) ? HOSTED : 0;
}

/**
 * Where names alone are known (no file says `@v1.2.3`), a Go program's own module shows by the rule that only code of a module imports its
 * `internal` packages (https://go.dev/doc/go1.4#internalpackages): what main calls there is its own. Other modules are then libraries, but
 * for those of the same owner.
 */
function disownForeignGo(tree: CallTree, symbols: Code[]): void {
  const isUserGo = (symbol: number) =>
    symbol >= 0 && symbols[symbol].language === 'go' && symbols[symbol].kind === 'user';
  const owners = new Set<string>();
  for (let node = 1; node < tree.length; node++) {
    const [symbol, caller] = [tree.frame[node], tree.frame[tree.parent[node]]];
    if (isUserGo(symbol) && isUserGo(caller) && goPackage(tree.symbols[caller].name) === 'main') {
      const own = /^(.+?)\/internal(?:\/|$)/.exec(goPackage(tree.symbols[symbol].name))?.[1];
      if (own) {
        owners.add(ownerOf(own));
      }
    }
  }
  if (!owners.size) {
    return;
  }
  symbols.forEach((code, symbol) => {
    const path = goPackage(tree.symbols[symbol].name);
    if (
      isUserGo(symbol) &&
      !tree.symbols[symbol].file &&
      path.split('/')[0].includes('.') &&
      !owners.has(ownerOf(path))
    ) {
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
function disownNative(tree: CallTree, symbols: Code[]): void {
  if (symbols.some(({ library }) => library === 'JDK')) {
    symbols.forEach(({ kind, language }, symbol) => {
      const native = language === 'scope' || (language === 'native' && !UNPACKAGED.test(tree.symbols[symbol].name));
      if (kind === 'user' && native) {
        symbols[symbol] = { kind: 'runtime', library: 'HotSpot', language };
      }
    });
  }
}

/** The kernel keeps 15 bytes of a process's name: TASK_COMM_LEN in include/linux/sched.h. */
const MAX_COMM = 15;
/** Nothing of a program calls these: what stands above one at the root is the name of its process. */
const OUTERMOST =
  /^(?:main|_?start_thread|__libc_start\w*|generic_start_main|ret_from_fork\w*|kthread|thread_native_entry|runtime\.goexit|runtime\.mstart|runtime\.rt0_go)(?:_\[k\]|@.*|\.\w+)?$/;

function processNames(tree: CallTree, symbols: Code[]): Uint8Array {
  const comm = new Uint8Array(tree.length);
  const top = new Uint8Array(tree.length); // 1: only marks are above
  top[0] = 1;
  for (let node = 1; node < tree.length; node++) {
    const parent = tree.parent[node];
    const { name } = tree.symbols[tree.frame[node]];
    top[node] = top[parent] && symbols[tree.frame[node]].kind === 'mark' ? 1 : 0;
    if (parent > 0 && top[tree.parent[parent]] && !top[parent]) {
      const above = tree.symbols[tree.frame[parent]].name;
      const unresolved = /^\[[^\]]+\]$/.test(name) && !/[.:(]/.test(above);
      const outermost = unresolved || OUTERMOST.test(name) || startsThread(name);
      if (outermost && above.length <= MAX_COMM && !startsThread(above) && !OUTERMOST.test(above)) {
        comm[parent] = 1;
      }
    }
  }
  return comm;
}

/** A C `main` that only starts an interpreter or Rust's standard library, which calls the program's own main; libuv's `worker`. */
function launcherNodes(tree: CallTree, symbols: Code[]): Uint8Array {
  const launchers = new Uint8Array(tree.length);
  for (let node = 1; node < tree.length; node++) {
    const [symbol, parent] = [tree.frame[node], tree.parent[node]];
    const above = parent > 0 ? tree.symbols[tree.frame[parent]].name : '';
    if (above === 'worker' && symbols[symbol].library === 'libuv') {
      launchers[parent] = 1;
    } else if (above === 'main') {
      const host = symbols[symbol].kind === 'runtime' && HOSTS.has(symbols[symbol].library ?? '');
      launchers[parent] |= host || tree.symbols[symbol].name.startsWith('std::rt::lang_start') ? 1 : 0;
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
  heaviestCall(symbol: number): { symbol: number; weight: number } | undefined;
}

export function ownWeights(tree: CallTree, weights: Weights, { user, call }: TreeCode): OwnWeights {
  const own = new Float64Array(tree.symbols.length);
  const pairs = new PairIndex();
  const sums: number[] = [];
  let nobody = 0;
  for (let node = 0; node < tree.length; node++) {
    const self = weights.self[node];
    if (self === 0) {
      continue;
    }
    if (user[node] === 0) {
      nobody += self;
      continue;
    }
    const symbol = tree.frame[user[node]];
    own[symbol] += self;
    if (call[node] >= 0) {
      const pair = pairs.intern(symbol, tree.frame[call[node]]);
      sums[pair] = (sums[pair] ?? 0) + self;
    }
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
