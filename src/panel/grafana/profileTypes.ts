import { type DataSourceApi } from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';
import { type DataSourceRef } from '@grafana/schema';
import { useEffect, useState } from 'react';
import { isObject } from '../../profile/guard';
import { isPublic, profileType, type ProfileType } from './profileTargets';

/* `getDataSourceSrv` is what Grafana 12.3 has; its successor is in `@grafana/runtime/unstable`, not for plugins of others. */
/* eslint-disable @typescript-eslint/no-deprecated */

/** The method that the editors of Pyroscope's and Parca's data sources call; a read, with the range in milliseconds. */
interface Telling {
  getProfileTypes(from: number, to: number): Promise<unknown>;
}

const tells = (source: unknown): source is Telling => isObject(source) && typeof source.getProfileTypes === 'function';

/** More are not looked at. */
const MAX_TYPES = 1000;
const MINUTE = 60_000;

/**
 * The profile types that a data source has in a range; undefined where it does not say: it has no such method, or fails. Whole minutes,
 * as its own editor asks. Such a request has no id: it ends no query of the dashboard, and none ends it.
 */
export async function profileTypesOf(
  source: DataSourceApi,
  { from, to }: { from: number; to: number }
): Promise<ProfileType[] | undefined> {
  try {
    const told = tells(source)
      ? await source.getProfileTypes(Math.floor(from / MINUTE) * MINUTE, Math.ceil(to / MINUTE) * MINUTE)
      : undefined;
    // Pyroscope says `id`, Parca `ID`.
    const ids = (Array.isArray(told) ? told.slice(0, MAX_TYPES) : []).map((one) => isObject(one) && (one.id ?? one.ID));
    return told === undefined
      ? undefined
      : ids.flatMap((id) => (typeof id === 'string' ? (profileType(id) ?? []) : []));
  } catch {
    return undefined;
  }
}

/** `undefined`: not known yet; `unknown`: the data source does not say. A public dashboard's viewer may not ask. */
export function useProfileTypes(
  datasource: DataSourceRef | null | undefined,
  range: { from: number; to: number }
): ProfileType[] | 'unknown' | undefined {
  const [told, setTold] = useState<ProfileType[] | 'unknown'>();
  const { uid } = datasource ?? {};
  const [from, to] = [Math.floor(range.from / MINUTE), Math.ceil(range.to / MINUTE)];
  useEffect(() => {
    let mounted = true;
    const ask = async () => {
      const source = uid && !isPublic() ? await getDataSourceSrv().get({ uid }) : undefined;
      return source && profileTypesOf(source, { from: from * MINUTE, to: to * MINUTE });
    };
    const asked = ask().catch(() => undefined);
    void asked.then((types) => mounted && setTold(types ?? 'unknown'));
    return () => {
      mounted = false;
    };
  }, [uid, from, to]);
  return told;
}
