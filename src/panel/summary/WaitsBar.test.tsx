import { fireEvent, render, screen } from '@testing-library/react';
import React from 'react';
import { CATEGORIES, CPU, splitAt } from '../../analysis';
import { prepared } from '../../testing';
import { WaitsBar, type WaitsBarProps } from './WaitsBar';

const PROFILES = {
  cpu: 'run;work 20',
  wall: 'run;work 25\nrun;lock;futex_wait 10\nrun;call;ep_poll 40\nrun;save;fsync 5',
};

function show(texts: Parameters<typeof prepared>[0], props: Partial<WaitsBarProps> = {}) {
  const { paired } = prepared(texts);
  const onCategory = jest.fn();
  render(
    <WaitsBar
      split={splitAt(paired!, 0)}
      evidence={paired!.evidence}
      format={(value) => `${value} ns`}
      width={1000}
      legend={1}
      onCategory={onCategory}
      {...props}
    />
  );
  return onCategory;
}
const plain = (text: string | null) => text!.replaceAll('\u00a0', ' ');
const words = () => screen.getAllByRole('button').map(({ textContent }) => plain(textContent));

it('on-CPU first, then what waits, the most first; the words and the bar are in the same order', () => {
  show(PROFILES);
  expect(words()).toEqual(['On CPU25.0 %', 'Poll50.0 %', 'Lock12.5 %', 'Disk6.3 %']);
  expect(plain(screen.getByRole('img').getAttribute('aria-label'))).toBe(
    'On CPU 25.0 %, Poll 50.0 %, Lock 12.5 %, Disk 6.3 %, Unattributed 6.3 %'
  );
  const widths = [...screen.getByRole('img').children].map((part) => (part as HTMLElement).style.width);
  expect(widths).toEqual(['25%', '50%', '12.5%', '6.25%', '6.25%']);
});

it('idle is last, however much it is', () => {
  show({ wall: 'run;call;ep_poll 10\nrun;idler;goroutine [finalizer wait] 90' });
  expect(words().map((word) => word.replace(/[\d.]+ %$/, ''))).toEqual(['On CPU', 'Poll', 'Idle']);
});

it('two samplers that count more than the whole: figures as they are, the bar as long as its parts', () => {
  show({ cpu: 'run;work 40', wall: 'run;call;ep_poll 80' });
  expect(plain(screen.getByRole('img').getAttribute('aria-label'))).toBe(
    'On CPU 50.0 %, Poll 100.0 %, Unattributed -50.0 %'
  );
  const widths = [...screen.getByRole('img').children].map((part) => parseFloat((part as HTMLElement).style.width));
  expect(widths.map(Math.round)).toEqual([33, 67]);
});

it('a click picks a category, a click on the picked one lets go', () => {
  const onCategory = show(PROFILES);
  fireEvent.click(screen.getByRole('button', { name: /^Poll/ }));
  expect(onCategory).toHaveBeenLastCalledWith(CATEGORIES.indexOf('poll'));
  fireEvent.click(screen.getByRole('button', { name: /^On CPU/ }));
  expect(onCategory).toHaveBeenLastCalledWith(CPU);
});

it('the picked one is pressed, and goes', () => {
  const onCategory = show(PROFILES, { category: CATEGORIES.indexOf('lock') });
  const pressed = screen.getAllByRole('button', { pressed: true });
  expect(pressed.map(({ textContent }) => plain(textContent))).toEqual(['Lock12.5 %']);
  fireEvent.click(pressed[0]);
  expect(onCategory).toHaveBeenLastCalledWith(undefined);
});

it('says the figure, of what, and what it means', () => {
  show(PROFILES);
  expect(plain(screen.getByRole('button', { name: /^Poll/ }).title)).toMatch(
    /^Poll: 40 ns, 50\.0 % of wall time\. .+\.$/
  );
});
