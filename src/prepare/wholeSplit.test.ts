import { CATEGORIES, splitAt } from '../analysis';
import { inputOf } from '../testing';
import { prepareProfile, readInputs, type Settings, wholeSplit } from '.';

const cpu = 'main;work 30\nmain;serve;decode 10';
const wall =
  'main;work 30\nmain;serve;decode 10\nmain;serve;epoll_wait 50\nmain;lock;futex_wait 10\npool;pthread_cond_wait 5';
const inputs = () => [inputOf('A', cpu, 'cpu'), inputOf('B', wall, 'wall')];

it.each<[string, Settings]>([
  ['no settings', {}],
  ['idle left out', { hideIdle: true }],
  ['a rule', { rules: [{ pattern: 'epoll_wait', category: 'sleep' }] }],
  ['only some stacks', { stacks: [{ keep: 'only', pattern: 'serve' }] }],
])('splits as the graph of the same profile does: %s', (_, settings) => {
  const { paired } = prepareProfile(inputs(), settings);
  expect(wholeSplit(readInputs(inputs()), settings)).toMatchObject({
    split: splitAt(paired!, 0),
    evidence: 'cpu+wall',
    unit: 'count',
  });
});

it('a window without wall time says so by its evidence, one without a profile has no split', () => {
  expect(wholeSplit(readInputs([inputOf('A', cpu, 'cpu')]))?.evidence).toBe('cpu');
  expect(wholeSplit(readInputs([]))).toBeUndefined();
});

it('a baseline takes no part', () => {
  const before = { ...inputOf('C', wall, 'wall'), baseline: true };
  const { split } = wholeSplit(readInputs([...inputs(), before]))!;
  expect(split.waiting[CATEGORIES.indexOf('poll')]).toBe(50);
});
