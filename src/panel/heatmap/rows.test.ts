import { CATEGORIES } from '../../analysis';
import { type TimedSamples } from '../../prepare';
import { buildCallTree, nameOf } from '../../profile';
import { profileOf } from '../../testing';
import { type Choice, isShown, stacksWith } from './rows';

const samples = (...rows: string[]): TimedSamples => {
  const roles = ['cpu', 'wall', 'offcpu'] as const;
  const cells = rows.map((row) => row.split(' '));
  return {
    roles: [...roles],
    role: Uint8Array.from(cells, ([role]) => roles.indexOf(role as 'cpu')),
    category: Uint8Array.from(cells, ([, category]) => CATEGORIES.indexOf(category as 'cpu')),
  } as TimedSamples;
};
const shown = (all: TimedSamples, choice: Partial<Choice>) =>
  [...all.role.keys()].filter(isShown(all, { mode: 'hotcold', ...choice }));

const both = samples('cpu cpu', 'wall cpu', 'wall lock', 'wall idle');
const split = samples('cpu cpu', 'offcpu lock', 'offcpu idle');

it.each<[string, TimedSamples, Partial<Choice>, number[]]>([
  ['what the wall clock saw, which has what ran, too', both, {}, [1, 2, 3]],
  ['what ran and what waited, where each has a sampler of its own', split, {}, [0, 1, 2]],
  ['what ran, in the mode of the CPU', both, { mode: 'cpu' }, [0]],
  ['one kind of wait', both, { category: 'lock' }, [2]],
  ['time on the CPU by the samples of the CPU', both, { category: 'cpu' }, [0]],
  ['no idle wait where the graph has none', both, { hideIdle: true }, [1, 2]],
])('shows %s', (_, all, choice, expected) => expect(shown(all, choice)).toEqual(expected));

it('finds a function in every stack that it is in, at its leaf or above it', () => {
  const { tree } = buildCallTree([profileOf('main;a;b 1\nmain;c 1\nmain;a 1')]);
  const matched = Uint8Array.from(tree.symbols, ({ name }) => Number(name === 'a'));
  const found = stacksWith(tree, matched);
  expect([...found.keys()].filter((node) => found[node]).map((node) => nameOf(tree, node))).toEqual(['a', 'b']);
});
