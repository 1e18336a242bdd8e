import {
  bisectLeft,
  finish,
  leftOf,
  type NodeIndex,
  type SparseWeights,
  stepEnd,
  type Steps,
  totalOf,
  withRoom,
} from '../profile';
import { type PairedProfile, type Split, wholeRole } from './pairing';
import { CATEGORIES, CPU } from './waits';

/** What time is, pixel by pixel: a category's number, or this. */
export const UNATTRIBUTED = CATEGORIES.length;

/** Of a graph: the node that spans its width in CSS pixels, and what part of that node is in view. */
export interface StripView {
  root: NodeIndex;
  width: number;
  from?: number;
  to?: number;
}

/** Stretches of one kind along the graph: where each begins, the weight in front of each and at the end. Those that touch are one. */
interface Stretches {
  kind: number;
  starts: Float64Array;
  sums: Float64Array;
}

/** Held as long as the profile is: every zoom asks for them, and of a million nodes they take a tenth of a second. */
const known = new WeakMap<PairedProfile, Stretches[]>();

const stretchesOf = (paired: PairedProfile): Stretches[] => known.get(paired) ?? finish(stripSteps(paired));

/**
 * Where the time of each kind lies along the graph. A bar's callees stand at its left and its own time at its right end, so own
 * times are in postorder: the place of a node is `subtreeEnd - 1 - level`, and what is under it has the places from `node - level`
 * to its own. Within a node's own time waits come first, then CPU, then what neither profile explains.
 *
 * CPU time of a stack is at most what its waits leave. Of the samples of one sampler that is exact; of two, stacks have now more,
 * now less CPU than wall time, and only sums over a frame's stacks mean anything: see `partsOfBar`.
 *
 * In steps, so that no page stops for it; done once, `stripOf` finds it.
 */
export function* stripSteps(paired: PairedProfile): Steps<Stretches[]> {
  const { waiting, unsure, evidence } = paired;
  const places = yield* placesOf(paired);
  const kinds: Stretches[] = [];
  for (const [category, column] of waiting.entries()) {
    if (column) {
      kinds.push(yield* ofColumn(places, category, column));
    }
  }
  if (unsure && evidence === 'wall') {
    kinds.push(yield* ofColumn(places, UNATTRIBUTED, unsure));
  }
  kinds.push(
    yield* along(places, CPU, undefined, places.cpu),
    yield* along(places, UNATTRIBUTED, undefined, places.own)
  );
  known.set(paired, kinds);
  return kinds;
}

/** By place: own time, what of it is on the CPU, how much is told of it so far, and the time in front of it. */
interface Places {
  of(node: NodeIndex): number;
  own: Float64Array;
  cpu: Float64Array;
  taken: Float64Array;
  begins: Float64Array;
  amounts: Float64Array;
}

function* placesOf(paired: PairedProfile): Steps<Places> {
  const { tree, evidence } = paired;
  const { length, subtreeEnd, level } = tree;
  const column = () => new Float64Array(length);
  const places: Places = {
    of: (node) => subtreeEnd[node] - 1 - level[node],
    own: column(),
    cpu: column(),
    taken: column(),
    begins: column(),
    amounts: column(),
  };
  const { own, cpu, begins } = places;
  const whole = wholeRole(paired)?.weights.self;
  const running = evidence === 'wall' ? whole : evidence.startsWith('cpu+') ? paired.cpu?.weights.self : undefined;
  for (let node = 0; node < length;) {
    for (const end = stepEnd(node, length); node < end; node++) {
      const place = subtreeEnd[node] - 1 - level[node];
      own[place] = whole?.[node] ?? 0;
      cpu[place] = running?.[node] ?? 0;
    }
    yield;
  }
  for (let place = 1; place < length;) {
    for (const end = stepEnd(place, length); place < end; place++) {
      begins[place] = begins[place - 1] + own[place - 1];
    }
    yield;
  }
  return places;
}

/** Columns of at least such a share of the nodes are brought into order by looking through all places. */
const MANY = 1 / 32;

function* ofColumn(places: Places, kind: number, { nodes, sums }: SparseWeights): Steps<Stretches> {
  const { amounts, of } = places;
  const at = new Int32Array(nodes.length);
  for (let i = 0; i < nodes.length;) {
    for (const end = stepEnd(i, nodes.length); i < end; i++) {
      at[i] = of(nodes[i]);
      amounts[at[i]] = sums[i + 1] - sums[i];
    }
    yield;
  }
  const stretches = yield* along(places, kind, nodes.length < amounts.length * MANY ? at.sort() : undefined, amounts);
  for (const place of at) {
    amounts[place] = 0;
  }
  return stretches;
}

/** Of the places, in their order (undefined: of all), as much as is there and not told of yet. */
function* along(
  { own, taken, begins }: Places,
  kind: number,
  at: Int32Array | undefined,
  amounts: Float64Array
): Steps<Stretches> {
  const length = at?.length ?? own.length;
  const starts = new Grown();
  const sums = new Grown();
  let sum = 0;
  let reached = NaN;
  for (let i = 0; i < length;) {
    for (const end = stepEnd(i, length); i < end; i++) {
      const place = at ? at[i] : i;
      const weight = Math.min(amounts[place], own[place] - taken[place]);
      if (weight > 0) {
        const start = begins[place] + taken[place];
        if (start !== reached) {
          starts.push(start);
          sums.push(sum);
        }
        reached = start + weight;
        sum += weight;
        taken[place] += weight;
      }
    }
    yield;
  }
  sums.push(sum);
  return { kind, starts: starts.finish(), sums: sums.finish() };
}

/** A column whose length is not known before. */
class Grown {
  private values = new Float64Array(1024);
  private length = 0;

  push(value: number): void {
    if (this.length === this.values.length) {
      this.values = withRoom(new Float64Array(2 * this.length), this.values);
    }
    this.values[this.length++] = value;
  }

  finish = (): Float64Array => this.values.slice(0, this.length);
}

const upTo = ({ starts, sums }: Stretches, at: number): number => {
  const begun = bisectLeft(starts, at);
  return begun === 0 ? 0 : Math.min(sums[begun], sums[begun - 1] + at - starts[begun - 1]);
};

/**
 * The kind of the time at each pixel. Many stacks share a pixel: it goes to the kind that most is owed to, so that every stretch of
 * pixels has as many of each kind as there is time of it, to about one. What a caller shows is what its callees show below it.
 */
export function stripOf(paired: PairedProfile, { root, width, from = 0, to = 1 }: StripView): Uint8Array {
  const kinds = stretchesOf(paired);
  const weights = wholeRole(paired)?.weights;
  const left = weights ? leftOf(paired.tree, weights, root) : 0;
  const whole = weights ? totalOf(paired.tree, weights, root) : 0;
  const row = new Uint8Array(Math.max(0, Math.ceil(width))).fill(UNATTRIBUTED);
  const start = left + whole * from;
  const step = (whole * (to - from)) / width; // weight per pixel
  const counted = kinds.map((kind) => upTo(kind, start));
  const owed = kinds.map(() => 0);
  for (let x = 0; x < row.length && step > 0; x++) {
    let most = 0;
    for (let k = 0; k < kinds.length; k++) {
      const sum = upTo(kinds[k], start + step * (x + 1));
      owed[k] += (sum - counted[k]) / step;
      counted[k] = sum;
      most = owed[k] > owed[most] ? k : most;
    }
    owed[most]--;
    row[x] = kinds[most].kind;
  }
  return row;
}

/** CPU time that is shown: what two disagreeing samplers count twice is taken from it. */
export function shownCpu({ total, onCpu, waiting }: Split): number {
  let left = total;
  for (const weight of waiting) {
    left -= weight;
  }
  return Math.max(0, Math.min(onCpu, left));
}

/**
 * A bar's part of the strip. Where two samplers saw more CPU time in its stacks than they have room for one by one, the rest of it
 * takes, from the left, what would stand there as unattributed: the bar's sums are those of `splitAt`, and waits stay where they are.
 */
export function partsOfBar(row: Uint8Array, split: Split): Uint8Array {
  let missing = Math.round((row.length * shownCpu(split)) / split.total);
  for (const kind of row) {
    missing -= kind === CPU ? 1 : 0;
  }
  return missing > 0 ? row.map((kind) => (kind === UNATTRIBUTED && missing-- > 0 ? CPU : kind)) : row;
}

/** The kind that most of a bar's time is of. */
export function mainKind(split: Split): number {
  const cpu = shownCpu(split);
  let [main, most] = cpu >= split.unattributed ? [CPU, cpu] : [UNATTRIBUTED, split.unattributed];
  for (let category = 0; category < split.waiting.length; category++) {
    if (split.waiting[category] > most) {
      main = category;
      most = split.waiting[category];
    }
  }
  return main;
}
