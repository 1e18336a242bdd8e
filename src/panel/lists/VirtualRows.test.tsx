import { fireEvent, render, screen } from '@testing-library/react';
import React, { useState } from 'react';
import { ROW, type RowKey, VirtualRows } from './VirtualRows';

const HEIGHT = 10 * ROW;
const many = Array.from({ length: 100_000 }, (_, i) => `row ${i}`);
const keyOf = (row: string): RowKey => row;
const noAttributes = () => ({});
const rendered: string[] = [];
const content = (row: string) => {
  rendered.push(row);
  return <span>{row}</span>;
};

interface ListProps {
  rows: string[];
  highlighted?: RowKey;
  onChoose?(row: string): void;
  onHover?(row: string | undefined): void;
}

function List({ rows, highlighted, onChoose = () => undefined, onHover }: ListProps) {
  const [active, setActive] = useState<RowKey>();
  return (
    <VirtualRows
      {...{ rows, highlighted, onChoose, onHover, keyOf, active }}
      height={HEIGHT}
      role="listbox"
      label="list"
      attributes={noAttributes}
      onActive={setActive}
    >
      {content}
    </VirtualRows>
  );
}

const list = () => screen.getByRole('listbox');
const rows = () => screen.getAllByRole('option');
const inReach = () => rows().filter(({ tabIndex }) => tabIndex === 0);
const focused = () => document.activeElement?.textContent;
const press = (...keys: string[]) => keys.forEach((key) => fireEvent.keyDown(document.activeElement!, { key }));
const enter = () => React.act(() => inReach()[0].focus());

it('of 100,000 rows those in view and half a view around them are in the page', () => {
  render(<List rows={many} />);
  expect(rows().map(({ textContent }) => textContent)).toEqual(many.slice(0, 15));
  fireEvent.scroll(list(), { target: { scrollTop: 5000 * ROW } });
  const shown = rows().map(({ textContent }) => textContent);
  expect(shown).toEqual(['row 0', ...many.slice(4995, 5015)]); // the first one is where Tab leads
  expect(rows()[1].style.top).toBe(`${4995 * ROW}px`);
});

it('a list that has become shorter than what was scrolled to shows its end', () => {
  const { rerender } = render(<List rows={many} />);
  fireEvent.scroll(list(), { target: { scrollTop: 5000 * ROW } });
  rerender(<List rows={many.slice(0, 30)} />);
  expect(rows().map(({ textContent }) => textContent)).toContain('row 29');
});

it('is one tab stop, and keys move from row to row', () => {
  render(<List rows={many} />);
  expect(inReach()).toHaveLength(1);
  enter();
  const walk = [
    ['ArrowDown', 'row 1'],
    ['ArrowDown', 'row 2'],
    ['ArrowUp', 'row 1'],
    ['PageDown', 'row 10'],
    ['PageUp', 'row 1'],
    ['End', 'row 99999'],
    ['ArrowDown', 'row 99999'],
    ['Home', 'row 0'],
    ['ArrowUp', 'row 0'],
  ];
  expect(
    walk.map(([key]) => {
      press(key);
      return [key, focused()];
    })
  ).toEqual(walk);
  expect(inReach()).toHaveLength(1);
});

it('scrolls to where the keyboard goes, and no further than it must', () => {
  render(<List rows={many} />);
  enter();
  press('End');
  expect(list().scrollTop).toBe(100_000 * ROW - HEIGHT);
  press('ArrowUp');
  expect(list().scrollTop).toBe(100_000 * ROW - HEIGHT);
  press('Home');
  expect(list().scrollTop).toBe(0);
});

it('Enter, Space and a click choose; keys with Control are the browser’s', () => {
  const onChoose = jest.fn();
  render(<List rows={many} onChoose={onChoose} />);
  enter();
  press('ArrowDown', 'Enter', 'ArrowDown', ' ');
  fireEvent.click(screen.getByText('row 7'));
  expect(onChoose.mock.calls).toEqual([['row 1'], ['row 2'], ['row 7']]);
  expect(fireEvent.keyDown(rows()[0], { key: 'End', ctrlKey: true })).toBe(true);
  expect(inReach()[0]).toHaveTextContent('row 7');
});

it('on a refresh the focus stays with its row; where that is gone, with the one in its place', () => {
  const { rerender } = render(<List rows={['a', 'b', 'c', 'd']} />);
  enter();
  press('ArrowDown', 'ArrowDown');
  rerender(<List rows={['x', 'c', 'b', 'a', 'd']} />);
  expect(focused()).toBe('c');
  rerender(<List rows={['x', 'b', 'a', 'd']} />);
  expect(focused()).toBe('b');
  press('ArrowDown');
  expect(focused()).toBe('a');
});

it('a refresh takes no focus from elsewhere', () => {
  const { rerender } = render(
    <>
      <button>other</button>
      <List rows={['a', 'b']} />
    </>
  );
  enter();
  React.act(() => screen.getByText('other').focus());
  rerender(
    <>
      <button>other</button>
      <List rows={['b']} />
    </>
  );
  expect(focused()).toBe('other');
});

it('hands over each row that the pointer comes to once, and that it has left', () => {
  const onHover = jest.fn();
  render(<List rows={many} onHover={onHover} />);
  fireEvent.mouseOver(screen.getByText('row 1'));
  fireEvent.mouseOver(screen.getByText('row 1').parentElement!);
  fireEvent.mouseOver(screen.getByText('row 2'));
  fireEvent.mouseLeave(list());
  expect(onHover.mock.calls).toEqual([['row 1'], ['row 2'], [undefined]]);
});

it('a frame under the pointer renders its row, and no other', () => {
  const { rerender } = render(<List rows={many} highlighted="row 3" />);
  rendered.length = 0;
  rerender(<List rows={many} highlighted="row 4" />);
  expect(rendered.sort()).toEqual(['row 3', 'row 4']);
  expect(screen.getByText('row 4').parentElement!.className).not.toBe(
    screen.getByText('row 3').parentElement!.className
  );
});
