import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Portal, useStyles2, VizTooltipContainer } from '@grafana/ui';
import React from 'react';
import {
  CATEGORIES,
  CATEGORY_LABEL,
  type CounterRow,
  foldedLibrary,
  type FrameRatio,
  METRIC_INFO,
  type PairedProfile,
  splitAt,
} from '../../analysis';
import { type Look } from '../../flamegraph';
import { type CallTree, type Distribution, nameOf, totalOf } from '../../profile';
import { type Format, formatChange, formatCounter, percent } from '../ui/format';
import { type Change, changeAt } from '../model/changes';
import { CATEGORY_ORDER, CATEGORY_STYLE } from './palette';
import { type Hover } from '../state/useHover';
import { type GraphModel } from '../model/graphModel';
import { Swatch } from '../ui/Swatch';
import { t, msg } from '../grafana/translate';

export interface FrameTooltipProps {
  hover: Omit<Hover, 'graph'>;
  paired: PairedProfile;
  model: GraphModel;
  root: number;
  format: Format;
  cpuFormat: Format;
  /** Against the baseline. */
  changes: Change[];
  /** Counters of this frame. */
  ratios: FrameRatio[];
  /** Counters of the process or host: shown on the root only. */
  counters: CounterRow[];
  /** Waits for kernel locks that this function asked for. */
  kernelLock?: { wait: number; contended: number };
}

/** Longer names are cut on screen; the whole name can be copied from the line under the graph. */
const MAX_NAME = 400;

export function FrameTooltip({
  hover,
  paired,
  model,
  root,
  format,
  cpuFormat,
  changes,
  ratios,
  counters,
  kernelLock,
}: FrameTooltipProps) {
  const styles = useStyles2(getStyles);
  const { tree } = paired;
  const { node } = hover;
  if (node >= tree.length) {
    return null;
  }
  const symbol = node === 0 ? undefined : tree.symbols[tree.symbol[node]];
  const folded = symbol && foldedLibrary(symbol);
  const total = totalOf(tree, model.weights, node);
  const shown = totalOf(tree, model.weights, root);
  const own = model.mode === 'cpu' ? cpuFormat : format;
  const split = splitAt(paired, node);
  const rows: Array<[React.ReactNode, string, string]> = [
    [
      t('{what} total', { what: model.title }),
      own(total),
      root === 0
        ? percent(total / model.whole)
        : t('{share} of shown, {all} of all', { share: percent(total / shown), all: percent(total / model.whole) }),
    ],
    [t('Self'), own(model.weights.self[node]), percent(model.weights.self[node] / model.whole)],
  ];
  const parts: Array<[React.ReactNode, string, string]> = [];
  const part = (key: string, look: Look, value: number) =>
    parts.push([
      <span key={key} className={styles.part}>
        <Swatch look={look} />
        {key}
      </span>,
      format(value),
      split.total ? percent(value / split.total) : '',
    ]);
  if (!['offcpu', 'cpu', 'other'].includes(paired.evidence)) {
    part(t(CATEGORY_LABEL.cpu), CATEGORY_STYLE.cpu, split.onCpu);
  }
  for (const category of CATEGORY_ORDER) {
    if (split.waiting[category] > 0) {
      part(t(CATEGORY_LABEL[CATEGORIES[category]]), CATEGORY_STYLE[CATEGORIES[category]], split.waiting[category]);
    }
  }
  if (Math.abs(split.unattributed) > split.total * 0.0005) {
    part(t('Unattributed'), CATEGORY_STYLE.unattributed, split.unattributed);
  }
  return (
    <Portal>
      <VizTooltipContainer position={{ x: hover.x, y: hover.y }} offset={{ x: 12, y: 14 }}>
        <div className={styles.box} data-testid="dualflame-tooltip">
          <div className={styles.name}>
            {hover.merged ? t('Several frames too narrow to draw') : nameOf(tree, node).slice(0, MAX_NAME)}
          </div>
          {!hover.merged && (
            <>
              {folded !== undefined && (
                <div className={styles.file}>
                  {folded
                    ? t('Frames of {library} and what they call; a click shows them', { library: folded })
                    : t('Frames that are not your code; a click shows them')}
                </div>
              )}
              {folded === undefined && (symbol?.file || symbol?.module) && (
                <div className={styles.file}>
                  {[symbol.module, symbol.file && `${symbol.file}${symbol.line ? `:${symbol.line}` : ''}`]
                    .filter(Boolean)
                    .join(' · ')}
                </div>
              )}
              <Rows rows={rows} className={styles.rows} />
              {symbol?.distribution && <Histogram distribution={symbol.distribution} format={format} />}
              {ratios.length > 0 && <Rows rows={ratios.map(ratioRow)} className={styles.rows} />}
              {kernelLock && (
                <Rows
                  rows={[
                    [
                      t('Kernel lock wait'),
                      format(kernelLock.wait),
                      t('{count} contended, all call paths', { count: kernelLock.contended }),
                    ],
                  ]}
                  className={styles.rows}
                />
              )}
              {counters.length > 0 && (
                <>
                  <div className={styles.file}>{t(SCOPE_WORDS[counters[0].scope])}</div>
                  <Rows
                    rows={counters.map(({ metric, value }) => [
                      t(METRIC_INFO[metric].label),
                      formatCounter(metric, value),
                      '',
                    ])}
                    className={styles.rows}
                  />
                </>
              )}
              {changes.length > 0 && (
                <>
                  <div className={styles.file}>{t('Before → now')}</div>
                  <Rows rows={changes.map((change) => changeRow(tree, change, node))} className={styles.rows} />
                </>
              )}
              {parts.length > 0 && WALL_WORDS[paired.evidence] && (
                <>
                  <div className={styles.file}>{t(WALL_WORDS[paired.evidence])}</div>
                  <Rows rows={parts} className={styles.rows} />
                </>
              )}
            </>
          )}
          <div className={styles.file}>
            {hover.merged ? t('Click to zoom to the first of them') : t('Click to zoom')}
          </div>
        </div>
      </VizTooltipContainer>
    </Portal>
  );
}

const changeRow = (tree: CallTree, change: Change, node: number): [React.ReactNode, string, string] => {
  const { before, now } = changeAt(tree, change, node);
  return [
    change.label,
    `${change.text(before)} → ${change.text(now)}`,
    change.measure === 'share'
      ? `${now >= before ? '+' : '−'}${percent(Math.abs(now - before))}`
      : before > 0
        ? formatChange(now, before)
        : t('new'),
  ];
};

const SCOPE_WORDS = {
  host: msg('Whole host, not this process or function'),
  process: msg('Whole process, not this function'),
  function: msg('By function'),
} as const;

const ratioRow = ({ metric, value, error, samples }: FrameRatio): [React.ReactNode, string, string] => [
  t(METRIC_INFO[metric].label),
  formatCounter(metric, value),
  error === undefined ? '' : t('± {error} ({count} samples)', { error: percent(error), count: samples ?? 0 }),
];

const WALL_WORDS = {
  'cpu+wall': msg('Its wall time'),
  'cpu+offcpu': msg('Its wall time (CPU + off-CPU)'),
  wall: msg('Its wall time (on-CPU: no wait frame)'),
  cpu: msg('Of its CPU time'),
  offcpu: msg('Its off-CPU time'),
  other: '',
} as const;

/** A recorded latency histogram: a bar a bucket, as bpftrace prints it. */
function Histogram({ distribution: { unit, buckets }, format }: { distribution: Distribution; format: Format }) {
  const styles = useStyles2(getStyles);
  const most = buckets.reduce((largest, { count }) => Math.max(largest, count), 1);
  const edge = (value: number) => (Number.isFinite(value) ? (unit ? format(value) : String(value)) : '∞');
  return (
    <table className={styles.rows} data-testid="dualflame-histogram">
      <tbody>
        {buckets.slice(0, MAX_BUCKETS).map(({ from, to, count }) => (
          <tr key={from}>
            <td className={styles.file}>{`${edge(from)} – ${edge(to)}`}</td>
            <td>{count.toLocaleString('en-US')}</td>
            <td>
              <div className={styles.bucket} style={{ width: (count / most) * 90 }} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const MAX_BUCKETS = 32;

function Rows({ rows, className }: { rows: Array<[React.ReactNode, string, string]>; className: string }) {
  return (
    <table className={className}>
      <tbody>
        {rows.map(([label, value, share], i) => (
          <tr key={i}>
            <td>{label}</td>
            <td>{value}</td>
            <td>{share}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({ maxWidth: 460, fontSize: theme.typography.bodySmall.fontSize }),
  name: css({ fontWeight: theme.typography.fontWeightMedium, overflowWrap: 'anywhere', marginBottom: 2 }),
  file: css({ color: theme.colors.text.secondary, overflowWrap: 'anywhere', marginTop: 2 }),
  part: css({ display: 'inline-flex', alignItems: 'center', gap: 5 }),
  bucket: css({ height: 9, minWidth: 1, background: theme.colors.primary.main }),
  rows: css({
    width: '100%',
    fontVariantNumeric: 'tabular-nums',
    'td:nth-child(2), td:nth-child(3)': { textAlign: 'right', paddingLeft: theme.spacing(1.5), whiteSpace: 'nowrap' },
  }),
});
