import { css } from '@emotion/css';
import { Button, Dropdown, IconButton, Menu, usePanelContext, useStyles2 } from '@grafana/ui';
import React from 'react';
import { type LabelReport } from '../../prepare/index';
import { filterChips, type Filters } from '../state/filters';
import { percent } from '../ui/format';
import { t } from '../grafana/translate';

export interface FilterMenuProps {
  labels: LabelReport[];
  /** Names of labels that the data source gave: it can filter by them too. */
  sourceLabels: Set<string>;
  filters: Filters;
  /** Idle stacks are there to be hidden. */
  hasIdle: boolean;
  onFilters(part: Filters): void;
}

/** Values listed of a label; the rest is counted. */
const LISTED = 40;
const MAX_CHIP = 60;

/** What is filtered by, a chip each, and a menu of what else can be: labels of the samples, idle stacks, roll-ups. */
export const FilterMenu = React.memo(function FilterMenu(props: FilterMenuProps) {
  const { labels, sourceLabels, filters, hasIdle, onFilters } = props;
  const styles = useStyles2(getStyles);
  const { onAddAdHocFilter } = usePanelContext();
  const toggle = (
    key: 'hideIdle' | 'onlyMyCode' | 'collapseRecursion' | 'collapseChains',
    label: string,
    description: string
  ) => (
    <Menu.Item
      label={label}
      description={description}
      active={filters[key]}
      onClick={() => onFilters({ [key]: !filters[key] })}
    />
  );
  const menu = () => (
    <Menu>
      {labels.map(({ name, values }) => (
        <Menu.Item
          key={name}
          label={`${name} (${values.length})`}
          childItems={[
            <Menu.Item
              key="by"
              label={t('Group by {label}', { label: name })}
              icon="layer-group"
              onClick={() => onFilters({ groupBy: name })}
            />,
            ...values
              .slice(0, LISTED)
              .map(({ value, share }) => (
                <Menu.Item
                  key={`= ${value}`}
                  label={value.slice(0, 80)}
                  description={percent(share)}
                  onClick={() => onFilters({ filter: { label: name, value } })}
                />
              )),
            ...(values.length > LISTED
              ? [<Menu.Item key="" label={t('{count} smaller ones', { count: values.length - LISTED })} disabled />]
              : []),
          ]}
        />
      ))}
      {(hasIdle || filters.hideIdle) &&
        toggle('hideIdle', t('Hide idle stacks'), t('Expected waiting: parked workers'))}
      {toggle('onlyMyCode', t('Only my code'), t('Frames of libraries and runtimes are one bar, (7)'))}
      {toggle('collapseRecursion', t('Collapse recursion'), t('A function that calls itself is one frame'))}
      {toggle('collapseChains', t('Collapse chains'), t('Leave out frames that only hand on their time'))}
    </Menu>
  );
  return (
    <>
      {filterChips(filters).map(({ text, without, label }) => (
        <React.Fragment key={text}>
          <Button
            size="sm"
            variant="secondary"
            icon="times"
            className={styles.chip}
            tooltip={t('Remove: {what}', { what: text })}
            data-testid="dualflame-filter"
            onClick={() => onFilters(without)}
          >
            {text.slice(0, MAX_CHIP)}
          </Button>
          {label && onAddAdHocFilter && sourceLabels.has(label.label) && (
            <IconButton
              name="filter-plus"
              tooltip={t('Filter the dashboard by {what}', { what: text })}
              onClick={() => onAddAdHocFilter({ key: label.label, value: label.value, operator: '=' })}
            />
          )}
        </React.Fragment>
      ))}
      <Dropdown overlay={menu} placement="bottom-start">
        <IconButton name="filter" tooltip={t('Filter and group')} data-testid="dualflame-filters" />
      </Dropdown>
    </>
  );
});

const getStyles = () => ({
  chip: css({ maxWidth: 180, '& > span': { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' } }),
});
