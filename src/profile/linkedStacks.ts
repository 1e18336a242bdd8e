import { PairIndex, roomFor, withRoom } from './pairIndex';

/** Callees that are looked through one by one. */
const FEW = 8;
const FIRST_ROOM = 1024;

/**
 * Distinct stacks in the order in which they came, as StackTable has them, and the callees of each: `firstChild[under + 1]`, then
 * `nextSibling[stack]`, -1 at the end. Nearly all stacks have few callees: looking through those costs less than a table of all
 * pairs, which no cache holds at a million stacks. Only the callees of those that have many are in such a table.
 */
export class LinkedStacks {
  size = 0;
  prefix: Int32Array;
  frame: Int32Array;
  /** Empty before `linked()`. */
  firstChild: Int32Array = new Int32Array(0);
  nextSibling: Int32Array = new Int32Array(0);
  private lastChild: Int32Array = new Int32Array(0);
  private readonly many = new PairIndex();
  /** By number of the pair. */
  private readonly stackOf: number[] = [];
  /** By stack with many callees: the last one that is in `many`. */
  private readonly lastOfMany = new Map<number, number>();

  /** `room`: for how many stacks, if that is known. */
  constructor(room = FIRST_ROOM) {
    this.prefix = new Int32Array(Math.max(room, FIRST_ROOM));
    this.frame = new Int32Array(this.prefix.length);
  }

  /** Itself, with the callees of all stacks. */
  linked(): this {
    if (!this.firstChild.length) {
      this.makeRoomForLinks();
      for (let stack = 0; stack < this.size; stack++) {
        this.link(stack);
      }
    }
    return this;
  }

  /** The stack `under` with `frame` on top. */
  add(under: number, frame: number): number {
    const { firstChild, nextSibling, frame: frames } = this.linked();
    let tried = 0;
    for (let stack = firstChild[under + 1]; stack >= 0; stack = nextSibling[stack]) {
      if (frames[stack] === frame) {
        return stack;
      }
      if (++tried === FEW) {
        return this.oneOfMany(under, frame);
      }
    }
    return this.append(under, frame);
  }

  /** The same without a look whether it is there: for those that are known to be distinct. */
  append(under: number, frame: number): number {
    const stack = this.size++;
    if (stack === this.prefix.length) {
      this.prefix = roomFor(this.prefix, this.size);
      this.frame = roomFor(this.frame, this.size);
      if (this.firstChild.length) {
        this.makeRoomForLinks();
      }
    }
    this.prefix[stack] = under;
    this.frame[stack] = frame;
    if (this.firstChild.length) {
      this.link(stack);
    }
    return stack;
  }

  private link(stack: number): void {
    const under = this.prefix[stack] + 1;
    const last = this.lastChild[under];
    last < 0 ? (this.firstChild[under] = stack) : (this.nextSibling[last] = stack);
    this.lastChild[under] = stack;
  }

  private makeRoomForLinks(): void {
    const room = this.prefix.length + 1;
    const longer = (links: Int32Array) => withRoom(new Int32Array(room), links).fill(-1, links.length);
    this.firstChild = longer(this.firstChild);
    this.lastChild = longer(this.lastChild);
    this.nextSibling = longer(this.nextSibling);
  }

  private oneOfMany(under: number, frame: number): number {
    const { many, stackOf, lastOfMany } = this;
    const last = lastOfMany.get(under);
    // Those that came since: each callee is put in once.
    for (
      let stack = last === undefined ? this.firstChild[under + 1] : this.nextSibling[last];
      stack >= 0;
      stack = this.nextSibling[stack]
    ) {
      if (many.intern(under, this.frame[stack]) === stackOf.length) {
        stackOf.push(stack);
      }
    }
    const pair = many.intern(under, frame);
    if (pair === stackOf.length) {
      stackOf.push(this.append(under, frame));
    }
    lastOfMany.set(under, this.lastChild[under + 1]);
    return stackOf[pair];
  }
}
