import { css } from '@emotion/css';
import { dateTimeFormat, type GrafanaTheme2 } from '@grafana/data';
import { Button, Dropdown, Icon, IconButton, Input, Menu, RadioButtonGroup, Tooltip, useStyles2 } from '@grafana/ui';
import React from 'react';
import { type Metric, METRIC_INFO, ROLE_LABEL, STACK_FILTERS } from '../../analysis';
import { type QueryReport } from '../../prepare';
import { filterChips } from '../filters';
import { MODES, type Mode } from '../options';
import { type CompareSpec, type Measure } from '../compare';
import { CompareMenu } from './CompareMenu';
import { ExportMenu, type ExportMenuProps } from './ExportMenu';
import { FilterMenu, type FilterMenuProps } from './FilterMenu';
import { say, text } from '../say';

const MODE_LABEL: Record<Mode, string> = {
  cpu: text('CPU'),
  wall: text('Wall'),
  hotcold: text('Hot/cold'),
  side: text('Side by side'),
  changed: text('Changed'),
};
const MODE_MEANING: Record<Mode, string> = {
  cpu: text('Time on the CPU only; waiting cannot be seen here'),
  wall: text('All time by the clock; waits in their category’s colour'),
  hotcold: text('Wall time; every bar shows its on-CPU part and its waits'),
  side: text('CPU and wall next to each other, zoomed together'),
  changed: text('What takes another share than in the baseline: orange more, blue less'),
};

const KEEP_LABEL = { only: text('Only'), without: text('Without'), hide: text('Hide') };
const KEEP_MEANING = {
  only: text('Only stacks with a match'),
  without: text('Only stacks without a match'),
  hide: text('Take matching frames out; their time goes to their callers'),
};

export interface ToolbarProps extends FilterMenuProps {
  width: number;
  mode: Mode;
  available: Record<Mode, boolean>;
  queries: QueryReport[];
  notDrawn: Array<{ refId: string; what: string }>;
  formatTotal(query: QueryReport): string;
  /** Counters that frames can be coloured by. */
  metrics: Metric[];
  colorBy?: Metric;
  onColorBy(metric: Metric | undefined): void;
  compare?: CompareSpec;
  comparing: boolean;
  hasObjective: boolean;
  onCompare(spec: CompareSpec | undefined): void;
  measures: Measure[];
  measure?: Measure;
  onMeasure(measure: Measure): void;
  search: string;
  matchedShare?: string;
  searchError?: string;
  shown: ExportMenuProps['shown'];
  listOpen: boolean;
  onMode(mode: Mode): void;
  onSearch(search: string): void;
  onList?(): void;
}

export const Toolbar = React.memo(function Toolbar(props: ToolbarProps) {
  const { width, mode, available, search, matchedShare, searchError } = props;
  const styles = useStyles2(getStyles);
  const narrow = width < 560;
  const wide = width >= 1200;
  const chips = props.queries.length + props.notDrawn.length;
  const allSaid = width >= 900 + 150 * chips && !props.compare;
  // Room for what can be done with a search, and for its text beside the share that it matched.
  const roomy = width >= 800;
  const matched = matchedShare && say('{share} matched', { share: matchedShare });
  // Nothing to compare with is the rule: the mode is there when a baseline is.
  const shownModes = MODES.filter((value) => value !== 'changed' || available[value]);
  return (
    <div className={styles.row} data-testid="dualflame-toolbar">
      <div className={styles.modes}>
        <RadioButtonGroup<Mode>
          size="sm"
          value={mode}
          options={shownModes.map((value) => ({
            value,
            label: narrow && value === 'side' ? say('Both') : say(MODE_LABEL[value]),
            ariaLabel: say(MODE_LABEL[value]),
            description: available[value]
              ? say(MODE_MEANING[value])
              : say('Needs a query that this panel does not have'),
          }))}
          disabledOptions={MODES.filter((value) => !available[value])}
          onChange={props.onMode}
        />
      </div>
      {!narrow && (
        <div className={styles.chips}>
          {props.queries
            .filter(({ role }) => role !== 'baseline' || !props.compare)
            .map((query) => (
              <Chip
                key={`${query.refId} ${query.role}`}
                query={query}
                total={props.formatTotal(query)}
                show={width < 760 ? 'none' : allSaid ? 'all' : 'origin'}
              />
            ))}
          {props.notDrawn.map(({ refId, what }, i) => (
            <span className={styles.chip} key={`${refId} ${i}`} title={say('Read, but not part of the flame graph')}>
              {refId ? `${refId}: ` : ''}
              {what === 'objective' || what === 'request rate'
                ? say(what)
                : say('{what} (not drawn)', { what: say(what) })}
            </span>
          ))}
        </div>
      )}
      {!narrow && (
        <CompareMenu
          spec={props.compare}
          loading={props.comparing}
          compact={width < 900}
          hasObjective={props.hasObjective}
          onCompare={props.onCompare}
          measures={props.measures}
          measure={props.measure}
          onMeasure={props.onMeasure}
        />
      )}
      {props.metrics.length > 0 && (
        <Dropdown
          placement="bottom-start"
          overlay={() => (
            <Menu>
              <Menu.Item
                label={say('Waits and packages')}
                active={!props.colorBy}
                onClick={() => props.onColorBy(undefined)}
              />
              {props.metrics.map((metric) => (
                <Menu.Item
                  key={metric}
                  label={say(METRIC_INFO[metric].label)}
                  active={props.colorBy === metric}
                  onClick={() => props.onColorBy(metric)}
                />
              ))}
            </Menu>
          )}
        >
          <Button size="sm" variant="secondary" icon="palette" data-testid="dualflame-color-by">
            {props.colorBy ? say(METRIC_INFO[props.colorBy].label) : say('Colour')}
          </Button>
        </Dropdown>
      )}
      {(!narrow || filterChips(props.filters).length > 0) && (
        <div className={styles.filters}>
          <FilterMenu
            labels={props.labels}
            sourceLabels={props.sourceLabels}
            filters={props.filters}
            hasIdle={props.hasIdle}
            onFilters={props.onFilters}
          />
        </div>
      )}
      {search && !searchError && roomy && (
        <>
          {STACK_FILTERS.map((keep) => (
            <Button
              key={keep}
              size="sm"
              variant="secondary"
              tooltip={say(KEEP_MEANING[keep])}
              onClick={() => {
                props.onFilters({ stacks: [...(props.filters.stacks ?? []), { keep, pattern: search }] });
                props.onSearch('');
              }}
            >
              {say(KEEP_LABEL[keep])}
            </Button>
          ))}
        </>
      )}
      <div
        className={styles.search}
        style={narrow ? undefined : { maxWidth: 260, minWidth: search && roomy ? 230 : wide ? 175 : 130 }}
      >
        <Input
          value={search}
          onChange={(event) => props.onSearch(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Escape' && props.onSearch('')}
          placeholder={wide ? say('Search or /regex/') : say('Search')}
          title={say('Search or /regex/')}
          aria-label={say('Search frames')}
          invalid={Boolean(searchError)}
          prefix={narrow ? undefined : <Icon name="search" />}
          suffix={
            searchError ? (
              <Tooltip content={searchError}>
                <Icon name="exclamation-triangle" aria-label={searchError} />
              </Tooltip>
            ) : (
              matchedShare && (
                <span data-testid="dualflame-matched" title={matched}>
                  {roomy ? matched : matchedShare}
                </span>
              )
            )
          }
        />
      </div>
      {!narrow && <ExportMenu shown={props.shown} />}
      {props.onList && (
        <IconButton
          name="list-ul"
          size="md"
          variant={props.listOpen ? 'primary' : 'secondary'}
          tooltip={props.listOpen ? say('Hide the list') : say('List wait sites and functions')}
          aria-pressed={props.listOpen}
          onClick={props.onList}
        />
      )}
    </div>
  );
});

interface ChipProps {
  query: QueryReport;
  total: string;
  show: 'none' | 'origin' | 'all';
}

/** When the samples were taken, where they have times. */
function recordedText({ from, to, clock }: NonNullable<QueryReport['recorded']>): string {
  const format = (ms: number) => (clock === 'utc' ? dateTimeFormat(ms) : (ms / 1000).toFixed(3));
  const ends = { from: format(from), to: format(to) };
  return clock === 'utc'
    ? say('recorded from {from} to {to}', ends)
    : say('recorded from {from} s to {to} s of its own clock', ends);
}

const Chip = React.memo(function Chip({ query, total, show }: ChipProps) {
  const styles = useStyles2(getStyles);
  const { refId, role, origin, format, samples, instances, dropped, valueTypes } = query;
  const count = { count: samples.toLocaleString() };
  const counted = query.aggregated ? say('{count} stacks', count) : say('{count} samples', count);
  const detail = [
    say('{total} in {counted}', { total, counted }),
    instances > 1 ? say('{count} instances added up', { count: instances }) : '',
    say('read as {format}', { format }),
    valueTypes.length > 1
      ? say('{shown} shown, also in it: {others}', { shown: valueTypes[0], others: valueTypes.slice(1).join(', ') })
      : '',
    query.recorded ? recordedText(query.recorded) : '',
    dropped ? say('{count} rows left out', { count: dropped }) : '',
    origin === 'assumed' ? say('Nothing tells what this query measures: set its role in the panel options') : '',
    role === 'other' ? say('Neither CPU, wall nor off-CPU time: not part of the sums') : '',
  ];
  return (
    <Tooltip content={detail.filter(Boolean).join(' · ')}>
      <span className={styles.chip} tabIndex={0} data-testid="dualflame-chip">
        {refId ? `${refId}: ` : ''}
        {say(ROLE_LABEL[role])} {show !== 'none' && <span className={styles.origin}>({say(origin)})</span>}
        {show === 'all' && <span className={styles.origin}>{`· ${format} · ${counted}`}</span>}
        {(dropped > 0 || origin === 'assumed') && <Icon name="exclamation-triangle" size="xs" />}
      </span>
    </Tooltip>
  );
});

const getStyles = (theme: GrafanaTheme2) => ({
  row: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(1), height: 32, minWidth: 0 }),
  modes: css({ flex: 'none' }),
  chips: css({ display: 'flex', gap: theme.spacing(0.5), minWidth: 0, overflow: 'hidden', flex: '1 1 auto' }),
  chip: css({
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    padding: theme.spacing(0, 1),
    height: 22,
    borderRadius: theme.shape.radius.pill,
    border: `1px solid ${theme.colors.border.medium}`,
    fontSize: theme.typography.bodySmall.fontSize,
    whiteSpace: 'nowrap',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
  }),
  filters: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    flex: 'none',
    maxWidth: '50%',
    overflowX: 'auto',
    scrollbarWidth: 'none',
  }),
  origin: css({ color: theme.colors.text.secondary }),
  search: css({ flex: '1 1 120px', minWidth: 60, marginLeft: 'auto' }),
});
