import { css } from '@emotion/css';
import { type DataFrame, type GrafanaTheme2, type StandardEditorProps } from '@grafana/data';
import { Combobox, Icon, Input, Tooltip, useStyles2 } from '@grafana/ui';
import React, { useId, useMemo } from 'react';
import { EVENTS, METRIC_INFO, METRICS, ROLE_LABEL, ROLES } from '../../../analysis';
import { oneOf } from '../../../profile/guard';
import { fileReaders } from '../../../readers';
import { isTimeSeries } from '../../grafana/dataFrames';
import { t } from '../../grafana/translate';
import { describeDetected, type Detected, useDetected } from '../detected';
import { type PanelOptions, type QueryOptions } from '../options';
import { usePart } from '../../model/usePart';
import { instancesOf, useReadableFrames } from './instances';
import { getEditorStyles } from './styles';

const AUTO = '';
const detect = () => ({ value: AUTO, label: t('Detect') });
const same = (value: string) => ({ value, label: value });
const UNITS = ['ns', 'µs', 'ms', 's', 'count', 'bytes'].map(same);
const COUNTERS = [...EVENTS, ...METRICS] as const;
const roleOptions = () => ROLES.map((role) => ({ value: role as string, label: t(ROLE_LABEL[role]) }));
const counterOptions = () => [
  ...EVENTS.map(same),
  ...METRICS.map((metric) => ({ value: metric as string, label: t(METRIC_INFO[metric].label) })),
];

/** A part for each query of the panel: what was detected of it, and what overrules that. As narrow as Grafana's options are. */
export function QueriesEditor({
  value,
  onChange,
  context,
}: StandardEditorProps<QueryOptions[], unknown, Partial<PanelOptions>>) {
  const styles = useStyles2(getStyles);
  const { quiet } = useStyles2(getEditorStyles);
  const detected = useDetected();
  const set = value ?? [];
  const { data, options } = context;
  const readable = useReadableFrames(data);
  const valueTypes = useMemo(
    () => valueTypesOf(readable, { ...options, queries: value ?? [] }),
    [readable, options, value]
  );
  const refIds = [...new Set([...data.map(({ refId }) => refId ?? ''), ...set.map(({ refId }) => refId)])].filter(
    Boolean
  );
  if (!refIds.length) {
    return <span>{t('No query has answered yet.')}</span>;
  }
  const change = (refId: string, part: Partial<QueryOptions>) => {
    const next = { ...set.find((q) => q.refId === refId), refId, ...part };
    const others = set.filter((q) => q.refId !== refId);
    // Whatever else is saved of it stays, also what is not shown for its kind of data.
    const isSet = Object.entries(next).some(([key, setting]) => key !== 'refId' && setting !== undefined);
    onChange(isSet ? [...others, next] : others);
  };
  return (
    <div className={styles.list}>
      {refIds.map((refId) => {
        const query = set.find((q) => q.refId === refId);
        const line = describeDetected(detected(data, refId), query);
        const types = valueTypes.get(refId);
        const isSeries = !types && data.some((frame) => frame.refId === refId && isTimeSeries(frame));
        return (
          <div key={refId} role="group" aria-label={refId} className={styles.query}>
            <div className={styles.head}>
              <b>{refId}</b>
              {line && <span className={quiet}>{line}</span>}
            </div>
            <Overruled
              label={t('role')}
              value={query?.role}
              options={roleOptions()}
              onChange={(role) => change(refId, { role: oneOf(ROLES, role) })}
            />
            {isSeries || query?.counter ? (
              <Overruled
                label={t('counts')}
                meaning={t('What the time series counts')}
                value={query?.counter}
                options={counterOptions()}
                onChange={(counter) => change(refId, { counter: oneOf(COUNTERS, counter) })}
              />
            ) : null}
            {!isSeries && (
              <ProfileSettings query={query} types={[...(types ?? [])]} onChange={(part) => change(refId, part)} />
            )}
            {(query?.probability !== undefined || isOffCpu(detected(data, refId), query)) && (
              <Probability value={query?.probability} onChange={(probability) => change(refId, { probability })} />
            )}
          </div>
        );
      })}
    </div>
  );
}

/** Value types of the profiles in the data, by query. */
function valueTypesOf(series: DataFrame[], options: Partial<PanelOptions>): Map<string, Set<string>> {
  const types = new Map<string, Set<string>>();
  for (const { input, read } of instancesOf(series, options)) {
    const own = types.get(input.refId) ?? new Set();
    types.set(input.refId, own);
    read.profile.valueTypes.forEach(({ type }) => own.add(type));
  }
  return types;
}

interface ProfileSettingsProps {
  query: QueryOptions | undefined;
  /** Value types to choose from. */
  types: string[];
  onChange(part: Partial<QueryOptions>): void;
}

/** What only a query of profiles has. */
function ProfileSettings({ query, types, onChange }: ProfileSettingsProps) {
  usePart(fileReaders, true);
  return (
    <>
      <Overruled
        label={t('format')}
        value={query?.format}
        options={(fileReaders.here?.readers ?? []).map(({ id, label }) => ({ value: id, label }))}
        onChange={(format) => onChange({ format })}
      />
      <Overruled
        label={t('unit')}
        meaning={t('Of figures that carry none, such as folded text')}
        value={query?.unit}
        options={UNITS}
        onChange={(unit) => onChange({ unit })}
      />
      {types.length > 1 && (
        <Overruled
          label={t('value type')}
          meaning={t('Sample type of pprof, event of perf')}
          value={query?.valueType}
          options={types.map(same)}
          onChange={(valueType) => onChange({ valueType })}
        />
      )}
    </>
  );
}

const isOffCpu = (detected: Detected | undefined, query: QueryOptions | undefined) =>
  (query?.role ?? detected?.role) === 'offcpu';

/** What Alloy and the eBPF profiler call `off_cpu_threshold`. */
function Probability({ value, onChange }: { value?: number; onChange(value: number | undefined): void }) {
  const wrong = value !== undefined && !(value > 0 && value <= 1);
  return (
    <Labelled
      label={t('recorded with')}
      meaning={t(
        'Probability that an off-CPU event was recorded with, as off_cpu_threshold of Alloy and the OpenTelemetry eBPF profiler: figures are scaled by its reciprocal. Empty: all were recorded.'
      )}
    >
      {(id) => (
        <Input
          id={id}
          type="number"
          min={0}
          max={1}
          step="any"
          placeholder="1"
          invalid={wrong}
          title={wrong ? t('Above 0 and at most 1') : undefined}
          defaultValue={value}
          onBlur={({ currentTarget: { value: typed } }) => onChange(typed === '' ? undefined : Number(typed))}
        />
      )}
    </Labelled>
  );
}

interface OverruledProps {
  label: string;
  meaning?: string;
  value?: string;
  options: Array<{ value: string; label: string }>;
  onChange(value: string | undefined): void;
}

/** Two cells of the grid: what it is, and the choice, which begins with what is detected. */
function Overruled({ label, meaning, value, options, onChange }: OverruledProps) {
  return (
    <Labelled label={label} meaning={meaning}>
      {(id) => (
        <Combobox
          id={id}
          value={value ?? AUTO}
          options={[detect(), ...options]}
          onChange={(option) => onChange(option.value || undefined)}
        />
      )}
    </Labelled>
  );
}

interface LabelledProps extends Pick<OverruledProps, 'label' | 'meaning'> {
  children(id: string): React.ReactNode;
}

function Labelled({ label, meaning, children }: LabelledProps) {
  const styles = useStyles2(getStyles);
  const id = useId();
  return (
    <>
      <label htmlFor={id} className={styles.label}>
        {label}
        {meaning && (
          <Tooltip content={meaning}>
            <Icon name="info-circle" size="sm" tabIndex={0} aria-label={meaning} />
          </Tooltip>
        )}
      </label>
      {children(id)}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  // The columns of all queries: their settings begin at one line.
  list: css({ display: 'grid', gridTemplateColumns: 'max-content minmax(0, 1fr)', gap: theme.spacing(1.5, 1) }),
  query: css({
    display: 'grid',
    gridTemplateColumns: 'subgrid',
    gridColumn: '1 / -1',
    rowGap: theme.spacing(0.5),
    alignItems: 'center',
  }),
  head: css({ gridColumn: '1 / -1', display: 'flex', gap: theme.spacing(1), alignItems: 'baseline' }),
  label: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
});
