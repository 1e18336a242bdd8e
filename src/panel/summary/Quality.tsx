import { css } from '@emotion/css';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { type View } from '../model/view';
import { DataQuality } from './DataQuality';

/** Room for the button with its gap, in CSS pixels. */
const BUTTON = 24;

/** What is measured and how well, where the panel's options let it be said. */
export const Quality = ({ panel, prepared, paired, model }: View) =>
  panel.options.showDataQuality ? (
    <DataQuality
      paired={paired}
      queries={prepared.queries}
      problems={model.problems}
      caveats={model.caveats}
      filteredShare={prepared.filteredShare}
      removedFrames={prepared.removedFrames}
    />
  ) : null;

/** A row of the panel's width that ends with it. `children`: what stands before it, in so many CSS pixels. */
export function RowWithQuality({ view, children }: { view: View; children(width: number): React.ReactNode }) {
  const styles = useStyles2(getStyles);
  const { options, width } = view.panel;
  return (
    <div className={styles.row}>
      {children(options.showDataQuality ? width - BUTTON : width)}
      <Quality {...view} />
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
