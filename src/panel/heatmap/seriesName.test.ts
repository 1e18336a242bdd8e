import { createDataFrame, DataFrameType } from '@grafana/data';
import { seriesName } from './seriesName';

const frame = (over: { refId?: string; name?: string; labels?: Record<string, string> } = {}) =>
  createDataFrame({
    refId: 'H',
    meta: { type: DataFrameType.HeatmapRows },
    fields: [{ name: '0.5', values: [1], labels: over.labels }],
    ...over,
  });

it.each([
  ['the query, where somebody named it', seriesName('Latency of orders', [], []), 'Latency of orders'],
  ['the frame', seriesName('H', [frame({ name: 'span latency' })], []), 'span latency'],
  [
    'the metric in the labels',
    seriesName('H', [frame({ labels: { __name__: 'rpc_seconds', le: '1' } })], []),
    'rpc_seconds',
  ],
  [
    'the metric in PromQL',
    seriesName(
      'H',
      [frame()],
      [
        { refId: 'A', expr: 'up{job="x"}' },
        { refId: 'H', expr: 'sum by (le) (rate(http_request_duration_seconds_bucket{job="api"}[$__rate_interval]))' },
      ]
    ),
    'http_request_duration_seconds',
  ],
  [
    'what TraceQL measures',
    seriesName(
      'H',
      [frame()],
      [{ refId: 'H', query: '{ resource.service.name = "api" } | histogram_over_time(duration)' }]
    ),
    'duration',
  ],
  ['else its letter, and what that is', seriesName('H', [frame({ name: 'heatmap' })], [{ refId: 'H' }]), 'query H'],
])('a heat map is named by %s', (_, name, expected) => expect(name).toBe(expected));
