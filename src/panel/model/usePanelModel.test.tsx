import { createDataFrame, type DataFrame, dateTime, FieldType, LoadingState, type PanelData } from '@grafana/data';
import { renderHook, waitFor } from '@testing-library/react';
import { nameOf } from '../../profile';
import { nodeAt } from '../../testing';
import { DEFAULT_OPTIONS, type PanelOptions } from '../options/options';
import { INITIAL_STATE, type PanelState } from '../state/panelState';
import { type ComparisonState } from './useComparison';
import { AT_ONCE } from './useInSteps';
import { usePanelModel } from './usePanelModel';
import { usePrepared } from './usePrepared';

const at = (time: string) => dateTime(`2026-11-27T${time}Z`);
const timeRange = { from: at('14:00'), to: at('15:00'), raw: { from: '', to: '' } };

const stacks = (refId: string, name: string, rows: Record<string, number>, unit = 'ns'): DataFrame =>
  createDataFrame({
    refId,
    fields: [
      { name: 'stack', type: FieldType.string, values: Object.keys(rows) },
      { name, type: FieldType.number, values: Object.values(rows), config: { unit } },
    ],
  });
const CPU = stacks('A', 'cpu_ns', { 'main.run;main.work': 30e9, 'main.run;main.call': 10e9 });
const WALL = stacks('B', 'wall_ns', {
  'main.run;main.work': 35e9,
  'main.run;main.call;epoll_wait': 60e9,
  'main.run;main.call': 5e9,
});
const THEN = stacks('B', 'wall_ns', { 'main.run;main.work': 80e9, 'main.run;main.call;epoll_wait': 20e9 });
const counter = (refId: string, name: string, value: number, labels = {}): DataFrame =>
  createDataFrame({
    refId,
    fields: [
      { name: 'Time', type: FieldType.time, values: [timeRange.from.valueOf(), timeRange.to.valueOf()] },
      { name: `rate(${name}[1m])`, type: FieldType.number, values: [value, value], labels },
    ],
  });
const deploy = createDataFrame({
  fields: [
    { name: 'time', type: FieldType.time, values: [at('14:20').valueOf()] },
    { name: 'text', type: FieldType.string, values: ['deploy v42'] },
  ],
});

interface Case {
  state?: Partial<PanelState>;
  options?: Partial<PanelOptions>;
  comparison?: ComparisonState;
  data?: Partial<PanelData>;
}
const asked: ComparisonState = { loading: false };

/** The panel's model as the panel makes it. */
function hook(frames: DataFrame[], first: Case = {}) {
  return renderHook(
    ({ state, options, comparison = asked, data: more }: Case) => {
      const data: PanelData = { state: LoadingState.Done, series: frames, timeRange, ...more };
      const panel = {
        data,
        options: { ...DEFAULT_OPTIONS, ...options },
        timeRange,
        timeZone: 'utc',
        replaceVariables: (text: string) => text,
      };
      const prepared = usePrepared(panel, {}, comparison.frames).prepared!;
      const all = { ...INITIAL_STATE, ...state };
      return usePanelModel({
        panel,
        axis: timeRange,
        prepared,
        paired: prepared.paired!,
        state: all,
        filters: {},
        comparison,
      });
    },
    { initialProps: first }
  );
}
const modelOf = (frames: DataFrame[], of: Case = {}) => hook(frames, of).result.current;
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('the graph', () => {
  const graphs = (of: Case) => modelOf([CPU, WALL], of).models.map(({ mode }) => mode);

  it('is that of the mode; side by side there are two', () => {
    expect(graphs({})).toEqual(['hotcold']);
    expect(graphs({ state: { mode: 'cpu' } })).toEqual(['cpu']);
    expect(graphs({ options: { mode: 'wall' } })).toEqual(['wall']);
    expect(graphs({ state: { mode: 'side' } })).toEqual(['cpu', 'wall']);
  });

  it('follows zoom, category, callers and the split of the zoomed frame', () => {
    const { tree, root, split, models, sandwiched, category } = modelOf([CPU, WALL], {
      state: { zoom: ['main.run', 'main.call'], category: 'poll', sandwich: 'main.call' },
    });
    expect(root).toBe(nodeAt(tree, 'main.run', 'main.call'));
    expect([split.total, split.onCpu]).toEqual([65e9, 10e9]);
    expect(models[0].weights.prefixSum[tree.length]).toBe(60e9);
    expect([tree.symbols[sandwiched].name, category]).toEqual(['main.call', 2]);
  });

  it('has figures in the units of wall and of CPU time', () => {
    const counts = stacks('A', 'cpu_samples', { 'main.run;main.work': 3000 }, 'short');
    const of = modelOf([counts, WALL], { options: { queries: [{ refId: 'A', role: 'cpu' }] } });
    expect([of.format(60e9), of.cpuFormat(3000)].map(plain)).toEqual(['1 min', '3 K']);
  });
});

describe('a search', () => {
  it('finds what is drawn, knows where the viewer stands, and nothing where nothing is searched', () => {
    const names = (of: ReturnType<typeof modelOf>) => of.matches.map((node) => nameOf(of.tree, node));
    const found = modelOf([CPU, WALL], {
      state: { search: '/work|call/', match: { path: ['main.run', 'main.call'], index: 0 } },
    });
    expect(names(found).sort()).toEqual(['main.call', 'main.work']);
    expect(nameOf(found.tree, found.matches[found.match])).toBe('main.call');
    const nothing = modelOf([CPU, WALL]);
    expect([nothing.matches, nothing.match]).toEqual([[], -1]);
    const inside = modelOf([CPU, WALL], { state: { search: 'work', zoom: ['main.run', 'main.call'] } });
    expect(names(inside)).toEqual([]);
  });
});

describe('what is said', () => {
  const first = (frames: DataFrame[], of: Case = {}) => plain(modelOf(frames, of).findings?.[0]?.text ?? '');

  it('of a zoomed frame is known in the same render; of a large tree what was said before stays until it is judged', async () => {
    const slow = { 'main.run;main.send;epoll_wait': 60e9, 'main.run;main.save;fsync': 40e9 };
    // Few rows, which are read at once, of many nodes.
    const quick = Array.from({ length: AT_ONCE / 2 }, (_, i) => [`main.run;f${i};g${i}`, 1]);
    const zoomed = { state: { zoom: ['main.run', 'main.save'] } };
    const shown = (rows: Record<string, number>) => {
      const { result, rerender } = hook([stacks('B', 'wall_ns', rows)]);
      const said = () => plain(result.current.findings![0].text);
      return { said, rerender };
    };
    const small = shown(slow);
    expect(small.said()).toContain('in send');
    small.rerender(zoomed);
    expect(small.said()).toContain('in save');

    const large = shown({ ...slow, ...Object.fromEntries(quick) });
    large.rerender(zoomed);
    expect(large.said()).toContain('in send');
    await waitFor(() => expect(large.said()).toContain('in save'));
    large.rerender({});
    expect(large.said()).toContain('in send');
    large.rerender(zoomed);
    expect(large.said()).toContain('in save');
  });

  it('is of the mode, the zoomed frame and the category', () => {
    const texts = [
      {},
      { state: { mode: 'cpu' as const } },
      { state: { zoom: ['main.run', 'main.work'] } },
      { state: { category: 'poll' as const } },
    ].map((of) => first([CPU, WALL], of));
    expect(texts[0]).not.toBe('');
    expect(texts[1]).not.toBe(texts[0]);
    expect(texts[2]).not.toBe(texts[0]);
  });

  it('of counters: how far they are from what they are compared with', () => {
    const ipc = (refId: string, value: number) => [
      counter(refId, 'node_perf_instructions_total', value * 100),
      counter(refId, 'node_perf_cpucycles_total', 100),
    ];
    const said = (options: Partial<PanelOptions>) =>
      modelOf([CPU, WALL, ...ipc('C', 0.5), ...ipc('D', 2)], { options })
        .findings!.map(({ text, detail }) => plain(`${text} ${detail ?? ''}`))
        .find((text) => text.includes('IPC'));
    expect(said({ queries: [{ refId: 'D', role: 'baseline' }], baseline: { type: 'query' } })).toContain(
      'IPC 0.50 (baseline 2.00, −75.0 %)'
    );
  });
});

describe('a comparison', () => {
  const spans = { now: { seconds: 100 }, before: { seconds: 50 } };
  const compare = { type: 'previous' as const };
  const answered = { spec: compare, before: [{ from: at('13:00').valueOf(), to: at('14:00').valueOf() }] };
  const comparison: ComparisonState = { loading: false, frames: { before: [THEN], spans }, answered };
  const state: Partial<PanelState> = { compare, mode: 'changed' };

  it('is drawn in the measure that was chosen, shares where none was; without its mode there is nothing to measure', () => {
    const of = (more: Partial<PanelState>) => modelOf([CPU, WALL], { state: { ...state, ...more }, comparison });
    expect(of({}).change?.measure).toBe('share');
    expect(of({ measure: 'second' }).change?.per).toEqual({ now: 100, before: 50 });
    expect(of({ measure: 'request' }).change?.measure).toBe('share');
    expect(of({}).models.map(({ mode }) => mode)).toEqual(['changed']);
    expect(of({ mode: 'hotcold' }).changes).toEqual([]);
  });

  it('with a query of the panel lasts as long as the range', () => {
    const before = { ...THEN, refId: 'C' };
    const { change } = modelOf([WALL, before], {
      state: { mode: 'changed', measure: 'second' },
      options: { queries: [{ refId: 'C', role: 'baseline' }] },
    });
    expect(change?.per).toEqual({ now: 3600, before: 3600 });
  });

  it('is told with both times once it is answered; until then by its question', () => {
    const words = (own: ComparisonState) => modelOf([CPU, WALL], { state, comparison: own }).comparing;
    expect(words(asked)).toEqual({ label: 'Previous period', title: 'Previous period' });
    expect(words(comparison)?.label).toBe('vs 13:00–14:00');
    expect(modelOf([CPU, WALL]).comparing).toBeUndefined();
  });

  it('its error comes before what is wrong with the queries; what is missing in it is a problem', () => {
    const { problems } = modelOf([CPU, WALL], {
      state,
      comparison: { loading: false, error: 'timeout', frames: { before: [], spans } },
    });
    expect(problems.map(({ message }) => message)).toEqual([
      'timeout',
      'There is no profile in the time compared with: choose a longer time range.',
    ]);
    expect(modelOf([CPU, WALL]).problems).toEqual([]);
  });

  it('offers annotations, and the window that was marked, also after it was let go', () => {
    const window = { type: 'window' as const, from: at('14:10').valueOf(), to: at('14:20').valueOf() };
    const view = hook([CPU, WALL], { data: { annotations: [deploy] } });
    const labels = () => view.result.current.offers().map(({ spec }) => spec.type);
    expect(labels()).toEqual(['objective', 'event', 'previous', 'day', 'week', 'spans']);
    view.rerender({ state: { compare: window } });
    view.rerender({});
    expect(labels()).toEqual(['objective', 'window', 'previous', 'day', 'week', 'spans']);
    expect(
      modelOf([CPU, WALL], { state: { compare: window } })
        .offers()
        .map(({ spec }) => spec.type)
    ).toContain('window');
  });
});

describe('the list', () => {
  const list = (frames: DataFrame[], of: Case = {}) => modelOf(frames, of).list;

  it('is of waits where there are any, of marked frames, else of functions', () => {
    expect(list([WALL])).toBe('sites');
    expect(list([CPU])).toBe('functions');
    const marked = ['instructions_total', 'cycles_total'].map((name) =>
      counter('F', name, 40, { function: 'main.work' })
    );
    expect(list([CPU, ...marked])).toBe('sites');
    expect(list([WALL], { options: { defaultList: 'tree' } })).toBe('tree');
  });
});
