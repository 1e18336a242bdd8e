import React, { useMemo } from 'react';
import { IDLE, matchedWeight } from '../../analysis';
import { type QueryReport } from '../../prepare';
import { totalOf } from '../../profile';
import { type View } from '../model/view';
import { t } from '../grafana/translate';
import { percent } from '../ui/format';
import { Toolbar } from './Toolbar';

/** The row of controls. */
export function Controls({
  panel,
  prepared,
  paired,
  state,
  model,
  on,
  layout,
  comparison,
  dispatch,
  canvas,
}: View & { canvas(): HTMLCanvasElement | null | undefined }) {
  const { tree, models, searched, root } = model;
  const sourceLabels = useMemo(
    () => new Set(prepared.frames.inputs.flatMap(({ labels = [] }) => labels.map(([name]) => name))),
    [prepared.frames.inputs]
  );
  const matchedShare = searched.matched
    ? percent(matchedWeight(tree, models[0].weights, searched.matched, root) / totalOf(tree, models[0].weights, root))
    : undefined;
  return (
    <Toolbar
      width={panel.width}
      mode={model.mode}
      timed={model.timed}
      available={model.available}
      queries={prepared.queries}
      notDrawn={prepared.frames.notDrawn}
      formatTotal={(query: QueryReport) => model.formatOf(query.unit)(query.total)}
      metrics={model.metrics}
      colorBy={model.counters.colorBy}
      onColorBy={(metric) => dispatch({ type: 'colorBy', metric })}
      compare={state.compare}
      comparing={comparison.loading}
      hasObjective={model.hasObjective}
      measures={[...new Set(model.changes.map(({ measure }) => measure))]}
      measure={model.change?.measure}
      onMeasure={(measure) => dispatch({ type: 'measure', measure })}
      onCompare={(spec) => dispatch({ type: 'compare', spec })}
      labels={prepared.labels}
      sourceLabels={sourceLabels}
      filters={model.filters}
      onFilters={on.filters}
      hasIdle={paired.waiting[IDLE] !== undefined}
      search={state.search}
      matchedShare={matchedShare}
      searchError={searched.error}
      shown={() => ({
        tree,
        model: models[0],
        root,
        width: layout.graphWidth,
        title: panel.title || t('Where the time goes'),
        canvas: canvas(),
      })}
      listOpen={layout.drawer !== undefined}
      onMode={(mode) => dispatch({ type: 'mode', mode })}
      onSearch={(text) => dispatch({ type: 'search', text })}
      onList={() => dispatch({ type: 'drawer', open: layout.drawer === undefined })}
    />
  );
}
