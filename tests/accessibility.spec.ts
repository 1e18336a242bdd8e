// Automatic accessibility rules (axe) on the panel's own markup, in every state that has markup of its own.
import { readFileSync } from 'node:fs';
import { type Page } from '@playwright/test';
import {
  compareWithObjective,
  expect,
  inMenu,
  keepMatches,
  openDashboard,
  openList,
  pointOnLevel,
  switchTo,
  test,
  zoomedTo,
} from './dashboard';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: {
        run(context: {
          include: string[][];
        }): Promise<{ violations: Array<{ id: string; nodes: Array<{ html: string; failureSummary: string }> }> }>;
      };
    };
    // Menus, tooltips and what buttons open stand beside the page in Grafana's portal.
    const places = ['[data-testid="dualflame-panel"]', '#grafana-portal-container'];
    const result = await axe.run({
      include: places.filter((place) => document.querySelector(place)).map((place) => [place]),
    });
    return result.violations.flatMap(({ id, nodes }) =>
      nodes
        // While something is open, Grafana's library takes the rest out of the tab order its own way.
        .filter(({ html }) => id !== 'aria-hidden-focus' || !html.includes('data-floating-ui-'))
        .map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary.slice(0, 200)}`)
    );
  });
}

/** States that have markup of their own: how one gets there, from the page that was just opened. */
const STATES: Array<[name: string, reach: (page: Page) => Promise<unknown>, params?: Record<string, string>]> = [
  ['first', async () => undefined],
  ['zoomed', zoomIn],
  ['searched', (page) => page.getByLabel('Search frames').fill('read')],
  ['a pattern that is none', (page) => page.getByLabel('Search frames').fill('/(/')],
  [
    'filtered',
    async (page) => {
      await page.getByLabel('Search frames').fill('read');
      await keepMatches(page, 'Without');
      await expect(page.getByTestId('dualflame-filter')).toBeVisible();
    },
  ],
  ['a category', (page) => page.getByTestId('dualflame-waits').getByRole('button').nth(1).click()],
  ['CPU', (page) => switchTo(page, 'CPU')],
  ['side by side', (page) => switchTo(page, 'Side by side')],
  ['Changed', compareWithObjective],
  ...(['Wait sites', 'Functions', 'Call tree'] as const).map((list): (typeof STATES)[number] => [
    `list: ${list}`,
    (page) => openList(page, list),
  ]),
  ['a list as a sheet', (page) => openList(page, 'Functions'), { solo: '400x320' }],
  ['a list of a zoomed frame', async (page) => [await zoomIn(page), await openList(page, 'Functions')]],
  [
    'tooltip',
    async (page) => {
      const { x, y } = await pointOnLevel(page, 'hotcold', 3);
      await page.mouse.move(x, y);
      await expect(page.getByTestId('dualflame-tooltip')).toBeVisible();
    },
  ],
  ['menu of a frame', openFrameMenu],
  [
    'callers and callees',
    async (page) => [await openFrameMenu(page), await inMenu(page, 'Callers and callees').click()],
  ],
  ['menu of filters', (page) => page.getByTestId('dualflame-filters').click()],
  ['menu of comparisons', (page) => page.getByTestId('dualflame-compare').click()],
  ['menu of the rest', (page) => page.getByTestId('dualflame-more-menu').click()],
  ['queries', (page) => page.getByTestId('dualflame-status').click()],
  ['findings', (page) => page.getByRole('button', { name: /^\d+ findings$/ }).click()],
  ['data quality', (page) => page.getByTestId('dualflame-data-quality').getByRole('button').click()],
  ['parts of the bar', (page) => page.getByTestId('dualflame-more').click(), { solo: '400x320' }],
  [
    'a comparison that failed',
    async (page) => {
      await page.getByTestId('dualflame-compare').click();
      await page.getByRole('menuitem', { name: 'One day before' }).click();
      await expect(page.getByTestId('dualflame-banner')).toBeVisible();
    },
  ],
  ['counters', async () => undefined, { dashboard: 'counters' }],
];

async function zoomIn(page: Page) {
  const { x, y } = await pointOnLevel(page, 'hotcold', 3);
  await page.mouse.click(x, y);
  await expect(zoomedTo(page)).toBeVisible();
}

async function openFrameMenu(page: Page) {
  const { x, y } = await pointOnLevel(page, 'hotcold', 3);
  await page.mouse.click(x, y, { button: 'right' });
  await expect(page.getByRole('menu').last()).toBeVisible();
}

for (const theme of ['dark', 'light']) {
  for (const [state, reach, params] of STATES) {
    test(`axe finds nothing: ${state}, ${theme}`, async ({ page }) => {
      await page.setViewportSize({ width: 1600, height: 900 });
      await openDashboard(page, { theme, ...params });
      await reach(page);
      expect(await violations(page)).toEqual([]);
    });
  }
}

test('under forced colours the categories keep theirs, and the chosen one is outlined', async ({ page }) => {
  await openDashboard(page);
  const bar = page.getByTestId('dualflame-waits');
  const poll = bar.getByTitle(/^Socket or event:/).first();
  const fill = () => poll.evaluate((element) => getComputedStyle(element).backgroundColor);
  const own = await fill();
  await page.emulateMedia({ forcedColors: 'active' });
  expect(await page.evaluate(() => matchMedia('(forced-colors: active)').matches)).toBe(true);
  expect(await fill()).toBe(own);
  await bar
    .getByRole('button', { name: /Socket or event/ })
    .first()
    .click();
  const chosen = bar.getByRole('button', { pressed: true }).first();
  expect(await chosen.evaluate((element) => getComputedStyle(element).outlineStyle)).toBe('solid');
});

test('on paper words are dark on white in the dark theme, and the bar keeps its colours', async ({ page }) => {
  await openDashboard(page);
  const poll = page.getByTestId('dualflame-waits').getByTitle(/^Socket or event:/);
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
