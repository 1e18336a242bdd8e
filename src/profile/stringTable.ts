import { detached } from './remember';

/** Interned strings: `list[id]`. Names are data, so they are kept in a Map and never used as object keys. */
export class StringTable {
  readonly list: string[] = [];
  private readonly ids = new Map<string, number>();

  intern(text: string): number {
    let id = this.ids.get(text);
    if (id === undefined) {
      id = this.list.length;
      const own = detached(text);
      this.list.push(own);
      this.ids.set(own, id);
    }
    return id;
  }
}
