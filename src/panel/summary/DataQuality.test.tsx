import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import React from 'react';
import { column, prepared, preparedOf, table, text } from '../../testing';
import { noteReading } from '../model/readingCost';
import { bannerOf } from './banner';
import { DataQuality } from './DataQuality';
import { DataQualityBanner } from './DataQualityBanner';
import { type QualityInput } from './qualityFacts';

function said(of: ReturnType<typeof prepared>, props: Partial<QualityInput> = {}): string[] {
  cleanup();
  const { paired, queries, filteredShare, removedFrames } = of;
  render(
    <DataQuality
      {...{ paired: paired!, queries, filteredShare, removedFrames, problems: [], caveats: [] }}
      {...props}
    />
  );
  return screen.getByTestId('dualflame-data-quality').textContent!.replaceAll('\u00a0', ' ').split(' · ');
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
    'CPU + waits exceed wall by 60.0 %: the samplers overlap, a system call counts as both. It is counted as waiting'
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

const problem = (refId: string, minor?: true) => ({ refId, message: 'timeout.', minor });

describe('the button', () => {
  const of = prepared({ cpu: 'a;b 30', wall: 'a;b 100' });

  it('is 20 px, says how much is wrong, and opens problems and facts as a list', async () => {
    // Query A is in the banner.
    expect(said(of, { problems: [problem('A'), problem('B')] }).slice(0, 2)).toEqual([
      'Query B: timeout.',
      'Two samplers: on-CPU from the CPU profile, waits from the wall profile',
    ]);
    const button = screen.getByRole('button', { name: 'What is measured: 2 problems' });
    expect(button).toHaveStyle({ width: '20px', height: '20px' });
    fireEvent.click(button);
    const rows = (await screen.findAllByRole('listitem')).map(({ textContent }) =>
      textContent!.replaceAll('\u00a0', ' ')
    );
    expect(rows.slice(0, 2)).toEqual(['Query A: timeout.', 'Query B: timeout.']);
    expect(rows).toContain('70.0 % of wall is explained by neither CPU nor a wait frame');
  });

  it('is no warning where nothing is wrong', () => {
    said(of);
    expect(screen.getByRole('button', { name: 'What is measured' })).toBeInTheDocument();
    said(of, { problems: [problem('A')] });
    expect(screen.getByRole('button', { name: 'What is measured: 1 problem' })).toBeInTheDocument();
  });
});

describe('the banner', () => {
  it('a query that failed, in its own words; of several their number and the first', () => {
    expect(bannerOf([problem('A')], 'cpu+wall')).toEqual({ text: 'Query A: timeout.', failed: true });
    expect(bannerOf([problem('W', true), problem('A'), problem('B')], 'cpu')).toEqual({
      text: '2 problems: Query A: timeout.',
      failed: true,
    });
  });

  it('a share that nobody knows', () => {
    const unknown = (['cpu', 'offcpu', 'wall', 'cpu+wall', 'cpu+offcpu', 'other'] as const).map(
      (evidence) => bannerOf([], evidence)?.text
    );
    expect(unknown).toEqual([
      'CPU only: waiting is not in this profile',
      'Off-CPU only: running is not in this profile',
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(bannerOf([], 'cpu')?.failed).toBe(false);
  });

  it('is not shown for what makes nothing that is shown less true', () =>
    expect(bannerOf([problem('A', true)], 'cpu+wall')).toBeUndefined());

  it('is one line of 24 px: an alert that can be read whole, with all problems behind a button', async () => {
    const problems = [problem('A'), problem('B', true)];
    render(<DataQualityBanner banner={bannerOf(problems, 'cpu+wall')!} problems={problems} />);
    expect(screen.getByRole('alert')).toHaveStyle({ height: '24px' });
    expect(screen.getByTitle('Query A: timeout.')).toHaveTextContent('Query A: timeout.');
    fireEvent.click(screen.getByRole('button', { name: 'Details' }));
    expect((await screen.findAllByRole('listitem')).map(({ textContent }) => textContent)).toEqual([
      'Query A: timeout.',
      'Query B: timeout.',
    ]);
  });

  it('is no alert where nothing failed', () => {
    render(<DataQualityBanner banner={bannerOf([], 'cpu')!} problems={[]} />);
    expect(screen.getByRole('status')).toHaveTextContent('CPU only: waiting is not in this profile');
    expect(screen.queryByRole('button')).not.toBeInTheDocument();
  });
});

it('what the answer has cost this browser is in the details, as of when they are opened', () => {
  const both = prepared({ cpu: 'a;b 30', wall: 'a;b 100' });
  said(both);
  noteReading(both.paired!.tree, { rows: 32_000, reading: 12, judging: 80, painting: 3 });
  fireEvent.click(screen.getByRole('button', { name: 'What is measured' }));
  expect(screen.getByText('32,000 rows read in 12 ms, judged in 80 ms, painted in 3 ms')).toBeVisible();
});

it('what is estimated of events that were recorded with a probability', () => {
  const input = { refId: 'B', role: 'offcpu' as const, source: text('main;read;ep_poll 6'), probability: 0.02 };
  expect(said(preparedOf([input]))).toContain(
    'B: estimated: scaled by 50×, its events were recorded with probability 0.02'
  );
  expect(said(preparedOf([{ ...input, probability: 1 }])).join()).not.toContain('estimated');
});
