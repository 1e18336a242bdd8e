import {
  createDataFrame,
  type DataQueryRequest,
  type DataQueryResponse,
  dateTime,
  EventBusSrv,
  FieldType,
  LoadingState,
} from '@grafana/data';
import { type DataSourceSrv, setDataSourceSrv } from '@grafana/runtime';
import { act, fireEvent, render, screen } from '@testing-library/react';
import React from 'react';
import { type Observable, of, Subject, throwError } from 'rxjs';
import { type ProfileInput } from '../../prepare';
import { column, preparedOf, table } from '../../testing';
import { KnownAnswers } from '../grafana/queryRanges';
import { planWindows } from '../grafana/windowPlan';
import { type TimelineOffer } from '../model/timelineOffer';
import { DEFAULT_OPTIONS } from '../options/options';
import { Timeline, type TimelineProps } from './Timeline';

const MINUTE = 60_000;
const FROM = Date.UTC(2026, 10, 24, 16);
const TO = FROM + 4 * MINUTE;
const LEFT = 168; // beside the plot, whose 596 px are four minutes
const X = (minute: number) => LEFT + (596 / 4) * minute;
const axis = { from: dateTime(FROM), to: dateTime(TO), raw: { from: dateTime(FROM), to: dateTime(TO) } };

/** ns that ran and that waited for a lock, by minute: threads × 60 s. */
const RAN = [1, 1, 1, 1].map((threads) => threads * 60e9);
const WAITED = [0, 0, 3, 3].map((threads) => threads * 60e9);

const rows = (): ProfileInput => ({
  refId: 'A',
  role: 'wall',
  source: table(
    column(
      'time',
      RAN.flatMap((_, i) => [FROM + i * MINUTE, FROM + i * MINUTE]),
      'time'
    ),
    column(
      'stack',
      RAN.flatMap(() => ['main;work', 'main;sync.(*Mutex).Lock;runtime.gopark'])
    ),
    column(
      'wall_ns',
      RAN.flatMap((ran, i) => [ran, WAITED[i]]),
      'number'
    ),
    column(
      'version',
      RAN.flatMap((_, i) => (i < 2 ? ['a', 'a'] : ['b', 'b']))
    )
  ),
});

function strip(offer: Partial<TimelineOffer>, filters: TimelineProps['filters'] = {}) {
  const prepared = preparedOf([rows()]);
  const calls = {
    filters: jest.fn(),
    compareWindow: jest.fn(),
    compareEvent: jest.fn(),
    dispatch: jest.fn(),
    onChangeTimeRange: jest.fn(),
    onStrip: jest.fn(),
  };
  const request = { requestId: 'Q', targets: [{ refId: 'A', datasource: { uid: 'x' } }], scopedVars: {} };
  const view = {
    panel: {
      data: { series: [], state: LoadingState.Done, request },
      options: { ...DEFAULT_OPTIONS, timelineWindows: 24 },
      timeZone: 'utc',
      width: 1000,
      eventBus: new EventBusSrv(),
      replaceVariables: (text: string) => text,
      onChangeTimeRange: calls.onChangeTimeRange,
    },
    axis,
    prepared,
    paired: prepared.paired,
    filters,
    state: { zoom: [], search: '', filters: {} },
    windows: new KnownAnswers(),
    layout: { timeline: 100 },
    on: calls,
    dispatch: calls.dispatch,
    onStrip: calls.onStrip,
    offer: { from: 'samples', refIds: new Set(['A']), cost: '', ...offer },
  } as unknown as TimelineProps;
  HTMLElement.prototype.setPointerCapture = () => undefined;
  render(<Timeline {...view} />);
  return { ...calls, root: screen.getByTestId('dualflame-timeline') };
}

const windows = () => screen.getAllByTestId('dualflame-timeline-window');
const states = () => windows().map((one) => one.dataset.state);
const heights = (kind: string) =>
  windows().map((one) => parseFloat(one.querySelector<HTMLElement>(`[data-kind=${kind}]`)?.style.height ?? '0'));
const pointer = (root: HTMLElement, type: string, clientX: number, more: MouseEventInit = {}) =>
  fireEvent(root, new MouseEvent(type, { clientX, bubbles: true, button: 0, ...more }));
const drag = (root: HTMLElement, from: number, to: number, more?: MouseEventInit) => {
  pointer(root, 'pointerdown', from, more);
  pointer(root, 'pointermove', to, more);
  pointer(root, 'pointerup', to, more);
};

describe('from rows with a time', () => {
  it('stands on one scale, the fullest window to the top, what runs below what waits', () => {
    strip({});
    expect(states()).toEqual(['known', 'known', 'known', 'known']);
    expect(heights('cpu')).toEqual([25, 25, 25, 25]);
    expect(heights('lock')).toEqual([0, 0, 75, 75]);
    expect(windows().map((one) => parseFloat(one.style.left))).toEqual([0, 149, 298, 447]);
  });

  it('says what changed most, and when; a click on it shows that minute', () => {
    const { filters } = strip({});
    const change = screen.getByTestId('dualflame-timeline-change');
    expect(change).toHaveAccessibleName('Largest change: Lock 16:02: 0 → 3');
    expect(change).toHaveTextContent('16:02: 0 → 3');
    expect(change.title).toBe('Largest change\n16:02: Lock 0 → 3 threads');
    fireEvent.click(change);
    const [[{ times }]] = filters.mock.calls;
    expect(times).toEqual([{ from: (FROM + 2 * MINUTE) * 1e6, to: (FROM + 3 * MINUTE) * 1e6 }]);
  });

  it('reads out the minute under the pointer, as threads or as shares, else the whole range', () => {
    const { root } = strip({});
    const told = screen.getByTestId('dualflame-timeline-readout');
    expect(told).toHaveTextContent('Whole range · threadsLock 1.5On CPU 1');
    pointer(root, 'pointermove', X(2.5));
    expect(told).toHaveTextContent('16:02–16:03 · threadsLock 3On CPU 1');
    fireEvent.click(screen.getByRole('button', { name: 'threads' }));
    expect(told.textContent).toMatch(/Lock 75\.0\s%On CPU 25\.0\s%$/);
  });

  it('a click shows a window, a second one on it the whole range; a drag sets the range, with Shift it compares', () => {
    const third = { from: (FROM + 2 * MINUTE) * 1e6, to: (FROM + 3 * MINUTE) * 1e6 };
    const { root, filters, onChangeTimeRange, compareWindow } = strip({}, { times: [third] });
    drag(root, X(1.5), X(1.5));
    expect(filters).toHaveBeenLastCalledWith({ times: [{ from: (FROM + MINUTE) * 1e6, to: third.from }] });
    drag(root, X(2.5), X(2.5));
    expect(filters).toHaveBeenLastCalledWith({ times: undefined });
    drag(root, X(3), X(1));
    expect(onChangeTimeRange).toHaveBeenCalledWith({ from: FROM + MINUTE, to: FROM + 3 * MINUTE });
    drag(root, X(0), X(1), { shiftKey: true });
    expect(compareWindow).toHaveBeenCalledWith({ from: FROM, to: FROM + MINUTE });
  });

  it('by the keyboard: arrows move, Enter shows, Shift + Enter compares', () => {
    const { filters, compareWindow } = strip({});
    const slider = screen.getByRole('slider', { name: 'Waits over time' });
    expect(slider).toHaveAttribute('aria-valuetext', '16:03–16:04, threads: Lock 3, On CPU 1');
    fireEvent.keyDown(slider, { key: 'Home' });
    fireEvent.keyDown(slider, { key: 'ArrowRight' });
    expect(slider).toHaveAttribute('aria-valuetext', '16:01–16:02, threads: On CPU 1');
    fireEvent.keyDown(slider, { key: 'Enter' });
    expect(filters).toHaveBeenCalledWith({
      times: [{ from: (FROM + MINUTE) * 1e6, to: (FROM + 2 * MINUTE) * 1e6 }],
    });
    fireEvent.keyDown(slider, { key: 'Enter', shiftKey: true });
    expect(compareWindow).toHaveBeenCalledWith({ from: FROM + MINUTE, to: FROM + 2 * MINUTE });
  });

  it('marks when the version became another one; a click there compares the two', () => {
    const { root, dispatch, compareEvent, filters } = strip({});
    expect(root.querySelector('svg title')).toHaveTextContent('version: b after a');
    drag(root, X(2) + 2, X(2) + 2);
    const spec = { type: 'version', label: 'version', now: 'b', before: 'a' };
    expect(dispatch).toHaveBeenCalledWith({ type: 'compare', spec });
    expect([compareEvent, filters].map(({ mock }) => mock.calls.length)).toEqual([0, 0]);
  });
});

describe('by asking the queries', () => {
  const plan = planWindows({ from: FROM, to: TO }, TO, 5);
  const answers = (answer: (asked: DataQueryRequest) => Observable<DataQueryResponse>) => {
    const query = jest.fn(answer);
    setDataSourceSrv({ get: async () => ({ query }) } as unknown as DataSourceSrv);
    return query;
  };
  const profile = (waited: number, weights = 'wall_ns') =>
    createDataFrame({
      refId: 'A',
      fields: [
        { name: 'stack', type: FieldType.string, values: ['main;work', 'main;sync.(*Mutex).Lock;runtime.gopark'] },
        { name: weights, type: FieldType.number, config: { unit: 'ns' }, values: [60e9, waited] },
      ],
    });
  const settled = () => act(async () => void (await new Promise((resolve) => setTimeout(resolve, 600))));

  it('is drawn as answers come, the latest window first; a click asks for the window and leaves the filters alone', async () => {
    const query = answers(({ range }) =>
      of({ data: [profile(range.from.valueOf() >= FROM + 2 * MINUTE ? 180e9 : 0)] })
    );
    const { root, dispatch, filters } = strip({ from: 'queries', plan });
    expect(states()).toEqual(['open', 'open', 'open', 'open']);
    expect(screen.getByRole('status')).toHaveTextContent('0 of 4 windows');
    expect(root).toHaveAttribute('aria-busy', 'true');
    await settled();
    expect(root).toHaveAttribute('aria-busy', 'false');
    expect(screen.queryByRole('status')).not.toBeInTheDocument();
    expect(query.mock.calls.map(([{ range }]) => (range.from.valueOf() - FROM) / MINUTE)).toEqual([3, 2, 1, 0]);
    expect(heights('lock')).toEqual([0, 0, 75, 75]);
    drag(root, X(2.5), X(2.5));
    const window = { from: FROM + 2 * MINUTE, to: FROM + 3 * MINUTE };
    expect(dispatch).toHaveBeenCalledWith({ type: 'window', window });
    expect(filters).not.toHaveBeenCalled();
  });

  it('stops after three errors and says so in their words; Try again asks anew', async () => {
    let works = false;
    const query = answers(() =>
      works ? of({ data: [profile(0)] }) : throwError(() => new Error('too many requests'))
    );
    const { root } = strip({ from: 'queries', plan });
    await settled();
    expect(root).toHaveAttribute('aria-busy', 'false');
    const calls = query.mock.calls.length;
    expect(calls).toBeLessThanOrEqual(4);
    expect(screen.getByText(/^Stopped after \d errors$/)).toHaveAttribute('title', 'too many requests');
    works = true;
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await settled();
    expect(states()).toEqual(['known', 'known', 'known', 'known']);
  });

  it('a window without a profile is empty, and is told as such', async () => {
    answers(() => of({ data: [] }));
    const { root } = strip({ from: 'queries', plan });
    await settled();
    expect(states()).toEqual(['empty', 'empty', 'empty', 'empty']);
    pointer(root, 'pointermove', X(0.5));
    expect(screen.getByTestId('dualflame-timeline-readout')).toHaveTextContent('no profile in it');
  });

  it('a query measures in each window what it measures in the graph, whatever its answer would be taken for alone', async () => {
    answers(() => of({ data: [profile(180e9, 'cpu_ns')] }));
    strip({ from: 'queries', plan });
    await settled();
    expect(heights('lock')).toEqual([75, 75, 75, 75]);
  });

  it('what windows are of is handed over when all of them are there, each with its time', async () => {
    const first = new Subject<DataQueryResponse>();
    answers(({ range }) => (range.from.valueOf() === FROM ? first : of({ data: [profile(60e9)] })));
    const { onStrip } = strip({ from: 'queries', plan });
    await settled();
    expect(states()).toEqual(['open', 'known', 'known', 'known']);
    expect(new Set(onStrip.mock.calls.flat())).toEqual(new Set([undefined]));
    first.next({ data: [profile(60e9)] });
    first.complete();
    await settled();
    const handed = onStrip.mock.calls.flatMap(([windows]: [Array<{ time: unknown }> | undefined]) => windows ?? []);
    expect(handed.map(({ time }) => time)).toEqual(plan.windows.map(({ from, to }) => ({ from, to })));
  });

  it('is not busy where it has stopped, though windows are open', async () => {
    answers(() => throwError(() => new Error('too many requests')));
    const { root } = strip({ from: 'queries', plan: planWindows({ from: FROM, to: TO }, TO, 24) });
    await settled();
    expect(states()).toContain('open');
    expect(root).toHaveAttribute('aria-busy', 'false');
  });
});
