import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { id, languages } from '../src/plugin.json';
import { keyOf } from '../src/panel/grafana/translate';
import { sentences, texts } from './locales';

const path = (language: string) => join(__dirname, `../src/locales/${language}/${id}.json`);
const read = (language: string): Record<string, string> => JSON.parse(readFileSync(path(language), 'utf8'));
const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort();

const english = texts();
// `UPDATE_LOCALES=1 npx jest locales` writes the English texts down, for translators.
if (process.env.UPDATE_LOCALES) {
  writeFileSync(path('en-US'), `${JSON.stringify(english, null, 2)}\n`);
}

// A language is one file; Grafana asks for it only where plugin.json names it.
it('plugin.json names the languages that src/locales has, English first', () => {
  const folders = readdirSync(join(__dirname, '../src/locales'));
  expect([...languages].sort()).toEqual(folders.sort());
  expect(languages[0]).toBe('en-US');
});

it('every text has a key of its own: case and punctuation are not part of it', () => {
  const byKey = new Map<string, string[]>();
  sentences().forEach((english) => byKey.set(keyOf(english), [...(byKey.get(keyOf(english)) ?? []), english]));
  expect([...byKey].filter(([key, own]) => key === '' || own.length > 1)).toEqual([]);
});

it('every text of the source is in the English file', () => expect(read('en-US')).toEqual(english));

it.each(languages.filter((language) => language !== 'en-US'))(
  '%s has every text, with its places, and no other',
  (language) => {
    const translated = read(language);
    expect(Object.keys(translated).sort()).toEqual(Object.keys(english).sort());
    for (const [key, text] of Object.entries(translated)) {
      expect([key, text.trim() !== '', places(text)]).toEqual([key, true, places(english[key])]);
    }
  }
);
