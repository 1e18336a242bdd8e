// `npm run stack:check` against a server that answers as Grafana and Loki do: rightly, wrongly, or not at all.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { parse } from 'yaml';

const PROFILES = ['kafka', 'scale', 'ebpf'];

interface Result {
  service: string;
  claim: string;
  state: 'works' | 'fails' | 'not asked';
  said: string;
  remedy: string;
}
interface Query {
  datasource: { uid: string };
  expr?: string;
  profileTypeId?: string;
  labelSelector?: string;
  spanSelector?: string[];
  rawSql?: string;
}
/** What a request is answered with; undefined: as a stack does in which all works. */
type Fault = (path: string, query?: Query) => { status?: number; body: unknown } | undefined;

const SPAN = 'badbadbadbadbada';
let server: Server;
let url: string;
let asked: Array<{ path: string; query?: Query }>;
let pushed: string[];
let fault: Fault;

const frame = (names: string[], values: unknown[][]) => ({
  schema: { fields: names.map((name) => ({ name })) },
  data: { values },
});

function framesFor({ datasource: { uid }, rawSql, profileTypeId }: Query): unknown[] {
  if (profileTypeId) {
    return [frame(['level', 'value', 'self', 'label'], [[0, 1], [1.5e9, 1.5e9], [0, 1.5e9], [0, 1]])]; // prettier-ignore
  }
  return uid === 'loki'
    ? [frame(['Time', 'Line'], [pushed.map(() => 1), pushed])]
    : [rawSql ? frame(['rows'], [[12]]) : frame(['Time', 'Value'], [[1], [7]])];
}

const RULES = ['job:message_latency_seconds:p99', 'LatencyObjectiveBroken', 'job:ipc:ratio'];
const span = { attributes: [{ key: 'pyroscope.profile.id', value: { stringValue: SPAN } }] };

const RIGHT: Array<[path: RegExp, body: unknown]> = [
  [/^\/api\/health$/, { database: 'ok', version: '13.2.2' }],
  [/^\/api\/plugins\//, { enabled: true, info: { version: '0.1.0' } }],
  [/module\.js$/, 'define([])'],
  [/^\/api\/dashboards\//, { dashboard: { title: 'The incident' } }],
  [/\/health$/, { status: 'OK', message: 'Data source is working' }],
  [/\/api\/v1\/rules$/, { data: { groups: [{ rules: RULES.map((name) => ({ name, health: 'ok' })) }] } }],
  [/\/api\/v1\/query\?/, { status: 'success', data: { result: [{ value: [1, '4'] }] } }],
  [/\/api\/search\?/, { traces: [{ spanSets: [{ spans: [span] }] }] }],
];

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) {
    text += chunk;
  }
  return text;
}

/** The answer of a stack that works. */
function right(path: string, body: string, query?: Query): unknown {
  if (path === '/loki/api/v1/push') {
    pushed.push(JSON.parse(body).streams[0].values[0][1]);
    return '';
  }
  return query ? { results: { A: { frames: framesFor(query) } } } : RIGHT.find(([of]) => of.test(path))?.[1];
}

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const path = request.url!;
    const body = await bodyOf(request);
    const query: Query | undefined = path === '/api/ds/query' ? JSON.parse(body).queries[0] : undefined;
    asked.push({ path, query });
    const answer = fault(path, query) ?? { body: right(path, body, query) };
    response.writeHead(answer.body === undefined ? 404 : (answer.status ?? 200));
    response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  asked = [];
  pushed = ['a line of before'];
  fault = () => undefined;
});

/** The command, as a person starts it. */
const run = (args: string[], env = {}) =>
  new Promise<{ code: number | null; out: string }>((resolve) => {
    const child = spawn(process.execPath, [join(__dirname, 'stackCheck.mjs'), ...args], {
      env: { ...process.env, GRAFANA_URL: url, LOKI_URL: `${url}/`, ...env },
    });
    let out = '';
    child.stdout.on('data', (text) => (out += text));
    child.stderr.on('data', (text) => (out += text));
    child.once('close', (code) => resolve({ code, out }));
  });
const check = async (profiles = PROFILES, env = {}): Promise<Result[]> =>
  JSON.parse((await run([...profiles, '--json'], env)).out);
const states = (results: Result[], state: Result['state']) =>
  results.filter((one) => one.state === state).map(({ service, claim }) => `${service}: ${claim}`);
/** The only proof that fails. */
async function failure(wrong: Fault): Promise<string> {
  fault = wrong;
  const failed = (await check()).filter(({ state }) => state === 'fails');
  expect(failed).toHaveLength(1);
  expect(failed[0].remedy).not.toBe('');
  return `${failed[0].service}: ${failed[0].claim}: ${failed[0].said}`;
}
const results = (frames: unknown[]) => ({ body: { results: { A: { frames } } } });

/** A port that nobody listens at. */
async function closedPort(): Promise<string> {
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  const { port } = other.address() as AddressInfo;
  await new Promise((resolve) => other.close(resolve));
  return `http://127.0.0.1:${port}`;
}

it('a stack that works: every proof works, and says what was answered', async () => {
  const all = await check();
  expect(states(all, 'fails')).toEqual([]);
  expect(states(all, 'not asked')).toEqual([]);
  const said = Object.fromEntries(all.map(({ service, claim, said }) => [`${service}: ${claim}`, said]));
  expect(said).toMatchObject({
    'grafana: it runs': 'version 13.2.2',
    'pyroscope: CPU profile of the consumer': '1.5 s in 2 frames',
    'prometheus: the rules are loaded and evaluated': '3 rules',
    'clickhouse: rows of the consumer': '12 rows',
    'object-store: objects are put into it': 'sum(minio_s3_requests_total{api="putobject"}) is 7',
  });
  // The span's own samples were asked for, and both kinds of the consumer's profile.
  const profiles = asked.flatMap(({ query }) => (query?.profileTypeId ? [query] : []));
  expect(profiles.map(({ spanSelector }) => spanSelector).filter(Boolean)).toEqual([[SPAN]]);
  expect(new Set(profiles.map(({ profileTypeId }) => profileTypeId!.split(':')[1]))).toEqual(new Set(['cpu', 'time']));
});

it('asks only for what was started, and says what was not asked', async () => {
  const all = await check([]);
  const left = all.filter(({ state }) => state === 'not asked');
  expect(new Set(left.map(({ service }) => service))).toEqual(
    new Set(['kafka', 'pyroscope-query-frontend', 'pyroscope in parts', 'mimir', 'object-store', 'alloy'])
  );
  expect(left.find(({ service }) => service === 'kafka')!.said).toBe('belongs to --profile kafka or --profile scale');
  expect(asked.some(({ path, query }) => /mimir/.test(path) || query?.datasource.uid === 'mimir')).toBe(false);
  expect(states(await check(['kafka']), 'works')).toContain('kafka: a consumer works on what the producer writes');
});

it.each<[what: string, wrong: Fault, said: RegExp]>([
  [
    'no wall samples (Pyroscope’s one row of value 0)',
    (_, query) =>
      /:wallclock:/.test(query?.profileTypeId ?? '')
        ? results([frame(['level', 'value', 'self', 'label'], [[0], [0], [0], [0]])])
        : undefined,
    /^pyroscope: wall profile.*wallclock:nanoseconds of \{service_name="consumer"\} is empty$/,
  ],
  [
    'the data source’s own words',
    (_, query) =>
      query?.expr === 'sum(consumer_messages_total)' && query.datasource.uid === 'mimir'
        ? { status: 500, body: { results: { A: { error: 'connection refused by mimir' } } } }
        : undefined,
    /^mimir: what the agent writes.*HTTP 500 of \/api\/ds\/query: connection refused by mimir$/,
  ],
  [
    'an error with status 200',
    (_, query) =>
      query?.rawSql?.includes('samples') ? { body: { results: { A: { error: 'no table' } } } } : undefined,
    /^clickhouse: rows of the consumer: no table$/,
  ],
  [
    'a data source that is not healthy',
    (path) =>
      path === '/api/datasources/uid/loki/health'
        ? { status: 400, body: { status: 'ERROR', message: 'no such host' } }
        : undefined,
    /^loki: Grafana’s data source is healthy: HTTP 400 of .*: no such host$/,
  ],
  [
    'a rule that is missing',
    (path) =>
      path.endsWith('/rules')
        ? { body: { data: { groups: [{ rules: [{ name: RULES[0], health: 'ok' }] }] } } }
        : undefined,
    /the rule LatencyObjectiveBroken is not loaded$/,
  ],
  [
    'a rule that cannot be evaluated',
    (path) =>
      path.endsWith('/rules')
        ? { body: { data: { groups: [{ rules: RULES.map((name) => ({ name, health: 'err', lastError: 'many-to-many' })) }] } } } // prettier-ignore
        : undefined,
    /the rule job:message_latency_seconds:p99 is err: many-to-many$/,
  ],
  [
    'another line than the one that was written',
    (_, query) =>
      query?.expr === '{job="stack-check"}' ? results([frame(['Time', 'Line'], [[1], ['old']])]) : undefined,
    /^loki: a line that is written is found: the line that was written is not among the answer$/,
  ],
  [
    'a span whose samples Pyroscope does not have',
    (_, query) => (query?.spanSelector ? results([frame(['level', 'value'], [[], []])]) : undefined),
    /^tempo: from a span to its CPU samples.* is empty$/,
  ],
  [
    'no rows through Kafka',
    (_, query) => (query?.rawSql?.includes('kafka_consumers') ? results([frame(['messages'], [[0]])]) : undefined),
    /^kafka: ClickHouse takes profiles from Kafka: no message was read/,
  ],
  [
    'a series that does not exist',
    (_, query) => (query?.expr?.startsWith('sum(minio') ? results([{ schema: { fields: [] }, data: { values: [] } }]) : undefined), // prettier-ignore
    /^object-store: objects are put into it: no series for sum\(minio_s3_requests_total/,
  ],
  [
    'a page where JSON was expected',
    (path) => (path.includes('/api/v1/query') ? { status: 502, body: '<html>Bad gateway</html>' } : undefined),
    /^mimir: the API that Cortex has, too, answers: HTTP 502 of .*Bad gateway/,
  ],
  [
    'a plugin whose code is not there',
    (path) => (path.endsWith('module.js') ? { status: 404, body: 'not found' } : undefined),
    /^grafana: Dual Flame is loaded: HTTP 404 of .*module\.js: not found$/,
  ],
])('says what is wrong, of that service alone: %s', async (_, wrong, said) => {
  expect(await failure(wrong)).toMatch(said);
});

it('Loki refuses: its own proof fails, the others are asked all the same', async () => {
  const loki = await closedPort();
  const failed = (await check(PROFILES, { LOKI_URL: loki })).filter(({ state }) => state !== 'works');
  expect(failed).toEqual([
    expect.objectContaining({ service: 'loki', said: `${loki}/loki/api/v1/push does not answer (ECONNREFUSED)` }),
  ]);
});

it('Grafana refuses: said once, nothing else is asked of it', async () => {
  const all = await check(PROFILES, { GRAFANA_URL: await closedPort() });
  expect(states(all, 'fails')).toEqual(['grafana: it runs']);
  expect(all.slice(1).every(({ said }) => said === 'Grafana does not answer')).toBe(true);
});

it('the report has a line a proof, the remedy under what fails, and a sum', async () => {
  fault = (path) =>
    path === '/api/datasources/uid/tempo/health' ? { status: 500, body: { message: 'down' } } : undefined;
  const lines = (await run([])).out.trimEnd().split('\n');
  const at = lines.findIndex((line) => /^fails +tempo /.test(line));
  expect(lines[at]).toMatch(/: HTTP 500 of .*: down$/);
  expect(lines[at + 1]).toMatch(/→ docker compose up -d tempo; docker compose logs --tail 50 tempo/);
  expect(lines.at(-1)).toMatch(/^\d+ work, 1 fail, \d+ were not asked\.$/);
});

it('its data sources and services are those of the stack', async () => {
  const yaml = (path: string) => parse(readFileSync(join(__dirname, '..', path), 'utf8'), { merge: true });
  const uids = ['datasources.yml', 'stack.yml'].flatMap((file) =>
    (yaml(`provisioning/datasources/${file}`).datasources as Array<{ uid: string }>).map(({ uid }) => uid)
  );
  const all = await check();
  const healthy = asked.flatMap(({ path }) => /^\/api\/datasources\/uid\/([\w-]+)\/health$/.exec(path)?.[1] ?? []);
  expect(healthy.sort()).toEqual(uids.sort());
  const services: Record<string, { profiles?: string[] }> = yaml('docker-compose.yml').services;
  all
    .flatMap(({ remedy }) => [...remedy.matchAll(/docker compose (?:up -d|logs --tail 50) ([\w -]+?)(?:;|\.|$)/g)])
    .flatMap(([, names]) => names.split(' ').filter((name) => !name.startsWith('--')))
    .forEach((name) => expect(services).toHaveProperty([name]));
  expect(new Set(Object.values(services).flatMap(({ profiles }) => profiles ?? []))).toEqual(new Set(PROFILES));
});

it('the command ends with 1 where something fails, and with 2 for a profile that there is none of', async () => {
  expect(await run(PROFILES)).toMatchObject({ code: 0, out: expect.stringMatching(/ work, 0 fail, 0 were not asked/) });
  expect(await run([], { GRAFANA_URL: await closedPort() })).toMatchObject({ code: 1 });
  expect(await run(['scales'])).toEqual({ code: 2, out: expect.stringContaining('scales is no profile') });
});
