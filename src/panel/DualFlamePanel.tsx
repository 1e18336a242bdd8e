import { css } from '@emotion/css';
import {
  type AbsoluteTimeRange,
  type DataFrame,
  dateTimeFormat,
  getActiveThreshold,
  type GrafanaTheme2,
  type PanelProps,
  type ThresholdsConfig,
} from '@grafana/data';
import { locationService, PanelDataErrorView } from '@grafana/runtime';
import { Button, IconButton, RadioButtonGroup, useStyles2, useTheme2 } from '@grafana/ui';
import React, { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import {
  compileSearch,
  counterCaveats,
  CPU,
  matchedWeight,
  matchSymbols,
  type CounterRow,
  type Finding,
  type FunctionRow,
  type Metric,
  type PairedProfile,
  type WaitSite,
  splitAt,
  wholeOfBoth,
  wholeRole,
  baselineOf,
  findings,
  foldedLibrary,
  functionTable,
  IDLE,
} from '../analysis';
import { pathNames, totalOf } from '../profile';
import { servedOf } from './grafana/beside';
import { type CompareSpec, type Measure, objectiveWindows, spanOf } from './model/comparison';
import { formatCounter, formatterFor, percent } from './ui/format';
import { type QueryReport } from '../prepare';
import { type Filters, leavesOut } from './state/filters';
import { type Mode, type PanelOptions } from './options/options';
import { emptyMessage, failures, queryProblems } from './model/problems';
import { GAP, ROWS, panelLayout } from './ui/panelLayout';
import { type FrameLink, frameLabels, frameLinks, linkedFrame } from './grafana/dataLinks';
import { keptView, useKeptView } from './state/keptView';
import { decodeView, encodeView, type SharedView } from './state/sharedView';
import { Boundary } from './ui/Boundary';
import { CallTreeList } from './lists/CallTreeList';
import { FunctionTable } from './lists/FunctionTable';
import { Findings } from './summary/Findings';
import { FlameGraph, type Hover } from './graph/FlameGraph';
import { Breadcrumb } from './graph/Breadcrumb';
import { FrameMenu } from './graph/FrameMenu';
import { FrameTooltip } from './graph/FrameTooltip';
import { CounterStrip } from './summary/CounterStrip';
import { describeFrame, type GraphModel, graphModel } from './model/graphModel';
import { DataQuality } from './summary/DataQuality';
import { SandwichView } from './graph/SandwichView';
import { Toolbar } from './toolbar/Toolbar';
import { changesOf } from './model/changes';
import { type ComparisonState, panelRange, useComparison } from './model/useComparison';
import { useFrameCounters } from './model/useFrameCounters';
import { usePrepared } from './model/usePrepared';
import { useOnFrame } from './state/useOnFrame';
import { useStable } from './ui/useStable';
import { useWholeAnswer } from './model/useWholeAnswer';
import { legendLines, WaitsBar } from './summary/WaitsBar';
import { WaitSites } from './lists/WaitSites';
import { INITIAL_VIEW, type ListKind, resolvePath, type ViewState } from './state/viewState';
import { t } from './grafana/translate';

/** Height of the switch above the list. */
const TABS = 28;
const TITLE = 18;
const NO_FRAMES: DataFrame[] = [];
const NO_LINKS: FrameLink[] = [];
/** In smaller graphs the small one would hide too much of the large one. */
const MINIMAP_ROOM = { width: 480, height: 200 };
/** Narrower panels keep the room for the modes and the search. */
const LIST_BUTTON = 360;

export function DualFlamePanel(props: PanelProps<PanelOptions>) {
  const { data, options, width, height } = props;
  const describe = () =>
    JSON.stringify({
      options,
      width,
      height,
      frames: data.series.map(({ length, fields, meta }) => ({
        length,
        type: meta?.preferredVisualisationType,
        fields: fields.map(({ name, type, config }) => ({ name, type, unit: config.unit })),
      })),
    });
  return (
    <Boundary data={data.series} describe={describe}>
      <Panel {...props} />
    </Boundary>
  );
}

function Panel(all: PanelProps<PanelOptions>) {
  const data = useWholeAnswer(all.data);
  const props = { ...all, data };
  const { id, fieldConfig } = props;
  const [shared] = useState(() => readShared(props) ?? keptView(props));
  const [view, setView] = useState<ViewState>(shared?.view ?? INITIAL_VIEW);
  const [filters, setFilters] = useState<Filters>(shared?.filters ?? {});
  const [compare, setCompare] = useState<CompareSpec | undefined>(shared?.compare);
  useSharedView(props.options.stateVariable, { view, filters, compare });
  useKeptView(props, { view, filters, compare });
  const comparison = useComparison(props, compare);
  const prepared = usePrepared(props, filters, comparison.frames);
  const { paired, frames, queries } = prepared;
  if (!paired || !hasTime(paired)) {
    const failed = failures(data).length > 0;
    if (compare && comparison.frames && !failed) {
      return (
        <div>
          {t('There is no profile in one of the times compared.')}{' '}
          <Button size="sm" variant="secondary" onClick={() => setCompare(undefined)}>
            {t('Stop comparing')}
          </Button>
        </div>
      );
    }
    if (leavesOut(filters) && !failed && queries.some(({ empty }) => !empty)) {
      return (
        <div>
          {t('The filters leave no stack in this time range.')}{' '}
          <Button size="sm" variant="secondary" onClick={() => setFilters({})}>
            {t('Remove all filters')}
          </Button>
        </div>
      );
    }
    return (
      <PanelDataErrorView
        panelId={id}
        data={data}
        fieldConfig={fieldConfig}
        message={emptyMessage(data, prepared, props.replaceVariables)}
        needsStringField={!frames.inputs.length}
      />
    );
  }
  return (
    <Loaded
      {...props}
      prepared={prepared}
      paired={paired}
      view={view}
      setView={setView}
      filters={filters}
      onFilters={(part) => setFilters((old) => ({ ...old, ...(typeof part === 'function' ? part(old) : part) }))}
      compare={compare}
      comparison={comparison}
      onCompare={setCompare}
    />
  );
}

const hasTime = ({ tree, wallTime, cpu }: PairedProfile) =>
  [wallTime, cpu].some((role) => role !== undefined && role.weights.prefixSum[tree.length] > 0);

/** The view that the dashboard's link holds, if it does. */
function readShared({ options, replaceVariables }: PanelProps<PanelOptions>): SharedView | undefined {
  return options.stateVariable ? decodeView(replaceVariables(`\${${options.stateVariable}:raw}`)) : undefined;
}

/** Keeps the view in the link; it replaces the entry in the browser's history, because every hover is no page. */
function useSharedView(variable: string, shared: SharedView): void {
  const encoded = encodeView(shared);
  const written = useRef(encoded);
  useEffect(() => {
    if (variable && written.current !== encoded) {
      written.current = encoded;
      locationService.partial({ [`var-${variable}`]: encoded }, true);
    }
  }, [variable, encoded]);
}

interface LoadedProps extends PanelProps<PanelOptions> {
  prepared: ReturnType<typeof usePrepared>;
  paired: PairedProfile;
  view: ViewState;
  setView: React.Dispatch<React.SetStateAction<ViewState>>;
  filters: Filters;
  onFilters(part: Filters | ((old: Filters) => Filters)): void;
  compare?: CompareSpec;
  comparison: ComparisonState;
  onCompare(spec: CompareSpec | undefined): void;
}

function Loaded(props: LoadedProps) {
  const {
    prepared,
    paired,
    width,
    height,
    options,
    data,
    view,
    setView,
    filters,
    onFilters,
    timeRange,
    timeZone,
    compare,
    comparison,
    onCompare,
  } = props;
  // An empty baseline would make everything new.
  const before = prepared.baseline && hasTime(prepared.baseline) ? prepared.baseline : undefined;
  const common = useMemo(() => before && wholeOfBoth(paired, before), [paired, before]);
  const theme = useTheme2();
  const styles = useStyles2(getStyles);
  const [listToggled, setListToggled] = useState<boolean>();
  const panel = useRef<HTMLDivElement>(null);
  const { tree } = paired;
  const [hover, setHover] = useOnFrame<Hover & { graph: number }>(tree);
  const [listHover, setListHover] = useOnFrame<{ node: number }>(tree);
  const [menu, setMenu] = useOnFrame<{ node: number; x: number; y: number }>(tree);
  const update = (part: Partial<ViewState>) => setView((old) => ({ ...old, ...part }));

  // Memory, contention, goroutines: there is nothing to split, and no clock.
  const timed = paired.evidence !== 'other';
  const available = useMemo(
    (): Record<Mode, boolean> => ({
      cpu: Boolean(paired.cpu),
      wall: Boolean(paired.wallTime),
      hotcold: Boolean(paired.wallTime) && timed,
      side: Boolean(paired.cpu && paired.wallTime),
      changed: common !== undefined,
    }),
    [paired, common, timed]
  );
  const wanted = view.mode ?? (options.mode === 'auto' ? undefined : options.mode);
  const fallback: Mode = paired.cpu && paired.wallTime ? 'hotcold' : paired.wallTime ? 'wall' : 'cpu';
  const mode: Mode = wanted && available[wanted] ? wanted : fallback;

  const { search } = view;
  const searched = useMemo(() => {
    if (!search) {
      return {};
    }
    const test = compileSearch(search);
    return test.ok
      ? { matched: matchSymbols(tree, test.value) }
      : { error: [test.problem.message, test.problem.remedy].filter(Boolean).join(' ') };
  }, [tree, search]);
  const { matched } = searched;

  const { rows, baselines, marks } = prepared.counterRows;
  const { metrics, marked, counters } = useFrameCounters(tree, prepared.events, marks, view.colorBy);
  const root = useMemo(() => resolvePath(tree, view.zoom), [tree, view.zoom]);
  // By name, so that it survives a refresh; a function that is gone leaves the graph.
  const sandwiched = view.sandwich === undefined ? -1 : tree.symbols.findIndex(({ name }) => name === view.sandwich);
  const wantedList: ListKind = view.list ?? (prepared.sites.length + marked.length > 0 ? 'sites' : 'functions');
  const listed = wantedList === 'sites' && !timed ? 'functions' : wantedList;
  const whole = wholeRole(paired)!;
  const shownRole = (mode === 'cpu' && paired.cpu) || whole;
  const functions = useMemo(
    () =>
      listed === 'functions'
        ? functionTable(
            paired,
            shownRole,
            mode === 'cpu' ? before?.cpu : common?.now === whole ? common.before : undefined
          )
        : [],
    [listed, paired, shownRole, before, common, whole, mode]
  );

  const field = prepared.frames.valueField;
  const { unit } = whole;
  const format = useMemo(() => formatterFor(unit, field, theme), [unit, field, theme]);
  const cpuUnit = paired.cpu?.unit ?? unit;
  const cpuFormat = useMemo(
    () => formatterFor(cpuUnit, cpuUnit === unit ? field : undefined, theme),
    [cpuUnit, unit, field, theme]
  );

  const changes = useMemo(() => {
    const lasted = spanOf([panelRange(timeRange)], []);
    const spans = comparison.frames?.spans ?? { now: lasted, before: lasted };
    return mode === 'changed' ? changesOf(paired, before, spans, format, cpuFormat) : [];
  }, [mode, paired, before, comparison.frames, timeRange, format, cpuFormat]);
  const change = changes.find(({ measure }) => measure === view.measure) ?? changes[0];
  const models: GraphModel[] = useMemo(() => {
    const shown = mode === 'side' ? (['cpu', 'wall'] as const) : [mode];
    return shown.flatMap(
      (m) => graphModel(m, { paired, category: view.category, matched, counters, format, cpuFormat, change }) ?? []
    );
  }, [paired, mode, view.category, matched, counters, format, cpuFormat, change]);

  const split = useMemo(() => splitAt(paired, root), [paired, root]);
  const matchedShare = matched
    ? percent(matchedWeight(tree, models[0].weights, matched, root) / totalOf(tree, models[0].weights, root))
    : undefined;

  const caveats = useMemo(
    () =>
      counterCaveats(
        rows,
        { from: timeRange.from.valueOf(), to: timeRange.to.valueOf() },
        new Map(prepared.labels.map(({ name, values }) => [name, values.map(({ value }) => value)]))
      ),
    [rows, timeRange, prepared.labels]
  );
  const sourceLabels = useMemo(
    () => new Set(prepared.frames.inputs.flatMap(({ labels = [] }) => labels.map(([name]) => name))),
    [prepared.frames.inputs]
  );
  const hasObjective = useMemo(
    () => objectiveWindows(data.series, timeRange.from.valueOf(), timeRange.to.valueOf()) !== undefined,
    [data.series, timeRange]
  );
  const { replaceVariables } = props;
  const problems = useMemo(
    () => [
      ...(comparison.error ? [{ message: comparison.error }] : []),
      ...queryProblems(data, prepared, replaceVariables, { asked: comparison.frames !== undefined, before, common }),
    ],
    [comparison.error, comparison.frames, data, prepared, replaceVariables, before, common]
  );
  const shownFilters = useMemo(
    (): Filters => ({
      ...filters,
      collapseRecursion: filters.collapseRecursion ?? options.rollUp.collapseRecursion,
      collapseChains: filters.collapseChains ?? options.rollUp.collapseChains,
    }),
    [filters, options.rollUp]
  );
  const { thresholds } = prepared.frames;
  const threshold = useCallback(
    (row: CounterRow) => thresholdColor(thresholds.get(row.refIds[0]), row.value, theme),
    [thresholds, theme]
  );
  const measures = useMemo(() => [...new Set(changes.map(({ measure }) => measure))], [changes]);

  const found = useMemo(
    () =>
      findings({
        paired,
        diagnosis: prepared.diagnosis,
        changes: before && prepared.changes,
        served: comparison.frames && servedOf(comparison.frames.spans),
        objective: comparison.frames?.objective,
        amount: format,
        nodeOf: prepared.shownNode,
        counters: rows.map((row) => ({
          row,
          baseline: baselineOf(row, options.baseline, baselines, timeRange.from.valueOf(), timeRange.to.valueOf())
            ?.value,
        })),
        percent,
        t,
        counter: ({ metric }, value) => formatCounter(metric, value),
      }),
    [paired, before, prepared, comparison.frames, format, rows, baselines, options.baseline, timeRange]
  );
  // Of the whole, so that a zoom moves nothing.
  const legend = useMemo(() => legendLines(splitAt(paired, 0), paired.evidence, width), [paired, width]);
  const room = panelLayout(
    { width, height },
    {
      finding: found.length > 0,
      legend,
      counters: rows.length,
      list: !(listToggled ?? options.showSites)
        ? 'closed'
        : view.listReplacesGraph
          ? 'instead'
          : listToggled
            ? 'open'
            : 'where it fits',
    }
  );
  const visibleRows = useMemo(() => rows.slice(0, room.counters), [rows, room.counters]);
  const each = Math.floor((room.graphWidth - GAP * (models.length - 1)) / models.length);
  const titled = mode === 'side';

  const title = props.title || t('Where the time goes');
  const on = useStable({
    zoom: (node: number) => {
      setHover(undefined);
      const opens = node > 0 && foldedLibrary(tree.symbols[tree.symbol[node]]) !== undefined;
      if (opens) {
        onFilters({ onlyMyCode: undefined });
      }
      update({ zoom: opens ? prepared.unfolded(node) : pathNames(tree, node), sandwich: undefined });
    },
    site: (site: WaitSite) => {
      setHover(undefined);
      update({
        zoom: pathNames(tree, site.node),
        mode: mode === 'cpu' ? fallback : view.mode,
        category: view.category === undefined || view.category === site.category ? view.category : undefined,
      });
    },
    finding: ({ node, category }: Finding) => {
      on.zoom(node ?? 0);
      update({ mode: category !== undefined && mode === 'cpu' ? fallback : view.mode });
    },
    hoverRow: (row: FunctionRow | undefined) => setListHover(row),
    hoverNode: (node: number | undefined) => setListHover(node === undefined ? undefined : { node }),
    formatTotal: (query: QueryReport) =>
      formatterFor(query.unit, query.unit === unit ? field : undefined, theme)(query.total),
    colorBy: (metric: Metric | undefined) => update({ colorBy: metric }),
    compare: (spec: CompareSpec | undefined) => {
      onCompare(spec);
      update({ mode: spec ? 'changed' : undefined });
    },
    window: ({ from, to }: AbsoluteTimeRange) => on.compare({ type: 'window', from, to }),
    measure: (measure: Measure) => update({ measure }),
    filters: (part: Partial<Filters>) => {
      if ('onlyMyCode' in part && !part.onlyMyCode && root > 0) {
        update({ zoom: prepared.unfolded(root) });
      }
      onFilters(part);
    },
    mode: (next: Mode) =>
      update({ mode: next, category: next === 'cpu' && view.category !== CPU ? undefined : view.category }),
    category: (category: number | undefined) =>
      update({ category, mode: mode === 'cpu' && category !== CPU && paired.wallTime ? fallback : view.mode }),
    search: (text: string) => update({ search: text }),
    list: () => setListToggled(room.list === undefined),
    kind: (kind: ListKind) => update({ list: kind }),
    wide: () => update({ listReplacesGraph: !view.listReplacesGraph }),
    shown: () => ({
      tree,
      model: models[0],
      root,
      width: each,
      title,
      canvas: panel.current?.querySelector('canvas'),
    }),
    range: props.onChangeTimeRange,
    rangeInWords: () =>
      `${dateTimeFormat(timeRange.from, { timeZone })} – ${dateTimeFormat(timeRange.to, { timeZone })}`,
  });
  const describe = (model: GraphModel) => (node: number) => describeFrame(model, node);
  const linksOf = useCallback(
    (node: number) =>
      node === 0
        ? NO_LINKS
        : frameLinks(
            prepared.frames,
            linkedFrame(paired, node, frameLabels(paired, node, prepared.frames.inputs, filters)),
            replaceVariables
          ),
    [paired, prepared.frames, filters, replaceVariables]
  );
  const rootLinks = useMemo(() => linksOf(root), [linksOf, root]);
  const hovered = hover && models[hover.graph];

  const list = ({ width: w, height: h }: { width: number; height: number }) => (
    <div data-testid="dualflame-lists">
      <ListTabs
        listed={listed}
        timed={timed}
        wide={view.listReplacesGraph === true}
        instead={room.list?.place === 'instead'}
        onKind={on.kind}
        onWide={on.wide}
        onList={on.list}
      />
      {listed === 'sites' ? (
        <WaitSites
          sites={prepared.sites}
          total={whole.weights.prefixSum[tree.length]}
          format={format}
          width={w}
          height={h - TABS}
          marked={marked}
          onFrame={on.zoom}
          onSite={on.site}
        />
      ) : listed === 'tree' ? (
        <CallTreeList
          paired={paired}
          role={shownRole}
          matched={matched}
          format={mode === 'cpu' ? cpuFormat : format}
          hasWaits={mode !== 'cpu' && timed}
          root={root}
          width={w}
          height={h - TABS}
          highlighted={hover?.node ?? -1}
          onFrame={on.zoom}
          onHover={on.hoverNode}
        />
      ) : (
        <FunctionTable
          rows={functions}
          whole={shownRole.weights.prefixSum[tree.length]}
          matched={matched}
          format={mode === 'cpu' ? cpuFormat : format}
          hasWaits={mode !== 'cpu' && timed}
          metrics={metrics}
          counters={counters}
          width={w}
          height={h - TABS}
          highlighted={hover && hover.node > 0 ? tree.symbol[hover.node] : -1}
          onFrame={on.zoom}
          onHover={on.hoverRow}
        />
      )}
    </div>
  );

  return (
    <div ref={panel} className={styles.panel} style={{ width, height }} data-testid="dualflame-panel">
      <Toolbar
        width={width}
        mode={mode}
        timed={timed}
        available={available}
        queries={prepared.queries}
        notDrawn={prepared.frames.notDrawn}
        formatTotal={on.formatTotal}
        metrics={metrics}
        colorBy={counters.colorBy}
        onColorBy={on.colorBy}
        compare={compare}
        comparing={comparison.loading}
        hasObjective={hasObjective}
        measures={measures}
        measure={change?.measure}
        onMeasure={on.measure}
        onCompare={on.compare}
        labels={prepared.labels}
        sourceLabels={sourceLabels}
        filters={shownFilters}
        onFilters={on.filters}
        hasIdle={paired.waiting[IDLE] !== undefined}
        search={view.search}
        matchedShare={matchedShare}
        searchError={searched.error}
        shown={on.shown}
        listOpen={room.list !== undefined}
        onMode={on.mode}
        onSearch={on.search}
        onList={width >= LIST_BUTTON ? on.list : undefined}
      />
      {room.finding && <Findings findings={found} title={title} range={on.rangeInWords} onFinding={on.finding} />}
      {room.legend > 0 && (
        <WaitsBar
          split={split}
          evidence={paired.evidence}
          format={format}
          width={width}
          legend={room.legend}
          category={view.category}
          onCategory={on.category}
        />
      )}
      {room.counters > 0 && (
        <CounterStrip
          rows={visibleRows}
          baselines={baselines}
          spec={options.baseline}
          annotations={data.annotations ?? NO_FRAMES}
          timeRange={timeRange}
          timeZone={timeZone}
          width={width}
          eventBus={props.eventBus}
          threshold={threshold}
          onRange={on.range}
          onWindow={on.window}
        />
      )}
      {room.line && <Breadcrumb models={models} root={root} width={width} links={rootLinks} onZoom={on.zoom} />}
      <div className={styles.main}>
        <div className={styles.graphs}>
          {room.list?.place === 'instead' ? null : sandwiched >= 0 ? (
            <SandwichView
              model={models[0]}
              symbol={sandwiched}
              width={room.graphWidth}
              height={room.graphHeight}
              onSymbol={(name) => update({ sandwich: name })}
              onClose={() => update({ sandwich: undefined })}
            />
          ) : (
            models.map((model, i) => (
              <div key={i}>
                {titled && <div className={styles.title}>{`${model.title} · ${describe(model)(0)}`}</div>}
                <FlameGraph
                  tree={tree}
                  model={model}
                  width={each}
                  height={titled ? room.graphHeight - TITLE : room.graphHeight}
                  root={root}
                  flame={options.direction === 'flame'}
                  highlighted={hover && !hover.merged ? hover.node : (listHover?.node ?? -1)}
                  minimap={each >= MINIMAP_ROOM.width && room.graphHeight >= MINIMAP_ROOM.height}
                  describe={describe(model)}
                  onZoom={on.zoom}
                  onMenu={(node, x, y) => setMenu({ node, x, y })}
                  onHover={(next) => setHover(next && { ...next, graph: i })}
                />
              </div>
            ))
          )}
        </div>
        {room.list && room.list.place !== 'below' && list(room.list)}
      </div>
      {room.list?.place === 'below' && list(room.list)}
      {room.dataQuality && (
        <DataQuality
          paired={paired}
          queries={prepared.queries}
          problems={problems}
          caveats={caveats}
          filteredShare={prepared.filteredShare}
          removedFrames={prepared.removedFrames}
        />
      )}
      {menu && (
        <FrameMenu
          {...menu}
          tree={tree}
          links={linksOf(menu.node)}
          onZoom={on.zoom}
          onSearch={(pattern) => update({ search: pattern })}
          onSandwich={(name) => update({ sandwich: name })}
          onFilter={(keep, pattern) => onFilters(({ stacks = [] }) => ({ stacks: [...stacks, { keep, pattern }] }))}
          onTable={(pattern) => {
            update({ search: pattern, list: 'functions' });
            setListToggled(true);
          }}
          onClose={() => setMenu(undefined)}
        />
      )}
      {hover && hovered && (
        <FrameTooltip
          hover={hover}
          model={hovered}
          root={root}
          changes={changes}
          ratios={
            hovered.waits(hover.node) ? [] : metrics.flatMap((metric) => counters.ratioOf(hover.node, metric) ?? [])
          }
          counters={hover.node === 0 ? rows : []}
          kernelLock={hover.node > 0 ? prepared.kernelLocks.get(tree.symbol[hover.node]) : undefined}
        />
      )}
    </div>
  );
}

interface ListTabsProps {
  listed: ListKind;
  /** Nothing waits in memory, or in a contention profile. */
  timed: boolean;
  /** In the graph's place by choice, not for want of room. */
  wide: boolean;
  instead: boolean;
  onKind(kind: ListKind): void;
  onWide(): void;
  onList(): void;
}

const ListTabs = React.memo(function ListTabs({ listed, timed, wide, instead, onKind, onWide, onList }: ListTabsProps) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.tabs}>
      <RadioButtonGroup<ListKind>
        size="sm"
        value={listed}
        options={[
          ...(timed ? [{ value: 'sites' as const, label: t('Wait sites') }] : []),
          { value: 'functions', label: t('Functions') },
          { value: 'tree', label: t('Call tree') },
        ]}
        onChange={onKind}
      />
      {!instead || wide ? (
        <IconButton
          name="arrows-h"
          variant={wide ? 'primary' : 'secondary'}
          aria-pressed={wide}
          size="sm"
          tooltip={wide ? t('Beside the graph') : t('In the place of the graph')}
          onClick={onWide}
        />
      ) : (
        <IconButton name="times" size="sm" tooltip={t('Back to the graph')} onClick={onList} />
      )}
    </div>
  );
});

/** Colour of the field config's threshold that a value has passed; undefined where none is set. */
function thresholdColor(
  thresholds: ThresholdsConfig | undefined,
  value: number,
  theme: GrafanaTheme2
): string | undefined {
  return thresholds && Number.isFinite(value)
    ? theme.visualization.getColorByName(getActiveThreshold(value, thresholds.steps).color)
    : undefined;
}

const getStyles = (theme: GrafanaTheme2) => ({
  panel: css({ display: 'flex', flexDirection: 'column', gap: ROWS.gap, overflow: 'hidden', position: 'relative' }),
  main: css({ display: 'flex', gap: GAP, minHeight: 0 }),
  graphs: css({ display: 'flex', gap: GAP, minWidth: 0 }),
  tabs: css({
    height: TABS,
    paddingLeft: theme.spacing(1),
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
  }),
  title: css({ height: TITLE, fontSize: theme.typography.bodySmall.fontSize, color: theme.colors.text.secondary }),
});
