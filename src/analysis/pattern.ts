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

/** The search box: `/regex/` or plain text, both without regard to case. */
export function compileSearch(query: string): Result<NameTest> {
  const regex = /^\/(.+)\/$/s.exec(query);
  if (regex) {
    return compilePattern(regex[1], false);
  }
  const needle = query.toLowerCase();
  return ok((name) => name.toLowerCase().includes(needle));
}
