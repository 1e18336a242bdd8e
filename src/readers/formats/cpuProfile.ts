import { fail, ok, ProfileBuilder, type Result } from '../../profile';
import { Dropped, isNumbers, isObject, jsonOf, type Reader, type ReadProfile, type Source } from '../source';

const MICROSECOND = 1e3;

/**
 * V8's .cpuprofile (Node's --cpu-prof, Chrome DevTools): a wall profile of the JavaScript thread, its idle time included.
 * So it has two value types: wall, and cpu, which leaves `(idle)` out. A time delta is the gap in front of its sample, so
 * it belongs to the sample before.
 */
export const cpuProfile: Reader = {
  id: 'cpuprofile',
  label: 'V8 .cpuprofile',

  matches(source) {
    const json = jsonOf(source);
    return isObject(json) && Array.isArray(json.nodes) && Array.isArray(json.samples) && Array.isArray(json.timeDeltas)
      ? 'yes'
      : 'no';
  },

  read(source: Source): Result<ReadProfile> {
    const json = jsonOf(source);
    const { nodes, samples, timeDeltas, endTime, startTime } = isObject(json) ? json : {};
    if (!Array.isArray(nodes) || !isNumbers(samples) || !isNumbers(timeDeltas)) {
      return fail('The .cpuprofile has no nodes, samples and timeDeltas.', {
        remedy: 'Record with node --cpu-prof; the old form without samples is not read.',
      });
    }
    const builder = new ProfileBuilder(
      [
        { type: 'cpu', unit: 'nanoseconds' },
        { type: 'wall', unit: 'nanoseconds' },
      ],
      1
    );
    const parentOf = new Map<number, number>();
    const nodeOf = new Map<number, { name: string; url: string; line: number }>();
    for (const node of nodes) {
      const { id, callFrame, children } = isObject(node) ? node : {};
      const { functionName, url, lineNumber } = isObject(callFrame) ? callFrame : {};
      if (typeof id !== 'number') {
        continue;
      }
      nodeOf.set(id, {
        name: String(functionName || '(anonymous)'),
        url: String(url ?? ''),
        line: typeof lineNumber === 'number' ? Math.max(0, Math.trunc(lineNumber) + 1) : 0, // V8 counts lines from 0
      });
      for (const child of isNumbers(children) ? children : []) {
        parentOf.set(child, id);
      }
    }
    const stackOf = new Map<number, number>();
    const build = (leaf: number): number => {
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
        const node = nodeOf.get(id);
        if (node && node.name !== '(root)') {
          stack = builder.stack(stack, builder.frame({ name: node.name, file: node.url, line: node.line }));
        }
        stackOf.set(id, stack);
      }
      return stack;
    };
    const dropped = new Dropped();
    const lastGap =
      typeof endTime === 'number' && typeof startTime === 'number'
        ? endTime - startTime - timeDeltas.reduce((sum, delta) => sum + delta, 0)
        : 0;
    samples.forEach((id, i) => {
      const node = nodeOf.get(id);
      if (!node) {
        dropped.add(i + 1, `sample ${i + 1} names node ${id}, which is not in the file`);
        return;
      }
      // Clock steps back now and then: a negative gap is none.
      const time = Math.max(0, i + 1 < timeDeltas.length ? timeDeltas[i + 1] : lastGap) * MICROSECOND;
      builder.sample(build(id), node.name === '(idle)' ? 0 : time, time);
    });
    return ok({ profile: builder.finish(), dropped: dropped.count, warnings: dropped.warnings('sample') });
  },
};
