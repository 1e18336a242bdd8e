import { css } from '@emotion/css';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { type View } from '../model/view';
import { FetchedSurface } from '../FetchedSurface';
import { dataQuality } from './qualityPart';

/** The button and the gap before it, in CSS pixels. */
const BUTTON = 20;
const SPACE = 4;

/** What is measured and how well, where the panel's options let it be said. */
export const Quality = ({ panel, prepared, paired, model }: View) =>
  panel.options.showDataQuality ? (
    <FetchedSurface
      part={dataQuality}
      props={{
        paired,
        queries: prepared.queries,
        problems: model.problems,
        caveats: model.caveats,
        filteredShare: prepared.filteredShare,
        removedFrames: prepared.removedFrames,
        notElapsed: prepared.elapsed?.known === false ? prepared.elapsed.not : undefined,
      }}
      height={BUTTON}
      width={BUTTON}
      occasion={panel.data}
      silent
    />
  ) : null;

/** A row of the panel's width that ends with it. `children`: what stands before it, in so many CSS pixels. */
export function RowWithQuality({ view, children }: { view: View; children(width: number): React.ReactNode }) {
  const styles = useStyles2(getStyles);
  const { options, width } = view.panel;
  return (
    <div className={styles.row}>
      {children(options.showDataQuality ? width - BUTTON - SPACE : width)}
      <Quality {...view} />
    </div>
  );
}

const getStyles = () => ({
  row: css({
    display: 'flex',
    alignItems: 'center',
    gap: SPACE,
    flex: 'none',
    '& > :first-child': { flex: '1 1 auto', minWidth: 0 },
  }),
});
