import { group } from 'd3';
import { cutOf, methodOf, partsOf } from './names';

/** What of a name tells it apart from others with the same method: `(*Conn).` and `Read`. What stands before it may be left out. */
export interface Apart {
  /** Where `mark` begins in the name. */
  at: number;
  mark: string;
  /** So many letters of the mark, at least, tell it from all others. */
  least: number;
  /** With arguments, where these alone are different. */
  method: string;
}

/** A mark begins with a word, if that is no longer than so many letters. */
const WORD = 12;
const BEGINS_WORD = /(?<![\p{Lu}])\p{Lu}|(?<![\p{L}\p{N}])[\p{L}\p{N}]/gu;

/**
 * How names that are shown side by side are told apart: each that has the method of another one gets as many of its last parts as no
 * other ends with, less the letters with which another of these begins, too. Names with a method of their own are absent.
 */
export function apart(names: Iterable<string>): Map<string, Apart> {
  const told = new Map<string, Apart>();
  for (const alike of group(new Set(names), methodOf).values()) {
    if (alike.length > 1) {
      ends(alike).forEach((one, name) => told.set(name, one));
    }
  }
  return told;
}

function ends(names: string[]): Map<string, Apart> {
  const ends = new Map<string, number>();
  const told = new Map<string, Apart>();
  for (let open = names, depth = 2; open.length; depth++) {
    const startOf = (name: string) => Math.max(0, partsOf(name).starts.length - depth);
    const byEnd = group(open, (name) => partsOf(name).text.slice(partsOf(name).starts[startOf(name)]));
    open = [];
    for (const list of byEnd.values()) {
      if (list.length === 1) {
        ends.set(list[0], partsOf(list[0]).at[startOf(list[0])]);
      } else if (list.every((name) => startOf(name) === 0)) {
        byArguments(list).forEach((one, name) => told.set(name, one));
      } else {
        list.forEach((name) => open.push(name));
      }
    }
  }
  const shared = sharedWithNext([...ends].map(([name, at]) => ({ name, text: name.slice(at) })));
  const seen = new Set<string>();
  for (const [name, at] of ends) {
    const { at: starts } = partsOf(name);
    const [last, methodAt] = [starts[starts.length - 2] ?? 0, starts[starts.length - 1]];
    const different = at + shared.get(name)!;
    const from = different < methodAt ? wordBefore(name, at, different) : Math.max(at, last);
    const tell = (begin: number): Apart => ({
      at: begin,
      mark: name.slice(begin, methodAt),
      least: different - begin + 1,
      method: name.slice(methodAt),
    });
    const key = (one: Apart) => `${one.at > 0 ? '…' : ''}${one.mark}${one.method}`;
    const one = seen.has(key(tell(from))) ? tell(at) : tell(from);
    seen.add(key(one));
    told.set(name, one);
  }
  return told;
}

/** Names that are the same but for what is left out of a shortened one: arguments of overloads, types, places. */
function byArguments(names: string[]): Map<string, Apart> {
  const shared = sharedWithNext(names.map((name) => ({ name, text: name })));
  return new Map(
    names.map((name) => {
      const method = methodOf(name);
      const from = partsOf(name).at[partsOf(name).at.length - 1];
      const different = wordBefore(name, 0, Math.min(shared.get(name)!, name.length));
      const begins = from + method.length + 1; // behind the bracket
      return [
        name,
        {
          at: from,
          mark: '',
          least: 0,
          method: different <= begins ? name.slice(Math.min(from, different)) : `${method}…${name.slice(different)}`,
        },
      ];
    })
  );
}

/** Of each text how many letters another one begins with, too: its neighbours in the order of the alphabet share the most. */
function sharedWithNext(texts: Array<{ name: string; text: string }>): Map<string, number> {
  const sorted = [...texts].sort((a, b) => (a.text < b.text ? -1 : 1));
  const withNext = sorted.map(({ text }, i) => sharedLetters(text, sorted[i + 1]?.text ?? ''));
  return new Map(sorted.map(({ name }, i) => [name, Math.max(withNext[i], withNext[i - 1] ?? 0)]));
}

function sharedLetters(a: string, b: string): number {
  let i = 0;
  while (i < a.length && i < b.length && a[i] === b[i]) {
    i++;
  }
  return i;
}

/** The beginning of the word that holds the letter at `to`, not before `least`; that letter where the word is long. */
function wordBefore(name: string, least: number, to: number): number {
  const from = Math.max(least, to - WORD);
  const words = [...name.slice(from, to + 1).matchAll(BEGINS_WORD)];
  const word = words.length ? from + words[words.length - 1].index : to - least <= WORD ? least : to;
  return /^[\udc00-\udfff]/.test(name.slice(word)) ? word - 1 : word;
}

/**
 * The longest form of a name that fits and holds what tells it apart: `kafka-go.(*Conn).Read`, `…(*Conn).Read`, `…(*Co…Read`, `…(*Co…`.
 * Empty where nothing of its mark would be left. `fits` holds for every shorter text, too.
 */
export function shortenApart(
  name: string,
  { at, mark, least, method }: Apart,
  fits: (text: string) => boolean
): string {
  const cut = cutOf(partsOf(name));
  const before = at > 0 ? '…' : '';
  const plain = methodOf(name);
  const whole = [
    name,
    // Without a mark it would be the method alone, as which another name may stand there whole.
    ...(mark && cut <= at ? [name.slice(cut)] : []),
    before + mark + method,
    ...(mark ? [before + mark + plain] : []),
  ];
  const tails = mark ? [`…${plain}`, '…'] : ['…'];
  return (
    whole.find(fits) ??
    tails.map((tail) => longest(mark || method, least, (part) => before + part + tail, fits)).find(Boolean) ??
    ''
  );
}

/** Fewer letters of a mark do not tell much. */
const FEWEST = 2;

/** The longest beginning of a text between two others that fits, of as many letters as have to be kept. */
function longest(
  text: string,
  least: number,
  between: (part: string) => string,
  fits: (text: string) => boolean
): string {
  let [low, high] = [0, text.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    [low, high] = fits(between(text.slice(0, middle))) ? [middle, high] : [low, middle - 1];
  }
  const kept = text.slice(0, /[\ud800-\udbff]$/.test(text.slice(0, low)) ? low - 1 : low);
  return kept.length >= Math.max(FEWEST, least) && fits(between(kept)) ? between(kept) : '';
}
