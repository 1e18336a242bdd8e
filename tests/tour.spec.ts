// docs/plugin/tour.md and the first lines of README.md walked literally: each figure is read from the text and found on the screen. Demo only.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Page } from '@playwright/test';
import {
  barOf,
  compareWithObjective,
  expect,
  inMenu,
  openDashboard,
  openList,
  settled,
  switchTo,
  test,
} from './dashboard';

const ROOT = join(__dirname, '..');
const plain = (file: string) => readFileSync(join(ROOT, file), 'utf8').replace(/\s+/g, ' ');
const [TOUR, README] = ['docs/plugin/tour.md', 'README.md'].map(plain);

/** The parts of a text that stand in brackets of the pattern; fails where the text says something else. */
function said(text: string, pattern: RegExp): string[] {
  const match = pattern.exec(text);
  expect(match, `the text still says ${pattern}`).not.toBeNull();
  return match!.slice(1);
}

const finding = async (page: Page) =>
  ((await page.getByTestId('dualflame-finding').textContent()) ?? '').replaceAll('\u00a0', ' ');
const shareOf = async (page: Page, name: string) => (await barOf(page)).find((part) => part.name === name)?.percent;

test.beforeEach(async ({ page }) => {
  await page.setViewportSize({ width: 1600, height: 900 });
  await openDashboard(page);
});

test('1: the objective is broken', () => {
  const [near, promised] = said(TOUR, /p99 is near (\d+) ms where (\d+) ms was promised/).map(Number);
  const recorded = join(ROOT, 'testdata/incident/recorded');
  const answers = readdirSync(recorded)
    .filter((file) => file.endsWith('.promql.json'))
    .map((file) => JSON.parse(readFileSync(join(recorded, file), 'utf8')));
  const p99 = answers.find(({ query }) => query.startsWith('histogram_quantile(0.99'));
  const values = (p99.answer.data.result[0].values as Array<[number, string]>)
    .map(([, value]) => Number(value) * 1000)
    .filter((ms) => ms > promised)
    .sort((a, b) => a - b);
  const median = values[Math.floor(values.length / 2)];
  expect(Math.abs(median - near) / near).toBeLessThan(0.1);
});

test('2: the CPU profile misleads', async ({ page }) => {
  const [share, leaf, other, second, own] = said(
    TOUR,
    /the finding is (\d+) % in `(\w+)`, or (\d+) % in `([\w.]+)`.*?whose code runs: (\d+) % is/
  );
  await settled(page);
  await switchTo(page, 'CPU');
  await expect
    .poll(async () =>
      [...(await finding(page)).matchAll(/([\d.]+) % of CPU time runs [·in]+ ([\w.]*[A-Za-z])/g)].map(
        ([, figure, name]) => [Math.round(Number(figure)), name]
      )
    )
    .toEqual([
      [Number(share), leaf],
      [Number(other), second],
    ]);
  expect(await shareOf(page, 'Own code')).toBe(Number(own));
});

test('3: the finding, and how many there are', async ({ page }) => {
  const [share, where, count] = said(
    TOUR,
    /([\d.]+) % waits for a socket, through the Kafka client, in `([\w.]+)`\. \*(\d+) findings\*/
  );
  await settled(page);
  await expect
    .poll(() => finding(page))
    .toMatch(new RegExp(`^${share} % waits for a socket.*kafka.* in ${where}\\D*${count} findings$`));
});

test('4: the bar, what it sums to, and what has no room for its name', async ({ page }) => {
  const [cpu, waits, channel, whole, more] = said(
    TOUR,
    /(\d+) % on CPU, (\d+) % \*Socket or event\*, (\d+) % \*Channel\* …, and sums to (\d+) %.*?is behind \*\+(\d+)\*/
  ).map(Number);
  const parts = await barOf(page);
  expect(await Promise.all(['On CPU', 'Socket or event', 'Channel'].map((name) => shareOf(page, name)))).toEqual([
    cpu,
    waits,
    channel,
  ]);
  expect(parts.reduce((sum, { percent }) => sum + percent, 0)).toBe(whole);
  await expect(page.getByTestId('dualflame-waits').getByTestId('dualflame-more')).toHaveText(`+${more}`);
});

test('7: what changed', async ({ page }) => {
  const [where, before, now] = said(TOUR, /p99 broke, and the wait in `(\w+)` went from (\d+) % to (\d+) %/);
  await compareWithObjective(page);
  await expect(page.getByTestId('dualflame-finding')).toContainText('→');
  const text = await finding(page);
  expect(text).toMatch(new RegExp(`^p99 broke: .*${where}`));
  const shares = [...text.matchAll(/([\d.]+) %/g)].map(([, figure]) => String(Math.round(Number(figure))));
  expect(shares).toEqual([before, now]);
});

test('README: what the CPU profile is led by, and what wall time is spent in', async ({ page }) => {
  const [leads, share, wall, wait] = said(
    README,
    /led by `(\w+)` \((\d+) % of CPU time\), but (\d+) % of wall time is spent in `([\w.]+)`/
  );
  const rowOf = async (name: string) => {
    await page.getByLabel('Search frames').fill(name);
    const row = page.getByTestId('dualflame-functions').getByRole('row').nth(1);
    await expect(row).toContainText(name.split('.').pop()!);
    const cells = await row.getByRole('gridcell').allTextContents();
    return cells
      .map((text) => /^(\d+(?:\.\d+)?)\s%$/.exec(text)?.[1])
      .flatMap((figure) => (figure ? Number(figure) : []));
  };
  await openList(page, 'Functions');
  await switchTo(page, 'Wall');
  expect((await rowOf(wait)).map(Math.round)).toContain(Number(wall));
  await switchTo(page, 'CPU');
  expect((await rowOf(leads)).map(Math.round)).toContain(Number(share));
  // It is what the picture's caption says, too.
  expect(said(README, /the panel says that (\d+) % of the time waits for Kafka/)).toEqual([wall]);
});

test('8: the exports that the tour names are there', async ({ page }) => {
  const [named] = said(TOUR, /\*Export\* gives ([\w, ]+)\./);
  await page.getByTestId('dualflame-more-menu').click();
  await page.getByRole('menuitem', { name: 'Export' }).hover();
  for (const name of named.split(/, | and /)) {
    await expect(inMenu(page, new RegExp(name === 'folded text' ? 'Folded stacks' : name))).toBeVisible();
  }
});
