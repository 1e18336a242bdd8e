import { type DataFrame, type Field, FieldType, type PanelData } from '@grafana/data';
import { unitOf } from '../../profile';

/** One span of a trace that queries of the panel name by its id. */
export interface TracedSpan {
  /** 16 hexadecimal digits: Pyroscope refuses any other length. */
  id: string;
  /** When it began, in ms. */
  time: number;
  /** In ns: how long it took; of `sampled` ones what a profiler saw of it. */
  duration: number;
  sampled: boolean;
}

/** Spans that were brushed: when they began, in ms, and how long they took, in ns. */
export interface SpanBox {
  from: number;
  to: number;
  least: number;
  most: number;
}

const HEX = /^[0-9a-f]{1,16}$/;
/** Fields as they are called by Tempo (search for spans, its nested frames, trace) and, of exemplars, by Pyroscope and Prometheus. */
const ID = /^span_?id$/i;
const TIME = /^(?:start)?_?time$/i;
const DURATION = /^(?:duration|value)$/i;

const isId = ({ name, config }: Field): boolean =>
  ID.test(name) || (/^id$/i.test(name) && /^span id$/i.test(config.displayName ?? ''));

/**
 * Spans with an id and a duration, each once, in no order: rows of a search or of a trace, exemplars. A value whose unit is not said is
 * in `unit`; where that is none of time, it is left out. Pyroscope's own exemplars hold what its profile has of a span, which is no
 * duration: they are `sampled`.
 */
export function tracedSpans(
  { series, annotations = [], request }: Pick<PanelData, 'series' | 'annotations' | 'request'>,
  unit?: string
): TracedSpan[] {
  const profiled = new Set(
    request?.targets.flatMap(({ refId, datasource }) => (/pyroscope/.test(datasource?.type ?? '') ? [refId] : []))
  );
  const byId = new Map<string, TracedSpan>();
  for (const frame of [...series, ...annotations].flatMap((one) => [one, ...nestedIn(one)])) {
    for (const span of spansIn(frame, profiled.has(frame.refId ?? ''), unit)) {
      const known = byId.get(span.id);
      // How long it took says more than what was sampled of it; a long span is in several profiles.
      if (
        !known ||
        (known.sampled && !span.sampled) ||
        (known.sampled === span.sampled && known.duration < span.duration)
      ) {
        byId.set(span.id, span);
      }
    }
  }
  return [...byId.values()];
}

/** A search for traces has the spans of each trace in a cell. */
const nestedIn = ({ fields }: DataFrame): DataFrame[] =>
  fields
    .filter(({ type }) => type === FieldType.nestedFrames)
    .flatMap(({ values }) => values.flatMap((cell: DataFrame[] | undefined) => cell ?? []));

function spansIn(frame: DataFrame, sampled: boolean, unit: string | undefined): TracedSpan[] {
  const [id, time] = [frame.fields.find(isId), frame.fields.find(({ name }) => TIME.test(name))];
  const duration = frame.fields.find(({ name, type }) => type === FieldType.number && DURATION.test(name));
  // The frame of a whole trace is in milliseconds and does not say so.
  const said = duration?.config.unit ?? (frame.meta?.preferredVisualisationType === 'trace' ? 'ms' : unit);
  const { kind, factor } = unitOf(said);
  if (!id || !time || !duration || kind !== 'time') {
    return [];
  }
  // Spans within a span are a part of its time: of a trace only its root is a request.
  const parent = frame.fields.find(({ name }) => name === 'parentSpanID');
  return Array.from({ length: frame.length }, (_, i): TracedSpan => ({
    // Tempo leaves zeros out in front.
    id: String(id.values[i] ?? '').toLowerCase(),
    time: Number(time.values[i]),
    duration: Number(duration.values[i] ?? NaN) * factor,
    sampled,
  }))
    .filter((span, i) => HEX.test(span.id) && span.duration >= 0 && Number.isFinite(span.time) && !parent?.values[i])
    .map((span) => ({ ...span, id: span.id.padStart(16, '0') }));
}
