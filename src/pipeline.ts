import {
  assumeRoles,
  classifyWaits,
  type CompiledUserRule,
  compilePattern,
  type PairedProfile,
  pairModes,
  type Role,
  roleOfContent,
  type RoleOrigin,
  type RoleInputs,
  type StackKind,
  symbolFacts,
  type UserRule,
  type WaitSite,
  waitSites,
} from './analysis';
import { buildCallTree, type Problem, type Weights, weightsOf } from './profile';
import { readProfile, type ReadProfile, type Source } from './readers';

/** One frame or file. Several inputs of one query are instances and are added up. */
export interface ProfileInput {
  refId: string;
  source: Source;
  role?: Role;
  origin: RoleOrigin;
}

/** A problem and the query it belongs to. */
export interface QueryProblem extends Problem {
  refId?: string;
}

/** What became of one query: the chip and its tooltip. */
export interface QueryReport {
  refId: string;
  role: Role;
  origin: RoleOrigin;
  format: string;
  unit: string;
  total: number;
  samples: number;
  instances: number;
  dropped: number;
  /** Share of the total that the source cut off at its node limit. */
  truncated: number;
}

export interface Prepared {
  paired?: PairedProfile;
  sites: WaitSite[];
  queries: QueryReport[];
  warnings: QueryProblem[];
  /** Inputs that could not be read at all; the others are drawn. */
  errors: QueryProblem[];
  matchedByRule: number[];
}

/** User rules that do not compile are reported and left out. */
export function compileRules(rules: UserRule[]): { rules: CompiledUserRule[]; errors: Problem[] } {
  const errors: Problem[] = [];
  const compiled = rules.flatMap((rule) => {
    if (!rule.pattern) {
      return [];
    }
    const test = compilePattern(rule.pattern);
    if (!test.ok) {
      errors.push({ ...test.problem, message: `Wait rule "${rule.pattern}": ${test.problem.message}` });
      return [];
    }
    return [{ test: test.value, category: rule.category, idle: rule.idle }];
  });
  return { rules: compiled, errors };
}

interface ReadInput extends ProfileInput {
  role: Role;
  read: ReadProfile;
  formatLabel: string;
  unit: string;
}

/** Steps 2 to 6 of the way of the data: read, one tree, pair, classify. Pure. */
export function prepareProfile(inputs: ProfileInput[], userRules: UserRule[] = []): Prepared {
  const { rules, errors: ruleErrors } = compileRules(userRules);
  const warnings: QueryProblem[] = [];
  const errors: QueryProblem[] = [...ruleErrors];
  const found: Array<Omit<ReadInput, 'role'> & { role?: Role }> = [];
  for (const input of inputs) {
    const result = readProfile(input.source);
    if (!result.ok) {
      errors.push({ ...result.problem, refId: input.refId });
      continue;
    }
    const { format, ...read } = result.value;
    warnings.push(...read.warnings.map((warning) => ({ ...warning, refId: input.refId })));
    found.push({
      ...input,
      role: input.role ?? roleOfContent(read.profile),
      read,
      formatLabel: format.label,
      unit: read.profile.valueTypes[read.profile.primary].unit,
    });
  }
  const assumed = assumeRoles(found);
  const reads = found.map((read, i): ReadInput => ({
    ...read,
    role: assumed[i],
    origin: read.role ? read.origin : 'assumed',
  }));

  const { tree, attach } = buildCallTree(reads.map(({ read }) => read.profile));
  const facts = tree.symbols.map((symbol) => symbolFacts(symbol.name, rules));
  const selfOf = reads.map(({ read }, i) => attach[i](read.profile.primary));
  const totals = selfOf.map((self) => self.reduce((sum, w) => sum + w, 0));

  /** The sum over all instances of a role; instances in another unit than the first are left out, and it is said. */
  const roleWeights = (role: Role): { weights: Weights; unit: string } | undefined => {
    const members = reads.map((_, i) => i).filter((i) => reads[i].role === role);
    if (!members.length) {
      return undefined;
    }
    const unit = reads[members.find((i) => totals[i] > 0) ?? members[0]].unit;
    const sum = new Float64Array(tree.length);
    for (const i of members) {
      if (reads[i].unit !== unit && totals[i] > 0) {
        warnings.push({
          refId: reads[i].refId,
          message: `Its unit is ${reads[i].unit || 'not named'}, that of the other ${role} profiles ${unit}: it was left out.`,
        });
        continue;
      }
      selfOf[i].forEach((w, node) => (sum[node] += w));
    }
    return { weights: weightsOf(sum), unit };
  };
  const judged = (role: Role, kind: StackKind) => {
    const found = roleWeights(role);
    return found && { ...found, waits: classifyWaits(tree, found.weights, kind, facts) };
  };

  const roleInputs: RoleInputs = {
    cpu: judged('cpu', 'cpu'),
    wall: judged('wall', 'wall'),
    offCpu: judged('offcpu', 'offcpu'),
    baseline: baselineOf(reads, attach),
  };
  if (roleInputs.baseline) {
    warnings.push({ message: 'A differential answer: the right (newer) side is drawn, the left one is the baseline.' });
  }
  const any = roleInputs.cpu ?? roleInputs.wall ?? roleInputs.offCpu;
  const paired = any && pairModes(tree, roleInputs);
  const waitRole = roleInputs.wall ?? roleInputs.offCpu;
  return {
    paired,
    sites: waitRole ? waitSites(tree, waitRole, facts) : [],
    queries: reportQueries(reads, totals),
    warnings,
    errors,
    matchedByRule: rules.map((rule) => tree.symbols.filter((symbol) => rule.test(symbol.name)).length),
  };
}

function baselineOf(reads: ReadInput[], attach: ReturnType<typeof buildCallTree>['attach']): Weights | undefined {
  const i = reads.findIndex(({ read }) => read.profile.baseline !== undefined);
  return i < 0 ? undefined : weightsOf(attach[i](reads[i].read.profile.baseline!));
}

function reportQueries(reads: ReadInput[], totals: number[]): QueryReport[] {
  const reports = new Map<string, QueryReport>();
  reads.forEach(({ refId, role, origin, formatLabel, unit, read }, i) => {
    const key = `${refId} ${role}`;
    const report = reports.get(key) ?? {
      refId,
      role,
      origin,
      format: formatLabel,
      unit,
      total: 0,
      samples: 0,
      instances: 0,
      dropped: 0,
      truncated: 0,
    };
    report.total += totals[i];
    report.samples += read.profile.samples.length;
    report.instances++;
    report.dropped += read.dropped;
    report.truncated += read.profile.truncated;
    reports.set(key, report);
  });
  return [...reports.values()];
}
