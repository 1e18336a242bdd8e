import { type FrameInfo } from '../../profile';

/** Whose way to write a function a frame follows. `native`: C, or a bare name that tells nothing. */
export type Language =
  'go' | 'jvm' | 'python' | 'node' | 'ruby' | 'dotnet' | 'php' | 'scope' | 'native' | 'kernel' | 'mark';

/** A frame taken apart: the qualified name, and where it is where that is known; both empty strings otherwise. */
export interface Spelling {
  language: Language;
  name: string;
  file: string;
  module: string;
}

const MAX_NAME = 1000;

/** Not functions: unresolved addresses, thread and process names, V8's and dotnet-trace's states, separators of bcc. */
const MARK =
  /^(?:|all|-{1,2}|\[?unknown\]?|\(unknown\)|0x[0-9a-f]+|[0-9a-f]{8,16}|\(root\)|\(idle\)|\(program\)|\(garbage collector\)|thread \(\d+\)(?::.*)?|\[.* tid[=:]\d+\]|[Tt]hread[- ]\(?\d+\)?|tid[ =]\d+|\[?(?:tid|thread)[ :=]\d+\]?|process \d+.*|Process\d* .*\(\d+\).*|Threads|\(Non-Activities\)|CPU_TIME|UNMANAGED_CODE_TIME|BLOCKED_TIME|P\d+|T\d+:\d+|(?:goroutine|thread) \[.*\].*)$/;

const SUFFIX =
  /(?:_\[[ij01]\]|\+0x[0-9a-f]+|\+\d+|@@?GLIBC(?:XX)?_[0-9.]+|@plt|\.(?:constprop|isra|part|cold|localalias|lto_priv|llvm)(?:\.\d+)*|\.abi0| \(inlined\)| \[clone [^\]]*\])$/;

const SCRIPT: Array<[RegExp, Language]> = [
  [/\.pyx?$|^<frozen |\.py[cx]$/, 'python'],
  [/\.[cm]?[jt]sx?(?::\d+)*$|^node:|^internal\/|^webpack/, 'node'],
  [/\.rb$|\.erb$|\.rake$|\.ru$|^<internal:/, 'ruby'],
  [/\.php$|\.phtml$/, 'php'],
  [/\.go$|\.s$/, 'go'],
  [/\.(?:java|kt|scala|groovy|clj)$/, 'jvm'],
  [/\.(?:cs|fs|vb)$/, 'dotnet'],
];

const languageOf = (file: string): Language | undefined => SCRIPT.find(([pattern]) => pattern.test(file))?.[1];

/** Ways in which profilers put a file into a frame's name; groups `name`, `file`. */
const LOCATED = [
  /^(?<file>[^;]*\.(?:py|pyx|rb|php)|<frozen [\w.]+>):\d+ - (?<name>.+)$/, // Pyroscope's Python and Ruby agents: file:line - name
  /^(?<name>.*?) - (?<file>[^ ]+?\.(?:rb|erb|rake|ru)|<internal:[^>]*>|\(eval.*\)|\(unknown\)|unknown)(?::\d+)?$/, // rbspy
  /^(?<name>.*) \[(?<file>c function)\](?: - .*)?$/, // rbspy
  /^(?:(?:LazyCompile|Function|Eval|Script|JS|Callback): ?)?[*~^+]{0,2}(?<name>\S*|\(anonymous\)|\(anonymous .*\)) (?<file>(?:file:\/\/|node:|\/|\.{1,2}\/|[A-Z]:[\\/])[^ ]*|\S+\.[cm]?[jt]sx?(?::\d+){1,2}|evalmachine\S*)$/, // perf's map of V8; before austin's, whose function it would take its line for
  /^(?<file>[^;]*\.(?:pyx?|rb|php|[cm]?[jt]sx?)|<frozen [\w.]+>|node:[\w/.-]+):(?<name>[^:;]+):-?\d+(?::\d+)?$/, // austin; Pyroscope's Node agent
  /^(?<file>\S*\.(?:py|rb|php)) (?<name>\S+)$/, // Pyroscope's eBPF profiler
  /^(?<name>\S+) (?<file>\S+\.php|<internal>)(?::-?\d+)?$/, // phpspy
];

/** `name (file.py:12)`, `name (libc.so.6)`, `name (Main.java:3)` */
const IN_BRACKETS = /^(?<name>.+) \((?<file>[^()]+?)(?::-?\d+)?\)$/;
const IS_FILE =
  /\.(?:pyx?|rb|php|[cm]?[jt]sx?|go|java|kt|scala|c|h|cc|cpp|cxx|hpp|hh|rs|cs|s|S|pyc|inc|tcc|def)$|^<frozen |^<string>$|\.so(?:[.\d]*)?$|\.(?:so|dylib|dll|exe|node)\b|^\[/;
const IS_BINARY = /\.so(?:[.\d]*)?$|\.(?:dylib|dll|exe|node)$|^\[/;

export function spell(frame: FrameInfo): Spelling {
  const raw = (frame.name.length > MAX_NAME ? frame.name.slice(0, MAX_NAME) : frame.name).trim();
  const module = frame.module ?? '';
  const file = (frame.file ?? '').replaceAll('\\', '/');
  const of = (language: Language, name = raw, where = file, binary = module): Spelling => ({
    language,
    name,
    file: where,
    module: binary,
  });
  if (/_\[k\]$|^\[k\] /.test(raw) || /^\[?(?:kernel|guest\.kernel|vmlinux)/.test(module)) {
    return of('kernel');
  }
  if (MARK.test(raw)) {
    return of('mark');
  }
  const binary = /^\[([^\]\s]+)\]( .+)?$/.exec(raw); // Parca writes `[binary] function`, perf's collapser `[binary]`
  if (binary) {
    return binary[2] ? spellName(binary[2].trim(), file, binary[1]) : of('mark', '', '', binary[1]);
  }
  if (/^\[.*\]$/.test(raw)) {
    return of('mark');
  }
  for (const pattern of LOCATED) {
    const groups = pattern.exec(raw)?.groups;
    if (groups) {
      const where = groups.file.replaceAll('\\', '/');
      const language = /^c function$|^\(unknown\)$|^unknown$|^\(eval/.test(where)
        ? 'ruby'
        : languageOf(trimLine(where));
      return of(language ?? (where === '<internal>' ? 'php' : 'node'), groups.name, trimLine(where));
    }
  }
  const script = /^<module> \(([^()]+):\d+\)$/.exec(raw)?.[1];
  if (script) {
    return of('python', '<module>', script.replaceAll('\\', '/'));
  }
  const inBrackets = IN_BRACKETS.exec(raw)?.groups;
  if (inBrackets && IS_FILE.test(inBrackets.file)) {
    const where = inBrackets.file.replaceAll('\\', '/');
    return IS_BINARY.test(where) ? spellName(inBrackets.name, '', where) : spellName(inBrackets.name, where, module);
  }
  return spellName(raw, file, module);
}

const trimLine = (file: string): string => file.replace(/(?::\d+){1,2}$/, '');

/** By file, where there is one; else by the form of the name. */
function spellName(raw: string, file: string, module: string): Spelling {
  const [, prefix, rest] = /^([\w.+-]{1,80})!(?=\S)(.+)$/s.exec(raw) ?? []; // .NET and macOS: module!function
  let name = rest ?? raw;
  const binary = prefix ?? module;
  for (let previous = ''; previous !== name;) {
    previous = name;
    name = name.replace(SUFFIX, '');
  }
  const of = (language: Language): Spelling => ({ language, name, file, module: binary });
  if (/^0x[0-9a-f]+$/.test(name)) {
    return of('mark');
  }
  if (/^node:[a-z_]/.test(name)) {
    return { ...of('node'), file: name };
  }
  const byFile = file ? languageOf(file) : undefined;
  if (byFile && !(byFile === 'go' && file.endsWith('.s') && !isGo(name))) {
    return of(byFile);
  }
  if (GO_STD.test(name) || /^main\.[\w(]/.test(name)) {
    return of('go');
  }
  if (name.includes('[...]') || GO_CLOSURE.test(name)) {
    return of('go'); // type arguments, whatever they are
  }
  if (isJvm(name)) {
    name = jvmName(name);
    return of('jvm');
  }
  if (isGo(name)) {
    return of('go');
  }
  if (/^(?:Builtin|BytecodeHandler|Stub|RegExp|Handler|LazyCompile|Function|JS|LoadGlobalIC|Bytecode): ?/.test(name)) {
    return of('node');
  }
  if (name.includes('::') || /^_ZN|^_R[A-Z]/.test(name)) {
    return of(/^[A-Z]\w*(?:::[A-Z]\w*)*#/.test(name) ? 'ruby' : 'scope');
  }
  if (/^[A-Z]\w*#\w+[?!=]?$/.test(name)) {
    return of('ruby');
  }
  if (
    /\.(?:dll|il)$/.test(binary) ||
    /^(?:[A-Z][\w`<>]*\.){2,}[\w.`<>|]+(?:\(|$)/.test(name) ||
    /^(?:System|Interop|Microsoft)\.\w/.test(name)
  ) {
    return of('dotnet');
  }
  // The name of a thread; of what has blanks and is a function, C++ has brackets and Ruby says block.
  return of(/ /.test(name) && !/[(<:]|^operator |^block /.test(name) ? 'mark' : 'native');
}

/** Packages without a dot in their path that belong to Go itself: https://pkg.go.dev/std. */
const GO_STD =
  /^(?:archive|bufio|bytes|cmp|compress|container|context|crypto|database|debug|embed|encoding|errors|expvar|flag|fmt|go|hash|html|image|index|internal|io|iter|log|maps|math|mime|net|os|path|plugin|reflect|regexp|runtime|slices|sort|strconv|strings|structs|sync|syscall|testing|text|time|unicode|unique|unsafe|vendor|weak)(?:\/[\w/.-]+)?\.(?:\(\*?\w+(?:\[[^\]]*\])?\)\.|\w+(?:\[[^\]]*\])?(?:\.\w+)?(?:\.(?:func|gowrap|deferwrap)?[\d.]+)*(?:-fm|-range\d+)?$)/;

/** `store.Load.func1`, which has the form of Java's names, too: how the compiler names closures and what it wraps `go` and `defer` in. */
const GO_CLOSURE = /^[a-z_][\w-]*(?:\.\w+){1,2}\.(?:func|gowrap|deferwrap)\d/;

function isGo(name: string): boolean {
  if (/^[\w./~%@-]*\.\(\*?\w+(?:\[.*\])?\)\.\w/.test(name)) {
    return true;
  }
  // A path of packages, then a function or a method: github.com/acme/orders/store.Load, orders/store.Store.Load[...].func1
  return (
    /^(?:[\w~%-]+\.)+[\w~%-]+\/[\w./~%-]+\.[\w([]/.test(name) ||
    /^[a-z][\w-]*(?:\/[\w.-]+)*\/[a-z][\w-]*\.[\w(]/.test(name) ||
    GO_CLOSURE.test(name)
  );
}

/** `a/b/C.m`, `a.b.C.m`, `La/b/C;::m`, `java.base@17/a.b.C.m`, `C.m()V`, `C$D.m` */
const isJvm = (name: string): boolean =>
  /^(?:[\w.]+(?:@[\w.+-]+)?\/)?(?:[a-z_][\w$]*\.)+[A-Z$][\w$]*(?:[./](?:0x)?[0-9a-f]+)?\.[\w$<]/.test(name) ||
  /^L?[a-z_][\w$]*(?:\/[\w$]+)*\/[A-Z$][\w$]*(?:[./](?:0x)?[0-9a-f]+)?(?:;?::|;?\.)[\w$<]/.test(name) ||
  /^L?[A-Z]\w*\$[\w$]*(?:[./](?:0x)?[0-9a-f]+)?(?:;?::|;?\.)[\w$<]/.test(name) ||
  /^[A-Z][\w$]*\.[\w$<>]+\([^() ]*\)(?:\[*[VZBCSIJFDL]\S*)$/.test(name);

/** Dotted, without module, signature and hidden class. */
const jvmName = (name: string): string =>
  name
    .replace(/^[\w.]+@[\w.+-]+\/|^(?:java|jdk|app)\.[\w.]+\/(?=[a-z])/, '')
    .replace(/^L(?=[\w$/]+;)/, '')
    .replace(/\(.*/s, '')
    .replace(/;?::/, '.')
    .replace(';', '')
    .replaceAll('/', '.');

/** The line that runs, where a profiler puts it behind the function's name and file; V8's is where the function begins. */
const RUNNING_LINE =
  /^(.* \([^()]*\.(?:pyx?|rb|php|java|kt|scala)):\d+(\))$|^(.* - [^ ]*\.(?:rb|erb|rake|ru)):\d+()$|^([^;]*\.(?:pyx?|rb|php)):\d+( - .+)$|^([^;]*\.(?:pyx?|rb|php):[^:;]+):\d+()$/;

/** The name of a function without the line that runs in it: the same of all its lines. */
export const functionName = (name: string): string => {
  const found = name.length > MAX_NAME ? undefined : RUNNING_LINE.exec(name)?.filter((part) => part !== undefined);
  return found ? found.slice(1).join('') : name;
};
