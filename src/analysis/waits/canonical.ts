/**
 * The names under which a frame is looked up in the wait table, most literal first. Profilers decorate one function in
 * many ways: `futex_wait_queue_[k]`, `schedule+0x23`, `finish_task_switch.isra.0`, `java/lang/Object.wait()V`,
 * `java.base@17/java.lang.Object.wait`, `libc.so.6!__GI___poll`, `read (libc.so.6)`, `[app] main.run`.
 *
 * C library functions live in a namespace of their own, `libc:`: only there are leading underscores dropped, so that the
 * kernel's `__mutex_lock` keeps its own and a Python function named `send` is not taken for the system call's wrapper.
 */
export function canonicalNames(frame: string): string[] {
  const names = [frame.trim()];
  const add = (name: string) => {
    if (name && !names.includes(name)) {
      names.push(name);
    }
  };
  // Names of megabytes are data too; no rule is longer than this.
  let name = names[0].length > MAX_NAME ? names[0].slice(0, MAX_NAME) : names[0];
  name = name.replace(/^\[HelperMethodFrame[^\]]*\] ?/, '').replace(/^(?:\[Inlined\] |inlined!)/, '');
  name = name.replace(/^\[[\w.+-]{1,64}\] (?=\S)/, ''); // Parca: [binary] function
  name = name.replace(MODULE_PREFIX, '');

  let libc = true;
  const located = /^([^()]{1,256}) \(([^()]{1,256}?)(?::\d+)?\)$/.exec(name);
  if (located && (/:\d+\)$/.test(name) || /\.so|\.c$|\.pyx?$|\.h$/.test(located[2]))) {
    name = located[1];
    add(`${name}@${located[2]}`);
    const file = located[2].split('/');
    for (let i = Math.max(1, file.length - 4); i < file.length; i++) {
      add(`${name}@${file.slice(i).join('/')}`);
    }
    libc = !/\.(pyx?|rb|m?[jt]s|php|pl)$/.test(located[2]);
  }
  for (let previous = ''; previous !== name;) {
    previous = name;
    name = name.replace(SUFFIX, '');
  }
  add(name);

  if (/^L?[a-z][\w$]*(?:\/[\w$]+)+/.test(name)) {
    // JVM internal names: a/b/C.m(sig)V, La/b/C;::m
    add(
      name
        .replace(/^L(?=[a-z])/, '')
        .replace(/\(.*/s, '')
        .replace(/[;|]/g, '')
        .replace(/::?\.?/g, '.')
        .replaceAll('/', '.')
    );
  }
  const moduleless = name.replace(/^(?:java|jdk|app)\.[\w.]{1,64}(?:@[\w.+-]{1,64})?\//, '');
  if (moduleless !== name) {
    add(moduleless.replace(/\(.*/s, ''));
  }
  if (name.includes('(') && !name.startsWith('(') && !/\.\(\*?\w/.test(name)) {
    // C++ and .NET argument lists, and a return type in front of a qualified name
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

  if (libc) {
    const bare = (name.startsWith('_') ? name.replace(/^_*(?:GI_+)?/, '') : name)
      .replace(/^libc_(?=[a-z])/, '')
      .replace(/_(?:usercnt|cancel|nocancel|optimized)$/, '');
    add(`libc:${bare}`);
    add(`libc:${bare.replace(/(?:_time)?64(?:_l64)?$/, '')}`);
  }
  return names;
}

const MAX_NAME = 1000;
const MODULE_PREFIX = /^[\w.+-]{1,80}!(?=\S)/;
const SUFFIX =
  /(?:_\[[kijwKIJW0-9]{1,2}\]|\+0x[0-9a-f]+|\+\d+|@@?GLIBC_[0-9.]+|@plt|\.(?:constprop|isra|part|cold|localalias|lto_priv|llvm)(?:\.\d+)*|\.abi0|\$\d+| \(inlined\)| \(\.[\w.]+\)| \[clone [^\]]*\])$/;

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

export const isNeutral = (frame: string): boolean =>
  NEUTRAL.test(
    frame.length > MAX_NAME ? frame.slice(0, MAX_NAME) : frame.replace(/(?:_\[[kij]\]|\+0x[0-9a-f]+|\+\d+)$/, '')
  );

/** Where user code enters the kernel: everything leafward of it is the kernel's. */
export const isKernelEntry = (frame: string): boolean =>
  /^(?:entry_SYSCALL|do_syscall_|el0t?_|do_el0_svc|asm_|system_call|entry_INT80|do_fast_syscall)/.test(frame);
