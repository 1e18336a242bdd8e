import { themeName } from './boot';
import {
  type DataSourceApi,
  DataTopic,
  EventBusSrv,
  getThemeById,
  LoadingState,
  type PanelData,
  type PanelPlugin,
  type PanelPluginMeta,
  PluginType,
  ThemeContext,
} from '@grafana/data';
import {
  config,
  LocationServiceProvider,
  locationService,
  type DataSourceSrv,
  setAppEvents,
  setDataSourceSrv,
  setPluginImportUtils,
  setRunRequest,
} from '@grafana/runtime';
import { sceneUtils, UrlSyncContextProvider } from '@grafana/scenes';
import { GlobalStyles, PortalContainer } from '@grafana/ui';
import i18next from 'i18next';
import React from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router-dom';
import { catchError, from, map, of, startWith } from 'rxjs';
import { loadPluginModule } from './amd';
import { type DashboardJson, sceneOf, soloScene } from './dashboard';
import { ClickHouse } from './clickhouse';
import { Mixed } from './backend';
import { RecordedFiles } from './files';
import { MadeUpSpans } from './madeUp';
import { loadRecording, RecordedPrometheus, RecordedPyroscope } from './recorded';
import { registerStandards } from './standards';
import { OptionsPane } from './pane';
import { textPlugin } from './text';
import { timeSeriesPlugin } from './timeseries';

/** Dashboards whose panels say themselves what was recorded, and how. */
const OTHER_RECORDINGS = new Set(['dualflame-recording', 'dualflame-locks']);
const PLUGIN_ID = 'dualflame-flamegraph-panel';

const meta = (id: string, name: string, baseUrl: string): PanelPluginMeta =>
  ({
    id,
    name,
    type: PluginType.panel,
    module: `${baseUrl}/module.js`,
    baseUrl,
    sort: 1,
    info: {
      author: { name: '' },
      description: '',
      links: [],
      logos: { large: '', small: '' },
      screenshots: [],
      updated: '',
      version: '',
    },
  }) as PanelPluginMeta;

async function start() {
  const theme = getThemeById(themeName);
  config.theme2 = theme;
  registerStandards();
  setAppEvents(new EventBusSrv());

  // Grafana's query runner is not on npm; this is the part of its contract that the data sources here need.
  setRunRequest((dataSource: DataSourceApi, request) => {
    const base: PanelData = { state: LoadingState.Loading, series: [], timeRange: request.range, request };
    return from(dataSource.query(request)).pipe(
      map(({ data, state = LoadingState.Done, error, errors = error && [error] }): PanelData => {
        const [series, annotations] = [false, true].map((topic) =>
          data.filter(({ meta }) => (meta?.dataTopic === DataTopic.Annotations) === topic)
        );
        return { ...base, state, series, annotations, errors };
      }),
      catchError((error) =>
        of<PanelData>({ ...base, state: LoadingState.Error, errors: [{ message: String(error?.message ?? error) }] })
      ),
      startWith(base)
    );
  });

  await readTranslations(new URLSearchParams(location.search).get('lang') ?? 'en-US');
  // Where a Grafana has a CDN for plugins, module.js comes from there, under the same path: /?cdn.
  const cdn = new URLSearchParams(location.search).has('cdn') ? '/cdn' : '';
  const { plugin } = await loadPluginModule(`${cdn}/public/plugins/${PLUGIN_ID}/module.js`);
  plugin.meta = meta(PLUGIN_ID, 'Dual Flame', `/public/plugins/${PLUGIN_ID}`);
  textPlugin.meta = meta('text', 'Text', '');
  timeSeriesPlugin.meta = meta('timeseries', 'Time series', '');
  const panels = new Map<string, PanelPlugin>([
    [PLUGIN_ID, plugin],
    ['timeseries', timeSeriesPlugin],
    ['text', textPlugin],
  ]);
  setDataSourceSrv({
    get: async (ref?: { uid?: string } | string | null) => {
      const uid = typeof ref === 'string' ? ref : ref?.uid;
      return sources.find((source) => source.uid === uid)!;
    },
  } as unknown as DataSourceSrv);
  setPluginImportUtils({
    importPanelPlugin: async (id) => panels.get(id)!,
    getPanelPluginFromCache: (id) => panels.get(id),
  });

  const recording = await loadRecording();
  const sources = [
    new RecordedPyroscope(recording),
    new RecordedPrometheus(recording),
    new ClickHouse(),
    new RecordedFiles(),
    new MadeUpSpans(),
  ];
  [...sources, new Mixed(sources)].forEach((dataSource) => sceneUtils.registerRuntimeDataSource({ dataSource }));

  // The broken minute, with a few seconds before it so that the rise of the latency is on screen; the next profile begins a second after it.
  const broken = recording.slices.filter((slice) => slice.phase === 'before');
  const params = new URLSearchParams(location.search);
  const dashboard: DashboardJson = await (
    await fetch(
      `/dashboards/${/^\/d\/dualflame-(\w+)/.exec(location.pathname)?.[1] ?? params.get('dashboard') ?? 'incident'}.json`
    )
  ).json();
  // For trying the panel: ?solo=300x200 shows it alone at that size, ?options={…} with other options, ?targets=[…] with
  // other queries of its Pyroscope, ?pane beside its editors.
  const options = JSON.parse(params.get('options') ?? '{}');
  const targets: DashboardJson['panels'][number]['targets'] | null = JSON.parse(params.get('targets') ?? 'null');
  for (const panel of dashboard.panels.filter(({ type }) => type === PLUGIN_ID)) {
    Object.assign(panel.options, options);
    const [{ datasource }] = panel.targets;
    panel.targets = targets?.map((target) => ({ datasource, ...target })) ?? panel.targets;
  }
  const solo = /^(\d+)x(\d+)$/.exec(params.get('solo') ?? '');
  // With counters also the time before, which they are compared with.
  const before = dashboard.uid === 'dualflame-counters' ? 35_000 : 8_000;
  const range = {
    from: new Date(Math.min(...broken.map((s) => s.from)) - before).toISOString(),
    to: new Date(Math.max(...broken.map((s) => s.to)) + 500).toISOString(),
  };
  const scene = solo
    ? soloScene(dashboard, range, { type: PLUGIN_ID, width: Number(solo[1]), height: Number(solo[2]) })
    : sceneOf(dashboard, range);

  document.body.classList.add(`theme-${themeName}`);
  document.body.style.background = theme.colors.background.canvas;
  createRoot(document.getElementById('root')!).render(
    <LocationServiceProvider service={locationService}>
      <BrowserRouter>
        <ThemeContext.Provider value={theme}>
          <GlobalStyles />
          <UrlSyncContextProvider scene={scene} updateUrlOnInit>
            <header style={{ display: 'flex', gap: 16, alignItems: 'baseline', padding: '12px 16px 0' }}>
              <h1 style={{ fontSize: 20, margin: 0 }}>{dashboard.title}</h1>
              <span style={{ color: theme.colors.text.secondary }}>
                {OTHER_RECORDINGS.has(dashboard.uid ?? '') ? '' : recording.how}
              </span>
              <a
                style={{ marginLeft: 'auto', color: theme.colors.text.link }}
                href={`/?theme=${themeName === 'dark' ? 'light' : 'dark'}`}
              >
                {themeName === 'dark' ? 'Light' : 'Dark'} theme
              </a>
            </header>
            <main style={{ padding: 8, minHeight: 'calc(100vh - 60px)', display: 'flex' }}>
              <scene.Component model={scene} />
              {params.has('pane') && <OptionsPane scene={scene} plugin={plugin} />}
            </main>
          </UrlSyncContextProvider>
          <PortalContainer />
        </ThemeContext.Provider>
      </BrowserRouter>
    </LocationServiceProvider>
  );
}

/** Grafana reads a plugin's texts in the viewer's language before it loads the plugin; ?lang=de-DE asks for another one. */
async function readTranslations(language: string) {
  const answer = await fetch(`/public/plugins/${PLUGIN_ID}/locales/${language}/${PLUGIN_ID}.json`);
  const texts = answer.ok ? await answer.json() : {};
  await i18next.init({
    lng: language,
    fallbackLng: 'en-US',
    returnEmptyString: false,
    resources: { [language]: { [PLUGIN_ID]: texts } },
  });
}

start().catch((error) => {
  document.getElementById('root')!.textContent = `The demo could not start: ${error?.stack ?? error}`;
  throw error;
});
