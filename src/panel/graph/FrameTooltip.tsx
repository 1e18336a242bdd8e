import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Portal, useStyles2, VizTooltipContainer } from '@grafana/ui';
import React from 'react';
import { type WaitLengths } from '../../analysis';
import { type Distribution, foldedLibrary, type FrameInfo, nameOf } from '../../profile';
import { language, t } from '../grafana/translate';
import { type Fact, type FrameExtras, frameFacts } from '../model/frameFacts';
import { type GraphModel } from '../model/graphModel';
import { type Hover } from '../state/useHover';
import { type Format } from '../ui/format';
import { Swatch } from '../ui/Swatch';
import { LengthBars } from './LengthBars';

export interface FrameTooltipProps extends FrameExtras {
  hover: Omit<Hover, 'graph'>;
  model: GraphModel;
  /** The zoomed frame. */
  root: number;
  /** How long the frame's single waits are, and the format of lengths. */
  lengths?: { of: WaitLengths; format: Format };
}

/** Longer names are cut on screen; the whole name can be copied from the line above the graph. */
const MAX_NAME = 400;
/** Name and place among them. */
const MAX_ROWS = 8;

/** What a person reads while pointing. Grafana's own rows are no part of @grafana/ui 12, which is supported: these look like them. */
export function FrameTooltip({ hover: { node, merged, x, y }, model, root, lengths, ...extras }: FrameTooltipProps) {
  const styles = useStyles2(getStyles);
  const { tree } = model.paired;
  if (node >= tree.length) {
    return null;
  }
  const symbol = tree.symbol[node] < 0 ? undefined : tree.symbols[tree.symbol[node]];
  const place = merged ? t('Click to zoom to the first of them') : symbol && placeOf(symbol);
  return (
    <Portal>
      <VizTooltipContainer position={{ x, y }} offset={{ x: 12, y: 14 }}>
        <div className={styles.box} data-testid="dualflame-tooltip">
          <div className={styles.name}>
            {merged ? t('Several frames too narrow to draw') : nameOf(tree, node).slice(0, MAX_NAME)}
          </div>
          {place && <div className={styles.quiet}>{place}</div>}
          {!merged && <Facts facts={frameFacts(model, node, root, extras, place ? MAX_ROWS - 2 : MAX_ROWS - 1)} />}
          {!merged && lengths && !symbol?.distribution && <LengthBars lengths={lengths.of} format={lengths.format} />}
          {!merged && symbol?.distribution && <Histogram distribution={symbol.distribution} format={model.format} />}
        </div>
      </VizTooltipContainer>
    </Portal>
  );
}

/** Where a function is written; of a bar of folded frames, whose they are. */
function placeOf(symbol: FrameInfo): string {
  const folded = foldedLibrary(symbol);
  if (folded !== undefined) {
    return folded
      ? t('Frames of {library} and what they call; a click shows them', { library: folded })
      : t('Frames that are not your code; a click shows them');
  }
  const { module, file, line } = symbol;
  return [module, file && (line ? `${file}:${line}` : file)].filter(Boolean).join(' · ');
}

function Facts({ facts }: { facts: Fact[] }) {
  const styles = useStyles2(getStyles);
  return (
    <table className={styles.rows}>
      <tbody>
        {facts.map(({ look, label, value, note }, i) => (
          <tr key={i}>
            <td>
              <span className={styles.label}>
                {look && <Swatch look={look} />}
                {label}
              </span>
            </td>
            <td>{value}</td>
            <td>{note}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const MAX_BUCKETS = 32;

/** A recorded latency histogram: a bar per bucket, as bpftrace prints it. */
function Histogram({ distribution: { unit, buckets }, format }: { distribution: Distribution; format: Format }) {
  const styles = useStyles2(getStyles);
  const most = buckets.reduce((largest, { count }) => Math.max(largest, count), 1);
  const edge = (value: number) => (Number.isFinite(value) ? (unit ? format(value) : String(value)) : '∞');
  return (
    <table className={styles.rows} data-testid="dualflame-histogram">
      <tbody>
        {buckets.slice(0, MAX_BUCKETS).map(({ from, to, count }) => (
          <tr key={from}>
            <td className={styles.quiet}>{`${edge(from)} – ${edge(to)}`}</td>
            <td>{count.toLocaleString(language())}</td>
            <td>
              <div className={styles.bucket} style={{ width: (count / most) * 90 }} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({ maxWidth: 460, fontSize: theme.typography.bodySmall.fontSize }),
  name: css({ fontWeight: theme.typography.fontWeightMedium, overflowWrap: 'anywhere', marginBottom: 2 }),
  quiet: css({ color: theme.colors.text.secondary, overflowWrap: 'anywhere', marginTop: 2 }),
  label: css({ display: 'inline-flex', alignItems: 'center', gap: 5 }),
  bucket: css({ height: 9, minWidth: 1, background: theme.colors.primary.main }),
  rows: css({
    width: '100%',
    fontVariantNumeric: 'tabular-nums',
    'td:nth-child(2), td:nth-child(3)': { textAlign: 'right', paddingLeft: theme.spacing(1.5), whiteSpace: 'nowrap' },
  }),
});
