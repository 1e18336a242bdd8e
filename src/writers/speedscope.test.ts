import { buildCallTree, ProfileBuilder, weightsOf } from '../profile';
import { toSpeedscope } from './speedscope';

function written(unit: string) {
  const builder = new ProfileBuilder([{ type: 'test', unit }]);
  const main = builder.stack(-1, builder.frame({ name: 'main', file: 'main.go', line: 12 }));
  builder.sample(main, 2);
  builder.sample(builder.stack(main, builder.frame({ name: 'read' })), 3);
  const { tree, attach } = buildCallTree([builder.finish()]);
  return JSON.parse(toSpeedscope({ tree, weights: weightsOf(attach[0](0)), type: 'test', unit }, 'checkout'));
}

it('keeps file and line of a frame, and invents none', () => {
  expect(written('nanoseconds').shared.frames).toEqual([{ name: 'main', file: 'main.go', line: 12 }, { name: 'read' }]);
});

it('ends at the sum of its weights', () => {
  const [profile] = written('nanoseconds').profiles;
  expect(profile).toMatchObject({ name: 'checkout', startValue: 0, endValue: 5, weights: [2, 3] });
});

it.each([
  ['nanoseconds', 'nanoseconds'],
  ['bytes', 'bytes'],
  ['count', 'none'],
])('calls %s what speedscope knows: %s', (unit, known) => {
  expect(written(unit).profiles[0].unit).toBe(known);
});
