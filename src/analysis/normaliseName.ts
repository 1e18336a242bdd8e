import { rememberByName } from '../profile';

/**
 * What is taken off a name, in this order. Without it the same function of two builds, two instances or two profilers would
 * be two boxes. FlameGraph's `_[w]` stays: a waker's frame is none of the one who waits.
 */
const NAME_RULES: Array<[RegExp, string]> = [
  [/\s+$|^\s+/g, ''],
  [/^b'([^']+)'$/, '$1'], // bcc under Python 3
  [/_\[[kij01]\]$/, ''], // FlameGraph's and async-profiler's marks: kernel, inlined, JIT, interpreted, C1
  [/ \(inlined\)$/, ''], // perf script's mark of an inlined frame, kept by some collapsers
  [/\+0x[0-9a-f]+$/, ''], // offset in the function
  [/@@?GLIBC_[\d.]+$|@plt$/, ''],
  [/(?:\.(?:cold|part|isra|constprop|lto_priv|localalias|llvm)(?:\.\d+)*)+$|\.abi0$/, ''], // clones of the compiler; Go's ABI wrapper
  [/::h[0-9a-f]{16}(?=$| )/, ''], // Rust's hash
  [/\[go\.shape\.[\s\S]*\]/, '[...]'], // Go's generic instances
  [/(\$\$Lambda)(?:\$\d+)?(?:[./](?:0x)?[0-9a-f]+)?/, '$1'], // Java lambdas and hidden classes
  [/(LambdaForm\$\w+)[./](?:0x)?[0-9a-f]+/, '$1'],
  [/(Generated(?:Method|Constructor|Serialization\w*)Accessor)\d+/, '$1'],
  [/^0x[0-9a-f]+ \((.+)\)$/, '[$1]'], // an address in a known file
  [/^(?:0x)?[0-9a-f]{8,16}$|^0x[0-9a-f]+$/, '[unknown]'],
];

/** Longer names are kept as they are: no rule is about them. */
const MAX_NAME = 2000;

export const normaliseName = rememberByName((name: string): string =>
  name.length > MAX_NAME ? name : NAME_RULES.reduce((text, [pattern, by]) => text.replace(pattern, by), name) || name
);
