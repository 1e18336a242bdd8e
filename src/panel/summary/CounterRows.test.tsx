// Which counters have room: what is worse goes before what is not, and a threshold judges in our place.
import { dateTime, EventBusSrv, type ThresholdsConfig, ThresholdsMode } from '@grafana/data';
import { render, screen } from '@testing-library/react';
import React from 'react';
import { computeCounters } from '../../analysis';
import { growing, seriesOf } from '../../testing';
import { type View } from '../model/view';
import { DEFAULT_OPTIONS } from '../options/options';
import { CounterRows } from './CounterRows';

globalThis.ResizeObserver = class {
  observe() {}
  unobserve() {}
  disconnect() {}
};

const range = { from: dateTime(0), to: dateTime(8000) };
const counter = (name: string, perStep: number[]) => seriesOf(name, growing(perStep));
const steady = Array<number>(8).fill(100);
/** As they were but for the cycles that stall, of which there are ten times as many after the first quarter. */
const rows = computeCounters([
  counter('node_perf_instructions_total', steady),
  counter('node_perf_cpucycles_total', steady),
  counter('node_perf_branch_instructions_total', steady),
  counter('node_perf_branch_misses_total', Array<number>(8).fill(1)),
  counter('node_perf_stalled_cycles_backend_total', [5, 5, 50, 50, 50, 50, 50, 50]),
]);
const fine: ThresholdsConfig = { mode: ThresholdsMode.Absolute, steps: [{ value: -Infinity, color: 'green' }] };

/** The names of those that have room, and the button of the others. */
function shown(counters: number, thresholds: Array<[string, ThresholdsConfig]> = []) {
  const view = {
    panel: {
      options: DEFAULT_OPTIONS,
      data: { series: [] },
      timeZone: 'utc',
      width: 1000,
      eventBus: new EventBusSrv(),
      onChangeTimeRange: jest.fn(),
    },
    axis: { ...range, raw: range },
    prepared: { counterRows: { rows, baselines: [] }, frames: { thresholds: new Map(thresholds) } },
    layout: { counters },
    on: { compareWindow: jest.fn(), compareEvent: jest.fn() },
  };
  const { unmount } = render(<CounterRows {...(view as unknown as View)} />);
  const names = screen.getAllByTestId('dualflame-counter').map((row) => row.firstChild!.textContent!.trim());
  const more = screen.queryByRole('button', { name: /more: / })?.textContent;
  unmount();
  return [...names, more];
}

it('what is worse has room before what is not, and is marked where it has none', () => {
  expect(shown(2)).toEqual(['IPC host', 'Backend stalled host', '+1']);
  expect(shown(1)).toEqual(['IPC host', '+2!']);
});

it('a threshold judges in our place: then nothing goes first, and nothing is marked', () => {
  expect(shown(2, [['C', fine]])).toEqual(['IPC host', 'Branch misses host', '+1']);
  expect(shown(1, [['C', fine]])).toEqual(['IPC host', '+2']);
});
