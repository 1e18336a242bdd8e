// Waits over time on the recorded incident: held from 16:19:55, broken from 16:20:36 to 16:21:37, then held again.
import { join } from 'node:path';
import { type Page } from '@playwright/test';
import { barOf, clickDeploy, expect, openDashboard, settled, test } from './dashboard';

const RANGE = { from: '2026-11-24T16:19:56.000Z', to: '2026-11-24T16:22:30.000Z' };
const ALONE = { ...RANGE, solo: '1200x600' };

const known = (page: Page) => page.getByTestId('dualflame-timeline-window').and(page.locator('[data-state="known"]'));

test('p99 breaks: the strip shows what grew and when, a click shows that time alone, × the whole range again', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1300, height: 760 });
  await openDashboard(page, ALONE);
  // Nearest to the end first, and the panel works meanwhile.
  await expect(known(page).first()).toBeVisible();
  await expect(known(page)).toHaveCount(16, { timeout: 15_000 });
  const change = page.getByTestId('dualflame-timeline-change');
  // The waits for messages take the place of work when the broker gets slow.
  await expect(change).toHaveAccessibleName(/^Largest change: .+ 16:2\d(:\d\d)?: \d+(\.\d)? → \d+(\.\d)?$/);
  const whole = await barOf(page);
  await change.click();
  const chip = page.getByTestId('dualflame-comparing');
  await expect(chip).toHaveText(/^16:2\d:\d\d–16:2\d:\d\d$/);
  await expect.poll(() => barOf(page)).not.toEqual(whole);
  // 10 s of the program's five threads, and not of 154 s: the dashboard's range has stayed.
  await expect(
    page
      .getByTestId('dualflame-waits')
      .getByTitle(/threads × 10 s/)
      .first()
  ).toBeVisible();
  await expect(known(page)).toHaveCount(16);
  await page.getByRole('button', { name: 'Show the whole range' }).click();
  await expect.poll(() => barOf(page)).toEqual(whole);
});

test('when all windows are there, shares say how well they are known by how the windows differ', async ({ page }) => {
  await page.setViewportSize({ width: 1300, height: 760 });
  await openDashboard(page, { ...ALONE, options: JSON.stringify({ showList: true, defaultList: 'sites' }) });
  await expect(known(page)).toHaveCount(16, { timeout: 15_000 });
  const site = page.getByTestId('dualflame-sites').getByRole('option').first();
  await expect(site).toHaveAttribute(
    'title',
    /34\.1\s% of wall time\n2\d\.\d\s% to 4\d\.\d\s%, bootstrap over 16 windows/
  );
  await page.getByRole('button', { name: / findings$/ }).click();
  const first = page.getByTestId('dualflame-findings').getByRole('listitem').first();
  await expect(first).toContainText(/^34\.1\s% waits .* \(2\d\.\d\s% to 4\d\.\d\s%, bootstrap over 16 windows\)$/);
  await page.keyboard.press('Escape');
  // One window alone is not known by the others.
  await page.getByTestId('dualflame-timeline-change').click();
  await expect(page.getByTestId('dualflame-comparing')).toBeVisible();
  await expect(site).not.toHaveAttribute('title', /bootstrap/);
});

test('by the keyboard: an arrow moves, Enter shows, Escape leads back; the words are read out', async ({ page }) => {
  await page.setViewportSize({ width: 1300, height: 760 });
  await openDashboard(page, ALONE);
  await expect(known(page)).toHaveCount(16, { timeout: 15_000 });
  const strip = page.getByRole('slider', { name: 'Waits over time' });
  await strip.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await expect(strip).toHaveAttribute('aria-valuetext', /^16:20:00–16:20:10, threads: .*On CPU \d/);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('dualflame-comparing')).toHaveText('16:20:00–16:20:10');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('dualflame-comparing')).toHaveCount(0);
});

test('asked for: the button says the cost before, nothing is asked until then', async ({ page }) => {
  await page.setViewportSize({ width: 700, height: 500 });
  const asked: string[] = [];
  page.on('request', (request) => request.url().endsWith('.folded') && asked.push(request.url()));
  await openDashboard(page, { ...RANGE, solo: '600x300', options: JSON.stringify({ timeline: 'ask' }) });
  await expect(page.getByTestId('dualflame-timeline')).toHaveCount(0);
  const before = asked.length;
  await page.getByRole('button', { name: 'Waits over time: asks 16 × 2 queries' }).click();
  await expect(known(page)).toHaveCount(16, { timeout: 15_000 });
  expect(asked.length - before).toBe(32); // a profile of each kind in each window
});

/** Sizes that docs/plugin/pictures.md shows the walk at. */
const PICTURED = ['1200x600', '1900x900'];

/** Steps of the walk as pictures, in both themes, where pictures are wanted. */
const picture = async (page: Page, step: string, solo: string, theme: string) => {
  if (process.env.UPDATE_SCREENSHOTS === '1' && PICTURED.includes(solo)) {
    await settled(page);
    await page.mouse.move(0, 0);
    const { x, y, width, height } = (await page.getByTestId('dualflame-panel').boundingBox())!;
    await page.screenshot({
      path: join(__dirname, `../docs/plugin/img/walk-${step}-${solo}-${theme}.png`),
      clip: { x: x - 9, y: y - 49, width: width + 18, height: height + 58 },
    });
  }
};

/** No words of the strip are cut. */
const cutWords = (page: Page) =>
  page
    .getByTestId('dualflame-timeline')
    .locator('span, button')
    .evaluateAll((all) => all.filter((el) => el.scrollWidth > el.clientWidth + 1).map((el) => el.textContent));

for (const [solo, theme] of [
  ['1200x600', 'dark'],
  ['1200x600', 'light'],
  ['1900x900', 'dark'],
  ['1900x900', 'light'],
  ['600x300', 'dark'],
]) {
  test(`the walk, ${solo} ${theme}: p99 breaks, what grew and when, that window, the budget of a request, the deploy`, async ({
    page,
  }) => {
    const [width, height] = solo.split('x').map(Number);
    await page.setViewportSize({ width: width + 100, height: height + 160 });
    await openDashboard(page, { ...RANGE, solo, theme });
    const isSmall = height < 400;
    if (isSmall) {
      await page.getByRole('button', { name: /^Waits over time/ }).click();
    }
    await expect(known(page)).toHaveCount(16, { timeout: 30_000 });
    // Which kind, and when.
    const change = page.getByTestId('dualflame-timeline-change');
    await expect(change).toHaveAccessibleName(/^Largest change: Socket or event 16:20:\d\d: \d\.\d → \d\.\d$/);
    expect(await cutWords(page)).toEqual([]);
    await picture(page, 'strip', solo, theme);
    const [, when] = / (16:20:\d\d): /.exec((await change.getAttribute('aria-label'))!)!;
    // The graph of that time alone.
    await change.click();
    await expect(page.getByTestId('dualflame-comparing')).toHaveText(new RegExp(`^${when}–16:20:\\d\\d$`));
    await expect(page.getByTestId('dualflame-finding')).toContainText('ReadMessage');
    await settled(page);
    await picture(page, 'window', solo, theme);
    // What one request of it costs.
    await page.getByTestId('dualflame-finding').getByRole('button').first().click();
    const budget = page.getByTestId('dualflame-budget');
    await expect(budget.getByRole('row').first()).toHaveText(/Socket or event in .*ReadMessage$/, { timeout: 30_000 });
    await page.keyboard.press('Escape');
    if (isSmall) {
      return; // the latencies have no room
    }
    // Before and after the deploy, by its mark.
    await page.goto(`/?dashboard=requests&solo=${solo}&theme=${theme}`);
    await clickDeploy(page);
    await expect(page.getByTestId('dualflame-comparing')).toContainText(/^vs /);
  });
}

test('the latencies by the keyboard: marked, read out, compared', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 1000 });
  await page.goto('/?dashboard=requests&solo=1200x800');
  const plot = page.getByTestId('dualflame-latency-plot');
  await expect(page.getByTestId('dualflame-exemplar')).toHaveCount(24, { timeout: 30_000 });
  await plot.focus();
  await page.keyboard.press('Home');
  for (let i = 0; i < 6; i++) {
    await page.keyboard.press('ArrowUp');
  }
  for (let i = 0; i < 6; i++) {
    await page.keyboard.press('Shift+ArrowUp');
  }
  await page.keyboard.down('Shift');
  await page.keyboard.press('End');
  await page.keyboard.up('Shift');
  await expect(plot).toHaveAttribute('aria-valuetext', /^\d\d:\d\d:\d\d to \d\d:\d\d:\d\d, .+ to .+: \d exemplars?$/);
  await expect(page.getByTestId('dualflame-latency-brush')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('dualflame-comparing')).toHaveText(/^\d slow spans? \(≥ [\d.]+ ms\) against \d+ fast/);
});
