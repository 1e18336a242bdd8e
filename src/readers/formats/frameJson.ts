import { type Column, isObject, type Source } from '../source';

interface JsonField {
  name?: unknown;
  type?: unknown;
  config?: { unit?: unknown; type?: { enum?: { text?: unknown } } };
  values?: unknown;
}

function column(field: JsonField, values: unknown): Column | undefined {
  if (typeof field.name !== 'string' || !Array.isArray(values)) {
    return undefined;
  }
  const text = field.config?.type?.enum?.text;
  const unit = field.config?.unit;
  const first = values.find((v) => v !== null && v !== undefined);
  return {
    name: field.name,
    type: Array.isArray(text)
      ? 'enum'
      : field.type === 'time'
        ? 'time'
        : typeof first === 'number'
          ? 'number'
          : typeof first === 'string'
            ? 'string'
            : 'other',
    values,
    text: Array.isArray(text) ? text.map(String) : undefined,
    unit: typeof unit === 'string' ? unit : undefined,
  };
}

/**
 * The data frames of a JSON value: an answer of Grafana's query API, `{schema, data}`, `{fields: [{name, values}]}`, or
 * a list of objects as JSON APIs answer (`[{"stack": "a;b", "value": 1}, …]`).
 */
export function frameJson(json: unknown): Array<Source & { kind: 'columns' }> {
  if (isObject(json) && isObject(json.results)) {
    return Object.values(json.results).flatMap((r) =>
      isObject(r) && Array.isArray(r.frames) ? r.frames.flatMap(frameJson) : []
    );
  }
  if (Array.isArray(json)) {
    return json.every(isObject) && json.length ? [tableOf(json as Array<Record<string, unknown>>)] : [];
  }
  const schema = isObject(json) && isObject(json.schema) ? json.schema : json;
  const fields = isObject(schema) && Array.isArray(schema.fields) ? (schema.fields as JsonField[]) : [];
  const data = isObject(json) && isObject(json.data) && Array.isArray(json.data.values) ? json.data.values : undefined;
  const columns = fields.flatMap((field, i) => column(field ?? {}, data ? data[i] : field?.values) ?? []);
  const meta = isObject(schema) && isObject(schema.meta) ? schema.meta : {};
  return columns.length
    ? [
        {
          kind: 'columns',
          columns,
          length: columns.reduce((shortest, { values }) => Math.min(shortest, values.length), Infinity),
          flamegraph: meta.preferredVisualisationType === 'flamegraph',
        },
      ]
    : [];
}

function tableOf(rows: Array<Record<string, unknown>>): Source & { kind: 'columns' } {
  const names = [...new Set(rows.slice(0, 100).flatMap((row) => Object.keys(row)))];
  const columns = names.flatMap(
    (name) =>
      column(
        { name },
        rows.map((row) => row[name] ?? null)
      ) ?? []
  );
  return { kind: 'columns', columns, length: rows.length };
}
