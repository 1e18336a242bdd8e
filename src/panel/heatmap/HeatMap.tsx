import { css } from '@emotion/css';
import { dateTimeFormat, type GrafanaTheme2 } from '@grafana/data';
import { IconButton, RadioButtonGroup, useStyles2, useTheme2 } from '@grafana/ui';
import { scaleLinear } from 'd3';
import React, { useCallback, useState } from 'react';
import { CATEGORY_LABEL } from '../../analysis';
import { type TimeSpan } from '../../prepare';
import { unitOf } from '../../profile';
import { counted, msg, t } from '../grafana/translate';
import { type View } from '../model/view';
import { type HeatMeasure } from '../state/panelState';
import { figure, percent } from '../ui/format';
import { CATEGORY_STYLE } from '../ui/palette';
import { sampleTimes, timeAxis } from '../ui/sampleTimes';
import { SPOKEN } from '../ui/textStyles';
import { cellStart, type HeatGrid, spanOf } from './grid';
import { HeatPlot } from './HeatPlot';
import { told, upright } from './mapStyles';
import { type Heat, useHeat } from './useHeat';

/** CSS pixels around the plot: what it is and the cell that is pointed at; pieces of a column; times of columns. */
const HEAD = 24;
const SIDE = 44;
const FOOT = 14;
/** Between two times written at the foot. */
const LABEL_ROOM = 90;

/** When samples were taken: columns of time from left to right, in each the pieces of it from bottom to top. A brush shows the graph of just those. */
export function HeatMap(view: View) {
  const { panel, prepared, model, state, filters, on, layout, dispatch } = view;
  const { width } = panel;
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const [pointed, setPointed] = useState<number>();
  const plot = { width: Math.max(1, width - SIDE), height: Math.max(1, layout.heatmap - HEAD - FOOT) };
  const isTime = unitOf(model.role.unit).kind === 'time';
  const measure: HeatMeasure = isTime ? (state.heatmap ?? 'samples') : 'samples';
  const heat = useHeat(view, measure, plot);
  const axis = timeAxis(prepared.queries);
  const moment = (times: TimeSpan[]) => sampleTimes(times, axis, panel.timeZone);
  const describe = (cell: number) => (heat ? describeCell(heat, cell, measure, moment, model.format) : '');
  const onTimes = useCallback((times: TimeSpan[] | undefined) => on.filters({ times }), [on]);
  const what = state.category ? t(CATEGORY_LABEL[state.category]) : t('all samples');
  return (
    <section className={styles.map} style={{ height: layout.heatmap }} data-testid="dualflame-heatmap">
      <div className={styles.head}>
        <b>{t('Heat map')}</b>
        <span className={styles.text} data-testid="dualflame-heatmap-cell">
          {heat && pointed !== undefined ? describe(pointed) : what}
        </span>
        {isTime && (
          <RadioButtonGroup<HeatMeasure>
            size="sm"
            value={measure}
            options={[
              { value: 'samples', label: t('Samples') },
              { value: 'time', label: t('Time') },
            ]}
            onChange={(of) => dispatch({ type: 'heatmap', of })}
          />
        )}
        <IconButton
          name="times"
          size="sm"
          tooltip={t('Close the heat map')}
          onClick={() => dispatch({ type: 'heatmap', of: undefined })}
        />
      </div>
      {heat ? (
        <div className={styles.body}>
          <Offsets grid={heat.grid} height={plot.height} />
          <div>
            <HeatPlot
              {...plot}
              {...{ heat, describe, onTimes }}
              fill={state.category ? CATEGORY_STYLE[state.category].fill : theme.colors.text.primary}
              times={filters.times}
              onPoint={setPointed}
            />
            <Times heat={heat} width={plot.width} timeZone={panel.timeZone} from={axis.from} />
          </div>
        </div>
      ) : (
        <p>{t('No sample that is shown has a time of its own.')}</p>
      )}
      {heat && <p style={SPOKEN}>{inWords(heat, describe)}</p>}
    </section>
  );
}

function describeCell(
  { grid, cells, counts, found }: Heat,
  cell: number,
  measure: HeatMeasure,
  moment: (times: TimeSpan[]) => string,
  format: (value: number) => string
): string {
  const figures = [
    `${moment(spanOf(grid, cell, cell))}: ${counted(counts[cell], msg('1 sample'), msg('{count} samples'))}`,
    ...(measure === 'time' ? [format(cells[cell])] : []),
    ...(found && cells[cell] > 0
      ? [t('{share} with what is searched', { share: percent(found[cell] / cells[cell]) })]
      : []),
  ];
  return figures.join(', ');
}

/** The picture for those who do not see it: how much there is, and where most of it. */
function inWords({ cells, most }: Heat, describe: (cell: number) => string): string {
  const empty = cells.reduce((count, value) => count + (value > 0 ? 0 : 1), 0);
  return t('{empty} of {cells} cells are empty. The fullest: {fullest}', {
    empty,
    cells: cells.length,
    fullest: describe(cells.indexOf(most)),
  });
}

/** How long after the beginning of its column a row is. */
function Offsets({ grid, height }: { grid: HeatGrid; height: number }) {
  const styles = useStyles2(getStyles);
  const [value, unit] = grid.column < 1e9 ? [grid.column / 1e6, t('ms')] : [grid.column / 1e9, t('s')];
  return (
    <div className={styles.offsets} style={{ height }} aria-hidden>
      <span>{`+${figure(value, 0)} ${unit}`}</span>
      <span>0</span>
    </div>
  );
}

function Times({
  heat: { grid, samples },
  width,
  timeZone,
  from,
}: {
  heat: Heat;
  width: number;
  timeZone: string;
  from: number;
}) {
  const styles = useStyles2(getStyles);
  const every = Math.max(1, Math.ceil((grid.columns * LABEL_ROOM) / Math.max(width, 1)));
  const scale = scaleLinear([0, grid.columns], [0, width]);
  const digits = grid.column < 1e9 ? 2 : 0;
  const label = (column: number) => {
    const ns = cellStart(grid, column * grid.rows);
    return samples.clock === 'utc'
      ? dateTimeFormat(ns / 1e6, { timeZone, format: grid.column < 1e9 ? 'HH:mm:ss.SS' : 'HH:mm:ss' })
      : `${figure((ns - from) / 1e9, digits)} ${t('s')}`;
  };
  return (
    <div className={styles.times} style={{ width }} aria-hidden>
      {Array.from({ length: Math.ceil(grid.columns / every) }, (_, i) => i * every).map((column) => (
        <span key={column} style={{ left: scale(column) }}>
          {label(column)}
        </span>
      ))}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  map: css({ flex: 'none', overflow: 'hidden', fontSize: theme.typography.bodySmall.fontSize }),
  head: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(1), height: HEAD, overflow: 'hidden' }),
  text: css({ ...told(theme), flex: 1 }),
  body: css({ display: 'flex' }),
  offsets: css(upright(theme, SIDE)),
  times: css({
    position: 'relative',
    height: FOOT,
    overflow: 'hidden',
    fontSize: 10,
    lineHeight: `${FOOT}px`,
    color: theme.colors.text.secondary,
    '& span': { position: 'absolute', whiteSpace: 'nowrap' },
  }),
});
