// Who ends the waits: testdata/wakeups/pipeline, where main waits for the writer, that for the replica, that for a timer.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { fireEvent, render, screen, within } from '@testing-library/react';
import React from 'react';
import '../../allParts';
import { inputOf, preparedOf } from '../../testing';
import { formatTime } from '../ui/format';
import { WakersList } from './WakersList';

const script = gunzipSync(readFileSync(join(__dirname, '../../../testdata/wakeups/pipeline.txt.gz'))).toString();
const { sites, paired, wakeTreeOf } = preparedOf([inputOf('A', script)]);
const { node, total } = sites.find(({ site }) => site === 'commitIndex')!;

function show(width = 400) {
  const tree = wakeTreeOf!(node, paired!.tree.subtreeEnd[node]);
  render(
    <WakersList
      tree={tree}
      waiting={total}
      path={['main', 'commitIndex']}
      format={formatTime}
      {...{ width, height: 400 }}
    />
  );
}
const rows = () => screen.getAllByRole('treeitem');
const press = (row: HTMLElement, key: string) => fireEvent.keyDown(row, { key });

it('is the chain of who woke whom meanwhile, each in its thread with its time', () => {
  show();
  expect(rows().map((row) => [row.getAttribute('aria-level'), row.textContent!.replaceAll('\u00a0', ' ')])).toEqual([
    ['1', 'flushSegment ← loop writer-1100.0 %250 ms6'],
    ['2', 'acknowledge ← loop replica-197.2 %243 ms6'],
    ['3', expect.stringMatching(/interrupt/)],
  ]);
  expect(rows()[0].title).toContain('woken by flushSegment ← loop in writer-1');
  expect(rows()[0].title.replaceAll('\u00a0', ' ')).toMatch(/\n6 waits$/);
});

it('Left closes a waker, Right opens it again and then goes on to the next', () => {
  show();
  const [first] = rows();
  fireEvent.focus(first);
  press(first, 'ArrowLeft');
  expect(rows()).toHaveLength(1);
  expect(rows()[0]).toHaveAttribute('aria-expanded', 'false');
  press(rows()[0], 'ArrowRight');
  expect(rows()).toHaveLength(3);
  fireEvent.click(rows()[0]);
  expect(rows()).toHaveLength(1);
});

it('the stack of the chosen one stands above that of the frame that slept', () => {
  show();
  const stack = () => screen.getByTestId('dualflame-waker-stack').textContent!;
  expect(stack()).toMatch(/flushSegment.*↑ wakes · sleeps ↓commitIndexmain$/);
  fireEvent.click(rows()[1]);
  expect(stack()).toContain('acknowledge');
  expect(stack()).not.toContain('sleeps');
});

it('the number of waits gives way where the list is narrow', () => {
  show(300);
  expect(within(rows()[0]).queryByText('6')).toBeNull();
  expect(screen.queryByText('Waits')).toBeNull();
});
