// What is asked of each service of docker-compose.yml, and which answer is right. A proof says the answer in a few words or throws.
import { randomUUID } from 'node:crypto';

const PLUGIN = 'dualflame-flamegraph-panel';
const PYROSCOPE = 'grafana-pyroscope-datasource';
const CLICKHOUSE = 'grafana-clickhouse-datasource';
const CPU = 'process_cpu:cpu:nanoseconds:cpu:nanoseconds';
const WALL = 'process_cpu:time:nanoseconds:wallclock:nanoseconds';
const WAIT = 'After a start the first profiles take half a minute.';

const logs = (service) => `docker compose up -d ${service}; docker compose logs --tail 50 ${service}`;
const seconds = (ns) => `${(ns / 1e9).toFixed(1)} s`;

function demand(condition, otherwise) {
  if (!condition) {
    throw new Error(otherwise);
  }
}

/** The column with this name, or of this place where there is no name, of the first frame that has rows. */
function column(frames, name) {
  const frame = frames.find(({ data }) => data?.values?.[0]?.length);
  const at = typeof name === 'number' ? name : frame?.schema.fields.findIndex((field) => field.name === name);
  return frame?.data.values[at] ?? [];
}

/** A profile that is not empty. Pyroscope's answer to a type without samples is one row of value 0. */
async function profile(client, uid, profileTypeId, labelSelector, more = {}) {
  const query = { queryType: 'profile', profileTypeId, labelSelector, groupBy: [], ...more };
  const frames = await client.frames(uid, PYROSCOPE, query);
  const total = column(frames, 'value')[0];
  demand(total > 0, `the profile ${profileTypeId} of ${labelSelector} is empty`);
  return `${seconds(total)} in ${column(frames, 'value').length} frames`;
}

/** The value of a PromQL expression now. */
async function value(client, uid, expr) {
  const frames = await client.frames(uid, 'prometheus', { expr, instant: true, range: false, format: 'time_series' });
  const [now] = column(frames, 1);
  demand(typeof now === 'number', `no series for ${expr}`);
  return now;
}

async function positive(client, uid, expr) {
  const now = await value(client, uid, expr);
  demand(now > 0, `${expr} is ${now}`);
  return `${expr} is ${now}`;
}

async function clickhouse(client, rawSql) {
  const query = { rawSql, format: 1, queryType: 'table', editorType: 'sql' };
  return Number(column(await client.frames('clickhouse', CLICKHOUSE, query), 0)[0] ?? 0);
}

async function rules(client) {
  const { data } = await client.behind('prometheus', '/api/v1/rules');
  const all = (data?.groups ?? []).flatMap((group) => group.rules ?? []);
  for (const name of ['job:message_latency_seconds:p99', 'LatencyObjectiveBroken', 'job:ipc:ratio']) {
    const rule = all.find((one) => one.name === name);
    demand(rule, `the rule ${name} is not loaded`);
    demand(rule.health === 'ok', `the rule ${name} is ${rule.health}: ${rule.lastError ?? 'not evaluated yet'}`);
  }
  return `${all.length} rules`;
}

async function logLine(client) {
  const line = `main;stack-check;${randomUUID()} 1`;
  const stream = { job: 'stack-check', kind: 'cpu' };
  await client.pushToLoki({ streams: [{ stream, values: [[`${Date.now()}000000`, line]] }] });
  const query = { expr: '{job="stack-check"}', queryType: 'range', maxLines: 100 };
  const frames = await client.frames('loki', 'loki', query);
  const found = frames.some(({ data }) => data.values.some((values) => values.includes(line)));
  demand(found, 'the line that was written is not among the answer');
  return 'the folded stack that was written comes back';
}

/** Spans that may have a profile, the newest search result's first. */
async function spans(client, condition) {
  const traceQl = `{ resource.service.name = "consumer" && span.pyroscope.profile.id != nil${condition} } | select(span.pyroscope.profile.id)`;
  const { traces = [] } = await client.behind('tempo', `/api/search?limit=5&q=${encodeURIComponent(traceQl)}`);
  const found = traces.flatMap(({ spanSets = [] }) => spanSets.flatMap((set) => set.spans ?? []));
  demand(found.length > 0, `no span for ${traceQl}`);
  return found;
}

const idOf = ({ attributes = [] }) => attributes.find(({ key }) => key === 'pyroscope.profile.id')?.value?.stringValue;

async function spanProfile(client) {
  const ids = (await spans(client, '')).map(idOf).filter(Boolean);
  demand(ids.length > 0, 'the spans do not name a profile');
  const said = await profile(client, 'pyroscope', CPU, '{service_name="consumer"}', { spanSelector: ids });
  return `${said} of ${ids.length} spans`;
}

const health = (service, uid, profiles) => ({
  service,
  claim: 'Grafana’s data source is healthy',
  profile: profiles,
  remedy: `${logs(service)}; the address is in provisioning/datasources`,
  prove: async (client) => {
    const { status, message } = await client.grafana(`/api/datasources/uid/${uid}/health`);
    demand(status === 'OK', message ?? `it is ${status}`);
    return message ?? 'OK';
  },
});

const SCALE = ['scale'];

export const PROOFS = [
  {
    service: 'grafana',
    claim: 'it runs',
    remedy: logs('grafana'),
    prove: async (client) => {
      const { database, version } = await client.grafana('/api/health');
      demand(database === 'ok', `its database is ${database}`);
      return `version ${version}`;
    },
  },
  {
    service: 'grafana',
    claim: 'Dual Flame is loaded',
    remedy: 'npm run build; docker compose restart grafana',
    prove: async (client) => {
      const { enabled, info } = await client.grafana(`/api/plugins/${PLUGIN}/settings`);
      demand(enabled, 'it is installed but not enabled');
      await client.grafana(`/public/plugins/${PLUGIN}/module.js`);
      return `version ${info?.version}`;
    },
  },
  {
    service: 'grafana',
    claim: 'the dashboard of the incident is provisioned',
    remedy: 'docker compose logs grafana | grep provisioning',
    prove: async (client) => (await client.grafana('/api/dashboards/uid/dualflame-incident')).dashboard.title,
  },
  health('pyroscope', 'pyroscope'),
  {
    service: 'pyroscope',
    claim: 'CPU profile of the consumer',
    remedy: `${logs('consumer')}. ${WAIT}`,
    prove: (client) => profile(client, 'pyroscope', CPU, '{service_name="consumer"}'),
  },
  {
    service: 'pyroscope',
    claim: 'wall profile of the consumer',
    remedy: `${logs('consumer')}. ${WAIT}`,
    prove: (client) => profile(client, 'pyroscope', WALL, '{service_name="consumer"}'),
  },
  health('prometheus', 'prometheus'),
  {
    service: 'prometheus',
    claim: 'the rules are loaded and evaluated',
    remedy: 'promtool check rules provisioning/prometheus/rules.yml; docker compose restart prometheus',
    prove: rules,
  },
  {
    service: 'prometheus',
    claim: 'the consumer is scraped',
    remedy: logs('consumer'),
    prove: (client) => positive(client, 'prometheus', 'sum(consumer_messages_total)'),
  },
  {
    service: 'node-exporter',
    claim: 'it is scraped',
    remedy: logs('node-exporter'),
    prove: (client) => positive(client, 'prometheus', 'sum(up{job="node"})'),
  },
  {
    service: 'made-up-counters',
    claim: 'they are scraped',
    remedy: logs('made-up-counters'),
    prove: (client) => positive(client, 'prometheus', 'sum(up{job="made-up-counters"})'),
  },
  health('clickhouse', 'clickhouse'),
  {
    service: 'clickhouse',
    claim: 'rows of the consumer',
    remedy: `${logs('clickhouse')}. ${WAIT}`,
    prove: async (client) => {
      const rows = await clickhouse(client, "SELECT count() AS rows FROM profiles.samples WHERE service = 'consumer'");
      demand(rows > 0, 'profiles.samples is empty');
      return `${rows} rows`;
    },
  },
  health('loki', 'loki'),
  {
    service: 'loki',
    claim: 'a line that is written is found',
    remedy: logs('loki'),
    prove: logLine,
  },
  health('tempo', 'tempo'),
  {
    service: 'tempo',
    claim: 'spans of the consumer',
    remedy: `${logs('tempo')}. Tempo answers with what is older than half a minute.`,
    prove: async (client) => `${(await spans(client, '')).length} spans`,
  },
  {
    service: 'tempo',
    claim: 'from a span to its CPU samples in Pyroscope',
    remedy: `docker compose up -d --build consumer. ${WAIT}`,
    prove: spanProfile,
  },
  {
    service: 'kafka',
    claim: 'a consumer works on what the producer writes',
    profile: ['kafka', 'scale'],
    remedy: `${logs('producer kafka kafka-consumer')}`,
    prove: async (client) => `${(await spans(client, ' && span.server.address = "kafka"')).length} spans`,
  },
  {
    service: 'kafka',
    claim: 'ClickHouse takes profiles from Kafka',
    profile: SCALE,
    remedy: `${logs('clickhouse-from-kafka')}; SELECT exceptions.text FROM system.kafka_consumers`,
    prove: async (client) => {
      const sql = "SELECT sum(num_messages_read) AS messages FROM system.kafka_consumers WHERE table = 'from_kafka'";
      const messages = await clickhouse(client, sql);
      demand(messages > 0, 'no message was read from the topic profiles');
      return `${messages} rows read from the topic`;
    },
  },
  health('pyroscope-query-frontend', 'pyroscope-scale', SCALE),
  {
    service: 'pyroscope in parts',
    claim: 'CPU profile of the consumer',
    profile: SCALE,
    remedy: `PYROSCOPE=http://pyroscope-distributor:4040 docker compose --profile scale up -d; docker compose logs pyroscope-segment-writer pyroscope-metastore. ${WAIT}`,
    prove: (client) => profile(client, 'pyroscope-scale', CPU, '{service_name="consumer"}'),
  },
  health('mimir', 'mimir', SCALE),
  {
    service: 'mimir',
    claim: 'what the agent writes is answered',
    profile: SCALE,
    remedy: logs('mimir prometheus-agent'),
    prove: (client) => positive(client, 'mimir', 'sum(consumer_messages_total)'),
  },
  {
    service: 'mimir',
    claim: 'the API that Cortex has, too, answers',
    profile: SCALE,
    remedy: logs('mimir'),
    prove: async (client) => {
      const { status, data } = await client.behind('mimir', '/api/v1/query?query=count(up)');
      demand(status === 'success' && data?.result?.length, 'no result for count(up)');
      return `count(up) is ${data.result[0].value[1]}`;
    },
  },
  {
    service: 'object-store',
    claim: 'objects are put into it',
    profile: SCALE,
    remedy: logs('object-store buckets'),
    prove: (client) => positive(client, 'mimir', 'sum(minio_s3_requests_total{api="putobject"})'),
  },
  {
    service: 'alloy',
    claim: 'eBPF profile of a container',
    profile: ['ebpf'],
    remedy: `${logs('alloy')}. It needs a Linux host and root.`,
    prove: (client) => profile(client, 'pyroscope', CPU, '{service_name="clickhouse"}'),
  },
  {
    service: 'alloy',
    claim: 'logs of a container',
    profile: ['ebpf'],
    remedy: logs('alloy'),
    prove: async (client) => {
      const frames = await client.frames('loki', 'loki', { expr: '{service_name="grafana"}', queryType: 'range' });
      demand(
        frames.some(({ data }) => data?.values?.[0]?.length),
        'no line of {service_name="grafana"}'
      );
      return 'lines are there';
    },
  },
];
