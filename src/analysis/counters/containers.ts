import { group, mean, sum } from 'd3';
import { type TimeSeries } from './model';
import { computeCounters } from './ratios';

/** What tells containers apart. */
type Identity = 'namespace' | 'pod' | 'container' | 'id';

/**
 * Labels that say which container something is of, dots as underscores: the kubelet's and cAdvisor's (google/cadvisor, metrics/prometheus.go:
 * `id` is the cgroup's path, `name` the container's without Kubernetes; with `_name` before Kubernetes 1.16), OpenTelemetry's
 * (semantic-conventions, resource/k8s and container). The first that is there counts.
 */
const LABELS: Record<Identity, string[]> = {
  namespace: ['namespace', 'k8s_namespace_name'],
  pod: ['pod', 'pod_name', 'k8s_pod_name'],
  container: ['container', 'container_name', 'k8s_container_name', 'name'],
  id: ['container_id', 'id', 'cgroup'],
};
const IDENTITIES = Object.keys(LABELS) as Identity[];

/** How often a container was stopped at its CPU limit, and which it is. */
export interface ThrottledContainer {
  is: Array<[Identity, string]>;
  /** Of its periods. */
  share: number;
  /** How many there were, where they are counted. */
  periods?: number;
}

/** The containers of a profile. */
export interface Throttled {
  /** Of the periods of all of them. */
  share: number;
  containers: number;
  /** Labels of profile and series say that they are the same. */
  same: boolean;
}

/** Of a series these are cAdvisor's; of samples they can be anything. */
const OF_SERIES = new Set(['name', 'id']);

const plain = (name: string): string => name.replaceAll('.', '_');

/** Which container a series is of, or a sample; empty: no label says. */
function identityOf(labels: Array<[string, string]>): ThrottledContainer['is'] {
  const values = new Map(labels.filter(([, value]) => value !== '').map(([name, value]) => [plain(name), value]));
  return IDENTITIES.flatMap((identity): ThrottledContainer['is'] => {
    const name = LABELS[identity].find((one) => values.has(one));
    return name === undefined ? [] : [[identity, values.get(name)!]];
  });
}

/** Of each container among the series that count both its periods and those that it was stopped in, or give their ratio. */
export const throttledContainers = (series: TimeSeries[]): ThrottledContainer[] =>
  [...group(series, ({ labels }) => JSON.stringify(identityOf(labels)))].flatMap(([, own]): ThrottledContainer[] => {
    const row = computeCounters(own).find(({ metric }) => metric === 'throttledPeriods');
    return row && Number.isFinite(row.value)
      ? [
          {
            is: identityOf(own[0].labels),
            share: row.value,
            ...(row.amounts && { periods: sum(row.amounts, ({ bottom }) => bottom) }),
          },
        ]
      : [];
  });

/** Which containers samples are of. */
export type ContainersOfSamples = ReadonlyMap<Identity, ReadonlySet<string>>;

/** Whether a label of samples says which container they are of. */
export const saysContainer = (name: string): boolean => !OF_SERIES.has(name) && identityOf([[name, '?']]).length > 0;

/** By names and values of labels. */
export function containersOfSamples(labels: Array<[name: string, value: string]>): ContainersOfSamples {
  const found = new Map<Identity, Set<string>>();
  for (const label of labels.filter(([name]) => saysContainer(name))) {
    for (const [identity, value] of identityOf([label])) {
      found.set(identity, (found.get(identity) ?? new Set()).add(value));
    }
  }
  return found;
}

/** A container's id is a part of its cgroup's path: cri-containerd-<id>.scope, /docker/<id>. */
const ID = /[0-9a-f]{64}/;
const isAmong = (values: ReadonlySet<string>, identity: Identity, value: string): boolean =>
  values.has(value) ||
  (identity === 'id' && [...values].some((own) => ID.test(own) && ID.exec(own)?.[0] === ID.exec(value)?.[0]));

/**
 * How often the containers that the samples are of were stopped. Who is another one by any label that both have is left out; of the
 * others those count that most labels say the same of. A namespace alone says nothing of a container. Undefined: none is left.
 */
export function throttledOf(containers: ThrottledContainer[], samples: ContainersOfSamples): Throttled | undefined {
  const left = containers.flatMap((one) => {
    const both = one.is.filter(([identity]) => samples.has(identity));
    return both.every(([identity, value]) => isAmong(samples.get(identity)!, identity, value))
      ? [{ ...one, same: both.some(([identity]) => identity !== 'namespace') ? both.length : 0 }]
      : [];
  });
  const most = Math.max(...left.map(({ same }) => same));
  const own = left.filter(({ same }) => same === most);
  const periods = sum(own, (one) => one.periods ?? NaN);
  return own.length
    ? {
        share: own.every((one) => one.periods)
          ? sum(own, (one) => one.share * one.periods!) / periods
          : mean(own, ({ share }) => share)!,
        containers: own.length,
        same: most > 0,
      }
    : undefined;
}
