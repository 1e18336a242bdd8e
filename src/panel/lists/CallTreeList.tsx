import { cx } from '@emotion/css';
import { Icon, useStyles2 } from '@grafana/ui';
import React, { useCallback, useMemo, useState } from 'react';
import { CATEGORIES, CATEGORY_LABEL, CPU, IDLE, type ListScope, type PairedProfile, splitAt } from '../../analysis';
import { type Apart, apart, nameOf, totalOf, weightsOf } from '../../profile';
import { type Format, percent } from '../ui/format';
import { CATEGORY_STYLE } from '../ui/palette';
import { type Branch, type CallTreeRow, flatten, hotPath, PathIds, ROOT_PATH } from './callTreeRows';
import { changeOfShare } from './functionColumns';
import { RowName } from './RowName';
import { Swatch } from '../ui/Swatch';
import { useStable } from '../ui/useStable';
import { figuresIn, getTableStyles, HEAD } from './tableStyles';
import { type RowKey, VirtualRows } from './VirtualRows';
import { t } from '../grafana/translate';

export interface CallTreeListProps {
  paired: PairedProfile;
  scope: ListScope;
  matched?: Uint8Array;
  format: Format;
  hasWaits: boolean;
  width: number;
  height: number;
  /** Frame under the pointer in the graph. */
  highlighted: number;
  onFrame(node: number): void;
  onHover(node: number | undefined): void;
}

/** Pixels a level. */
const INDENT = 12;
/** Deeper levels are not moved further to the right: names would leave the list. Their number is said. */
const MAX_INDENT = 16;

const keyOf = ({ path }: CallTreeRow): RowKey => path;

/** What the graph is zoomed to as a tree of rows, heaviest callee first: for reading, for the keyboard and for screen readers (ARIA tree). */
export const CallTreeList = React.memo(function CallTreeList(props: CallTreeListProps) {
  const { paired, scope, matched, format, hasWaits, width, height, highlighted } = props;
  const { tree } = paired;
  const styles = useStyles2(getTableStyles);
  const branch = useMemo((): Branch => branchOf(paired, scope), [paired, scope]);
  const { rows, active, setActive, toggle, onKey } = useCallTree(branch);
  const figures = useMemo(
    () => figuresOf(paired, scope, format, hasWaits).slice(0, figuresIn(width)),
    [paired, scope, format, hasWaits, width]
  );
  const told = useMemo(() => apart(rows.map(({ node }) => nameOf(tree, node))), [rows, tree]);
  const underPointer = useMemo(() => rows.find(({ node }) => node === highlighted)?.path, [rows, highlighted]);
  const level = useCallback((node: number) => tree.level[node] - tree.level[scope.root], [tree, scope.root]);
  const attributes = useCallback(
    ({ node, siblings, position, hasChildren, expanded }: CallTreeRow) => ({
      'aria-level': level(node) + 1,
      'aria-setsize': siblings,
      'aria-posinset': position,
      'aria-expanded': hasChildren ? expanded : undefined,
      title: [nameOf(tree, node), figures.map(({ label, words }) => `${label} ${words(node)}`).join(', ')].join('\n'),
      className: cx(styles.row, matched && node > 0 && matched[tree.symbol[node]] === 0 && styles.dim),
    }),
    [tree, level, matched, figures, styles]
  );
  const content = useCallback(
    (row: CallTreeRow) => {
      const category = row.node > 0 ? scope.role.displayCategory[row.node] : CPU;
      return (
        <>
          <NameCell
            {...{ row, category }}
            name={nameOf(tree, row.node)}
            apart={told.get(nameOf(tree, row.node))}
            level={level(row.node)}
            onToggle={() => toggle(row)}
          />
          {figures.map(({ label, text }) => (
            <span key={label} className={styles.figure}>
              {text(row.node) && <span className={styles.spoken}> {label} </span>}
              {text(row.node)}
            </span>
          ))}
        </>
      );
    },
    [tree, scope, level, figures, toggle, styles, told]
  );
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
      <VirtualRows
        rows={rows}
        height={height - HEAD}
        role="tree"
        label={t('Call tree, heaviest callee first. Right opens, Left closes, Enter zooms the graph.')}
        keyOf={keyOf}
        attributes={attributes}
        active={active}
        onActive={setActive}
        highlighted={underPointer}
        onChoose={({ node }) => props.onFrame(node)}
        onHover={(row) => props.onHover(row?.node)}
        onKey={onKey}
      >
        {content}
      </VirtualRows>
    </div>
  );
});

interface NameCellProps {
  row: CallTreeRow;
  name: string;
  apart?: Apart;
  /** Below the frame that is zoomed to. */
  level: number;
  category: number;
  onToggle(): void;
}

function NameCell({ row: { hasChildren, expanded }, name, apart, level, category, onToggle }: NameCellProps) {
  const styles = useStyles2(getTableStyles);
  const kind = CATEGORIES[category];
  return (
    <span className={styles.name} style={{ paddingLeft: Math.min(level, MAX_INDENT) * INDENT }}>
      <span
        className={styles.toggle}
        onClick={(event) => {
          event.stopPropagation();
          onToggle();
        }}
      >
        {hasChildren && <Icon name={expanded ? 'angle-down' : 'angle-right'} size="sm" />}
      </span>
      {category !== CPU && (
        <span className={styles.mark}>
          <Swatch look={CATEGORY_STYLE[kind]} />
          <span className={styles.spoken}>{t('{kind} wait', { kind: t(CATEGORY_LABEL[kind]) })} </span>
        </span>
      )}
      {level > MAX_INDENT && <span className={styles.mark}>{`${level}·`}</span>}
      <RowName name={name} apart={apart} />
    </span>
  );
}

/** Which rows are open, and where the keyboard stands. What the graph is zoomed to is opened along its heaviest callees, once for each zoom. */
function useCallTree(branch: Branch) {
  const { tree, root } = branch;
  const [paths] = useState(() => new PathIds());
  const zoomed = useMemo(() => paths.of(tree, root), [paths, tree, root]);
  const [followed, setFollowed] = useState<number>();
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const [active, setActive] = useState<RowKey>(ROOT_PATH);
  if (followed !== zoomed) {
    setFollowed(zoomed);
    setActive(zoomed);
    setOpen(new Set([...open, ...hotPath(branch, paths)]));
  }
  const rows = useMemo(() => flatten(branch, paths, open), [branch, paths, open]);
  const setExpanded = (changed: number[], expanded: boolean) => {
    const next = new Set(open);
    changed.forEach((path) => (expanded ? next.add(path) : next.delete(path)));
    setOpen(next);
  };
  const stable = useStable({
    toggle: (row: CallTreeRow) => {
      if (row.hasChildren) {
        setExpanded(row.expanded ? [row.path] : hotPath({ ...branch, root: row.node }, paths), !row.expanded);
      }
    },
    onKey: (key: string, index: number): boolean => {
      const row = rows[index];
      const caller = tree.parent[row.node];
      switch (key) {
        case ' ':
          stable.toggle(row);
          return true;
        case 'ArrowRight':
          row.expanded ? setActive(rows[index + 1].path) : stable.toggle(row);
          return true;
        case 'ArrowLeft':
          row.expanded ? stable.toggle(row) : index > 0 && setActive(paths.of(tree, caller));
          return true;
        case '*':
          setExpanded(
            rows.flatMap(({ node, path }) => (tree.parent[node] === caller ? path : [])),
            true
          );
          return true;
        default:
          return false;
      }
    },
  });
  return { rows, active, setActive, ...stable };
}

/** Where two times are compared, callees that are gone are listed, too. */
function branchOf({ tree }: PairedProfile, { root, weights, baseline }: ListScope): Branch {
  const both = baseline && weightsOf(weights.self.map((weight, node) => weight + baseline.self[node]));
  return { tree, weights: both ?? weights, root };
}

interface Figure {
  label: string;
  /** In a row; empty: nothing to say. */
  text(node: number): string;
  /** In the row's title. */
  words(node: number): string;
}

/** The most wanted first: a narrow list shows the first ones. Shares are of the frame that is zoomed to. */
function figuresOf(paired: PairedProfile, scope: ListScope, format: Format, hasWaits: boolean): Figure[] {
  const { tree } = paired;
  const { root, role, weights, category, baseline } = scope;
  const whole = totalOf(tree, role.weights, root);
  const share = (label: string, of: (node: number) => number): Figure => ({
    label,
    text: (node) => (of(node) === 0 ? '' : percent(of(node) / whole)),
    words: (node) => format(of(node)),
  });
  const change = (node: number) => {
    const then = baseline ? totalOf(tree, baseline, root) : 0;
    const shareThen = then > 0 ? totalOf(tree, baseline!, node) / then : 0;
    return changeOfShare((whole > 0 ? totalOf(tree, weights, node) / whole : 0) - shareThen);
  };
  const blocked = (node: number) =>
    splitAt(paired, node).waiting.reduce((sum, value, c) => (c === IDLE ? sum : sum + value), 0);
  return [
    ...(baseline ? [{ label: 'Δ', text: change, words: change }] : []),
    share(t('Total'), (node) => totalOf(tree, weights, node)),
    share(t('Self'), (node) => weights.self[node]),
    ...(hasWaits && category === undefined
      ? [share(t('Waits'), blocked), share(t('On CPU'), (node) => splitAt(paired, node).onCpu)]
      : []),
  ];
}
