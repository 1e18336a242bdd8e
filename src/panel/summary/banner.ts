import { type Evidence } from '../../analysis';
import { type QueryProblem } from '../../prepare';
import { t } from '../grafana/translate';
import { EVIDENCE_WORDS } from '../model/evidence';
import { describeProblem } from '../model/problems';

/** Evidence that leaves a share of the time unknown. */
const UNKNOWN_SHARE: ReadonlySet<Evidence> = new Set<Evidence>(['cpu', 'offcpu']);

export interface Banner {
  text: string;
  /** Something failed; else it was never measured. */
  failed: boolean;
}

/**
 * What cannot wait until somebody opens the details: a query that failed, in its own words, or a share that nobody knows. Minor problems
 * have only the details.
 */
export function bannerOf(problems: QueryProblem[], evidence: Evidence): Banner | undefined {
  const serious = problems.filter(({ minor }) => !minor);
  if (serious.length > 0) {
    const first = describeProblem(serious[0]);
    return {
      text: serious.length === 1 ? first : t('{count} problems: {first}', { count: serious.length, first }),
      failed: true,
    };
  }
  return UNKNOWN_SHARE.has(evidence) ? { text: t(EVIDENCE_WORDS[evidence].source), failed: false } : undefined;
}
