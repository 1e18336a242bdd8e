import { type NodeIndex } from '../../profile';
import { type Message } from '../../profile/message';
import { CPU } from '../waits';
import { type Interval } from './interval';

/** What a cause is; `split`, `change` and `counter` are findings that are no cause. */
export type CauseKind = 'wait' | 'cpu' | 'gc' | 'spin' | 'runnable' | 'unknown' | 'idle';

/** Which time a share is of. */
export type WholeTime = 'wall' | 'cpu' | 'offcpu';

/**
 * One thing that takes time and can be the cause of a slow service. Free of language and of number formats: `causeText`
 * makes the sentence. Nodes are those of the tree that the pipeline built, before frames were taken out of the picture.
 */
export interface Cause {
  kind: CauseKind;
  /** Share of `of` that it takes, 0 to 1. */
  share: number;
  of: WholeTime;
  /** Share of the time that matters, 0 to 1. */
  part: number;
  /** What it is ranked by: `part`, or more where a rule knows that others wait for it (see findings/diagnose.ts). */
  weight: number;
  /** Samples behind the share; undefined where the source has summed them up. */
  samples?: number;
  /** 95 % interval of the share, and of `part`; `windows`: how many it was drawn from, absent where it is by the number of samples. */
  interval?: Interval;
  partInterval?: Interval;
  windows?: number;
  /** Index into CATEGORIES. */
  category?: number;
  /** Where the graph shows it, and the wait frame's node under it. */
  node?: NodeIndex;
  waitNode?: NodeIndex;
  /** The nodes where its stacks end, of the tree that it was found in. */
  stacks?: readonly NodeIndex[];
  /** The function of the program that waits or runs, whole name; absent where no frame of the program is in the stack. */
  site?: string;
  /** Where that function stands: of functions without a name the only thing that tells them apart. */
  where?: string;
  /** The program's own function above the site, and its share of the same time, callees included. */
  caller?: string;
  callerShare?: number;
  /** The frame that shows the wait, the library's call below the site, and that library's name. */
  waitFrame?: string;
  call?: string;
  library?: string;
  /** The site is a function of the program itself; else it may only stand behind those that have one. */
  hasUser: boolean;
  /** What it does, as it follows its share and stands before its place: `waits for a connection of the pool`. */
  what: Message;
  /** The same in front of figures of two times, where `what` is no sentence without a share. */
  subject?: Message;
  /** The call or the library that it does so in, in brackets behind it. */
  via?: string;
  /** The rule that knows the call it waits in, however small its share. */
  pattern?: string;
  /** A rule that explains it: what speaks for it, what it is not, what to do next. */
  rule?: string;
  /** Who lets go of the lock that it waits for, by a contention profile, and its share of that; or the thread that held it, and its share of the wait. */
  holder?: { site: string; share: number; thread?: string };
  evidence: Message[];
  isNot?: Message;
  next?: Message;
}

/** Smaller shares are not worth a sentence in an incident. */
export const MIN_SHARE = 0.03;
/** A share of fewer samples is said with "about": its interval is wider than ± 20 points. */
export const FEW_SAMPLES = 20;
/** From here on, time that neither CPU nor a wait explains is part of the first sentence. */
export const MUCH_UNKNOWN = 0.2;

/** Whether a cause is of a category, an index into CATEGORIES: a function that runs bears none. */
export const isOf = ({ kind, category = kind === 'cpu' ? CPU : undefined }: Cause, wanted: number): boolean =>
  category === wanted;
