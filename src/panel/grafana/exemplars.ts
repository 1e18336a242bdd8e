import { type DataFrame, type Field, FieldType } from '@grafana/data';

/** One request, span or profile that a series was made of. */
export interface Exemplar {
  /** ms. */
  time: number;
  value: number;
  id: string;
  /** What the id is of, in the data source's words: "Span ID". */
  idName: string;
  labels: Array<[name: string, value: string]>;
}

/** Pyroscope's id stands in `Id`, that of Prometheus in the exemplar's own label. */
const ID = /^(?:id|trace_?id|span_?id|profile_?id)$/i;

const fieldsOf = ({ fields }: DataFrame) => ({
  time: fields.find(({ type }) => type === FieldType.time),
  value: fields.find(({ type, name }) => type === FieldType.number && /^value$/i.test(name)),
  id: fields.find(({ name }) => ID.test(name)),
});

/** Data sources hand exemplars over among the annotations, and they are none. */
export const isExemplar = (frame: DataFrame): boolean => {
  const { time, value, id } = fieldsOf(frame);
  return frame.name === 'exemplar' || (time !== undefined && value !== undefined && id !== undefined);
};

export function exemplarsOf(frames: DataFrame[] = []): Exemplar[] {
  return frames.filter(isExemplar).flatMap((frame) => {
    const { time, value, id } = fieldsOf(frame);
    if (!time || !value || !id) {
      return [];
    }
    const others = frame.fields.filter(
      (field) => ![time, value, id].includes(field) && field.type === FieldType.string
    );
    return Array.from({ length: frame.length }, (_, i): Exemplar => ({
      time: Number(time.values[i]),
      value: Number(value.values[i]),
      id: textAt(id, i),
      idName: id.config.displayName ?? id.name,
      labels: others.map((field): [string, string] => [field.name, textAt(field, i)]).filter(([, text]) => text),
    })).filter((one) => Number.isFinite(one.time) && Number.isFinite(one.value) && one.id);
  });
}

const textAt = ({ values }: Field, i: number): string => String(values[i] ?? '');
