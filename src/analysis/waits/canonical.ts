/** Runtimes whose frames can be told by how they are spelled or by their file. `native`: C, C++ and what has no file of another one. */
export type FrameRuntime =
  'python' | 'ruby' | 'node' | 'php' | 'jvm' | 'go' | 'rust' | 'dotnet' | 'beam' | 'native' | undefined;

/** A frame's name taken apart, whatever the profiler's spelling. */
export interface FrameName {
  /** The names under which it is looked up, most literal first. */
  names: string[];
  runtime: FrameRuntime;
  /** Path of the source file, `''` where it is not known. */
  file: string;
  /** A call of the runtime into C of which nothing else is known (`[c function]`, `<built-in method …>`). */
  cCall: boolean;
}

/**
 * The names under which a frame is looked up in the wait table, most literal first. Profilers decorate one function in
 * many ways: `futex_wait_queue_[k]`, `schedule+0x23`, `finish_task_switch.isra.0`, `java/lang/Object.wait()V`,
 * `java.base@17/java.lang.Object.wait`, `libc.so.6!__GI___poll`, `read (libc.so.6)`, `[app] main.run`.
 *
 * C library functions live in a namespace of their own, `libc:`: only there are leading underscores dropped, so that the
 * kernel's `__mutex_lock` keeps its own and a Python function named `send` is not taken for the system call's wrapper.
 */
export const canonicalNames = (frame: string, file = ''): string[] => readFrame(frame, file).names;

/** `file`: the source file, where the profile has it beside the name (pprof, speedscope). */
export function readFrame(frame: string, file = ''): FrameName {
  const names = [frame.trim()];
  const add = (name: string) => {
    if (name && !names.includes(name)) {
      names.push(name);
    }
  };
  // Names of megabytes are data too; no rule is longer than this.
  const literal = names[0].length > MAX_NAME ? names[0].slice(0, MAX_NAME) : names[0];
  const located = locate(undecorated(literal), file.slice(-MAX_NAME));
  let name = located.func;
  const cCall = C_CALL.test(name) || BUILT_IN.test(name);
  const runtime = runtimeOfFile(located.file) ?? (C_CALL.test(name) ? 'ruby' : undefined);
  if (C_CALL.test(name)) {
    add(name);
    return { names: [...names, name.replace(C_CALL, '')], runtime, file: located.file, cCall };
  }
  if (located.file) {
    addLocated(name, located.file, add);
  }
  if (runtime && SCRIPTING.has(runtime) && located.file) {
    // A Ruby method has its class; else the table names the file: a function of the program may be called like one of a library.
    const classed = runtime === 'ruby' && /[#.]/.test(name);
    if (classed) {
      add(name);
    }
    return { names: names[0] === name && !classed ? names.slice(1) : names, runtime, file: located.file, cCall };
  }

  for (let previous = ''; previous !== name;) {
    previous = name;
    name = name.replace(SUFFIX, '');
  }
  add(name);
  const java = javaName(name);
  add(java);
  addCompiled(name, add);
  if (runtime === undefined || runtime === 'native') {
    const bare = (name.startsWith('_') ? name.replace(/^_*(?:GI_+)?/, '') : name)
      .replace(/^libc_(?=[a-z])/, '')
      .replace(/_(?:usercnt|cancel|nocancel|optimized)$/, '');
    add(`libc:${bare}`);
    add(`libc:${bare.replace(/(?:_time)?64(?:_l64)?$/, '')}`);
  }
  return { names, runtime: runtime ?? (JAVA_CLASS.test(name) ? 'jvm' : undefined), file: located.file, cCall };
}

const MAX_NAME = 1000;
/** perf maps of V8: the kind of code and how it was compiled (v8, src/logging/code-events.h). */
const V8_KIND = /^(?:LazyCompile|Function|Script|Eval|RegExp|JS):[*~^+]?(?=\S)/;
const MODULE_PREFIX = /^[\w.+-]{1,80}!(?=\S)/;
const SUFFIX =
  /(?:_\[[kijwKIJW0-9]{1,2}\]|\+0x[0-9a-f]+|\+\d+|@@?GLIBC_[0-9.]+|@plt|\.(?:constprop|isra|part|cold|localalias|lto_priv|llvm)(?:\.\d+)*|\.abi0|\$\d+| \(inlined\)| \(\.[\w.]+\)| \[clone [^\]]*\])$/;

/** rbspy's mark of a method in C (rbspy, src/core/types.rs), CPython's names of built-ins (Objects/methodobject.c, meth_repr). */
const C_CALL = / \[c function\]$/;
const BUILT_IN = /^<built-?in |^\{built-in /;

const SCRIPTING = new Set<FrameRuntime>(['python', 'ruby', 'node', 'php']);
const runtimes = (list: Array<[FrameRuntime, string]>) =>
  new Map(list.flatMap(([runtime, endings]) => endings.split(' ').map((ending) => [ending, runtime] as const)));
const ENDINGS = runtimes([
  ['python', 'py pyx pyi pxd'],
  ['ruby', 'rb rake ru'],
  ['node', 'js mjs cjs jsx ts mts cts tsx'],
  ['php', 'php'],
  ['jvm', 'java kt scala groovy clj'],
  ['go', 'go'],
  ['rust', 'rs'],
  ['dotnet', 'cs fs vb'],
  ['beam', 'erl ex exs'],
  ['native', 'c cc cpp cxx h hh hpp S so dylib dll'],
]);

function runtimeOfFile(file: string): FrameRuntime {
  if (/^<(?:frozen |string>|stdin>|ipython|__array)/.test(file)) {
    return 'python';
  }
  if (file.startsWith('<internal:')) {
    return 'ruby';
  }
  if (file.startsWith('node:')) {
    return 'node';
  }
  const ending = /\.(\w{1,6})$/.exec(file)?.[1];
  return (ending ? ENDINGS.get(ending) : undefined) ?? (/\.so[.\d]*$/.test(file) ? 'native' : undefined);
}

/** How bcc under Python 3 prints a name (iovisor/bcc, e.g. offcputime before 0.11): `b'schedule'` */
const BYTES = /^b'([^']+)'$/;

const undecorated = (name: string) =>
  name
    .replace(BYTES, '$1')
    .replace(/^\[HelperMethodFrame[^\]]*\] ?/, '')
    .replace(/^(?:\[Inlined\] |inlined!)/, '')
    .replace(/^\[[\w.+-]{1,64}\] (?=\S)/, '') // Parca: [binary] function
    .replace(V8_KIND, '')
    .replace(MODULE_PREFIX, '');

const PYTHON_FILE = String.raw`(?:[^\s()][^()]{0,400}?\.pyx?|<(?:frozen [\w.]{1,99}|string|stdin)>)`;
const FILE = String.raw`(?:[^\s()][^()]{0,400}?\.(?:pyx?|rb|php|[cm]?[jt]sx?)|<(?:frozen [\w.]{1,99}|string|stdin|internal:[\w/.-]{1,99})>)`;
/** Where a spelling puts the file and the function: `[pattern, group of the function, group of the file]`. */
const SPELLINGS: Array<[RegExp, number, number]> = [
  [new RegExp(`^(${PYTHON_FILE}):([^:]{1,256}):\\d+$`), 2, 1], // austin, pyflame: file:function:line
  [new RegExp(`^(${FILE})(?::-?\\d+)? - (\\S.{0,400})$`), 2, 1], // Pyroscope up to 1.0, pyroscope-rs: file:line - function
  [new RegExp(`^(${FILE}) ([^\\s:-].{0,400})$`), 2, 1], // Pyroscope: file function
  [new RegExp(`^([^\\s].{0,400}?) - (${FILE}|\\(unknown\\))(?::\\d+)?$`), 1, 2], // rbspy: function - file:line
  [/^([^()]{1,256}) \(([^()]{1,256}?):\d+(?::\d+)?\)$/, 1, 2], // py-spy, stackprof, Node: function (file:line)
  [/^([^()]{1,256}) \(([^()]{1,256}?(?:\.so[.\d]*|\.c|\.pyx?|\.h|\.rb|\.php))\)$/, 1, 2], // the same without a line
  [
    /^(?:\w+:[*~^]?)?(\S.{0,256}?) ((?:file:|node:|\.{0,2}\/|[\w@][\w@.-]{0,99}[/.])[^\s()]{0,400}?)(?::\d+){1,2}$/,
    1,
    2,
  ], // V8
];

/** Function and file of a name, in whatever way the two are spelled; the file given beside the name where it has none. */
function locate(name: string, beside: string): { func: string; file: string } {
  const spellings = name.includes(' ') ? SPELLINGS : name.includes(':') ? SPELLINGS.slice(0, 1) : [];
  for (const [pattern, func, file] of spellings) {
    const found = pattern.exec(name);
    if (found) {
      return { func: found[func], file: found[file].replaceAll('\\', '/') };
    }
  }
  return { func: name, file: beside.replaceAll('\\', '/') };
}

/** Folders that libraries stand in: what follows is the path by which a program imports it. */
const LIBRARY_ROOT =
  /^(?:(?:python|pypy)\d?[\d.]*t?|\d+\.\d+\.\d+|lib(?:64)?|Lib|site-packages|dist-packages|[\w.-]+\.zip)$/;
const SCRIPT_FILE = /\.(?:pyx?|rb|php)$/;

/**
 * `function@file` for the last four, three … folders, the method without its class too (Python names it since 3.11 only).
 * A file's name alone counts where the profiler has cut its path or it stands in a library's root: an application may have a queue.py.
 */
function addLocated(func: string, path: string, add: (name: string) => void): void {
  const file = path.split('/');
  const places = [path];
  for (let i = Math.max(1, file.length - 4); i < file.length; i++) {
    const alone = i === file.length - 1 && SCRIPT_FILE.test(path);
    if (!alone || LIBRARY_ROOT.test(file[i - 1])) {
      places.push(file.slice(i).join('/'));
    }
  }
  const plain = func.replace(/^(?:block (?:\(\d+ levels\) )?in |rescue in |ensure in )+/, ''); // Ruby's blocks
  const method = plain.slice(Math.max(plain.lastIndexOf('.'), plain.lastIndexOf('#')) + 1);
  for (const name of [func, plain, method]) {
    places.forEach((place) => add(`${name}@${place}`));
  }
}

/** A class behind slashes, or a module as thread dumps have it. Go's packages look alike, but what follows their slashes is lower case. */
const JAVA_CLASS = /^L?(?:[a-z_$][\w$]*\/)+[A-Z$][\w$]*(?:[.;:]|$)|^(?:java|jdk|app)\.[\w.]{1,64}(?:@[\w.+-]{1,64})?\//;

/** `a.b.C.m` of the JVM's internal names (a/b/C.m(sig)V, La/b/C;::m) and of a thread dump's (java.base@17/a.b.C.m); else ''. */
function javaName(name: string): string {
  if (/^L?[a-z][\w$]*(?:\/[\w$]+)+/.test(name)) {
    return name
      .replace(/^L(?=[a-z])/, '')
      .replace(/\(.*/s, '')
      .replace(/[;|]/g, '')
      .replace(/::?\.?/g, '.')
      .replaceAll('/', '.');
  }
  const moduleless = name.replace(/^(?:java|jdk|app)\.[\w.]{1,64}(?:@[\w.+-]{1,64})?\//, '');
  return moduleless === name ? '' : moduleless.replace(/\(.*/s, '');
}

/** Without the argument lists of C++ and .NET, a return type in front of a qualified name, Rust's hashes and closures. */
function addCompiled(name: string, add: (name: string) => void): void {
  if (name.includes('(') && !name.startsWith('(') && !/\.\(\*?\w/.test(name)) {
    const open = argumentsAt(name);
    const bare = open > 0 ? name.slice(0, open).trimEnd() : name;
    add(bare);
    const qualified = /(?:^|\s)([\w~]+(?:::|\.)\S*)$/.exec(bare);
    if (qualified) {
      add(qualified[1]);
    }
  }
  const hashless = name.replace(/::h[0-9a-f]{16}$/, '');
  add(hashless);
  add(hashless.replace(/(?:::\{\{closure\}\}|::\{closure#\d+\})+$/, ''));
}

/** Where the argument list of a C++ or .NET name begins; "(anonymous namespace)" and operator() are no arguments. */
function argumentsAt(name: string): number {
  for (let from = 0; ;) {
    const open = name.indexOf('(', from);
    if (open < 0) {
      return -1;
    }
    const anonymous = '(anonymous namespace)';
    if (name.startsWith(anonymous, open)) {
      from = open + anonymous.length;
    } else if (name.endsWith('operator', open)) {
      from = open + 2;
    } else {
      return open;
    }
  }
}

/**
 * Frames that say nothing about waiting: system call entry, dispatch, thread start, unresolved addresses. They are skipped
 * at the leaf and do not count as distance between wait frames.
 */
const NEUTRAL =
  /^(?:\[?unknown\]?|\[.*<.*>\]|0x[0-9a-f]+.*|[0-9a-f]{8,16}|entry_SYSCALL.*|do_syscall_64|do_syscall_x64|do_fast_syscall_32|do_int80_syscall_32|__do_fast_syscall_32|x64_sys_call|el0t?_.*|do_el0_svc|invoke_syscall.*|__invoke_syscall|syscall_trace_enter|syscall_exit_to_user_mode.*|asm_\w+|tracesys|ret_fast_syscall|__switch_to|_raw_spin_unlock.*|system_call.*|sysenter_past_esp|ret_from_fork.*|kthread|start_thread|__?clone3?|clone3?|\[.*\.so.*\]|\S*\/?(?:libc|libpthread|ld)[-.\w]*\.so[.\d]*|vfs_read|vfs_write|vfs_iter_read|vfs_iter_write|ksys_read|ksys_write|new_sync_read|new_sync_write|__vfs_read|__vfs_write|do_iter_readv?_?\w*|do_readv|do_writev|sys_read|sys_write|SyS_read|SyS_write|__x64_sys_readv?|__x64_sys_writev?|__arm64_sys_readv?|__arm64_sys_writev?|__se_sys_read|__se_sys_write)$/;

/**
 * Where the C library makes a system call that may be cancelled: musl (src/thread/__syscall_cp.c, x86_64/syscall_cp.s, __timedwait.c),
 * glibc 2.41 and newer (nptl/cancellation.c, sysdeps/unix/sysv/linux/syscall_cancel.c).
 */
const CANCELLABLE =
  /^(?:__syscall_cp(?:_c|_asm)?|sccp|__cp_(?:begin|end|cancel)|__timedwait(?:_cp)?|__(?:internal_)?syscall_cancel|__syscall_cancel_arch(?:_start|_end)?)$/;

/** Frames that a profiler adds and that are no function: what is above them tells. `unsure`: outside what the profiler sees. */
const MARKS: Array<{ pattern: RegExp; unsure: boolean; source: string }> = [
  // dotnet-trace ends every stack in one of them; dotnet/diagnostics#3359: unmanaged code may well wait.
  {
    pattern: /^UNMANAGED_CODE_TIME(?: \(Native Frames\))?$/,
    unsure: true,
    source: 'TraceEvent, SampleProfilerThreadTimeComputer',
  },
  {
    pattern: /^(?:CPU_TIME|\?!\?|READIED_BY|READY_TIME)$/,
    unsure: false,
    source: 'TraceEvent, ThreadTimeStackComputer',
  },
  // A method in C whose name is not known; rbspy/src/core/types.rs
  {
    pattern: /^(?:\(unknown\)|<c function>|<cfunc>|\(unknown\) \[c function\])(?: - \(unknown\)(?::\d+)?)?$/,
    unsure: true,
    source: 'rbspy',
  },
  {
    pattern: /^(?:\[native(?: code)?\]|<native>|\(native\)|native code|<internal>|~|\[Native Frames\])$/i,
    unsure: true,
    source: 'phpspy, py-spy, JFR, V8',
  },
  { pattern: /^:(?:INVALID|IDLE):?(?::.{0,40})?$/, unsure: true, source: 'austin, src/frame.h' },
];

export function isNeutral(frame: string): boolean {
  const bare =
    frame.length > MAX_NAME ? frame.slice(0, MAX_NAME) : frame.replace(/(?:_\[[kij]\]|\+0x[0-9a-f]+|\+\d+)$/, '');
  return NEUTRAL.test(bare) || CANCELLABLE.test(bare) || markOf(frame) !== undefined;
}

/** The profiler's mark that a frame is: `unsure` where it stands for code that the profiler cannot see. */
export const markOf = (frame: string) =>
  frame.length > 80 ? undefined : MARKS.find(({ pattern }) => pattern.test(frame));

/** Where user code enters the kernel: everything leafward of it is the kernel's. */
export const isKernelEntry = (frame: string): boolean =>
  /^(?:entry_SYSCALL|do_syscall_|el0t?_|do_el0_svc|asm_|system_call|entry_INT80|do_fast_syscall)/.test(frame);

/** The runtime that a frame shows to be in its stack: its file or spelling, or a C function that only this runtime has. */
export function shownRuntime({ names, runtime }: FrameName): FrameRuntime {
  return runtime !== undefined && runtime !== 'native' ? runtime : SHOWN_BY.find(([, p]) => p.test(names[0]))?.[0];
}

const SHOWN_BY: Array<[FrameRuntime, RegExp]> = [
  ['python', /^(?:_?Py[A-Z_]\w+|take_gil|drop_gil|pymain_\w+|cfunction_\w+|method_vectorcall\w*)/],
  ['ruby', /^(?:rb_\w+|ruby_\w+|vm_exec\w*|rbimpl_\w+|[^\s{]+#\S+$|<main>$)/],
  ['node', /^(?:uv__?\w+|node::|v8::|Builtins_\w+|\(idle\)$|\(program\)$)/],
  ['beam', /^(?:erts_\w+|process_main|beam_jit_\w+|ethr_\w+)/],
];
