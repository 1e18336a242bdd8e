import { RE2JS } from 're2js';
import { fail, ok, type Result } from '../profile';

export type NameTest = (name: string) => boolean;

/** Longer patterns are typed by nobody and only cost memory. */
const MAX_PATTERN = 1000;

/**
 * A user's regular expression. RE2 takes time linear in the name whatever the pattern, so no pattern can hang the page;
 * the price is no look-around and no back-references, which the error says.
 */
export function compilePattern(pattern: string, caseSensitive = true): Result<NameTest> {
  if (pattern.length > MAX_PATTERN) {
    return fail(`The pattern is longer than ${MAX_PATTERN} characters.`);
  }
  try {
    const compiled = RE2JS.compile(pattern, caseSensitive ? 0 : RE2JS.CASE_INSENSITIVE);
    return ok((name) => compiled.matcher(name).find());
  } catch (error) {
    return fail(`Not a regular expression: ${error instanceof Error ? error.message : String(error)}`, {
      remedy: 'The syntax is RE2: no look-around and no back-references.',
    });
  }
}

const SYNTAX = /[\\^$.*+?()[\]{}|/]/g;

/** A search for this name and nothing else: what RE2 would take for its own is escaped. `exactName` is its inverse. */
export const exactPattern = (name: string): string => `/^${name.replace(SYNTAX, '\\$&')}$/`;

/** The name that a pattern of `exactPattern` stands for; undefined for every other pattern. */
export function exactName(pattern: string): string | undefined {
  const name = /^\/\^(.*)\$\/$/s.exec(pattern)?.[1].replace(/\\([\\^$.*+?()[\]{}|/])/g, '$1');
  return name !== undefined && exactPattern(name) === pattern ? name : undefined;
}

/** The search box: `/regex/` or plain text, both without regard to case. */
export function compileSearch(query: string): Result<NameTest> {
  // A frame that was picked: its name may be longer than any pattern that a person types.
  const exact = exactName(query)?.toLowerCase();
  if (exact !== undefined) {
    return ok((name) => name.toLowerCase() === exact);
  }
  const regex = /^\/(.+)\/$/s.exec(query);
  if (regex) {
    return compilePattern(regex[1], false);
  }
  const needle = query.toLowerCase();
  return ok((name) => name.toLowerCase().includes(needle));
}
