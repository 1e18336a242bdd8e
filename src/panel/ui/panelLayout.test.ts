import { clampDrawer, GAP, panelLayout, ROWS, type Wanted } from './panelLayout';

const wanted: Wanted = {
  finding: true,
  bar: true,
  chips: false,
  banner: false,
  breadcrumb: false,
  latency: false,
  heatmap: false,
  counters: 6,
  drawer: false,
};
const [WIDTHS, HEIGHTS] = [
  Array.from({ length: 180 }, (_, i) => 250 + i * 10),
  Array.from({ length: 90 }, (_, i) => 110 + i * 10),
];

/** Inner sizes: Grafana's frame takes 58 pixels of a panel with a title. */
it.each([
  [600, 242, 0.6],
  [800, 342, 0.7],
  [1200, 542, 0.75],
  [1900, 842, 0.75],
])('at %d × %d the graph has its share', (width, height, share) => {
  expect(panelLayout({ width, height }, wanted).graphHeight / height).toBeGreaterThanOrEqual(share);
});

it('has the strip of latencies where three fifths are left for the graph', () => {
  const latency = (height: number) => panelLayout({ width: 1200, height }, { ...wanted, counters: 0, latency: true });
  expect([latency(242).latency, latency(542).latency]).toEqual([0, 64]);
  expect(latency(542).graphHeight / 542).toBeGreaterThanOrEqual(0.6);
});

it('at 300 × 200 finding, bar and three levels stand', () => {
  expect(panelLayout({ width: 282, height: 142 }, wanted).graphHeight).toBeGreaterThanOrEqual(60);
});

it('no wider panel has a narrower graph', () => {
  const widths = WIDTHS.map((width) => panelLayout({ width, height: 500 }, wanted).graphWidth);
  expect(widths).toEqual([...widths].sort((a, b) => a - b));
});

it('no higher panel has a lower graph, but for the counters that came to stand above it', () => {
  HEIGHTS.slice(1).forEach((height, i) => {
    const [low, high] = [HEIGHTS[i], height].map((h) => panelLayout({ width: 900, height: h }, wanted));
    const rows =
      (high.counters - low.counters) * ROWS.counter + (low.counters === 0 && high.counters > 0 ? ROWS.gap : 0);
    expect(high.graphHeight + rows).toBeGreaterThanOrEqual(low.graphHeight);
  });
});

it.each([0, 1, 2, 3, 4, 5, 6, 7])('rows and graph never need more than the panel has (%d)', (bits) => {
  const some = { ...wanted, chips: (bits & 1) > 0, banner: (bits & 2) > 0, breadcrumb: (bits & 4) > 0 };
  for (const height of HEIGHTS.filter((h) => h > 220)) {
    const { counters, graphHeight } = panelLayout({ width: 900, height }, some);
    const rows = [ROWS.controls, ROWS.finding, ROWS.bar];
    rows.push(...(some.chips ? [ROWS.chips] : []), ...(some.banner ? [ROWS.banner] : []));
    rows.push(...(some.breadcrumb ? [ROWS.breadcrumb] : []), ...(counters ? [counters * ROWS.counter] : []));
    expect(rows.reduce((sum, row) => sum + row + ROWS.gap, graphHeight)).toBe(height);
  }
});

it('counters give way first', () => {
  expect(panelLayout({ width: 800, height: 342 }, wanted).counters).toBe(0);
  expect(panelLayout({ width: 800, height: 842 }, wanted).counters).toBe(4);
  expect(panelLayout({ width: 800, height: 842 }, { ...wanted, counters: 1 }).counters).toBe(1);
});

it('a profile that is no time has no bar, and the graph has its room', () => {
  const size = { width: 800, height: 300 };
  const none = { ...wanted, counters: 0 };
  const { graphHeight } = panelLayout(size, { ...none, bar: false });
  expect(graphHeight - panelLayout(size, none).graphHeight).toBe(ROWS.bar + ROWS.gap);
});

it('open lanes take their room from the graph, and leave it a part at any size', () => {
  for (const height of HEIGHTS.filter((each) => each >= 240)) {
    const [closed, open] = [false, true].map((lanes) =>
      panelLayout({ width: 800, height }, { ...wanted, counters: 0, lanes })
    );
    expect(closed.lanes).toBe(0);
    expect(open.lanes + open.graphHeight + ROWS.gap).toBe(closed.graphHeight);
    expect(open.graphHeight).toBeGreaterThanOrEqual(closed.graphHeight * 0.4);
  }
});

it('heat map and lanes share the room that the graph leaves, and nothing stands below the panel', () => {
  const both = (height: number, more: Partial<Wanted> = {}) =>
    panelLayout({ width: 600, height }, { ...wanted, counters: 0, heatmap: true, lanes: true, ...more });
  for (const height of HEIGHTS.filter((each) => each >= 200)) {
    const { heatmap, lanes, graphHeight } = both(height, { chips: true, breadcrumb: true });
    const rows = [ROWS.controls, ROWS.finding, ROWS.bar, ROWS.chips, ROWS.breadcrumb, heatmap, lanes].filter(Boolean);
    expect(rows.reduce((sum, row) => sum + row + ROWS.gap, graphHeight)).toBeLessThanOrEqual(height);
  }
  expect(both(242)).toMatchObject({ heatmap: 57, lanes: 57, graphHeight: 40 });
  expect(both(242, { chips: true })).toMatchObject({ lanes: 0, hasRoom: false });
  expect(both(142)).toMatchObject({ heatmap: 0, lanes: 0 });
});

it('says beforehand whether one more has room', () => {
  const hasRoom = (height: number, lanes: boolean) =>
    panelLayout({ width: 600, height }, { ...wanted, counters: 0, lanes }).hasRoom;
  expect([hasRoom(142, false), hasRoom(242, false), hasRoom(242, true), hasRoom(230, true)]).toEqual([
    false,
    true,
    true,
    false,
  ]);
});

describe('the drawer', () => {
  const at = (width: number, more: Partial<Wanted> = {}) =>
    panelLayout({ width, height: 500 }, { ...wanted, drawer: true, ...more });
  it('stands beside the graph, or as a sheet over it', () => {
    expect(at(800)).toMatchObject({ drawer: { place: 'beside', width: 340 }, graphWidth: 800 - 340 - GAP });
    expect(at(400)).toMatchObject({ drawer: { place: 'sheet', width: 400 }, graphWidth: 400 });
    expect(at(1900, { drawer: false }).drawer).toBeUndefined();
  });
  it('is as wide as it was dragged, and leaves the graph something', () => {
    expect(at(1400, { drawerWidth: 500 }).drawer?.width).toBe(500);
    expect([clampDrawer(5000, 1000), clampDrawer(10, 1000)]).toEqual([700, 260]);
  });
});
