// What Grafana's backendSrv, DataSourceWithBackend and Mixed do with requests: none of them is on npm.
import {
  type DataFrame,
  type DataQuery,
  type DataQueryRequest,
  type DataQueryResponse,
  DataQueryErrorType,
  LoadingState,
} from '@grafana/data';
import { toDataQueryError } from '@grafana/runtime';
import { RuntimeDataSource } from '@grafana/scenes';
import {
  catchError,
  defer,
  filter,
  forkJoin,
  from,
  map,
  type Observable,
  of,
  Subject,
  takeUntil,
  throwIfEmpty,
} from 'rxjs';

const begun = new Subject<string>();

/**
 * One request to the server, as Grafana's backendSrv makes it: it aborts a running one with the same id, and that one then
 * answers with an error and no data. Unsubscribing ends it, too.
 */
export function request(requestId: string, ask: () => Promise<DataFrame[]>): Observable<DataQueryResponse> {
  return defer(() => {
    begun.next(requestId);
    return from(ask()).pipe(
      map((data): DataQueryResponse => ({ data, state: LoadingState.Done })),
      takeUntil(begun.pipe(filter((other) => other === requestId))),
      throwIfEmpty(() => ({
        type: DataQueryErrorType.Cancelled,
        cancelled: true,
        data: null,
        status: -1,
        statusText: 'Request was aborted',
      })),
      catchError((error) => of({ data: [], state: LoadingState.Error, error: toDataQueryError(error) }))
    );
  });
}

/** A data source that asks a server: one request for all its queries. */
export abstract class BackendDataSource<Q extends DataQuery> extends RuntimeDataSource<Q> {
  protected abstract answer(asked: DataQueryRequest<Q>): Promise<DataFrame[]>;

  query(asked: DataQueryRequest<Q>): Observable<DataQueryResponse> {
    return request(asked.requestId, () => this.answer(asked));
  }
}

/** Grafana's "-- Mixed --": every query to its own data source, each with an id of its own. */
export class Mixed extends RuntimeDataSource<DataQuery> {
  constructor(private readonly sources: Array<Pick<BackendDataSource<never>, 'uid' | 'query'>>) {
    super('mixed', '-- Mixed --');
    this.meta.mixed = true; // else each query is given this data source instead of its own
  }

  query(asked: DataQueryRequest<DataQuery>): Observable<DataQueryResponse> {
    const running = this.sources.flatMap((source, i) => {
      const targets = asked.targets.filter(({ datasource }) => datasource?.uid === source.uid);
      const own = { ...asked, requestId: `mixed-${i}-${asked.requestId}`, targets };
      return targets.length ? [source.query(own as never)] : [];
    });
    return forkJoin(running).pipe(
      map((answers) => ({
        data: answers.flatMap(({ data }) => data),
        errors: answers.flatMap(({ error }) => error ?? []),
        state: answers.find(({ state }) => state === LoadingState.Error)?.state ?? LoadingState.Done,
      }))
    );
  }
}
