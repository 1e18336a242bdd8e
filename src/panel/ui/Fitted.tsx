import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Toggletip, useStyles2 } from '@grafana/ui';
import React, { useLayoutEffect, useRef, useState } from 'react';
import { t } from '../grafana/translate';

export interface FittedItem {
  key: string;
  /** What its width depends on. */
  text: string;
  /** 0 says the most; higher numbers are shorter. */
  show(form: number): React.ReactNode;
}

export interface FittedProps {
  items: FittedItem[];
  /** How many forms the items have. */
  forms?: number;
  /** 0: nothing but the list. */
  lines?: number;
  lineHeight: number;
  /** What the list is of. */
  title: string;
  className?: string;
}

/**
 * Items beside each other on a number of lines: in the longest form in which all have room, else those that have room in the shortest,
 * and a button with the number of the others, which lists all. None is ever cut.
 */
export function Fitted({ items, forms = 1, lines = 1, lineHeight, title, className }: FittedProps) {
  const styles = useStyles2(getStyles);
  const outer = useRef<HTMLDivElement>(null);
  const inner = useRef<HTMLDivElement>(null);
  const key = JSON.stringify([lines, ...items.map(({ text }) => text)]);
  const [fit, setFit] = useState({ key, room: -1, form: 0, hidden: 0 });
  const { form } = fit;
  const hidden = lines > 0 ? Math.min(fit.hidden, items.length) : items.length;

  // After each render: what stands beside it may have taken room. Its own width does not depend on its items, so this ends.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  useLayoutEffect(() => {
    const line = inner.current;
    if (!line || !outer.current || !lines) {
      return;
    }
    const room = outer.current.clientWidth;
    if (fit.key !== key || fit.room !== room) {
      setFit({ key, room, form: 0, hidden: 0 });
      return;
    }
    const out = outside(line, lines * lineHeight);
    if (out > 0 && form < forms - 1) {
      setFit({ ...fit, form: form + 1 });
    } else if (out > fit.hidden) {
      setFit({ ...fit, hidden: out });
    }
  });

  const list = () => (
    <ul className={styles.list}>
      {items.map((item) => (
        <li key={item.key}>{item.show(0)}</li>
      ))}
    </ul>
  );
  return (
    <div ref={outer} className={cx(styles.outer, className)}>
      {lines > 0 && (
        <div ref={inner} className={styles.inner} style={{ height: lines * lineHeight }}>
          {items.map((item, i) => (
            <div key={item.key} className={cx(styles.item, i >= items.length - hidden && styles.hidden)}>
              {item.show(form)}
            </div>
          ))}
        </div>
      )}
      {hidden > 0 && (
        <Toggletip content={list} title={title} placement="bottom-end">
          <button
            type="button"
            className={styles.more}
            aria-label={t('{what}: all {count}', { what: title, count: items.length })}
            data-testid="dualflame-more"
          >
            {hidden === items.length ? hidden : `+${hidden}`}
          </button>
        </Toggletip>
      )}
    </div>
  );
}

/** How many children have no place: they have wrapped below, or the first one alone is wider than the line. */
function outside(line: HTMLElement, height: number): number {
  const children = [...line.children] as HTMLElement[];
  const first = children[0]?.firstElementChild;
  return first && first.scrollWidth > first.clientWidth
    ? children.length
    : children.filter((child) => child.offsetTop - line.offsetTop >= height).length;
}

const getStyles = (theme: GrafanaTheme2) => ({
  outer: css({ display: 'flex', gap: theme.spacing(0.5), minWidth: 0 }),
  inner: css({
    display: 'flex',
    flexWrap: 'wrap',
    columnGap: theme.spacing(0.5),
    flex: '1 1 0',
    minWidth: 0,
    overflow: 'hidden',
  }),
  item: css({ display: 'flex', maxWidth: '100%', overflow: 'hidden' }),
  hidden: css({ visibility: 'hidden' }),
  more: css({
    flex: 'none',
    minWidth: 26,
    height: 20,
    padding: theme.spacing(0, 0.5),
    background: theme.colors.background.secondary,
    border: `1px solid ${theme.colors.border.medium}`,
    borderRadius: theme.shape.radius.pill,
    color: theme.colors.text.primary,
    fontSize: theme.typography.bodySmall.fontSize,
    cursor: 'pointer',
  }),
  list: css({
    listStyle: 'none',
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(0.5),
    margin: 0,
    padding: 0,
  }),
});
