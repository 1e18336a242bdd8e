import React from 'react';
import { t } from '../grafana/translate';
import { IconControl } from './IconControl';

export interface ResetButtonProps {
  /** There is something to take back: zoom, filters, category, search, comparison, mode. */
  canReset: boolean;
  onReset(): void;
}

/** One way back from everything that was done. It keeps its place where there is nothing to take back. */
export const ResetButton = React.memo(function ResetButton({ canReset, onReset }: ResetButtonProps) {
  return (
    <IconControl
      icon="history-alt"
      label={t('Reset zoom, filters, search and comparison')}
      disabled={!canReset}
      onClick={onReset}
      data-testid="dualflame-reset"
    />
  );
});
