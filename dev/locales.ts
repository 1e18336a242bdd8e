// The texts of the panel, read from its source: what a language has to have.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CATEGORIES, CATEGORY_LABEL, CATEGORY_MEANING, METRIC_INFO, METRICS, ROLE_LABEL, ROLES } from '../src/analysis';
import { keyOf } from '../src/panel/grafana/translate';

const SOURCE = join(__dirname, '../src');
const CALL = /(?:\b(?:message)|(?<![.\w])(?:t|msg))\(\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/g;

/** Texts that are looked up out of tables of the analysis. */
const FROM_TABLES = [
  ...CATEGORIES.flatMap((category) => [CATEGORY_LABEL[category], CATEGORY_MEANING[category]]),
  ...METRICS.map((metric) => METRIC_INFO[metric].label),
  ...ROLES.map((role) => ROLE_LABEL[role]),
  ...['set', 'detected', 'assumed'],
].filter(Boolean);

/** Every English text of the panel, once. */
export function sentences(): string[] {
  const found = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
    .flatMap((file) => [...readFileSync(join(SOURCE, file), 'utf8').matchAll(CALL)])
    .map(([, single, double]) => (single ?? double).replace(/\\(.)/g, '$1'));
  return [...new Set([...found, ...FROM_TABLES])];
}

/** English by key. */
export const texts = (): Record<string, string> =>
  Object.fromEntries(
    sentences()
      .map((english) => [keyOf(english), english])
      .sort(([a], [b]) => (a < b ? -1 : 1))
  );
