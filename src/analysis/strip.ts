import { bisectLeft } from 'd3';
import { rememberWeakly, type SparseWeights, type NodeIndex } from '../profile';
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

/** Stretches of one kind along the graph: where each begins, the weight in front of each and at the end. */
interface Stretches {
  kind: number;
  starts: Float64Array;
  sums: Float64Array;
}

/**
 * Where the time of each kind lies along the graph. A bar's callees stand at its left and its own time at its right end, so own
 * times are in postorder: the place of a node is `subtreeEnd - 1 - level`, and what is under it has the places from `node - level`
 * to its own. Within a node's own time waits come first, then CPU, then what neither profile explains.
 *
 * CPU time of a stack is at most what its waits leave. Of the samples of one sampler that is exact; of two, stacks have now more,
 * now less CPU than wall time, and only sums over a frame's stacks mean anything: see `partsOfBar`.
 */
const stretchesOf = rememberWeakly((paired: PairedProfile): { ends: Float64Array; kinds: Stretches[] } => {
  const { tree, waiting, unsure, evidence } = paired;
  const { length, subtreeEnd, level } = tree;
  const own = new Float64Array(length); // by place, as all columns here
  const cpu = new Float64Array(length);
  const whole = wholeRole(paired)?.weights.self;
  for (let node = 0; node < length; node++) {
    const place = subtreeEnd[node] - 1 - level[node];
    own[place] = whole?.[node] ?? 0;
    cpu[place] =
      evidence === 'wall' ? own[place] : evidence.startsWith('cpu+') ? (paired.cpu?.weights.self[node] ?? 0) : 0;
  }
  const ends = new Float64Array(length + 1);
  own.forEach((weight, place) => (ends[place + 1] = ends[place] + weight));
  const taken = new Float64Array(length);
  const stretches = (kind: number, places: Int32Array, amount: (place: number) => number): Stretches => {
    const starts = new Float64Array(places.length);
    const sums = new Float64Array(places.length + 1);
    places.forEach((place, i) => {
      const weight = Math.max(0, Math.min(amount(place), own[place] - taken[place]));
      starts[i] = ends[place] + taken[place];
      sums[i + 1] = sums[i] + weight;
      taken[place] += weight;
    });
    return { kind, starts, sums };
  };
  const amounts = new Float64Array(length);
  const sparse = (kind: number, { nodes, sums }: SparseWeights) => {
    const places = nodes.map((node, i) => {
      const place = subtreeEnd[node] - 1 - level[node];
      amounts[place] = sums[i + 1] - sums[i];
      return place;
    });
    return stretches(kind, places.sort(), (place) => amounts[place]);
  };
  const kinds = waiting.flatMap((column, category) => (column ? sparse(category, column) : []));
  if (unsure && evidence === 'wall') {
    kinds.push(sparse(UNATTRIBUTED, unsure));
  }
  const rest = (kind: number, amount: (place: number) => number) => {
    const places = new Int32Array(length);
    let count = 0;
    for (let place = 0; place < length; place++) {
      if (own[place] > taken[place]) {
        places[count++] = place;
      }
    }
    kinds.push(stretches(kind, places.subarray(0, count), amount));
  };
  rest(CPU, (place) => cpu[place]);
  rest(UNATTRIBUTED, (place) => own[place]);
  return { ends, kinds };
});

const upTo = ({ starts, sums }: Stretches, at: number): number => {
  const begun = bisectLeft(starts, at);
  return begun === 0 ? 0 : Math.min(sums[begun], sums[begun - 1] + at - starts[begun - 1]);
};

/**
 * The kind of the time at each pixel. Many stacks share a pixel: it goes to the kind that most is owed to, so that every stretch of
 * pixels has as many of each kind as there is time of it, to about one. What a caller shows is what its callees show below it.
 */
export function stripOf(paired: PairedProfile, { root, width, from = 0, to = 1 }: StripView): Uint8Array {
  const { ends, kinds } = stretchesOf(paired);
  const { level, subtreeEnd } = paired.tree;
  const left = ends[root - level[root]];
  const whole = ends[subtreeEnd[root] - level[root]] - left;
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
export const shownCpu = ({ total, onCpu, waiting }: Split): number =>
  Math.max(0, Math.min(onCpu, total - waiting.reduce((sum, weight) => sum + weight, 0)));

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
  split.waiting.forEach((weight, category) => {
    if (weight > most) {
      [main, most] = [category, weight];
    }
  });
  return main;
}
