import { css } from '@emotion/css';
import { dateTimeFormat, type GrafanaTheme2 } from '@grafana/data';
import { Button, Dropdown, Icon, IconButton, Input, Menu, RadioButtonGroup, Tooltip, useStyles2 } from '@grafana/ui';
import React from 'react';
import { type Metric, METRIC_INFO, ROLE_LABEL, STACK_FILTERS, type StackFilter } from '../../analysis/index';
import { type QueryReport } from '../../prepare/index';
import { filterChips } from '../state/filters';
import { MODES, type Mode } from '../options/options';
import { type CompareSpec, type Measure } from '../model/comparison';
import { type CompareOffer, type ComparisonWords } from '../model/compareOffers';
import { CompareMenu } from './CompareMenu';
import { ComparisonChip } from './ComparisonChip';
import { ExportMenu, type ExportMenuProps } from './ExportMenu';
import { Fitted } from '../ui/Fitted';
import { FilterMenu, type FilterMenuProps } from './FilterMenu';
import { t, msg } from '../grafana/translate';

const MODE_LABEL: Record<Mode, string> = {
  cpu: msg('CPU'),
  wall: msg('Wall'),
  hotcold: msg('Hot/cold'),
  side: msg('Side by side'),
  changed: msg('Changed'),
};
const MODE_MEANING: Record<Mode, string> = {
  cpu: msg('Time on the CPU only; waiting cannot be seen here'),
  wall: msg('All time by the clock; waits in their category’s colour'),
  hotcold: msg('Wall time; every bar shows its on-CPU part and its waits'),
  side: msg('CPU and wall next to each other, zoomed together'),
  changed: msg('What takes another share than in the baseline: orange more, blue less'),
};

const KEEP_LABEL = { only: msg('Only'), without: msg('Without'), hide: msg('Hide') };
const KEEP_MEANING = {
  only: msg('Only stacks with a match'),
  without: msg('Only stacks without a match'),
  hide: msg('Take matching frames out; their time goes to their callers'),
};

export interface ToolbarProps extends FilterMenuProps {
  width: number;
  mode: Mode;
  /** What is shown is time: memory and contention have one mode only. */
  timed: boolean;
  available: Record<Mode, boolean>;
  queries: QueryReport[];
  notDrawn: Array<{ refId: string; what: string }>;
  formatTotal(query: QueryReport): string;
  /** Counters that frames can be coloured by. */
  metrics: Metric[];
  colorBy?: Metric;
  onColorBy(metric: Metric | undefined): void;
  compare?: CompareSpec;
  compareOffers(): CompareOffer[];
  /** What is compared, in words, as long as something is. */
  comparison?: ComparisonWords;
  comparing: boolean;
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
  const { width, mode, timed, available, search, matchedShare, searchError } = props;
  const styles = useStyles2(getStyles);
  const narrow = width < 560;
  const wide = width >= 1200;
  // Room for what can be done with a search, and for its text beside the share that it matched.
  const roomy = width >= 800;
  const coloured = props.colorBy ? t(METRIC_INFO[props.colorBy].label) : t('Colour');
  // Where nothing is time, what is shown is a value, and no "wall".
  const labelOf = (value: Mode) => (value === 'wall' && !timed ? t('Value') : t(MODE_LABEL[value]));
  const matched = matchedShare && t('{share} matched', { share: matchedShare });
  // Nothing to compare with is the rule: the mode is there when a baseline is.
  const shownModes = MODES.filter((value) => (timed && value !== 'changed') || available[value]);
  const keep = (how: StackFilter['keep']) => {
    props.onFilters({ stacks: [...(props.filters.stacks ?? []), { keep: how, pattern: search }] });
    props.onSearch('');
  };
  return (
    <div className={styles.row} data-testid="dualflame-toolbar">
      {shownModes.length > 1 && (
        <div className={styles.modes}>
          <RadioButtonGroup<Mode>
            size="sm"
            value={mode}
            options={shownModes.map((value) => ({
              value,
              label: narrow && value === 'side' ? t('Both') : labelOf(value),
              ariaLabel: labelOf(value),
              description: !available[value]
                ? t('Needs a query that this panel does not have')
                : timed
                  ? t(MODE_MEANING[value])
                  : undefined,
            }))}
            disabledOptions={MODES.filter((value) => !available[value])}
            onChange={props.onMode}
          />
        </div>
      )}
      <QueryChips {...props} narrow={narrow} />
      {!narrow && (
        <CompareMenu
          spec={props.compare}
          compact={width < 900}
          offers={props.compareOffers}
          onCompare={props.onCompare}
          measures={props.measures}
          measure={props.measure}
          onMeasure={props.onMeasure}
        />
      )}
      {props.comparison && (
        <ComparisonChip {...props.comparison} loading={props.comparing} onStop={() => props.onCompare(undefined)} />
      )}
      {props.metrics.length > 0 && (
        <Dropdown
          placement="bottom-start"
          overlay={() => (
            <Menu>
              <Menu.Item
                label={t('Waits and packages')}
                active={!props.colorBy}
                onClick={() => props.onColorBy(undefined)}
              />
              {props.metrics.map((metric) => (
                <Menu.Item
                  key={metric}
                  label={t(METRIC_INFO[metric].label)}
                  active={props.colorBy === metric}
                  onClick={() => props.onColorBy(metric)}
                />
              ))}
            </Menu>
          )}
        >
          <Button
            size="sm"
            variant="secondary"
            icon="palette"
            aria-label={coloured}
            tooltip={roomy ? undefined : coloured}
            data-testid="dualflame-color-by"
          >
            {roomy ? coloured : undefined}
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
          {STACK_FILTERS.map((how) => (
            <Button key={how} size="sm" variant="secondary" tooltip={t(KEEP_MEANING[how])} onClick={() => keep(how)}>
              {t(KEEP_LABEL[how])}
            </Button>
          ))}
        </>
      )}
      {search && !searchError && !roomy && (
        <Dropdown
          placement="bottom-end"
          overlay={() => (
            <Menu>
              {STACK_FILTERS.map((how) => (
                <Menu.Item
                  key={how}
                  label={t(KEEP_LABEL[how])}
                  description={t(KEEP_MEANING[how])}
                  onClick={() => keep(how)}
                />
              ))}
            </Menu>
          )}
        >
          <IconButton name="ellipsis-v" tooltip={t('Filter by the search')} data-testid="dualflame-keep" />
        </Dropdown>
      )}
      <div
        className={styles.search}
        style={narrow ? undefined : { maxWidth: 260, minWidth: search && roomy ? 230 : wide ? 175 : 130 }}
      >
        <Input
          value={search}
          onChange={(event) => props.onSearch(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Escape' && props.onSearch('')}
          placeholder={wide ? t('Search or /regex/') : t('Search')}
          title={t('Search or /regex/')}
          aria-label={t('Search frames')}
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
          tooltip={props.listOpen ? t('Hide the list') : t('List wait sites and functions')}
          aria-pressed={props.listOpen}
          onClick={props.onList}
        />
      )}
    </div>
  );
});

/** One chip a query: a query with several series has one with their number. */
function QueryChips({ queries, notDrawn, compare, width, narrow, formatTotal }: ToolbarProps & { narrow: boolean }) {
  const styles = useStyles2(getStyles);
  const read = queries
    .filter(({ role }) => role !== 'baseline' || !compare)
    .map((query) => ({
      key: `${query.refId} ${query.role}`,
      text: JSON.stringify([query.refId, query.role, query.origin, query.format, query.samples, query.dropped]),
      show: (form: number) => <Chip query={query} total={formatTotal(query)} show={FORMS[form]} />,
    }));
  const others = eachOnce(notDrawn).map(({ refId, what, count }) => {
    const said = what === 'objective' || what === 'request rate' ? t(what) : t('{what} (not drawn)', { what: t(what) });
    const label = `${refId ? `${refId}: ` : ''}${said}${count > 1 ? ` ×${count.toLocaleString()}` : ''}`;
    return {
      key: `${refId} ${what}`,
      text: label,
      show: () => (
        <span className={styles.chip} title={`${label} · ${t('Read, but not part of the flame graph')}`}>
          {label}
        </span>
      ),
    };
  });
  const items = [...read, ...others];
  return items.length && width >= CHIPS ? (
    <Fitted
      className={narrow ? styles.fewChips : styles.chips}
      items={items}
      forms={FORMS.length}
      lines={narrow ? 0 : 1}
      lineHeight={CHIP}
      title={t('Queries')}
    />
  ) : null;
}

/** Narrower panels keep the room for the modes and the search. */
const CHIPS = 360;
const CHIP = 22;
const FORMS = ['all', 'origin', 'none'] as const;

/** What was not drawn, by query and kind, in the order of the queries. */
export function eachOnce(notDrawn: ToolbarProps['notDrawn']): Array<{ refId: string; what: string; count: number }> {
  const byKind = new Map<string, { refId: string; what: string; count: number }>();
  for (const { refId, what } of notDrawn) {
    const key = JSON.stringify([refId, what]);
    byKind.set(key, { refId, what, count: (byKind.get(key)?.count ?? 0) + 1 });
  }
  return [...byKind.values()];
}

interface ChipProps {
  query: QueryReport;
  total: string;
  show: (typeof FORMS)[number];
}

/** When the samples were taken, where they have times. */
function recordedText({ from, to, clock }: NonNullable<QueryReport['recorded']>): string {
  const format = (ms: number) => (clock === 'utc' ? dateTimeFormat(ms) : (ms / 1000).toFixed(3));
  const ends = { from: format(from), to: format(to) };
  return clock === 'utc'
    ? t('recorded from {from} to {to}', ends)
    : t('recorded from {from} s to {to} s of its own clock', ends);
}

const Chip = React.memo(function Chip({ query, total, show }: ChipProps) {
  const styles = useStyles2(getStyles);
  const { refId, role, origin, format, samples, instances, windows, dropped, valueTypes } = query;
  const count = { count: samples.toLocaleString() };
  const counted = query.aggregated ? t('{count} stacks', count) : t('{count} samples', count);
  const detail = [
    `${t(ROLE_LABEL[role])} (${t(origin)})`,
    t('{total} in {counted}', { total, counted }),
    instances > 1 ? t('{count} instances added up', { count: instances }) : '',
    windows > 1 ? t('{count} windows of time added up', { count: windows }) : '',
    t('read as {format}', { format }),
    valueTypes.length > 1
      ? t('{shown} shown, also in it: {others}', { shown: valueTypes[0], others: valueTypes.slice(1).join(', ') })
      : '',
    query.recorded ? recordedText(query.recorded) : '',
    dropped ? t('{count} rows left out', { count: dropped }) : '',
    origin === 'assumed' ? t('Nothing tells what this query measures: set its role in the panel options') : '',
    role === 'other' ? t('Neither CPU, wall nor off-CPU time: not part of the sums') : '',
  ];
  return (
    <Tooltip content={detail.filter(Boolean).join(' · ')}>
      <span className={styles.chip} tabIndex={0} data-testid="dualflame-chip">
        {refId ? `${refId}: ` : ''}
        {t(ROLE_LABEL[role])} {show !== 'none' && <span className={styles.origin}>({t(origin)})</span>}
        {show === 'all' && <span className={styles.origin}>{`· ${format} · ${counted}`}</span>}
        {(dropped > 0 || origin === 'assumed') && <Icon name="exclamation-triangle" size="xs" />}
      </span>
    </Tooltip>
  );
});

const getStyles = (theme: GrafanaTheme2) => ({
  row: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(1), height: 32, minWidth: 0 }),
  modes: css({ flex: 'none' }),
  // Its share of the row does not depend on what stands in it.
  chips: css({ flex: '8 1 0', alignItems: 'center' }),
  fewChips: css({ flex: 'none' }),
  chip: css({
    display: 'block',
    padding: theme.spacing(0, 1),
    height: CHIP,
    lineHeight: `${CHIP - 2}px`,
    maxWidth: '100%',
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
