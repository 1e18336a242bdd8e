import { Button, Dropdown, Menu, Spinner } from '@grafana/ui';
import React from 'react';
import { COMPARE_LABEL, type CompareSpec, type Measure, MEASURE_LABEL } from '../model/comparison';
import { t } from '../grafana/translate';

export interface CompareMenuProps {
  spec?: CompareSpec;
  loading: boolean;
  /** No room for words. */
  compact: boolean;
  hasObjective: boolean;
  onCompare(spec: CompareSpec | undefined): void;
  /** What changes can be measured in; none where no change is shown. */
  measures: Measure[];
  measure?: Measure;
  onMeasure(measure: Measure): void;
}

/** What the Changed mode measures in. */
function MeasureMenu({ measures, measure, onMeasure }: Pick<CompareMenuProps, 'measures' | 'measure' | 'onMeasure'>) {
  return (
    <Dropdown
      placement="bottom-start"
      overlay={() => (
        <Menu>
          {measures.map((one) => (
            <Menu.Item
              key={one}
              label={t(MEASURE_LABEL[one])}
              active={one === measure}
              onClick={() => onMeasure(one)}
            />
          ))}
        </Menu>
      )}
    >
      <Button size="sm" variant="secondary" tooltip={t('What changes are measured in')} data-testid="dualflame-measure">
        {t(MEASURE_LABEL[measure ?? 'share'])}
      </Button>
    </Dropdown>
  );
}

const TYPES = ['previous', 'day', 'week'] as const;

/** "What changed?": the same queries at another time. */
export const CompareMenu = React.memo(function CompareMenu(props: CompareMenuProps) {
  return (
    <>
      {props.measures.length > 0 && <MeasureMenu {...props} />}
      <TimeMenu {...props} />
    </>
  );
});

function TimeMenu({ spec, loading, compact, hasObjective, onCompare }: CompareMenuProps) {
  if (spec) {
    return (
      <Button
        size="sm"
        variant="secondary"
        icon={loading ? undefined : 'times'}
        tooltip={t('Stop comparing')}
        onClick={() => onCompare(undefined)}
        data-testid="dualflame-comparing"
      >
        {loading && <Spinner inline size="sm" />} {t(COMPARE_LABEL[spec.type])}
      </Button>
    );
  }
  const menu = () => (
    <Menu>
      {hasObjective && (
        <Menu.Item label={t(COMPARE_LABEL.objective)} onClick={() => onCompare({ type: 'objective' })} />
      )}
      {TYPES.map((type) => (
        <Menu.Item key={type} label={t(COMPARE_LABEL[type])} onClick={() => onCompare({ type })} />
      ))}
    </Menu>
  );
  return (
    <Dropdown overlay={menu} placement="bottom-start">
      <Button
        size="sm"
        variant="secondary"
        icon="history"
        tooltip={compact ? t('What changed?') : undefined}
        aria-label={t('What changed?')}
        data-testid="dualflame-compare"
      >
        {compact ? undefined : t('What changed?')}
      </Button>
    </Dropdown>
  );
}
