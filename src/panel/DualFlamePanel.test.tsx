import {
  createDataFrame,
  type DataFrame,
  dateTime,
  EventBusSrv,
  FieldType,
  LoadingState,
  type PanelData,
  type PanelProps,
  toCSV,
} from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import React from 'react';
import { nameOf } from '../profile';
import { DualFlamePanel } from './DualFlamePanel';
import { forgetViews } from './state/keptView';
import { migrateOptions } from './options/migrations';
import { DEFAULT_OPTIONS, type PanelOptions } from './options/options';
import { type FlameGraphProps } from './graph/FlameGraph';

// What it draws is tested in a browser; jsdom has no canvas.
jest.mock('./graph/FlameGraph', () => ({
  FlameGraph: (props: FlameGraphProps) => {
    graphs.push(props);
    return <div data-testid="graph" />;
  },
}));
/** What graphs were handed, the last one last. */
const graphs: FlameGraphProps[] = [];
const nodeOf = (name: string) => {
  const { tree } = graphs[graphs.length - 1];
  return Array.from({ length: tree.length }, (_, node) => node).find((node) => nameOf(tree, node) === name)!;
};

const RANGE = { from: dateTime(0), to: dateTime(60_000), raw: { from: dateTime(0), to: dateTime(60_000) } };
const CPU = 'process_cpu:cpu:nanoseconds:cpu:nanoseconds';
const WALL = 'process_cpu:time:nanoseconds:wallclock:nanoseconds';
const OFF = 'off_cpu:off_cpu:nanoseconds:off_cpu:nanoseconds';

/** A nested set as Pyroscope's data source makes it. */
const flame = (refId: string, rows: Array<[name: string, level: number, value: number, self: number]>): DataFrame =>
  createDataFrame({
    refId,
    meta: { preferredVisualisationType: 'flamegraph' },
    fields: [
      { name: 'level', type: FieldType.number, values: rows.map(([, level]) => level) },
      { name: 'value', type: FieldType.number, values: rows.map(([, , value]) => value), config: { unit: 'ns' } },
      { name: 'self', type: FieldType.number, values: rows.map(([, , , self]) => self), config: { unit: 'ns' } },
      { name: 'label', type: FieldType.string, values: rows.map(([name]) => name) },
    ],
  });
const empty = (refId: string) => flame(refId, [['total', 0, 0, 0]]);
const full = (refId: string) =>
  flame(refId, [
    ['total', 0, 10e9, 0],
    ['main.run', 1, 10e9, 4e9],
    ['epoll_wait', 2, 6e9, 6e9],
  ]);
const series = (refId: string, name = 'latency'): DataFrame =>
  createDataFrame({
    refId,
    fields: [
      { name: 'Time', type: FieldType.time, values: [1000, 2000] },
      { name: 'Value', type: FieldType.number, values: [1, 2], labels: { __name__: name } },
    ],
  });

const profile = (refId: string, profileTypeId: string, more: object = {}) => ({
  refId,
  profileTypeId,
  labelSelector: '{service_name="shop"}',
  queryType: 'profile',
  datasource: { type: 'grafana-pyroscope-datasource', uid: 'p' },
  ...more,
});
const CPU_AND_WALL = [profile('A', CPU), profile('B', WALL)];

/** Shows the panel; what comes back hands it other data. */
function show(frames: DataFrame[], targets: object[], data: Partial<PanelData> = {}, options = {}, more = {}) {
  const dataOf = (own: DataFrame[], part: Partial<PanelData>): PanelData => ({
    state: LoadingState.Done,
    series: own,
    timeRange: RANGE,
    request: { targets } as never,
    ...part,
  });
  const props: Partial<PanelProps<PanelOptions>> = {
    id: 1,
    title: 'Panel',
    width: 1200,
    height: 700,
    data: dataOf(frames, data),
    timeRange: RANGE,
    timeZone: 'utc',
    options: { ...DEFAULT_OPTIONS, ...options },
    fieldConfig: { defaults: {}, overrides: [] },
    eventBus: new EventBusSrv(),
    replaceVariables: (text) => text,
    onOptionsChange: () => undefined,
    onFieldConfigChange: () => undefined,
    onChangeTimeRange: () => undefined,
    ...more,
  };
  const all = props as PanelProps<PanelOptions>;
  const { rerender } = render(<DualFlamePanel {...all} />);
  return (own: DataFrame[], part: Partial<PanelData>) => rerender(<DualFlamePanel {...all} data={dataOf(own, part)} />);
}

afterEach(forgetViews);

/** What Grafana's own view is given to say. */
const nothing = () => /^Unable to render data: (.*)\.$/.exec(screen.getByText(/^Unable to render/).textContent!)![1];
/** From nothing to a graph; their code is a part that is fetched. */
const steps = async () => (await screen.findAllByRole('listitem')).map(({ textContent }) => textContent!.trim());
/** The banner, and what is said beside it. */
const quality = () =>
  [screen.queryByTestId('dualflame-banner'), screen.getByTestId('dualflame-data-quality')]
    .flatMap((shown) => shown?.textContent?.replace(/Details$/, '') || [])
    .join(' · ')
    .replaceAll('\u00a0', ' ');
const everything = () => screen.getByTestId('dualflame-panel').textContent!.replaceAll('\u00a0', ' ');

describe('a query that answered without samples', () => {
  it('for wall: CPU is drawn, waits are not known, and no share is made up', () => {
    show([full('A'), empty('B')], CPU_AND_WALL);
    expect(screen.getByTestId('graph')).toBeInTheDocument();
    expect(screen.getByRole('radio', { name: 'CPU' })).toBeChecked();
    expect(quality()).toContain(
      'Query B (Wall) answered without samples in this time range: waits are not known. · CPU only: waiting is not in this profile'
    );
    expect(everything()).not.toMatch(/hide|100\.0 % is on|exceed/);
    fireEvent.click(screen.getByRole('button', { name: '2 profiles, with remarks' }));
    expect(screen.getAllByTestId('dualflame-query').map(({ textContent }) => textContent)).toEqual([
      expect.stringMatching(/^ACPU \(detected\)/),
      expect.stringMatching(/^BWall \(detected\)/),
    ]);
    expect(screen.getByTestId('dualflame-queries')).toHaveTextContent('answered without samples');
  });

  it('for CPU: on-CPU is estimated, not zero', () => {
    show([empty('A'), full('B')], CPU_AND_WALL);
    expect(quality()).toContain(
      'Query A (CPU) answered without samples in this time range: time on the CPU is not measured.'
    );
    expect(quality()).toContain('Wall only: on-CPU is what does not wait');
    expect(screen.getByTestId('dualflame-waits').textContent).toMatch(/On CPU\s40\s%/);
    expect(everything()).not.toMatch(/(?<!\d)0\.0 % is on the CPU/);
  });

  it('for off-CPU: not all of the time is on the CPU', () => {
    show([full('A'), empty('B')], [profile('A', CPU), profile('B', OFF)]);
    expect(quality()).toContain('Query B (Off-CPU) answered without samples in this time range: waits are not known.');
    expect(everything()).not.toContain('100.0 % is on the CPU');
  });

  it('beside another of the same role: that one is drawn, nothing is unknown', () => {
    show([full('A'), full('B'), empty('C')], [...CPU_AND_WALL, profile('C', WALL)]);
    expect(quality()).toContain('Query C (Wall) answered without samples in this time range. · Two samplers');
  });

  it('for a baseline: there is nothing to compare with', () => {
    show([full('A'), empty('B')], CPU_AND_WALL, {}, { queries: [{ refId: 'B', role: 'baseline' }] });
    expect(quality()).toContain('There is no profile in the time compared with');
    expect(screen.queryByRole('radio', { name: 'Changed' })).not.toBeInTheDocument();
  });

  it('and so did the others: the panel says which', () => {
    show([empty('A'), empty('B')], CPU_AND_WALL);
    expect(nothing()).toBe(
      'Query A, B answered without samples in this time range. Widen the range, or check the label selector.'
    );
  });
});

describe('a query that failed', () => {
  it('says so in its own words where nothing can be drawn; equal words once', () => {
    const message = 'Post "http://pyroscope:4040": connection refused';
    show([series('R')], [...CPU_AND_WALL, { refId: 'R', expr: 'x' }], {
      state: LoadingState.Error,
      errors: [
        { refId: 'A', message },
        { refId: 'B', message },
      ],
    });
    expect(nothing()).toBe(`Query A, B: ${message}`);
  });

  it('says so beside what the others gave', () => {
    show([full('A')], CPU_AND_WALL, { state: LoadingState.Error, error: { refId: 'B', data: { message: 'timeout' } } });
    expect(quality()).toContain('Query B: timeout · CPU only');
  });
});

describe('where there is no profile, the panel says what is missing', () => {
  const COUNTER = 'node_perf_instructions_total';

  it('only counters of Prometheus', () => {
    show([series('C', COUNTER)], [{ refId: 'C', expr: `rate(${COUNTER}[1m])` }]);
    expect(nothing()).toBe('The queries hold counters but no profile. Add a query with a CPU or a wall profile.');
  });

  it('query type Metrics', async () => {
    show(
      [series('A'), series('B')],
      CPU_AND_WALL.map((target) => ({ ...target, queryType: 'metrics' }))
    );
    expect(await steps()).toContain('The query type of A, B is Metrics, which holds no stacks: choose Profile.');
  });

  it('the wall query of type Metrics beside a CPU profile; not one whose profile is there, too', () => {
    show(
      [full('A'), series('B'), series('C')],
      [profile('A', CPU), profile('B', WALL, { queryType: 'metrics' }), profile('C', CPU, { queryType: 'metrics' })]
    );
    expect(quality()).toContain('The query type of B is Metrics, which holds no stacks: choose Profile. · CPU only');
  });

  it('queries that the editor has not run: what to choose in which', async () => {
    show([], [profile('A', '', { queryType: 'both' }), { refId: 'B', datasource: { type: 'parca', uid: 'q' } }]);
    expect((await steps()).slice(0, 2)).toEqual([
      expect.stringMatching(/^CPU time: choose its profile type in query A\./),
      expect.stringMatching(/^Waits: choose a profile type of wall or off-CPU time in query B\./),
    ]);
  });

  it('queries that have no answer yet: that they are there, and Refresh', async () => {
    show([], CPU_AND_WALL, { state: LoadingState.NotStarted });
    expect(await steps()).toEqual([
      'CPU time: query A asks for process_cpu › cpu.',
      'Waits: query B asks for process_cpu › time.',
      'Press Refresh: this editor does not run a query when it is changed.',
    ]);
  });

  it('nothing is wrong while the first answer is on its way', () => {
    show([], CPU_AND_WALL, { state: LoadingState.Loading });
    expect(document.body.textContent).toBe('');
  });

  it('other series, each kind named once; tables without rows by their query; the types as the editor shows them', () => {
    show([series('R'), series('R'), series('T')], [{ refId: 'R', expr: 'x' }, { refId: 'T' }, { refId: 'S' }]);
    expect(nothing()).toMatch(
      /^No profile in the data\. Query S answered without rows in this time range\. The queries gave time series\. Add a query A .*process_cpu › cpu, process_cpu:cpu:/
    );
  });

  it('a table without rows beside a profile; not where a transformation has renamed the frames', () => {
    show([full('A')], [profile('A', CPU), { refId: 'S', rawSql: 'select' }]);
    expect(quality()).toContain('Query S answered without rows in this time range.');
    cleanup();
    show([full('joinByLabels-A')], [profile('A', CPU), { refId: 'S', rawSql: 'select' }]);
    expect(quality()).not.toContain('answered without');
  });
});

it('CPU and waits of different services are named with both queries', () => {
  show([full('A'), full('B')], [profile('A', CPU), profile('B', WALL, { labelSelector: '{service_name="cart"}' })]);
  expect(quality()).toContain(
    'Query A (CPU) selects {service_name="shop"}, query B (Wall) {service_name="cart"}: CPU and waits are of different services. Give both the same label selector.'
  );
});

it('is silent where all is well', () => {
  show([full('A'), full('B')], CPU_AND_WALL);
  expect(quality()).toMatch(/^Two samplers/);
});

describe('what is open stays open', () => {
  const counters = series('C', 'node_perf_instructions_total');
  const wall = flame('B', [
    ['total', 0, 20e9, 0],
    ['main.accept', 1, 2e9, 2e9],
    ['main.run', 1, 18e9, 9e9],
    ['epoll_wait', 2, 9e9, 9e9],
  ]);
  const targets = [...CPU_AND_WALL, { refId: 'C', expr: 'rate(node_perf_instructions_total[1m])' }];
  const first = [full('A'), full('B'), counters];
  const loading = { state: LoadingState.Loading };
  const menuItems = () => screen.queryAllByRole('menuitem').map(({ textContent }) => textContent);

  /** What a refresh hands to a panel, one after the other. */
  const refresh: Array<[string, DataFrame[], Partial<PanelData>]> = [
    ['nothing yet', [], loading],
    ['counters first', [counters], loading],
    ['then one profile', [counters, full('A')], loading],
    ['all of it', [full('A'), wall, counters], loading],
    ['done', [full('A'), wall, counters], {}],
  ];

  it('the filter menu, through a refresh whose answers come one by one', () => {
    const again = show(first, targets);
    fireEvent.click(screen.getByTestId('dualflame-filters'));
    const open = menuItems();
    expect(open).toContainEqual(expect.stringContaining('Only my code'));
    for (const [step, frames, data] of refresh) {
      again(frames, data);
      expect([step, menuItems()]).toEqual([step, open]);
    }
  });

  it('the search: its text, its focus and its place in the page', () => {
    const again = show(first, targets);
    const box = screen.getByLabelText<HTMLInputElement>('Search frames');
    box.focus();
    fireEvent.change(box, { target: { value: 'epoll' } });
    for (const [step, frames, data] of refresh) {
      again(frames, data);
      expect([step, document.activeElement === box, box.isConnected, box.value]).toEqual([step, true, true, 'epoll']);
    }
  });

  it('the mode does not change for an answer that is not whole', () => {
    const again = show(first, targets);
    for (const [step, frames, data] of refresh) {
      again(frames, data);
      expect([step, screen.getByRole('radio', { name: 'Both' })]).toEqual([
        step,
        expect.objectContaining({ checked: true }),
      ]);
    }
    again([full('A'), counters], {});
    expect(screen.getByRole('radio', { name: 'CPU' })).toBeChecked();
  });

  it('two filters that change at once are two changes', () => {
    show(first, targets, {}, { rollUp: { ...DEFAULT_OPTIONS.rollUp, collapseRecursion: true, collapseChains: true } });
    const chips = () => screen.queryAllByTestId('dualflame-filter').map(({ textContent }) => textContent);
    expect(chips()).toEqual(['recursion collapsed', 'chains collapsed']);
    const [recursion, chains] = screen.getAllByTestId('dualflame-filter');
    act(() => {
      recursion.click();
      chains.click();
    });
    expect(chips()).toEqual([]);
  });

  it('the menu of a frame stays on its frame when new data moves it, and goes with it', () => {
    const again = show(first, targets);
    act(() => graphs[graphs.length - 1].onMenu(nodeOf('epoll_wait'), 5, 5));
    expect(screen.getByText('epoll_wait')).toBeInTheDocument();
    again([full('A'), wall, counters], {});
    expect(screen.getByText('epoll_wait')).toBeInTheDocument();
    fireEvent.click(screen.getByText('Find everywhere'));
    expect(screen.getByLabelText('Search frames')).toHaveValue('/^epoll_wait$/');
  });

  it('so does its tooltip', () => {
    const again = show(first, targets);
    const { hover, tree } = graphs[graphs.length - 1];
    const renders = graphs.length;
    act(() => hover.setGraph(tree, { node: nodeOf('main.run'), merged: false, x: 5, y: 5, graph: 0 }));
    const name = () => screen.getByTestId('dualflame-tooltip').firstElementChild!.textContent;
    expect(name()).toBe('main.run');
    expect(graphs).toHaveLength(renders);
    again([full('A'), wall, counters], {});
    expect(name()).toBe('main.run');
    const other = flame('A', [
      ['total', 0, 10e9, 0],
      ['other', 1, 10e9, 10e9],
    ]);
    again([other, { ...other, refId: 'B' }, counters], {});
    expect(screen.queryByTestId('dualflame-tooltip')).toBeNull();
  });
});

describe('a panel that Grafana mounts again, as after key v and Escape', () => {
  const search = () => screen.getByLabelText<HTMLInputElement>('Search frames');
  const mount = (more = {}) => {
    cleanup();
    show([full('A'), full('B')], CPU_AND_WALL, {}, {}, more);
    return search().value;
  };

  it('is as the viewer left it, without a variable for the view', () => {
    mount();
    fireEvent.change(search(), { target: { value: 'epoll' } });
    expect(mount()).toBe('epoll');
    expect([mount({ id: 2 }), mount({ title: 'Panel of pod b' })]).toEqual(['', '']);
  });

  it('but not on another dashboard', () => {
    mount();
    fireEvent.change(search(), { target: { value: 'epoll' } });
    locationService.push('/d/other');
    expect(mount()).toBe('');
    locationService.push('/');
    expect(mount()).toBe('');
  });
});

describe('what is no time', () => {
  const GOROUTINES = profile('A', 'goroutine:goroutine:count:goroutine:count');
  const memory = () =>
    flame('A', [
      ['total', 0, 100, 0],
      ['main.run', 1, 100, 40],
      ['internal/poll.runtime_pollWait', 2, 60, 60],
    ]);

  it('has neither a mode Wall nor a bar of waits', () => {
    show([memory()], [GOROUTINES]);
    expect(screen.getByTestId('graph')).toBeInTheDocument();
    expect(screen.queryByRole('radio', { name: /^(?:Wall|CPU|Hot\/cold|Side by side)$/ })).not.toBeInTheDocument();
    expect(screen.queryByTestId('dualflame-waits')).not.toBeInTheDocument();
    expect(screen.queryByRole('radio', { name: 'Wait sites' })).not.toBeInTheDocument();
    expect(screen.queryByRole('columnheader', { name: 'Waits' })).not.toBeInTheDocument();
  });

  it('keeps the modes where it is time', () => {
    show([full('A'), full('B')], CPU_AND_WALL);
    expect(screen.getByRole('radio', { name: 'Wall' })).toBeInTheDocument();
    expect(screen.getByTestId('dualflame-waits')).toBeInTheDocument();
  });
});

it('a query with many series has one line, with their number', () => {
  const many = Array.from({ length: 18 }, () => series('C', 'node_cpu_seconds_total'));
  show([full('A'), ...many, series('D', 'up')], [profile('A', CPU)]);
  fireEvent.click(screen.getByRole('button', { name: '1 profile' }));
  expect(
    screen
      .getAllByTestId('dualflame-query')
      .map(({ textContent }) => textContent)
      .slice(1)
  ).toEqual(['Ctime series (not drawn) ×18', 'Dtime series (not drawn)']);
});

describe('a search', () => {
  const search = () => screen.getByLabelText('Search frames');
  const count = () => screen.getByTestId('dualflame-matched').textContent!.replaceAll('\u00a0', ' ');
  const pointedAt = () => {
    const { tree, match } = graphs[graphs.length - 1];
    return match === undefined ? undefined : nameOf(tree, match);
  };

  it('is walked with Enter: the graph shows where the viewer stands, a refresh keeps it, another search begins anew', () => {
    const again = show([full('A'), full('B')], CPU_AND_WALL);
    fireEvent.change(search(), { target: { value: 'epoll' } });
    expect(count()).toBe('1 · 60.0 %');
    expect(pointedAt()).toBeUndefined();
    fireEvent.keyDown(search(), { key: 'Enter' });
    expect([count(), pointedAt()]).toEqual(['1/1 · 60.0 %', 'epoll_wait']);
    again([full('A'), full('B')], {});
    expect([count(), pointedAt()]).toEqual(['1/1 · 60.0 %', 'epoll_wait']);
    fireEvent.change(search(), { target: { value: 'main' } });
    expect([count(), pointedAt()]).toEqual(['1 · 100.0 %', undefined]);
  });

  it('becomes a readable filter; Reset takes back filter and search', () => {
    show([full('A'), full('B')], CPU_AND_WALL);
    fireEvent.change(search(), { target: { value: 'epoll' } });
    fireEvent.click(screen.getByTestId('dualflame-filters'));
    fireEvent.click(screen.getByText('Only stacks with “epoll”'));
    expect(screen.getByTestId('dualflame-filter')).toHaveTextContent('only epoll');
    expect(search()).toHaveValue('');
    fireEvent.click(screen.getByTestId('dualflame-reset'));
    expect(screen.queryByTestId('dualflame-filter')).toBeNull();
  });
});

describe('what Grafana keeps beside the panel', () => {
  /** Whoever writes to it throws. */
  function frozen<T>(value: T): T {
    if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
      Object.freeze(value);
      Object.values(value).forEach(frozen);
    }
    return value;
  }

  it('Inspect has the data as they came: its CSV is that of the nested set, whatever the panel has drawn of them', () => {
    const frames = [full('A'), full('B'), series('C')];
    const csv = toCSV(frames);
    // Not the fields themselves: Grafana keeps what it has worked out of one with it.
    frames.forEach(({ fields }) => fields.forEach(({ values, config }) => frozen([values, config])));
    show(frames, [...CPU_AND_WALL, { refId: 'C' }]);
    expect(screen.getByTestId('graph')).toBeInTheDocument();
    fireEvent.click(screen.getByRole('radio', { name: 'Wall' }));
    expect(toCSV(frames)).toBe(csv);
    expect(csv.split('\r\n').slice(0, 4)).toEqual([
      '"level","value","self","label"',
      '0,10000000000,0,total',
      '1,10000000000,4000000000,main.run',
      '2,6000000000,6000000000,epoll_wait',
    ]);
  });

  it('a library panel, a snapshot and an export have all of its options: they are JSON, and what comes back is the same', () => {
    const options = {
      ...DEFAULT_OPTIONS,
      queries: [{ refId: 'B', role: 'baseline' as const }],
      direction: 'flame' as const,
    };
    const kept = JSON.parse(JSON.stringify(options));
    expect(migrateOptions({ options: kept })).toEqual(migrateOptions({ options }));
    show([full('A'), full('B')], CPU_AND_WALL, {}, frozen(kept));
    expect(screen.getByTestId('graph')).toBeInTheDocument();
    expect(graphs[graphs.length - 1].flame).toBe(true);
  });
});
