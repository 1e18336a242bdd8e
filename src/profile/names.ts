import { rememberByName } from './remember';

/** Longer names (C++ templates, hostile files) are one part: looking through them costs more than their parts tell. */
const MAX_NAME = 2000;

/** A name without arguments, type arguments and the place that py-spy or rbspy append, and where its parts begin in it. */
export interface NameParts {
  text: string;
  /** Ascending; the first is 0, the last the method's. */
  starts: number[];
  /** The same in the name as it is written. */
  at: number[];
  /** Index into `starts` of the first part after the path of a package or file. */
  afterPath: number;
}

/** What may begin a part: so neither the `6` of libc.so.6 nor the `2` of lists:map/2 is a function. */
const BEGINS_PART = /^[\p{L}_$~(<[{@*]/u;
/** Go's closures, clones of C compilers: without the function that they are of they name nothing. */
const BELONGS_TO_FUNCTION = /^(?:func\d|gowrap\d|deferwrap\d|isra\b|part\b|cold\b|constprop\b|llvm\b|lto_priv\b)/;
const belongsToFunction = (separator: string, name: string, at: number) =>
  separator === '.' && BELONGS_TO_FUNCTION.test(name.slice(at, at + 12));
const LOCATION = / \([^()]*:\d+\)$| - [^ ]*:\d+\)?$/;
const CLOSES: Readonly<Record<string, string>> = { '(': ')', '<': '>', '[': ']', '{': '}' };

/** Index after the bracket that closes the one at `open`; -1 where none does. */
function afterBracket(name: string, open: number): number {
  const [opening, closing] = [name[open], CLOSES[name[open]]];
  let depth = 0;
  for (let i = open; i < name.length; i++) {
    if (name[i] === opening) {
      depth++;
    } else if (name[i] === closing && name[i - 1] !== '-' && --depth === 0) {
      return i + 1;
    }
  }
  return -1;
}

export const partsOf = rememberByName((name: string): NameParts => {
  const parts: NameParts = { text: name, starts: [0], at: [0], afterPath: 0 };
  if (name.length > MAX_NAME) {
    return parts;
  }
  const located = name.replace(LOCATION, '');
  let text = '';
  let sentence = false; // after a blank, a slash or full stop separates no longer
  let unclosed = '';
  for (let i = 0; i < located.length;) {
    const char = located[i];
    const isOperator = (char === '(' ? /operator$/ : /operator[<>=-]?$/).test(text.slice(-10));
    const bracket = char in CLOSES && !isOperator && !unclosed.includes(char);
    const end = bracket ? afterBracket(located, i) : -1;
    unclosed += bracket && end < 0 ? char : '';
    if (end > 0) {
      const atStart = text.length === parts.starts[parts.starts.length - 1];
      if (atStart || (char !== '(' && !/[\w$>)\] ]$/.test(text))) {
        text += located.slice(i, end);
      } else if (char === '(' && !/^(?:::|\.)/.test(located.slice(end, end + 2))) {
        break; // arguments, and what stands after them
      }
      i = end;
      continue;
    }
    const separator = located.startsWith('::', i) ? '::' : '.#/\\'.includes(char) ? char : '';
    text += separator || char;
    i += separator.length || 1;
    sentence ||= char === ' ';
    const separates = separator && text.length > separator.length && (!sentence || '::#'.includes(separator));
    if (separates && BEGINS_PART.test(located.slice(i, i + 2)) && !belongsToFunction(separator, located, i)) {
      parts.starts.push(text.length);
      parts.at.push(i);
      if (separator === '/') {
        parts.afterPath = parts.starts.length - 1;
      }
    }
  }
  parts.text = text.trimEnd() || name;
  return parts;
});

/** Where the first part after the path begins in the name as it is written. */
export const cutOf = ({ at, afterPath }: NameParts): number => at[afterPath];

/** A name without the path of its package: what is left still tells functions apart for a person. */
export const shortName = (name: string): string => name.slice(cutOf(partsOf(name)));

/** The last part of a name, without arguments: what a shortened name always keeps, or the end of it. */
export function methodOf(name: string): string {
  const { text, starts } = partsOf(name);
  return text.slice(starts[starts.length - 1]);
}

/**
 * A name in ever shorter forms, in whole parts, the method always there: `org.apache.kafka.Connection.read`,
 * `org…Connection.read`, `Connection.read`, `…read`.
 */
export function* nameForms(name: string): Generator<string> {
  yield name;
  const parts = partsOf(name);
  const { text, starts, afterPath } = parts;
  const cut = cutOf(parts);
  if (cut > 0) {
    yield name.slice(cut);
  }
  const own = starts.slice(afterPath);
  const plain = text.slice(own[0]);
  if (plain !== name.slice(cut)) {
    yield plain;
  }
  const [last, method] = own.slice(-2);
  for (let heads = own.length - 3; heads > 0; heads--) {
    yield `${text.slice(own[0], own[heads]).replace(/(?:::|[.#\\])$/, '')}…${text.slice(last)}`;
  }
  if (own.length > 2) {
    yield text.slice(last);
  }
  if (starts.length > 1) {
    yield `…${text.slice(method ?? last)}`;
  }
}

/** Fewer characters of a name say nothing. */
const FEWEST = 3;

/**
 * The longest form of a name that fits; where not even its method does, the end of that. Empty where fewer than three of its
 * characters would be left. `fits` holds for every shorter text, too.
 */
export function shorten(name: string, fits: (text: string) => boolean): string {
  for (const form of nameForms(name)) {
    if (fits(form)) {
      return form;
    }
  }
  const method = methodOf(name);
  let [from, to] = [0, method.length]; // the first character that may be kept lies between
  while (from < to) {
    const middle = (from + to) >> 1;
    if (fits(`…${method.slice(middle)}`)) {
      to = middle;
    } else {
      from = middle + 1;
    }
  }
  const splitsPair = /^[\udc00-\udfff]/.test(method[from] ?? '');
  const tail = method.slice(splitsPair ? from + 1 : from);
  return tail.length >= FEWEST ? `…${tail}` : '';
}

/** At most so many characters of a name. */
export const shortenTo = (name: string, characters: number): string =>
  shorten(name, (text) => text.length <= characters);

/** Template and generic arguments in angle brackets, outermost ones first; `operator<` and `->` are no brackets. */
export function collapseTemplates(name: string): string {
  if (name.length > MAX_NAME || !name.includes('<')) {
    return name;
  }
  let out = '';
  let depth = 0;
  for (let i = 0; i < name.length; i++) {
    const char = name[i];
    const operator = /operator[<>=-]*$/.test(name.slice(Math.max(0, i - 12), i));
    if (char === '<' && !operator && i > 0) {
      out += depth++ === 0 ? '<' : '';
    } else if (char === '>' && depth > 0 && name[i - 1] !== '-') {
      out += --depth === 0 ? '…>' : '';
    } else if (depth === 0) {
      out += char;
    }
  }
  return depth === 0 ? out : name;
}

/** Sentences are read at a glance. */
const MAX_SPOKEN = 60;

/** A function as a person says it: without the path of its package, its arguments, Go's receiver marks and `main`, glibc's aliases. */
export function spokenName(name: string): string {
  const located = name.replace(LOCATION, '');
  // Ruby's `block in <main>` has no arguments.
  const plain = /\w</.test(located) ? collapseTemplates(located).replaceAll('<…>', '') : located;
  const receiver = plain.replace(/\.\(\*?([\w.[\]]+)\)\./, '.$1.').replace(/^__GI_+|^_+(?=pthread_)|\[abi:\w+\]/g, '');
  return shortenTo(shortName(receiver).replace(/^main\.(?!main\b)/, ''), MAX_SPOKEN);
}
