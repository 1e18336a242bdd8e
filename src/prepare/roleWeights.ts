import {
  IDLE,
  type ClassifiedRole,
  markOwnWorkers,
  type NameTest,
  type PairedProfile,
  pairModes,
  type Role,
  type RoleInputs,
  sameSampler,
  StackJudge,
  type StackKind,
  type SymbolFacts,
  type TreeCode,
  waitingRole,
} from '../analysis';
import { type CallTree, type StackTree, type Steps, weightsOf } from '../profile';
import { type Member, sumOf } from './members';
import { type QueryProblem, type Settings } from './types';

/** What both times, the present and the baseline, are judged with. */
export interface Judging<T extends StackTree = CallTree> {
  tree: T;
  judge: StackJudge;
  facts: SymbolFacts[];
  code: TreeCode;
  /** What the viewer calls his own. */
  mine?: NameTest;
  settings: Settings;
}

/** The members of one time, added up by role, judged and paired. */
export interface Side<T extends StackTree = CallTree> {
  members: Member[];
  roles: RoleInputs;
  /** The role whose stacks wait. */
  waits?: ClassifiedRole;
  /** Absent where no member has a role that can be drawn. */
  paired?: PairedProfile<T>;
  warnings: QueryProblem[];
}

/** Synthetic frames at the root of each stack. */
export const outerOf = ({ groupBy }: Settings): number => (groupBy ? 1 : 0);

export const ofRole = (members: Member[], role: Role): Member[] => members.filter((member) => member.role === role);

export function* sideOf<T extends StackTree>(judging: Judging<T>, members: Member[], elapsed = false): Steps<Side<T>> {
  const warnings: QueryProblem[] = [];
  const judged = (role: Role, kind: StackKind) => judgedRole(judging, ofRole(members, role), role, kind, warnings);
  const roles: RoleInputs = {
    cpu: yield* judged('cpu', 'cpu'),
    wall: yield* judged('wall', 'wall'),
    offcpu: yield* judged('offcpu', 'offcpu'),
    taken: members.flatMap(({ instance, takenAs }) => (takenAs ? { query: instance.input.refId, unit: takenAs } : [])),
    ...(elapsed && { elapsed }),
  };
  roles.sameSamples = roles.cpu && roles.wall && (ofSameSamples(members) || sameSampler(roles.cpu, roles.wall));
  if (!roles.cpu && !roles.wall && !roles.offcpu) {
    roles.other = (yield* judged('other', 'cpu')) ?? (yield* judged('contention', 'cpu'));
  }
  const any = roles.cpu ?? roles.wall ?? roles.offcpu ?? roles.other;
  yield;
  const waits = waitingRole(roles);
  yield;
  return { members, roles, waits, paired: any && pairModes(judging.tree, roles, waits), warnings };
}

/** The sum of a role's members, with its stacks judged; idle ones are judged before they are left out. */
function* judgedRole(
  { tree, judge, code, settings }: Judging<StackTree>,
  members: Member[],
  role: Role,
  kind: StackKind,
  warnings: QueryProblem[]
): Steps<ClassifiedRole | undefined> {
  if (!members.length) {
    return undefined;
  }
  const { self, unit } = sumOfRole(members, role, warnings);
  const weights = weightsOf(self);
  yield;
  const waits = yield* judge.waitsOf(weights, kind);
  if (kind === 'cpu') {
    return { weights, unit, waits };
  }
  markOwnWorkers(tree, { weights, unit, waits }, code);
  yield;
  const { category, idle } = waits;
  return {
    weights: settings.hideIdle
      ? weightsOf(self.map((w, node) => (category[node] === IDLE || idle[node] ? 0 : w)))
      : weights,
    unit,
    waits,
  };
}

/** The sum over all members of a role; those in another unit than the first are left out, and it is said. */
function sumOfRole(members: Member[], role: Role, warnings: QueryProblem[]): { self: Float64Array; unit: string } {
  const { unit } = members.find(({ total }) => total > 0) ?? members[0];
  if (members.length === 1) {
    return { self: members[0].self, unit };
  }
  const sum = new Float64Array(members[0].self.length);
  for (const { instance, unit: own, self, total } of members) {
    if (own !== unit && total > 0) {
      warnings.push({
        refId: instance.input.refId,
        message: `Its unit is ${own || 'not named'}, that of the other ${role} profiles ${unit}: it was left out.`,
      });
      continue;
    }
    for (let node = 0; node < sum.length; node++) {
      sum[node] += self[node];
    }
  }
  return { self: sum, unit };
}

/** Whether every CPU weight comes from the same samples as the wall weight beside it. */
function ofSameSamples(members: Member[]): boolean {
  const [cpus, walls] = [ofRole(members, 'cpu'), ofRole(members, 'wall')];
  return cpus.length === walls.length && cpus.every((cpu, i) => runsWithin(cpu, walls[i]));
}

/** CPU samples without any wall time are of another sampler, be it in the same file; a thousandth is rounding. */
function runsWithin(cpu: Member, wall: Member): boolean {
  if (cpu.instance.profile !== wall.instance.profile) {
    return false;
  }
  const { weights } = cpu.instance.profile.samples;
  const [running, elapsed] = [weights[cpu.index], weights[wall.index]];
  return sumOf(running.map((weight, i) => (elapsed[i] > 0 ? 0 : weight))) <= sumOf(running) / 1000;
}
