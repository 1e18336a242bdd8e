/** Heights in pixels of what stands above and below the graph. */
export const ROWS = { toolbar: 32, finding: 22, waits: 44, counter: 26, line: 22, honesty: 18, gap: 4 };
/** Below these heights a row gives way to the graph. */
const MIN_HEIGHT = { line: 190, finding: 230, honesty: 260, legend: 300, counters: 320 };
/** A line of the words of the waits bar. */
export const LEGEND = 21;
const MAX_COUNTERS = 6;
const LIST = { sideWidth: 330, minWidth: 900, belowHeight: 120, minHeight: 460 };
const MIN_GRAPH = 40;
export const GAP = 8;

export interface PanelLayout {
  finding: boolean;
  line: boolean;
  dataQuality: boolean;
  /** Lines of the waits bar's words; 0: no bar. */
  legend: number;
  /** How many counters the strip shows. */
  counters: number;
  /** Where the list stands if it is open. */
  list?: { place: 'beside' | 'below' | 'instead'; width: number; height: number };
  graphWidth: number;
  graphHeight: number;
}

/** Of the waits bar with so many lines of words. */
export const waitsHeight = (legend: number): number => ROWS.waits + (legend - 1) * LEGEND;

/** What has room in a panel of this size: the mode switch, the waits bar and the graph always do; the graph gets the rest. */
export function panelLayout(
  { width, height }: { width: number; height: number },
  wanted: { finding: boolean; legend: number; counters: number; list: 'open' | 'where it fits' | 'instead' | 'closed' }
): PanelLayout {
  const finding = wanted.finding && height >= MIN_HEIGHT.finding;
  const line = height >= MIN_HEIGHT.line;
  const honesty = height >= MIN_HEIGHT.honesty;
  const legend = height >= MIN_HEIGHT.legend ? wanted.legend : Math.min(1, wanted.legend);
  const room = Math.floor((height - MIN_HEIGHT.counters) / ROWS.counter);
  const counters = Math.max(0, Math.min(wanted.counters, room, MAX_COUNTERS));
  const listFits = width >= LIST.minWidth || height >= LIST.minHeight;
  const open = wanted.list === 'where it fits' ? listFits : wanted.list !== 'closed';
  const place = wanted.list === 'instead' || !listFits ? 'instead' : width >= LIST.minWidth ? 'beside' : 'below';
  const row = (shown: boolean, size: number) => (shown ? size + ROWS.gap : 0);
  const graphHeight = Math.max(
    MIN_GRAPH,
    height -
      ROWS.toolbar -
      ROWS.gap * 2 -
      row(legend > 0, waitsHeight(legend)) -
      row(finding, ROWS.finding) -
      row(counters > 0, counters * ROWS.counter) -
      row(line, ROWS.line) -
      row(honesty, ROWS.honesty) -
      row(open && place === 'below', LIST.belowHeight)
  );
  return {
    finding,
    line,
    dataQuality: honesty,
    legend,
    counters,
    list: open
      ? {
          place,
          width: place === 'beside' ? LIST.sideWidth : width,
          height: place === 'below' ? LIST.belowHeight : graphHeight,
        }
      : undefined,
    graphWidth: width - (open && place === 'beside' ? LIST.sideWidth + GAP : 0),
    graphHeight,
  };
}
