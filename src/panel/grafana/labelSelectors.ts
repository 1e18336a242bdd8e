import { type Role, ROLE_LABEL } from '../../analysis';
import { type QueryProblem, type QueryReport } from '../../prepare';
import { isObject } from '../../profile/guard';
import { t } from './translate';

/** What a query selects: `label op "value"`, sorted. Empty: everything that sends its profile type. */
export type Matchers = string[];

const MATCHER = /([\w.:-]+|"(?:[^"\\]|\\.)*")\s*(=~|!~|!=|=)\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`)\s*,?\s*/y;
/** They hold for every value, so they select nothing. */
const ANYTHING = /^(?:=~ "\.[*+]"|!= ""|!~ "\^?\$?")$/;

/**
 * The matchers of a label selector of Pyroscope or Parca (`{service_name="a", pod=~"b.*"}`, the grammar of Prometheus). A text
 * that is none is one matcher of its own: it equals only itself.
 */
export function matchersOf(selector: string): Matchers {
  const text = selector.trim();
  const inner = text.startsWith('{') && text.endsWith('}') ? text.slice(1, -1).trim() : text;
  const matchers: Matchers = [];
  MATCHER.lastIndex = 0;
  for (let at = 0; at < inner.length; at = MATCHER.lastIndex) {
    const match = MATCHER.exec(inner);
    if (!match) {
      return [inner];
    }
    const [, label, operator, value] = match;
    const condition = `${operator} "${value.slice(1, -1)}"`;
    if (!ANYTHING.test(condition)) {
      matchers.push(`${label.replace(/^"|"$/g, '')} ${condition}`);
    }
  }
  return matchers.sort();
}

/** Labels that name the service, as Pyroscope, OpenTelemetry, Prometheus and Kubernetes do. */
const SERVICE = /^(?:service[._]name|service|app|application|job) /;

interface Selecting {
  refId: string;
  role: Role;
  selector: string;
  matchers: Matchers;
}

/**
 * CPU and waits are one split only where both are of the same processes: queries behind the two that select something else, or
 * nothing at all, are named. Only queries with label selectors are looked at; what an SQL query selects is not known.
 */
export function selectorProblems(
  targets: unknown[] | undefined,
  queries: QueryReport[],
  replaceVariables: (text: string) => string
): QueryProblem[] {
  const selecting = queries.flatMap(({ refId, role, empty }): Selecting[] => {
    const target = targets?.find((t) => isObject(t) && t.refId === refId);
    if (empty || !isObject(target) || !(target.profileTypeId || typeof target.labelSelector === 'string')) {
      return [];
    }
    const selector = replaceVariables(typeof target.labelSelector === 'string' ? target.labelSelector : '').trim();
    return [{ refId, role, selector, matchers: matchersOf(selector) }];
  });
  const cpu = selecting.filter(({ role }) => role === 'cpu');
  const waits = selecting.filter(({ role }) => role === 'wall' || role === 'offcpu');
  const [a, b] = pairToName(cpu, waits) ?? [];
  if (!a || !b) {
    return [];
  }
  if (!a.matchers.length && !b.matchers.length) {
    return [
      {
        message: t(
          'Queries {a} and {b} have no label selector: every service that sends these profile types is added up.',
          { a: named(a), b: named(b) }
        ),
        remedy: t('Select one service in both, such as {example}.', { example: '{service_name="…"}' }),
      },
    ];
  }
  const service = ({ matchers }: Selecting) => matchers.filter((matcher) => SERVICE.test(matcher)).join();
  const values = { a: named(a), b: named(b), first: selected(a), second: selected(b) };
  return [
    {
      message:
        service(a) === service(b)
          ? t('Query {a} selects {first}, query {b} {second}: they may not be of the same processes.', values)
          : t('Query {a} selects {first}, query {b} {second}: CPU and waits are of different services.', values),
      remedy: t('Give both the same label selector.'),
    },
  ];
}

/** A CPU query and one of waits that do not select the same, or that both select nothing; undefined where all is well. */
function pairToName(cpu: Selecting[], waits: Selecting[]): [Selecting, Selecting] | undefined {
  const key = ({ matchers }: Selecting) => JSON.stringify(matchers);
  const lone = (from: Selecting[], among: Selecting[]) =>
    from.find((one) => !one.matchers.length || among.every((other) => key(other) !== key(one)));
  if (!cpu.length || !waits.length) {
    return undefined;
  }
  const [a, b] = [lone(cpu, waits), lone(waits, cpu)];
  const pair: [Selecting, Selecting] = [a ?? cpu[0], b ?? waits[0]];
  return (a || b) && pair[0].refId !== pair[1].refId ? pair : undefined;
}

const named = ({ refId, role }: Selecting) => `${refId} (${t(ROLE_LABEL[role])})`;
const selected = ({ selector, matchers }: Selecting) => (matchers.length ? selector : t('everything'));
