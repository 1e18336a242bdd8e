import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { addOptions } from '../src/panel/options/optionsBuilder';

const ROOT = join(__dirname, '..');
const text = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const yaml = (path: string) => parse(text(path), { merge: true });
const DASHBOARDS = ['incident.json', 'clickhouse.json', 'counters.json'];

interface Service {
  image?: string;
  build?: string | { context: string };
  extends?: { file: string; service: string };
  healthcheck?: { test: string[] };
  volumes?: string[];
  depends_on?: Record<string, { condition: string }> | string[];
  command?: string[];
  environment?: Record<string, string>;
  profiles?: string[];
}

describe('docker-compose.yml', () => {
  const services: Record<string, Service> = yaml('docker-compose.yml').services;

  it.each(Object.entries(services))(
    '%s: a pinned image, mounts that exist, and it waits for what can be waited for',
    (_, service) => {
      const { image, build, extends: base } = service;
      expect(Boolean(image) || Boolean(build) || Boolean(base)).toBe(true);
      if (image) {
        expect(image).toMatch(/:(v?\d+\.\d+\.\d+[.\d]*(-\w+)?|RELEASE\.[\dTZ-]+)$/);
      }
      if (typeof build === 'string') {
        const from = text(join(build, 'Dockerfile')).match(/^FROM \S+/gm)!;
        from.forEach((line) => expect(line).toMatch(/:\d+\.\d+\.\d+/));
      }
      if (base) {
        expect(yaml(base.file).services[base.service]).toBeDefined();
      }
      expect(['CMD', undefined]).toContain(service.healthcheck?.test[0]);
      for (const volume of service.volumes ?? []) {
        const path = volume.split(':')[0];
        expect(path === '/var/run/docker.sock' || existsSync(join(ROOT, path))).toBe(true);
      }
      const needs = Array.isArray(service.depends_on)
        ? service.depends_on.map((name) => [name, { condition: 'service_started' }] as const)
        : Object.entries(service.depends_on ?? {});
      for (const [name, { condition }] of needs) {
        expect(services[name]).toBeDefined();
        // What starts always, or with one profile, cannot wait for what only another profile starts.
        const offered = services[name].profiles;
        expect(!offered || service.profiles?.every((profile) => offered.includes(profile))).toBe(true);
        if (condition === 'service_healthy') {
          expect(services[name].healthcheck).toBeDefined();
        }
      }
    }
  );

  it('starts programs with flags that they have', () => {
    for (const [service, program] of [
      ['broker', 'broker'],
      ['consumer', 'consumer'],
      ['producer', 'producer'],
      ['kafka-consumer', 'consumer'],
    ]) {
      const source = text(`testdata/incident/workload/${program}/main.go`);
      const flags = services[service]
        .command!.join(' ')
        .match(/(?<= )-[a-z-]+(?= )/g)!
        .filter((flag) => flag !== '-c');
      expect(flags.length).toBeGreaterThan(1);
      flags.forEach((flag) => expect(source).toMatch(new RegExp(`flag\\.\\w+\\("${flag.slice(1)}"`)));
    }
  });

  it('is what Prometheus and the data sources address', () => {
    const scrapes: Array<{ static_configs: Array<{ targets: string[] }> }> = ['prometheus.yml', 'agent.yml'].flatMap(
      (file) => yaml(`provisioning/prometheus/${file}`).scrape_configs
    );
    const dataSources = ['datasources.yml', 'stack.yml'].flatMap(
      (file) => yaml(`provisioning/datasources/${file}`).datasources as Array<{ url: string }>
    );
    const hosts = [
      ...scrapes.flatMap(({ static_configs: [{ targets }] }) => targets.map((target) => target.split(':')[0])),
      ...dataSources.map(({ url }) => new URL(url).hostname),
    ];
    hosts.forEach((host) => expect(Object.keys(services)).toContain(host));
  });

  it('starts every part of Pyroscope 2 once, all with one file, on the storage that has no ingesters', () => {
    const parts = Object.entries(services).filter(([name]) => name.startsWith('pyroscope-'));
    expect(parts.map(([name]) => name.replace('pyroscope-', '')).sort()).toEqual([
      'compaction-worker',
      'distributor',
      'metastore',
      'query-backend',
      'query-frontend',
      'segment-writer',
      'tenant-settings',
    ]);
    parts.forEach(([name, { command, volumes, image, profiles }]) => {
      expect(command).toEqual([`-target=${name.replace('pyroscope-', '')}`, '-config.file=/etc/pyroscope/parts.yaml']);
      expect(volumes).toEqual(['./provisioning/pyroscope/parts.yaml:/etc/pyroscope/parts.yaml:ro']);
      expect({ image, profiles }).toEqual({ image: services.pyroscope.image, profiles: ['scale'] });
    });
    const { architecture_storage, metastore, symbolizer, limits } = yaml('provisioning/pyroscope/parts.yaml');
    expect(architecture_storage).toBe('v2');
    // Clients know a metastore by the host of its address: Raft's name of it must be the same.
    const host = (address: string) => address.split(':')[0];
    expect(host(metastore.raft.server_id)).toBe(host(metastore.address));
    expect(metastore.raft.advertise_address).toBe(metastore.raft.server_id);
    expect(metastore.raft.bind_address).toBe(`:${metastore.raft.server_id.split(':')[1]}`);
    // Symbols are asked for on the Internet: only where somebody says so.
    expect({ url: symbolizer.debuginfod_url, on: limits.symbolizer.enabled }).toMatchObject({ on: false });
  });

  it('is what the parts of the scale profile address, each its own bucket', () => {
    const parts = yaml('provisioning/pyroscope/parts.yaml');
    const mimir = yaml('provisioning/mimir/mimir.yaml');
    const [agent] = yaml('provisioning/prometheus/agent.yml').remote_write;
    const addresses: string[] = [
      ...parts.memberlist.join_members,
      parts.metastore.address,
      parts.metastore.raft.advertise_address,
      parts.query_backend.address.replace(/^dns:\/\/\//, ''),
      parts.storage.s3.endpoint,
      mimir.common.storage.s3.endpoint,
      new URL(agent.url).host,
      /kafka_broker_list = '([^']+)'/.exec(text('provisioning/clickhouse/kafka.sql'))![1],
    ];
    addresses.forEach((address) => {
      expect(address).toMatch(/^[\w-]+:\d+$/);
      expect(Object.keys(services)).toContain(address.split(':')[0]);
    });
    const { MINIO_ROOT_USER: user, MINIO_ROOT_PASSWORD: password } = services['object-store'].environment!;
    for (const s3 of [parts.storage.s3, mimir.common.storage.s3]) {
      expect(s3).toMatchObject({ access_key_id: user, secret_access_key: password, insecure: true });
    }
    const made = services.buckets.command![0].match(/(?<=store\/)[\w-]+/g);
    expect(made).toEqual([
      parts.storage.s3.bucket_name,
      mimir.blocks_storage.s3.bucket_name,
      mimir.ruler_storage.s3.bucket_name,
    ]);
    expect(yaml('provisioning/tempo/tempo.yaml')).toMatchObject({
      server: { http_listen_port: 3200 },
      distributor: { receivers: { otlp: { protocols: { http: { endpoint: '0.0.0.0:4318' } } } } },
      storage: { trace: { backend: 'local' } },
    });
  });
});

describe.each(DASHBOARDS)('dashboard %s', (file) => {
  const dashboard = JSON.parse(text(`provisioning/dashboards/${file}`));
  const dataSources: Array<{ uid: string; type: string }> = yaml(
    'provisioning/datasources/datasources.yml'
  ).datasources;

  it('has what Grafana asks of a provisioned dashboard, and a shared crosshair', () => {
    expect(dashboard).toMatchObject({ uid: expect.any(String), title: expect.any(String), graphTooltip: 1 });
    expect(dashboard.schemaVersion).toBeGreaterThanOrEqual(39); // without it the migration resets the crosshair
    const ids = dashboard.panels.map((panel: { id: number }) => panel.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('uses provisioned data sources only, and no panel covers another', () => {
    interface Panel {
      datasource?: { uid: string; type: string };
      targets: Array<{ datasource: object }>;
      gridPos: { x: number; y: number; w: number; h: number };
    }
    const panels: Panel[] = dashboard.panels;
    for (const { datasource, targets } of panels) {
      const mixed = datasource?.uid === '-- Mixed --';
      targets.forEach((target) => {
        expect(dataSources).toContainEqual(expect.objectContaining(target.datasource));
        expect(mixed || target.datasource).toEqual(mixed || datasource);
      });
    }
    // Links lead to dashboards that are provisioned too.
    const links = [...JSON.stringify(dashboard).matchAll(/\bd\/([\w-]+)\?/g)].map(([, uid]) => uid);
    const uids = DASHBOARDS.map((name) => JSON.parse(text(`provisioning/dashboards/${name}`)).uid);
    links.forEach((uid) => expect(uids).toContain(uid));
    panels.forEach(({ gridPos: a }, i) =>
      panels.slice(i + 1).forEach(({ gridPos: b }) => {
        expect(a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y).toBe(true);
      })
    );
  });

  interface Shown {
    type: string;
    title: string;
    gridPos: { w: number; h: number };
    options: { content?: string };
    fieldConfig: {
      defaults: { links?: unknown; min?: number };
      overrides: Array<{ matcher: { id: string }; properties: Array<{ id: string }> }>;
    };
  }
  const shown: Shown[] = dashboard.panels;

  it('begins its axes at zero, and links figures only: not every cell of Inspect', () => {
    for (const { type, fieldConfig } of shown) {
      expect(type === 'timeseries' ? fieldConfig.defaults.min : 0).toBe(0);
      expect(fieldConfig.defaults.links).toBeUndefined();
      fieldConfig.overrides
        .filter(({ properties }) => properties.some(({ id }) => id === 'links'))
        .forEach(({ matcher }) => expect(['byName', 'byType']).toContain(matcher.id));
    }
  });

  it('says in words what its thresholds and queries are', () => {
    const { panels, description } = dashboard as {
      description: string;
      panels: Array<{
        title: string;
        description?: string;
        targets: Array<{ expr?: string }>;
        fieldConfig: { defaults: { thresholds?: { steps: Array<{ value: number | null }> } } };
      }>;
    };
    const limitOf = ({ fieldConfig }: (typeof panels)[number]) => fieldConfig.defaults.thresholds?.steps[1]?.value;
    for (const panel of panels) {
      const [, quantile, ms] = /objective: p(\d+) (\d+) ms/.exec(panel.title) ?? [];
      if (ms) {
        expect(limitOf(panel)).toBe(Number(ms) / 1000);
        expect(panel.targets[0].expr).toContain(`histogram_quantile(0.${quantile},`);
        expect(description).not.toMatch(new RegExp(`p99 latency of (?!${ms} ms)`));
      }
      const [, budget, rate] =
        /budget of ([\d.]+) % slow.* ([\d.]+) empties a month's budget in two days/.exec(panel.description ?? '') ?? [];
      if (rate) {
        expect(limitOf(panel)).toBe(Number(rate));
        expect(Math.round(30 / Number(rate))).toBe(2);
        expect(panel.targets[0].expr).toContain(`/ ${Number(budget) / 100}`);
      }
    }
  });

  it('has room for its texts on a screen of 1024 pixels', () => {
    for (const { gridPos, options } of shown.filter(({ type }) => type === 'text')) {
      // Grafana's grid: rows of 30 px, 8 px between; its text: 14 px on lines of 22, some 7 px a character.
      const width = (1024 * gridPos.w) / 24 - 48;
      const lines = Math.ceil((options.content!.replace(/\]\([^)]*\)|[*[]/g, '').length * 7) / width);
      expect(gridPos.h * 38 - 8 - 24).toBeGreaterThanOrEqual(lines * 22);
    }
  });
});

it('spans lead to the profile of the same service, and frames of the incident to its traces', () => {
  const stack: Array<{ uid: string; jsonData?: { tracesToProfiles?: object } }> = yaml(
    'provisioning/datasources/stack.yml'
  ).datasources;
  const tempo = stack.find(({ uid }) => uid === 'tempo')!;
  const panels: Array<{ targets: Array<{ profileTypeId?: string }> }> = JSON.parse(
    text('provisioning/dashboards/incident.json')
  ).panels;
  const types = panels.flatMap(({ targets }) => targets.map(({ profileTypeId }) => profileTypeId));
  expect(tempo.jsonData!.tracesToProfiles).toMatchObject({
    datasourceUid: 'pyroscope',
    profileTypeId: types.find(Boolean),
    tags: [{ key: 'service.name', value: 'service_name' }],
  });
  for (const file of ['dashboards/incident.json', 'dashboards-v2/incident-tabs.json']) {
    const links = JSON.stringify(JSON.parse(text(`provisioning/${file}`)), (key, value) =>
      key === 'url' ? encodeURIComponent(value) : value
    ).match(/%2Fexplore[^"]*/g)!;
    for (const link of links) {
      // As the address reads once Grafana has put the dashboard's times in.
      const { searchParams } = new URL(decodeURIComponent(link).replace(/\$\{__(from|to)\}/g, '1'), 'http://grafana');
      const { t: pane } = JSON.parse(searchParams.get('panes')!);
      expect(pane).toMatchObject({
        datasource: tempo.uid,
        queries: [{ queryType: 'traceql', query: '{ resource.service.name = "consumer" }' }],
        range: { from: '1', to: '1' },
      });
    }
  }
});

/** Names of the panel's options, in the order of the editor. */
function optionNames(): string[] {
  const names: string[] = [];
  const builder: object = new Proxy(
    {},
    { get: () => (option: { name: string }) => names.push(option.name) && builder }
  );
  addOptions(builder as Parameters<typeof addOptions>[0]);
  return names;
}

it('the catalogue’s README names options as the panel does', () => {
  const sentences = text('src/README.md')
    .replace(/\s+/g, ' ')
    .split('. ')
    .filter((sentence) => sentence.includes('panel options'));
  const named = sentences.flatMap((sentence) => [...sentence.matchAll(/_([^_]+)_/g)].map(([, name]) => name));
  expect(named.length).toBeGreaterThan(0);
  named.forEach((name) => expect(optionNames()).toContain(name));
});

it('README.md names the versions that are run, and the oldest that plugin.json allows', () => {
  const [, least, oldest, newest] =
    /Grafana ([\d.]+) or newer.*packages of ([\d.]+) \(React 18\) and ([\d.]+) \(React 19\)/.exec(text('README.md'))!;
  expect(JSON.parse(text('src/plugin.json')).dependencies.grafanaDependency).toBe(`>=${least}.0`);
  expect(text('dev/versions.mjs')).toContain(`versions.length ? versions : ['${oldest}', '${newest}']`);
});

it('docs/plugin/options.md has every option, in the order of the editor', () => {
  const rows = [...text('docs/plugin/options.md').matchAll(/^\| (?:\w* )?\| ([^|]+) \|/gm)].map(([, name]) => name);
  expect(rows.slice(1)).toEqual(optionNames());
});

it('the made-up counters are served to this machine only, unless an address is named', async () => {
  const run = (env: object) =>
    new Promise<string>((resolve) => {
      const child = spawn(process.execPath, [join(ROOT, 'dev/counters.mjs')], {
        env: { ...process.env, PORT: '0', ...env },
      });
      child.stdout.once('data', (line) => {
        resolve(String(line));
        child.kill();
      });
    });
  expect(await run({ ADDRESS: undefined })).toMatch(/http:\/\/127\.0\.0\.1:\d+\/metrics/);
  expect(await run({ ADDRESS: '0.0.0.0' })).toMatch(/http:\/\/0\.0\.0\.0:/);
  expect(yaml('docker-compose.yml').services['made-up-counters'].environment.ADDRESS).toBe('0.0.0.0');
});

it('docs/grafana.md names tests that exist', () => {
  const named = [...text('docs/grafana.md').matchAll(/`([\w./-]+\.(?:test\.tsx?|spec\.ts))`/g)].map(([, path]) => path);
  expect(named.length).toBeGreaterThan(20);
  named.forEach((path) =>
    expect([path, ['', 'src', 'tests'].some((dir) => existsSync(join(ROOT, dir, path)))]).toEqual([path, true])
  );
});

it('package, plugin and catalogue agree', () => {
  const plugin = JSON.parse(text('src/plugin.json'));
  expect(plugin).toMatchObject({ id: 'dualflame-flamegraph-panel', name: 'Dual Flame', type: 'panel' });
  expect(JSON.parse(text('package.json')).name).toBe(plugin.id);
  expect(text('CHANGELOG.md')).toContain(`## ${JSON.parse(text('package.json')).version}`);
  plugin.info.screenshots.forEach(({ path }: { path: string }) =>
    expect(existsSync(join(ROOT, 'src', path))).toBe(true)
  );
});
