import { assumeRoles, keptNodes, type Role, type RoleOrigin, rolesOf, settleRoles, timeUnits } from '../analysis';
import { type StackTree, type Steps } from '../profile';
import { holdsWeight, type Instance, keepsSample, type SampleFilter } from './instances';
import { type QueryProblem, type Settings } from './types';

/** One weight of one instance: a file can hold two kinds of time. */
export interface Member {
  instance: Instance;
  role: Role;
  origin: RoleOrigin;
  /** Which of the profile's value types it is. */
  index: number;
  /** By node, in `unit`, of what filters keep. */
  self: Float64Array;
  total: number;
  unit: string;
  /** No sample before any filter: it is reported and takes no part in the sums. */
  empty: boolean;
  /** Whether the role was told, or is what the stacks look like. */
  certain: boolean;
  /** Whether the unit comes from the file or from an option. */
  unitNamed: boolean;
  /** The time unit that figures without one were taken for, and its ns. */
  takenAs?: string;
  factor: number;
  /** Each of its events was recorded with this probability, which its figures are scaled by. */
  probability?: number;
}

/** Formats whose figures have no unit unless an option names it. */
export const UNITLESS = new Set(['folded', 'stack-table']);

export function sumOf(weights: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) {
    sum += weights[i];
  }
  return sum;
}

/** What each instance measures: one member per weight that plays a role. */
export function* membersOf(instances: Instance[], filter: SampleFilter): Steps<Member[]> {
  const told = instances.map(({ input, read, profile }) =>
    read.counters
      ? [{ role: 'counter' as const, index: 0, certain: true }]
      : rolesOf(
          profile,
          { refId: input.refId, valueType: input.options?.valueType, ...input.hints },
          input.role === 'baseline' ? undefined : input.role
        )
  );
  const assumed = assumeRoles(instances.map(({ input }, i) => ({ refId: input.refId, role: told[i][0]?.role })));
  const members: Member[] = [];
  for (const [i, instance] of instances.entries()) {
    const { input, read, profile } = instance;
    const origin: RoleOrigin = input.role ? 'set' : told[i].length ? 'detected' : 'assumed';
    const roles = told[i].length ? told[i] : [{ role: assumed[i], index: profile.primary, certain: false }];
    for (const { role, index, certain } of roles) {
      const self = instance.attach(index, keepsSample(instance, filter));
      members.push({
        instance,
        role,
        origin,
        certain,
        index,
        self,
        total: sumOf(self),
        unit: profile.valueTypes[index].unit,
        empty: !read.counters && !holdsWeight(profile, index),
        unitNamed: !UNITLESS.has(read.format.id) || input.options?.unit !== undefined,
        factor: 1,
      });
      yield;
    }
  }
  const settled = [false, true].flatMap((side) =>
    settleRoles(members.filter(({ instance }) => instance.baseline === side))
  );
  return inTime(settled).map(scaled);
}

/** Weights without a unit that must be time, in ns. */
function inTime(members: Member[]): Member[] {
  const units = timeUnits(
    members.map(({ instance, role, index, unit, unitNamed }) => ({
      role,
      weights: instance.profile.samples.weights[index],
      unit,
      named: unitNamed,
    }))
  );
  return members.map((member, i) => {
    const { unit, factor } = units[i];
    return unit
      ? {
          ...member,
          self: member.self.map((w) => w * factor),
          total: member.total * factor,
          unit: 'nanoseconds',
          takenAs: unit,
          factor,
        }
      : member;
  });
}

/** What was recorded with a probability stands for its reciprocal: the mean of such sums is the sum over all events (Horvitz and Thompson 1952). */
function scaled(member: Member): Member {
  const { role, self, total, factor, instance } = member;
  const { probability } = instance.input;
  if (role !== 'offcpu' || !isProbability(probability)) {
    return member;
  }
  const by = 1 / probability;
  return { ...member, self: self.map((w) => w * by), total: total * by, factor: factor * by, probability };
}

const isProbability = (value: number | undefined): value is number => value !== undefined && value > 0 && value <= 1;

/** Probabilities that cannot be, and those of queries that hold no off-CPU time; each query once. */
export function probabilityProblems(members: Member[]): QueryProblem[] {
  const inputs = new Map(members.map(({ instance: { input } }) => [input.refId, input.probability]));
  return [...inputs].flatMap(([refId, probability]) =>
    probability === undefined
      ? []
      : !isProbability(probability)
        ? {
            refId,
            message: `An off-CPU event cannot be recorded with probability ${probability}: its figures are not scaled.`,
            remedy: `Set it above 0 and at most 1.${probability > 1 && probability <= 1000 ? ` An older agent counts per mille: ${probability} is ${probability / 1000}.` : ''}`,
          }
        : members.some(({ instance, role }) => instance.input.refId === refId && role === 'offcpu')
          ? []
          : { refId, message: `A probability is of off-CPU events, and it holds none: its figures are not scaled.` }
  );
}

/** The nodes whose stacks filters keep, as 1; undefined: all. */
export const keptStacks = (tree: StackTree, { stacks = [] }: Settings): Uint8Array | undefined =>
  stacks.some(({ keep }) => keep !== 'hide') ? keptNodes(tree, stacks) : undefined;

/** Only the weight of kept stacks. */
export function keep(member: Member, kept: Uint8Array | undefined): Member {
  if (!kept) {
    return member;
  }
  const self = member.self.map((w, node) => (kept[node] ? w : 0));
  return { ...member, self, total: sumOf(self) };
}

/** The older sides of differential answers, where they hold anything. */
export const leftSides = (members: Member[], filter: SampleFilter): Member[] =>
  members.flatMap((member) => {
    const { attach, profile } = member.instance;
    const index = profile.baseline;
    if (index === undefined || !holdsWeight(profile, index)) {
      return [];
    }
    const self = attach(index, keepsSample(member.instance, filter)).map((w) => w * member.factor);
    return [{ ...member, index, self, total: sumOf(self) }];
  });
