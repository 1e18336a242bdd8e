import { cleanup, render, screen } from '@testing-library/react';
import React from 'react';
import { type WaitLengths } from '../../analysis';
import { nodeAt, prepared } from '../../testing';
import { FrameTooltip, type FrameTooltipProps } from './FrameTooltip';
import { modelsOf } from '../../testingGraph';

const PROFILES = { cpu: 'run;call 20\nrun;work 30', wall: 'run;call 40\nrun;call;ep_poll 60\nrun;work 100' };

const { paired } = prepared(PROFILES);
const model = modelsOf(paired!);

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

it('what is known of the frame stands in rows: label, figure, share', () => {
  expect(rowsAt(['run', 'call']).slice(0, 2)).toEqual(['Wall total 100w 50.0 %', 'Self 40w 20.0 %']);
  // What the frame waits for is no part of its CPU time.
  expect(rowsAt(['run', 'call'], { model: model('cpu') })).toEqual(['CPU total 20c 40.0 %', 'Self 20c 40.0 %']);
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
    'Socket or event 60w 60.0 %',
    'Other 40w 40.0 %',
    'IPC 0.81 ± 5.0 % (400 samples)',
    'Misses / 1,000 instr. 0.81 ± 5.0 % (400 samples)',
    'Kernel lock wait 70w 9 contended, all call paths',
  ]);
});

it('a box that stands for several frames says so, and claims no figures; a frame that is gone has no tooltip', () => {
  expect(rowsAt([], { hover: { node: 1, merged: true, x: 0, y: 0 } })).toEqual([]);
  expect(document.body).toHaveTextContent('Several frames too narrow to draw');
  rowsAt([], { hover: { node: 999, merged: false, x: 0, y: 0 } });
  expect(document.querySelector('[data-testid=dualflame-tooltip]')).toBeNull();
});

it('how long one wait is: in words, and bars for the lengths that the time is made of', () => {
  const of: WaitLengths = {
    class: 'blocked',
    count: 101,
    total: 200,
    half: 1,
    most: 1,
    longest: 100,
    rough: false,
    buckets: [
      { from: 1, to: 2, count: 100, time: 100 },
      { from: 2, to: 64, count: 0, time: 0 },
      { from: 64, to: 128, count: 1, time: 50 },
    ],
  };
  rowsAt(['run', 'call'], { lengths: { of, format: (ns) => `${ns} ms` } });
  const shown = screen.getByTestId('dualflame-lengths');
  expect(shown).toHaveTextContent('101 waits: half up to 1 ms, 1 % over 1 ms, longest 100 ms');
  expect([...shown.querySelectorAll<HTMLElement>('[style]')].map(({ style }) => style.height)).toEqual([
    '22px',
    '0px',
    '11px',
  ]);
  rowsAt(['run', 'call'], { lengths: { of: { ...of, count: 1, class: 'runnable' }, format: (ns) => `${ns} ms` } });
  expect(screen.getByTestId('dualflame-lengths')).toHaveTextContent(/^1 wait for a CPU, 100 ms long$/);
});
