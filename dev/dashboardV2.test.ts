// The dashboard in Grafana's second model (tabs, auto grid, what is shown under conditions): judged by the types that Grafana publishes.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { migrateOptions } from '../src/panel/options/migrations';

const ROOT = join(__dirname, '..');
const text = readFileSync(join(ROOT, 'provisioning/dashboards-v2/incident-tabs.json'), 'utf8');
const SCHEMA = join(ROOT, 'node_modules/@grafana/schema/dist/types/schema/dashboard/v2/types.spec.gen');

/** What the compiler has against a dashboard as a `Spec`: a field that is missing, unknown or of another kind. */
function faultsOf(spec: unknown): string[] {
  const file = join(ROOT, 'dashboard-as-code.ts');
  const source = `import { type Spec } from ${JSON.stringify(SCHEMA)};\nexport const spec: Spec = ${JSON.stringify(spec)};`;
  const options: ts.CompilerOptions = { strict: true, noEmit: true, skipLibCheck: true, types: [] };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (name) => name === file || fileExists(name);
  host.readFile = (name) => (name === file ? source : readFile(name));
  host.getSourceFile = (name, version) =>
    name === file ? ts.createSourceFile(name, source, version) : getSourceFile(name, version);
  const program = ts.createProgram([file], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}

interface Node {
  kind: string;
  spec: Record<string, unknown>;
}
const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'kind' in value && 'spec' in value;

/** Every part of the dashboard that has a kind. */
function nodes(of: unknown): Node[] {
  const own = isNode(of) ? [of] : [];
  return typeof of === 'object' && of !== null ? [...own, ...Object.values(of).flatMap(nodes)] : own;
}

describe('dashboards-v2/incident-tabs.json', () => {
  const { apiVersion, kind, metadata, spec } = JSON.parse(text);
  const all = nodes(spec);
  const kinds = new Set(all.map((node) => node.kind));

  it('is a resource that Grafana 13 imports and git sync reads, valid by the published types', () => {
    expect({ apiVersion, kind, metadata }).toEqual({
      apiVersion: 'dashboard.grafana.app/v2',
      kind: 'Dashboard',
      metadata: { name: 'dualflame-incident-tabs' },
    });
    expect(faultsOf(spec)).toEqual([]);
    // The judge is awake.
    expect(faultsOf({ ...spec, cursorSync: 'Sometimes' }).join()).toContain('"Sometimes"');
    expect(faultsOf({ ...spec, title: undefined }).join()).toContain('title');
  });

  it('has tabs, an auto grid, a panel and a tab that are shown under a condition, and every element once in the layout', () => {
    ['TabsLayout', 'AutoGridLayout', 'GridLayout', 'ConditionalRenderingData', 'ConditionalRenderingVariable'].forEach(
      (one) => expect(kinds).toContain(one)
    );
    const shown = all.filter((node) => node.kind === 'AutoGridLayoutItem' || node.kind === 'GridLayoutItem');
    const names = shown.map((item) => (item.spec.element as { name: string }).name);
    expect(names.sort()).toEqual(Object.keys(spec.elements).sort());
    const variables = all.filter((node) => node.kind.endsWith('Variable')).map((node) => node.spec.name);
    all
      .filter((node) => node.kind === 'ConditionalRenderingVariable')
      .forEach((condition) => expect(variables).toContain(condition.spec.variable));
  });

  it('asks the data sources and has the options of the first dashboard’s panel', () => {
    const first = JSON.parse(readFileSync(join(ROOT, 'provisioning/dashboards/incident.json'), 'utf8'));
    const panel = first.panels.find(({ id }: { id: number }) => id === 3);
    const { data, vizConfig } = spec.elements.flame.spec;
    expect(vizConfig).toMatchObject({ group: panel.type, spec: { options: panel.options } });
    const asked = data.spec.queries.map((query: { spec: { refId: string; query: Node & { group: string } } }) => ({
      refId: query.spec.refId,
      type: query.spec.query.group,
      ...query.spec.query.spec,
    }));
    expect(asked).toEqual(
      panel.targets.map(({ datasource, ...target }: { datasource: { type: string } }) => ({
        ...target,
        type: datasource.type,
      }))
    );
    const { options } = spec.elements.waits.spec.vizConfig.spec;
    expect(migrateOptions({ options: { ...options, version: 2 } })).toMatchObject(options);
  });
});
