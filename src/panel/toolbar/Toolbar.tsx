import { css, cx } from '@emotion/css';
import { useStyles2 } from '@grafana/ui';
import React, { useLayoutEffect, useRef, useState } from 'react';
import { t } from '../grafana/translate';
import { useSame } from '../ui/useStable';
import { CONTROL } from './IconControl';

const SPACE = 4;

/** Parts of the row, the ones that are kept longest first; search and the menu always have room. */
export const PARTS = ['mode', 'comparison', 'compare', 'timeline', 'reset', 'status', 'filter', 'list'] as const;
export type Part = (typeof PARTS)[number];

export interface ToolbarProps {
  /** Room for the whole row, in CSS pixels. */
  width: number;
  /** Controls, one per child, in the order of the row; those whose key is a `Part` give way where there is no room. */
  children: React.ReactNode;
  /** The menu at the end, which has what `hidden` says has no room. */
  menu(hidden: ReadonlySet<Part>): React.ReactNode;
}

/**
 * One row of controls that never wraps and never leaves the panel: what has no room, by what stands in it in the viewer's language,
 * is in the menu at its end. Controls are hidden and not removed, so that what is open or typed in them stays.
 */
export function Toolbar({ width, children, menu }: ToolbarProps) {
  const styles = useStyles2(getStyles);
  const row = useRef<HTMLDivElement>(null);
  const [hidden, setHidden] = useState('');
  const hiddenParts = new Set(PARTS.filter((part) => hidden.split(' ').includes(part)));

  // What a control says is as long as the language makes it. Measuring lays out the page: only when one says something else.
  const said = useSame(saidBy(children));
  useLayoutEffect(() => {
    const items = [...(row.current?.children ?? [])].filter((item) => item instanceof HTMLElement);
    items.forEach((item) => (item.hidden = false));
    // A width is rounded, down, too.
    const sizes = items.map((item) => ({ part: item.dataset.part, width: item.offsetWidth && item.offsetWidth + 1 }));
    const next = withoutRoom(sizes, width);
    items.forEach((item) => (item.hidden = next.some((part) => part === item.dataset.part)));
    setHidden(next.join(' '));
  }, [said, width]);

  return (
    <div className={styles.row} ref={row} role="group" aria-label={t('Controls')} data-testid="dualflame-toolbar">
      {React.Children.map(children, (child) => {
        const part = React.isValidElement(child) ? child.key : undefined;
        return (
          child && (
            <div data-part={part} className={cx(styles.item, part === 'search' && styles.push)}>
              {child}
            </div>
          )
        );
      })}
      <div className={styles.item}>{menu(hiddenParts)}</div>
    </div>
  );
}

/** What controls are and are given. */
const saidBy = (children: React.ReactNode): unknown[] =>
  React.Children.toArray(children).flatMap((child) =>
    React.isValidElement<object>(child) ? [child.key, ...Object.entries(child.props).flat()] : [child]
  );

/** Parts that have no room beside the others, which are given theirs by importance; what is small may fit where a larger one did not. */
export function withoutRoom(items: Array<{ part?: string; width: number }>, room: number): Part[] {
  const shown = items.filter(({ width }) => width > 0);
  const widthOf = (part: string) => shown.find((item) => item.part === part)?.width;
  let left = shown.reduce(
    (sum, { part, width }) => (PARTS.some((one) => one === part) ? sum : sum - width - SPACE),
    room + SPACE
  );
  return PARTS.filter((part) => {
    const width = widthOf(part);
    const fits = width === undefined || width + SPACE <= left;
    left -= fits && width !== undefined ? width + SPACE : 0;
    return !fits;
  });
}

const getStyles = () => ({
  row: css({
    display: 'flex',
    alignItems: 'center',
    gap: SPACE,
    height: CONTROL,
    minWidth: 0,
    flex: 'none',
    position: 'relative',
  }),
  item: css({
    flex: 'none',
    display: 'flex',
    alignItems: 'center',
    height: CONTROL,
    gap: SPACE,
    '&[hidden]': { display: 'none' },
  }),
  push: css({ marginLeft: 'auto' }),
});
