import { expect, type Page, test as plain } from '@playwright/test';
import { test as e2e } from '@grafana/plugin-e2e';

export const GRAFANA_URL = process.env.GRAFANA_URL;

/** In a real Grafana with what plugin-e2e does to its page: no greeting of a new version lies over the dashboard. */
export const base = GRAFANA_URL ? (e2e as unknown as typeof plain) : plain;

const DASHBOARD = '/d/dualflame-incident';

/** Logs in where Grafana asks for it; fails where it does not answer at all. */
export async function logIn(page: Page): Promise<void> {
  const { GRAFANA_USER = 'admin', GRAFANA_PASSWORD = 'admin' } = process.env;
  const health = await page.request.get('/api/health');
  expect(health.ok(), `GRAFANA_URL ${GRAFANA_URL} answers`).toBe(true);
  await page.request.post('/login', { data: { user: GRAFANA_USER, password: GRAFANA_PASSWORD } });
}

/** Opens the incident dashboard, in the demo or in a real Grafana, and returns when the panel has drawn. */
export async function openDashboard(page: Page, params: Record<string, string> = {}): Promise<void> {
  if (GRAFANA_URL) {
    await logIn(page);
  }
  // Live data: what a test reads twice is of one answer, unless it refreshes itself.
  const query = new URLSearchParams({ ...(GRAFANA_URL && { refresh: '1d' }), ...params });
  await page.goto(`${GRAFANA_URL ? DASHBOARD : '/'}?${query}`);
  await expect(page.getByTestId('dualflame-waits')).toBeVisible({ timeout: 30_000 });
}

/** Fails a test when the page logs an error, throws, or asks another host than its own for anything. */
export const test = base.extend<{ clean: void }>({
  clean: [
    async ({ page, baseURL }, use) => {
      const problems: string[] = [];
      page.on('pageerror', (error) => problems.push(`exception: ${error.message}`));
      if (!GRAFANA_URL) {
        page.on('console', (message) => {
          // Grafana's libraries write HTML, which Trusted Types only reports here; the plugin's own file must not.
          const foreign =
            message.text().startsWith('[Report Only]') &&
            !message.location().url.includes('/public/plugins/dualflame-flamegraph-panel/');
          if (message.type() === 'error' && !foreign) {
            problems.push(`console: ${message.text()}`);
          }
        });
        page.on('request', (request) => {
          const url = new URL(request.url());
          if (/^https?:/.test(url.protocol) && url.origin !== new URL(baseURL!).origin) {
            problems.push(`request to ${url.origin}`);
          }
        });
      }
      await use();
      expect(problems).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** Position on a level of a graph, in page pixels. Level 0 is the bar above the graph; the graph's first row is level 1. */
export async function pointOnLevel(
  page: Page,
  mode: string,
  level: number,
  share = 0.5
): Promise<{ x: number; y: number }> {
  const graph = page.getByTestId(`dualflame-graph-${mode}`).locator('canvas').first();
  await graph.scrollIntoViewIfNeeded(); // below the fold of a small window
  const box = (await graph.boundingBox())!;
  return { x: box.x + box.width * share, y: box.y + (level - 1) * 20 + 10 };
}

/** How many boxes the graph draws. */
export const boxesOf = async (page: Page, shown: string) =>
  Number(await page.getByTestId(`dualflame-graph-${shown}`).locator('canvas').first().getAttribute('data-boxes'));

/** The bar above the graph, as it is named and as its tooltips say it; `percent` is in whole percents, 0 where it says "<1 %". */
export const barOf = (page: Page) =>
  page.getByTestId('dualflame-waits').evaluate((bar) =>
    [...bar.querySelectorAll<HTMLElement>(':scope > button[title]')].map((part) => {
      const [, name, percent] = /^(.*?)(?:\s(<?\d+)\s%)?$/.exec(part.getAttribute('aria-label') ?? '')!;
      return {
        name,
        percent: percent?.startsWith('<') ? 0 : Number(percent),
        share: Number(/, ([\d.]+)\s% /.exec(part.title)?.[1]),
        width: part.getBoundingClientRect().width,
        colour: getComputedStyle(part).backgroundColor,
      };
    })
  );

export const mode = (page: Page, name: string) =>
  page.getByTestId('dualflame-toolbar').getByRole('radio', { name, exact: true });

/** Grafana lays an invisible input over a label: the label is what a person clicks. */
export const switchTo = async (page: Page, name: string) => {
  if (name === 'Side by side') {
    await (await inMore(page, name)).click();
    return;
  }
  await mode(page, name).check({ force: true });
  await expect(mode(page, name)).toBeChecked();
};

const KEEP = { Only: /^Only stacks with/, Without: /^Without stacks with/, Hide: /^Hide frames with/ };

/**
 * All that comes after the graph is there, and waits over time have been answered: until then the finding does not know how sure
 * its shares are, and may speak of one cause where the windows cannot tell it from a second one.
 */
export const settled = async (page: Page) => {
  await page.waitForLoadState('networkidle');
  await expect(page.getByTestId('dualflame-panel').first()).toBeVisible();
  await expect(
    page.locator('[data-testid=dualflame-panel][aria-busy=true], [data-testid=dualflame-panel] [aria-busy=true]')
  ).toHaveCount(0, { timeout: 30_000 });
};

/** The row of controls comes after the graph: until it is there, nothing tells what has room in it. */
const controlsAreThere = (page: Page) => expect(page.getByTestId('dualflame-more-menu').first()).toBeVisible();

/** Makes a filter of the search, by the menu of filters or, where that has no room, from the menu at the end of the row. */
export const keepMatches = async (page: Page, how: keyof typeof KEEP) => {
  const filters = page.getByTestId('dualflame-filters');
  await controlsAreThere(page);
  if (await filters.isVisible()) {
    await filters.click();
    await inMenu(page, KEEP[how]).click();
  } else {
    await (await inMore(page, KEEP[how], 'Filter and group')).click();
  }
};

/** Asks what changed between the time that the objective held and the time that it did not. */
export const compareWithObjective = async (page: Page) => {
  await page.getByTestId('dualflame-compare').click();
  await page.getByRole('menuitem', { name: 'Objective broken against held' }).click();
  await expect(page.getByTestId('dualflame-graph-changed')).toBeVisible();
};

/** Where the made-up deploy of the dashboard of requests is, of its range. */
export const DEPLOY = 0.4;
/** CSS pixels to the left of the latencies' plot. */
const LATENCY_LEFT = 64;

/** A click on its mark compares before with after. */
export const clickDeploy = async (page: Page) => {
  const strip = page.getByTestId('dualflame-latency');
  await expect(strip).toBeVisible({ timeout: 30_000 });
  const { x, y, width, height } = (await strip.boundingBox())!;
  await page.mouse.click(x + LATENCY_LEFT + (width - LATENCY_LEFT) * DEPLOY, y + height / 2);
  await expect(page.getByTestId('dualflame-graph-changed')).toBeVisible({ timeout: 30_000 });
};

/** What the panel says of each query: `A`, `CPU (detected)`, what it was read as, its figures. */
export const queriesOf = async (page: Page, panel = 0): Promise<string[][]> => {
  await page.getByTestId('dualflame-panel').nth(panel).getByTestId('dualflame-status').click();
  const rows = page.getByTestId('dualflame-query');
  await expect(rows.first()).toBeVisible();
  const texts = await rows.evaluateAll((all) =>
    all.map((row) => [...row.children].map((cell) => cell.textContent ?? ''))
  );
  await page.keyboard.press('Escape');
  await expect(rows).toHaveCount(0);
  return texts;
};

/** An entry of the menu at the end of the row, or of the menu behind that entry. */
export const inMore = async (page: Page, name: string | RegExp, under?: string) => {
  await page.getByTestId('dualflame-more-menu').click();
  if (under) {
    await page.getByRole('menuitem', { name: under }).hover();
  }
  return inMenu(page, name);
};

/** An item of an open menu; one that is a link has the role of a menu item or, in Grafana 12.4, of a link. */
export const inMenu = (page: Page, name: string | RegExp) => {
  const menu = page.getByRole('menu').last();
  return menu.getByRole('menuitem', { name }).or(menu.getByRole('link', { name })).first();
};

/** The frame that the graph is zoomed to, as the breadcrumb names it; absent where it shows all. */
export const zoomedTo = (page: Page) => page.getByTestId('dualflame-line').locator('[aria-current=true]');

/** The list in its drawer, opened by its button or, where that has no room, from the menu at the end of the row. */
export const openList = async (page: Page, kind: 'Wait sites' | 'Functions' | 'Call tree') => {
  const lists = page.getByTestId('dualflame-lists');
  await controlsAreThere(page);
  if (!(await lists.isVisible())) {
    const button = page.getByTestId('dualflame-toolbar').getByRole('button', { name: 'List wait sites and functions' });
    await ((await button.isVisible()) ? button : await inMore(page, 'List wait sites and functions')).click();
  }
  await lists.getByRole('radio', { name: kind }).check({ force: true });
  return lists;
};

export const refresh = (page: Page) => page.getByTestId('data-testid RefreshPicker run button').click();
