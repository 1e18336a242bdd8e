import { LinkedStacks } from './linkedStacks';
import {
  type FrameIndex,
  type FrameInfo,
  type FrameTable,
  type Profile,
  type StackIndex,
  type StackTable,
} from './profile';
import { invariant } from './result';
import { StringTable } from './stringTable';

/**
 * Frames and stacks while they are read: of one profile, or (`shared`) of several that are read one after another, in all of which an equal
 * frame or stack then has one number.
 */
export class StackTables {
  private readonly strings = new StringTable();
  private readonly frameKeys = new Map<string, number>();
  private readonly frames: number[] = []; // name, file, line, module
  private readonly stacks: LinkedStacks;
  private readonly shared: boolean;
  private last = -1;

  /** `expected`: how many distinct stacks there may be, where it is known: room for them is made once. */
  constructor({ expected, shared = false }: { expected?: number; shared?: boolean } = {}) {
    this.stacks = new LinkedStacks(expected);
    this.shared = shared;
  }

  get length(): number {
    return this.stacks.size;
  }

  /** Whether the frames and stacks of a profile are these. */
  hold({ strings }: Pick<Profile, 'strings'>): boolean {
    return strings === this.strings.list;
  }

  frame({ name, file = '', line = 0, module = '' }: FrameInfo): FrameIndex {
    // U+0000 separates: it cannot be typed into a name that reaches us as text, and a clash would only merge two frames.
    const key = file || module || line ? `${name}\0${file}\0${line}\0${module}` : name;
    let id = this.frameKeys.get(key);
    if (id === undefined) {
      const { strings } = this;
      id = this.frames.length / 4;
      this.frames.push(strings.intern(name), strings.intern(file), line, strings.intern(module));
      this.frameKeys.set(key, id);
    }
    return id;
  }

  stack(prefix: StackIndex, frame: FrameIndex): StackIndex {
    this.check(prefix, frame);
    return this.stacks.add(prefix, frame);
  }

  /** Without looking for an equal one of the same profile. */
  newStack(prefix: StackIndex, frame: FrameIndex): StackIndex {
    this.check(prefix, frame);
    if (!this.shared) {
      return this.stacks.append(prefix, frame);
    }
    // A source lists stacks mostly in the order in which it listed them before.
    const { size, prefix: callers, frame: frames } = this.stacks;
    const next = this.last + 1;
    const follows = next < size && callers[next] === prefix && frames[next] === frame;
    return (this.last = follows ? next : this.stacks.add(prefix, frame));
  }

  callerOf(stack: StackIndex): StackIndex {
    return this.stacks.prefix[stack];
  }

  /** As they are now: `frames` and `stacks` have memory of their own, `strings` go on growing. */
  finish(): { strings: string[]; frames: FrameTable; stacks: StackTable } {
    const { frames, stacks } = this;
    const length = frames.length / 4;
    const column = (offset: number) => {
      const own = new Int32Array(length);
      for (let i = 0; i < length; i++) {
        own[i] = frames[i * 4 + offset];
      }
      return own;
    };
    return {
      strings: this.strings.list,
      frames: { length, name: column(0), file: column(1), line: column(2), module: column(3) },
      stacks: {
        length: stacks.size,
        prefix: stacks.prefix.slice(0, stacks.size),
        frame: stacks.frame.slice(0, stacks.size),
      },
    };
  }

  private check(prefix: StackIndex, frame: FrameIndex): void {
    invariant(prefix >= -1 && prefix < this.stacks.size, 'the prefix was built before');
    invariant(frame >= 0 && frame < this.frames.length / 4, 'the frame was built before');
  }
}
