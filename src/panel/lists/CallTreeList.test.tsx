import { fireEvent, render, screen } from '@testing-library/react';
import React from 'react';
import { CATEGORIES, categoryWeights, type ListScope, wholeScope } from '../../analysis';
import { nodeAt, prepared } from '../../testing';
import { CallTreeList, type CallTreeListProps } from './CallTreeList';

const CPU_TIME = 'main;hot;loop 30\nmain;cold 5';
const WALL = `${CPU_TIME}\nmain;hot;ep_poll 40\nmain;cold;fsync 20\nother 5`;

function show(
  text = WALL,
  part: (scope: ListScope) => Partial<ListScope> = () => ({}),
  props: Partial<CallTreeListProps> = {}
) {
  const onFrame = jest.fn();
  const of = (wall: string) => {
    const paired = prepared({ cpu: CPU_TIME, wall }).paired!;
    const scope = wholeScope(paired.wallTime!);
    return { paired, scope: { ...scope, ...part(scope) } };
  };
  const first = of(text);
  const rest = {
    format: (value: number) => `${value} ns`,
    hasWaits: true,
    width: 600,
    height: 600,
    highlighted: -1,
    onFrame,
    onHover: () => undefined,
    ...props,
  };
  const { rerender } = render(<CallTreeList {...first} {...rest} />);
  return {
    ...first,
    onFrame,
    at: (...path: string[]) => nodeAt(first.paired.tree, ...path),
    again: (wall: string) => rerender(<CallTreeList {...of(wall)} {...rest} />),
    zoom: (...path: string[]) =>
      rerender(
        <CallTreeList {...first} {...rest} scope={{ ...first.scope, root: nodeAt(first.paired.tree, ...path) }} />
      ),
  };
}
const items = () => screen.getAllByRole('treeitem');
const texts = () => items().map(({ textContent }) => textContent!.replaceAll('\u00a0', ' '));
const names = () => items().map(({ title }) => title.split('\n')[0]);
const press = (...keys: string[]) => keys.forEach((key) => fireEvent.keyDown(document.activeElement!, { key }));
const enter = () =>
  React.act(() =>
    items()
      .find(({ tabIndex }) => tabIndex === 0)!
      .focus()
  );
const focused = () => document.activeElement!.getAttribute('title')!.split('\n')[0];

it('is open along the heaviest callees; figures are read out with their heads', () => {
  show();
  expect(names()).toEqual(['all', 'main', 'hot', 'ep_poll', 'loop', 'cold', 'other']);
  expect(texts()[2]).toBe('hot Total 70.0 % Waits 40.0 % On CPU 30.0 %');
  expect(texts()[3]).toBe('Socket or event wait ep_poll Total 40.0 % Self 40.0 % Waits 40.0 %');
  expect(items()[2].title).toBe('hot\nTotal 70 ns, Self 0 ns, Waits 40 ns, On CPU 30 ns');
});

it('is a tree to those who hear it', () => {
  show();
  const said = (name: string) => {
    const item = items()[names().indexOf(name)];
    return ['aria-level', 'aria-posinset', 'aria-setsize', 'aria-expanded'].map((attribute) =>
      item.getAttribute(attribute)
    );
  };
  expect(said('all')).toEqual(['1', '1', '1', 'true']);
  expect(said('cold')).toEqual(['3', '2', '2', 'false']);
  expect(said('ep_poll')).toEqual(['4', '1', '2', null]);
});

it('is walked with the keyboard: Right opens and goes in, Left closes and goes out, * opens all beside', () => {
  const { onFrame, at } = show();
  enter();
  press('ArrowDown', 'ArrowDown', 'ArrowLeft');
  expect([focused(), names()]).toEqual(['hot', ['all', 'main', 'hot', 'cold', 'other']]);
  press('*');
  expect(names()).toEqual(['all', 'main', 'hot', 'ep_poll', 'loop', 'cold', 'fsync', 'other']);
  press('ArrowRight');
  expect(focused()).toBe('ep_poll');
  press('ArrowLeft', 'Enter');
  expect(onFrame).toHaveBeenCalledWith(at('main', 'hot'));
  press('ArrowLeft', 'ArrowLeft', ' ');
  expect([focused(), names()]).toEqual(['main', ['all', 'main', 'other']]);
});

it('a click on the arrow opens and does not zoom, one on the row zooms', () => {
  const { onFrame, at } = show();
  fireEvent.click(items()[5].querySelector('svg, [class*=icon]') ?? items()[5].querySelector('span span')!);
  expect(names()).toContain('fsync');
  expect(onFrame).not.toHaveBeenCalled();
  fireEvent.click(screen.getByText('fsync'));
  expect(onFrame).toHaveBeenCalledWith(at('main', 'cold', 'fsync'));
});

it('what is open and where the keyboard stands survive a refresh', () => {
  const { again } = show();
  enter();
  press('End', 'ArrowUp', 'ArrowRight');
  expect(focused()).toBe('cold');
  again(`a_new_one;x 3\n${WALL}`);
  expect(focused()).toBe('cold');
  expect(names()).toEqual(['all', 'main', 'hot', 'ep_poll', 'loop', 'cold', 'fsync', 'other', 'a_new_one']);
});

it('begins with the frame that is zoomed to, opened, and shares are of it', () => {
  const { zoom } = show();
  zoom('main', 'cold');
  expect(names()).toEqual(['cold', 'fsync']);
  expect(texts()).toEqual([
    'cold Total 100.0 % Self 20.0 % Waits 80.0 % On CPU 20.0 %',
    'Disk wait fsync Total 80.0 % Self 80.0 % Waits 80.0 %',
  ]);
  expect(items()[0]).toHaveAttribute('aria-level', '1');
  expect(items()[0]).toHaveAttribute('aria-selected', 'true');
});

it('filtered to a kind of wait it lists only that', () => {
  const category = CATEGORIES.indexOf('disk');
  const paired = prepared({ cpu: CPU_TIME, wall: WALL }).paired!;
  show(WALL, ({ role }) => ({ category, weights: categoryWeights(paired, role, category) }));
  expect(names()).toEqual(['all', 'main', 'cold', 'fsync']);
  expect(texts()[1]).toBe('main Total 20.0 %');
});

it('of two times the change is first, and what is gone is listed', () => {
  const paired = prepared({ cpu: CPU_TIME, wall: WALL }).paired!;
  const before = paired.wallTime!.weights;
  const now = paired.cpu!;
  show(WALL, () => ({ role: now, weights: now.weights, baseline: before }), { hasWaits: false });
  expect(names()).toContain('ep_poll');
  expect(texts()[names().indexOf('ep_poll')]).toBe('ep_poll Δ −40.0 pp');
  expect(texts()[names().indexOf('loop')]).toBe('loop Δ +55.7 pp Total 85.7 % Self 85.7 %');
});

it('what the search does not match is fainter, not gone', () => {
  const tree = prepared({ cpu: CPU_TIME, wall: WALL }).paired!.tree;
  show(WALL, undefined, { matched: Uint8Array.from(tree.symbols, ({ name }) => (name === 'hot' ? 1 : 0)) });
  const colour = (name: string) => getComputedStyle(items()[names().indexOf(name)]).color;
  expect(colour('cold')).not.toBe(colour('hot'));
});

it('a stack of 100,000 frames opens with fewer than 100 rows in the page', () => {
  const frames = Array.from({ length: 100_000 }, (_, i) => `f${i}`);
  show(`${frames.join(';')} 1`);
  expect(items().length).toBeLessThan(100);
  enter();
  press('End');
  expect(focused()).toBe('f99999');
  expect(document.activeElement!.textContent).toContain('100000·');
});
