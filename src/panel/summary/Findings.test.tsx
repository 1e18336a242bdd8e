import { fireEvent, render, screen, within } from '@testing-library/react';
import React from 'react';
import { type Finding } from '../../analysis';
import { Findings } from './Findings';

const FINDINGS: Finding[] = [
  {
    kind: 'wait',
    text: '38 % waits for a connection of the pool (database/sql) in OrderStore.LoadOrder',
    short: '38 % waits for a connection of the pool · LoadOrder',
    share: 0.38,
    weight: 0.9,
    node: 7,
    detail: '36 % to 41 %, 1,203 samples',
    reasons: ['It is not the database: the time is spent before a connection is had.'],
  },
  {
    kind: 'cpu',
    text: '60 % of CPU time runs in encode',
    short: '60 % of CPU time runs · encode',
    share: 0.6,
    weight: 0.1,
    node: 9,
  },
  { kind: 'split', text: '69 % of wall time waits', short: '69 % of wall time waits', share: 1, node: 0 },
];

const REPORT = { range: '10:00 – 10:05 UTC', service: 'service_name="shop"', link: 'https://g/d/a?from=1' };
const show = (findings = FINDINGS, width = 800) => {
  const onFinding = jest.fn();
  render(
    <Findings
      findings={findings}
      title="Where the time goes"
      width={width}
      report={() => REPORT}
      onFinding={onFinding}
    />
  );
  return onFinding;
};

it('begins with the cause, and leaves the split to the bar', () => {
  show();
  expect(screen.getByTestId('dualflame-finding')).toHaveTextContent(
    /^38 % waits for a connection of the pool \(database\/sql\) in OrderStore.LoadOrder3 findings/
  );
});

it('lists every finding with its interval and its reasons; a click leads to the frame', async () => {
  const onFinding = show();
  fireEvent.click(screen.getByRole('button', { name: '3 findings' }));
  const list = await screen.findByTestId('dualflame-findings');
  const [first, second] = within(list).getAllByRole('listitem');
  expect(first).toHaveTextContent('(36 % to 41 %, 1,203 samples)');
  expect(first).toHaveTextContent('It is not the database');
  expect(second).not.toHaveTextContent('samples');
  fireEvent.click(within(second).getByRole('button'));
  expect(onFinding).toHaveBeenCalledWith(FINDINGS[1]);
});

it('a narrow line keeps the number of the findings, and its name', () => {
  show(FINDINGS, 400);
  expect(screen.getByRole('button', { name: '3 findings' })).toHaveTextContent(/^3$/);
});

describe('where there is no room', () => {
  const TWO: Finding[] = [
    { kind: 'wait', text: '40 % waits for a lock in a', short: '40 % waits · a', share: 0.4, weight: 0.4, node: 1 },
    { kind: 'wait', text: '38 % waits for a lock in b', short: '38 % waits · b', share: 0.38, weight: 0.38, node: 2 },
  ];
  const sentence = () => screen.getByTestId('dualflame-finding').querySelector('p')!;
  const withRoomFor = (characters: number) => {
    // jsdom lays nothing out: a character is a pixel wide.
    Object.defineProperty(HTMLElement.prototype, 'scrollWidth', {
      configurable: true,
      get(this: HTMLElement) {
        return this.textContent?.length ?? 0;
      },
    });
    Object.defineProperty(HTMLElement.prototype, 'clientWidth', { configurable: true, get: () => characters });
  };
  afterEach(() => {
    Reflect.deleteProperty(HTMLElement.prototype, 'scrollWidth');
    Reflect.deleteProperty(HTMLElement.prototype, 'clientWidth');
  });

  it.each([
    [200, '40 % waits for a lock in a; 38 % waits for a lock in b'],
    [30, '40 % waits for a lock in a'],
    [16, '40 % waits · a'],
    [10, '40 % waits · a'],
  ])('for %d characters, the sentence is shorter and begins with the same cause', (characters, text) => {
    withRoomFor(characters);
    show(TWO);
    expect(sentence()).toHaveTextContent(text);
    expect(sentence()).toHaveAttribute('title', '40 % waits for a lock in a; 38 % waits for a lock in b');
  });
});

it('copies what it says, of what, when, and the link to the view', async () => {
  const writeText = jest.fn().mockResolvedValue(undefined);
  Object.defineProperty(navigator, 'clipboard', { value: { writeText }, configurable: true });
  show();
  fireEvent.click(screen.getByRole('button', { name: 'Copy the findings as Markdown' }));
  expect(await screen.findByRole('button', { name: 'Copied' })).toBeVisible();
  const [first, second, ...rest] = writeText.mock.calls[0][0].split('\n');
  expect(first).toBe('**Where the time goes** · `service_name="shop"` · 10:00 – 10:05 UTC');
  expect(second).toMatch(/^- 38 % waits for a connection of the pool/);
  expect(rest.at(-1)).toBe('https://g/d/a?from=1');
});

it('a first cause that may not be the largest names the other one in every form of the sentence', () => {
  const or = { text: `${FINDINGS[0].text}, or ${FINDINGS[1].text}`, short: 'pool, or encode' };
  show([
    { ...FINDINGS[0], interval: [0.1, 0.6], or },
    { ...FINDINGS[1], weight: 0.8, interval: [0.5, 0.7] },
  ]);
  expect(screen.getByTitle(/^38 %/)).toHaveTextContent(or.text);
});
