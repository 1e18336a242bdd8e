import { act, render, screen } from '@testing-library/react';
import React from 'react';
import { nameOf } from '../../profile';
import { prepared } from '../../testing';
import { graphModel } from '../model/graphModel';
import { type FlameGraphProps } from './FlameGraph';
import { CATEGORY_STYLE } from '../ui/palette';
import { SandwichView } from './SandwichView';
import { NO_COUNTERS } from '../../testingGraph';

const graphs: FlameGraphProps[] = [];
jest.mock('./FlameGraph', () => ({
  FlameGraph: (props: FlameGraphProps) => {
    graphs.push(props);
    return null;
  },
}));

const { paired } = prepared({
  wall: 'a;Store.save;sync.(*Mutex).Lock;runtime.gopark 30\nb;Store.save;write 10\nb;internal/poll.runtime_pollWait;runtime.gopark 60',
});
const model = graphModel('hotcold', {
  paired: paired!,
  counters: NO_COUNTERS,
  format: (value) => `${value}w`,
  cpuFormat: String,
})!;
const onSymbol = jest.fn();

function show(name: string) {
  graphs.length = 0;
  const symbol = paired!.tree.symbols.findIndex((one) => one.name === name);
  render(
    <SandwichView
      model={model}
      symbol={symbol}
      width={500}
      height={300}
      onSymbol={onSymbol}
      onClose={() => undefined}
    />
  );
  const [callers, callees] = graphs.slice(-2);
  return { callers, callees };
}
const names = ({ tree }: FlameGraphProps) => Array.from({ length: tree.length }, (_, node) => nameOf(tree, node));

it('callers above, callees below, the function once in each, no row that says "all"', () => {
  const { callers, callees } = show('Store.save');
  expect(names(callers)).toEqual(['Store.save', 'a', 'b']);
  expect(names(callees)).toEqual(['Store.save', 'sync.(*Mutex).Lock', 'runtime.gopark', 'write']);
  expect([callers.root, callers.flame, callees.root, callees.flame]).toEqual([0, true, 0, false]);
  expect(screen.getByTestId('dualflame-sandwich')).toHaveTextContent(
    'Callers of Store.save · 40w, 40.0 % of Wall, all call paths'
  );
});

it('parking for a lock has the lock’s colour there, whatever parking mostly is; bars are split', () => {
  const { callees } = show('Store.save');
  const gopark = names(callees).indexOf('runtime.gopark');
  expect(callees.model.styleOf(gopark, false)).toMatchObject(CATEGORY_STYLE.lock);
  const strip = callees.model.strip!({ root: 0, width: 40 });
  expect(strip.fills[strip.partsOf(0, 0, 40)![0]]).toBe(CATEGORY_STYLE.lock.fill);
});

it('the pointer gets the figures that the graph gives; a click puts another function in the middle', () => {
  const { callees } = show('Store.save');
  act(() => callees.hover.setGraph(callees.tree, { node: 1, merged: false, x: 1, y: 1, graph: 0 }));
  expect(screen.getByTestId('dualflame-tooltip')).toHaveTextContent(
    'sync.(*Mutex).LockWall total30w75.0 % of shown, 30.0 % of all'
  );
  callees.onZoom(0);
  expect(onSymbol).not.toHaveBeenCalled();
  callees.onZoom(3);
  expect(onSymbol).toHaveBeenCalledWith('write');
});
