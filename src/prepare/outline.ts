import { AS_RECORDED, codeOfTree, detectRole, type PairedProfile, type Role, rollUp } from '../analysis';
import { buildCallTree, pathNames, type Profile, startsThread, weightsOf } from '../profile';
import { nestedSet, nestedSetOutline, type Table } from '../readers';
import { type Prepared, type ProfileInput, type Promised, type QueryReport, type Settings } from './types';

export interface OutlineOptions {
  /** CSS pixels: of a frame whose callees are narrower than a part of one, those are not looked at. */
  width: number;
  /** Which of the two is drawn; undefined: something else, of which there is no outline. */
  drawn(promised: Promised): 'cpu' | 'wall' | undefined;
}

/** Boxes of less than so many CSS pixels are drawn without their callees (flamegraph/layout.ts): those are read with all the others. */
const PIXEL = 1;
const NO_DIAGNOSIS = { diagnosis: { causes: [], nothing: false, profiler: 0 } };

/**
 * The boxes of a first picture, from the totals that flame graph frames carry: a tree with the weights of one role, in which nothing is
 * judged and what is too thin to be seen stands for all under it. Each of its boxes is where it will be when all is read. Undefined where
 * that is not sure: where a role is only told by the stacks, where filters take a part out, where frames become one (instances, threads,
 * callees whose names differ by what a build adds), of which the thin ones lack a part; and of other formats.
 */
export function outlineOf(
  inputs: ProfileInput[],
  settings: Settings,
  { width, drawn }: OutlineOptions
): Prepared | undefined {
  const told = inputs.map((input) => toldOf(input));
  if (isFiltered(settings) || !(width > 0) || !told.every((one) => one !== undefined)) {
    return undefined;
  }
  const filled = told.filter(({ empty }) => !empty);
  const has = (role: Role) => filled.some((one) => one.role === role);
  const [cpu, wallTime] = [has('cpu'), has('wall')];
  if (has('offcpu') || !(cpu || wallTime)) {
    return undefined; // CPU and off-CPU time are added up: that takes both of them
  }
  const promised: Promised = { cpu, wallTime, evidence: wallTime ? (cpu ? 'cpu+wall' : 'wall') : 'cpu' };
  const role = drawn(promised);
  const [own, another] = filled.filter((one) => one.role === role);
  const profile = own && !another ? nestedSetOutline(own.table, PIXEL / width) : undefined;
  return role && profile?.impossible === 0
    ? preparedOf(profile, role, promised, told.map(reportOf), settings)
    : undefined;
}

interface Told {
  input: ProfileInput;
  table: Table;
  role: Role;
  empty: boolean;
}

/** What an input is, where that is sure before it is read. */
function toldOf(input: ProfileInput): Told | undefined {
  const { source, hints = {}, baseline } = input;
  const role = input.role ?? detectRole({ refId: input.refId, ...hints });
  if (source.kind !== 'columns' || nestedSet.matches(source) !== 'yes' || baseline || !role || role === 'baseline') {
    return undefined;
  }
  const total = source.columns.find(({ name }) => name.toLowerCase() === 'value')!.values[0];
  return { input, table: source, role, empty: !(Number(total) > 0) };
}

/** Something of the stacks is left out, or put elsewhere. */
const isFiltered = ({ filter, times, stacks, hideIdle, groupBy, onlyMyCode, rollUp: options }: Settings): boolean =>
  Boolean(
    filter ||
    times ||
    stacks?.length ||
    hideIdle ||
    groupBy ||
    onlyMyCode ||
    options?.collapseRecursion ||
    options?.collapseChains
  );

function preparedOf(
  profile: Profile,
  role: 'cpu' | 'wall',
  promised: Promised,
  queries: QueryReport[],
  settings: Settings
): Prepared | undefined {
  const rolled = rollUp(profile, settings.rollUp ?? AS_RECORDED);
  const { tree, attach } = buildCallTree([rolled]);
  if (tree.length - 1 !== profile.stacks.length - threadStarts(rolled)) {
    return undefined;
  }
  const weights = weightsOf(attach[0](0));
  const { unit } = rolled.valueTypes[0];
  const shown = { weights, unit, displayCategory: new Uint8Array(tree.length) };
  const paired: PairedProfile = {
    tree,
    ...(role === 'cpu' ? { cpu: shown } : { wall: shown, wallTime: shown }),
    evidence: promised.evidence,
    waiting: [],
    notes: [],
  };
  return {
    unjudged: promised,
    paired,
    sites: [],
    ...NO_DIAGNOSIS,
    diagnosing: () => ({
      size: 0,
      *steps() {
        return NO_DIAGNOSIS;
      },
    }),
    sitesKnown: () => () => undefined,
    shownNode: (node) => node,
    unfolded: (node) => pathNames(tree, node),
    shownCode: () => codeOfTree(tree),
    whoseCode: () => 'mark',
    queries,
    labels: [],
    sharedLabels: new Map(),
    counters: [],
    events: new Map(),
    kernelLocks: new Map(),
    filteredShare: 0,
    removedFrames: 0,
    warnings: [],
    errors: [],
  };
}

/** Stacks that have no frame of their own in a tree (profile/buildCallTree.ts). */
const threadStarts = ({ stacks, frames, strings }: Profile): number =>
  stacks.prefix.reduce(
    (sum, prefix, i) => sum + (prefix < 0 && startsThread(strings[frames.name[stacks.frame[i]]]) ? 1 : 0),
    0
  );

/** What problems are looked for in: sums and rows are not known yet. */
const reportOf = ({ input, role, empty }: Told): QueryReport => ({
  refId: input.refId,
  role,
  measures: role,
  origin: input.role ? 'set' : 'detected',
  format: nestedSet.label,
  unit: '',
  total: 0,
  empty,
  samples: 0,
  aggregated: true,
  instances: 1,
  windows: 1,
  dropped: 0,
  truncated: 0,
  valueTypes: [],
});
