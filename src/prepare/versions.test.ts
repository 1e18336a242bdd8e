import { splitAt } from '../analysis';
import { column, inputOf, preparedOf, table } from '../testing';
import { type ProfileInput } from './types';

const AT = Date.UTC(2026, 10, 24, 16);
type Row = [seconds: number, stack: string, value: number, version: string];

const rows = (all: Row[], label = 'service_version', timed = true): ProfileInput => ({
  refId: 'A',
  role: 'wall',
  source: table(
    ...(timed
      ? [
          column(
            'time',
            all.map(([at]) => AT + at * 1000),
            'time'
          ),
        ]
      : []),
    column(
      'stack',
      all.map(([, stack]) => stack)
    ),
    column(
      'wall_ns',
      all.map(([, , value]) => value),
      'number'
    ),
    column(
      label,
      all.map(([, , , version]) => version)
    )
  ),
});
const DEPLOY: Row[] = [
  [20, 'main;query', 6, '1.10'],
  [20, 'main;work', 4, '1.10'],
  [0, 'main;query', 1, '1.9'],
  [0, 'main;work', 9, '1.9'],
  [10, 'main;work', 10, '1.9'],
];

describe('which version is the newer one', () => {
  it('the one that was seen last, and from when on, whatever the order of the rows', () =>
    expect(preparedOf([rows(DEPLOY)]).versions).toEqual({
      label: 'service_version',
      before: '1.9',
      now: '1.10',
      others: 0,
      at: AT + 20_000,
    }));

  it('without times, or where both are there from the beginning, the order of the rows tells, and no moment is said', () => {
    const { versions } = preparedOf([rows(DEPLOY, 'version', false)]);
    expect(versions).toEqual({ label: 'version', before: '1.10', now: '1.9', others: 0, at: undefined });
    const canary: Row[] = [
      [0, 'a', 1, 'old'],
      [0, 'b', 1, 'new'],
      [5, 'a', 1, 'new'],
      [5, 'b', 1, 'old'],
      [9, 'a', 1, 'old'],
    ];
    expect(preparedOf([rows(canary)]).versions).toMatchObject({ before: 'old', now: 'new', at: undefined });
  });

  it('of three the last two, and how many are left out', () =>
    expect(preparedOf([rows([...DEPLOY, [30, 'main;work', 1, '1.11']])]).versions).toMatchObject({
      before: '1.10',
      now: '1.11',
      others: 1,
    }));

  it('by labels of whole answers, too', () => {
    const of = (version: string) => ({
      ...inputOf('A', 'main;work 1', 'wall'),
      labels: [['app.kubernetes.io/version', version]] as Array<[string, string]>,
    });
    expect(preparedOf([of('a'), of('b')]).versions).toMatchObject({
      label: 'app.kubernetes.io/version',
      before: 'a',
      now: 'b',
    });
  });

  it.each([['pod'], ['conversion'], ['__proto__']])('not by a label called %s', (label) =>
    expect(preparedOf([rows(DEPLOY, label)]).versions).toBeUndefined()
  );

  it('not where all samples are of one', () =>
    expect(preparedOf([rows(DEPLOY.filter(([, , , version]) => version === '1.9'))]).versions).toBeUndefined());
});

it('each side of a comparison has the samples of its version alone, and a filter takes from both', () => {
  const side = (value: string, baseline: boolean) => ({
    ...rows(DEPLOY),
    baseline,
    only: { label: 'service_version', value },
  });
  const of = (settings = {}) => {
    const { paired, baseline } = preparedOf([side('1.10', false), side('1.9', true)], settings);
    return [splitAt(paired!, 0).total, baseline && splitAt(baseline, 0).total];
  };
  expect(of()).toEqual([10, 20]);
  expect(of({ stacks: [{ keep: 'only', pattern: 'query' }] })).toEqual([6, 1]);
});
