import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { IconButton, RadioButtonGroup, useStyles2 } from '@grafana/ui';
import React from 'react';
import { wholeRole } from '../../analysis';
import { type View } from '../model/view';
import { t } from '../grafana/translate';
import { type ListKind } from '../state/panelState';
import { Hovering } from '../state/useHover';
import { CallTreeList } from './CallTreeList';
import { FunctionTable } from './FunctionTable';
import { WaitSites } from './WaitSites';

/** Height of the switch above the list. */
const TABS = 28;

/** What the drawer holds: wait sites, functions, or the call tree. */
export function ListPane({
  prepared,
  paired,
  model,
  on,
  dispatch,
  hover,
  width,
  height,
}: View & { width: number; height: number }) {
  const styles = useStyles2(getStyles);
  const { tree, timed, mode, role, metrics, counters } = model;
  const format = mode === 'cpu' ? model.cpuFormat : model.format;
  const size = { width, height: height - TABS };
  const hasWaits = mode !== 'cpu' && timed;
  return (
    <>
      <div className={styles.tabs}>
        <RadioButtonGroup<ListKind>
          size="sm"
          value={model.list}
          options={[
            ...(timed ? [{ value: 'sites' as const, label: t('Wait sites') }] : []),
            { value: 'functions', label: t('Functions') },
            { value: 'tree', label: t('Call tree') },
          ]}
          onChange={(list) => dispatch({ type: 'list', list })}
        />
        <IconButton
          name="times"
          size="sm"
          tooltip={t('Close the list')}
          onClick={() => dispatch({ type: 'drawer', open: false })}
        />
      </div>
      {model.list === 'sites' ? (
        <WaitSites
          {...size}
          sites={prepared.sites}
          total={wholeRole(paired)!.weights.prefixSum[tree.length]}
          format={model.format}
          marked={model.marked}
          onFrame={on.zoom}
          onSite={on.site}
        />
      ) : model.list === 'tree' ? (
        <Hovering store={hover} tree={tree} select={({ graph }) => graph?.node ?? -1}>
          {(pointed) => (
            <CallTreeList
              {...size}
              {...{ paired, role, format, hasWaits }}
              matched={model.searched.matched}
              root={model.root}
              highlighted={pointed}
              onFrame={on.zoom}
              onHover={(node) => hover.setList(tree, node)}
            />
          )}
        </Hovering>
      ) : (
        <Hovering store={hover} tree={tree} select={({ graph }) => graph?.node ?? -1}>
          {(pointed) => (
            <FunctionTable
              {...size}
              {...{ format, hasWaits, metrics, counters }}
              rows={model.functions}
              whole={role.weights.prefixSum[tree.length]}
              matched={model.searched.matched}
              highlighted={pointed > 0 ? tree.symbol[pointed] : -1}
              onFrame={on.zoom}
              onHover={(row) => hover.setList(tree, row?.node)}
            />
          )}
        </Hovering>
      )}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  tabs: css({
    height: TABS,
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: theme.spacing(1),
  }),
});
