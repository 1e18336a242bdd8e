import { Dropdown, Menu, type MenuItemProps } from '@grafana/ui';
import React from 'react';
import { STACK_FILTERS, type StackFilter } from '../../analysis';
import { type LabelReport } from '../../prepare';
import { msg, t } from '../grafana/translate';
import { type Filters } from '../state/filters';
import { percent } from '../ui/format';
import { IconControl } from './IconControl';

export interface FilterMenuProps {
  labels: LabelReport[];
  filters: Filters;
  /** Idle stacks are there to be hidden. */
  hasIdle: boolean;
  /** A search that stacks can be filtered by; empty: none, or none that can be read. */
  search: string;
  onFilters(part: Filters): void;
  /** Makes a filter of the search. */
  onKeep(keep: StackFilter['keep']): void;
}

/** Values listed of a label; the rest is counted. */
const LISTED = 40;
const MAX_TEXT = 80;

const KEEP_LABEL = {
  only: msg('Only stacks with “{search}”'),
  without: msg('Without stacks with “{search}”'),
  hide: msg('Hide frames with “{search}”'),
};

/** What can be filtered and grouped by: the search, labels of the samples, idle stacks, roll-ups. */
export const FilterMenu = React.memo(function FilterMenu(props: FilterMenuProps) {
  return (
    <Dropdown overlay={() => <Menu>{filterItems(props)}</Menu>} placement="bottom-end">
      <IconControl icon="filter" label={t('Filter and group')} data-testid="dualflame-filters" />
    </Dropdown>
  );
});

/** The entries of the menu. */
export function filterItems(props: FilterMenuProps): Array<React.ReactElement<MenuItemProps>> {
  const { labels, filters, hasIdle, search, onFilters, onKeep } = props;
  const toggle = (
    key: 'hideIdle' | 'onlyMyCode' | 'collapseRecursion' | 'collapseChains',
    label: string,
    description: string
  ) => (
    <Menu.Item
      key={key}
      label={label}
      description={description}
      active={filters[key]}
      onClick={() => onFilters({ [key]: !filters[key] })}
    />
  );
  return [
    ...(search
      ? STACK_FILTERS.map((keep) => (
          <Menu.Item
            key={keep}
            label={t(KEEP_LABEL[keep], { search: search.slice(0, MAX_TEXT) })}
            description={keep === 'hide' ? t('Their time goes to their callers') : undefined}
            onClick={() => onKeep(keep)}
          />
        ))
      : []),
    ...labels.map((label) => <LabelItem key={`label ${label.name}`} {...label} onFilters={onFilters} />),
    ...(hasIdle || filters.hideIdle
      ? [toggle('hideIdle', t('Hide idle stacks'), t('Expected waiting: parked workers'))]
      : []),
    toggle('onlyMyCode', t('Only my code'), t('Frames of libraries and runtimes are one bar, (7)')),
    toggle('collapseRecursion', t('Collapse recursion'), t('A function that calls itself is one frame')),
    toggle('collapseChains', t('Collapse chains'), t('Leave out frames that only hand on their time')),
  ];
}

function LabelItem({ name, values, onFilters }: LabelReport & Pick<FilterMenuProps, 'onFilters'>) {
  const others = values.length - LISTED;
  return (
    <Menu.Item
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
              label={value.slice(0, MAX_TEXT)}
              description={percent(share)}
              onClick={() => onFilters({ filter: { label: name, value } })}
            />
          )),
        ...(others > 0 ? [<Menu.Item key="" label={t('{count} smaller ones', { count: others })} disabled />] : []),
      ]}
    />
  );
}
