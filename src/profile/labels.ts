import { type LabelColumn } from './profile';

/** Label of samples that says whether they were taken within a span of a request; only where labels of their spans tell. */
export const IN_SPAN = 'in a span';
const [YES, NO] = ['yes', 'no'];

/**
 * Labels that name the span that a sample was taken in: Pyroscope's (`span_id`, `span_name`), Datadog's (`span id`, `local root span id`;
 * dd-trace-go, internal/traceprof/traceprof.go), and what OTLP's links are read as.
 */
const SPAN = /^(?:local[ _.]root[ _.])?span[ _.]?(?:id|name)$/i;

export const saysSpan = (label: string): boolean => SPAN.test(label);

/** An id of zeros is that of no span (W3C Trace Context, 3.2.2.4). */
export const isSpan = (value: string): boolean => /[^0]/.test(value);

/** Which samples are within a span; undefined: no label of a span is among them. */
export function inSpanOf(labels: LabelColumn[], samples: number): LabelColumn | undefined {
  const spans = labels
    .filter(({ name }) => saysSpan(name))
    .map(({ values, index }) => ({ index, names: values.map(isSpan) }));
  return spans.length
    ? {
        name: IN_SPAN,
        values: [YES, NO],
        index: Int32Array.from({ length: samples }, (_, i) =>
          spans.some(({ index, names }) => index[i] >= 0 && names[index[i]]) ? 0 : 1
        ),
      }
    : undefined;
}
