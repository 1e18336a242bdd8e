/**
 * A part of the program that few need: its code is fetched when the first one does, and is at hand from then on. What works with it
 * is a plain function of `here`; who calls it sees to it that the part was fetched.
 */
export class Part<T> {
  private value: T | undefined;
  private coming: Promise<T> | undefined;
  private atHand: (() => T) | undefined;

  /** `load`: fetches it, an `import()`. */
  constructor(private readonly load: () => Promise<T>) {}

  get here(): T | undefined {
    return (this.value ??= this.atHand?.());
  }

  /** Rejects where the part cannot be fetched, and tries again when it is asked for again. */
  fetch(): Promise<T> {
    this.coming ??= this.load().then(
      (value) => (this.value = value),
      (error: unknown) => {
        this.coming = undefined;
        throw error;
      }
    );
    return this.coming;
  }

  /** Where all code is at hand (Node) nothing is fetched. Undefined: as in a page in which nobody needed it yet. */
  put(atHand: (() => T) | undefined): void {
    [this.value, this.coming, this.atHand] = [undefined, undefined, atHand];
  }
}
