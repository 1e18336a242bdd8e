import { Button, Dropdown, IconButton, Menu } from '@grafana/ui';
import React from 'react';
import { type LabelFilter, type LabelReport } from '../../pipeline';
import { percent } from '../format';

export interface LabelPickerProps {
  labels: LabelReport[];
  filter?: LabelFilter;
  onFilter(filter: LabelFilter | undefined): void;
}

/** Values listed of a label; the rest is counted. */
const LISTED = 40;

/** Splits by a label of the samples (pod, thread, version): its values with their share of the time, one of them or all. */
export function LabelPicker({ labels, filter, onFilter }: LabelPickerProps) {
  if (filter) {
    return (
      <Button
        size="sm"
        variant="secondary"
        icon="times"
        tooltip="Show all"
        onClick={() => onFilter(undefined)}
        data-testid="dualflame-filter"
      >
        {`${filter.label} = ${filter.value}`.slice(0, 60)}
      </Button>
    );
  }
  const menu = () => (
    <Menu>
      {labels.map(({ name, values }) => (
        <Menu.Item
          key={name}
          label={`${name} (${values.length})`}
          childItems={[
            ...values
              .slice(0, LISTED)
              .map(({ value, share }) => (
                <Menu.Item
                  key={value}
                  label={value.slice(0, 80)}
                  description={percent(share)}
                  onClick={() => onFilter({ label: name, value })}
                />
              )),
            ...(values.length > LISTED
              ? [<Menu.Item key="" label={`${values.length - LISTED} smaller ones`} disabled />]
              : []),
          ]}
        />
      ))}
    </Menu>
  );
  return (
    <Dropdown overlay={menu} placement="bottom-start">
      <IconButton
        name="filter"
        tooltip={`Split by ${labels
          .map(({ name }) => name)
          .join(', ')
          .slice(0, 80)}`}
        data-testid="dualflame-split"
      />
    </Dropdown>
  );
}
