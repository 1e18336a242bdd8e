import { type DataSourceRef } from '@grafana/schema';
import {
  behaviors,
  EmbeddedScene,
  SceneControlsSpacer,
  SceneFlexItem,
  SceneFlexLayout,
  SceneGridItem,
  SceneGridLayout,
  SceneQueryRunner,
  SceneRefreshPicker,
  SceneTimePicker,
  SceneTimeRange,
  SceneVariableSet,
  TextBoxVariable,
  VizPanel,
} from '@grafana/scenes';

/** The parts of a dashboard's JSON model that the demo shows. */
export interface DashboardJson {
  templating: { list: Array<{ name: string; type: string }> };
  uid: string;
  title: string;
  graphTooltip: number;
  refresh: string;
  panels: Array<{
    id: number;
    type: string;
    title: string;
    description?: string;
    transparent?: boolean;
    gridPos: { x: number; y: number; w: number; h: number };
    datasource: DataSourceRef;
    maxDataPoints?: number;
    targets: Array<{ refId: string; datasource?: DataSourceRef }>;
    fieldConfig: never;
    options: object;
  }>;
}

type PanelJson = DashboardJson['panels'][number];

/** The demo has no Explore: links that lead there are left out. */
const withoutExplore = <T>(config: T): T =>
  JSON.parse(JSON.stringify(config), (_, value) =>
    Array.isArray(value) ? value.filter((item) => !String(item?.url).startsWith('/explore')) : value
  );

const vizPanel = (panel: PanelJson) =>
  new VizPanel({
    key: `panel-${panel.id}`,
    title: panel.title,
    description: panel.description,
    pluginId: panel.type,
    options: panel.options,
    fieldConfig: withoutExplore(panel.fieldConfig),
    hoverHeader: !panel.title,
    displayMode: panel.transparent ? 'transparent' : 'default',
    $data: panel.targets.length
      ? new SceneQueryRunner({
          datasource: panel.datasource,
          queries: panel.targets,
          maxDataPoints: panel.maxDataPoints,
        })
      : undefined,
  });

const controls = () => [
  new SceneControlsSpacer(),
  new SceneTimePicker({ isOnCanvas: true }),
  new SceneRefreshPicker({ intervals: ['5s', '10s', '30s'], isOnCanvas: true }),
];

const variables = ({ templating }: DashboardJson) =>
  new SceneVariableSet({
    variables: templating.list
      .filter(({ type }) => type === 'textbox')
      .map(({ name }) => new TextBoxVariable({ name, value: '' })),
  });

/** A provisioned dashboard as a scene: Grafana itself does the same when it loads one. */
export function sceneOf(dashboard: DashboardJson, range: { from: string; to: string }): EmbeddedScene {
  return new EmbeddedScene({
    $timeRange: new SceneTimeRange(range),
    $variables: variables(dashboard),
    $behaviors: [new behaviors.CursorSync({ sync: dashboard.graphTooltip })],
    controls: controls(),
    body: new SceneGridLayout({
      isDraggable: true,
      isResizable: true,
      children: dashboard.panels.map(
        (panel) =>
          new SceneGridItem({
            key: `item-${panel.id}`,
            x: panel.gridPos.x,
            y: panel.gridPos.y,
            width: panel.gridPos.w,
            height: panel.gridPos.h,
            isDraggable: true,
            isResizable: true,
            body: vizPanel(panel),
          })
      ),
    }),
  });
}

/** One panel of the dashboard at a size in pixels: to look at it as small as people make it. */
export function soloScene(
  dashboard: DashboardJson,
  range: { from: string; to: string },
  { type, width, height }: { type: string; width: number; height: number }
): EmbeddedScene {
  const panel = dashboard.panels.find((p) => p.type === type)!;
  return new EmbeddedScene({
    $timeRange: new SceneTimeRange(range),
    $variables: variables(dashboard),
    controls: controls(),
    body: new SceneFlexLayout({ children: [new SceneFlexItem({ width, height, body: vizPanel(panel) })] }),
  });
}
