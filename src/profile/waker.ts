import { type ProfileBuilder } from './profileBuilder';

/** Labels of a sample that waited: the process that ended its wait, and that one's whole stack, see `wakerFrames`. */
export const WAKER = 'waker';
export const WAKER_STACK = 'waker stack';
/** The thread that ended the wait, as the label `thread` names it. */
export const WAKER_THREAD = 'waker thread';

/** The leaf of time in the CPU's queue, whatever the thread was doing. */
export const READY_TO_RUN = 'thread [ready to run]';

/** Names may hold any separator of stacks, but no line ends. */
const SEPARATOR = '\n';

/** Root first, the process as the first frame. */
export const wakerText = (frames: string[]): string => frames.join(SEPARATOR);
export const wakerFrames = (text: string): string[] => text.split(SEPARATOR);

/** Who ended the wait of the samples that are added from here on, as `wakerText` writes it; undefined: not known. */
export function labelWaker(builder: ProfileBuilder, text: string | undefined, thread?: string): void {
  builder.label(WAKER, text?.split(SEPARATOR, 1)[0]);
  builder.label(WAKER_STACK, text);
  builder.label(WAKER_THREAD, thread);
}

/** Label of a sample that waits for a lock, or holds one: its address, of which nothing is known but that it is the same. */
export const LOCK = 'lock';
