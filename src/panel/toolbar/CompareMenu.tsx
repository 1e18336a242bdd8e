import { Button, Dropdown, Menu, type MenuItemProps } from '@grafana/ui';
import React from 'react';
import { type CompareOffer } from '../model/compareOffers';
import { type CompareSpec, type Measure, MEASURE_LABEL } from '../model/comparison';
import { t } from '../grafana/translate';

export interface CompareMenuProps {
  spec?: CompareSpec;
  /** No room for words. */
  compact: boolean;
  /** What can be compared, and why not: worked out when the menu is opened. */
  offers(): CompareOffer[];
  onCompare(spec: CompareSpec): void;
  /** What changes can be measured in; none where no change is shown. */
  measures: Measure[];
  measure?: Measure;
  onMeasure(measure: Measure): void;
}

type Offered = Pick<CompareMenuProps, 'spec' | 'offers' | 'onCompare'>;
type Measured = Pick<CompareMenuProps, 'measures' | 'measure' | 'onMeasure'>;

/** What can be compared, as entries of a menu. */
export function offerItems({ spec, offers, onCompare }: Offered): Array<React.ReactElement<MenuItemProps>> {
  const chosen = JSON.stringify(spec);
  return offers().map((offer) => (
    <Menu.Item
      key={JSON.stringify(offer.spec)}
      label={offer.label}
      description={offer.description}
      disabled={offer.disabled}
      active={JSON.stringify(offer.spec) === chosen}
      onClick={() => onCompare(offer.spec)}
    />
  ));
}

/** What changes can be measured in, as entries of a menu. */
export const measureItems = ({ measures, measure, onMeasure }: Measured): Array<React.ReactElement<MenuItemProps>> =>
  measures.map((one) => (
    <Menu.Item key={one} label={t(MEASURE_LABEL[one])} active={one === measure} onClick={() => onMeasure(one)} />
  ));

/** What the Changed mode measures in. */
function MeasureMenu({ measures, measure, onMeasure }: Measured) {
  return (
    <Dropdown placement="bottom-start" overlay={() => <Menu>{measureItems({ measures, measure, onMeasure })}</Menu>}>
      <Button size="sm" variant="secondary" tooltip={t('What changes are measured in')} data-testid="dualflame-measure">
        {t(MEASURE_LABEL[measure ?? 'share'])}
      </Button>
    </Dropdown>
  );
}

/** "What changed?": the same queries at another time. */
export const CompareMenu = React.memo(function CompareMenu(props: CompareMenuProps) {
  return (
    <>
      {props.measures.length > 0 && <MeasureMenu {...props} />}
      <TimeMenu {...props} />
    </>
  );
});

function TimeMenu({ spec, compact, offers, onCompare }: CompareMenuProps) {
  // While something is compared, the chip beside it says what: the words have made room for it.
  const words = compact || spec ? undefined : t('What changed?');
  return (
    <Dropdown overlay={() => <Menu>{offerItems({ spec, offers, onCompare })}</Menu>} placement="bottom-start">
      <Button
        size="sm"
        variant="secondary"
        icon="history"
        tooltip={words ? undefined : t('What changed?')}
        aria-label={t('What changed?')}
        data-testid="dualflame-compare"
      >
        {words}
      </Button>
    </Dropdown>
  );
}
