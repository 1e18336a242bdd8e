// Does the first sentence name the true cause? testdata/truth: programs with one bottleneck each, known from their timers.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { changeFaultsOf, faultsOf, markdownOf, saidOf, score } from './truthScore';
import { loadCases, readCase } from './truthCases';

const FOLDER = join(__dirname, '../testdata/truth');
const cases = loadCases(FOLDER);

const scores = cases.map(score);

it.each(
  scores.map((one, i) => [one.name, cases[i].nothing ? 'nothing stands out' : 'cause, code and share', one] as const)
)('%s: the first sentence names %s', (_, __, { faults }) => {
  expect(faults).toEqual([]);
});

it.each(scores.filter(({ changeFaults }) => changeFaults).map((one) => [one.name, one] as const))(
  '%s: the first change names the repair',
  (_, { changeFaults }) => {
    expect(changeFaults).toEqual([]);
  }
);

/** The rules that have a recording here in which they must speak first. */
it.each([
  ['pool-exhausted', '01'],
  ['slow-consumer', '02'],
  ['rate-limiter', '04'],
  ['blocked-event-loop', '07'],
  ['interpreter-lock', '08'],
  ['page-faults', '13'],
  ['blocked-event-loop', '15'],
  ['gc-pressure', '21'],
  ['lock-convoy', '22'],
  ['retry', '23'],
  ['name-lookup', '24'],
  ['busy-thread', '26'],
  ['gc-pressure', '29'],
  ['commit', '31'],
  ['retry', '32'],
  ['lock-convoy', '35'],
  ['commit', '36'],
])('the rule %s speaks first of its recording %s', (rule, name) => {
  expect(scores.find((one) => one.name.startsWith(name))?.first?.rule).toBe(rule);
});

it('no rule speaks of a healthy program', () => {
  expect(scores.filter((_, i) => cases[i].nothing).map(({ first }) => first?.rule)).toEqual(
    cases.filter(({ nothing }) => nothing).map(() => undefined)
  );
});

it('docs/findings.md says what the panel says (npm run -s truth -- --markdown > docs/findings.md)', () => {
  expect(readFileSync(join(__dirname, '../docs/findings.md'), 'utf8')).toBe(markdownOf(cases, scores));
});

it('has at least 22 cases, two of them healthy, and every recording that they name', () => {
  expect(cases.length).toBeGreaterThanOrEqual(22);
  expect(cases.filter(({ nothing }) => nothing).length).toBeGreaterThanOrEqual(2);
  const files = cases.flatMap(({ before, after }) => [before, after ?? {}].flatMap((side) => Object.values(side)));
  expect(files.filter((file) => !existsSync(file))).toEqual([]);
});

describe('the score', () => {
  const truth = readCase(
    '/cases',
    '01',
    JSON.stringify({
      title: 'a program',
      category: 'lock',
      acceptable: ['pool-exhausted'],
      site: 'Store\\.load',
      share_of_wall: 0.4,
      share_of_cpu: 0.8,
      change: 'Store\\.load',
      files: { before: { cpu: 'a' }, after: { cpu: 'b' } },
    })
  );
  const healthy = { ...truth, nothing: true };
  const said = (finding: object, rest: object = {}) =>
    saidOf(
      JSON.stringify({
        headline: 'h',
        findings: [
          { kind: 'split', text: 'split', share: 1, site: '' },
          {
            kind: 'wait',
            category: 'lock',
            text: '40 % waits for a lock in Store.load',
            share: 0.4,
            site: '',
            ...finding,
          },
        ],
        ...rest,
      })
    );

  it.each([
    ['right by category, text and share', {}, []],
    ['right by rule', { category: 'idle', rule: 'pool-exhausted' }, []],
    ['right by the other share', { share: 0.75 }, []],
    [
      'wrong category',
      { category: 'idle' },
      [expect.stringMatching(/^the cause is lock or pool-exhausted, not idle\/wait/)],
    ],
    ['wrong site', { text: 'a lock' }, [expect.stringMatching(/^the site is Store/)]],
    ['wrong share', { share: 0.55 }, ['the share is 40.0 % of wall or 80.0 % of cpu, not 55.0 %']],
    ['no share', { share: null }, [expect.stringMatching(/^the share is/)]],
  ])('%s', (_, finding, faults) => {
    expect(faultsOf(truth, said(finding))).toEqual(faults);
  });

  it('knows a program that is healthy', () => {
    expect(faultsOf(truth, said({}, { nothing: true }))).toEqual(['it says that nothing stands out']);
    expect(faultsOf(healthy, said({}, { nothing: true }))).toEqual([]);
    expect(faultsOf(healthy, said({}))).toEqual([expect.stringMatching(/^nothing is wrong, but/)]);
  });

  it('looks at the first change alone', () => {
    const changed = (...sites: string[]) =>
      said({}, { changes: sites.map((site) => ({ kind: 'change', site, text: '' })) });
    expect(changeFaultsOf(truth, changed('Store.load', 'other'))).toEqual([]);
    expect(changeFaultsOf(truth, changed('other', 'Store.load'))).toHaveLength(1);
    expect(changeFaultsOf(truth, changed())).toEqual(['no change is named']);
    expect(changeFaultsOf({ ...truth, change: undefined }, changed())).toBeUndefined();
  });

  it('takes no report without findings', () => {
    expect(() => saidOf('{"headline": "h"}')).toThrow('no headline and findings');
  });
});

it.each([
  ['{', /^\/cases\/01\/truth\.json: /],
  ['[]', /must be an object/],
  ['{"title": "t", "files": {"before": {}}}', /"share_of_wall" must be given/],
  ['{"title": "t", "files": {"before": {}}, "share_of_cpu": 38}', /"share_of_cpu" must be a share/],
  ['{"title": "t", "files": {"before": {}}, "share_of_cpu": 0.1, "category": "slow"}', /"category" must be a category/],
  [
    '{"title": "t", "files": {"before": {}}, "share_of_cpu": 0.1, "category": "cpu", "site": "("}',
    /"site" must be a reg/,
  ],
  ['{"title": "t", "files": {"before": {"heap": "x"}}, "nothing": true}', /"files\.before\.heap" must be/],
])('says what is wrong in %s', (text, message) => {
  expect(() => readCase('/cases', '01', text)).toThrow(message);
});
