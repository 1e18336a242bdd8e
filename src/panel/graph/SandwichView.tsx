import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { IconButton, Portal, useStyles2, VizTooltipContainer } from '@grafana/ui';
import React, { useMemo, useState } from 'react';
import { CATEGORIES, CPU, type RoleWeights, sandwichOf } from '../../analysis/index';
import { shortName } from '../../flamegraph/index';
import { type CallTree, nameOf, totalOf, type Weights } from '../../profile/index';
import { type Format, percent } from '../ui/format';
import { CATEGORY_STYLE, MERGED_STYLE } from './palette';
import { FlameGraph, type Hover } from './FlameGraph';
import { type GraphModel } from '../model/graphModel';
import { t } from '../grafana/translate';

export interface SandwichViewProps {
  tree: CallTree;
  model: GraphModel;
  /** The role whose waits colour the frames. */
  role: RoleWeights;
  symbol: number;
  format: Format;
  width: number;
  height: number;
  onSymbol(name: string): void;
  onClose(): void;
}

const HEAD = 22;

/** Callers above, callees below one function, over all its call paths. A click puts another function in the middle. */
export function SandwichView(props: SandwichViewProps) {
  const { tree, model, role, symbol, format, width, height, onSymbol, onClose } = props;
  const styles = useStyles2(getStyles);
  const [hover, setHover] = useState<Hover & { side: 'callers' | 'callees' }>();
  const sandwich = useMemo(() => sandwichOf(tree, model.weights, symbol), [tree, model.weights, symbol]);
  const painted = useMemo(() => paintByName(tree, role), [tree, role]);
  const name = tree.symbols[symbol].name;
  const each = Math.max(40, Math.floor((height - 2 * HEAD) / 2));
  const modelOf = (side: { tree: CallTree; weights: Weights }): GraphModel => ({
    ...model,
    weights: side.weights,
    whole: model.whole,
    styleOf: (node, merged) => {
      if (merged) {
        return MERGED_STYLE;
      }
      const info = node === 0 ? undefined : side.tree.symbols[side.tree.symbol[node]];
      const category = (info && painted.get(info.name)) ?? CPU;
      const fill = category === CPU ? model.lookOf(info) : CATEGORY_STYLE[CATEGORIES[category]];
      return { ...fill, label: () => nameOf(side.tree, node) };
    },
    waits: () => false,
  });
  const models = useMemo(
    () => sandwich && { callers: modelOf(sandwich.callers), callees: modelOf(sandwich.callees) },
    // eslint-disable-next-line react-hooks/exhaustive-deps -- modelOf is made of these
    [sandwich, painted, model]
  );
  const words = (side: { tree: CallTree; weights: Weights }, node: number) => {
    const value = totalOf(side.tree, side.weights, node);
    return t('{figure}, {share} of {what}', {
      figure: format(value),
      share: percent(value / (sandwich?.total ?? 1)),
      what: shortName(name),
    });
  };
  return (
    <div style={{ width, height }} data-testid="dualflame-sandwich">
      <div className={styles.head}>
        <IconButton name="times" size="sm" tooltip={t('Back to the graph')} onClick={onClose} />
        <span className={styles.title} title={name}>
          {t('Callers of')} <b>{shortName(name)}</b>
          {sandwich
            ? ` · ${t('{figure}, {share} of {what}, all call paths', {
                figure: format(sandwich.total),
                share: percent(sandwich.total / model.whole),
                what: model.title,
              })}`
            : ` · ${t('no time in this mode')}`}
        </span>
      </div>
      {sandwich &&
        models &&
        (['callers', 'callees'] as const).map((side) => (
          <React.Fragment key={side}>
            {side === 'callees' && <div className={styles.head}>{t('Callees')}</div>}
            <FlameGraph
              tree={sandwich[side].tree}
              model={models[side]}
              width={width}
              height={each}
              // The function itself spans the width; "all" above it would say the same.
              root={1}
              flame={side === 'callers'}
              highlighted={hover?.side === side && !hover.merged ? hover.node : -1}
              describe={(node) => words(sandwich[side], node)}
              onZoom={(node) => node > 1 && onSymbol(nameOf(sandwich[side].tree, node))}
              onMenu={() => undefined}
              onHover={(next) => setHover(next && { ...next, side })}
            />
          </React.Fragment>
        ))}
      {sandwich && hover && hover.node < sandwich[hover.side].tree.length && (
        <Portal>
          <VizTooltipContainer position={{ x: hover.x, y: hover.y }} offset={{ x: 12, y: 14 }}>
            <div className={styles.tooltip}>
              <b>
                {hover.merged
                  ? t('Several frames too narrow to draw')
                  : nameOf(sandwich[hover.side].tree, hover.node).slice(0, 400)}
              </b>
              {!hover.merged && <div>{words(sandwich[hover.side], hover.node)}</div>}
            </div>
          </VizTooltipContainer>
        </Portal>
      )}
    </div>
  );
}

/** Category by name, of the heaviest node that has one: in a sandwich a function has one box for all its call paths. */
function paintByName(tree: CallTree, role: RoleWeights): Map<string, number> {
  const heaviest = new Map<string, { total: number; category: number }>();
  for (let node = 1; node < tree.length; node++) {
    const category = role.displayCategory[node];
    const total = totalOf(tree, role.weights, node);
    const name = nameOf(tree, node);
    if (category !== CPU && total > (heaviest.get(name)?.total ?? 0)) {
      heaviest.set(name, { total, category });
    }
  }
  return new Map([...heaviest].map(([name, { category }]) => [name, category]));
}

const getStyles = (theme: GrafanaTheme2) => ({
  head: css({
    height: HEAD,
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    fontSize: theme.typography.bodySmall.fontSize,
    color: theme.colors.text.secondary,
    whiteSpace: 'nowrap',
    overflow: 'hidden',
  }),
  title: css({ overflow: 'hidden', textOverflow: 'ellipsis' }),
  tooltip: css({ maxWidth: 420, fontSize: theme.typography.bodySmall.fontSize, overflowWrap: 'anywhere' }),
});
