// Automatic accessibility rules (axe) on the panel's own markup, in every state that has markup of its own.
import { readFileSync } from 'node:fs';
import { type Page } from '@playwright/test';
import { expect, openDashboard, pointOnLevel, switchTo, test } from './dashboard';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: {
        run(
          selector: string
        ): Promise<{ violations: Array<{ id: string; nodes: Array<{ html: string; failureSummary: string }> }> }>;
      };
    };
    const result = await axe.run('[data-testid="dualflame-panel"]');
    return result.violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary.slice(0, 200)}`)
    );
  });
}

for (const theme of ['dark', 'light']) {
  test(`axe finds nothing, ${theme}`, async ({ page }) => {
    await page.setViewportSize({ width: 1600, height: 900 });
    await openDashboard(page, { theme, dashboard: 'counters' });
    expect(await violations(page)).toEqual([]);
    await page.getByTestId('dualflame-lists').getByRole('radio', { name: 'Functions' }).check({ force: true });
    await switchTo(page, 'Side by side');
    await page.getByLabel('Search frames').fill('main.');
    expect(await violations(page)).toEqual([]);
    await page.getByTestId('dualflame-lists').getByRole('radio', { name: 'Call tree' }).check({ force: true });
    await page.getByRole('button', { name: 'In the place of the graph' }).click();
    expect(await violations(page)).toEqual([]);
  });
}

test('under forced colours the categories keep theirs, and the chosen one is outlined', async ({ page }) => {
  await openDashboard(page);
  const bar = page.getByTestId('dualflame-waits');
  const poll = bar.getByTitle(/^Poll:/).first();
  const fill = () => poll.evaluate((element) => getComputedStyle(element).backgroundColor);
  const own = await fill();
  await page.emulateMedia({ forcedColors: 'active' });
  expect(await page.evaluate(() => matchMedia('(forced-colors: active)').matches)).toBe(true);
  expect(await fill()).toBe(own);
  await bar.getByRole('button', { name: /Poll/ }).first().click();
  const chosen = bar.getByRole('button', { pressed: true }).first();
  expect(await chosen.evaluate((element) => getComputedStyle(element).outlineStyle)).toBe('solid');
  await page.screenshot({ path: 'artifacts/screenshots/forced-colors.png' });
});

test('on paper words are dark on white in the dark theme, and the bar keeps its colours', async ({ page }) => {
  await openDashboard(page);
  const poll = page.getByTestId('dualflame-waits').getByTitle(/^Poll:/);
  const style = (found: typeof poll, property: 'color' | 'backgroundColor') =>
    found.evaluate((element, name) => getComputedStyle(element)[name], property);
  const fill = await style(poll, 'backgroundColor');
  await page.emulateMedia({ media: 'print' });
  expect(await style(page.getByTestId('dualflame-panel'), 'backgroundColor')).toBe('rgb(255, 255, 255)');
  expect(await style(page.getByTestId('dualflame-finding').locator('p'), 'color')).toBe('rgb(0, 0, 0)');
  expect(await style(poll, 'backgroundColor')).toBe(fill);
});

test('nothing of the panel moves where motion is to be reduced', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await openDashboard(page);
  // The switches are Grafana's own, with what motion Grafana gives them.
  const animations = () =>
    page.evaluate(
      () =>
        document
          .getAnimations()
          .filter(({ effect }) =>
            (effect as KeyframeEffect).target?.closest(
              '[data-testid^="dualflame-graph"], [data-testid="dualflame-waits"], [data-testid="dualflame-line"]'
            )
          ).length
    );
  const point = await pointOnLevel(page, 'hotcold', 3);
  await page.mouse.click(point.x, point.y);
  expect(await animations()).toBe(0);
  await switchTo(page, 'CPU');
  expect(await animations()).toBe(0);
});
