/** A text in some language, its places `{name}` filled in. */
export type Translate = (text: string, values?: Record<string, string | number>) => string;

/** As it is written in the code. A place without a value stays as it is. */
export const fillIn: Translate = (text, values = {}) =>
  text.replace(/\{(\w+)\}/g, (place, name: string) => (Object.hasOwn(values, name) ? String(values[name]) : place));

/** A text and what fills its places, to be said where it is shown. */
export interface Message {
  text: string;
  values?: Record<string, string | number>;
}

export const message = (text: string, values?: Message['values']): Message => ({ text, values });
