import { type Finding } from './leading';

export interface Report {
  title: string;
  findings: Array<Pick<Finding, 'text' | 'detail' | 'names'>>;
  /** Time range with its zone, in words. */
  range: string;
  /** What the queries select: `service_name="shop"`. */
  service?: string;
  /** Address of the very view. */
  link?: string;
}

/**
 * The findings for the incident channel, as Markdown that reads well as plain text, too: functions are code, and so is every word
 * that Markdown would take for its own, because names come from profiles. No backslashes: half of the channels show them.
 */
export function asMarkdown({ title, findings, range, service, link }: Report): string {
  const heading = [`**${inline(title)}**`, ...(service ? [codeSpan(service)] : []), inline(range)].join(' · ');
  const list = findings.map(
    ({ text, detail, names }) => `- ${inline(text, names)}${detail ? ` (${inline(detail)})` : ''}`
  );
  return [heading, ...list, ...(link ? ['', bareUrl(link)] : [])].join('\n');
}

/** What begins or ends something in Markdown or in a chat: emphasis, links, HTML, mentions, addresses, emoji, lists. */
const SPECIAL = /[\\`*_{}[\]<>#|~&@$]|::|:\/\/|^www\.|^[-+=]+$|^\d+[.)]$/;
/** They would break a line, or show the text after them in another order. */
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\s]+/g;

/** Text with `names`, and words that are not inert, as code spans. */
function inline(raw: string, names: string[] = []): string {
  const text = oneLine(raw);
  const isCode = new Uint8Array(text.length);
  for (const name of names.map(oneLine)) {
    const at = lastWhole(text, name);
    if (at >= 0) {
      isCode.fill(1, at, at + name.length);
    }
  }
  for (const { 0: word, index } of text.matchAll(/\S+/g)) {
    const outsideCode = Array.from({ length: word.length }, (_, i) => (isCode[index + i] ? ' ' : word[i])).join('');
    if (outsideCode.split(' ').some((part) => SPECIAL.test(part))) {
      const [start, end] = withoutPunctuation(word);
      isCode.fill(1, index + start, index + end);
    }
  }
  return runsOf(isCode)
    .map(([start, end]) => (isCode[start] ? codeSpan(text.slice(start, end)) : text.slice(start, end)))
    .join('');
}

const oneLine = (text: string) => text.replace(CONTROLS, ' ').trim();

/** Where `name` stands last and is no part of a longer word: names end a sentence, and short ones are words, too. -1: nowhere. */
function lastWhole(text: string, name: string): number {
  const isWord = (at: number) => /[\w\p{L}]/u.test(text.charAt(at));
  for (let at = name ? text.lastIndexOf(name) : -1; at >= 0; at = at > 0 ? text.lastIndexOf(name, at - 1) : -1) {
    if (!isWord(at - 1) && !isWord(at + name.length)) {
      return at;
    }
  }
  return -1;
}

/** Start and end of a word without the brackets around it and the punctuation behind it. */
function withoutPunctuation(word: string): [number, number] {
  const end = word.length - (/[,.;:]+$/.exec(word)?.[0].length ?? 0);
  return word.startsWith('(') && word[end - 1] === ')' && end > 2 ? [1, end - 1] : [0, end];
}

/** Ranges of equal values. */
function runsOf(flags: Uint8Array): Array<[start: number, end: number]> {
  const runs: Array<[number, number]> = [];
  flags.forEach((flag, i) => {
    if (i > 0 && flag === flags[i - 1]) {
      runs[runs.length - 1][1] = i + 1;
    } else {
      runs.push([i, i + 1]);
    }
  });
  return runs;
}

/** A code span may hold backticks if more of them, or fewer, stand around it. */
function codeSpan(text: string): string {
  const code = oneLine(text);
  const longest = (code.match(/`+/g) ?? []).reduce((most, { length }) => Math.max(most, length), 0);
  const fence = '`'.repeat(longest + 1);
  const room = /^`|`$/.test(code) ? ' ' : '';
  return fence + room + code + room + fence;
}

/** An address that no reader cuts: what ends one, or is Markdown, is percent-encoded. Nothing but http and https is an address here. */
const bareUrl = (link: string): string =>
  /^https?:\/\//.test(link) ? link.replace(/[^\w\-.~:/?#&=%+,;]+|[.,:;?~_]+$/g, percentEncoded) : '';

const percentEncoded = (text: string): string =>
  [...new TextEncoder().encode(text)].map((byte) => `%${byte.toString(16).padStart(2, '0').toUpperCase()}`).join('');
