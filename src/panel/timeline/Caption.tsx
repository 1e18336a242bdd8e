import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { counted, msg, t } from '../grafana/translate';
import { type Kind, labelOf, type Measure } from './kinds';
import { LINE } from './Readout';
import { type Windows } from './useWindows';
import { linkButton } from '../ui/linkStyles';
import { CATEGORY_STYLE } from '../ui/palette';
import { Swatch } from '../ui/Swatch';

export interface CaptionProps {
  state: Windows;
  measure: Measure;
  /** What a rate is counted in. */
  unit: string;
  /** The window that changed most: what grew in it, when and by how much, and all of it in a sentence. */
  change?: { kind: Kind; figures: string; text: string };
  narrow: boolean;
  width: number;
  /** That have room. */
  lines: number;
  onMeasure(measure: Measure): void;
  /** Leads to the window that changed most. */
  onChange(): void;
}

/** The words to the left of the strip: what it measures in, how far it is, and what changed most. */
export function Caption({ state, measure, unit, change, narrow, width, lines, onMeasure, onChange }: CaptionProps) {
  const styles = useStyles2(getStyles);
  const other: Measure = measure === 'rate' ? 'share' : 'rate';
  const name = { rate: unit, share: t('Share') };
  return (
    <div className={styles.caption} style={{ width }}>
      <div className={styles.line}>
        {!narrow && <span>{t('Waits over time')}</span>}
        <button
          type="button"
          className={styles.button}
          title={t('Show {what} instead', { what: name[other] })}
          onClick={() => onMeasure(other)}
        >
          {name[measure]}
        </button>
      </div>
      <Progress state={state} />
      {state.open === 0 && change && (
        <button
          type="button"
          className={styles.change}
          title={`${t('Largest change')}\n${change.text}`}
          // What is seen is in the name, word for word; the title has the whole sentence.
          aria-label={`${t('Largest change')}: ${labelOf(change.kind)} ${change.figures}`}
          onClick={onChange}
          data-testid="dualflame-timeline-change"
        >
          {lines > 2 ? (
            <>
              <span className={styles.line}>
                <Swatch look={CATEGORY_STYLE[change.kind]} />
                {labelOf(change.kind)}
              </span>{' '}
              <span className={styles.line}>{change.figures}</span>
            </>
          ) : (
            <span className={styles.line}>
              <Swatch look={CATEGORY_STYLE[change.kind]} />
              {change.figures}
            </span>
          )}
        </button>
      )}
    </div>
  );
}

function Progress({ state: { windows, open, halted, retry } }: { state: Windows }) {
  const styles = useStyles2(getStyles);
  const failed = windows.filter(({ error }) => error !== undefined);
  if (failed.length && (halted || open === 0)) {
    const text = halted
      ? counted(failed.length, msg('Stopped after 1 error'), msg('Stopped after {count} errors'))
      : counted(failed.length, msg('1 window failed'), msg('{count} windows failed'));
    return (
      <div className={styles.line} role="status">
        <span className={styles.error} title={failed[0].error}>
          {text}
        </span>
        <button type="button" className={styles.button} title={failed[0].error} onClick={retry}>
          {t('Try again')}
        </button>
      </div>
    );
  }
  return open > 0 ? (
    <div className={styles.line} role="status">
      {t('{done} of {all} windows', { done: windows.length - open, all: windows.length })}
    </div>
  ) : null;
}

const getStyles = (theme: GrafanaTheme2) => ({
  caption: css({
    flex: 'none',
    paddingRight: 6,
    overflow: 'hidden',
    fontSize: theme.typography.bodySmall.fontSize,
    cursor: 'default',
  }),
  line: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(0.75),
    height: LINE,
    lineHeight: `${LINE}px`,
    whiteSpace: 'nowrap',
  }),
  button: css({
    display: 'block',
    maxWidth: '100%',
    height: LINE,
    lineHeight: `${LINE}px`,
    ...linkButton(theme),
    whiteSpace: 'nowrap',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    '&:hover': { textDecoration: 'underline' },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: -2 },
  }),
  change: css({
    display: 'block',
    ...linkButton(theme),
    textAlign: 'left',
    '&:hover': { textDecoration: 'underline' },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: -2 },
  }),
  error: css({ color: theme.colors.error.text, overflow: 'hidden', textOverflow: 'ellipsis' }),
});
