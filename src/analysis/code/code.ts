import { type FrameInfo, rememberByName } from '../../profile';
import { isKernelEntry, symbolFacts } from '../waits';
import { type NameTest } from '../pattern';
import { type Language, spell, type Spelling } from './spelling';
import { CODE_TABLE } from './table';

/**
 * Whose code a frame is. `user`: the program that is looked at; `library`: what it is built on, the standard library as well; `runtime`: what
 * executes it (interpreter, collector, virtual machine); `kernel`; `mark`: no function at all (a thread's or a file's name, an
 * address). `library`: the name that people call it by.
 */
export interface Code {
  kind: 'user' | 'library' | 'runtime' | 'kernel' | 'mark';
  library?: string;
  language: Language;
  /** Said by a user's pattern, so that nothing around the frame overrules it. */
  told?: boolean;
}

interface Row {
  kind: 'library' | 'runtime';
  library: string;
}

/** Prefixes of a space that end at a boundary, by prefix; those of C functions and files, which end anywhere, by their first letter. */
class CodeTable {
  private readonly rows = new Map<string, Map<string, Row>>();
  private readonly starts = new Map<string, Array<[string, Row]>>();

  constructor(text: string) {
    let space = '';
    let kind: Row['kind'] = 'library';
    for (const line of text.split('\n')) {
      if (!line.trim()) {
        continue;
      }
      if (!line.startsWith(' ')) {
        const [head, source] = line.split(' # ');
        const [of, as] = head.split(' ');
        if ((as !== 'library' && as !== 'runtime') || !source) {
          throw new Error(`code table: not a group: ${line}`);
        }
        [space, kind] = [of, as];
        continue;
      }
      const colon = line.indexOf(': ');
      const name = line.slice(0, colon).trim();
      for (const prefix of line
        .slice(colon + 2)
        .trim()
        .split(/ +/)) {
        this.add(space, prefix, { kind, library: name === '=' ? prefix : name });
      }
    }
  }

  private add(space: string, prefix: string, row: Row): void {
    if (space === 'c' || space === 'module') {
      const key = `${space} ${prefix[0]}`;
      const list = this.starts.get(key) ?? [];
      list.push([prefix, row]);
      list.sort((a, b) => b[0].length - a[0].length);
      this.starts.set(key, list);
      return;
    }
    const rows = this.rows.get(space) ?? new Map<string, Row>();
    rows.set(prefix, rows.get(prefix) ?? row);
    this.rows.set(space, rows);
  }

  exact = (space: string, name: string): Row | undefined => this.rows.get(space)?.get(name);

  /** The longest prefix of `name` that ends in front of `separator` or is the whole. */
  under(space: string, name: string, separator: string): Row | undefined {
    for (let end = name.length; end > 0; end = name.lastIndexOf(separator, end - 1)) {
      const row = this.rows.get(space)?.get(name.slice(0, end));
      if (row) {
        return row;
      }
    }
    return undefined;
  }

  /** `ends`: what may stand behind the prefix. */
  startsOf(space: 'c' | 'module', name: string, ends?: RegExp): Row | undefined {
    return this.starts
      .get(`${space} ${name[0]}`)
      ?.find(([prefix]) => name.startsWith(prefix) && (!ends || ends.test(name.slice(prefix.length))))?.[1];
  }
}

let shared: CodeTable | undefined;
const table = (): CodeTable => (shared ??= new CodeTable(CODE_TABLE));

const USER = (language: Language): Code => ({ kind: 'user', language });
const of = (language: Language, row: Row): Code => ({ kind: row.kind, library: row.library, language });
const library = (language: Language, name: string): Code => ({ kind: 'library', library: name, language });
const runtime = (language: Language, name: string): Code => ({ kind: 'runtime', library: name, language });

/**
 * Whose code one frame is, by its name, file and module alone: what stands around it in a stack is for `codeOfTree`. `mine`: a pattern
 * of the user, which overrules all tables: what it matches is user code, every other function is not.
 */
export function codeOf(frame: FrameInfo, mine?: NameTest): Code {
  const { name, file = '', module = '' } = frame;
  if (frame.standsFor !== undefined) {
    return { kind: 'mark', language: 'mark' };
  }
  const told = judged(file || module ? `${name}\0${file}\0${module}` : name);
  if (!mine) {
    return told;
  }
  if (mine(name) || (file && mine(file)) || (module && mine(module))) {
    return { kind: 'user', language: told.language, told: true };
  }
  return told.kind === 'user' ? { kind: 'library', language: told.language } : told;
}

const judged = rememberByName((key: string): Code => {
  const [name, file, module] = key.split('\0');
  return judge(spell({ name, file, module }));
});

function judge(frame: Spelling): Code {
  switch (frame.language) {
    case 'mark':
      return markCode(frame);
    case 'kernel':
      return { kind: 'kernel', library: 'Linux kernel', language: 'kernel' };
    case 'go':
      return goCode(frame);
    case 'jvm':
      return jvmCode(frame);
    case 'python':
      return pythonCode(frame);
    case 'node':
      return nodeCode(frame);
    case 'ruby':
      return rubyCode(frame);
    case 'php':
      return phpCode(frame);
    case 'dotnet': {
      const row =
        table().under('dotnet', frame.name.replace(/\(.*/s, ''), '.') ?? table().under('dotnet', frame.module, '.');
      return row ? of('dotnet', row) : USER('dotnet');
    }
    case 'scope':
    case 'native':
      return nativeCode(frame);
  }
}

/** `[libc.so.6]`: some function of a known library; any other file may be the program's own. */
function markCode({ name, module }: Spelling): Code {
  if (name === '(garbage collector)' || name === '(program)') {
    return runtime('mark', 'V8');
  }
  if (/^\[?(?:kernel|guest\.kernel|vmlinux)/.test(module)) {
    return { kind: 'kernel', library: 'Linux kernel', language: 'kernel' };
  }
  const row = module ? moduleRow(module) : undefined;
  return row ? of('native', row) : { kind: 'mark', language: 'mark' };
}

/** Import path of a Go name: up to the first point behind the last slash in front of any type argument. */
export const goPackage = rememberByName((name: string): string => {
  const bracket = name.search(/[([]/);
  const slash = name.lastIndexOf('/', bracket < 0 ? name.length : bracket);
  const dot = name.indexOf('.', slash + 1);
  // The linker writes points in the last part of a path as %2e: https://pkg.go.dev/cmd/internal/objabi#PathToPrefix
  return (dot < 0 ? name : name.slice(0, dot)).replaceAll('%2e', '.');
});

function goCode({ name, file }: Spelling): Code {
  const path = goPackage(name).replace(/^.*\/vendor\//, '');
  if (path === 'main' || path.startsWith('main/')) {
    return USER('go');
  }
  const row = table().under('go', path, '/');
  if (row) {
    // The standard library's packages go by their own path: database/sql rather than database.
    return row.library === path.split('/')[0] ? library('go', path) : of('go', row);
  }
  // In the module cache, or without folders in front (go build -trimpath): a folder of the program may have a version, too.
  const module =
    /^(?!\/)([^@]+)@v\d/.exec(file.slice(file.indexOf('/pkg/mod/') + 1).replace(/^pkg\/mod\//, ''))?.[1] ??
    /\/vendor\/((?:[\w.-]+\/){2}[\w.-]+)/.exec(file)?.[1];
  // The module cache writes capitals as !c: https://go.dev/ref/mod#module-cache
  return module
    ? library(
        'go',
        module.replace(/!([a-z])/g, (_, c: string) => c.toUpperCase())
      )
    : USER('go');
}

function jvmCode({ name }: Spelling): Code {
  const row = table().under('jvm', name, '.');
  if (row) {
    return of('jvm', row);
  }
  return /(?:^|\.)(?:shaded?|repackaged|relocated|thirdparty)\./.test(name)
    ? library('jvm', 'shaded library')
    : USER('jvm');
}

/** Standard modules of which each file is one of its own: `http.client`, not `http`. */
const PYTHON_FAMILIES = /^(?:http|urllib|concurrent|multiprocessing|importlib|xmlrpc|dbm)\//;

function pythonCode({ name, file }: Spelling): Code {
  // What pip puts into bin/ to start a package has no ending: gunicorn, uvicorn, celery. https://packaging.python.org/specifications/entry-points
  if (name === '<module>' && !/\.\w+$|^</.test(file)) {
    return library('python', file.slice(file.lastIndexOf('/') + 1));
  }
  if (file.startsWith('<frozen ')) {
    return runtime('python', 'CPython');
  }
  const site = /^(?:.*\/)?(?:site-packages|dist-packages|[^/]+\.whl|[^/]+\.egg|\.deps\/[^/]+)\/(.+)$/.exec(file)?.[1];
  const std =
    site === undefined
      ? /^(?:.*\/)?(?:lib(?:64|32)?\/(?:python|pypy)[\d.]*|Lib|python3\d*\.zip)\/(.+)$/.exec(file)?.[1]
      : undefined;
  const relative = site ?? std ?? (/^(?:\/|[A-Za-z]:)/.test(file) ? undefined : file.replace(/^\.\//, ''));
  if (relative === undefined || (file.startsWith('./') && !site && !std)) {
    return USER('python');
  }
  const path = relative.replace(/(?:\/__init__)?\.\w+$/, '').replace(/\.cpython-.*$/, '');
  const row = table().under('python', path, '/');
  const top = path.split('/')[0];
  if (row) {
    return row.library === top
      ? library('python', PYTHON_FAMILIES.test(path) ? path.split('/').slice(0, 2).join('.') : top)
      : of('python', row);
  }
  if (site !== undefined) {
    return library('python', top);
  }
  return std === undefined ? USER('python') : library('python', top);
}

function nodeCode({ name, file }: Spelling): Code {
  const at = file.lastIndexOf('node_modules/');
  if (at >= 0) {
    const [first, second] = file.slice(at + 'node_modules/'.length).split('/');
    const named = first.startsWith('@') ? `${first}/${second}` : first;
    const row = table().exact('node', named) ?? table().exact('node', first);
    return row ? of('node', row) : library('node', named);
  }
  const builtin = /^(?:node:)?(?:internal\/|node:)?(.*)$/.exec(file)?.[1];
  if (file.startsWith('node:internal') || file.startsWith('internal/') || (file === '' && name !== '')) {
    return runtime('node', 'Node.js');
  }
  return file.startsWith('node:') ? library('node', `node:${builtin}`) : USER('node');
}

function rubyCode({ name, file }: Spelling): Code {
  if (/^(?:<internal:|c function|\(unknown\)|unknown|\(eval)/.test(file)) {
    return runtime('ruby', 'Ruby');
  }
  const gem = /(?:^|\/)gems\/((?!ruby-)[A-Za-z][\w.-]*?)-(?:\d[\w.]*|[0-9a-f]{7,40})(?:-[\w.-]+)?\/(?!gems\/)/.exec(
    file.slice(Math.max(0, file.lastIndexOf('gems/') - 1))
  )?.[1];
  if (gem) {
    const row = table().exact('ruby', gem);
    return row ? of('ruby', row) : library('ruby', gem);
  }
  const std = /(?:^|\/)lib\/ruby\/(?:[\d.]+|site_ruby\/[\d.]+|vendor_ruby)\/(?:[\w.-]+-linux[\w-]*\/)?(.+?)\.rb$/.exec(
    file
  )?.[1];
  if (std) {
    return library('ruby', std.startsWith('net/') ? std.replace(/^(net\/\w+).*$/, '$1') : std.split('/')[0]);
  }
  const row = file ? undefined : table().exact('ruby', name.split(/::|[#.]/)[0]);
  return row ? of('ruby', row) : USER('ruby');
}

function phpCode({ file }: Spelling): Code {
  if (file.startsWith('<internal>') || file === '') {
    return runtime('php', 'PHP');
  }
  const vendor = /(?:^|\/)vendor\/([^/]+\/[^/]+)\//.exec(file)?.[1];
  return vendor ? library('php', vendor) : USER('php');
}

/** Where a program's own files are not. */
const SYSTEM = /^(?:\/usr)?\/(?:local\/)?lib(?:32|64|x32)?\/|^\/(?:opt|nix|snap)\//;

function moduleRow(module: string): Row | undefined {
  const base =
    module
      .replace(/^\[|\]$/g, '')
      .split('/')
      .pop() ?? '';
  const extension = /\.cpython-|\.abi3\.so|\.node$/.test(base) ? base.replace(/\..*/s, '') : undefined;
  return (
    table().startsOf('module', base, /^(?:$|[-.\d_])/) ??
    (extension ? { kind: 'library', library: extension } : undefined) ??
    (SYSTEM.test(module) && base.includes('.so')
      ? { kind: 'library', library: base.replace(/\.so.*/s, '') }
      : undefined)
  );
}

/** Where sources of C, C++ and Rust stand that are not the program's. */
const FOREIGN_SOURCE: Array<[RegExp, string]> = [
  [/^\/rustc\/|\/rustlib\/src\/|^library\/(?:std|core|alloc)\//, 'std'],
  [/\/\.?cargo\/registry\/src\/[^/]+\/([\w-]+?)-\d/, ''],
  [/\/\.?cargo\/git\/checkouts\/([\w-]+?)-[0-9a-f]{8,}\//, ''],
  [
    /\/glibc[-/]|^(?:\.\.?\/)+(?:sysdeps|nptl|malloc|csu|libio|elf|misc|socket|string|time|posix|io|stdlib)\/|^\.\/(?:nptl|malloc)\//,
    'libc',
  ],
  [/\/usr\/(?:local\/)?include\/c\+\+\/|\/bits\/(?:stl_|std_|basic_|shared_ptr|unique_)/, 'std'],
  [/^\/usr\/(?:local\/)?include\/([\w+-]+)/, ''],
  [
    /^(?:.*\/)?(?:_?\w*module\.c(?:\.h)?|\w+\.c\.h)$|^(?:.*\/)?(?:Python|Objects|Modules)\/[\w/]+\.c(?:\.h)?$|^(?:ceval\w*|abstract|call|methodobject|funcobject|classobject|typeobject|object|genobject|unicodeobject|bytesobject|listobject|dictobject|longobject|pythonrun|pylifecycle|thread_pthread|semaphore|socket|import|gcmodule|fileutils|structmember|descrobject|generated_cases|bytecodes)\.[ch](?:\.h)?$/,
    'CPython',
  ],
];

function nativeCode({ language, name, file, module }: Spelling): Code {
  const row = module ? moduleRow(module) : undefined;
  if (row) {
    return of(language, row);
  }
  for (const [pattern, named] of file ? FOREIGN_SOURCE : []) {
    const found = pattern.exec(file);
    if (found) {
      return (named || found[1]) === 'CPython' ? runtime('native', 'CPython') : library(language, named || found[1]);
    }
  }
  if (language === 'scope') {
    const known = scopeRow(name);
    return known ? of('scope', known) : USER('scope');
  }
  if (
    isKernelEntry(name) ||
    /^(?:__(?:x64|ia32|arm64|se|do)_(?:compat_)?sys_|sysvec_|ksys_|ret_from_fork|kthread$|kernel_clone$)/.test(name)
  ) {
    return { kind: 'kernel', library: 'Linux kernel', language: 'kernel' };
  }
  if (/^operator (?:new|delete)\b/.test(name)) {
    return of('native', STD);
  }
  // A name in brackets behind it: C functions have no points; what has is a class of a language that is not known.
  const bare = name.replace(/\(.*/s, '');
  const known = table().exact('exact', bare) ?? table().startsOf('c', bare);
  const entry = known?.kind === 'runtime' ? undefined : symbolFacts(name).entry;
  if (entry?.runtime === 'kernel') {
    return { kind: 'kernel', library: 'Linux kernel', language: 'kernel' };
  }
  if (known) {
    return of('native', known);
  }
  return entry && RUNTIME_NAME.has(entry.runtime)
    ? runtime('native', RUNTIME_NAME.get(entry.runtime)!)
    : USER('native');
}

/** By the runtime of a wait table's row: bare names that stand there are functions of it. `native` and `node` have names that anybody gives. */
const RUNTIME_NAME: ReadonlyMap<string, string> = new Map([
  ['libc', 'libc'],
  ['python', 'CPython'],
  ['ruby', 'Ruby'],
  ['dotnet', '.NET'],
  ['jvm', 'HotSpot'],
  ['go', 'Go runtime'],
  ['rust', 'std'],
]);

/**
 * First part of a C++ or Rust path. An implementation of a trait, `<T as Trait>::f`, stands in the crate of the type or of the trait, so that it
 * is the program's own where either is (the orphan rule: https://doc.rust-lang.org/reference/items/implementations.html).
 */
function scopeRow(name: string): Row | undefined {
  const implemented = /^(?:_?<)(.*)$/s.exec(name)?.[1];
  if (implemented === undefined) {
    return crateRow(name);
  }
  const inner = upToClosing(implemented);
  const as = splitAs(inner);
  const rows = as.filter((path) => /::/.test(withoutArguments(path))).map((path) => crateRow(path));
  return rows.length
    ? rows.every(Boolean)
      ? rows[0]
      : undefined
    : /^[&*[(]?(?:mut |const |dyn )*[a-z]\w*[\])]?$/.test(as[0])
      ? STD
      : undefined;
}

const STD: Row = { kind: 'library', library: 'std' };

/** Up to the bracket that closes the one which was open. */
function upToClosing(text: string): string {
  let depth = 1;
  for (let i = 0; i < text.length; i++) {
    depth += text[i] === '<' ? 1 : text[i] === '>' && text[i - 1] !== '-' ? -1 : 0;
    if (depth === 0) {
      return text.slice(0, i);
    }
  }
  return text;
}

/** `T as Trait`, both outside of any bracket. */
function splitAs(text: string): string[] {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    depth += text[i] === '<' ? 1 : text[i] === '>' && text[i - 1] !== '-' ? -1 : 0;
    if (depth === 0 && text.startsWith(' as ', i)) {
      return [text.slice(0, i), text.slice(i + 4)];
    }
  }
  return [text];
}

const withoutArguments = (path: string): string => path.replace(/<.*/s, '');

function crateRow(path: string): Row | undefined {
  let text = path.replace(/^(?:[&*[(]|mut |const |dyn |impl )+/, '');
  // C++ puts a return type in front of a template's instance: void std::__invoke_impl<…>(…).
  text = text.replace(
    /^(?:(?:void|bool|char|int|long|unsigned|float|double|auto|const|static|virtual|non-virtual thunk to|vtable for) +)+[*&]* */,
    ''
  );
  const mangled = /^_ZNK?(?:(St|S[absiod])|(\d{1,3}))(.*)$/s.exec(text);
  if (mangled) {
    return mangled[1] ? STD : table().exact('scope', mangled[3].slice(0, Number(mangled[2])));
  }
  const parts = withoutArguments(text).split(/::|\(/);
  return (
    table().under('scope', `${parts[0]}::${parts[1] ?? ''}`, '::') ??
    (parts[0].includes(' ') ? crateOfLast(parts[0]) : undefined)
  );
}

/** `Foo<int> std`: a return type that is a class. */
const crateOfLast = (text: string): Row | undefined => table().exact('scope', text.slice(text.lastIndexOf(' ') + 1));
