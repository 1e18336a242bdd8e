import {
  dateTimeFormat,
  locationUtil,
  serializeStateToUrlParam,
  type TimeRange,
  timeZoneAbbrevation,
  toURLRange,
  urlUtil,
} from '@grafana/data';
import { config } from '@grafana/runtime';
import { type ProfileInput } from '../../prepare';
import { matchersOf } from './labelSelectors';

/** What is behind a panel's profiles, variables filled in. */
export interface ProfileQuery {
  refId: string;
  datasource: { type?: string; uid: string };
  /** The query as its data source wants it. */
  query: Record<string, unknown>;
}

type ReplaceVariables = (text: string) => string;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Data sources that only point to others: nothing can be opened with their queries. */
const isSpecial = (uid: string) => uid.startsWith('--') || uid === 'grafana' || uid === 'dashboard';

/** The queries that profiles came from and that can be asked elsewhere, too; none of a data source without a uid. */
export function profileQueries(
  targets: unknown[] | undefined,
  inputs: Array<Pick<ProfileInput, 'refId'>>,
  replaceVariables: ReplaceVariables
): ProfileQuery[] {
  const answered = new Set(inputs.map(({ refId }) => refId));
  return (targets ?? []).flatMap((target): ProfileQuery[] => {
    if (!isObject(target) || !isObject(target.datasource) || target.hide || !answered.has(String(target.refId))) {
      return [];
    }
    const query = filledIn(target, replaceVariables);
    const { uid, type } = isObject(query.datasource) ? query.datasource : {};
    return typeof uid === 'string' && uid && !isSpecial(uid)
      ? [{ refId: String(target.refId), datasource: { uid, type: typeof type === 'string' ? type : undefined }, query }]
      : [];
  });
}

/** Explore knows none of the dashboard's variables. */
const filledIn = (target: Record<string, unknown>, replaceVariables: ReplaceVariables): Record<string, unknown> =>
  JSON.parse(JSON.stringify(target), (_, value: unknown) =>
    typeof value === 'string' ? replaceVariables(value) : value
  ) as Record<string, unknown>;

/** Grafana's own rule for its *Explore* entries: a viewer of a public dashboard has no Explore, nor has one without the right. */
export const mayExplore = (): boolean =>
  config.exploreEnabled &&
  !config.publicDashboardAccessToken &&
  config.bootData?.user?.permissions?.['datasources:explore'] !== false;

/** The profile queries of the first data source in Explore; undefined where none is known. */
export function exploreUrl(queries: ProfileQuery[], range: TimeRange): string | undefined {
  const uid = queries[0]?.datasource.uid;
  if (!uid) {
    return undefined;
  }
  const pane = {
    datasource: uid,
    queries: queries
      .filter(({ datasource }) => datasource.uid === uid)
      .map(({ refId, datasource, query }) => ({ ...query, refId, datasource })),
    range: toURLRange(range.raw),
  };
  return inGrafana('/explore', { schemaVersion: 1, panes: `{"profiles":${serializeStateToUrlParam(pane)}}` });
}

const DRILLDOWN = 'grafana-pyroscope-app';

/** Whether the app is there; true where Grafana does not tell. */
export function hasDrilldown(): boolean {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- what replaces it came after 12.3, and answers late
  const apps: Record<string, unknown> | undefined = config.apps;
  return !apps || !Object.keys(apps).length || DRILLDOWN in apps;
}

/** In a value of the app's list of filters these would end the value. */
const SEPARATORS = /[|,]/;

/**
 * The flame graph of a Pyroscope query in Profiles Drilldown. It shows one service and one profile type: undefined where the query
 * selects no one service, or selects by what the app's address can not say.
 */
export function drilldownUrl(queries: ProfileQuery[], range: TimeRange): string | undefined {
  const pyroscope = queries.find(({ datasource }) => datasource.type === 'grafana-pyroscope-datasource');
  const { profileTypeId, labelSelector } = pyroscope?.query ?? {};
  if (!pyroscope || typeof profileTypeId !== 'string' || !profileTypeId || typeof labelSelector !== 'string') {
    return undefined;
  }
  const matchers = conditionsOf(labelSelector);
  const service = matchers.find(({ label, operator }) => label === 'service_name' && operator === '=');
  const others = matchers.filter((matcher) => matcher !== service);
  if (!service || others.some(({ label, value }) => !label || SEPARATORS.test(label + value))) {
    return undefined;
  }
  const { from, to } = toURLRange(range.raw);
  return inGrafana(`/a/${DRILLDOWN}/explore`, {
    explorationType: 'flame-graph',
    'var-dataSource': pyroscope.datasource.uid,
    'var-serviceName': service.value,
    'var-profileMetricId': profileTypeId,
    ...(others.length && {
      'var-filters': others.map(({ label, operator, value }) => `${label}|${operator}|${value}`).join(','),
    }),
    from: String(from),
    to: String(to),
  });
}

/** Matchers of a label selector; one that can not be read is a matcher without a label. */
const conditionsOf = (selector: string): Array<{ label: string; operator: string; value: string }> =>
  matchersOf(selector).map((matcher) => {
    const [, label = '', operator = '', value = matcher] = /^(\S+) (=~|!~|!=|=) "(.*)"$/s.exec(matcher) ?? [];
    return { label, operator, value };
  });

function inGrafana(path: string, parameters: Record<string, string | number>): string {
  const orgId = config.bootData?.user?.orgId;
  return locationUtil.assureBaseUrl(urlUtil.renderUrl(path, { ...parameters, ...(orgId ? { orgId } : {}) }));
}

/** Labels that say what a profile is of, as Pyroscope, OpenTelemetry, Prometheus and Kubernetes name them. */
const SERVICE_LABELS = [
  ...['service_name', 'service.name', 'service', 'app', 'application', 'job'],
  ...['namespace', 'k8s.namespace.name', 'pod', 'k8s.pod.name'],
];

/**
 * What is queried, for people: the label selector that all profile queries share, else labels with one value for all of the data.
 * Empty where nothing tells.
 */
export function queriedService(queries: ProfileQuery[], inputs: Array<Pick<ProfileInput, 'labels'>>): string {
  const selectors = queries.flatMap(({ query }) =>
    typeof query.labelSelector === 'string' ? [matchersOf(query.labelSelector)] : []
  );
  const shared = (selectors[0] ?? []).filter((matcher) => selectors.every((others) => others.includes(matcher)));
  if (shared.length) {
    return shared.map((matcher) => matcher.replace(/^(\S+) (=~|!~|!=|=) /, '$1$2')).join(', ');
  }
  return SERVICE_LABELS.flatMap((label) => {
    const values = new Set(
      inputs.flatMap(({ labels = [] }) => labels.filter(([name]) => name === label).map(([, value]) => value))
    );
    return values.size === 1 ? [`${label}="${[...values][0]}"`] : [];
  }).join(', ');
}

/** The time range in words, with its zone. */
export function rangeText({ from, to }: Pick<TimeRange, 'from' | 'to'>, timeZone: string): string {
  const zone = timeZoneAbbrevation(from, { timeZone });
  return `${dateTimeFormat(from, { timeZone })} – ${dateTimeFormat(to, { timeZone })} ${zone}`;
}

/**
 * Address of the very view, whoever opens it and whenever: `href` with the view as it is now and with times instead of "now".
 * `state`: the dashboard variable that holds the view and its value, where there is one.
 */
export function viewLink(
  href: string,
  { from, to }: Pick<TimeRange, 'from' | 'to'>,
  state?: { variable: string; value: string }
): string {
  const [, path, query = ''] = /^([^?#]*)\??([^#]*)/.exec(href) ?? ['', href];
  return urlUtil.renderUrl(path, {
    ...urlUtil.parseKeyValue(query),
    ...(state ? { [`var-${state.variable}`]: state.value } : {}),
    from: String(from.valueOf()),
    to: String(to.valueOf()),
  });
}
