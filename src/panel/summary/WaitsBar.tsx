import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Toggletip, useStyles2, useTheme2 } from '@grafana/ui';
import React, { useState } from 'react';
import { IDLE } from '../../analysis';
import { t } from '../grafana/translate';
import { BOX_TEXT, dimmed, dimming } from '../ui/palette';
import { ROWS } from '../ui/panelLayout';
import { fillOf, Swatch } from '../ui/Swatch';
import { barOf, type BarPart, GAP, MORE, type Segment } from './bar';

export interface WaitsBarProps {
  parts: BarPart[];
  /** What the bar shows. */
  title: string;
  /** What its shares are of: "wall time". */
  of: string;
  width: number;
  /** The one that the graph is filtered by. */
  category?: number;
  onCategory(category: number | undefined): void;
}

/**
 * Legend and root row of the graph at once: one stacked bar of the colours that are drawn. A click on a category filters the graph by
 * it, a second one shows all again. One tab stop; arrow keys move.
 */
export const WaitsBar = React.memo(function WaitsBar({ parts, title, of, width, category, onCategory }: WaitsBarProps) {
  const styles = useStyles2(getStyles);
  const [current, setCurrent] = useState(0);
  const { segments, unnamed } = barOf(parts, width);
  const stops = segments.length + (unnamed > 0 ? 1 : 0);
  const at = Math.min(current, stops - 1);
  const toggle = (part: BarPart) => {
    if (part.category !== undefined) {
      onCategory(category === part.category ? undefined : part.category);
    }
  };
  const onKeyDown = (event: React.KeyboardEvent<HTMLDivElement>) => {
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: stops - 1 }[event.key];
    if (next === undefined) {
      return;
    }
    event.preventDefault();
    const to = Math.min(Math.max(next, 0), stops - 1);
    setCurrent(to);
    event.currentTarget.querySelectorAll<HTMLElement>(':scope > button')[to].focus();
  };
  return (
    <div
      className={styles.bar}
      style={{ width }}
      role="toolbar"
      aria-label={title}
      onKeyDown={onKeyDown}
      data-testid="dualflame-waits"
    >
      {segments.map((segment, i) => (
        <SegmentButton
          key={segment.part.key}
          segment={segment}
          title={titleOf(segment.part, of)}
          picked={category}
          tabIndex={i === at ? 0 : -1}
          onFocus={() => setCurrent(i)}
          onClick={() => toggle(segment.part)}
        />
      ))}
      {unnamed > 0 && (
        <Toggletip
          title={title}
          placement="bottom-end"
          content={<Menu parts={parts} category={category} onPick={toggle} />}
        >
          <button
            type="button"
            className={styles.more}
            tabIndex={at === segments.length ? 0 : -1}
            onFocus={() => setCurrent(segments.length)}
            aria-label={`+${unnamed}, ${t('{what}: all {count}', { what: title, count: parts.length })}`}
            data-testid="dualflame-more"
          >
            {`+${unnamed}`}
          </button>
        </Toggletip>
      )}
    </div>
  );
});

const nameOf = ({ label, rounded }: BarPart) => [label, rounded].filter(Boolean).join(' ');

const titleOf = (part: BarPart, what: string): string =>
  part.share === undefined
    ? t('{kind}: {meaning}', { kind: part.label, meaning: part.meaning })
    : t('{kind}: {figure}, {share} of {what}. {meaning}', {
        kind: part.label,
        figure: part.figure ?? '',
        share: part.share,
        what,
        meaning: part.meaning,
      });

interface SegmentButtonProps {
  segment: Segment;
  title: string;
  picked: number | undefined;
  tabIndex: number;
  onFocus(): void;
  onClick(): void;
}

function SegmentButton({
  segment: { part, width, text },
  title,
  picked,
  tabIndex,
  onFocus,
  onClick,
}: SegmentButtonProps) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const filters = part.category !== undefined;
  const faded = picked !== undefined && picked !== part.category;
  const dim = dimming(theme);
  const page = theme.colors.background.primary;
  return (
    <button
      type="button"
      className={cx(styles.segment, filters && styles.filters, part.category === IDLE && styles.idle)}
      style={{
        flexGrow: part.weight,
        maxWidth: width + 1,
        ...fillOf(faded ? { fill: dimmed(part.look.fill, page, dim), pattern: 0 } : part.look),
        color: faded ? dim.text : BOX_TEXT,
      }}
      title={title}
      aria-label={nameOf(part)}
      aria-pressed={filters ? picked === part.category : undefined}
      aria-disabled={!filters}
      tabIndex={tabIndex}
      onFocus={onFocus}
      onClick={onClick}
    >
      {text}
    </button>
  );
}

interface MenuProps {
  parts: BarPart[];
  category: number | undefined;
  onPick(part: BarPart): void;
}

/** All parts with what they are, also those whose segments are too narrow for a name. */
function Menu({ parts, category, onPick }: MenuProps) {
  const styles = useStyles2(getStyles);
  return (
    <ul className={styles.menu}>
      {parts.map((part) => {
        const words = (
          <>
            <Swatch look={part.look} />
            <span>{part.label}</span>
            <b className={styles.share}>{part.share}</b>
          </>
        );
        return (
          <li key={part.key}>
            {part.category === undefined ? (
              <span className={styles.entry}>{words}</span>
            ) : (
              <button
                type="button"
                className={cx(styles.entry, styles.filters)}
                aria-pressed={category === part.category}
                onClick={() => onPick(part)}
              >
                {words}
              </button>
            )}
            <div className={styles.meaning}>{[part.figure, part.meaning].filter(Boolean).join(' · ')}</div>
          </li>
        );
      })}
    </ul>
  );
}

const getStyles = (theme: GrafanaTheme2) => {
  const focus = { outline: `2px solid ${theme.colors.text.primary}`, outlineOffset: -2 };
  return {
    bar: css({
      display: 'flex',
      gap: GAP,
      height: ROWS.bar,
      flex: 'none',
      borderRadius: theme.shape.radius.default,
      overflow: 'hidden',
    }),
    segment: css({
      flex: '1 1 0',
      minWidth: 1,
      padding: 0,
      border: 0,
      overflow: 'hidden',
      whiteSpace: 'nowrap',
      textAlign: 'center',
      fontSize: 11,
      fontWeight: 500,
      lineHeight: `${ROWS.bar}px`,
      cursor: 'default',
      '&:focus-visible': { outline: `2px solid ${BOX_TEXT}`, outlineOffset: -3 },
      '&[aria-pressed="true"]': { boxShadow: `inset 0 -3px ${BOX_TEXT}` },
      // Shadows are gone there; Grafana takes the outline off a clicked button.
      '@media (forced-colors: active)': {
        '&[aria-pressed="true"], &[aria-pressed="true"]:focus': { outline: '2px solid Highlight', outlineOffset: -2 },
      },
    }),
    filters: css({ cursor: 'pointer' }),
    /** Expected waiting stands apart from what blocks. */
    idle: css({ marginLeft: 3 }),
    more: css({
      flex: 'none',
      width: MORE,
      padding: 0,
      border: 0,
      background: theme.colors.background.secondary,
      color: theme.colors.text.primary,
      fontSize: theme.typography.bodySmall.fontSize,
      cursor: 'pointer',
      '&:focus-visible': focus,
    }),
    menu: css({
      listStyle: 'none',
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(1),
      margin: 0,
      padding: 0,
      maxWidth: 360,
      maxHeight: 320,
      overflowY: 'auto',
    }),
    entry: css({
      display: 'flex',
      alignItems: 'center',
      gap: theme.spacing(1),
      width: '100%',
      minHeight: 24,
      padding: theme.spacing(0, 0.5),
      border: 0,
      background: 'none',
      color: theme.colors.text.primary,
      textAlign: 'left',
      '&:focus-visible': focus,
      '&[aria-pressed="true"]': { background: theme.colors.action.selected },
    }),
    share: css({ marginLeft: 'auto', fontVariantNumeric: 'tabular-nums' }),
    meaning: css({
      color: theme.colors.text.secondary,
      fontSize: theme.typography.bodySmall.fontSize,
      padding: theme.spacing(0, 0.5),
    }),
  };
};
