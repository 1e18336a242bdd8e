// Looks on in a real Grafana, which does the work itself: bench/grafana.mjs puts this into each of its pages.
import { measureAnswer, onlyInside } from './paint';

/** Frames without a change after which the panel is complete. */
const QUIET = 60;

export const bench = {
  /** Milliseconds from the last answer of the data source to the graph, and to the complete panel. */
  async answer(panel: string, dataSource: string, button?: string) {
    onlyInside(panel);
    const { start, graph, complete } = await measureAnswer(
      'answer',
      () => button && document.querySelector<HTMLElement>(button)!.click(),
      QUIET
    );
    const answers = performance
      .getEntriesByType('resource')
      .filter(
        ({ name, startTime }) =>
          name.includes('/api/ds/query') && name.includes(dataSource) && (!button || startTime >= start)
      )
      .map((entry) => (entry as PerformanceResourceTiming).responseEnd);
    const answered = answers.reduce((latest, end) => Math.max(latest, end), -Infinity);
    return { graph: start + graph - answered, complete: start + complete - answered };
  },
};
Object.assign(window, { bench });
