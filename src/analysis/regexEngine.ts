import { RE2JS } from 're2js';

/** Throws where the pattern is none. Takes time linear in the name, whatever the pattern. */
export function compileRegex(pattern: string, caseSensitive: boolean): (name: string) => boolean {
  const compiled = RE2JS.compile(pattern, caseSensitive ? 0 : RE2JS.CASE_INSENSITIVE);
  return (name) => compiled.matcher(name).find();
}
