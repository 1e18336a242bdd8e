/** A share from 0 to 1, to be said in percent. */
export interface Share {
  share: number;
  decimals: number;
}

/** What fills a place of a text: words as they are, figures as the viewer's language writes them. */
export type Value = string | number | Share;

/** A text in some language, its places `{name}` filled in. */
export type Translate = (text: string, values?: Record<string, Value>) => string;

/** How figures are written. */
export type Figures = (value: number | Share) => string;

const NO_BREAK = '\u00a0';

/** As a language (BCP 47) writes them: `1234.5` is "1,234.5", in German "1.234,5"; `share(0.427, 1)` is "42.7 %", and "42,7 %". */
export function figuresOf(language: string): Figures {
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 6 });
  return (value) => {
    if (typeof value === 'number') {
      return number.format(value);
    }
    const digits = { minimumFractionDigits: value.decimals, maximumFractionDigits: value.decimals };
    return `${(value.share * 100).toLocaleString(language, digits)}${NO_BREAK}%`;
  };
}

const ENGLISH = figuresOf('en-US');

/** As it is written in the code. A place without a value stays as it is. */
export const fillIn = (text: string, values: Record<string, Value> = {}, figures: Figures = ENGLISH): string =>
  text.replace(/\{(\w+)\}/g, (place, name: string) =>
    Object.hasOwn(values, name) ? said(values[name], figures) : place
  );

const said = (value: Value, figures: Figures): string => (typeof value === 'string' ? value : figures(value));

/** A text and what fills its places, to be said where it is shown. */
export interface Message {
  text: string;
  values?: Record<string, Value>;
}

export const message = (text: string, values?: Message['values']): Message => ({ text, values });

/** `decimals`: of the percents. */
export const inPercent = (share: number, decimals = 0): Share => ({ share, decimals });
