import { fail, ok, Part, type Result, wordsOfThrown } from '../profile';

export type NameTest = (name: string) => boolean;

/** RE2: fetched for the first pattern that is more than a text. Throws where a pattern is none. */
export const regexEngine = new Part<(pattern: string, caseSensitive: boolean) => NameTest>(
  async () => (await import(/* webpackChunkName: "regex" */ './regexEngine')).compileRegex
);

/** Longer patterns are typed by nobody and only cost memory. */
const MAX_PATTERN = 1000;

/**
 * A user's regular expression. RE2 takes time linear in the name whatever the pattern, so no pattern can hang the page;
 * the price is no look-around and no back-references, which the error says. What `needsEngine` is a problem as long as that is not here.
 */
export function compilePattern(pattern: string, caseSensitive = true): Result<NameTest> {
  const literal = literalOf(pattern);
  if (literal) {
    return ok(literalTest(literal, caseSensitive));
  }
  if (pattern.length > MAX_PATTERN) {
    return fail(`The pattern is longer than ${MAX_PATTERN} characters.`);
  }
  if (!regexEngine.here) {
    return fail('Regular expressions could not be loaded from the server.', {
      remedy: 'The next refresh tries again; reload the page where the plugin was updated.',
    });
  }
  try {
    return ok(regexEngine.here(pattern, caseSensitive));
  } catch (error) {
    return fail(`Not a regular expression: ${wordsOfThrown(error)}`, {
      remedy: 'The syntax is RE2: no look-around and no back-references.',
    });
  }
}

/** Whether a pattern is more than a text at a place. */
export const needsEngine = (pattern: string): boolean => literalOf(pattern) === undefined;

const SYNTAX = /[\\^$.*+?()[\]{}|/]/g;

/** A pattern that is a text, which stands anywhere, at the beginning, at the end, or is the whole. */
interface Literal {
  text: string;
  begins: boolean;
  ends: boolean;
}

/** Undefined for a pattern in which a sign of the syntax is left. */
function literalOf(pattern: string): Literal | undefined {
  const begins = pattern.startsWith('^');
  const body = begins ? pattern.slice(1) : pattern;
  const signs = body.replace(/\\[\\^$.*+?()[\]{}|/]/g, '');
  const ends = signs.endsWith('$');
  return /[\\^$.*+?()[\]{}|]/.test(ends ? signs.slice(0, -1) : signs)
    ? undefined
    : { text: (ends ? body.slice(0, -1) : body).replace(/\\(.)/g, '$1'), begins, ends };
}

function literalTest({ text, begins, ends }: Literal, caseSensitive: boolean): NameTest {
  const asCompared = (name: string) => (caseSensitive ? name : name.toLowerCase());
  const wanted = asCompared(text);
  return begins && ends
    ? (name) => asCompared(name) === wanted
    : begins
      ? (name) => asCompared(name).startsWith(wanted)
      : ends
        ? (name) => asCompared(name).endsWith(wanted)
        : (name) => asCompared(name).includes(wanted);
}

/** A search for this name and nothing else: what RE2 would take for its own is escaped. `exactName` is its inverse. */
export const exactPattern = (name: string): string => `/^${name.replace(SYNTAX, '\\$&')}$/`;

/** The name that a pattern of `exactPattern` stands for; undefined for every other pattern. */
export function exactName(pattern: string): string | undefined {
  const literal = literalOf(regexIn(pattern) ?? '');
  return literal?.begins && literal.ends && exactPattern(literal.text) === pattern ? literal.text : undefined;
}

/** The regular expression of a search that is one. */
const regexIn = (query: string): string | undefined => /^\/(.+)\/$/s.exec(query)?.[1];

/** The search box: `/regex/` or plain text, both without regard to case. */
export function compileSearch(query: string): Result<NameTest> {
  const regex = regexIn(query);
  return regex === undefined
    ? ok(literalTest({ text: query, begins: false, ends: false }, false))
    : compilePattern(regex, false);
}

export const searchNeedsEngine = (query: string): boolean => needsEngine(regexIn(query) ?? '');
