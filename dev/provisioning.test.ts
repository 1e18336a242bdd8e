import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const ROOT = join(__dirname, '..');
const text = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const yaml = (path: string) => parse(text(path));
const DASHBOARDS = ['incident.json', 'clickhouse.json', 'counters.json'];

interface Service {
  image?: string;
  build?: string | { context: string };
  extends?: { file: string; service: string };
  healthcheck?: { test: string[] };
  volumes?: string[];
  depends_on?: Record<string, { condition: string }>;
  command?: string[];
}

describe('docker-compose.yml', () => {
  const services: Record<string, Service> = yaml('docker-compose.yml').services;

  it.each(Object.entries(services))('%s: a pinned image, a health check, mounts that exist', (_, service) => {
    const { image, build, extends: base } = service;
    expect(Boolean(image) || Boolean(build) || Boolean(base)).toBe(true);
    if (image) {
      expect(image).toMatch(/:v?\d+\.\d+\.\d+[.\d]*(-\w+)?$/);
    }
    if (typeof build === 'string') {
      const from = text(join(build, 'Dockerfile')).match(/^FROM \S+/gm)!;
      from.forEach((line) => expect(line).toMatch(/:\d+\.\d+\.\d+/));
    }
    if (base) {
      expect(yaml(base.file).services[base.service]).toBeDefined();
    }
    expect(service.healthcheck?.test[0]).toBe('CMD');
    for (const volume of service.volumes ?? []) {
      expect(existsSync(join(ROOT, volume.split(':')[0]))).toBe(true);
    }
    for (const [name, { condition }] of Object.entries(service.depends_on ?? {})) {
      expect(services[name].healthcheck).toBeDefined();
      expect(condition).toBe('service_healthy');
    }
  });

  it('starts programs with flags that they have', () => {
    for (const program of ['broker', 'consumer']) {
      const source = text(`testdata/incident/workload/${program}/main.go`);
      const flags = services[program]
        .command!.join(' ')
        .match(/(?<= )-[a-z]+(?= )/g)!
        .filter((flag) => flag !== '-c');
      expect(flags.length).toBeGreaterThan(3);
      flags.forEach((flag) => expect(source).toMatch(new RegExp(`flag\\.\\w+\\("${flag.slice(1)}"`)));
    }
  });

  it('is what Prometheus and the data sources address', () => {
    const scrapes: Array<{ static_configs: Array<{ targets: string[] }> }> = yaml(
      'provisioning/prometheus/prometheus.yml'
    ).scrape_configs;
    const hosts = [
      ...scrapes.flatMap(({ static_configs: [{ targets }] }) => targets.map((target) => target.split(':')[0])),
      ...yaml('provisioning/datasources/datasources.yml').datasources.map(
        ({ url }: { url: string }) => new URL(url).hostname
      ),
    ];
    hosts.forEach((host) => expect(Object.keys(services)).toContain(host));
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
