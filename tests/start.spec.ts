// From nothing to a graph: what a panel says whose queries are not there yet, as Grafana hands them to it. On the demo only.
import { type Page } from '@playwright/test';
import { expect, test } from './dashboard';

const CPU = 'process_cpu:cpu:nanoseconds:cpu:nanoseconds';
const ONE = { labelSelector: '{service_name="consumer"}' };
const FGPROF = 'process_cpu:time:nanoseconds:wallclock:nanoseconds';

const open = (page: Page, targets: object[], solo = '600x300', more: Record<string, string> = {}) =>
  page.goto(`/?${new URLSearchParams({ solo, targets: JSON.stringify(targets), ...more })}`);
const steps = (page: Page) => page.getByTestId('dualflame-steps');

for (const solo of ['600x300', '300x200', '1200x600']) {
  test(`a new panel of ${solo} says what to choose, of what this data source has, and copies it`, async ({
    page,
    context,
  }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await open(page, [{ refId: 'A', queryType: 'both' }], solo);
    await expect(steps(page).getByRole('listitem')).toHaveText([
      /^CPU time: choose its profile type in query A\.\s*process_cpu › cpu$/,
      /^Waits: add a second query.*process_cpu › time$/,
      /^Press Refresh/,
    ]);
    await steps(page)
      .getByRole('button', { name: `Copy ${FGPROF}` })
      .click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(FGPROF);
    // Nothing stands outside of the panel; what has no room is scrolled to.
    const wide = await steps(page).evaluate((box) => box.scrollWidth > box.clientWidth);
    expect(wide).toBe(false);
  });
}

test('with the first query there is a graph; that waits are not visible is a sentence, with the way to them', async ({
  page,
}) => {
  await open(page, [{ refId: 'A', profileTypeId: CPU, queryType: 'profile' }]);
  await expect(page.getByTestId('dualflame-graph-cpu')).toBeVisible();
  const banner = page.getByTestId('dualflame-banner');
  await expect(banner).toHaveAttribute('role', 'status');
  await expect(banner).toContainText('CPU only: waiting is not in this profile');
  await banner.getByRole('button', { name: 'How to see waits' }).click();
  await expect(steps(page).getByRole('listitem').first()).toHaveAccessibleName(/^done: CPU time: query A/);
  await expect(steps(page).getByRole('button', { name: `Copy ${FGPROF}` })).toBeVisible();
});

test('with both there are neither steps nor banner, and nothing was asked that they need', async ({ page }) => {
  const scripts: string[] = [];
  page.on('request', (request) => scripts.push(request.url()));
  await open(page, [
    { refId: 'A', profileTypeId: CPU, ...ONE },
    { refId: 'B', profileTypeId: FGPROF, ...ONE },
  ]);
  await expect(page.getByTestId('dualflame-waits')).toBeVisible();
  await expect(steps(page)).toHaveCount(0);
  await expect(page.getByTestId('dualflame-banner')).toHaveCount(0);
  expect(scripts.filter((url) => /\/start\.js/.test(url))).toEqual([]);
});

test('a data source in error says it in its own words, once, beside what the others gave', async ({ page }) => {
  const failing = { datasource: { type: 'prometheus', uid: 'prometheus' }, expr: 'up{nobody="recorded"}' };
  await open(page, [
    { refId: 'A', profileTypeId: CPU, ...ONE },
    { refId: 'B', profileTypeId: FGPROF, ...ONE },
    { refId: 'C', ...failing },
    { refId: 'D', ...failing },
  ]);
  await expect(page.getByTestId('dualflame-waits')).toBeVisible();
  await expect(page.getByTestId('dualflame-panel').getByText('The recording has no answer for')).toHaveCount(1);
});
