// In a real Grafana (GRAFANA_URL), from provisioning only: what needs Grafana's own editor, pickers and panels. panel.spec.ts
// runs there too. GRAFANA_USER and GRAFANA_PASSWORD where they are not admin; an anonymous editor needs neither.
import { type Page } from '@playwright/test';
import { expect, type PanelEditPage, test as e2e } from '@grafana/plugin-e2e';
import { logIn, pointOnLevel, switchTo, zoomedTo } from './dashboard';

const test = e2e.extend<{ loggedIn: void }>({
  loggedIn: [
    async ({ page }, use) => {
      await page.setViewportSize({ width: 1600, height: 1000 });
      await logIn(page);
      await use();
    },
    { auto: true },
  ],
});
const INCIDENT = { fileName: 'incident.json' };
const PANEL = '3';
// A Grafana that has just started loads its parts on demand.
test.describe.configure({ timeout: 120_000 });
test.use({ actionTimeout: 20_000 });

/** In the editor the panel comes first: behind it, looks and suggestions are drawn on cards, by the panel, too. */
const drawn = (page: Page) => page.getByTestId('dualflame-waits').first();

/**
 * As a person does it. Since 12.4 the editor of a new panel opens the picker by itself, and the picker's Back button has the test id of
 * the button that opens it: plugin-e2e's setVisualization (3.14.0) clicks that, and has closed the picker.
 */
async function chooseVisualization(page: Page, editor: PanelEditPage, name: string): Promise<void> {
  // "All visualizations" until 12, "Visualizations" since 13: radio buttons first, tabs later.
  const title = /^(?:All v|V)isualizations$/;
  const all = page
    .getByTestId(/^data-testid Tab (?:All v|V)isualizations$/)
    .or(page.getByRole('tab', { name: title }))
    .or(page.getByRole('radio', { name: title }))
    .first();
  const item = page
    .getByTestId(`data-testid Plugin visualization item ${name}`)
    .or(page.getByLabel(`Plugin visualization item ${name}`))
    .first();
  await expect(async () => {
    if (!(await all.isVisible()) && !(await item.isVisible())) {
      await page.getByTestId('data-testid toggle-viz-picker').click({ timeout: 2000 });
    }
    if (await all.isVisible()) {
      await all.click({ force: true }); // a radio button lies under its label
    }
    await item.click({ timeout: 2000 });
    await expect(editor.getVisualizationName()).toHaveText(name, { timeout: 2000 });
  }).toPass({ timeout: 30_000 });
}

test('the provisioned dashboard draws the panel, its modes switch, nothing is in error', async ({
  page,
  gotoDashboardPage,
  readProvisionedDashboard,
}) => {
  const exceptions: string[] = [];
  page.on('pageerror', ({ message }) => exceptions.push(message));
  await gotoDashboardPage(await readProvisionedDashboard(INCIDENT));
  const panel = page.getByTestId('dualflame-panel');
  await panel.scrollIntoViewIfNeeded();
  await expect(panel.getByTestId('dualflame-waits')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByTestId('dualflame-status')).toHaveText(/^2\b/);
  for (const [label, graph] of [
    ['CPU', 'cpu'],
    ['Wall', 'wall'],
    ['Both', 'hotcold'],
  ]) {
    await switchTo(page, label);
    await expect(panel.getByTestId(`dualflame-graph-${graph}`)).toBeVisible();
  }
  expect(exceptions).toEqual([]);
});

test('options are edited in the panel editor and are still there on the dashboard', async ({
  page,
  gotoPanelEditPage,
  readProvisionedDashboard,
}) => {
  const editor = await gotoPanelEditPage({ dashboard: await readProvisionedDashboard(INCIDENT), id: PANEL });
  await expect(editor.getVisualizationName()).toHaveText('Dual Flame');
  await expect(drawn(page)).toBeVisible({ timeout: 30_000 });
  const direction = editor.getCustomOptions('Graph').getRadioGroup('Direction');
  await expect(direction).toHaveChecked('Icicle');
  await direction.check('Flame');
  const finding = page.getByTestId('dualflame-finding');
  await expect(finding.first()).toBeVisible();
  await editor.getCustomOptions('Findings').getSwitch('Finding').uncheck();
  await expect(finding).toHaveCount(0);
  await editor.backToDashboard();
  await expect(drawn(page)).toBeVisible({ timeout: 30_000 });
  await expect(finding).toHaveCount(0);
});

test('a new panel takes it from the picker and draws a query of the data source', async ({
  page,
  panelEditPage,
  readProvisionedDataSource,
}) => {
  const { name } = await readProvisionedDataSource({ fileName: 'datasources.yml', name: 'Pyroscope' });
  await panelEditPage.datasource.set(name);
  await chooseVisualization(page, panelEditPage, 'Dual Flame');
  // Whether or not the query that Grafana begins with has a profile type: the panel itself answers.
  const steps = page.getByTestId('dualflame-steps');
  await expect(page.getByTestId('dualflame-panel').or(steps).first()).toBeVisible({ timeout: 30_000 });
  if (await steps.isVisible()) {
    await expect(steps.getByRole('listitem').first()).toContainText('CPU time');
    await expect(steps.getByRole('button', { name: /^Copy \w+:/ }).first()).toBeVisible({ timeout: 20_000 });
  }
});

test('it is among the suggestions for profiles', async ({
  page,
  grafanaVersion,
  gotoPanelEditPage,
  readProvisionedDashboard,
}) => {
  await gotoPanelEditPage({ dashboard: await readProvisionedDashboard(INCIDENT), id: PANEL });
  // Since 13, and in 12.4 where it is switched on.
  const asked =
    Number.parseInt(grafanaVersion, 10) >= 13 ||
    (await page.evaluate(() => {
      const { grafanaBootData: data } = window as unknown as {
        grafanaBootData?: { settings?: { featureToggles?: Record<string, boolean> } };
      };
      return Boolean(data?.settings?.featureToggles?.externalVizSuggestions);
    }));
  test.skip(!asked, `Grafana ${grafanaVersion} asks no plugin for suggestions`);
  await expect(drawn(page)).toBeVisible({ timeout: 30_000 });
  await page.getByTestId('data-testid toggle-viz-picker').click();
  await page
    .getByRole('tab', { name: 'Suggestions' })
    .or(page.getByRole('radio', { name: 'Suggestions' }))
    .first()
    .click();
  // Grafana puts its own panels first, whatever score a plugin gives.
  const suggestion = page.getByTestId(/suggestion-Dual Flame/).first();
  await suggestion.scrollIntoViewIfNeeded();
  await expect(suggestion).toBeVisible();
});

test('a refresh keeps the zoom', async ({ page, gotoDashboardPage, readProvisionedDashboard }) => {
  const dashboard = await gotoDashboardPage(await readProvisionedDashboard(INCIDENT));
  await expect(page.getByTestId('dualflame-waits')).toBeVisible({ timeout: 30_000 });
  const point = await pointOnLevel(page, 'hotcold', 2);
  await page.mouse.click(point.x, point.y);
  const current = zoomedTo(page);
  await expect(current).toBeVisible();
  const zoomed = await current.textContent();
  await dashboard.refreshDashboard();
  await page.waitForTimeout(1000);
  await expect(current).toHaveText(zoomed!);
});

test('the crosshair of a time series moves the strip of counters, and the other way round', async ({
  page,
  gotoDashboardPage,
  readProvisionedDashboard,
}) => {
  await gotoDashboardPage(await readProvisionedDashboard({ fileName: 'counters.json' }));
  const strip = page.getByTestId('dualflame-counters');
  await expect(strip).toBeVisible({ timeout: 30_000 });
  const plot = (await page.locator('.u-over').first().boundingBox())!;
  await page.mouse.move(plot.x + plot.width * 0.4, plot.y + plot.height / 2);
  await page.mouse.move(plot.x + plot.width * 0.5, plot.y + plot.height / 2, { steps: 4 });
  await expect(strip.getByTestId('dualflame-crosshair')).not.toHaveCount(0); // a line of no width is never "visible"
  const box = (await strip.boundingBox())!;
  await page.mouse.move(box.x + box.width * 0.6, box.y + 20, { steps: 4 });
  await expect(page.locator('.u-cursor-x').first()).toBeVisible();
});

for (const theme of ['dark', 'light']) {
  test(`draws on a ${theme} page`, async ({ page }) => {
    await page.goto(`/d/dualflame-incident?theme=${theme}`);
    await expect(page.getByTestId('dualflame-waits')).toBeVisible({ timeout: 30_000 });
    const [red, green, blue] = await page
      .locator('body')
      .evaluate((body) => getComputedStyle(body).backgroundColor.match(/\d+/g)!.map(Number));
    expect((red + green + blue) / 3 > 128).toBe(theme === 'light');
    // Something is drawn: the canvas holds more than one colour.
    const colours = await page
      .getByTestId('dualflame-graph-hotcold')
      .locator('canvas')
      .first()
      .evaluate((canvas: HTMLCanvasElement) => {
        const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
        const seen = new Set<number>();
        for (let i = 0; i < data.length; i += 4) {
          seen.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
        }
        return seen.size;
      });
    expect(colours).toBeGreaterThan(3);
  });
}

test('kiosk: the panel without the menus of Grafana', async ({ page }) => {
  await page.goto('/d/dualflame-incident?kiosk');
  await expect(page.getByTestId('dualflame-waits')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByTestId('data-testid Nav toolbar')).toHaveCount(0);
  await switchTo(page, 'CPU');
  await expect(page.getByTestId('dualflame-graph-cpu')).toBeVisible();
});
