import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { IconButton, RadioButtonGroup, useStyles2 } from '@grafana/ui';
import React, { useCallback, useDeferredValue, useMemo } from 'react';
import { CATEGORIES, functionName, functionTable, type SiteRow, splitAt } from '../../analysis';
import { nameOf, pathNames, shortName, totalOf } from '../../profile';
import { type Blocker, heldBy, ownersOf, wokenBy } from '../model/heldBy';
import { canList } from '../model/selectors';
import { type View } from '../model/view';
import { t } from '../grafana/translate';
import { LIST_LABEL } from '../options/labels';
import { type ListKind, LISTS as KINDS } from '../options/options';
import { useHovered } from '../state/useHover';
import { CallTreeList } from './CallTreeList';
import { FunctionTable } from './FunctionTable';
import { knownSites, listScope, scopedSites } from './listScope';
import { WaitSites } from './WaitSites';
import { WakersList } from './WakersList';
import { linkButton } from '../ui/linkStyles';

/** Nobody ends a wait for a CPU. */
const SCHEDULER = CATEGORIES.indexOf('scheduler');
/** Pixels: the switch above the list, and the line that names the frame that it speaks of. */
const TABS = 28;
const SCOPE = 24;

type ListProps = View & { width: number; height: number };

/** What the drawer holds: wait sites, functions, or the call tree, of the frame that the graph is zoomed to. */
export function ListPane(props: ListProps) {
  const { prepared, model, on, dispatch, height } = props;
  const styles = useStyles2(getStyles);
  const { tree, timed, root, list } = model;
  const List = LISTS[list];
  return (
    <>
      <div className={styles.tabs}>
        <RadioButtonGroup<ListKind>
          size="sm"
          value={list}
          options={KINDS.filter((kind) => canList(kind, { timed, hasWakers: prepared.wakersOf !== undefined })).map(
            (kind) => ({ value: kind, label: t(LIST_LABEL[kind]) })
          )}
          onChange={(kind) => dispatch({ type: 'list', list: kind })}
        />
        <IconButton
          name="times"
          size="sm"
          tooltip={t('Close the list')}
          onClick={() => dispatch({ type: 'drawer', open: false })}
        />
      </div>
      {root > 0 && (
        <div className={styles.scope} title={nameOf(tree, root)}>
          <span className={styles.name}>{t('in {frame}', { frame: shortName(nameOf(tree, root)) })}</span>
          <button type="button" className={styles.all} onClick={() => on.zoom(0)}>
            {t('Whole profile')}
          </button>
        </div>
      )}
      <List {...props} height={Math.max(0, height - TABS - (root > 0 ? SCOPE : 0))} />
    </>
  );
}

function Sites({ prepared, paired, model, on, strip, dispatch, width, height }: ListProps) {
  const { tree, mode, root, category, change } = model;
  const scoped = useMemo(
    () => scopedSites(paired, prepared, { mode, root, category, change }),
    [paired, prepared, mode, root, category, change]
  );
  const { formatOf } = model;
  // The list is there before a million waits are sorted.
  const singleWaits = useDeferredValue(model.singleWaits);
  const lengths = useMemo(() => {
    const of = singleWaits?.ofSites(prepared.sites, root);
    return of?.size ? { of, format: formatOf('nanoseconds') } : undefined;
  }, [singleWaits, prepared.sites, root, formatOf]);
  const time = paired.evidence === 'offcpu' ? t('off-CPU time') : t('wall time');
  // A mark is on a function wherever it is called; it is shown where the frame that stands for it is in sight.
  const marked = useMemo(
    () => model.marked.filter(({ node }) => node >= root && node < tree.subtreeEnd[root]),
    [model.marked, tree, root]
  );
  const blockersOf = useCallback(
    (site: SiteRow) => [
      ...heldBy(prepared.contention, site, model.format),
      ...ownersOf(prepared, tree, site.node),
      ...wokenBy(prepared, tree, site.node),
    ],
    [prepared, tree, model.format]
  );
  const onBlocker = useCallback(
    (site: SiteRow, { leadsTo }: Blocker) => {
      if (leadsTo === 'wakers') {
        on.site(site);
        dispatch({ type: 'list', list: 'wakers' });
      } else if (leadsTo) {
        const found = tree.symbols.find(({ name }) => functionName(name) === leadsTo.holder);
        dispatch(found ? { type: 'sandwich', name: found.name } : { type: 'table', search: leadsTo.holder });
      }
    },
    [on, dispatch, tree]
  );
  const { whole } = scoped;
  const knownOf = useMemo(() => knownSites(prepared, root, strip, whole), [prepared, root, strip, whole]);
  return (
    <WaitSites
      {...{ ...scoped, marked, lengths, knownOf, width, height }}
      what={root > 0 ? shortName(nameOf(tree, root)) : time}
      format={model.format}
      onFrame={on.zoom}
      onSite={on.site}
      {...{ blockersOf, onBlocker }}
    />
  );
}

/** The scope of functions and call tree, the same object until another part of the time is shown. */
function useScope({ prepared, model: { mode, role, root, category, models, change } }: ListProps) {
  return useMemo(
    () => listScope({ mode, role, root, category, models, change }, prepared.sites),
    [mode, role, root, category, models, change, prepared.sites]
  );
}

/** CPU time has a format of its own, and no waits. */
function figuresOf({ paired, model: { mode, timed, change, cpuFormat, format } }: ListProps) {
  const isCpu = mode === 'cpu' || (mode === 'changed' && change?.now === paired.cpu);
  return { format: isCpu ? cpuFormat : format, hasWaits: !isCpu && timed };
}

function Functions(props: ListProps) {
  const { prepared, paired, model, on, hover, width, height } = props;
  const { tree, searched, metrics, counters } = model;
  const scope = useScope(props);
  const pointed = useHovered(hover, tree, ({ graph }) => (graph && graph.node > 0 ? tree.symbol[graph.node] : -1));
  const rows = useMemo(() => functionTable(paired, scope, prepared.shownCode()), [paired, scope, prepared]);
  return (
    <FunctionTable
      {...{ rows, metrics, counters, width, height, ...figuresOf(props) }}
      whole={totalOf(tree, scope.role.weights, scope.root)}
      matched={searched.matched}
      highlighted={pointed}
      onFrame={on.zoom}
      onHover={(row) => hover.setList(tree, row?.node)}
    />
  );
}

function Tree(props: ListProps) {
  const { paired, model, on, hover, width, height } = props;
  const { tree } = model;
  const scope = useScope(props);
  const pointed = useHovered(hover, tree, ({ graph }) => graph?.node ?? -1);
  return (
    <CallTreeList
      {...{ paired, scope, width, height, ...figuresOf(props) }}
      matched={model.searched.matched}
      highlighted={pointed}
      onFrame={on.zoom}
      onHover={(node) => hover.setList(tree, node)}
    />
  );
}

/** Who ends the waits of the frame that is zoomed to. */
function Wakers({ prepared, paired, model, width, height }: ListProps) {
  const { tree, root } = model;
  const wakes = useMemo(() => prepared.wakeTreeOf?.(root, tree.subtreeEnd[root]), [prepared, tree, root]);
  const waiting = useMemo(
    () => splitAt(paired, root).waiting.reduce((sum, time, category) => sum + (category === SCHEDULER ? 0 : time), 0),
    [paired, root]
  );
  const path = useMemo(() => pathNames(tree, root), [tree, root]);
  return wakes ? <WakersList tree={wakes} path={path} format={model.format} {...{ waiting, width, height }} /> : null;
}

const LISTS: Record<ListKind, React.ComponentType<ListProps>> = {
  sites: Sites,
  functions: Functions,
  tree: Tree,
  wakers: Wakers,
};

const getStyles = (theme: GrafanaTheme2) => ({
  tabs: css({
    height: TABS,
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: theme.spacing(1),
  }),
  scope: css({
    height: SCOPE,
    padding: theme.spacing(0, 1),
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    fontSize: theme.typography.bodySmall.fontSize,
    color: theme.colors.text.secondary,
  }),
  name: css({ minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }),
  all: css({
    flex: 'none',
    height: SCOPE,
    ...linkButton(theme),
    font: 'inherit',
  }),
});
