import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import React, { useEffect, useId, useMemo, useRef, useState } from 'react';
import { CATEGORIES, CATEGORY_LABEL, CPU, IDLE, type PairedProfile, type RoleWeights, splitAt } from '../../analysis';
import { shortName } from '../../flamegraph';
import { type CallTree, nameOf, pathNames, totalOf } from '../../profile';
import { type Format, percent } from '../ui/format';
import { CATEGORY_STYLE } from '../graph/palette';
import { flatten, keyOf } from './callTreeRows';
import { Swatch } from '../ui/Swatch';
import { figuresIn, getTableStyles, HEAD, ROW, windowOf } from './tableStyles';
import { t } from '../grafana/translate';

export interface CallTreeListProps {
  paired: PairedProfile;
  role: RoleWeights;
  matched?: Uint8Array;
  format: Format;
  hasWaits: boolean;
  /** The frame that the graph is zoomed to: it is opened and selected. */
  root: number;
  width: number;
  height: number;
  /** Frame under the pointer in the graph. */
  highlighted: number;
  onFrame(node: number): void;
  onHover(node: number | undefined): void;
}

const INDENT = 12;
/** Deeper levels are not moved further to the right: names would leave the list. Their number is said. */
const MAX_INDENT = 16;

/** The graph as a tree of rows, heaviest callee first: for reading, for the keyboard and for screen readers (ARIA tree). */
export function CallTreeList(props: CallTreeListProps) {
  const { paired, role, matched, format, hasWaits, root, width, height, highlighted, onFrame, onHover } = props;
  const { tree } = paired;
  const styles = useStyles2(getTableStyles);
  const own = useStyles2(getStyles);
  const id = useId();
  const body = useRef<HTMLDivElement>(null);
  const [scroll, setScroll] = useState(0);
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set(hotPath(tree, role, 0)));
  const [cursor, setCursor] = useState(keyOf([]));
  // What the graph is zoomed to is opened here, once for each zoom.
  const zoomed = keyOf(pathNames(tree, root));
  const [followed, setFollowed] = useState(keyOf([]));
  if (followed !== zoomed) {
    const path = pathNames(tree, root);
    setFollowed(zoomed);
    setCursor(zoomed);
    setOpen(new Set([...open, ...path.map((_, i) => keyOf(path.slice(0, i)))]));
  }
  const rows = useMemo(() => flatten(tree, role.weights, open), [tree, role, open]);
  const at = Math.max(
    0,
    rows.findIndex(({ key }) => key === cursor)
  );
  const whole = role.weights.prefixSum[tree.length];

  const scrollTo = (index: number) => {
    const box = body.current;
    if (box) {
      box.scrollTop = Math.min(Math.max(box.scrollTop, (index + 1) * ROW - box.clientHeight), index * ROW);
    }
  };
  useEffect(() => scrollTo(at), [cursor]); // eslint-disable-line react-hooks/exhaustive-deps -- not on every new row

  const setExpanded = (keys: string[], expanded: boolean) => {
    const next = new Set(open);
    keys.forEach((key) => (expanded ? next.add(key) : next.delete(key)));
    setOpen(next);
  };
  const toggle = (row: (typeof rows)[number], expanded = !row.expanded) => {
    if (row.hasChildren) {
      setExpanded(expanded ? hotPath(tree, role, row.node) : [row.key], expanded);
    }
  };
  const move = (index: number) => setCursor(rows[Math.min(Math.max(0, index), rows.length - 1)].key);
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const row = rows[at];
    const page = Math.max(1, Math.floor((height - HEAD) / ROW) - 1);
    const actions: Record<string, () => void> = {
      ArrowDown: () => move(at + 1),
      ArrowUp: () => move(at - 1),
      PageDown: () => move(at + page),
      PageUp: () => move(at - page),
      Home: () => move(0),
      End: () => move(rows.length - 1),
      ArrowRight: () => (row.expanded ? move(at + 1) : toggle(row, true)),
      ArrowLeft: () =>
        row.expanded ? toggle(row, false) : move(rows.findIndex(({ node }) => node === tree.parent[row.node])),
      '*': () =>
        setExpanded(
          rows.filter(({ node }) => tree.parent[node] === tree.parent[row.node]).map(({ key }) => key),
          true
        ),
      Enter: () => onFrame(row.node),
      ' ': () => toggle(row),
    };
    if (Object.hasOwn(actions, event.key)) {
      actions[event.key]();
      event.preventDefault();
      event.stopPropagation();
    }
  };

  const figures = [
    { label: t('Total'), of: (node: number) => totalOf(tree, role.weights, node) },
    { label: t('Self'), of: (node: number) => role.weights.self[node] },
    ...(hasWaits
      ? [
          {
            label: t('Waits'),
            of: (node: number) =>
              splitAt(paired, node).waiting.reduce((sum, value, c) => (c === IDLE ? sum : sum + value), 0),
          },
          { label: t('On CPU'), of: (node: number) => splitAt(paired, node).onCpu },
        ]
      : []),
  ].slice(0, figuresIn(width));
  const { first, end } = windowOf(scroll, height);
  return (
    <div style={{ width, height }} className={styles.table} data-testid="dualflame-calltree">
      <div className={styles.head} aria-hidden="true">
        <span className={styles.name}>{t('Call tree · heaviest first')}</span>
        {figures.map(({ label }) => (
          <span key={label} className={styles.figure}>
            {label}
          </span>
        ))}
      </div>
      <div
        ref={body}
        className={cx(styles.body, own.body)}
        style={{ height: height - HEAD }}
        role="tree"
        aria-label={t('Call tree, heaviest callee first. Right opens, Left closes, Enter zooms the graph.')}
        aria-activedescendant={`${id}${at}`}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onScroll={(event) => setScroll(event.currentTarget.scrollTop)}
      >
        <div role="presentation" style={{ height: rows.length * ROW, position: 'relative' }}>
          {[...rows.entries()]
            // The row that the keyboard stands on stays in the page, wherever the wheel has gone.
            .filter(([index]) => (index >= first && index < end) || index === at)
            .map(([index, row]) => {
              const category = row.node > 0 ? role.displayCategory[row.node] : CPU;
              const name = nameOf(tree, row.node);
              const words = figures.map(({ label, of }) => `${label} ${format(of(row.node))}`).join(', ');
              return (
                <div
                  key={row.key}
                  id={`${id}${index}`}
                  role="treeitem"
                  aria-level={tree.level[row.node] + 1}
                  aria-setsize={row.siblings}
                  aria-posinset={row.position}
                  aria-expanded={row.hasChildren ? row.expanded : undefined}
                  aria-selected={row.key === cursor}
                  title={`${name}\n${words}`}
                  className={cx(
                    styles.row,
                    own.row,
                    (row.node === highlighted || row.key === cursor) && styles.active,
                    matched && row.node > 0 && matched[tree.symbol[row.node]] === 0 && own.dim
                  )}
                  style={{ top: index * ROW }}
                  onMouseEnter={() => onHover(row.node)}
                  onMouseLeave={() => onHover(undefined)}
                  onClick={() => {
                    setCursor(row.key);
                    onFrame(row.node);
                  }}
                >
                  <span
                    className={styles.name}
                    style={{ paddingLeft: Math.min(tree.level[row.node], MAX_INDENT) * INDENT }}
                  >
                    <span
                      className={own.toggle}
                      onClick={(event) => {
                        event.stopPropagation();
                        toggle(row);
                      }}
                    >
                      {row.hasChildren && <Icon name={row.expanded ? 'angle-down' : 'angle-right'} size="sm" />}
                    </span>
                    {category !== CPU && <Swatch look={CATEGORY_STYLE[CATEGORIES[category]]} />}{' '}
                    {category !== CPU && (
                      <span className={own.spoken}>
                        {t('{kind} wait', { kind: t(CATEGORY_LABEL[CATEGORIES[category]]) })}{' '}
                      </span>
                    )}
                    {tree.level[row.node] > MAX_INDENT && `${tree.level[row.node]}· `}
                    {shortName(name)}
                  </span>
                  {figures.map(({ label, of }) => {
                    const value = of(row.node);
                    return (
                      <span key={label} className={styles.figure}>
                        {value !== 0 && (
                          <>
                            <span className={own.spoken}> {label} </span>
                            {percent(value / whole)}
                          </>
                        )}
                      </span>
                    );
                  })}
                </div>
              );
            })}
        </div>
      </div>
    </div>
  );
}

/** A branch of less than this share of its caller is not opened by itself. */
const OPENED = 0.5;

/** Keys of `node` and of the callees under it that have most of its time: what is worth opening with it. */
function hotPath(tree: CallTree, { weights }: RoleWeights, node: number): string[] {
  const path = pathNames(tree, node);
  const keys = [keyOf(path)];
  for (let at = node; ;) {
    let next = -1;
    for (let child = at + 1; child < tree.subtreeEnd[at]; child = tree.subtreeEnd[child]) {
      if (totalOf(tree, weights, child) > OPENED * totalOf(tree, weights, at)) {
        next = child;
      }
    }
    if (next < 0) {
      return keys;
    }
    at = next;
    path.push(nameOf(tree, at));
    keys.push(keyOf(path));
  }
}

const getStyles = (theme: GrafanaTheme2) => ({
  body: css({ '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: -2 } }),
  row: css({ cursor: 'pointer' }),
  // Read out, not seen: the heads of the columns.
  spoken: css({ position: 'absolute', width: 1, height: 1, overflow: 'hidden', clipPath: 'inset(50%)' }),
  toggle: css({ display: 'inline-block', width: 18 }),
  dim: css({ color: theme.colors.text.secondary }),
});
