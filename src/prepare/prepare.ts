import { codeOfTree, symbolFacts } from '../analysis';
import { comparedContexts, contextOf } from './causes';
import { eventProfiles, kernelLocks } from './events';
import { unite } from './instances';
import { keep, keptStacks, leftSides, type Member, membersOf } from './members';
import { readInputs } from './readInputs';
import { hiddenShare, reportLabels, reportQueries, sharedLabels, totalsOf } from './reports';
import { type Judging, sideOf } from './roleWeights';
import { scopedDiagnosis, WHOLE } from './scope';
import { compileMyCode, compileRules, filterErrors } from './settings';
import { shownOf } from './shown';
import { timedSamples } from './timedSamples';
import { type Prepared, type ProfileInput, type QueryProblem, type ReadInputs, type Settings } from './types';

/** Inputs that were read -> one tree, paired, with waits and causes judged. Pure. */
export function prepare({ instances: inputs, errors }: ReadInputs, settings: Settings = {}): Prepared {
  const { rules, errors: ruleErrors } = compileRules(settings.rules ?? []);
  const { mine, errors: mineErrors } = compileMyCode(settings.myCode ?? '');
  const { tree, instances } = unite(inputs, settings);
  const facts = tree.symbols.map((symbol) => symbolFacts(symbol.name, rules, symbol.file));
  const judging: Judging = { tree, facts, code: codeOfTree(tree, mine), mine, settings };
  const kept = keptStacks(tree, settings);
  const answered = membersOf(instances, settings.filter);
  const unfiltered = totalsOf(answered);
  const filtered = answered.map((member) => keep(member, kept));
  const members = filtered.filter(({ empty }) => !empty);
  const differential = answered.filter(({ instance }) => !instance.baseline && instance.profile.baseline !== undefined);
  const left = leftSides(differential, settings.filter).map((member) => keep(member, kept));
  const now = sideOf(judging, ofTime(members, false));
  const before = sideOf(judging, [...ofTime(members, true), ...left]);
  const today = now.paired && contextOf(judging, { ...now, paired: now.paired });
  const events = eventProfiles(instances, settings.filter, kept);
  const compared = today && comparedContexts(judging, now, today, before);
  const sites = { sites: today?.sites ?? [], sitesBefore: compared?.before.sites };
  const shown = shownOf(judging, now.paired, before.paired, sites, events);
  const diagnosisOf = scopedDiagnosis({ now: today, compared }, tree, shown);
  // Profiles whose samples have times are held on to for this; others go when the memory is wanted.
  const hasTimes = now.members.some(({ instance }) => instance.profile.samples.time);
  return {
    ...shown,
    ...diagnosisOf(WHOLE),
    ...(hasTimes && {
      timedSamples: () =>
        timedSamples(now.members, now.roles, { filter: settings.filter, kept, shownNode: shown.shownNode }),
    }),
    diagnosisOf,
    queries: reportQueries(filtered),
    labels: reportLabels(members),
    sharedLabels: sharedLabels(members),
    counters: inputs.flatMap(({ input, read }) =>
      read.counters?.length ? [{ refId: input.refId, readings: read.counters }] : []
    ),
    kernelLocks: kernelLocks(tree, instances),
    filteredShare: hiddenShare(now.paired, unfiltered, settings),
    warnings: [...readWarnings(inputs), ...now.warnings, ...ofDifferential(differential, left), ...before.warnings],
    errors: [...ruleErrors, ...mineErrors, ...filterErrors(settings.stacks ?? []), ...errors],
  };
}

/** Read and prepared at once. */
export const prepareProfile = (inputs: ProfileInput[], settings?: Settings): Prepared =>
  prepare(readInputs(inputs), settings);

const ofTime = (members: Member[], baseline: boolean): Member[] =>
  members.filter(({ instance }) => instance.baseline === baseline);

const readWarnings = (inputs: ReadInputs['instances']): QueryProblem[] =>
  inputs.flatMap(({ input, read }) => read.warnings.map((warning) => ({ ...warning, refId: input.refId })));

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
