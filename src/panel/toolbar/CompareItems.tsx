import { Menu } from '@grafana/ui';
import React from 'react';
import { t } from '../grafana/translate';
import { type CompareMenuProps, measureItems, offerItems } from './CompareMenu';

/** What CompareMenu offers, as entries of a menu, where the row has no room for it. */
export const CompareItems = (props: Omit<CompareMenuProps, 'compact'>) => (
  <>
    <Menu.Item label={t('What changed?')} icon="history" childItems={offerItems(props)} />
    {props.measures.length > 0 && (
      <Menu.Item label={t('What changes are measured in')} childItems={measureItems(props)} />
    )}
  </>
);
