import { type NodeIndex, type Steps } from '../../profile';
import { type Cause, isOf } from '../causes/cause';
import { type CauseContext } from '../causes/context';
import { cpuContext, partSteps } from '../causes/part';
import { causeSteps } from './causesOf';
import { type CauseChange, diagnoseChange } from './changes';
import { diagnose, type Diagnosis, NO_DIAGNOSIS } from './diagnose';

/** The part of the picture that is looked at. Everything in sight speaks of it. */
export interface Scope {
  /** The frame that is zoomed to, a node of the shown tree; 0: all. */
  root: NodeIndex;
  mode: 'cpu' | 'wall' | 'both' | 'changed';
  /** Index into CATEGORIES, where only one is shown. */
  category?: number;
}

/** What a profile is weighed by, and the two times of a comparison. */
export interface Contexts {
  now?: CauseContext;
  /** Of what both times measured. */
  compared?: { now: CauseContext; before: CauseContext };
}

/** What can be said of a scope. Nodes of its causes are those of the whole tree, before frames were taken out of the picture. */
export interface ScopedDiagnosis {
  diagnosis: Diagnosis;
  /** Undefined: nothing to compare with; empty: no difference. */
  changes?: CauseChange[];
}

/**
 * Judges a part as if it was all: shares are of its time, what dominates it may be nothing in the whole. `inPart`: 1 for the nodes
 * of the whole tree whose stacks end in the scope; undefined: all.
 */
export function* scopeSteps(
  { now, compared }: Contexts,
  { mode, category }: Scope,
  inPart?: Uint8Array
): Steps<ScopedDiagnosis> {
  function* of(whole: CauseContext): Steps<{ context?: CauseContext; nodes?: Int32Array }> {
    const context = mode === 'cpu' ? cpuContext(whole) : whole;
    yield;
    const part = context && inPart ? yield* partSteps(context, inPart) : { context };
    if (part.context) {
      yield* causeSteps(part.context); // remembered with it
    }
    return part;
  }
  const { context, nodes } = now ? yield* of(now) : {};
  const diagnosis = context ? diagnose(context, category) : NO_DIAGNOSIS;
  // Where both times measured the same, the present is known already.
  const [after, before] = compared
    ? [compared.now === now ? { context, nodes } : yield* of(compared.now), yield* of(compared.before)]
    : [];
  const changes = after?.context && before?.context ? diagnoseChange(after.context, before.context) : undefined;
  return {
    diagnosis: { ...diagnosis, causes: diagnosis.causes.map((cause) => inWhole(cause, nodes)) },
    changes: changes
      ?.filter(({ cause }) => category === undefined || isOf(cause, category))
      .map((change) => ({ ...change, cause: inWhole(change.cause, after?.nodes) })),
  };
}

/** A cause with nodes of the whole tree. */
const inWhole = (cause: Cause, nodes: Int32Array | undefined): Cause =>
  nodes
    ? {
        ...cause,
        node: cause.node === undefined ? undefined : nodes[cause.node],
        waitNode: cause.waitNode === undefined ? undefined : nodes[cause.waitNode],
      }
    : cause;
