import { type CallTree, grandTotal, type SparseWeights, type Steps, type Weights, weightsOf } from '../../profile';
import { type ClassifiedRole, pairModes, type PairedProfile, type RoleWeights } from '../pairing';
import { siteSteps } from '../sites';
import { causeContext, type CauseContext, type SampleCounts } from './context';
import { windowsOfPart } from './windows';

/** Some stacks of a context as a context of their own, on the tree of their frames. */
export interface Part {
  context: CauseContext;
  /** For each of its nodes, the node of the whole tree. */
  nodes: Int32Array;
}

/**
 * The stacks that end at the nodes with a 1, as they were judged. Their callers stay, without the time of their own: a function that
 * waits may stand above the zoomed frame. Linear in the tree for the choice of nodes, in the part for all else. Threads are not
 * told apart in a part, because only samples know theirs.
 */
export function* partSteps(context: CauseContext, inPart: Uint8Array): Steps<Part> {
  const { paired, code, cpu, waiting, counts, facts, windows, beside, inside } = context;
  const { heldBy } = beside;
  const columns = new PartColumns(paired.tree, inPart);
  yield;
  const part = columns.paired(paired);
  yield;
  const ownCpu = columns.classified(cpu);
  yield;
  const ownWaiting = columns.classified(waiting);
  yield;
  const ownCode = {
    symbols: code.symbols,
    user: columns.references(code.user),
    call: columns.references(code.call),
    comm: columns.bytes(code.comm),
  };
  const ownCounts = {
    cpu: columns.counts(counts.cpu, part.cpu),
    waiting: columns.counts(counts.waiting, part.wall ?? part.offcpu),
  };
  const { nodes } = columns;
  const ownInside = inside && Float64Array.from(nodes, (node) => inside[node]);
  yield;
  const sites = ownWaiting
    ? yield* siteSteps(part.tree, ownWaiting, facts, ownCode, ownCounts.waiting?.byNode, ownInside)
    : [];
  return {
    nodes,
    context: causeContext({
      ...context,
      paired: part,
      cpu: ownCpu,
      waiting: ownWaiting,
      sites,
      inside: ownInside,
      code: ownCode,
      counts: ownCounts,
      threads: { cpu: [], waiting: [] },
      windows: windows && windowsOfPart(windows, nodes, inPart),
      // By nodes of the whole tree; both are in preorder.
      beside: { ...beside, heldBy: heldBy && ((node, end) => heldBy(nodes[node], nodes[end - 1] + 1)) },
    }),
  };
}

/** What runs, and nothing of what waits. Undefined: there is no CPU profile. */
export function cpuContext(context: CauseContext): CauseContext | undefined {
  const { paired, cpu, counts, threads } = context;
  return (
    cpu &&
    causeContext({
      ...context,
      paired: pairModes(paired.tree, { cpu }),
      waiting: undefined,
      sites: [],
      counts: { cpu: counts.cpu },
      threads: { cpu: threads.cpu, waiting: [] },
    })
  );
}

/** The nodes of a part and of its callers, and every kind of column on them. */
class PartColumns {
  readonly nodes: Int32Array;
  /** How many nodes stay in front of each: the new number of one that stays. */
  private readonly rank: Int32Array;
  private readonly weightsOfWhole = new Map<Weights, Weights>();

  constructor(
    private readonly whole: CallTree,
    private readonly inPart: Uint8Array
  ) {
    const stays = Uint8Array.from(inPart);
    stays[0] = 1;
    for (let node = whole.length - 1; node > 0; node--) {
      stays[whole.parent[node]] |= stays[node];
    }
    this.rank = new Int32Array(whole.length + 1);
    for (let node = 0; node < whole.length; node++) {
      this.rank[node + 1] = this.rank[node] + stays[node];
    }
    this.nodes = new Int32Array(this.rank[whole.length]);
    for (let node = 0; node < whole.length; node++) {
      if (stays[node]) {
        this.nodes[this.rank[node]] = node;
      }
    }
  }

  private tree(): CallTree {
    const { symbol, parent, level, subtreeEnd, symbols, maxLevel } = this.whole;
    return {
      length: this.nodes.length,
      symbol: this.nodes.map((node) => symbol[node]),
      parent: this.references(parent),
      level: this.nodes.map((node) => level[node]),
      subtreeEnd: this.nodes.map((node) => this.rank[subtreeEnd[node]]),
      symbols,
      maxLevel,
    };
  }

  /** A column of nodes at or above the own one, or -1. */
  references(column: Int32Array): Int32Array {
    return this.nodes.map((node) => (column[node] < 0 ? -1 : this.rank[column[node]]));
  }

  bytes(column: Uint8Array): Uint8Array {
    const own = new Uint8Array(this.nodes.length);
    this.nodes.forEach((node, i) => (own[i] = column[node]));
    return own;
  }

  /** Self weights; callers of the part have none. */
  private self(column: Float64Array): Float64Array {
    const own = new Float64Array(this.nodes.length);
    this.nodes.forEach((node, i) => (own[i] = this.inPart[node] ? column[node] : 0));
    return own;
  }

  private weights(whole: Weights): Weights {
    const own = this.weightsOfWhole.get(whole) ?? weightsOf(this.self(whole.self));
    this.weightsOfWhole.set(whole, own);
    return own;
  }

  private sparse(column: SparseWeights | undefined): SparseWeights | undefined {
    const nodes = column?.nodes.filter((node) => this.inPart[node]);
    if (!column || !nodes?.length) {
      return undefined;
    }
    const sums = new Float64Array(nodes.length + 1);
    let at = 0;
    column.nodes.forEach((node, i) => {
      if (this.inPart[node]) {
        sums[at + 1] = sums[at++] + column.sums[i + 1] - column.sums[i];
      }
    });
    return { nodes: nodes.map((node) => this.rank[node]), sums };
  }

  private role(role: RoleWeights | undefined): RoleWeights | undefined {
    return role && { ...role, weights: this.weights(role.weights), displayCategory: this.bytes(role.displayCategory) };
  }

  paired(paired: PairedProfile): PairedProfile {
    return {
      ...paired,
      tree: this.tree(),
      cpu: this.role(paired.cpu),
      wall: this.role(paired.wall),
      offcpu: this.role(paired.offcpu),
      wallTime: this.role(paired.wallTime),
      waiting: paired.waiting.map((column) => this.sparse(column)),
      unsure: this.sparse(paired.unsure),
    };
  }

  classified(role: ClassifiedRole | undefined): ClassifiedRole | undefined {
    if (!role) {
      return undefined;
    }
    const { category, waitNode, displayCategory, purpose, idle, unsure } = role.waits;
    return {
      unit: role.unit,
      weights: this.weights(role.weights),
      waits: {
        category: this.bytes(category),
        waitNode: this.references(waitNode),
        displayCategory: this.bytes(displayCategory),
        purpose: this.bytes(purpose),
        idle: this.bytes(idle),
        unsure: this.bytes(unsure),
      },
    };
  }

  /** Samples are counted by node where they are durations; else they are in proportion to the weight. */
  counts(counts: SampleCounts | undefined, part: RoleWeights | undefined): SampleCounts | undefined {
    if (!counts || !part) {
      return undefined;
    }
    const weight = grandTotal(part.weights);
    if (counts.byNode) {
      const byNode = this.self(counts.byNode);
      return { byNode, weight, total: byNode.reduce((sum, samples) => sum + samples, 0) };
    }
    return { weight, total: counts.weight > 0 ? (counts.total * weight) / counts.weight : 0 };
  }
}
