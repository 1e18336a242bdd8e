import { t as lookUp } from '@grafana/i18n';
import { figuresOf, fillIn, type Translate } from '../../analysis';
import { rememberByName } from '../../profile';

/** Marks a text in a table: it is looked up where it is shown, with `t`. */
export const msg = (english: string): string => english;

const ENGLISH = 'en-US';
let translated = false;
let spoken = ENGLISH;

/** From here on texts are looked up; before, and where a language lacks one, they are English. `theirs`: the viewer's language. */
export const translationsAreLoaded = (theirs: string = ENGLISH): void => {
  translated = true;
  spoken = theirs;
};

/** The language that figures are written in (BCP 47), also where the plugin has no texts in it. */
export const language = (): string => spoken;

/**
 * A text in the viewer's language. The English text is its own key, so code reads as the screen does. Values are filled in here and
 * not by i18next: names come from profiles, and what they hold must not be read as a key or a place of its own. Numbers among them are
 * written as the viewer's language does.
 */
export const t: Translate = (english, values) =>
  fillIn(translated ? inTheirLanguage(english) : english, values, figures(spoken));

const figures = rememberByName(figuresOf);

/** A number of things; `one` and `many` are marked with `msg`, and `{count}` of `many` is filled in. */
export const counted = (count: number, one: string, many: string): string =>
  count === 1 ? t(one) : t(many, { count });

/** Remembered: a page speaks one language, and a frame under the pointer asks for dozens of texts. */
const inTheirLanguage = rememberByName((english: string) => lookUp(keyOf(english), english));

/** Colons and full stops mean something in i18next's keys. */
export const keyOf = (english: string): string =>
  english
    .toLowerCase()
    .replace(/[^a-z0-9{}%=+]+/g, '-')
    .replace(/^-|-$/g, '');
