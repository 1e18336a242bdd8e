import { max } from 'd3';
import { type Message, type PairedProfile, type Role, splitAt } from '../../analysis';
import { type QueryProblem, type QueryReport } from '../../prepare';
import { t } from '../grafana/translate';
import { EVIDENCE_WORDS, scaledText } from '../model/evidence';
import { LEAST_SHARE, percent } from '../ui/format';

export interface QualityInput {
  paired: PairedProfile;
  queries: QueryReport[];
  problems: QueryProblem[];
  /** Of the counters. */
  caveats: Message[];
  /** Share of the time that filters leave out. */
  filteredShare: number;
  /** Frames that are taken out of their stacks. */
  removedFrames: number;
}

/** Two samplers at 100 Hz agree to about a percent over a minute; more is said. */
const MISMATCH = 0.01;

/** What is measured and what is to be known of it, in sentences: nothing on screen claims more than these allow. */
export const factsOf = ({ paired, queries, caveats, filteredShare, removedFrames }: QualityInput): string[] => [
  ...(removedFrames > 0 ? [t('{count} frames left out, their time is their callers’', { count: removedFrames })] : []),
  ...(filteredShare > LEAST_SHARE
    ? [t('Filters hide {share} of the time; shares are of the rest', { share: percent(filteredShare) })]
    : []),
  paired.sameSamples
    ? t('CPU and wall of the same samples: the split is exact')
    : t(EVIDENCE_WORDS[paired.evidence].source),
  ...(paired.evidence !== 'cpu' && paired.evidence !== 'other' ? [t('100 % = threads × time')] : []),
  ...mismatch(paired),
  ...addedUp(queries),
  ...queries.flatMap(ofQuery),
  ...[...paired.notes, ...caveats].map(({ text, values }) => t(text, values)),
];

/** How far the parts are from the whole. */
function mismatch(paired: PairedProfile): string[] {
  const { total, unattributed } = splitAt(paired, 0);
  if (Math.abs(unattributed) < total * MISMATCH) {
    return [];
  }
  const share = percent(Math.abs(unattributed) / total);
  return [
    unattributed < 0
      ? t(
          'CPU + waits exceed wall by {share}: the samplers overlap, a system call counts as both. It is counted as waiting',
          { share }
        )
      : paired.evidence === 'wall'
        ? t('{share} of wall is in stacks that cannot show whether they run or wait', { share })
        : t('{share} of wall is explained by neither CPU nor a wait frame', { share }),
  ];
}

function addedUp(queries: QueryReport[]): string[] {
  const instances = max(queries, (query) => query.instances) ?? 0;
  const windowsOf = (baseline: boolean) =>
    max(queries, ({ role, windows }) => ((role === 'baseline') === baseline ? windows : 1)) ?? 1;
  const [now, before] = [windowsOf(false), windowsOf(true)];
  return [
    ...(instances > 1 ? [t('{count} instances added up', { count: instances })] : []),
    ...(now > 1 || before > 1 ? [t('windows of time added up: {now}, compared with {before}', { now, before })] : []),
  ];
}

/** Not part of what is drawn, so filters say nothing of them. */
const BESIDE: ReadonlySet<Role> = new Set(['contention', 'counter', 'other']);

const ofQuery = ({ refId, role, truncated, total, empty, probability }: QueryReport): string[] => [
  ...(probability !== undefined && probability < 1
    ? [t('{query}: {scaled}', { query: refId, scaled: scaledText(probability) })]
    : []),
  ...(truncated > 0
    ? [
        t('{query}: {share} cut off at the source’s node limit (“other”)', {
          query: refId,
          share: percent(truncated / total),
        }),
      ]
    : []),
  ...(total === 0 && !empty && !BESIDE.has(role)
    ? [t('{query}: the filters leave none of its samples', { query: refId })]
    : []),
];
