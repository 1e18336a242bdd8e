import { fail, ok, type Result } from '../profile';
import { type Column, type Source } from './source';

interface JsonField {
  name?: unknown;
  type?: unknown;
  config?: { unit?: unknown; type?: { enum?: { text?: unknown } } };
  values?: unknown;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

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
 * The columns of a data frame written as JSON: an answer of Grafana's `/api/ds/query` (the first frame of the first
 * query), `{schema, data}`, or `{fields: [{name, values}]}`.
 */
export function columnsOfFrameJson(text: string): Result<Source> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return fail(`Not valid JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (isObject(json) && isObject(json.results)) {
    const frames = Object.values(json.results).flatMap((r) => (isObject(r) && Array.isArray(r.frames) ? r.frames : []));
    json = frames[0];
  }
  const schema = isObject(json) && isObject(json.schema) ? json.schema : json;
  const fields = isObject(schema) && Array.isArray(schema.fields) ? (schema.fields as JsonField[]) : [];
  const data = isObject(json) && isObject(json.data) && Array.isArray(json.data.values) ? json.data.values : undefined;
  const columns = fields.flatMap((field, i) => column(field ?? {}, data ? data[i] : field?.values) ?? []);
  if (!columns.length) {
    return fail('The JSON holds no data frame.', {
      remedy: 'Expected {"schema": {"fields": […]}, "data": {"values": […]}} or {"fields": [{"name", "values"}]}.',
    });
  }
  return ok({ kind: 'columns', columns, length: Math.min(...columns.map((c) => c.values.length)) });
}
