import { cleanup, render, screen } from '@testing-library/react';
import React from 'react';
import { column, prepared, preparedOf, table } from '../../testing';
import { DataQuality, type DataQualityProps } from './DataQuality';

function said(of: ReturnType<typeof prepared>, props: Partial<DataQualityProps> = {}): string[] {
  cleanup();
  const { paired, queries, filteredShare, removedFrames } = of;
  render(
    <DataQuality
      {...{ paired: paired!, queries, filteredShare, removedFrames, problems: [], caveats: [] }}
      {...props}
    />
  );
  return screen.getByTestId('dualflame-honesty').textContent!.replaceAll('\u00a0', ' ').split(' · ');
}

const cutOff = table(
  column('level', [0, 1, 1], 'number'),
  column('value', [40, 30, 10], 'number'),
  column('self', [0, 30, 10], 'number'),
  column('label', ['total', 'main', 'other']),
  column('truncated', [false, false, true], 'boolean')
);

it('what the source cut off, of which query, as a share of it', () => {
  const two = preparedOf([
    { refId: 'A', role: 'cpu', source: cutOff },
    { refId: 'B', role: 'wall', source: cutOff },
  ]);
  expect(said(two)).toEqual(
    expect.arrayContaining([
      'A: 25.0 % cut off at the source’s node limit (“other”)',
      'B: 25.0 % cut off at the source’s node limit (“other”)',
    ])
  );
  expect(said(prepared({ cpu: 'a;b 1', wall: 'a;b 1' })).join()).not.toContain('cut off');
});

it('how far two samplers are apart, from a percent on, and in which direction', () => {
  expect(said(prepared({ cpu: 'a;b 30', wall: 'a;b 100' }))).toContain(
    '70.0 % of wall is explained by neither CPU nor a wait frame'
  );
  expect(said(prepared({ cpu: 'a;b 60', wall: 'a;ep_poll 100' }))).toContain(
    'CPU + waits exceed wall by 60.0 %: the samplers overlap, a system call counts as both'
  );
  expect(said(prepared({ cpu: 'a;b 999', wall: 'a;b 1000' })).join()).not.toMatch(/exceed|explained/);
});

it('what filters hide comes first, and frames left out before that', () => {
  const stacks = [
    { keep: 'without' as const, pattern: 'b' },
    { keep: 'hide' as const, pattern: 'c' },
  ];
  expect(said(prepared({ wall: 'a;b 30\na;c;d 70' }, { stacks })).slice(0, 2)).toEqual([
    '1 frames left out, their time is their callers’',
    'Filters hide 30.0 % of the time; shares are of the rest',
  ]);
});

it('instances, and a query of which a filter leaves nothing', () => {
  const one = (text: string, refId = 'A', role: 'cpu' | 'wall' = 'cpu') => ({
    refId,
    role,
    source: { kind: 'text' as const, text },
  });
  const instances = preparedOf([one('a;b 1'), one('a;b 2'), one('a;c 3', 'B', 'wall')], {
    stacks: [{ keep: 'only', pattern: 'b' }],
  });
  expect(said(instances)).toEqual(
    expect.arrayContaining(['2 instances added up', 'B: the filters leave none of its samples'])
  );
});

it('problems: one in full, of several their number and the first', () => {
  const of = prepared({ cpu: 'a;b 1' });
  const problem = (refId: string) => ({ refId, message: 'timeout.' });
  expect(said(of, { problems: [problem('A')] })[0]).toContain('Query A: timeout.');
  expect(said(of, { problems: [problem('A'), problem('B')] })[0]).toContain('2 problems: Query A: timeout.');
});
