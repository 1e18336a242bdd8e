import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Button, Icon, usePanelContext, useStyles2 } from '@grafana/ui';
import React, { useLayoutEffect, useRef } from 'react';
import { type ProfileInput } from '../../prepare';
import { t } from '../grafana/translate';
import { type FilterChip, type Filters } from '../state/filters';
import { CONTROL, IconControl } from './IconControl';

export interface FilterChipsProps {
  chips: FilterChip[];
  /** Labels that the data source gave: it can filter by them, too. */
  inputs: Array<Pick<ProfileInput, 'labels'>>;
  onFilters(part: Filters): void;
  onReset(): void;
  /** Height of all lines in CSS pixels; of one where there are none. */
  onHeight(height: number): void;
}

/** What is filtered by, a chip each, on as many lines as it takes; absent where nothing is. */
export const FilterChips = React.memo(function FilterChips(props: FilterChipsProps) {
  const { chips, inputs, onFilters, onReset, onHeight } = props;
  const styles = useStyles2(getStyles);
  const { onAddAdHocFilter } = usePanelContext();
  const row = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => onHeight(row.current?.offsetHeight || CONTROL));
  const isOfSource = (name: string) => inputs.some(({ labels = [] }) => labels.some(([label]) => label === name));
  return chips.length ? (
    <div ref={row} className={styles.row} role="group" aria-label={t('Filters')} data-testid="dualflame-filter-chips">
      {chips.map(({ text, title, without, label }, i) => (
        <React.Fragment key={`${i} ${title}`}>
          <button
            type="button"
            className={styles.chip}
            title={title}
            aria-label={t('Remove: {what}', { what: text })}
            data-testid="dualflame-filter"
            onClick={() => onFilters(without)}
          >
            <span className={styles.text}>{text}</span>
            <Icon name="times" size="sm" />
          </button>
          {label && onAddAdHocFilter && isOfSource(label.label) && (
            <IconControl
              icon="filter-plus"
              label={t('Filter the dashboard by {what}', { what: text })}
              onClick={() => onAddAdHocFilter({ key: label.label, value: label.value, operator: '=' })}
            />
          )}
        </React.Fragment>
      ))}
      <Button size="sm" fill="text" onClick={onReset}>
        {t('Reset')}
      </Button>
    </div>
  ) : null;
});

const getStyles = (theme: GrafanaTheme2) => ({
  row: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(0.5), flex: 'none' }),
  chip: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    height: CONTROL,
    minWidth: CONTROL,
    maxWidth: '100%',
    padding: theme.spacing(0, 0.75, 0, 1),
    background: theme.colors.background.secondary,
    border: `1px solid ${theme.colors.border.medium}`,
    borderRadius: theme.shape.radius.pill,
    color: theme.colors.text.primary,
    fontSize: theme.typography.bodySmall.fontSize,
    cursor: 'pointer',
    '&:hover': { background: theme.colors.action.hover },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}` },
  }),
  text: css({ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }),
});
