import { cleanup, render } from '@testing-library/react';
import React from 'react';
import { nodeAt, prepared } from '../../testing';
import { changesOf } from '../model/changes';
import { FrameTooltip, type FrameTooltipProps } from './FrameTooltip';
import { graphModel } from '../model/graphModel';

// Grafana's container asks for it; jsdom has none.
globalThis.ResizeObserver = class {
  observe() {}
  unobserve() {}
  disconnect() {}
};

const NO_COUNTERS = { ratioOf: () => undefined, ratioOfFunction: () => undefined, badge: () => '' };
const PROFILES = { cpu: 'run;call 20\nrun;work 30', wall: 'run;call 40\nrun;call;ep_poll 60\nrun;work 100' };

/** The rows under the pointer, cells with blanks between them. */
function rowsAt(path: string[], props: Partial<FrameTooltipProps> = {}, mode: 'cpu' | 'wall' | 'hotcold' = 'wall') {
  const { paired } = prepared(PROFILES);
  cleanup();
  render(
    <FrameTooltip
      hover={{ node: nodeAt(paired!.tree, ...path), merged: false, x: 0, y: 0 }}
      paired={paired!}
      model={graphModel(paired!, mode, undefined, undefined, NO_COUNTERS)!}
      root={0}
      format={(value) => `${value}w`}
      cpuFormat={(value) => `${value}c`}
      changes={[]}
      ratios={[]}
      counters={[]}
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
  expect(rowsAt(['run', 'call'], {}, 'cpu').slice(0, 2)).toEqual(['CPU total 20c 40.0 %', 'Self 20c 40.0 %']);
});

it('zoomed: the total is a share of what is shown and of all, self still of all', () => {
  const { tree } = prepared(PROFILES).paired!;
  expect(rowsAt(['run', 'call', 'ep_poll'], { root: nodeAt(tree, 'run', 'call') }).slice(0, 2)).toEqual([
    'Wall total 60w 60.0 % of shown, 30.0 % of all',
    'Self 60w 30.0 %',
  ]);
});

it('the parts of its wall time are shares of the frame', () => {
  expect(rowsAt(['run', 'call']).slice(2)).toEqual(['On CPU 20w 20.0 %', 'Poll 60w 60.0 %', 'Unattributed 20w 20.0 %']);
});

it('both times, with the change in points of shares and in percent of figures', () => {
  const { paired, baseline } = prepared({ wall: 'run;a 60\nrun;b 40' }, {}, { wall: 'run;a 20\nrun;b 80' });
  const once = { seconds: 1 };
  const changes = changesOf(paired!, baseline, { now: once, before: once }, (value) => `${value}w`, String);
  const rows = rowsAt(['run', 'a'], {
    paired,
    model: graphModel(paired!, 'wall', undefined, undefined, NO_COUNTERS)!,
    hover: { node: nodeAt(paired!.tree, 'run', 'a'), merged: false, x: 0, y: 0 },
    changes,
  });
  expect(rows.slice(2, 5)).toEqual([
    'Wall 20.0 % → 60.0 % +40.0 %',
    'Wall · Per second 20w/s → 60w/s +200 %',
    'Wall · Sum 20w → 60w +200 %',
  ]);
});

it('counters with their error, the lock it asked for', () => {
  const rows = rowsAt(['run', 'work'], {
    ratios: [{ metric: 'ipc', value: 0.8123, error: 0.05, samples: 400 }],
    kernelLock: { wait: 70, contended: 9 },
  });
  expect(rows).toEqual(
    expect.arrayContaining(['IPC 0.81 ± 5.0 % (400 samples)', 'Kernel lock wait 70w 9 contended, all call paths'])
  );
});

it('a box that stands for several frames says so, and claims no figures; a frame that is gone has no tooltip', () => {
  expect(rowsAt([], { hover: { node: 1, merged: true, x: 0, y: 0 } })).toEqual([]);
  expect(document.body).toHaveTextContent('Several frames too narrow to draw');
  rowsAt([], { hover: { node: 999, merged: false, x: 0, y: 0 } });
  expect(document.body).toHaveTextContent('');
});
