import { LoadingState, type PanelData } from '@grafana/data';
import { type Evidence, type Role } from '../../analysis';
import { type Prepared } from '../../prepare';
import { isPublic, type ProfileTarget, profileTargets, type ProfileType, profileType } from '../grafana/profileTargets';
import { failures } from './problems';

/** What tells of waits. */
export const WAITS: Role[] = ['wall', 'offcpu'];
export const isOf = (roles: Role[], type: ProfileType | undefined): boolean =>
  type !== undefined && roles.includes(type.role);

/**
 * Where a panel stands on the way from nothing to a graph: its queries of profiles, one of which was not asked for stacks or has not been run; undefined:
 * something else is to be said.
 */
export function beginningOf(
  data: PanelData,
  { queries, errors }: Pick<Prepared, 'queries' | 'errors'>,
  replaceVariables: (text: string) => string
): ProfileTarget[] | undefined {
  const targets = profileTargets(data, replaceVariables);
  const begun =
    data.state === LoadingState.NotStarted ||
    targets.some(({ profileTypeId, queryType }) => !profileTypeId || queryType === 'metrics');
  return targets.length && begun && !queries.length && !errors.length && !failures(data).length ? targets : undefined;
}

/** Queries of profiles none of which asks for waits, where they are all that is drawn. A public dashboard's viewer can add none. */
export function withoutWaits(
  data: Pick<PanelData, 'request'>,
  evidence: Evidence,
  replaceVariables: (text: string) => string
): ProfileTarget[] | undefined {
  const targets = evidence === 'cpu' && !isPublic() ? profileTargets(data, replaceVariables) : [];
  const asked = targets.some(({ profileTypeId }) => isOf(WAITS, profileType(profileTypeId)));
  return targets.length && !asked ? targets : undefined;
}
