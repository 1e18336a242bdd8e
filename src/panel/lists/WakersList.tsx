import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import React, { useCallback, useMemo, useState } from 'react';
import { type WakeTree } from '../../prepare';
import { spokenName } from '../../profile';
import { counted, msg, t } from '../grafana/translate';
import { threadsOf, wakerName } from '../model/heldBy';
import { type Format, percent } from '../ui/format';
import { getTableStyles, HEAD } from './tableStyles';
import { type WakerRow, wakerRows } from './wakerRows';
import { type RowKey, VirtualRows } from './VirtualRows';

export interface WakersListProps {
  tree: WakeTree;
  /** All waiting in the frame that is zoomed to: how much of it has a waker that is known. */
  waiting: number;
  /** Names from the root down to that frame; empty: all. */
  path: string[];
  format: Format;
  width: number;
  height: number;
}

/** Pixels a level; lists narrower than this have no room for the number of waits. */
const INDENT = 14;
const COUNT_ROOM = 340;
/** Share of the height that the stack of the chosen waker has. */
const STACK = 0.38;
const NOTE = 36;

const keyOf = ({ key }: WakerRow): RowKey => key;

/** Who ends the waits of a frame, under each who ended its own waits meanwhile; below it the chosen one's stack, above the sleeper's. */
export const WakersList = React.memo(function WakersList({
  tree,
  waiting,
  path,
  format,
  width,
  height,
}: WakersListProps) {
  const table = useStyles2(getTableStyles);
  const styles = useStyles2(getStyles);
  const { rows, chosen, setActive, toggle, onKey } = useRows(tree);
  const withCount = width >= COUNT_ROOM && tree.branches.some(({ count }) => count !== undefined);
  const attributes = useCallback(
    (row: WakerRow) => ({
      'aria-level': row.level + 1,
      'aria-setsize': row.siblings,
      'aria-posinset': row.position,
      'aria-expanded': row.opensTo ? row.expanded : undefined,
      title: describe(row, format),
      className: table.row,
    }),
    [format, table]
  );
  const content = useCallback((row: WakerRow) => <Cells {...{ row, format, withCount }} />, [format, withCount]);
  const stackHeight = Math.floor((height - HEAD) * STACK);
  return (
    <div className={table.table} style={{ width, height }} data-testid="dualflame-wakers">
      <div className={table.head} aria-hidden="true">
        <span className={table.name}>{t('Woken by')}</span>
        <span className={table.figure}>{t('Share')}</span>
        <span className={table.time}>{t('Time')}</span>
        {withCount && <span className={table.figure}>{t('Waits')}</span>}
      </div>
      <VirtualRows
        rows={rows}
        height={Math.max(0, height - HEAD - stackHeight - NOTE)}
        role="tree"
        label={t('Who ends the waits, and who ended those of the waker meanwhile. Right opens, Left closes.')}
        keyOf={keyOf}
        attributes={attributes}
        active={chosen?.key}
        onActive={(key) => setActive(String(key))}
        onChoose={toggle}
        onKey={onKey}
      >
        {content}
      </VirtualRows>
      <p className={styles.note}>{noteOf(tree, waiting)}</p>
      {chosen && <Stack row={chosen} path={path} height={stackHeight} />}
    </div>
  );
});

function useRows({ branches }: WakeTree) {
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const [active, setActive] = useState<string>();
  const rows = useMemo(() => wakerRows(branches, toggled), [branches, toggled]);
  const toggle = useCallback((row: WakerRow) => {
    if (row.opensTo) {
      setToggled((before) => {
        const next = new Set(before);
        next[before.has(row.key) ? 'delete' : 'add'](row.key);
        return next;
      });
    }
  }, []);
  const onKey = (key: string, index: number): boolean => {
    const row = rows[index];
    if ((key === 'ArrowRight' && !row.expanded) || (key === 'ArrowLeft' && row.expanded)) {
      toggle(row);
      return true;
    }
    const to = key === 'ArrowRight' ? rows[index + 1] : key === 'ArrowLeft' ? above(rows, index) : undefined;
    if (to) {
      setActive(to.key);
    }
    return key === 'ArrowRight' || key === 'ArrowLeft';
  };
  return { rows, chosen: rows.find(({ key }) => key === active) ?? rows[0], setActive, toggle, onKey };
}

const above = (rows: WakerRow[], index: number): WakerRow | undefined =>
  rows
    .slice(0, index)
    .reverse()
    .find(({ level }) => level < rows[index].level);

function describe({ branch, level, share }: WakerRow, format: Format): string {
  const who = { waker: wakerName(branch), threads: branch.interrupt ? t('an interrupt') : branch.processes.join(', ') };
  return [
    level
      ? t('meanwhile it waited itself, woken by {waker} in {threads}', who)
      : t('woken by {waker} in {threads}', who),
    t('{figure}, {share} of {what}', {
      figure: format(branch.time),
      share: percent(share),
      what: t('the time whose waker is known'),
    }),
    ...(branch.count === undefined ? [] : [counted(branch.count, msg('1 wait'), msg('{count} waits'))]),
  ].join('\n');
}

/** How far it is known. */
function noteOf({ branches, chained, depth, cut }: WakeTree, waiting: number): string {
  const known = branches.reduce((sum, { time }) => sum + time, 0);
  return [
    t('Who wakes is known for {share} of the waiting.', {
      share: percent(waiting > 0 ? Math.min(1, known / waiting) : 0),
    }),
    chained
      ? t('Indented: who woke the waker meanwhile, up to {depth} of them.', { depth })
      : t('Who woke the waker is not in this data.'),
    ...(cut ? [t('There are too many waits to follow all of them.')] : []),
  ].join(' ');
}

interface CellsProps {
  row: WakerRow;
  format: Format;
  withCount: boolean;
}

function Cells({ row, format, withCount }: CellsProps) {
  const table = useStyles2(getTableStyles);
  const styles = useStyles2(getStyles);
  const { branch, level, share, expanded } = row;
  const note = branch.interrupt ? t('interrupt') : threadsOf(branch);
  return (
    <>
      <span className={table.name} style={{ paddingLeft: level * INDENT }}>
        <span className={table.toggle}>
          {row.opensTo && <Icon name={expanded ? 'angle-down' : 'angle-right'} size="sm" />}
        </span>
        <span className={styles.who}>{wakerName(branch)}</span>
        {note && <span className={table.aside}> {note}</span>}
      </span>
      <span className={table.figure}>{percent(share)}</span>
      <span className={table.time}>{format(branch.time)}</span>
      {withCount && <span className={table.figure}>{branch.count}</span>}
    </>
  );
}

/** As offwaketime draws it: the waker's stack, its end at the wakeup, above that of the frame that slept. */
function Stack({ row: { branch, level }, path, height }: { row: WakerRow; path: string[]; height: number }) {
  const styles = useStyles2(getStyles);
  const table = useStyles2(getTableStyles);
  const lines = (frames: string[]) =>
    frames.map((frame, i) => (
      <div key={i} className={styles.frame} title={frame}>
        {spokenName(frame)}
      </div>
    ));
  const [process, ...frames] = branch.interrupt ? ['', ...branch.stack] : branch.stack;
  return (
    <div className={styles.stack} style={{ height }} tabIndex={0} data-testid="dualflame-waker-stack">
      {process && <div className={table.aside}>{process}</div>}
      {lines(frames)}
      {level === 0 && path.length > 0 && (
        <>
          <div className={cx(table.aside, styles.between)}>{t('↑ wakes · sleeps ↓')}</div>
          {lines([...path].reverse())}
        </>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  who: css({ minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis' }),
  note: css({
    height: NOTE,
    margin: 0,
    padding: theme.spacing(0.25, 1),
    overflow: 'hidden',
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    lineHeight: '16px',
  }),
  stack: css({
    overflow: 'auto',
    scrollbarWidth: 'thin',
    padding: theme.spacing(0.5, 1),
    borderTop: `1px solid ${theme.colors.border.weak}`,
    fontFamily: theme.typography.fontFamilyMonospace,
    fontSize: 11,
    lineHeight: '15px',
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: -2 },
  }),
  frame: css({ whiteSpace: 'nowrap', overflow: 'hidden', textOverflow: 'ellipsis' }),
  between: css({ margin: theme.spacing(0.5, 0) }),
});
