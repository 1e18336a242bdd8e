/**
 * Interns pairs of small integers: the same (a, b) always gets the same id, ids count up from 0.
 * Open addressing on typed arrays: a Map with string keys costs ten times the time and memory at a million pairs.
 * `a` and `b` are int32, -1 included.
 */
export class PairIndex {
  size = 0;
  first: Int32Array;
  second: Int32Array;
  private slots: Int32Array;
  private mask: number;

  constructor(capacity = 1024) {
    let slots = 2048;
    while (slots < capacity * 2) {
      slots *= 2;
    }
    this.first = new Int32Array(slots / 2);
    this.second = new Int32Array(slots / 2);
    this.slots = new Int32Array(slots).fill(-1);
    this.mask = slots - 1;
  }

  intern(a: number, b: number): number {
    let slot = hash(a, b) & this.mask;
    for (let id = this.slots[slot]; id !== -1; id = this.slots[slot]) {
      if (this.first[id] === a && this.second[id] === b) {
        return id;
      }
      slot = (slot + 1) & this.mask;
    }
    if (this.size === this.first.length) {
      this.grow();
      return this.intern(a, b);
    }
    this.first[this.size] = a;
    this.second[this.size] = b;
    this.slots[slot] = this.size;
    return this.size++;
  }

  private grow() {
    this.first = doubled(this.first);
    this.second = doubled(this.second);
    this.slots = new Int32Array(this.slots.length * 2).fill(-1);
    this.mask = this.slots.length - 1;
    for (let id = 0; id < this.size; id++) {
      let slot = hash(this.first[id], this.second[id]) & this.mask;
      while (this.slots[slot] !== -1) {
        slot = (slot + 1) & this.mask;
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

function doubled(array: Int32Array): Int32Array {
  const next = new Int32Array(array.length * 2);
  next.set(array);
  return next;
}
