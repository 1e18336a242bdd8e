/** A program has some ten thousand function names, and the same ones at the next refresh. */
const MAX_NAMES = 100_000;
/** Longer ones are worked out each time: a name of a megabyte is not kept. */
const MAX_LENGTH = 1000;

/** Shorter slices are copies anyway (V8). */
const MIN_SLICE = 13;

/** The same text with memory of its own: engines keep the whole string that a slice was cut from, a file of 256 MiB for one name. */
export const detached = (text: string): string => (text.length < MIN_SLICE ? text : ` ${text}`.slice(1));

/** A pure function of a frame name, worked out once per name. What is remembered is bounded: a full table begins anew. */
export function rememberByName<T>(of: (name: string) => T): (name: string) => T {
  const known = new Map<string, T>();
  return (name) => {
    if (name.length > MAX_LENGTH) {
      return of(name);
    }
    let value = known.get(name);
    if (value === undefined) {
      value = of(name);
      if (known.size >= MAX_NAMES) {
        known.clear();
      }
      known.set(detached(name), value);
    }
    return value;
  };
}

/** Made once per key; again only where nobody holds it and the browser has taken its memory back. */
export function rememberWeakly<K extends object, T extends object>(make: (key: K) => T): (key: K) => T {
  const known = new WeakMap<K, WeakRef<T>>();
  return (key) => {
    let value = known.get(key)?.deref();
    if (!value) {
      value = make(key);
      known.set(key, new WeakRef(value));
    }
    return value;
  };
}
