import { css } from '@emotion/css';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { type View } from '../model/view';
import { QUALITY, Quality } from './Quality';
import { useBarParts } from './useBarParts';
import { WaitsBar } from './WaitsBar';

/** The bar of what the zoomed frame's time is made of: legend, filter, and the graph's root row. `alone`: no row above it says how well it is known. */
export function BarRow({ alone, ...view }: View & { alone: boolean }) {
  const { panel, model, on } = view;
  const styles = useStyles2(getStyles);
  const bar = useBarParts(view);
  const quality = alone && panel.options.showDataQuality;
  return (
    <div className={styles.row}>
      <WaitsBar
        {...bar}
        width={quality ? panel.width - QUALITY : panel.width}
        category={model.category}
        onCategory={on.category}
      />
      {quality && <Quality {...view} />}
    </div>
  );
}

const getStyles = () => ({
  row: css({
    display: 'flex',
    alignItems: 'center',
    gap: 4,
    flex: 'none',
    '& > :first-child': { flex: '1 1 auto', minWidth: 0 },
  }),
});
