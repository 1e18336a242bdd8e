import { type NodeIndex } from '../../profile';
import { type Cause, FEW_SAMPLES, MUCH_UNKNOWN } from '../causes/cause';

/** One true thing about the time, in words, with its evidence. */
export interface Finding extends Partial<
  Pick<Cause, 'samples' | 'interval' | 'site' | 'waitFrame' | 'rule' | 'weight'>
> {
  kind: Cause['kind'] | 'split' | 'change' | 'counter';
  text: string;
  /** The same in about 60 characters: share, what, where. */
  short: string;
  /** The function that `short` names, as it does. */
  place?: string;
  /** Share of the whole that the finding is about. Counters have none. */
  share: number;
  /** What it is ranked by, where it is a cause: shares of CPU and of wall time can not be compared. */
  weight?: number;
  /** What stands beside the share: its interval, and what that is from. */
  detail?: string;
  /** A change that noise explains. */
  noise?: true;
  /** The text and the short one together with the next cause's, which may as well be the larger one. */
  or?: Pick<Finding, 'text' | 'short'>;
  /** Why, what it is not, what to do next: a line each. */
  reasons?: string[];
  /** Functions in the text, as it says them. */
  names?: string[];
  /** Where the graph shows it. */
  node?: NodeIndex;
  category?: number;
}

/** A second cause at least this near to the first, by what they are ranked by, is part of the sentence. */
const NEARLY = 0.5;

/**
 * What the panel says first: what changed, where something is compared; else the likeliest cause, a second one that is nearly as
 * large, what is not known where it is much, and the first counter that is bad.
 */
export function leading(list: Finding[]): Finding[] {
  const changes = list.filter(({ kind, noise }) => kind === 'change' && !noise).slice(0, 2);
  const nothing = list[list.findIndex(({ kind }) => kind !== 'change')];
  const causes = list.filter(isCause);
  const [cause, second] = inOrder(causes);
  // Of one category there may be nothing but idling, or a little that is not known.
  const first = cause ?? causes[0] ?? list.find(({ kind }) => kind === 'idle');
  const near =
    second &&
    second.kind !== 'unknown' &&
    (isRival(first, second) || ((second.weight ?? 0) >= NEARLY * rankOf(first) && !isFew(second)));
  const said = nothing?.kind === 'split' ? [nothing] : [...(first ? [first] : []), ...(near ? [second] : [])];
  const unknown = causes.find((cause) => isMuch(cause) && !said.includes(cause));
  return [
    ...changes,
    ...(changes.length ? said.slice(0, 1) : [...said, ...(unknown ? [unknown] : [])]),
    ...list.filter(({ kind }) => kind === 'counter').slice(0, 1),
  ];
}

const isCause = ({ kind }: Finding) => !['change', 'counter', 'split', 'idle'].includes(kind);
const isMuch = ({ kind, share }: Finding) => kind === 'unknown' && share >= MUCH_UNKNOWN;
const inOrder = (causes: Finding[]) => causes.filter((cause) => cause.kind !== 'unknown' || isMuch(cause));

/** The two causes that are said first where samples and windows do not tell which of them is the larger one. */
export function rivals(list: Finding[]): [first: Finding, second: Finding] | undefined {
  const [first, second] = inOrder(list.filter(isCause));
  return second && second.kind !== 'unknown' && isRival(first, second) ? [first, second] : undefined;
}

/** By what they are ranked by, the intervals of two causes overlap. */
function isRival(first: Finding, second: Finding): boolean {
  const scaled = (finding: Finding, end: 0 | 1) => (finding.interval![end] * rankOf(finding)) / finding.share;
  return (
    first.interval !== undefined &&
    second.interval !== undefined &&
    second.share > 0 &&
    scaled(second, 1) >= scaled(first, 0)
  );
}

/** What the panel says first, in whole sentences; of two that may change places, both in one. */
export function headline(list: Finding[]): string {
  const [, rival] = rivals(list) ?? [];
  return leading(list)
    .filter((finding) => finding !== rival)
    .map(({ text, or }) => (or?.text ?? text).replace(/\.$/, ''))
    .join('; ');
}

/** An event loop that waits has no rank of its own; what stands beside it is measured by how much it waits. */
const rankOf = ({ kind, share, weight = 0 }: Finding) => (kind === 'unknown' ? Math.max(share, weight) : weight);

const isFew = ({ samples = FEW_SAMPLES }: Finding) => samples < FEW_SAMPLES;
