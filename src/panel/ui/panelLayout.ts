import { scaleLinear } from 'd3';

/** Heights in pixels of the rows above the graph: the only place that knows them. */
export const ROWS = {
  finding: 22,
  controls: 24,
  chips: 24,
  banner: 24,
  bar: 22,
  counter: 26,
  /** Waits over time: as high as there is room, within these. */
  timeline: { least: 34, most: 58 },
  breadcrumb: 20,
  title: 18,
  gap: 4,
};

/** Between things side by side. */
export const GAP = 8;

/** The graph's least share of the panel's height; rows that can be left out (counters) must leave it. */
const graphShare = scaleLinear([242, 342, 542], [0.6, 0.7, 0.75]).clamp(true);
/** Of the heat map, by what is left for it and the graph; who opens it looks at both. */
const heatmapHeight = scaleLinear([200, 480], [96, 200]).clamp(true);
/** Of the strip of latencies, and the graph's least share of the panel's height with it: a query asks for it. */
const LATENCY = 64;
const BESIDE_LATENCY = 0.6;
/** Of the lanes, by what is left for them and the graph; who opens them looks at both. */
const lanesHeight = scaleLinear([200, 480], [90, 220]).clamp(true);
/** A lower heat map, or lower lanes, show nothing. */
const LEAST_SURFACE = 54;
const MAX_COUNTERS = 6;
const MIN_GRAPH = 40;

/** `widest`: share of the panel; `beside`: narrower panels have a sheet over the graph. */
const DRAWER = { min: 260, usual: 340, widest: 0.7, beside: 700 };
/** Narrower panels open no drawer that was not asked for there. */
export const DRAWER_OPENS = 1000;

export interface PanelLayout {
  /** Height of the strip of waits over time; 0: it is not there. */
  timeline: number;
  /** How many counters the strip shows. */
  counters: number;
  /** `beside` the graph, or a `sheet` over it; absent: closed. */
  drawer?: { place: 'beside' | 'sheet'; width: number };
  /** Of the strip of latencies, 0 where there is none or no room for it. */
  latency: number;
  /** Of the heat map, 0 where it is closed or has no room. */
  heatmap: number;
  /** Of the lanes, 0 where they are closed or have no room. */
  lanes: number;
  /** Whether one more of heat map and lanes would have room. */
  hasRoom: boolean;
  graphWidth: number;
  graphHeight: number;
}

export interface Wanted {
  /** Rows that are there whatever it costs: each is asked for, or says what is wrong. */
  finding: boolean;
  /** Time has a bar of its kinds; memory has none. */
  bar: boolean;
  chips: boolean;
  banner: boolean;
  breadcrumb: boolean;
  /** `asked`: it is there whatever it costs; `fitting`: if the graph leaves it room. */
  timeline?: 'asked' | 'fitting';
  counters: number;
  latency: boolean;
  heatmap: boolean;
  lanes?: boolean;
  drawer: boolean;
  /** As the viewer dragged it. */
  drawerWidth?: number;
}

interface Size {
  width: number;
  height: number;
}

/** What has room in a panel of this size; the graph gets the rest. */
export function panelLayout({ width, height }: Size, wanted: Wanted): PanelLayout {
  const fixed = [
    ROWS.controls,
    ...(wanted.finding ? [ROWS.finding] : []),
    ...(wanted.bar ? [ROWS.bar] : []),
    ...(wanted.chips ? [ROWS.chips] : []),
    ...(wanted.banner ? [ROWS.banner] : []),
    ...(wanted.breadcrumb ? [ROWS.breadcrumb] : []),
  ];
  const above = height - fixed.reduce((sum, row) => sum + row + ROWS.gap, 0);
  const opened = Number(wanted.heatmap) + Number(wanted.lanes ?? false);
  const heatmap = wanted.heatmap ? surfaceIn(above, heatmapHeight(above), opened) : 0;
  const belowHeatmap = above - (heatmap > 0 ? heatmap + ROWS.gap : 0);
  const latency = wanted.latency && belowHeatmap - height * BESIDE_LATENCY >= LATENCY + ROWS.gap ? LATENCY : 0;
  const belowLatency = belowHeatmap - (latency > 0 ? latency + ROWS.gap : 0);
  const lanes = wanted.lanes ? surfaceIn(belowLatency, lanesHeight(belowLatency), 1) : 0;
  const free = belowLatency - (lanes > 0 ? lanes + ROWS.gap : 0);
  const spare = free - height * graphShare(height) - ROWS.gap;
  const timeline = timelineIn(spare, wanted.timeline);
  const left = spare - (timeline && timeline + ROWS.gap);
  const counters = Math.max(0, Math.min(wanted.counters, Math.floor(left / ROWS.counter), MAX_COUNTERS));
  const strips = (counters && counters * ROWS.counter + ROWS.gap) + (timeline && timeline + ROWS.gap);
  const drawer = drawerIn(width, wanted);
  return {
    timeline,
    counters,
    drawer,
    latency,
    heatmap,
    lanes,
    hasRoom: shareOf(above, opened + 1) >= LEAST_SURFACE,
    graphWidth: width - (drawer?.place === 'beside' ? drawer.width + GAP : 0),
    graphHeight: Math.max(MIN_GRAPH, free - strips),
  };
}

/** What each of some surfaces has of the room that the graph leaves. */
const shareOf = (room: number, surfaces: number): number => Math.floor((room - MIN_GRAPH) / surfaces) - ROWS.gap;

/** What was opened is as high as it wants, or shares what the graph leaves; the first one stays where only one has room. */
function surfaceIn(room: number, wanted: number, surfaces: number): number {
  const shared = shareOf(room, surfaces);
  const height = shared >= LEAST_SURFACE ? shared : shareOf(room, 1);
  return height >= LEAST_SURFACE ? Math.round(Math.min(wanted, height)) : 0;
}

function timelineIn(spare: number, wanted: Wanted['timeline']): number {
  const { least, most } = ROWS.timeline;
  return wanted === undefined || (wanted === 'fitting' && spare < least)
    ? 0
    : Math.floor(Math.min(most, Math.max(least, spare)));
}

function drawerIn(width: number, { drawer, drawerWidth }: Wanted): PanelLayout['drawer'] {
  if (!drawer) {
    return undefined;
  }
  return width < DRAWER.beside
    ? { place: 'sheet', width }
    : { place: 'beside', width: clampDrawer(drawerWidth ?? DRAWER.usual, width) };
}

/** A drawer leaves the graph something. */
export const clampDrawer = (wanted: number, width: number): number =>
  Math.round(Math.max(DRAWER.min, Math.min(wanted, width * DRAWER.widest)));
