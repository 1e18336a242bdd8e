import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import React from 'react';
import { nameOf } from '../../profile';
import { nodeAt, prepared } from '../../testing';
import { type FrameLink } from '../grafana/dataLinks';
import { graphModel } from '../model/graphModel';
import { Breadcrumb, crumbsOf } from './Breadcrumb';
import { NO_COUNTERS } from '../../testingGraph';

const PATH = [
  'main.main',
  'main.(*consumer).run',
  'github.com/segmentio/kafka-go.(*Conn).ReadMessage',
  'bufio.(*Reader).Peek',
];
const { paired } = prepared({ wall: `${PATH.join(';')} 38\nmain.other 62` });
const { tree } = paired!;
const model = graphModel('wall', {
  paired: paired!,
  counters: NO_COUNTERS,
  format: (value) => `${value} min`,
  cpuFormat: String,
})!;
const onZoom = jest.fn();

function show(width: number, links: FrameLink[] = []) {
  cleanup();
  onZoom.mockClear();
  render(<Breadcrumb models={[model]} root={nodeAt(tree, ...PATH)} width={width} links={links} onZoom={onZoom} />);
  return screen.getByTestId('dualflame-line').textContent!.replaceAll('\u00a0', ' ');
}

it('ends with the frame, its value and its share', () => {
  expect(show(1200)).toBe(
    'all›main.main›main.(*consumer).run›…ReadMessage›bufio.(*Reader).Peek38 min · 38.0 %'.replace(
      '…ReadMessage',
      '(*Conn).ReadMessage'
    )
  );
});

it('the outer callers go first, into a menu; at 400 px the frame and its share are left', () => {
  expect(show(600)).toBe('all›…›(*Conn).ReadMessage›bufio.(*Reader).Peek38 min · 38.0 %');
  expect(show(400)).toBe('all›…›bufio.(*Reader).Peek38 min · 38.0 %');
  expect(show(280)).toMatch(/(\(\*Reader\)\.|…)Peek38 min · 38\.0 %$/);
});

it('links stand there where they leave room for the frame', () => {
  const links = [{ title: 'Search pkg.go.dev', href: 'https://pkg.go.dev/', target: '_blank' as const }];
  expect(show(700, links)).toMatch(/38.0 %Search pkg.go.dev$/);
  expect(show(400, links)).toBe('all›…›bufio.(*Reader).Peek38 min · 38.0 %');
});

it('the menu lists what has no room, the nearest last', () => {
  show(400);
  fireEvent.click(screen.getByRole('button', { name: '3 callers' }));
  const items = screen.getAllByRole('menuitem').map(({ textContent }) => textContent);
  expect(items).toEqual(['main.main', 'main.(*consumer).run', 'kafka-go.(*Conn).ReadMessage']);
  fireEvent.click(screen.getByText('main.(*consumer).run'));
  expect(onZoom).toHaveBeenCalledWith(nodeAt(tree, ...PATH.slice(0, 2)));
});

it('a caller leads back to it, the cross to all; the frame itself is no button', () => {
  show(1200);
  fireEvent.click(screen.getByRole('button', { name: 'main.main' }));
  fireEvent.click(screen.getByRole('button', { name: 'Show all' }));
  expect(onZoom.mock.calls).toEqual([[nodeAt(tree, 'main.main')], [0]]);
  expect(screen.queryByRole('button', { name: /Peek/ })).toBeNull();
  expect(screen.getByText('bufio.(*Reader).Peek')).toHaveAttribute('aria-current', 'true');
});

it.each([
  [200, [['all'], [], ['main.main', 'main.(*consumer).run', 'github.com/segmentio/kafka-go.(*Conn).ReadMessage']]],
  [20, [['all'], ['main.main', 'main.(*consumer).run', 'github.com/segmentio/kafka-go.(*Conn).ReadMessage'], []]],
  [4, [[], ['all', 'main.main', 'main.(*consumer).run', 'github.com/segmentio/kafka-go.(*Conn).ReadMessage'], []]],
])('%i characters for callers', (room, expected) => {
  const { outer, hidden, near } = crumbsOf(tree, nodeAt(tree, ...PATH), room);
  expect([outer, hidden, near].map((nodes) => nodes.map((node) => nameOf(tree, node)))).toEqual(expected);
});
