import { renderHook } from '@testing-library/react';
import { CATEGORIES } from '../../analysis';
import { nodeAt, prepared } from '../../testing';
import { type Action } from '../state/panelState';
import { type PreparedPanel } from './usePrepared';
import { usePanelActions } from './usePanelActions';

const POLL = CATEGORIES.indexOf('poll');

function actionsOf(data: ReturnType<typeof prepared>, root = 0) {
  const actions: Action[] = [];
  const { tree } = data.paired!;
  const context = { prepared: data as PreparedPanel, tree, mode: 'cpu' as const, root };
  const dispatch = (action: Action) => actions.push(action);
  const { result, rerender } = renderHook(() => usePanelActions({ ...context, dispatch }));
  return { on: result.current, actions, tree, again: () => (rerender(), result.current) };
}

const data = prepared({ wall: 'run;work 40\nrun;read;ep_poll 60' });

it('are the same functions as long as data, mode and zoom are', () => {
  const { on, again } = actionsOf(data);
  expect(again()).toBe(on);
});

it('a zoom is by names', () => {
  const { on, actions, tree } = actionsOf(data);
  on.zoom(nodeAt(tree, 'run', 'read'));
  expect(actions).toEqual([{ type: 'zoom', path: ['run', 'read'] }]);
});

it('a wait site and a finding lead to their frame, with their kind by name and the mode that is seen', () => {
  const { on, actions, tree } = actionsOf(data);
  const node = nodeAt(tree, 'run', 'read');
  on.site({ ...data.sites[0], node, category: POLL });
  on.finding({ kind: 'wait', text: '', short: '', share: 1, node, category: POLL });
  on.finding({ kind: 'split', text: '', short: '', share: 1 });
  expect(actions).toEqual([
    { type: 'place', path: ['run', 'read'], category: 'poll', shown: 'cpu' },
    { type: 'place', path: ['run', 'read'], category: 'poll', shown: 'cpu' },
    { type: 'place', path: [], category: undefined, shown: 'cpu' },
  ]);
});

it('a category is named; none takes the filter off', () => {
  const { on, actions } = actionsOf(data);
  on.category(POLL);
  on.category(undefined);
  expect(actions).toEqual([
    { type: 'category', category: 'poll', shown: 'cpu' },
    { type: 'category', category: undefined, shown: 'cpu' },
  ]);
});

it('a window is compared with the rest of the range, the time after an event with that before it', () => {
  const { on, actions } = actionsOf(data);
  on.compareWindow({ from: 1000, to: 2000 });
  on.compareEvent(1500);
  expect(actions).toEqual([
    { type: 'compare', spec: { type: 'window', from: 1000, to: 2000 } },
    { type: 'compare', spec: { type: 'event', at: 1500 } },
  ]);
});

describe('folded libraries', () => {
  const go = 'main.run;net/http.(*conn).serve;net/http.HandlerFunc.ServeHTTP;main.handle';
  const folded = prepared({ wall: `${go} 40\n${go};main.work 60` }, { onlyMyCode: true });
  const { tree } = folded.paired!;
  const bar = Array.from({ length: tree.length }, (_, node) => node).find(
    (node) => node > 0 && tree.symbols[tree.symbol[node]].standsFor
  )!;

  it('a click on a bar opens it at its caller', () => {
    const { on, actions } = actionsOf(folded);
    on.zoom(bar);
    expect(actions).toEqual([{ type: 'unfold', path: folded.unfolded(bar) }]);
    expect(folded.unfolded(bar)).toEqual(['main.run']);
  });

  it('unfolding them keeps the zoom, whose path is then a longer one', () => {
    const node = nodeAt(tree, 'main.run', tree.symbols[tree.symbol[bar]].name, 'main.handle');
    const { on, actions } = actionsOf(folded, node);
    on.filters({ onlyMyCode: undefined });
    on.filters({ hideIdle: true });
    expect(actions).toEqual([
      { type: 'unfold', path: go.split(';') },
      { type: 'filters', filters: { onlyMyCode: undefined } },
      { type: 'filters', filters: { hideIdle: true } },
    ]);
  });
});
