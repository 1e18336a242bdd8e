import { LoadingState, type PanelData } from '@grafana/data';
import { type PairedProfile, roleOfProfileType, ROLE_LABEL } from '../../analysis';
import { type Prepared, type QueryProblem, type QueryReport } from '../../prepare';
import { type SplitFrames } from '../grafana/dataFrames';
import { type ProfileTarget, profileTargets } from '../grafana/profileTargets';
import { wordsOf } from '../grafana/queryError';
import { selectorProblems } from '../grafana/labelSelectors';
import { t, msg } from '../grafana/translate';

/* Errors of a whole request still come as `error` alone. */
/* eslint-disable @typescript-eslint/no-deprecated */

export const describeProblem = ({ refId, row, message, remedy }: QueryProblem): string =>
  [refId && t('Query {query}:', { query: refId }), row && t('row {row}:', { row }), message, remedy]
    .filter(Boolean)
    .join(' ');

/** Queries that failed, in their own words; those that failed alike are named together. */
export function failures({ errors, error }: Pick<PanelData, 'errors' | 'error'>): QueryProblem[] {
  const byWords = new Map<string, Set<string>>();
  for (const one of errors?.length ? errors : error ? [error] : []) {
    const refs = byWords.get(wordsOf(one)) ?? new Set();
    byWords.set(wordsOf(one), one.refId ? refs.add(one.refId) : refs);
  }
  return [...byWords].map(([message, refs]) => ({ refId: [...refs].join(', ') || undefined, message }));
}

const named = ({ refId, measures }: QueryReport) => (refId ? `${refId} (${t(ROLE_LABEL[measures])})` : measures);

/** What is not known for want of a role. */
const UNKNOWN: Partial<Record<QueryReport['role'], string>> = {
  wall: msg('Query {query} answered without samples in this time range: waits are not known.'),
  offcpu: msg('Query {query} answered without samples in this time range: waits are not known.'),
  cpu: msg('Query {query} answered without samples in this time range: time on the CPU is not measured.'),
};

/** Queries that answered without a sample, before any filter: their role is absent, and not zero. */
function emptyAnswers({ queries, paired }: Pick<Prepared, 'queries' | 'paired'>): QueryProblem[] {
  const empty = queries.filter((query) => query.empty && query.role !== 'baseline');
  const missing = (role: QueryReport['role']) => (role === 'cpu' ? !paired?.cpu : !paired?.wall && !paired?.offcpu);
  return empty.map((query) => {
    const known = UNKNOWN[query.measures];
    return known && missing(query.measures)
      ? { message: t(known, { query: named(query) }) }
      : {
          message: t('Query {query} answered without samples in this time range.', { query: named(query) }),
          minor: true,
        };
  });
}

/** The other time as the panel has it. */
export interface Compared {
  /** Its queries have been asked and answered. */
  asked: boolean;
  before?: PairedProfile;
  /** What of it can be set against now. */
  common?: object;
}

/** What of the other time is missing; nothing is missed of a query that has no samples now. */
function notCompared(queries: QueryReport[], { asked, before, common }: Compared): QueryProblem[] {
  const baseline = queries.filter(({ role, measures }) => role === 'baseline' && measures !== 'counter');
  if (common) {
    const now = new Set(queries.flatMap(({ refId, role, empty }) => (role !== 'baseline' && empty ? [refId] : [])));
    return baseline
      .filter(({ refId, empty }) => empty && !now.has(refId))
      .map((query) => ({
        message: t('Query {query} answered without samples in the time compared with.', { query: named(query) }),
      }));
  }
  if (before) {
    return [{ message: t('The profiles of the time compared with measure something else: none can be compared.') }];
  }
  return asked || baseline.length
    ? [{ message: t('There is no profile in the time compared with: choose a longer time range.') }]
    : [];
}

/** As Pyroscope's query editor shows profile types, which it does not by their ids. */
const IN_EDITOR = { cpu: 'process_cpu › cpu', wall: 'wall › wall', fgprof: 'process_cpu › time' };

/** Queries of profiles that were not asked for stacks: the editor's defaults, or figures over time only. */
function notAsked(
  data: Pick<PanelData, 'request'>,
  { queries, paired }: Pick<Prepared, 'queries' | 'paired'>,
  replaceVariables: (text: string) => string
): QueryProblem[] {
  const answered = new Set(queries.map(({ refId }) => refId));
  const targets = profileTargets(data, replaceVariables).filter(({ refId }) => !answered.has(refId));
  const refs = (list: ProfileTarget[]) => list.map(({ refId }) => refId).join(', ');
  const untyped = targets.filter(({ profileTypeId }) => !profileTypeId);
  const metrics = targets.filter(({ profileTypeId, queryType }) => {
    // Beside a profile of the same kind it is a series that somebody wants.
    const role = roleOfProfileType(profileTypeId);
    const there = role === 'cpu' ? paired?.cpu : role === 'wall' || role === 'offcpu' ? paired?.wallTime : paired;
    return profileTypeId && queryType === 'metrics' && !there;
  });
  return [
    ...(metrics.length
      ? [
          {
            message: t('The query type of {query} is Metrics, which holds no stacks: choose Profile.', {
              query: refs(metrics),
            }),
          },
        ]
      : []),
    ...(untyped.length
      ? [
          {
            message: t(
              'Query {query} was run without a profile type. Choose {cpu} for CPU, {wall} (Go with fgprof: {fgprof}) for wall time, then press Refresh: the editor does not run the query.',
              { query: refs(untyped), ...IN_EDITOR }
            ),
          },
        ]
      : []),
  ];
}

/** Queries that gave no row at all: what they were meant as, only a row would tell. Series are not missed. */
function withoutRows(data: PanelData, replaceVariables: (text: string) => string): QueryProblem[] {
  const { state, series } = data;
  const targets = (data.request?.targets ?? []).filter(({ hide }) => !hide);
  const own = new Set(targets.map(({ refId }) => refId));
  // After a transformation, or from another panel, frames do not bear the names of the queries.
  if (state !== LoadingState.Done || failures(data).length || !series.every(({ refId = '' }) => own.has(refId))) {
    return [];
  }
  const told = new Set([
    ...series.flatMap(({ refId, length, meta }) =>
      length > 0 || meta?.preferredVisualisationType === 'flamegraph' ? [refId] : []
    ),
    ...profileTargets(data, replaceVariables).flatMap((target) => (target.profileTypeId ? [] : [target.refId])),
  ]);
  return targets
    .filter(({ refId, datasource }) => !told.has(refId) && !SPECIAL.test(datasource?.uid ?? ''))
    .filter((target) => !('expr' in target))
    .map(({ refId }) => ({
      message: t('Query {query} answered without rows in this time range.', { query: refId }),
    }));
}

/** Grafana's own sources: other panels, expressions, annotations. */
const SPECIAL = /^(?:-- |__expr__)/;

type Shown = Prepared & { frames: SplitFrames };

/** All that is wrong with the queries, the worst first: of a panel that draws something. */
export const queryProblems = (
  data: PanelData,
  prepared: Shown,
  replaceVariables: (text: string) => string,
  compared: Compared
): QueryProblem[] => [
  ...failures(data),
  ...notCompared(prepared.queries, compared),
  ...prepared.errors,
  ...emptyAnswers(prepared),
  ...notAsked(data, prepared, replaceVariables),
  ...selectorProblems(data.request?.targets, prepared.queries, replaceVariables),
  ...[...withoutRows(data, replaceVariables), ...prepared.warnings].map((problem) => ({
    ...problem,
    minor: true as const,
  })),
];

/** What is missing and what to do about it: of a panel that has nothing to draw. */
export function emptyMessage(data: PanelData, prepared: Shown, replaceVariables: (text: string) => string): string {
  const { errors, frames, queries } = prepared;
  const wrong = [...failures(data), ...errors];
  if (wrong.length) {
    return wrong.map(describeProblem).join(' ');
  }
  const empty = [...new Set(queries.flatMap(({ refId, role }) => (role === 'counter' ? [] : [refId])))];
  if (empty.length) {
    return t(
      'Query {queries} answered without samples in this time range. Widen the range, or check the label selector.',
      { queries: empty.join(', ') }
    );
  }
  const unasked = notAsked(data, prepared, replaceVariables);
  if (unasked.length) {
    return unasked.map(describeProblem).join(' ');
  }
  if (queries.length || frames.series.length) {
    return t('The queries hold counters but no profile. Add a query with a CPU or a wall profile.');
  }
  const rowless = withoutRows(data, replaceVariables).map(describeProblem);
  return [t('No profile in the data.'), ...rowless, seen(frames), howTo()].filter(Boolean).join(' ');
}

/** What there is instead, each kind once. */
function seen({ notDrawn }: SplitFrames): string | undefined {
  const kinds = [...new Set(notDrawn.map(({ what }) => t(what)))];
  return kinds.length ? t('The queries gave {what}.', { what: kinds.join(', ') }) : undefined;
}

const howTo = () =>
  t(
    'Add a query A with a CPU profile (Pyroscope: {cpuName}, {cpu}) and a query B with a wall profile ({wallName}, {wall}; Go with fgprof: {fgprof}), query type Profile; or a table with a text column "stack" (root;…;leaf) and a number column "value".',
    {
      cpuName: IN_EDITOR.cpu,
      cpu: 'process_cpu:cpu:nanoseconds:cpu:nanoseconds',
      wallName: IN_EDITOR.wall,
      wall: 'wall:wall:nanoseconds:wall:nanoseconds',
      fgprof: IN_EDITOR.fgprof,
    }
  );
