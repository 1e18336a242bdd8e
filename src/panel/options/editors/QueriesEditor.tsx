import { css } from '@emotion/css';
import { type GrafanaTheme2, type StandardEditorProps } from '@grafana/data';
import { Combobox, Icon, Tooltip, useStyles2 } from '@grafana/ui';
import React, { useId, useMemo } from 'react';
import { ROLE_LABEL, ROLES } from '../../../analysis/index';
import { READERS } from '../../../readers/index';
import { describeDetected, useDetected } from '../detected';
import { type PanelOptions, type QueryOptions } from '../options';
import { t } from '../../grafana/translate';
import { instancesOf } from './instances';

const AUTO = '';
const detect = () => ({ value: AUTO, label: t('Detect') });
const FORMATS = READERS.map(({ id, label }) => ({ value: id, label }));
const UNITS = ['ns', 'µs', 'ms', 's', 'count', 'bytes'].map((unit) => ({ value: unit, label: unit }));
const roleOptions = () => ROLES.map((role) => ({ value: role as string, label: t(ROLE_LABEL[role]) }));

/** A part for each query of the panel: what was detected of it, and what overrules that. As narrow as Grafana's options are. */
export function QueriesEditor({ value, onChange, context }: StandardEditorProps<QueryOptions[]>) {
  const styles = useStyles2(getStyles);
  const detected = useDetected();
  const set = value ?? [];
  const options = context.options as Partial<PanelOptions> | undefined;
  const valueTypes = useMemo(() => {
    const types = new Map<string, Set<string>>();
    for (const { input, read } of instancesOf(context.data, { ...options, queries: value ?? [] })) {
      const own = types.get(input.refId) ?? new Set();
      types.set(input.refId, own);
      read.profile.valueTypes.forEach(({ type }) => own.add(type));
    }
    return types;
  }, [context.data, options, value]);
  const refIds = [...new Set([...context.data.map((frame) => frame.refId ?? ''), ...set.map((q) => q.refId)])].filter(
    Boolean
  );
  if (!refIds.length) {
    return <span>{t('No query has answered yet.')}</span>;
  }
  const change = (refId: string, part: Partial<QueryOptions>) => {
    const next = { ...set.find((q) => q.refId === refId), refId, ...part };
    const others = set.filter((q) => q.refId !== refId);
    // Whatever else is saved of it stays, also what no control here sets.
    const isSet = Object.entries(next).some(([key, setting]) => key !== 'refId' && setting !== undefined);
    onChange(isSet ? [...others, next] : others);
  };
  return (
    <div className={styles.list}>
      {refIds.map((refId) => {
        const query = set.find((q) => q.refId === refId);
        const types = [...(valueTypes.get(refId) ?? [])].map((type) => ({ value: type, label: type }));
        const line = describeDetected(detected(context.data, refId), query);
        return (
          <div key={refId} role="group" aria-label={refId}>
            <div className={styles.head}>
              <b>{refId}</b>
              {line && <span className={styles.quiet}>{line}</span>}
            </div>
            <div className={styles.grid}>
              <Overruled
                label={t('role')}
                value={query?.role}
                options={roleOptions()}
                onChange={(role) => change(refId, { role: ROLES.find((one) => one === role) })}
              />
              <Overruled
                label={t('format')}
                value={query?.format}
                options={FORMATS}
                onChange={(format) => change(refId, { format })}
              />
              <Overruled
                label={t('unit')}
                meaning={t('Of figures that carry none, such as folded text')}
                value={query?.unit}
                options={UNITS}
                onChange={(unit) => change(refId, { unit })}
              />
              {types.length > 1 && (
                <Overruled
                  label={t('value type')}
                  meaning={t('Sample type of pprof, event of perf')}
                  value={query?.valueType}
                  options={types}
                  onChange={(valueType) => change(refId, { valueType })}
                />
              )}
            </div>
          </div>
        );
      })}
    </div>
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
      <Combobox
        id={id}
        value={value ?? AUTO}
        options={[detect(), ...options]}
        onChange={(option) => onChange(option.value || undefined)}
      />
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1.5) }),
  head: css({ display: 'flex', gap: theme.spacing(1), alignItems: 'baseline', marginBottom: theme.spacing(0.5) }),
  quiet: css({
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    minWidth: 0,
    overflowWrap: 'anywhere',
  }),
  grid: css({
    display: 'grid',
    gridTemplateColumns: 'max-content minmax(0, 1fr)',
    gap: theme.spacing(0.5, 1),
    alignItems: 'center',
  }),
  label: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
});
