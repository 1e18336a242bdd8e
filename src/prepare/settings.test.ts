import { CATEGORIES, splitAt } from '../analysis';
import { inputOf } from '../testing';
import { prepareProfile } from '.';

it('says that a rule does not compile, and goes on without it', () => {
  const { errors, paired } = prepareProfile([inputOf('A', 'main;x 1', 'wall')], {
    rules: [
      { pattern: '(', category: 'lock' },
      { pattern: 'x', category: 'lock' },
    ],
  });
  expect(errors).toHaveLength(1);
  expect(errors[0].message).toContain('Wait rule "("');
  expect(splitAt(paired!, 0).waiting[CATEGORIES.indexOf('lock')]).toBe(1);
});

it('says that the pattern of my code does not compile, and goes on with the tables', () => {
  const inputs = [inputOf('A', 'main.run;main.load;futex_wait 9', 'wall')];
  const { errors, sites } = prepareProfile(inputs, { myCode: '(' });
  expect(errors).toHaveLength(1);
  expect(errors[0].message).toContain('My code "("');
  expect(sites).toEqual(prepareProfile(inputs).sites);
  expect(prepareProfile(inputs, { myCode: 'main.run' }).sites[0].site).toBe('main.run');
});

it('a rule without a pattern is one that is still being written: no fault, and it matches nothing', () => {
  const inputs = [inputOf('A', 'main;x 1', 'wall')];
  const { errors, paired } = prepareProfile(inputs, { rules: [{ pattern: '', category: 'lock' }] });
  expect([errors, splitAt(paired!, 0).waiting[CATEGORIES.indexOf('lock')]]).toEqual([[], 0]);
});
