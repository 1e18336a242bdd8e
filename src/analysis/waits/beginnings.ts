/** Names are found by so many of their first characters. */
export const INDEXED = 3;

/** A way in which a match may begin. `whole`: nothing more can be told of it, or nothing follows. */
interface Way {
  text: string;
  whole: boolean;
  /** A match may go on with any character. */
  open: boolean;
}

/** More ways than this make no index. */
const MOST_WAYS = 200;
const NOTHING: Way[] = [{ text: '', whole: false, open: false }];
const ANYTHING: Way[] = [{ text: '', whole: true, open: true }];
const END: Way[] = [{ text: '', whole: true, open: false }];

/**
 * The first INDEXED characters of all names that a regular expression can match, shorter ones as a whole; undefined where that cannot be
 * told: it matches anywhere in a name, or begins with nearly anything. Worked out when the plugin is built.
 */
export function beginningsOf(source: string): string[] | undefined {
  if (!source.startsWith('^')) {
    return undefined;
  }
  const ways = new Reader(source.slice(1)).alternatives();
  const open = ways.some((way) => way.open || (!way.whole && way.text.length < INDEXED));
  return open || ways.length > MOST_WAYS ? undefined : [...new Set(ways.map(({ text }) => text))];
}

/** What follows a way, one after the other. */
function then(before: Way[], after: Way[]): Way[] {
  const ways = before.flatMap((way) =>
    way.whole || way.text.length === INDEXED
      ? [way]
      : after.map(({ text, whole, open }) => {
          const joined = (way.text + text).slice(0, INDEXED);
          return joined.length === INDEXED ? { text: joined, whole: true, open: false } : { text: joined, whole, open };
        })
  );
  const known = new Map(ways.map((way) => [`${way.text} ${way.whole} ${way.open}`, way]));
  return known.size > MOST_WAYS ? ANYTHING : [...known.values()];
}

/** Of the syntax of regular expressions what the tables use; anything else may be anything. */
class Reader {
  private at = 0;

  constructor(private readonly source: string) {}

  /** Up to the end, or to the bracket that closes a group. */
  alternatives(): Way[] {
    const all: Way[] = [];
    for (;;) {
      let ways = NOTHING;
      while (this.at < this.source.length && !'|)'.includes(this.source[this.at])) {
        ways = this.repeated(ways, this.atom());
      }
      all.push(...ways);
      if (this.source[this.at++] !== '|') {
        return all;
      }
    }
  }

  private atom(): Way[] {
    const { source } = this;
    const character = source[this.at++];
    if (character === '(') {
      const [mark] = /^(?:\?[:=!])?/.exec(source.slice(this.at))!;
      this.at += mark.length;
      const ways = this.alternatives();
      return mark === '' || mark === '?:' ? ways : NOTHING; // what has to follow, or must not, takes no characters
    }
    if (character === '[') {
      const end = /^(?:[^\\\]]|\\.)*/.exec(source.slice(this.at))![0].length;
      const set = source.slice(this.at, this.at + end);
      this.at += end + 1;
      return oneOf(new RegExp(`[${set}]`));
    }
    if (character === '\\') {
      const escaped = source[this.at++];
      return escaped === 'b' ? NOTHING : /\w/.test(escaped) ? oneOf(new RegExp(`\\${escaped}`)) : [literal(escaped)];
    }
    return character === '.' ? ANYTHING : character === '$' ? END : [literal(character)];
  }

  /** What was before, and so many of the atom as its mark says. */
  private repeated(before: Way[], atom: Way[]): Way[] {
    const [mark, least, , most] = /^(?:[?*+]|\{(\d+)(,(\d*))?\})?/.exec(this.source.slice(this.at))!;
    this.at += mark.length;
    const counted = mark.startsWith('{');
    const from = counted ? Number(least) : mark === '' || mark === '+' ? 1 : 0;
    const to = mark === '' || mark === '?' ? 1 : counted && most === undefined ? from : Number(most || from + INDEXED);
    const all: Way[] = from === 0 ? [...before] : [];
    let times = before;
    for (let i = 1; i <= Math.min(to, from + INDEXED); i++) {
      times = then(times, atom);
      all.push(...(i >= from ? times : []));
    }
    return all;
  }
}

const literal = (text: string): Way => ({ text, whole: false, open: false });

/** Each character of a set, where these are letters, digits and the like. */
function oneOf(set: RegExp): Way[] {
  const ascii = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).filter((one) => set.test(one));
  return ascii.length > 64 || set.test('\u00e4') ? ANYTHING : ascii.map(literal);
}
