import { Menu } from '@grafana/ui';
import React from 'react';
import { IDLE, matchedWeight } from '../../analysis';
import { totalOf } from '../../profile';
import { linkToView } from '../grafana/dashboardVariable';
import { drilldownUrl, exploreUrl, hasDrilldown, mayExplore } from '../grafana/queryLinks';
import { t } from '../grafana/translate';
import { stepMatch } from '../model/matches';
import { type CompareSpec, type Measure } from '../model/comparison';
import { type View } from '../model/view';
import { isTouched } from '../state/panelState';
import { panelRange } from '../model/useComparison';
import { percent } from '../ui/format';
import { fullTimes, shortTimes } from '../ui/timeText';
import { CompareItems } from './CompareItems';
import { CompareMenu } from './CompareMenu';
import { ComparisonChip } from './ComparisonChip';
import { IconControl } from './IconControl';
import { FilterMenu, filterItems, type FilterMenuProps } from './FilterMenu';
import { ModeItems, ModeSwitch, type ModeSwitchProps } from './ModeSwitch';
import { ColourItem, ExportItem, LinkItems, MoreMenu } from './MoreMenu';
import { QueryItems, QueryStatus, type QueryStatusProps } from './QueryStatus';
import { ResetButton } from './ResetButton';
import { SearchBox } from './SearchBox';
import { type Part, Toolbar } from './Toolbar';

/** In narrower rows a control says the short form of what it says. */
const SHORT = { changed: 480, queries: 700, compare: 700 };

/** Share of the row that the name of a comparison may take. */
const CHIP = 0.25;

export type ControlsProps = View & { canvas(): HTMLCanvasElement | null | undefined };

/** The row of controls. */
export function Controls(view: ControlsProps) {
  const { panel, state, model, layout, comparison, dispatch } = view;
  const { width } = panel;
  const { tree, matches, match, searched } = model;
  const { modes, compare, chip, timeline, list, reset, status, filterMenu } = controlsOf(view);
  return (
    <Toolbar width={width} menu={(hidden) => <ControlsMenu {...{ view, hidden }} />}>
      <ModeSwitch key="mode" {...modes} compact={width < SHORT.changed} />
      <CompareMenu key="compare" {...compare} compact={width < SHORT.compare} />
      {chip && (
        <div key="comparison" style={{ display: 'flex', maxWidth: width * CHIP }}>
          <ComparisonChip {...chip} loading={comparison.loading} />
        </div>
      )}
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
      <SearchBox
        key="search"
        width={width}
        search={state.search}
        matches={searched.matched && { count: matches.length, current: match, share: shareOfMatches(view) }}
        error={searched.error}
        onSearch={(text) => dispatch({ type: 'search', text })}
        onStep={(step) => dispatch({ type: 'match', match: stepMatch(tree, matches, match, step) })}
      />
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
function chipOf({ panel: { timeZone }, axis, state: { window }, model: { comparing }, dispatch }: View) {
  if (window) {
    return {
      label: shortTimes([window], panelRange(axis), timeZone),
      title: t('The graph is of {time} alone', { time: fullTimes([window], timeZone) }),
      stop: t('Show the whole range'),
      onStop: () => dispatch({ type: 'window', window: undefined }),
    };
  }
  return (
    comparing && {
      ...comparing,
      stop: t('Stop comparing'),
      onStop: () => dispatch({ type: 'compare', spec: undefined }),
    }
  );
}

/** Shows the strip of waits over time, and says before what that costs. */
function timelineToggle({ model: { timeline }, layout, dispatch }: View) {
  const on = layout.timeline > 0;
  return (
    timeline && {
      label: on ? t('Hide waits over time') : t('Waits over time: {cost}', { cost: timeline.cost }),
      onToggle: () => dispatch({ type: 'timeline', on: !on }),
    }
  );
}

/** What the menu at the end of the row holds: what has no place in the row, and what has no room in it (`hidden`). */
function ControlsMenu({ view, hidden }: { view: ControlsProps; hidden: ReadonlySet<Part> }) {
  const { panel, axis, state, model, dispatch } = view;
  const { modes, compare, chip, timeline, list, reset, status, filterMenu } = controlsOf(view);
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

/** What the controls show and do, in the row as in the menu. */
function controlsOf(view: ControlsProps) {
  const { prepared, paired, state, filters, model, on, layout, dispatch } = view;
  const modes: ModeSwitchProps = {
    mode: model.mode,
    available: model.available,
    timed: model.timed,
    onMode: (mode) => dispatch({ type: 'mode', mode }),
  };
  const status: QueryStatusProps = {
    // Of a comparison, both times are of the same queries.
    queries: prepared.queries.filter(({ role }) => role !== 'baseline' || !state.compare),
    notDrawn: prepared.frames.notDrawn,
    formatTotal: ({ unit, total }) => model.formatOf(unit)(total),
  };
  const filterMenu: FilterMenuProps = {
    labels: prepared.labels,
    filters,
    hasIdle: paired.waiting[IDLE] !== undefined,
    search: model.searched.matched ? state.search : '',
    onFilters: on.filters,
    onKeep: (keep) => {
      on.filterStacks(keep, state.search);
      dispatch({ type: 'search', text: '' });
    },
  };
  const shown = layout.drawer !== undefined;
  const list = {
    shown,
    label: shown ? t('Hide the list') : t('List wait sites and functions'),
    toggle: () => dispatch({ type: 'drawer', open: !shown }),
  };
  const compare = {
    spec: state.compare,
    offers: model.offers,
    onCompare: (spec: CompareSpec) => dispatch({ type: 'compare', spec }),
    measures: [...new Set(model.changes.map(({ measure }) => measure))],
    measure: model.change?.measure,
    onMeasure: (measure: Measure) => dispatch({ type: 'measure', measure }),
  };
  const reset = { canReset: isTouched(state), onReset: () => dispatch({ type: 'reset' }) };
  return { modes, compare, chip: chipOf(view), timeline: timelineToggle(view), list, reset, status, filterMenu };
}

/** Share of the time under the zoomed frame that is in stacks with a match. */
function shareOfMatches({ model: { tree, models, searched, root } }: ControlsProps): string {
  const { weights } = models[0];
  return searched.matched
    ? percent(matchedWeight(tree, weights, searched.matched, root) / totalOf(tree, weights, root))
    : '';
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
