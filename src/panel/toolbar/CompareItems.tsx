import { Menu } from '@grafana/ui';
import React from 'react';
import { t } from '../grafana/translate';
import { MEASURE_LABEL } from '../model/comparison';
import { type CompareMenuProps } from './CompareMenu';

/** What CompareMenu offers, as entries of a menu, where the row has no room for it. */
export function CompareItems(props: Omit<CompareMenuProps, 'compact'>) {
  const { spec, offers, onCompare, measures, measure, onMeasure } = props;
  const chosen = JSON.stringify(spec);
  return (
    <>
      <Menu.Item
        label={t('What changed?')}
        icon="history"
        childItems={offers().map((offer) => (
          <Menu.Item
            key={JSON.stringify(offer.spec)}
            label={offer.label}
            description={offer.description}
            disabled={offer.disabled}
            active={JSON.stringify(offer.spec) === chosen}
            onClick={() => onCompare(offer.spec)}
          />
        ))}
      />
      {measures.length > 0 && (
        <Menu.Item
          label={t('What changes are measured in')}
          childItems={measures.map((one) => (
            <Menu.Item
              key={one}
              label={t(MEASURE_LABEL[one])}
              active={one === measure}
              onClick={() => onMeasure(one)}
            />
          ))}
        />
      )}
    </>
  );
}
