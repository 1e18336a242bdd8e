import { text } from '../testing';
import { prepareProfile } from './prepare';
import { settingsNeedEngine } from './settings';
import { type Settings } from './types';

it.each<[string, Settings, boolean]>([
  ['nothing set', {}, false],
  ['texts', { rules: [{ pattern: '^main\\.wait', category: 'lock' }], myCode: 'acme' }, false],
  ['a rule', { rules: [{ pattern: 'a|b', category: 'lock' }] }, true],
  ['my code', { myCode: '^(main|com)\\.' }, true],
  ['filters by text', { stacks: [{ keep: 'only', pattern: 'a.b' }] }, false],
  ['a filter by a frame', { stacks: [{ keep: 'only', pattern: '/^a\\.b$/' }] }, false],
  ['a filter by a regular expression', { stacks: [{ keep: 'hide', pattern: '/a.b/' }] }, true],
])('whether settings need the engine: %s', (_, settings, needed) => expect(settingsNeedEngine(settings)).toBe(needed));

it('patterns that do not compile are named, each by what it is for', () => {
  const { errors } = prepareProfile([{ refId: 'A', source: text('a;b 3'), role: 'wall' }], {
    rules: [{ pattern: '(r', category: 'lock' }],
    myCode: '(m',
    stacks: [
      { keep: 'only', pattern: '/(f/' },
      { keep: 'only', pattern: 'a' },
    ],
  });
  expect(errors.map(({ message }) => message.slice(0, message.indexOf(': ')))).toEqual([
    'Wait rule "(r"',
    'My code "(m"',
    'Filter "/(f/"',
  ]);
});
