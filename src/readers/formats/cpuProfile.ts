import { fail, ok, ProfileBuilder, type Result } from '../../profile';
import { Dropped, isNumbers, isObject, jsonOf, type Reader, type ReadProfile, type Source } from '../source';

const MICROSECOND = 1e3;

interface Node {
  name: string;
  url: string;
  line: number;
  hits: number;
}

/** What the two forms of the file have in common. */
interface V8Profile {
  nodes: Map<number, Node>;
  parentOf: Map<number, number>;
  /** Node of each sample, and the µs between it and the one before; absent: there are hit counts only. */
  samples?: number[];
  timeDeltas?: number[];
  /** In µs. */
  startTime?: number;
  endTime?: number;
}

/**
 * V8's .cpuprofile (Node's --cpu-prof, Chrome DevTools): a wall profile of the JavaScript thread, its idle time included.
 * So it has two value types: wall, and cpu, which leaves `(idle)` out. A time delta is the gap in front of its sample, so
 * it belongs to the sample before. Callers name their `children`, or nodes their `parent` (Chromium's ProfileChunk). The form
 * before 2015 has one tree under `head` and `timestamps`.
 */
export const cpuProfile: Reader = {
  id: 'cpuprofile',
  label: 'V8 .cpuprofile',

  matches(source) {
    const json = jsonOf(source);
    if (!isObject(json)) {
      return 'no';
    }
    const { nodes, samples, timeDeltas, head } = json;
    const old = isObject(head) && 'functionName' in head;
    const current = Array.isArray(nodes) && nodes.some((node) => isObject(node) && isObject(node.callFrame));
    return old || current || (Array.isArray(nodes) && Array.isArray(samples) && Array.isArray(timeDeltas))
      ? 'yes'
      : 'no';
  },

  read(source: Source): Result<ReadProfile> {
    const json = jsonOf(source);
    const v8 = isObject(json) ? (isObject(json.head) ? oldForm(json, json.head) : currentForm(json)) : undefined;
    if (!v8) {
      return fail('The .cpuprofile has no nodes, or samples and timeDeltas that are no numbers.', {
        remedy: 'Record with node --cpu-prof.',
      });
    }
    const timed = v8.samples && v8.timeDeltas;
    const unit = timed ? 'nanoseconds' : 'count';
    const types = [
      { type: 'cpu', unit },
      { type: 'wall', unit },
    ];
    const builder = new ProfileBuilder(types, 1);
    const stackOf = stackBuilder(v8, builder);
    const dropped = new Dropped();
    const add = (id: number, weight: number, i: number): boolean => {
      const node = v8.nodes.get(id);
      if (!node) {
        dropped.add(i + 1, `sample ${i + 1} names node ${id}, which is not in the file`);
        return false;
      }
      builder.sample(stackOf(id), node.name === '(idle)' ? 0 : weight, weight);
      return true;
    };
    if (v8.samples && v8.timeDeltas) {
      const { samples, timeDeltas, startTime, endTime } = v8;
      const span = timeDeltas.reduce((sum, delta) => sum + delta, 0);
      const lastGap = startTime !== undefined && endTime !== undefined ? endTime - startTime - span : 0;
      let at = startTime ?? 0;
      samples.forEach((id, i) => {
        at += timeDeltas[i] ?? 0;
        // Clock steps back now and then: a negative gap is none.
        const gap = Math.max(
          0,
          i + 1 < timeDeltas.length ? timeDeltas[i + 1] : i + 1 === timeDeltas.length ? lastGap : 0
        );
        if (add(id, gap * MICROSECOND, i) && startTime !== undefined) {
          builder.at(at * MICROSECOND, gap * MICROSECOND);
        }
      });
    } else if (v8.samples) {
      v8.samples.forEach((id, i) => add(id, 1, i));
    } else {
      v8.nodes.forEach(({ hits }, id) => hits > 0 && add(id, hits, 0));
    }
    if (builder.isEmpty) {
      return fail('The .cpuprofile holds no sample.', { remedy: 'Record with node --cpu-prof.' });
    }
    return ok({ profile: builder.finish(), dropped: dropped.count, warnings: dropped.warnings('sample') });
  },
};

/** V8 counts lines from 0. */
const nodeOf = (
  { functionName, url, lineNumber }: Record<string, unknown>,
  hits: unknown,
  firstLine: number
): Node => ({
  name: String(functionName || '(anonymous)'),
  url: String(url ?? ''),
  line: typeof lineNumber === 'number' ? Math.max(0, Math.trunc(lineNumber) + 1 - firstLine) : 0,
  hits: typeof hits === 'number' && Number.isFinite(hits) ? hits : 0,
});

const numberIn = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

function currentForm({ nodes: list, samples, timeDeltas, startTime, endTime }: Record<string, unknown>) {
  if (!Array.isArray(list) || ![samples, timeDeltas].every((column) => column === undefined || isNumbers(column))) {
    return undefined;
  }
  const nodes = new Map<number, Node>();
  const parentOf = new Map<number, number>();
  for (const node of list) {
    const { id, callFrame, children, parent, hitCount } = isObject(node) ? node : {};
    if (typeof id !== 'number') {
      continue;
    }
    nodes.set(id, nodeOf(isObject(callFrame) ? callFrame : {}, hitCount, 0));
    if (typeof parent === 'number') {
      parentOf.set(id, parent);
    }
    for (const child of isNumbers(children) ? children : []) {
      parentOf.set(child, id);
    }
  }
  const times = { startTime: numberIn(startTime), endTime: numberIn(endTime) };
  return { nodes, parentOf, samples, timeDeltas, ...times } as V8Profile;
}

/** One tree of nodes that hold their children; start and end in seconds, time stamps in µs, lines from 1. */
function oldForm({ samples, timestamps, startTime, endTime }: Record<string, unknown>, head: Record<string, unknown>) {
  const nodes = new Map<number, Node>();
  const parentOf = new Map<number, number>();
  const open: Array<{ node: Record<string, unknown>; parent?: number }> = [{ node: head }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { node, parent } = next;
    const id = typeof node.id === 'number' ? node.id : -1 - nodes.size;
    nodes.set(id, nodeOf(node, node.hitCount, 1));
    if (parent !== undefined) {
      parentOf.set(id, parent);
    }
    for (const child of Array.isArray(node.children) ? node.children : []) {
      if (isObject(child)) {
        open.push({ node: child, parent: id });
      }
    }
  }
  const ids = isNumbers(samples) && samples.length ? samples : undefined;
  const stamps = isNumbers(timestamps) && ids?.length === timestamps.length ? timestamps : undefined;
  // Before there were time stamps, the samples stood at even distances between the two ends.
  const [from, to] = [numberIn(startTime), numberIn(endTime)].map((seconds) => seconds && seconds * 1e6);
  const even = ids && from !== undefined && to !== undefined ? (to - from) / ids.length : undefined;
  const timeDeltas = stamps
    ? stamps.map((stamp, i) => (i ? stamp - stamps[i - 1] : 0))
    : even !== undefined && even > 0
      ? ids?.map((_, i) => (i ? even : 0))
      : undefined;
  // The end is of use where it is of the clock of the time stamps.
  const end = stamps && from !== undefined && Math.abs(stamps[0] - from) < 1e6 * 60 ? to : undefined;
  const times = stamps ? { startTime: stamps[0], endTime: end } : { startTime: from, endTime: to };
  return { nodes, parentOf, samples: ids, timeDeltas, ...times } as V8Profile;
}

/** Stacks of nodes, each built once. A circle of parents ends where it closes. */
function stackBuilder({ nodes, parentOf }: V8Profile, builder: ProfileBuilder): (leaf: number) => number {
  const stackOf = new Map<number, number>();
  return (leaf) => {
    const path: number[] = [];
    const seen = new Set<number>();
    let at: number | undefined = leaf;
    while (at !== undefined && !stackOf.has(at) && !seen.has(at)) {
      seen.add(at);
      path.push(at);
      at = parentOf.get(at);
    }
    let stack = at === undefined ? -1 : (stackOf.get(at) ?? -1);
    for (const id of path.reverse()) {
      const node = nodes.get(id);
      if (node && node.name !== '(root)') {
        stack = builder.stack(stack, builder.frame({ name: node.name, file: node.url, line: node.line }));
      }
      stackOf.set(id, stack);
    }
    return stack;
  };
}
