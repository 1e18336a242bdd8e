import { createDataFrame, type DataFrame, type DataQuery, type DataQueryRequest, FieldType } from '@grafana/data';
import { BackendDataSource } from './backend';

interface SqlQuery extends DataQuery {
  rawSql?: string;
}

const TIME = /^(?:Nullable\()?DateTime/;
const NUMBER = /^(?:Nullable\()?(?:U?Int\d+|Float\d+|Decimal)/;

/** What Grafana's ClickHouse data source answers to a table query: its macros for the time range, a field a column. */
export class ClickHouse extends BackendDataSource<SqlQuery> {
  constructor() {
    super('grafana-clickhouse-datasource', 'clickhouse');
  }

  protected async answer({ targets, range, intervalMs }: DataQueryRequest<SqlQuery>): Promise<DataFrame[]> {
    const at = (time: { valueOf(): number }) => `toDateTime(${Math.floor(time.valueOf() / 1000)})`;
    const seconds = Math.max(1, Math.round(intervalMs / 1000));
    return Promise.all(
      targets.map(async ({ refId, rawSql = '' }) => {
        const sql = rawSql
          .replace(/\$__timeInterval\((\w+)\)/g, `toDateTime(intDiv(toUInt32($1), ${seconds}) * ${seconds})`)
          .replace(/\$__timeFilter\((\w+)\)/g, `$1 >= ${at(range.from)} AND $1 <= ${at(range.to)}`)
          .replaceAll('$__fromTime', at(range.from))
          .replaceAll('$__toTime', at(range.to));
        const response = await fetch('/clickhouse/', { method: 'POST', body: `${sql} FORMAT JSONCompact` });
        if (!response.ok) {
          throw new Error(await response.text());
        }
        const { meta, data: rows }: { meta: Array<{ name: string; type: string }>; data: unknown[][] } =
          await response.json();
        return createDataFrame({
          refId,
          fields: meta.map(({ name, type }, i) => {
            const values = rows.map((row) => row[i]);
            if (TIME.test(type)) {
              return { name, type: FieldType.time, values: values.map((value) => Date.parse(`${String(value)}Z`)) };
            }
            return NUMBER.test(type)
              ? { name, type: FieldType.number, values: values.map(Number) }
              : { name, type: FieldType.string, values };
          }),
        });
      })
    );
  }
}
