/**
 * What anyone may have written (saved options, a link, the JSON of a data frame), taken for what it is: each of these gives a value of
 * the wanted type or `undefined`, never an exception. What is not understood falls back to a default beside the call.
 */
export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** A text that says something: the empty one is none. */
export const text = (value: unknown): string | undefined => (typeof value === 'string' && value ? value : undefined);

export const flag = (value: unknown): boolean | undefined => (typeof value === 'boolean' ? value : undefined);

export const oneOf = <T extends string>(allowed: readonly T[], value: unknown): T | undefined =>
  allowed.find((one) => one === value);

/** The properties of an object; none of anything else. */
export const record = (value: unknown): Record<string, unknown> => (isObject(value) ? value : {});

/** The texts of a list, the empty one too; none of anything else. */
export const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];

/** The objects of a list; none of anything else. */
export const records = (value: unknown): Array<Record<string, unknown>> =>
  Array.isArray(value) ? value.filter(isObject) : [];
