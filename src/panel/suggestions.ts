import { type PanelDataSummary, type VisualizationSuggestion, VisualizationSuggestionScore } from '@grafana/data';
import { type PanelOptions } from './options';

/** Offers the panel for flame graph frames. Called by Grafana 13 and newer; older ones keep a fixed list of panels. */
export function suggest(data: PanelDataSummary): Array<VisualizationSuggestion<PanelOptions>> | void {
  if (data.hasData && data.hasPreferredVisualisationType('flamegraph')) {
    return [{ name: 'Dual Flame: CPU and waiting', score: VisualizationSuggestionScore.Best }];
  }
}
