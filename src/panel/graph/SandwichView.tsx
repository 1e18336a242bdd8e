import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { IconButton, useStyles2 } from '@grafana/ui';
import React, { useMemo, useState } from 'react';
import { type CssPixels } from '../../flamegraph';
import { preparation } from '../../prepare';
import { nameOf, shortenTo, shortName } from '../../profile';
import { t } from '../grafana/translate';
import { type GraphModel } from '../model/graphModel';
import { createHoverStore, Hovering } from '../state/useHover';
import { percent } from '../ui/format';
import { FlameGraph } from './FlameGraph';
import { FrameTooltip } from './FrameTooltip';

export interface SandwichViewProps {
  /** Of the whole graph: both sides look as it does. */
  model: GraphModel;
  symbol: number;
  width: CssPixels;
  height: CssPixels;
  onSymbol(name: string): void;
  onClose(): void;
}

const HEAD = 22;
const MIN_GRAPH = 40;
const MAX_NAME = 60;

/** Callers above, callees below one function, over all its call paths. A click puts another function in the middle. */
export function SandwichView({ model, symbol, width, height, onSymbol, onClose }: SandwichViewProps) {
  const styles = useStyles2(getStyles);
  const { tree } = model.paired;
  // A store each: callers and callees are different trees.
  const [hovers] = useState(() => [createHoverStore(), createHoverStore()]);
  const { sandwich, graphs } = useMemo(() => {
    const found = preparation.here!.sandwichOf(tree, model.weights, symbol);
    const sides = found ? ([found.callers, found.callees] as const) : [];
    return { sandwich: found, graphs: sides.flatMap((side) => model.on(side) ?? []) };
  }, [tree, model, symbol]);
  const { name } = tree.symbols[symbol];
  const each = Math.max(MIN_GRAPH, Math.floor((height - 2 * HEAD) / 2));
  const figures = sandwich
    ? t('{figure}, {share} of {what}, all call paths', {
        figure: model.format(sandwich.total),
        share: percent(sandwich.total / model.whole),
        what: model.title,
      })
    : t('no time in this mode');
  return (
    <div style={{ width, height }} data-testid="dualflame-sandwich">
      <div className={styles.head}>
        <IconButton name="times" size="sm" tooltip={t('Back to the graph')} onClick={onClose} />
        <span className={styles.title} title={name}>
          {t('Callers of')} <b>{shortenTo(shortName(name), MAX_NAME)}</b>
          {` · ${figures}`}
        </span>
      </div>
      {graphs.map((graph, i) => (
        <React.Fragment key={i}>
          {i === 1 && <div className={styles.head}>{t('Callees')}</div>}
          <FlameGraph
            tree={graph.paired.tree}
            model={graph}
            width={width}
            height={each}
            root={0}
            flame={i === 0}
            hover={hovers[i]}
            onZoom={(node) => node > 0 && onSymbol(nameOf(graph.paired.tree, node))}
            onMenu={() => undefined}
          />
          <Hovering store={hovers[i]} tree={graph.paired.tree} select={(hovered) => hovered.graph}>
            {(hover) => hover && <FrameTooltip hover={hover} model={graph} root={0} />}
          </Hovering>
        </React.Fragment>
      ))}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  head: css({
    height: HEAD,
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    fontSize: theme.typography.bodySmall.fontSize,
    color: theme.colors.text.secondary,
  }),
  title: css({ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }),
});
