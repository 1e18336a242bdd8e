import { type Profile } from '../profile';
import { type Instance } from './instances';
import { type VersionReport } from './types';

/**
 * Labels that say which version of a program was sampled, with every sign but letters and digits as `_`. OpenTelemetry: service.version,
 * vcs.ref.head.revision, container.image.tag (opentelemetry.io/docs/specs/semconv/registry); Pyroscope: service_git_ref
 * (grafana.com/docs/pyroscope, source code integration); Datadog's unified service tagging: version; Kubernetes:
 * app.kubernetes.io/version (recommended labels), pod-template-hash (of Deployments, another one at each roll-out), image; Sentry: release.
 * The others are what people call the same in tables of their own.
 */
const VERSIONS = [
  'service_version',
  'version',
  'app_kubernetes_io_version',
  'app_version',
  'service_git_ref',
  'vcs_ref_head_revision',
  'git_ref',
  'git_sha',
  'git_commit',
  'commit',
  'release',
  'container_image_tag',
  'container_image_tags',
  'image_tag',
  'image',
  'pod_template_hash',
];

/** 0: the surest name. */
const rankOf = (label: string): number => VERSIONS.indexOf(label.toLowerCase().replace(/[^a-z0-9]+/g, '_')) >>> 0; // none is the last

const isVersion = (label: string) => rankOf(label) < VERSIONS.length;

/** When each value of a label was first seen, ms since 1970; undefined: nothing says when. In the order in which they were seen. */
type Seen = Map<string, number | undefined>;

/**
 * The version that was seen last and the one before it, by the surest of the labels that have two values. Undefined: none has. A moment is
 * known where samples have times since 1970 and the newer one is not there from the beginning.
 */
export function versionsOf(instances: Instance[]): VersionReport | undefined {
  const byLabel = new Map<string, Seen>();
  for (const profile of new Set(instances.filter(({ baseline }) => !baseline).map(({ profile }) => profile))) {
    for (const column of profile.labels.filter(({ name }) => isVersion(name))) {
      const seen = byLabel.get(column.name) ?? new Map<string, number | undefined>();
      byLabel.set(column.name, seen);
      noteValues(profile, column, seen);
    }
  }
  const [found] = [...byLabel].filter(([, seen]) => seen.size > 1).sort((a, b) => rankOf(a[0]) - rankOf(b[0]));
  if (!found) {
    return undefined;
  }
  const [label, seen] = found;
  const all = [...seen];
  const timed = all.every(([, at]) => at !== undefined);
  // A stable sort: what was seen at one moment stays in the order of the rows.
  const inOrder = timed ? all.sort((a, b) => a[1]! - b[1]!) : all;
  const [[before, from], [now, at]] = inOrder.slice(-2);
  return { label, before, now, others: all.length - 2, at: timed && at! > from! ? at : undefined };
}

function noteValues({ samples, clock }: Profile, { values, index }: Profile['labels'][number], seen: Seen): void {
  const first = values.map(() => Infinity);
  const has = values.map(() => false);
  for (let i = 0; i < index.length; i++) {
    const value = index[i];
    if (value >= 0) {
      has[value] = true;
      const time = clock === 'utc' ? samples.time![i] : NaN;
      first[value] = time < first[value] ? time : first[value];
    }
  }
  values.forEach((value, i) => {
    if (has[i]) {
      const at = Number.isFinite(first[i]) ? first[i] / 1e6 : undefined;
      const known = seen.get(value);
      seen.set(value, known === undefined || (at !== undefined && at < known) ? at : known);
    }
  });
}
