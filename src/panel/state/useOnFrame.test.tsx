import { act, renderHook } from '@testing-library/react';
import { nodeAt, prepared } from '../../testing';
import { useOnFrame } from './useOnFrame';

const treeOf = (cpu: string) => prepared({ cpu }).paired!.tree;
const before = treeOf('run;decode 5\nrun;send 3');
/** New names come first: every number is another one, and `decode` is gone. */
const after = treeOf('run;accept 9\nrun;before 1\nrun;send 7');
/** Other figures of the same frames. */
const alike = treeOf('run;decode 6\nrun;send 4');

const hook = () =>
  renderHook(({ tree }) => useOnFrame<{ node: number; x: number }>(tree), { initialProps: { tree: before } });
const menuOn = (...path: string[]) => ({ node: nodeAt(before, ...path), x: 7 });

it('is nothing until it is set, what was set, and nothing again', () => {
  const { result } = hook();
  expect(result.current[0]).toBeUndefined();
  const menu = menuOn('run', 'send');
  act(() => result.current[1](menu));
  expect(result.current[0]).toBe(menu);
  act(() => result.current[1](undefined));
  expect(result.current[0]).toBeUndefined();
});

it('new data: it is of the same frame there, with all else that it holds', () => {
  const { result, rerender } = hook();
  act(() => result.current[1](menuOn('run', 'send')));
  rerender({ tree: after });
  expect(nodeAt(after, 'run', 'send')).not.toBe(nodeAt(before, 'run', 'send'));
  expect(result.current[0]).toEqual({ node: nodeAt(after, 'run', 'send'), x: 7 });
});

it('new data in which the frame has kept its number: it is the same object, so nothing renders again', () => {
  const { result, rerender } = hook();
  const menu = menuOn('run', 'send');
  act(() => result.current[1](menu));
  rerender({ tree: alike });
  expect(result.current[0]).toBe(menu);
});

it('a frame that is gone takes it along; what is set on the new data counts from there', () => {
  const { result, rerender } = hook();
  act(() => result.current[1](menuOn('run', 'decode')));
  rerender({ tree: after });
  expect(result.current[0]).toBeUndefined();
  const accept = { node: nodeAt(after, 'run', 'accept'), x: 1 };
  act(() => result.current[1](accept));
  expect(result.current[0]).toBe(accept);
  rerender({ tree: before });
  expect(result.current[0]).toBeUndefined();
});
