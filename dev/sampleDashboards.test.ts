// The sample dashboards that the plugin ships (`includes` of plugin.json): what they ask, and what the panel says of it. The stacks of
// the first one are a recording of testdata/truth; UPDATE_DASHBOARDS=1 writes them into it anew.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCSV } from '@grafana/data';
import { splitFrames } from '../src/panel/grafana/dataFrames';
import { profileType } from '../src/panel/grafana/profileTargets';
import { DEFAULT_OPTIONS } from '../src/panel/options/options';
import { findingsOf, preparedOf } from '../src/testing';
import { toFolded } from '../src/writers/folded';

const ROOT = join(__dirname, '..');
const RECORDING = join(ROOT, 'testdata/truth/01-go-sql-pool');
const FIRST_GRAPH = join(ROOT, 'src/dashboards/first-graph.json');

interface Include {
  type: string;
  name: string;
  path: string;
}
interface Target {
  refId: string;
  csvContent?: string;
  profileTypeId?: string;
  labelSelector?: string;
}
interface Dashboard {
  title: string;
  uid?: string;
  id?: number;
  templating: { list: Array<{ name: string; type: string; query: string }> };
  panels: Array<{ type: string; datasource?: { uid: string }; targets?: Target[] }>;
}

const includes: Include[] = JSON.parse(readFileSync(join(ROOT, 'src/plugin.json'), 'utf8')).includes;
const read = (path: string): Dashboard => JSON.parse(readFileSync(path, 'utf8'));
const flamesOf = ({ panels }: Dashboard) => panels.filter(({ type }) => type === 'dualflame-flamegraph-panel');

/** The stacks of a recorded pprof, heaviest first, as a data source answers with rows. */
function recorded(role: 'cpu' | 'wall'): string {
  const bytes = readFileSync(join(RECORDING, `before.${role}.pb.gz`));
  const { paired } = preparedOf([{ refId: role, role, source: { kind: 'bytes', bytes } }]);
  const lines = toFolded({
    tree: paired!.tree,
    weights: paired![role]!.weights,
    type: role,
    unit: 'nanoseconds',
  }).trim();
  const rows = lines.split('\n').map((line) => ({
    stack: line.slice(0, line.lastIndexOf(' ')),
    weight: Number(line.slice(line.lastIndexOf(' ') + 1)),
  }));
  rows.sort((a, b) => b.weight - a.weight);
  const quoted = (text: string) => (/[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return [`stack,${role}_ns`, ...rows.map(({ stack, weight }) => `${quoted(stack)},${weight}`)].join('\n');
}

it('plugin.json lists each, by the title that it has', () => {
  expect(includes.map(({ type }) => type)).toEqual(['dashboard', 'dashboard']);
  expect(includes.map(({ name, path }) => [path, name])).toEqual(
    includes.map(({ path }) => [path, read(join(ROOT, 'src', path)).title])
  );
});

it.each(includes.map(({ path }) => path))(
  '%s asks the data source that is chosen, and brings no id of its own',
  (path) => {
    const dashboard = read(join(ROOT, 'src', path));
    expect(dashboard).not.toHaveProperty('id');
    const names = dashboard.templating.list.map(({ name }) => name);
    const [flame] = flamesOf(dashboard);
    expect(flame.datasource!.uid).toBe('${source}');
    const used = [...JSON.stringify(dashboard.panels).matchAll(/\$\{?(\w+)/g)].map(([, name]) => name);
    expect(new Set(used)).toEqual(new Set(names));
  }
);

it('the first graph is a recording, and the panel names its cause', () => {
  const dashboard = read(FIRST_GRAPH);
  const targets = flamesOf(dashboard)[0].targets!;
  const rows = (['cpu', 'wall'] as const).map(recorded);
  if (process.env.UPDATE_DASHBOARDS) {
    targets.forEach((target, i) => (target.csvContent = rows[i]));
    writeFileSync(FIRST_GRAPH, `${JSON.stringify(dashboard, null, 2)}\n`);
  }
  expect(targets.map(({ csvContent }) => csvContent)).toEqual(rows);
  const series = targets.flatMap(({ refId, csvContent }) =>
    readCSV(csvContent!).map((frame) => ({ ...frame, refId, length: frame.length }))
  );
  const { inputs } = splitFrames({ series }, DEFAULT_OPTIONS, (text) => text);
  const prepared = preparedOf(inputs);
  expect(prepared.errors).toEqual([]);
  const [said] = /\d+ % waits for a connection of the pool [^*]+/.exec(
    readFileSync(join(ROOT, 'docs/plugin/index.md'), 'utf8')
  )!;
  expect(said).toMatch(/^38 % .*in OrderStore\.LoadOrder$/);
  expect(findingsOf(prepared)[0].text.replaceAll('\u00a0', ' ')).toContain(said);
});

it('the dashboard for Pyroscope asks CPU and one of the waits that a profiler sends, of one service', () => {
  const dashboard = read(join(ROOT, 'src/dashboards/cpu-and-waits.json'));
  const targets = flamesOf(dashboard)[0].targets!;
  expect(targets.map(({ profileTypeId }) => profileTypeId)).toEqual(['${cpu}', '${waits}']);
  targets.forEach(({ labelSelector }) => expect(labelSelector).toBe('{service_name="${service}"}'));
  const rolesOf = (name: string) =>
    dashboard.templating.list
      .find((variable) => variable.name === name)!
      .query.split(',')
      .map((entry) => profileType(entry.split(' : ')[1])?.role);
  expect(rolesOf('cpu')).toEqual(['cpu', 'cpu']);
  expect(rolesOf('waits')).toEqual(['wall', 'wall', 'wall', 'offcpu']);
});
