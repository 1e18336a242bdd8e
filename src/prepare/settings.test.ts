import { CATEGORIES, splitAt } from '../analysis';
import { inputOf } from '../testing';
import { prepareProfile, type Settings, settingsNeedEngine } from '.';

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

it.each<[string, Settings, boolean]>([
  ['nothing set', {}, false],
  ['texts', { rules: [{ pattern: '^main\\.wait', category: 'lock' }], myCode: 'acme' }, false],
  ['a rule', { rules: [{ pattern: 'a|b', category: 'lock' }] }, true],
  ['my code', { myCode: '^(main|com)\\.' }, true],
  ['filters by text', { stacks: [{ keep: 'only', pattern: 'a.b' }] }, false],
  ['a filter by a frame', { stacks: [{ keep: 'only', pattern: '/^a\\.b$/' }] }, false],
  ['a filter by a regular expression', { stacks: [{ keep: 'hide', pattern: '/a.b/' }] }, true],
])('whether settings need the engine: %s', (_, settings, needed) => expect(settingsNeedEngine(settings)).toBe(needed));

it('says that the pattern of a filter does not compile, and filters nothing by it', () => {
  const { errors, paired } = prepareProfile([inputOf('A', 'main;x 1\nmain;y 2', 'wall')], {
    stacks: [
      { keep: 'only', pattern: '/(/' },
      { keep: 'only', pattern: 'x' },
    ],
  });
  expect(errors).toHaveLength(1);
  expect(errors[0].message).toContain('Filter "/(/"');
  expect(splitAt(paired!, 0).total).toBe(1);
});
