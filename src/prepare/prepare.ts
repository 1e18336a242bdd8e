import {
  type CauseContext,
  causeSteps,
  codeSteps,
  type PairedProfile,
  StackJudge,
  stripSteps,
  symbolFacts,
} from '../analysis';
import { finish, mapInSteps, rememberWeakly, type Steps } from '../profile';
import { comparedContexts, contextOf } from './causes';
import { inElapsedTime } from './elapsed';
import { eventProfiles, kernelLocks } from './events';
import { type Instance, unite } from './instances';
import { keep, keptStacks, leftSides, type Member, membersOf, probabilityProblems } from './members';
import { readInputs } from './readInputs';
import { hiddenShare, reportLabels, reportQueries, sharedLabels, totalsOf } from './reports';
import { heldByOf } from './heldBy';
import { type Judging, outerOf, type Side, sideOf } from './roleWeights';
import { scopedDiagnosis, sitesKnown, WHOLE } from './scope';
import { compileMyCode, compileRules, filterErrors } from './settings';
import { shownOf } from './shown';
import { isTimed, timedSamples } from './timedSamples';
import { type Prepared, type ProfileInput, type QueryProblem, type ReadInputs, type Settings } from './types';
import { versionsOf } from './versions';
import { Wakes } from './wakers';

/** Inputs that were read -> one tree, paired, with waits and causes judged. Pure. */
export const prepare = (inputs: ReadInputs, settings?: Settings): Prepared => finish(preparingSteps(inputs, settings));

/** The same in steps. */
export function* preparingSteps({ instances: inputs, errors }: ReadInputs, settings: Settings = {}): Steps<Prepared> {
  const { rules, errors: ruleErrors } = compileRules(settings.rules ?? []);
  const { mine, errors: mineErrors } = compileMyCode(settings.myCode ?? '');
  const { tree, instances } = yield* unite(inputs, settings);
  const facts = yield* mapInSteps(tree.symbols, ({ name, file }) => symbolFacts(name, rules, file));
  const judge = new StackJudge(tree, facts, { outer: outerOf(settings) });
  const judging: Judging = { tree, judge, facts, code: yield* codeSteps(tree, mine), mine, settings };
  const kept = keptStacks(tree, settings);
  const answered = yield* membersOf(instances, settings);
  const filtered = answered.map((member) => keep(member, kept));
  const members = filtered.filter(({ empty }) => !empty);
  const differential = answered.filter(({ instance }) => !instance.baseline && instance.profile.baseline !== undefined);
  const left = leftSides(differential, settings).map((member) => keep(member, kept));
  const present = ofTime(members, false);
  const past = [...ofTime(members, true), ...left];
  const { elapsed, weighed } = inElapsedTime(present, past, settings);
  const now = yield* sideOf(judging, weighed?.map((member) => keep(member, kept)) ?? present, weighed !== undefined);
  const before = yield* sideOf(judging, past);
  const wakes = Wakes.of(present, settings, kept, mine);
  const today = now.paired && (yield* contextOf(judging, { ...now, paired: now.paired }, weighed ? undefined : wakes));
  yield;
  const events = eventProfiles(instances, settings, kept);
  const compared = today && (yield* comparedContexts(judging, now, today, before));
  const sites = { sites: today?.sites ?? [], sitesBefore: compared?.before.sites };
  const shown = yield* shownOf(judging, now.paired, before.paired, sites, events);
  yield* askedNext([today, compared?.now, compared?.before], shown.paired);
  const diagnosing = scopedDiagnosis({ now: today, compared }, tree, shown);
  return {
    ...shown,
    ...(yield* diagnosing(WHOLE).steps()),
    ...timesOf(judging, instances, now, kept, shown.shownNode),
    diagnosing,
    sitesKnown: sitesKnown({ now: today, compared }, tree, shown),
    queries: reportQueries(filtered),
    labels: reportLabels(members, settings),
    versions: versionsOf(instances),
    sharedLabels: sharedLabels(members),
    counters: inputs.flatMap(({ input, read }) =>
      read.counters?.length ? [{ refId: input.refId, readings: read.counters }] : []
    ),
    contention: today?.beside.contention,
    ...wakes?.shown(shown.shownNode),
    heldBy: heldByOf(judging, now.members, shown.shownNode),
    elapsed,
    kernelLocks: kernelLocks(tree, instances),
    filteredShare: hiddenShare(now.paired, totalsOf(weighed ?? answered), settings),
    warnings: [
      ...cutAnswers(inputs),
      ...readWarnings(inputs),
      ...probabilityProblems(answered),
      ...now.warnings,
      ...withoutTimes(members, settings),
      ...ofDifferential(differential, left),
      ...before.warnings,
    ],
    errors: [...ruleErrors, ...mineErrors, ...filterErrors(settings.stacks ?? []), ...errors],
  };
}

/** What is asked for as soon as this is shown, so that it is found done: causes by the finding, strips by the first picture and every zoom. */
function* askedNext(contexts: Array<CauseContext | undefined>, paired: PairedProfile | undefined): Steps<void> {
  for (const context of contexts) {
    if (context) {
      yield* causeSteps(context);
    }
  }
  if (paired?.wallTime) {
    yield* stripSteps(paired);
  }
}

/** Which single samples: those of the chosen times, or all. */
const [CHOSEN, EVERY] = [{}, {}];

/** Single samples of the present, where it has any. Profiles whose samples have times are held on to for this; others go when the memory is wanted. */
function timesOf(
  judging: Judging,
  instances: Instance[],
  now: Side,
  kept: Uint8Array | undefined,
  shownNode: Prepared['shownNode']
): Pick<Prepared, 'timedSamples' | 'areSingle'> {
  const { settings } = judging;
  const { filter, times } = settings;
  /** The present as it is without the choice of times: a stack that has no weight within them is judged, too. */
  const everyTime = (): Side => {
    const all = finish(membersOf(instances, { ...settings, times: undefined })).filter(({ empty }) => !empty);
    const present = ofTime(all, false).map((member) => keep(member, kept));
    return finish(sideOf(judging, present));
  };
  if (!now.members.some(({ instance }) => instance.profile.samples.time)) {
    return {};
  }
  const hasAny = now.members.some(({ role, instance }) => isTimed(role) && instance.profile.samples.time);
  // All who look at the same samples have one copy of them.
  const made = rememberWeakly((which: object) => {
    const { members, roles } = which === EVERY ? everyTime() : now;
    const filtered = { filter, times: which === EVERY ? undefined : times };
    return timedSamples(members, roles, { filter: filtered, kept, shownNode })!;
  });
  return {
    areSingle: !now.members.some(({ instance }) => instance.profile.samples.bucket),
    timedSamples: (of) => (hasAny ? made(of?.everyTime && times ? EVERY : CHOSEN) : undefined),
  };
}

/** Read and prepared at once. */
export const prepareProfile = (inputs: ProfileInput[], settings?: Settings): Prepared =>
  prepare(readInputs(inputs), settings);

const ofTime = (members: Member[], baseline: boolean): Member[] =>
  members.filter(({ instance }) => instance.baseline === baseline);

/** What its limit cut off, once a query. */
function cutAnswers(inputs: ReadInputs['instances']): QueryProblem[] {
  const cut = new Map(
    inputs.flatMap(({ input }): Array<[string, number]> => (input.cutAt ? [[input.refId, input.cutAt]] : []))
  );
  return [...cut].map(([refId, rows]) => ({
    refId,
    message: `It answered ${rows} rows, which is its limit: rows beyond it are missing, whole times among them where it is sorted by time.`,
    remedy: 'Raise its limit, sum up by stack in the query, or narrow the time range.',
  }));
}

const readWarnings = (inputs: ReadInputs['instances']): QueryProblem[] =>
  inputs.flatMap(({ input, read }) => read.warnings.map((warning) => ({ ...warning, refId: input.refId })));

/** What the choice of times leaves out for want of a time: by query, so that a query that has none at all is seen. */
function withoutTimes(members: Member[], { times }: Settings): QueryProblem[] {
  const counts = new Map<string, { all: number; untimed: number }>();
  for (const { profile, input } of new Set(times ? ofTime(members, false).map(({ instance }) => instance) : [])) {
    const { time, length } = profile.samples;
    const { all, untimed } = counts.get(input.refId) ?? { all: 0, untimed: 0 };
    const own = time ? time.reduce((count, at) => count + (Number.isNaN(at) ? 1 : 0), 0) : length;
    counts.set(input.refId, { all: all + length, untimed: untimed + own });
  }
  return [...counts].flatMap(([refId, { all, untimed }]) =>
    untimed
      ? [
          {
            refId,
            message: `${untimed} of its ${all} samples have no time of their own: the chosen times leave them out.`,
          },
        ]
      : []
  );
}

function ofDifferential(differential: Member[], left: Member[]): QueryProblem[] {
  if (!differential.length) {
    return [];
  }
  return [
    {
      message: left.length
        ? 'A differential answer: the right (newer) side is drawn, the left one is the baseline.'
        : 'A differential answer whose left (older) side has no samples: there is nothing to compare with.',
    },
  ];
}
