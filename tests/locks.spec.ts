// The dashboard of recordings that say who holds and who wakes: what its panels say first, and where their lists lead.
import { type Page } from '@playwright/test';
import { expect, test } from './dashboard';

const panels = [
  /waits for a lock that others hold in Journal\.Commit: [\d.]+\s% of the contention is released in Journal\.flushLocked/,
  /woken from/,
  /commitRecord/,
  /holds it/,
];

const open = async (page: Page) => {
  await page.setViewportSize({ width: 1400, height: 1000 });
  // The demo has no font of Grafana's for code: any will do.
  await page.route('**/fonts/roboto/**', (route) =>
    route.fulfill({ path: 'node_modules/@fontsource/inter/files/inter-latin-400-normal.woff2' })
  );
  await page.goto('/?dashboard=locks');
};

test('each panel of the dashboard of locks says who', async ({ page }) => {
  await open(page);
  for (const [i, said] of panels.entries()) {
    const panel = page.getByTestId('dualflame-panel').nth(i);
    await panel.scrollIntoViewIfNeeded();
    await expect(panel).toContainText(said, { timeout: 30_000 });
  }
});

test('the line under a wait site leads to its wakers, with the stack of the one that is chosen', async ({ page }) => {
  await open(page);
  const panel = page.getByTestId('dualflame-panel').nth(1);
  await panel.scrollIntoViewIfNeeded();
  await panel
    .getByRole('option', { name: /Woken by/ })
    .first()
    .click();
  await expect(panel.getByTestId('dualflame-wakers')).toBeVisible();
  await expect(panel.getByTestId('dualflame-waker-stack')).toContainText('dispatch');
});
