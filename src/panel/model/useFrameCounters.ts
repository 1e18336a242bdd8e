import { useMemo } from 'react';
import {
  type EventProfiles,
  type FrameMarks,
  type FrameRatio,
  type Metric,
  METRIC_INFO,
  ratioAt,
  ratiosBySymbol,
  sampledMetrics,
} from '../../analysis';
import { type CallTree } from '../../profile';
import { formatCounter } from '../ui/format';
import { type FrameCounters } from './graphModel';
import { t } from '../grafana/translate';

/** A frame that a series with a function label marks. */
export interface MarkedFrame {
  name: string;
  figures: string;
  node: number;
}

/** What frames carry of counters: sampled on events, or marked by a series with a function label. */
export function useFrameCounters(
  tree: CallTree,
  events: EventProfiles,
  marks: FrameMarks | undefined,
  wanted: Metric | undefined
): { metrics: Metric[]; marked: MarkedFrame[]; counters: FrameCounters } {
  const metrics = useMemo(() => {
    const ofMarks = [...(marks?.bySymbol.values() ?? [])].flat().map(({ metric }) => metric);
    return [...new Set([...sampledMetrics(events), ...ofMarks])];
  }, [events, marks]);
  const marked = useMemo(() => markedFrames(tree, marks), [tree, marks]);
  const colorBy = metrics.find((metric) => metric === wanted);
  const counters: FrameCounters = useMemo(() => {
    let bySymbol: ReturnType<typeof ratiosBySymbol> | undefined; // only a table asks for it
    return {
      colorBy,
      ratioOf: (node, metric) =>
        ratioAt(tree, events, metric, node) ??
        (node > 0 ? marks?.bySymbol.get(tree.symbol[node])?.find((ratio) => ratio.metric === metric) : undefined),
      ratioOfFunction: (symbol, metric) => {
        bySymbol ??= ratiosBySymbol(tree, events);
        return bySymbol(symbol, metric) ?? marks?.bySymbol.get(symbol)?.find((ratio) => ratio.metric === metric);
      },
      badge: (symbol) => {
        const [first] = marks?.bySymbol.get(symbol) ?? [];
        return first ? ` · ${figure(first)}` : '';
      },
    };
  }, [colorBy, tree, events, marks]);
  return { metrics, marked, counters };
}

const figure = ({ metric, value }: FrameRatio) => `${t(METRIC_INFO[metric].label)} ${formatCounter(metric, value)}`;

/** Frames that carry a figure of a series, the lowest IPC or highest miss ratio first; each by the first of its nodes. */
function markedFrames(tree: CallTree, marks: FrameMarks | undefined): MarkedFrame[] {
  if (!marks?.bySymbol.size) {
    return [];
  }
  const badness = ({ metric, value }: FrameRatio) => (METRIC_INFO[metric].worse === 'up' ? value : -value);
  const nodeOf = new Map<number, number>();
  for (let node = tree.length - 1; node > 0; node--) {
    nodeOf.set(tree.symbol[node], node);
  }
  return [...marks.bySymbol]
    .sort(([, a], [, b]) => badness(b[0]) - badness(a[0]))
    .map(([symbol, ratios]) => ({
      name: tree.symbols[symbol].name,
      figures: ratios.map(figure).join(' · '),
      node: nodeOf.get(symbol) ?? 0,
    }));
}
