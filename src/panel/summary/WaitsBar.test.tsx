import { fireEvent, render, screen, within } from '@testing-library/react';
import { rgb } from 'd3';
import React from 'react';
import { CATEGORIES, splitAt } from '../../analysis';
import { prepared } from '../../testing';
import { CATEGORY_STYLE } from '../ui/palette';
import { waitParts } from './bar';
import { WaitsBar, type WaitsBarProps } from './WaitsBar';

const { paired } = prepared({
  cpu: 'run;work 20',
  wall: 'run;work 25\nrun;lock;futex_wait 10\nrun;call;ep_poll 40\nrun;save;fsync 5',
});
const parts = waitParts({
  split: splitAt(paired!, 0),
  evidence: paired!.evidence,
  format: (value) => `${value} ns`,
});
const LOCK = CATEGORIES.indexOf('lock');
const POLL = CATEGORIES.indexOf('poll');

function show(props: Partial<WaitsBarProps> = {}) {
  const onCategory = jest.fn();
  render(
    <WaitsBar
      parts={parts}
      title="How the time splits"
      of="wall time"
      width={1400}
      onCategory={onCategory}
      {...props}
    />
  );
  return onCategory;
}
const plain = (text: string | null) => text!.replaceAll('\u00a0', ' ');
const buttons = () => within(screen.getByRole('toolbar', { name: 'How the time splits' })).getAllByRole('button');
const button = (name: RegExp) => screen.getByRole('button', { name });

it('is one row of segments, as wide as their shares, each in its colour with its name', () => {
  show();
  expect(screen.getByRole('toolbar')).toHaveStyle({ height: '22px', width: '1400px' });
  expect(buttons().map(({ textContent }) => plain(textContent))).toEqual([
    'On CPU 25 %',
    'Socket or event 50 %',
    'Lock 13 %',
    'Disk 6 %',
    'Unattributed',
  ]);
  expect(buttons().map(({ style }) => Number(style.flexGrow))).toEqual([20, 40, 10, 5, 5]);
  expect(button(/^Socket or event/)).toHaveStyle({ backgroundColor: CATEGORY_STYLE.poll.fill });
});

it('a click filters by the category, a click on the picked one lets go; what has no category does nothing', () => {
  const onCategory = show({ category: LOCK });
  fireEvent.click(button(/^Socket or event/));
  expect(onCategory.mock.calls).toEqual([[POLL]]);
  fireEvent.click(screen.getByRole('button', { pressed: true }));
  expect(onCategory.mock.calls[1]).toEqual([undefined]);
  const unknown = button(/^Unattributed/);
  fireEvent.click(unknown);
  expect(onCategory).toHaveBeenCalledTimes(2);
  expect(unknown).toHaveAttribute('aria-disabled', 'true');
});

it('the picked one keeps its colour, the others fade', () => {
  show({ category: LOCK });
  expect(screen.getAllByRole('button', { pressed: true }).map(({ textContent }) => plain(textContent))).toEqual([
    'Lock 13 %',
  ]);
  expect(button(/^Lock/)).toHaveStyle({ backgroundColor: CATEGORY_STYLE.lock.fill });
  expect(button(/^Socket or event/)).not.toHaveStyle({ backgroundColor: CATEGORY_STYLE.poll.fill });
  expect(rgb(button(/^Socket or event/).style.backgroundColor).opacity).toBe(1);
});

it('says the figure, of what, and what it means', () => {
  show();
  expect(plain(button(/^Socket or event/).title)).toMatch(/^Socket or event: 40 ns, 50\.0 % of wall time\. .+\.$/);
});

it('is one tab stop; arrow keys, Home and End move and stop at the ends', () => {
  show();
  const stops = () => buttons().filter(({ tabIndex }) => tabIndex === 0);
  expect(stops().map(({ textContent }) => plain(textContent))).toEqual(['On CPU 25 %']);
  stops()[0].focus();
  const press = (key: string) => {
    fireEvent.keyDown(document.activeElement!, { key });
    expect(stops()).toEqual([document.activeElement]);
    return buttons().indexOf(document.activeElement as HTMLElement);
  };
  expect(['ArrowRight', 'ArrowRight', 'ArrowLeft', 'End', 'ArrowRight', 'Home', 'ArrowLeft'].map(press)).toEqual([
    1, 2, 1, 4, 4, 0, 0,
  ]);
});

it('at 300 px the parts without room are counted, and a menu has all with share, figure and meaning', async () => {
  const onCategory = show({ width: 300 });
  expect(buttons().map(({ textContent }) => plain(textContent))).toEqual([
    'On CPU',
    'Socket or event 50 %',
    '',
    '',
    '',
    '+3',
  ]);
  fireEvent.keyDown(buttons()[0], { key: 'End' });
  expect(document.activeElement).toHaveTextContent('+3');
  fireEvent.click(button(/all 5$/));
  const rows = (await screen.findAllByRole('listitem')).map(({ textContent }) => plain(textContent));
  expect(rows).toHaveLength(5);
  expect(rows[2]).toMatch(/^Lock12\.5 %10 ns · a mutex.*\.$/);
  expect(rows[4]).toMatch(/^Unattributed6\.3 %5 ns · Wall time that neither/);
  fireEvent.click(within(screen.getAllByRole('listitem')[2]).getByRole('button'));
  expect(onCategory).toHaveBeenLastCalledWith(LOCK);
});
