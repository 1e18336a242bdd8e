import { cleanup, render } from '@testing-library/react';
import React from 'react';
import { nodeAt, prepared } from '../../testing';
import { changesOf } from '../model/changes';
import { FrameTooltip, type FrameTooltipProps } from './FrameTooltip';
import { type GraphInputs, graphModel } from '../model/graphModel';
import { CATEGORIES, type CounterRow } from '../../analysis';

// Grafana's container asks for it; jsdom has none.
globalThis.ResizeObserver = class {
  observe() {}
  unobserve() {}
  disconnect() {}
};

const NO_COUNTERS = { ratioOf: () => undefined, ratioOfFunction: () => undefined, badge: () => '' };
const PROFILES = { cpu: 'run;call 20\nrun;work 30', wall: 'run;call 40\nrun;call;ep_poll 60\nrun;work 100' };

const FORMATS = {
  counters: NO_COUNTERS,
  format: (value: number) => `${value}w`,
  cpuFormat: (value: number) => `${value}c`,
};
const { paired } = prepared(PROFILES);
const model = (mode: 'cpu' | 'wall' | 'hotcold', more: Partial<GraphInputs> = {}) =>
  graphModel(mode, { paired: paired!, ...FORMATS, ...more })!;

/** The rows under the pointer, cells with blanks between them. */
function rowsAt(path: string[], props: Partial<FrameTooltipProps> = {}) {
  const { model: of = model('wall') } = props;
  cleanup();
  render(
    <FrameTooltip
      hover={{ node: nodeAt(of.paired.tree, ...path), merged: false, x: 0, y: 0 }}
      model={of}
      root={0}
      {...props}
    />
  );
  return [...document.querySelectorAll('tr')].map((row) =>
    [...row.children]
      .map(({ textContent }) => textContent!.replaceAll('\u00a0', ' '))
      .join(' ')
      .trim()
  );
}

it('total and self are shares of all of the graph, and so are those of CPU time', () => {
  expect(rowsAt(['run', 'call']).slice(0, 2)).toEqual(['Wall total 100w 50.0 %', 'Self 40w 20.0 %']);
  // What the frame waits for is no part of its CPU time.
  expect(rowsAt(['run', 'call'], { model: model('cpu') })).toEqual(['CPU total 20c 40.0 %', 'Self 20c 40.0 %']);
});

it('zoomed: the total is a share of what is shown and of all, self still of all', () => {
  const root = nodeAt(paired!.tree, 'run', 'call');
  expect(rowsAt(['run', 'call', 'ep_poll'], { root }).slice(0, 2)).toEqual([
    'Wall total 60w 60.0 % of shown, 30.0 % of all',
    'Self 60w 30.0 %',
  ]);
});

it('the parts of its wall time are shares of the frame, the largest first', () => {
  expect(rowsAt(['run', 'call']).slice(2)).toEqual(['Poll 60w 60.0 %', 'On CPU 20w 20.0 %', 'Unattributed 20w 20.0 %']);
});

it('what both samplers counted is no part twice: parts sum to the frame, none is negative', () => {
  const both = prepared({
    cpu: 'run;call 70\nrun;work 1',
    wall: 'run;call;ep_poll 60\nrun;call 40\nrun;work 5',
  }).paired!;
  expect(rowsAt(['run', 'call'], { model: model('hotcold', { paired: both }) }).slice(2)).toEqual([
    'Poll 60w 60.0 %',
    'On CPU 40w 40.0 %',
  ]);
});

it('of many waits the three largest, the others as one; only its stacks’ where a wait is chosen', () => {
  const many = prepared({
    wall: 'run;ep_poll 40\nrun;futex_wait 30\nrun;nanosleep 15\nrun;runtime.chanrecv 10\nrun;tcp_recvmsg 5',
  }).paired!;
  const rows = rowsAt(['run'], { model: model('hotcold', { paired: many }) });
  expect(rows).toHaveLength(6);
  expect(rows.slice(2, 4)).toEqual(['Poll 40w 40.0 %', 'Lock 30w 30.0 %']);
  expect(rows[5]).toMatch(/^Other 15w 15.0 %$/);
  const lock = model('hotcold', { paired: many, category: CATEGORIES.indexOf('lock') });
  expect(rowsAt(['run'], { model: lock })).toEqual(['Wall total 30w 100.0 % of shown, 30.0 % of all', 'Self 0w 0.0 %']);
});

it('at most eight rows, name and place among them, whatever is known', () => {
  const ratio = { metric: 'ipc' as const, value: 0.8123, error: 0.05, samples: 400 };
  const rows = rowsAt(['run', 'call'], {
    model: model('hotcold'),
    ratios: [ratio, { ...ratio, metric: 'mpki' }, { ...ratio, metric: 'cpi' }],
    kernelLock: { wait: 70, contended: 9 },
  });
  expect(rows.length).toBeLessThanOrEqual(7); // and the name
  expect(rows).toEqual([
    'Wall total 100w 50.0 %',
    'Self 40w 20.0 %',
    'Poll 60w 60.0 %',
    'Other 40w 40.0 %',
    'IPC 0.81 ± 5.0 % (400 samples)',
    'Misses / 1,000 instr. 0.81 ± 5.0 % (400 samples)',
    'Kernel lock wait 70w 9 contended, all call paths',
  ]);
});

it('of two times the difference first, in points of shares, the shown measure before the others', () => {
  const compared = prepared({ wall: 'run;a 60\nrun;b 40' }, {}, { wall: 'run;a 20\nrun;b 80' });
  const once = { seconds: 1 };
  const changes = changesOf(compared.paired!, compared.baseline, { now: once, before: once }, FORMATS.format, String);
  const of = graphModel('changed', { paired: compared.paired!, ...FORMATS, change: changes[1] })!;
  expect(rowsAt(['run', 'a'], { model: of, changes })).toEqual([
    'Wall · Per second +200 % 20w/s → 60w/s',
    'Wall +40.0 pp 20.0 % → 60.0 %',
    'Wall · Sum +200 % 20w → 60w',
    'Wall (mean of both times) total 40w 40.0 %',
    'Self 40w 40.0 %',
  ]);
});

it('of two times with all that can be known of the root: seven rows, times before parts, parts before counters', () => {
  const compared = prepared({ wall: 'run;a 60\nrun;ep_poll 40' }, {}, { wall: 'run;a 20\nrun;ep_poll 80' });
  const once = { seconds: 1 };
  const changes = changesOf(compared.paired!, compared.baseline, { now: once, before: once }, FORMATS.format, String);
  const of = graphModel('changed', { paired: compared.paired!, ...FORMATS, change: changes[0] })!;
  const ratio = { metric: 'ipc' as const, value: 0.8, error: 0.05, samples: 400 };
  const rows = rowsAt(['run'], {
    model: of,
    changes,
    ratios: [ratio, { ...ratio, metric: 'mpki' }],
    kernelLock: { wait: 70, contended: 9 },
    counters: [{ metric: 'ipc', value: 1.5, scope: 'host' } as CounterRow],
  });
  expect(rows.map((row) => row.replace(/[ ±−+]*\d.*/, ''))).toEqual([
    'Wall',
    'Wall · Per second',
    'Wall · Sum',
    'Wall (mean of both times) total',
    'Self',
    'On CPU',
    'IPC',
  ]);
});

it('counters of the host mark the root, with words that say so', () => {
  const counter = { metric: 'ipc', value: 1.5, scope: 'host' } as CounterRow;
  expect(rowsAt([], { counters: [counter], hover: { node: 0, merged: false, x: 0, y: 0 } })).toEqual(
    expect.arrayContaining(['Whole host, not this process or function', 'IPC 1.50'])
  );
});

it('a box that stands for several frames says so, and claims no figures; a frame that is gone has no tooltip', () => {
  expect(rowsAt([], { hover: { node: 1, merged: true, x: 0, y: 0 } })).toEqual([]);
  expect(document.body).toHaveTextContent('Several frames too narrow to draw');
  rowsAt([], { hover: { node: 999, merged: false, x: 0, y: 0 } });
  expect(document.querySelector('[data-testid=dualflame-tooltip]')).toBeNull();
});
