import { type Role } from '../../analysis';
import { type ProfileTarget, type ProfileType, profileType } from '../grafana/profileTargets';
import { msg, t } from '../grafana/translate';
import { isOf, WAITS } from '../model/beginning';

/** One thing to do on the way from nothing to a graph. */
export interface Step {
  text: string;
  done: boolean;
  /** Profile types to choose from, ready to copy. */
  types: ProfileType[];
}

/**
 * The usual ids: Pyroscope's Go and eBPF profilers, fgprof as docs/plugin/guides/go.md sends it, async-profiler with `event=wall`; Parca
 * Agent's own (docs/plugin/data-formats.md). For a data source that does not say what it has.
 */
const USUAL = {
  pyroscope: [
    'process_cpu:cpu:nanoseconds:cpu:nanoseconds',
    'process_cpu:time:nanoseconds:wallclock:nanoseconds',
    'wall:wall:nanoseconds:wall:nanoseconds',
  ],
  parca: ['parca_agent:samples:count:cpu:nanoseconds:delta', 'parca_agent:wallclock:nanoseconds:samples:count:delta'],
};

/** A choice of more is no help. */
const MAX_CHOICES = 4;

/** What is to be done in the query editor, in its order; `offered`: what the data source has, where it says so. */
export function firstSteps(targets: ProfileTarget[], offered: ProfileType[] | undefined): Step[] {
  const types = offered ?? usualOf(targets);
  const asking = (roles: Role[]) => targets.find(({ profileTypeId }) => isOf(roles, profileType(profileTypeId)));
  const untyped = targets.filter(({ profileTypeId }) => !profileTypeId);
  const choice = (roles: Role[]) =>
    roles.flatMap((role) => types.filter((type) => type.role === role)).slice(0, MAX_CHOICES);
  const step = (roles: Role[], words: Record<'done' | 'choose' | 'add' | 'none', string>): Step => {
    const asked = asking(roles);
    if (asked) {
      const type = profileType(asked.profileTypeId)!.label;
      return { text: t(words.done, { query: asked.refId, type }), done: true, types: [] };
    }
    const free = untyped.shift();
    const left = choice(roles);
    const text = !left.length ? words.none : free ? words.choose : words.add;
    return { text: t(text, { query: free?.refId ?? '' }), done: false, types: left };
  };
  const metrics = targets.filter(({ queryType, profileTypeId }) => profileTypeId && queryType === 'metrics');
  return [step(['cpu'], CPU_WORDS), step(WAITS, WAITS_WORDS), ...profileStep(metrics), refreshStep()];
}

const usualOf = ([first]: ProfileTarget[]): ProfileType[] =>
  USUAL[/parca/i.test(first?.datasource?.type ?? '') ? 'parca' : 'pyroscope'].flatMap((id) => profileType(id) ?? []);

const CPU_WORDS = {
  done: msg('CPU time: query {query} asks for {type}.'),
  choose: msg('CPU time: choose its profile type in query {query}.'),
  add: msg('CPU time: add a query, and choose its profile type.'),
  none: msg('CPU time: this data source has no profile of it in this time range.'),
};

const WAITS_WORDS = {
  done: msg('Waits: query {query} asks for {type}.'),
  choose: msg('Waits: choose a profile type of wall or off-CPU time in query {query}.'),
  add: msg(
    'Waits: add a second query, and choose a profile type of wall or off-CPU time. Without it they are not visible.'
  ),
  none: msg(
    'Waits: this data source has no profile of wall or off-CPU time in this time range. Without one they are not visible.'
  ),
};

const profileStep = (metrics: ProfileTarget[]): Step[] =>
  metrics.length
    ? [
        {
          text: t('The query type of {query} is Metrics, which holds no stacks: choose Profile.', {
            query: metrics.map(({ refId }) => refId).join(', '),
          }),
          done: false,
          types: [],
        },
      ]
    : [];

const refreshStep = (): Step => ({
  text: t('Press Refresh: this editor does not run a query when it is changed.'),
  done: false,
  types: [],
});
