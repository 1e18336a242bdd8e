import i18next from 'i18next';
import { figuresOf, fillIn, type Translate } from '../../analysis';
import { rememberByName } from '../../profile';

/** Marks a text in a table: it is looked up where it is shown, with `t`. */
export const msg = (english: string): string => english;

const ENGLISH = 'en-US';
let spoken = ENGLISH;
let inTheirLanguage = (english: string): string => english;

/** Text of a key; the second one where it has none. */
export type Texts = (key: string, english: string) => string | undefined;

/**
 * From here on texts are looked up; before, and where a language lacks one, they are English. `theirs`: the viewer's language. A text is
 * looked up once: a page speaks one language, and a frame under the pointer asks for dozens of texts.
 */
export function translationsAreLoaded(theirs: string = ENGLISH, texts: Texts = (_, english) => english): void {
  spoken = theirs;
  inTheirLanguage = rememberByName((english) => texts(keyOf(english), english) || english);
}

/**
 * The viewer's language, and texts of a plugin in it, which Grafana has read before it loads the plugin. What @grafana/i18n does in
 * Grafana comes to these lines; with it come react-i18next's components, 12 KB that nothing here shows.
 */
export function grafanaTexts(pluginId: string): [string | undefined, Texts] {
  // As a shared module it may be wrapped (@grafana/i18n looks, too).
  const { default: shared = i18next } = i18next as { default?: typeof i18next };
  return [shared.resolvedLanguage, shared.getFixedT(null, pluginId)];
}

/** The language that figures are written in (BCP 47), also where the plugin has no texts in it. */
export const language = (): string => spoken;

/**
 * A text in the viewer's language. The English text is its own key, so code reads as the screen does. Values are filled in here and
 * not by i18next: names come from profiles, and what they hold must not be read as a key or a place of its own. Numbers among them are
 * written as the viewer's language does.
 */
export const t: Translate = (english, values) => fillIn(inTheirLanguage(english), values, figures(spoken));

const figures = rememberByName(figuresOf);

/** A number of things; `one` and `many` are marked with `msg`, and `{count}` of `many` is filled in beside other values. */
export const counted = (count: number, one: string, many: string, values: Record<string, string> = {}): string =>
  count === 1 ? t(one, values) : t(many, { ...values, count });

/** Colons and full stops mean something in i18next's keys. */
export const keyOf = (english: string): string =>
  english
    .toLowerCase()
    .replace(/[^a-z0-9{}%=+]+/g, '-')
    .replace(/^-|-$/g, '');
