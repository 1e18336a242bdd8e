import { fireEvent, render, screen } from '@testing-library/react';
import React from 'react';
import { exactPattern } from '../../analysis';
import { buildCallTree } from '../../profile';
import { nodeAt, profileOf } from '../../testing';
import { FrameMenu, type FrameMenuProps } from './FrameMenu';

const { tree } = buildCallTree([profileOf('main;github.com/acme/shop.(*Store).Load 5')]);
const NAME = 'github.com/acme/shop.(*Store).Load';

function opened(props: Partial<FrameMenuProps> = {}) {
  const on = {
    onZoom: jest.fn(),
    onSearch: jest.fn(),
    onSandwich: jest.fn(),
    onFilter: jest.fn(),
    onTable: jest.fn(),
    onClose: jest.fn(),
  };
  const node = nodeAt(tree, 'main', NAME);
  render(<FrameMenu tree={tree} node={node} x={30} y={40} links={[]} {...on} {...props} />);
  return { ...on, node };
}
const entry = (name: string | RegExp) => screen.getByRole('menuitem', { name });

it('zooms, and filters by exactly this function', () => {
  const { onZoom, onFilter, node } = opened();
  fireEvent.click(entry('Zoom to it'));
  expect(onZoom).toHaveBeenCalledWith(node);
  fireEvent.click(entry('Only stacks with it'));
  expect(onFilter).toHaveBeenCalledWith('only', exactPattern(NAME));
});

it('leads to the source line where it is known, and says which', () => {
  const href = 'https://github.com/acme/shop/blob/v1/store.go#L42';
  opened({ source: { text: 'store.go:42', href } });
  // No menuitem in Grafana 12.3.
  expect(screen.getByText('Source: store.go:42').closest('a')).toHaveAttribute('href', href);
});

it('says nothing of a source that is not known', () => {
  opened();
  expect(screen.queryByText(/^Source/)).toBeNull();
});

it('has the focus in it, for who opened it with a key', () => {
  opened();
  expect(screen.getByRole('menu').contains(document.activeElement)).toBe(true);
});
