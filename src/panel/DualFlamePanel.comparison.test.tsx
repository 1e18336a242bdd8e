import {
  createDataFrame,
  type DataFrame,
  type DataQueryRequest,
  type DataQueryResponse,
  dateTime,
  EventBusSrv,
  FieldType,
  LoadingState,
  type PanelData,
  type PanelProps,
  ThresholdsMode,
} from '@grafana/data';
import { type DataSourceSrv, locationService, setDataSourceSrv } from '@grafana/runtime';
import { act, fireEvent, render, screen, waitFor } from '@testing-library/react';
import React from 'react';
import { of } from 'rxjs';
import { DualFlamePanel } from './DualFlamePanel';
import { DEFAULT_OPTIONS, type PanelOptions } from './options/options';
import { forgetViews } from './state/keptView';

// What it draws is tested in a browser; jsdom has no canvas.
jest.mock('./graph/FlameGraph', () => ({ FlameGraph: () => <div data-testid="graph" /> }));

const minute = 60_000;
const start = Date.parse('2026-11-24T10:00Z');
const at = (from: number, to: number) => ({ from: dateTime(from), to: dateTime(to) });
const RANGE = { ...at(start, start + 10 * minute), raw: at(start, start + 10 * minute) };

/** A nested set as Pyroscope's data source makes it. */
const profile = (refId: string, waits: number): DataFrame =>
  createDataFrame({
    refId,
    meta: { preferredVisualisationType: 'flamegraph' },
    fields: [
      { name: 'level', type: FieldType.number, values: [0, 1, 2] },
      { name: 'value', type: FieldType.number, values: [4e9 + waits, 4e9 + waits, waits], config: { unit: 'ns' } },
      { name: 'self', type: FieldType.number, values: [0, 4e9, waits], config: { unit: 'ns' } },
      { name: 'label', type: FieldType.string, values: ['total', 'main.run', 'epoll_wait'] },
    ],
  });
const nothing = (refId: string): DataFrame =>
  createDataFrame({
    refId,
    meta: { preferredVisualisationType: 'flamegraph' },
    fields: [
      { name: 'level', type: FieldType.number, values: [0] },
      { name: 'value', type: FieldType.number, values: [0], config: { unit: 'ns' } },
      { name: 'self', type: FieldType.number, values: [0], config: { unit: 'ns' } },
      { name: 'label', type: FieldType.string, values: ['total'] },
    ],
  });
const latency = (value: number, steps = [{ value: 0.2, color: 'red' }]): DataFrame =>
  createDataFrame({
    refId: 'L',
    fields: [
      { name: 'Time', type: FieldType.time, values: Array.from({ length: 10 }, (_, i) => start + i * minute) },
      {
        name: 'p99',
        type: FieldType.number,
        values: Array<number>(10).fill(value),
        config: { unit: 's', thresholds: { mode: ThresholdsMode.Absolute, steps } },
      },
    ],
  });
const deploys = createDataFrame({
  fields: [
    { name: 'time', type: FieldType.time, values: [start + 4 * minute] },
    { name: 'text', type: FieldType.string, values: ['deploy v42'] },
  ],
});

let asked: DataQueryRequest[] = [];
let answer: (request: DataQueryRequest) => DataQueryResponse;
beforeEach(() => {
  asked = [];
  answer = ({ targets }) => ({ data: targets.map(({ refId }) => profile(refId, 1e9)) });
  const query = (request: DataQueryRequest) => {
    asked.push(request);
    return of(answer(request));
  };
  setDataSourceSrv({ get: async () => ({ query }) } as unknown as DataSourceSrv);
});
afterEach(forgetViews);

/** The dashboard as it is opened with `link` in its variable. */
async function open(link = '', data: Partial<PanelData> = {}, options: Partial<PanelOptions> = {}) {
  const props: Partial<PanelProps<PanelOptions>> = {
    id: 1,
    title: 'Panel',
    width: 1400,
    height: 700,
    data: {
      state: LoadingState.Done,
      series: [profile('B', 6e9), latency(0.6)],
      annotations: [deploys],
      timeRange: RANGE,
      request: {
        requestId: 'R',
        targets: [
          { refId: 'B', profileTypeId: 'process_cpu:time:nanoseconds:wallclock:nanoseconds', queryType: 'profile' },
          { refId: 'L', datasource: { uid: 'prometheus' } },
        ],
      } as never,
    },
    timeRange: RANGE,
    timeZone: 'utc',
    options: { ...DEFAULT_OPTIONS, stateVariable: 'flame', ...options },
    fieldConfig: { defaults: {}, overrides: [] },
    eventBus: new EventBusSrv(),
    replaceVariables: (text) => (text === '${flame:raw}' ? link : text),
    onOptionsChange: () => undefined,
    onFieldConfigChange: () => undefined,
    onChangeTimeRange: () => undefined,
  };
  const all = props as PanelProps<PanelOptions>;
  const { rerender, unmount } = render(<DualFlamePanel {...all} data={{ ...all.data, ...data }} />);
  await act(async () => undefined);
  return { unmount, done: () => act(async () => rerender(<DualFlamePanel {...all} />)) };
}

const linkNow = () => new URLSearchParams(locationService.getLocation().search).get('var-flame') ?? '';
const chip = () => screen.queryByTestId('dualflame-comparing');
const modeChanged = () => screen.queryByRole('radio', { name: 'Changed' });
const occurrences = (words: string) => document.body.textContent!.split(words).length - 1;

/** Opens the menu and returns its lines. */
async function menu() {
  await act(async () => void fireEvent.click(screen.getByTestId('dualflame-compare')));
  return screen.getAllByRole('menuitem');
}
const choose = async (name: RegExp) => {
  await menu();
  await act(async () => void fireEvent.click(screen.getByRole('menuitem', { name })));
};

it('a comparison that was chosen is in the link, and who opens it sees it in the mode Changed', async () => {
  const { unmount } = await open();
  await choose(/^Previous period/);
  expect(modeChanged()).toBeChecked();
  const link = linkNow();
  expect(JSON.parse(link)).toEqual({ mode: 'changed', compare: { type: 'previous' } });
  unmount();
  forgetViews();
  asked = [];
  await open(link);
  expect(asked.map(({ range }) => range.from.valueOf())).toEqual([start - 10 * minute, start - 10 * minute]);
  expect(modeChanged()).toBeChecked();
  expect(chip()).toHaveTextContent('vs 09:50–10:00');
});

it('so does who opens it while the panel’s own queries still run', async () => {
  const link = JSON.stringify({ mode: 'changed', compare: { type: 'event', at: start + 4 * minute } });
  const { done } = await open(link, { state: LoadingState.Loading, series: [] });
  expect(asked).toEqual([]);
  await done();
  expect(modeChanged()).toBeChecked();
  expect(chip()).toHaveTextContent('vs 10:00:00–10:03:45');
  expect(screen.getByText('vs 10:00:00–10:03:45').title).toBe(
    'Before and after deploy v42 10:04\n2026-11-24 10:04:00 – 2026-11-24 10:10:00 compared with 2026-11-24 10:00:00 – 2026-11-24 10:03:45'
  );
});

it('a change between two times of the range is known by the windows of both', async () => {
  const deploy = start + 4 * minute;
  // Windows of half a minute differ a little among themselves, and by much from before to after.
  answer = ({ targets, range }) => {
    const waits = (range.from.valueOf() < deploy ? 1e9 : 6e9) + (range.from.valueOf() % minute ? 1e8 : 0);
    return { data: targets.map(({ refId }) => profile(refId, waits)) };
  };
  await open(
    JSON.stringify({ mode: 'changed', compare: { type: 'event', at: deploy } }),
    {},
    {
      timeline: 'always',
      timelineQueries: 1000,
    }
  );
  await act(async () => void fireEvent.click(screen.getByRole('button', { name: '5 findings' })));
  // Seven windows end before the time in which profiles of both were begun.
  await waitFor(
    () =>
      expect(document.body.innerHTML).toMatch(/changed by 3\d\.\d&nbsp;% to 4\d\.\d&nbsp;%, bootstrap over 7 windows/),
    { timeout: 60_000 }
  );
}, 90_000);

it('× ends it: the link is that of before', async () => {
  await open(JSON.stringify({ mode: 'changed', compare: { type: 'previous' } }));
  await act(async () => void fireEvent.click(screen.getByRole('button', { name: 'Stop comparing' })));
  expect(chip()).not.toBeInTheDocument();
  expect(modeChanged()).not.toBeInTheDocument();
  expect(linkNow()).toBe('');
});

it('the menu offers the deploy of the dashboard, and disables what cannot work with the reason', async () => {
  await open('', { series: [profile('B', 6e9), latency(0.1)] });
  const lines = (await menu()).map((item) => item.textContent);
  expect(lines[0]).toBe('Objective broken against heldThe objective held all the time in this range.');
  expect(lines[1]).toBe('Before and after deploy v42 10:04');
  expect(screen.getByRole('menuitem', { name: /^Objective/ })).toBeDisabled();
  await act(async () => void fireEvent.click(screen.getByRole('menuitem', { name: /^Before and after/ })));
  expect(chip()).toHaveTextContent('vs 10:00:00–10:03:45');
});

it('Grafana’s own comparison with another time is one: its frames are in no sum of the present', async () => {
  const ofBefore = (frame: DataFrame): DataFrame => ({
    ...frame,
    refId: `${frame.refId}-compare`,
    meta: { ...frame.meta, timeCompare: { diffMs: -10 * minute, isTimeShiftQuery: true } },
  });
  const now = [profile('B', 6e9), latency(0.1)];
  const waits = () => screen.getByTestId('dualflame-waits').textContent;
  const { unmount } = await open('', { series: now });
  const present = waits();
  expect(present).toContain('60');
  expect(modeChanged()).not.toBeInTheDocument();
  unmount();
  forgetViews();
  await open('', { series: [...now, ofBefore(profile('B', 1e9)), ofBefore(latency(0.9))] });
  expect(waits()).toBe(present);
  expect(modeChanged()).toBeInTheDocument();
  expect(asked).toEqual([]);
  // The latency of before broke its objective, that of now has not.
  await menu();
  expect(screen.getByRole('menuitem', { name: /^Objective/ })).toBeDisabled();
});

describe('where a comparison fails', () => {
  it('its words are said once, and nothing else changes', async () => {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- errors of a whole request still come as `error` alone
    answer = () => ({ data: [], error: { message: 'connection refused' } });
    await open();
    const before = screen.getByRole('radio', { checked: true, name: /Hot|Both|Wall/ }).getAttribute('aria-label');
    await choose(/^Previous period/);
    expect(occurrences('connection refused')).toBe(1);
    expect(screen.getByTestId('graph')).toBeInTheDocument();
    expect(modeChanged()).not.toBeInTheDocument();
    expect(screen.getByRole('radio', { checked: true, name: /Hot|Both|Wall/ }).getAttribute('aria-label')).toBe(before);
    expect(chip()).toHaveTextContent('Previous period');
  });

  it.each([
    ['then', start],
    ['now', start + 4 * minute],
  ])('for want of a profile %s it says so, and the graph stays', async (_, from) => {
    answer = ({ targets, range }) => ({
      data: targets.map(({ refId }) => (range.from.valueOf() === from ? nothing(refId) : profile(refId, 1e9))),
    });
    await open();
    await choose(/^Before and after/);
    expect(occurrences('There is no profile in')).toBe(1);
    expect(screen.getByTestId('graph')).toBeInTheDocument();
    expect(screen.queryByText(/none can be compared/)).not.toBeInTheDocument();
  });
});
