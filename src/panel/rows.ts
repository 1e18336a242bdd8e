/** Heights in pixels of what stands above and below the graph. */
export const ROWS = { toolbar: 32, finding: 22, waits: 44, counter: 26, line: 22, honesty: 18, gap: 4 };
/** Below these heights a row gives way to the graph. */
const MIN_HEIGHT = { line: 190, finding: 230, honesty: 260, counters: 320 };
const MAX_COUNTERS = 6;
const LIST = { sideWidth: 330, minWidth: 900, belowHeight: 120, minHeight: 460 };
const MIN_GRAPH = 40;
export const GAP = 8;

export interface Rows {
  finding: boolean;
  line: boolean;
  honesty: boolean;
  /** How many counters the strip shows. */
  counters: number;
  /** Whether the list has room at all; where it stands if it is open. */
  listFits: boolean;
  list?: { beside: boolean; width: number; height: number };
  graphWidth: number;
  graphHeight: number;
}

/** What has room in a panel of this size: the mode switch, the waits bar and the graph always do; the graph gets the rest. */
export function rowsFor(
  { width, height }: { width: number; height: number },
  wanted: { finding: boolean; counters: number; list: boolean }
): Rows {
  const finding = wanted.finding && height >= MIN_HEIGHT.finding;
  const line = height >= MIN_HEIGHT.line;
  const honesty = height >= MIN_HEIGHT.honesty;
  const room = Math.floor((height - MIN_HEIGHT.counters) / ROWS.counter);
  const counters = Math.max(0, Math.min(wanted.counters, room, MAX_COUNTERS));
  const listFits = width >= LIST.minWidth || height >= LIST.minHeight;
  const beside = width >= LIST.minWidth;
  const open = wanted.list && listFits;
  const row = (shown: boolean, size: number) => (shown ? size + ROWS.gap : 0);
  const graphHeight = Math.max(
    MIN_GRAPH,
    height -
      ROWS.toolbar -
      ROWS.waits -
      ROWS.gap * 3 -
      row(finding, ROWS.finding) -
      row(counters > 0, counters * ROWS.counter) -
      row(line, ROWS.line) -
      row(honesty, ROWS.honesty) -
      row(open && !beside, LIST.belowHeight)
  );
  return {
    finding,
    line,
    honesty,
    counters,
    listFits,
    list: open
      ? { beside, width: beside ? LIST.sideWidth : width, height: beside ? graphHeight : LIST.belowHeight }
      : undefined,
    graphWidth: width - (open && beside ? LIST.sideWidth + GAP : 0),
    graphHeight,
  };
}
