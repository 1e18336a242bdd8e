import { inputOf } from '../testing';
import { prepareProfile } from '.';

it('says that a rule does not compile, and goes on without it', () => {
  const { errors, matchedByRule } = prepareProfile([inputOf('A', 'main;x 1')], {
    rules: [
      { pattern: '(', category: 'lock' },
      { pattern: 'x', category: 'lock' },
    ],
  });
  expect(errors[0].message).toContain('Wait rule "("');
  expect(matchedByRule).toEqual([1]);
});
