// Waits over time on the recorded incident: held from 16:19:55, broken from 16:20:36 to 16:21:37, then held again.
import { barOf, expect, openDashboard, test } from './dashboard';

const RANGE = { from: '2026-11-24T16:19:56.000Z', to: '2026-11-24T16:22:30.000Z' };
const ALONE = { ...RANGE, solo: '1200x600' };

const known = (page: import('@playwright/test').Page) =>
  page.getByTestId('dualflame-timeline-window').and(page.locator('[data-state="known"]'));

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
  await expect(change).toHaveText(/^16:2\d(:\d\d)?: .+ \d+(\.\d)? → \d+(\.\d)? threads$/);
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
