import { IN_SPAN } from '../profile';
import { keepsSample, type SampleFilter } from './instances';
import { type Member } from './members';

/**
 * Which part of the time of the stacks that end at a node was spent within spans of requests, 0 to 1; NaN where samples do not say. Undefined:
 * none of these samples is in a span, as of profilers that name the spans of CPU time alone, which says nothing of the others.
 */
export function insideSpans(members: Member[], nodes: number, filter: SampleFilter): Float64Array | undefined {
  const columns = members.map(({ instance }) => instance.profile.labels.find(({ name }) => name === IN_SPAN));
  if (!columns.some((column) => column)) {
    return undefined;
  }
  const [inside, all] = [new Float64Array(nodes), new Float64Array(nodes)];
  let any = false;
  members.forEach(({ instance, index, factor }, i) => {
    const column = columns[i];
    const keeps = keepsSample(instance, filter);
    const weights = instance.profile.samples.weights[index];
    instance.nodesOfSamples().forEach((node, sample) => {
      if (node < 0 || !(weights[sample] > 0) || (keeps && !keeps(sample))) {
        return;
      }
      const weight = weights[sample] * factor;
      const isInside = column?.index[sample] === 0;
      any ||= isInside;
      all[node] += weight;
      inside[node] += column ? (isInside ? weight : 0) : NaN;
    });
  });
  return any ? inside.map((weight, node) => weight / all[node]) : undefined;
}
