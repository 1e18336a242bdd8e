import { bisectRight, quickselect } from 'd3';
import { type Bucket, type CallTree, type NodeIndex, unitOf } from '../profile';
import { siteKey, type WaitSite } from './siteRows';
import { type LengthBucket, type SingleSamples, type WaitClass, type WaitLengths } from './waitLengths';
import { CATEGORIES, CPU, IDLE } from './waits';

const SCHEDULER = CATEGORIES.indexOf('scheduler');
/** Samples of one thread and stack that touch are one wait (a sampler of intervals saw it more than once); ns, for rounding. */
const TOUCH = 1;
const MOST_BARS = 16;

/** The single waits of a tree, by the node that they end at: nothing is worked out before somebody asks, and nothing for the other nodes. */
export class SingleWaits {
  private readonly found: () => ByNode;
  private readonly histograms: number[];
  private readonly frames = new Map<string, WaitLengths | undefined>();

  constructor(
    private readonly tree: CallTree,
    samples: () => SingleSamples | undefined
  ) {
    let found: ByNode | undefined;
    this.found = () => (found ??= byNode(tree.length, samples()));
    this.histograms = [...tree.symbol.keys()].filter((node) => tree.symbols[tree.symbol[node]]?.distribution);
  }

  /** Of the waits in a frame and what it calls: those of a category, else what it waits most for; idling only where it does nothing else. */
  under(node: NodeIndex, category?: number): WaitLengths | undefined {
    const key = `${node} ${category ?? ''}`;
    if (!this.frames.has(key)) {
      this.frames.set(key, this.lengthsUnder(node, category));
    }
    return this.frames.get(key);
  }

  private lengthsUnder(node: NodeIndex, category?: number): WaitLengths | undefined {
    const { starts, duration, category: categories } = this.found();
    const end = this.tree.subtreeEnd[node];
    const [from, to] = [starts[node], starts[end]];
    const totals: Record<WaitClass, number> = { blocked: 0, runnable: 0, idle: 0 };
    const isOf = (i: number) => category === undefined || categories[i] === category;
    for (let i = from; i < to; i++) {
      totals[classOf(categories[i])] += isOf(i) ? duration[i] : 0;
    }
    const chosen = mostOf(totals);
    const own = duration
      .subarray(from, to)
      .filter((_, i) => isOf(from + i) && classOf(categories[from + i]) === chosen);
    const histograms = this.histograms.filter((at) => at >= node && at < end);
    return lengthsOf(own, chosen) ?? (category === undefined ? this.recorded(histograms) : undefined);
  }

  /** Of each wait site in the frame `root`, by siteKey. */
  ofSites(sites: readonly WaitSite[], root: NodeIndex): Map<string, WaitLengths> {
    const { starts, duration, category } = this.found();
    const nodes = new Map<string, { nodes: Set<number>; category: number }>();
    for (const site of sites) {
      const known = nodes.get(siteKey(site)) ?? { nodes: new Set<number>(), category: site.category };
      nodes.set(siteKey(site), known);
      site.stacks.node
        .filter((node) => node >= root && node < this.tree.subtreeEnd[root])
        .forEach((node) => known.nodes.add(node));
    }
    const lengths = new Map<string, WaitLengths>();
    for (const [key, of] of nodes) {
      const own: number[] = [];
      for (const node of of.nodes) {
        for (let i = starts[node]; i < starts[node + 1]; i++) {
          // Frames that were taken out may have left stacks of several kinds in one node; what idles is none of its kind.
          if (category[i] === of.category || category[i] === IDLE) {
            own.push(duration[i]);
          }
        }
      }
      const found =
        lengthsOf(Float64Array.from(own), classOf(of.category)) ??
        this.recorded(this.histograms.filter((node) => of.nodes.has(node)));
      if (found) {
        lengths.set(key, found);
      }
    }
    return lengths;
  }

  /** Of histograms that were recorded as such. */
  private recorded(nodes: number[]): WaitLengths | undefined {
    const { tree } = this;
    const buckets = nodes.flatMap((node): Bucket[] => {
      const { distribution } = tree.symbols[tree.symbol[node]];
      const { kind, factor } = unitOf(distribution?.unit || 'not told');
      return distribution && kind === 'time'
        ? distribution.buckets.map(({ from, to, count }) => ({ from: from * factor, to: to * factor, count }))
        : [];
    });
    return lengthsOfBuckets(buckets);
  }
}

const classOf = (category: number): WaitClass =>
  category === IDLE ? 'idle' : category === SCHEDULER ? 'runnable' : 'blocked';

const mostOf = ({ blocked, runnable }: Record<WaitClass, number>): WaitClass =>
  blocked + runnable === 0 ? 'idle' : runnable > blocked ? 'runnable' : 'blocked';

/** Waits grouped by node: those of node n are the rows from starts[n] to starts[n + 1]. */
interface ByNode {
  starts: Int32Array;
  duration: Float64Array;
  category: Uint8Array;
}

function byNode(nodes: number, samples: SingleSamples | undefined): ByNode {
  const starts = new Int32Array(nodes + 1);
  if (!samples) {
    return { starts, duration: new Float64Array(), category: new Uint8Array() };
  }
  const { node, category } = samples;
  const duration = joined(samples);
  for (let i = 0; i < samples.length; i++) {
    if (duration[i] > 0) {
      starts[node[i] + 1]++;
    }
  }
  for (let n = 0; n < nodes; n++) {
    starts[n + 1] += starts[n];
  }
  const next = starts.slice();
  const found = { starts, duration: new Float64Array(starts[nodes]), category: new Uint8Array(starts[nodes]) };
  for (let i = 0; i < samples.length; i++) {
    if (duration[i] > 0) {
      const to = next[node[i]]++;
      found.duration[to] = duration[i];
      found.category[to] = category[i];
    }
  }
  return found;
}

/** Lengths of waits, ns: of several samples that are one wait, the last one has it all. 0: no wait, or a part of a later one. */
function joined({ length, time, duration, node, category, thread }: SingleSamples): Float64Array {
  const lengths = new Float64Array(length);
  const lastOf = new Map<number, number>();
  for (let i = 0; i < length; i++) {
    if (category[i] === CPU || node[i] < 0 || !(duration[i] > 0)) {
      continue;
    }
    lengths[i] = duration[i];
    const last = lastOf.get(thread[i]) ?? -1;
    if (last >= 0 && node[last] === node[i] && Math.abs(time[i] - duration[i] - time[last]) <= TOUCH) {
      lengths[i] += lengths[last];
      lengths[last] = 0;
    }
    lastOf.set(thread[i], i);
  }
  return lengths;
}

/** `lengths` is put into another order. The nearest rank: of 100 waits the 99th is the one that one in a hundred is longer than. */
function lengthsOf(lengths: Float64Array, of: WaitClass): WaitLengths | undefined {
  const count = lengths.length;
  if (!count) {
    return undefined;
  }
  let [shortest, longest, total] = [Infinity, -Infinity, 0];
  for (const length of lengths) {
    shortest = Math.min(shortest, length);
    longest = Math.max(longest, length);
    total += length;
  }
  const buckets = emptyBuckets(shortest, longest);
  const ends = buckets.map(({ to }) => to);
  for (const length of lengths) {
    const bucket = buckets[Math.min(bisectRight(ends, length), buckets.length - 1)];
    bucket.count++;
    bucket.time += length;
  }
  // Two ranks of ten million need no sorting of them all.
  const rank = (share: number) => quickselect(lengths, Math.ceil(share * count) - 1)[Math.ceil(share * count) - 1];
  return { class: of, count, total, half: rank(0.5), most: rank(0.99), longest, rough: false, buckets };
}

/** Powers of two, or of a power of two where there would be too many. */
function emptyBuckets(shortest: number, longest: number): LengthBucket[] {
  const [low, high] = [Math.floor(Math.log2(shortest)), Math.floor(Math.log2(longest)) + 1];
  const step = Math.ceil((high - low) / MOST_BARS);
  return Array.from({ length: Math.ceil((high - low) / step) }, (_, i) => ({
    from: 2 ** (low + i * step),
    to: 2 ** (low + (i + 1) * step),
    count: 0,
    time: 0,
  }));
}

/** Half are shorter than the end of the bucket that the middle one is in; one in a hundred is not shorter than where its bucket begins. */
function lengthsOfBuckets(recorded: Bucket[]): WaitLengths | undefined {
  const merged = new Map<string, LengthBucket>();
  for (const { from, to, count } of recorded) {
    const key = `${from} ${to}`;
    const known = merged.get(key) ?? { from, to, count: 0, time: 0 };
    known.count += count;
    known.time += count * (Number.isFinite(to) ? (from + to) / 2 : from);
    merged.set(key, known);
  }
  const buckets = [...merged.values()].filter(({ count }) => count > 0).sort((a, b) => a.from - b.from || a.to - b.to);
  const sum = (value: (bucket: LengthBucket) => number) => buckets.reduce((all, bucket) => all + value(bucket), 0);
  const count = sum((bucket) => bucket.count);
  if (!count) {
    return undefined;
  }
  const at = (share: number) => {
    let before = 0;
    return buckets.find((bucket) => (before += bucket.count) >= share * count)!;
  };
  const last = buckets[buckets.length - 1];
  const edge = ({ from, to }: LengthBucket) => (Number.isFinite(to) ? to : from);
  return {
    class: 'blocked',
    count,
    total: sum(({ time }) => time),
    half: edge(at(0.5)),
    most: at(0.99).from,
    longest: edge(last),
    rough: true,
    buckets,
  };
}
