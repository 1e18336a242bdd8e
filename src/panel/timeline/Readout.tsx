import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { t } from '../grafana/translate';
import { CATEGORY_STYLE } from '../ui/palette';
import { Swatch } from '../ui/Swatch';
import { figuresOf, figureText, type Kind, KINDS, labelOf, type Measure, overall, type TimelineWindow } from './kinds';

/** Height of a line of words, in pixels. */
export const LINE = 15;

interface Figure {
  kind: Kind;
  text: string;
}

/** What a window's time is of, the most first; kinds that round to nothing are left out. */
export function figuresInWords(window: TimelineWindow, measure: Measure): Figure[] {
  const figures = figuresOf(window, measure) ?? [];
  const nothing = figureText(0, measure);
  return KINDS.map((kind, i) => ({ kind, figure: figures[i] ?? 0 }))
    .sort((a, b) => b.figure - a.figure)
    .map(({ kind, figure }) => ({ kind, text: figureText(figure, measure) }))
    .filter(({ text }) => text !== nothing);
}

/** Why a window has no figures; undefined: it has. */
export function whyNothing(window: TimelineWindow): string | undefined {
  return window.error ?? (window.whole ? undefined : window.answered ? t('no profile in it') : t('not answered yet'));
}

/** The same of all windows; `precise`: each with its interval, where there are enough of them. */
export function overallInWords(windows: TimelineWindow[], measure: Measure, precise: boolean): Figure[] {
  return KINDS.map((kind) => ({ kind, ...overall(windows, kind, measure) }))
    .filter(({ figure }) => figure > 0 && figureText(figure, measure) !== figureText(0, measure))
    .sort((a, b) => b.figure - a.figure)
    .map(({ kind, figure, interval }) => ({
      kind,
      text:
        precise && interval
          ? `${figureText(figure, measure)} (${figureText(interval[0], measure)}–${figureText(interval[1], measure)})`
          : figureText(figure, measure),
    }));
}

/** One kind after the other, in a sentence or a line each. */
export const inWords = (figures: Figure[], between: string): string =>
  figures.map(({ kind, text }) => `${labelOf(kind)} ${text}`).join(between);

export interface ReadoutProps {
  title: string;
  /** In the place of figures. */
  note?: string;
  figures: Figure[];
  /** Height in lines, and width in pixels: what has no room is in `hint`. */
  lines: number;
  width: number;
  hint: string;
}

/** The figures beside the strip: of the window under the crosshair, of the one that is shown, or of all. */
export function Readout({ title, note, figures, lines, width, hint }: ReadoutProps) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.readout} style={{ width }} title={hint} data-testid="dualflame-timeline-readout">
      <div className={styles.line}>{title}</div>
      {note && <div className={styles.line}>{note}</div>}
      {!note && (
        <div className={styles.figures} style={{ height: (lines - 1) * LINE }}>
          {figures.map(({ kind, text }) => (
            <div key={kind} className={styles.line}>
              <Swatch look={CATEGORY_STYLE[kind]} />
              {labelOf(kind)} <b>{text}</b>
            </div>
          ))}
        </div>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  readout: css({
    flex: 'none',
    paddingLeft: theme.spacing(1),
    overflow: 'hidden',
    fontVariantNumeric: 'tabular-nums',
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  figures: css({ display: 'flex', flexWrap: 'wrap', columnGap: theme.spacing(1), overflow: 'hidden' }),
  line: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    height: LINE,
    lineHeight: `${LINE}px`,
    whiteSpace: 'nowrap',
    '& b': { fontWeight: theme.typography.fontWeightMedium },
  }),
});
