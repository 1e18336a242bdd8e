/**
 * Interns pairs of small integers: the same (a, b) always gets the same id, ids count up from 0.
 * Open addressing on typed arrays: a Map with string keys costs ten times the time and memory at a million pairs.
 * `a` and `b` are int32, -1 included.
 */
export class PairIndex {
  size = 0;
  first: Int32Array;
  second: Int32Array;
  /** Twice as many as there is room for pairs. */
  private slots: Int32Array;

  constructor(capacity = 1024) {
    let room = 1024;
    while (room < capacity) {
      room *= 2;
    }
    this.first = new Int32Array(room);
    this.second = new Int32Array(room);
    this.slots = new Int32Array(2 * room).fill(-1);
  }

  intern(a: number, b: number): number {
    const slots = this.slots;
    const mask = slots.length - 1;
    let slot = hash(a, b) & mask;
    for (let id = slots[slot]; id !== -1; id = slots[slot]) {
      if (this.first[id] === a && this.second[id] === b) {
        return id;
      }
      slot = (slot + 1) & mask;
    }
    if (this.size === this.first.length) {
      this.grow();
      return this.intern(a, b);
    }
    slots[slot] = this.size;
    this.first[this.size] = a;
    this.second[this.size] = b;
    return this.size++;
  }

  private grow() {
    const room = 2 * this.first.length;
    this.first = withRoom(new Int32Array(room), this.first);
    this.second = withRoom(new Int32Array(room), this.second);
    this.slots = new Int32Array(2 * room).fill(-1);
    const mask = this.slots.length - 1;
    for (let id = 0; id < this.size; id++) {
      let slot = hash(this.first[id], this.second[id]) & mask;
      while (this.slots[slot] !== -1) {
        slot = (slot + 1) & mask;
      }
      this.slots[slot] = id;
    }
  }
}

/** Two multiplications of MurmurHash3's finaliser spread consecutive ids over the table. */
function hash(a: number, b: number): number {
  let h = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 15), 0xc2b2ae35);
  return h ^ (h >>> 13);
}

type Column = Int32Array | Float64Array | Uint8Array | Uint16Array;

/** The larger array, which begins with what the other one holds. */
export function withRoom<T extends Column>(larger: T, from: T): T {
  larger.set(from);
  return larger;
}

/** The column, or a larger one that begins with what it holds, with 0 behind. */
export function roomFor<T extends Column>(column: T, length: number): T {
  if (column.length >= length) {
    return column;
  }
  const Kind = column.constructor as new (length: number) => T;
  return withRoom(new Kind(Math.max(length, 2 * column.length)), column);
}
