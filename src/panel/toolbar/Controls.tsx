import { Menu } from '@grafana/ui';
import React, { useCallback, useMemo } from 'react';
import { IDLE, matchedWeight, type StackFilter } from '../../analysis';
import { totalOf } from '../../profile';
import { linkToView } from '../grafana/dashboardVariable';
import { drilldownUrl, exploreUrl, hasDrilldown, mayExplore } from '../grafana/queryLinks';
import { t } from '../grafana/translate';
import { stepMatch } from '../model/matches';
import { type CompareSpec, type Measure } from '../model/comparison';
import { type View } from '../model/view';
import { type Mode } from '../options/options';
import { isTouched } from '../state/panelState';
import { panelRange } from '../model/useComparison';
import { percent } from '../ui/format';
import { fullTimes, shortTimes } from '../ui/timeText';
import { useStable } from '../ui/useStable';
import { CompareItems } from './CompareItems';
import { CompareMenu } from './CompareMenu';
import { ComparisonChip } from './ComparisonChip';
import { IconControl } from './IconControl';
import { FilterMenu, filterItems, type FilterMenuProps } from './FilterMenu';
import { ModeItems, ModeSwitch, type ModeSwitchProps } from './ModeSwitch';
import { ColourItem, ExportItem, LinkItems, MoreMenu } from './MoreMenu';
import { QueryItems, QueryStatus, type QueryStatusProps } from './QueryStatus';
import { ResetButton } from './ResetButton';
import { SearchBox, type SearchMatches } from './SearchBox';
import { type Part, Toolbar } from './Toolbar';

/** In narrower rows a control says the short form of what it says. */
const SHORT = { changed: 480, queries: 700, compare: 700 };

/** Share of the row that the name of a comparison may take. */
const CHIP = 0.25;

export type ControlsProps = View & { canvas(): HTMLCanvasElement | null | undefined };

/** The row of controls. */
export function Controls(view: ControlsProps) {
  const { panel, state, model, layout, comparison } = view;
  const { width } = panel;
  const controls = useControls(view);
  const { modes, compare, chip, timeline, list, reset, status, filterMenu, search } = controls;
  return (
    <Toolbar width={width} menu={(hidden) => <ControlsMenu {...{ view, controls, hidden }} />}>
      <ModeSwitch key="mode" {...modes} compact={width < SHORT.changed} />
      <CompareMenu key="compare" {...compare} compact={width < SHORT.compare} />
      {chip && <ComparisonChip key="comparison" {...chip} loading={comparison.loading} maxWidth={width * CHIP} />}
      {timeline && (
        <IconControl
          key="timeline"
          icon="graph-bar"
          label={timeline.label}
          active={layout.timeline > 0}
          aria-pressed={layout.timeline > 0}
          data-testid="dualflame-timeline-toggle"
          onClick={timeline.onToggle}
        />
      )}
      <SearchBox key="search" width={width} search={state.search} error={model.searched.error} {...search} />
      <ResetButton key="reset" {...reset} />
      <QueryStatus key="status" {...status} compact={width < SHORT.queries} />
      <FilterMenu key="filter" {...filterMenu} />
      <IconControl
        key="list"
        icon="list-ul"
        label={list.label}
        active={list.shown}
        aria-pressed={list.shown}
        onClick={list.toggle}
      />
    </Toolbar>
  );
}

/** What the panel is compared with, or the part of the range that it shows. */
function chipOf({ panel: { timeZone }, axis, state: { window }, model: { comparing } }: View, onStop: Stops) {
  if (window) {
    return {
      label: shortTimes([window], panelRange(axis), timeZone),
      title: t('The graph is of {time} alone', { time: fullTimes([window], timeZone) }),
      stop: t('Show the whole range'),
      onStop: onStop.window,
    };
  }
  return (
    comparing && {
      ...comparing,
      stop: t('Stop comparing'),
      onStop: onStop.comparing,
    }
  );
}

type Stops = Record<'window' | 'comparing', () => void>;

/** What the menu at the end of the row holds: what has no place in the row, and what has no room in it (`hidden`). */
function ControlsMenu({ view, controls, hidden }: ControlsMenuProps) {
  const { panel, axis, state, model, dispatch } = view;
  const { modes, compare, chip, timeline, list, reset, status, filterMenu } = controls;
  return (
    <MoreMenu>
      <ModeItems {...modes} all={hidden.has('mode')} />
      <ColourItem
        metrics={model.metrics}
        colorBy={model.counters.colorBy}
        onColorBy={(metric) => dispatch({ type: 'colorBy', metric })}
      />
      {hidden.has('compare') && <CompareItems {...compare} />}
      {hidden.has('comparison') && chip && (
        <Menu.Item label={chip.stop} description={chip.label} icon="times" onClick={chip.onStop} />
      )}
      {hidden.has('timeline') && timeline && (
        <Menu.Item label={timeline.label} icon="graph-bar" onClick={timeline.onToggle} />
      )}
      {hidden.has('status') && <QueryItems {...status} />}
      {hidden.has('filter') && (
        <Menu.Item label={t('Filter and group')} icon="filter" childItems={filterItems(filterMenu)} />
      )}
      {hidden.has('list') && <Menu.Item label={list.label} icon="list-ul" onClick={list.toggle} />}
      {hidden.has('reset') && (
        <Menu.Item label={t('Reset')} icon="history-alt" disabled={!reset.canReset} onClick={reset.onReset} />
      )}
      <SampleItems {...view} />
      <LinkItems viewLink={() => linkToView({ ...panel, timeRange: axis }, state)} {...linksOf(view)} />
      <ExportItem shown={() => shownIn(view)} />
    </MoreMenu>
  );
}

interface ControlsMenuProps {
  view: ControlsProps;
  controls: ReturnType<typeof useControls>;
  hidden: ReadonlySet<Part>;
}

/** Heat map and lanes of single samples; one that would have no room says so. */
function SampleItems({ prepared, state, layout, dispatch }: View) {
  if (!prepared.areSingle) {
    return null;
  }
  const room = (open: boolean) =>
    !open && !layout.hasRoom && { disabled: true, description: t('No room: the panel is too low') };
  const [heatmap, lanes] = [state.heatmap !== undefined, state.lanes === true];
  return (
    <>
      <Menu.Item
        label={heatmap ? t('Close the heat map') : t('Heat map of single samples')}
        icon="gf-grid"
        testId="dualflame-heatmap-item"
        {...room(heatmap)}
        onClick={() => dispatch({ type: 'heatmap', of: heatmap ? undefined : 'samples' })}
      />
      <Menu.Item
        label={lanes ? t('Close the threads') : t('Threads along time')}
        icon="bars"
        testId="dualflame-lanes-item"
        {...room(lanes)}
        onClick={() => dispatch({ type: 'lanes', open: !lanes })}
      />
    </>
  );
}

/** What the controls show and do, in the row as in the menu; the same as long as they say the same, so that they do not render for a zoom. */
function useControls(view: ControlsProps) {
  const { prepared, paired, state, filters, model, layout } = view;
  const does = useHandlers(view);
  const { formatOf } = model;
  const status: QueryStatusProps = {
    // Of a comparison, both times are of the same queries.
    queries: useMemo(
      () => prepared.queries.filter(({ role }) => role !== 'baseline' || !state.compare),
      [prepared.queries, state.compare]
    ),
    notDrawn: prepared.frames.notDrawn,
    formatTotal: useCallback(({ unit, total }) => formatOf(unit)(total), [formatOf]),
  };
  const modes: ModeSwitchProps = {
    mode: model.mode,
    available: model.available,
    timed: model.timed,
    onMode: does.mode,
  };
  const filterMenu: FilterMenuProps = {
    labels: prepared.labels,
    filters,
    hasIdle: paired.waiting[IDLE] !== undefined,
    elapsed: prepared.elapsed,
    search: model.searched.matched ? state.search : '',
    onFilters: does.filters,
    onKeep: does.keep,
  };
  const shown = layout.drawer !== undefined;
  const list = {
    shown,
    label: shown ? t('Hide the list') : t('List wait sites and functions'),
    toggle: does.toggleList,
  };
  const { changes } = model;
  const compare = {
    spec: state.compare,
    offers: model.offers,
    onCompare: does.compare,
    measures: useMemo(() => [...new Set(changes.map(({ measure }) => measure))], [changes]),
    measure: model.change?.measure,
    onMeasure: does.measure,
  };
  // What the strip costs is said before it is shown.
  const timeline = model.timeline && {
    label:
      layout.timeline > 0 ? t('Hide waits over time') : t('Waits over time: {cost}', { cost: model.timeline.cost }),
    onToggle: does.toggleTimeline,
  };
  const chip = chipOf(view, { window: does.stopWindow, comparing: does.stopComparing });
  const reset = { canReset: isTouched(state), onReset: does.reset };
  const search = { matches: useFound(view), onSearch: does.search, onStep: does.step };
  return { modes, compare, chip, timeline, list, reset, status, filterMenu, search };
}

/** The same functions in every render: they act on what is shown when they are called. */
function useHandlers({ state, model, on, layout, dispatch }: ControlsProps) {
  const { tree, matches, match } = model;
  return useStable({
    mode: (mode: Mode) => dispatch({ type: 'mode', mode }),
    filters: on.filters,
    keep: (keep: StackFilter['keep']) => {
      on.filterStacks(keep, state.search);
      dispatch({ type: 'search', text: '' });
    },
    toggleList: () => dispatch({ type: 'drawer', open: layout.drawer === undefined }),
    toggleTimeline: () => dispatch({ type: 'timeline', on: layout.timeline <= 0 }),
    compare: (spec: CompareSpec) => dispatch({ type: 'compare', spec }),
    measure: (measure: Measure) => dispatch({ type: 'measure', measure }),
    stopWindow: () => dispatch({ type: 'window', window: undefined }),
    stopComparing: () => dispatch({ type: 'compare', spec: undefined }),
    reset: () => dispatch({ type: 'reset' }),
    search: (text: string) => dispatch({ type: 'search', text }),
    step: (step: 1 | -1) => dispatch({ type: 'match', match: stepMatch(tree, matches, match, step) }),
  });
}

/** What the search found. */
function useFound({ model }: ControlsProps): SearchMatches | undefined {
  const { tree, models, searched, root, matches, match } = model;
  const { matched } = searched;
  const { weights } = models[0];
  const share = useMemo(
    () => (matched ? percent(matchedWeight(tree, weights, matched, root) / totalOf(tree, weights, root)) : ''),
    [tree, weights, matched, root]
  );
  const count = matches.length;
  return useMemo(() => (matched ? { count, current: match, share } : undefined), [matched, count, match, share]);
}

/** Where the same queries can be looked at elsewhere in Grafana. */
function linksOf({ panel: { timeRange }, model: { queries } }: ControlsProps) {
  const explorable = mayExplore() ? queries : [];
  return {
    explore: exploreUrl(explorable, timeRange),
    drilldown: hasDrilldown() ? drilldownUrl(explorable, timeRange) : undefined,
  };
}

const shownIn = ({ panel, model: { tree, models, root }, layout, canvas }: ControlsProps) => ({
  tree,
  model: models[0],
  root,
  width: layout.graphWidth,
  title: panel.title || t('Where the time goes'),
  canvas: canvas(),
});
