import { act, render, screen } from '@testing-library/react';
import React from 'react';
import { nodeAt, prepared } from '../../testing';
import { createHoverStore, type Hover, Hovering, type HoverStore, markedNode } from './useHover';

const treeOf = (cpu: string) => prepared({ cpu }).paired!.tree;
const tree = treeOf('run;decode 5\nrun;send 3');
/** New names come first: every number is another one. */
const next = treeOf('run;accept 9\nrun;before 1\nrun;send 7');
const [run, decode, send] = [['run'], ['run', 'decode'], ['run', 'send']].map((path) => nodeAt(tree, ...path));
const hover = (node: number, more: Partial<Hover> = {}): Hover => ({
  node,
  merged: false,
  x: 1,
  y: 2,
  graph: 0,
  ...more,
});

describe('new data', () => {
  it('is hovered at the same frame, where the pointer is', () => {
    const store = createHoverStore();
    store.setGraph(tree, hover(send));
    store.setList(tree, run);
    const there = nodeAt(next, 'run', 'send');
    expect(there).not.toBe(send);
    expect(store.on(next)).toEqual({ graph: hover(there), list: { node: nodeAt(next, 'run') } });
    expect(store.on(tree).graph).toEqual(hover(send));
  });

  it('is hovered nowhere where the frame is gone, until something is set', () => {
    const store = createHoverStore();
    store.setGraph(tree, hover(decode));
    expect(store.on(next).graph).toBeUndefined();
    store.setGraph(next, hover(1));
    expect(store.on(next).graph).toEqual(hover(1));
  });
});

it('is the same object until something is set, or React would render for ever', () => {
  const store = createHoverStore();
  store.setGraph(tree, hover(send));
  expect(store.on(next)).toBe(store.on(next));
  store.setList(tree, run);
  store.setList(tree, undefined);
  expect(store.on(tree).list).toBeUndefined();
});

it('the pointer in the graph counts more than a row of a list; a merged box is of no one frame', () => {
  expect(markedNode({})).toBe(-1);
  expect(markedNode({ list: { node: 3 } })).toBe(3);
  expect(markedNode({ list: { node: 3 }, graph: hover(4) })).toBe(4);
  expect(markedNode({ list: { node: 3 }, graph: hover(4, { merged: true }) })).toBe(3);
});

it('tells nobody where nothing was and nothing is hovered, and everybody else', () => {
  const store = createHoverStore();
  const told = jest.fn();
  const stop = store.subscribe(told);
  store.setGraph(tree, undefined);
  store.setList(tree, undefined);
  store.clear();
  expect(told).toHaveBeenCalledTimes(0);
  store.setGraph(tree, hover(run));
  store.clear();
  expect(store.on(tree)).toEqual({});
  expect(told).toHaveBeenCalledTimes(2);
  stop();
  store.setGraph(tree, hover(run));
  expect(told).toHaveBeenCalledTimes(2);
});

it('a pointer move renders only what shows something else by it', () => {
  const store: HoverStore = createHoverStore();
  const rendered = { panel: 0, run: 0, send: 0, place: 0 };
  const Row = ({ node, name }: { node: number; name: 'run' | 'send' }) => (
    <Hovering store={store} tree={tree} select={(hovered) => markedNode(hovered) === node}>
      {(marked) => {
        rendered[name]++;
        return marked ? <b>{name}</b> : null;
      }}
    </Hovering>
  );
  const Panel = () => {
    rendered.panel++;
    return (
      <>
        <Row node={run} name="run" />
        <Row node={send} name="send" />
        <Hovering store={store} tree={tree} select={({ graph }) => graph?.x}>
          {(x) => {
            rendered.place++;
            return <i>{x}</i>;
          }}
        </Hovering>
      </>
    );
  };
  render(<Panel />);
  expect(rendered).toEqual({ panel: 1, run: 1, send: 1, place: 1 });
  act(() => store.setGraph(tree, hover(send)));
  expect(screen.getByText('send')).toBeInTheDocument();
  expect(rendered).toEqual({ panel: 1, run: 1, send: 2, place: 2 });
  act(() => store.setGraph(tree, hover(send, { x: 7 })));
  expect(screen.getByText('7')).toBeInTheDocument();
  expect(rendered).toEqual({ panel: 1, run: 1, send: 2, place: 3 });
});
