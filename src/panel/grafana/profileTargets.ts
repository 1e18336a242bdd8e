import { type PanelData } from '@grafana/data';
import { config } from '@grafana/runtime';
import { type DataSourceRef } from '@grafana/schema';
import { type Role, roleOfProfileType } from '../../analysis';

/** The parts of a query that tell what it asks for, of Pyroscope's and Parca's data sources. */
export interface ProfileTarget {
  refId: string;
  /** Variables replaced; empty: none is chosen. */
  profileTypeId: string;
  queryType?: unknown;
  datasource?: DataSourceRef | null;
}

const PROFILES = /pyroscope|phlare|parca/i;

/** Queries of data sources of profiles; hidden ones are nothing that anybody waits for. */
export function profileTargets(
  { request }: Pick<PanelData, 'request'>,
  replaceVariables: (text: string) => string
): ProfileTarget[] {
  return (request?.targets ?? []).flatMap((target): ProfileTarget[] => {
    const { refId, hide, datasource } = target;
    const { profileTypeId, queryType } = target as { profileTypeId?: unknown; queryType?: unknown };
    const asks = typeof profileTypeId === 'string' || PROFILES.test(datasource?.type ?? '');
    const id = typeof profileTypeId === 'string' ? replaceVariables(profileTypeId) : '';
    return asks && !hide ? [{ refId, profileTypeId: id, queryType, datasource }] : [];
  });
}

/** A profile type as a query names it. */
export interface ProfileType {
  /** `process_cpu:cpu:nanoseconds:cpu:nanoseconds` */
  id: string;
  /** As the query editor shows it: `process_cpu › cpu`. */
  label: string;
  role: Role;
}

/** Undefined for a text that is no id of a profile type. */
export function profileType(id: string): ProfileType | undefined {
  const [name, sampleType] = id.split(':');
  const role = roleOfProfileType(id);
  return role && { id, label: `${name} › ${sampleType}`, role };
}

/** Grafana tells a page by it that its viewer has no account. */
export const isPublic = (): boolean => Boolean(config.publicDashboardAccessToken);
