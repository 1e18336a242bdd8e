// What the panel does with any CPU and wall profile: runs on the demo, and on a real Grafana where GRAFANA_URL is set.
import { readFileSync } from 'node:fs';
import {
  barOf,
  boxesOf,
  expect,
  inMenu,
  inMore,
  keepMatches,
  queriesOf,
  mode,
  openDashboard,
  openList,
  pointOnLevel,
  refresh,
  switchTo,
  test,
  zoomedTo,
} from './dashboard';

test.beforeEach(async ({ page }) => openDashboard(page));

test('says on demand what each query measures, and how that is known', async ({ page }) => {
  await expect(page.getByTestId('dualflame-status')).toHaveText('2 profiles');
  expect((await queriesOf(page)).map((row) => row.slice(0, 3))).toEqual([
    ['A', 'CPU (detected)', 'flame graph frame'],
    ['B', 'Wall (detected)', 'flame graph frame'],
    ['L', 'objective'],
    ['R', 'request rate'],
  ]);
});

test('opens with both; switching modes moves nothing', async ({ page }) => {
  await expect(mode(page, 'Both')).toBeChecked();
  const place = async (name: string) => (await page.getByTestId(`dualflame-graph-${name}`).boundingBox())!;
  const before = await place('hotcold');
  for (const [label, name] of [
    ['CPU', 'cpu'],
    ['Wall', 'wall'],
    ['Both', 'hotcold'],
  ]) {
    await switchTo(page, label);
    expect(await place(name)).toEqual(before);
  }
  await switchTo(page, 'Side by side');
  await expect(page.getByTestId('dualflame-graph-cpu')).toBeVisible();
  await expect(page.getByTestId('dualflame-graph-wall')).toBeVisible();
});

test('hover tells, click zooms, the breadcrumb leads back', async ({ page }) => {
  const point = await pointOnLevel(page, 'hotcold', 2);
  await page.mouse.move(point.x, point.y);
  const tooltip = page.getByTestId('dualflame-tooltip');
  await expect(tooltip).toContainText('Wall total');
  await expect(tooltip).toContainText('On CPU');
  const name = await tooltip.locator('div').first().textContent();
  await page.mouse.click(point.x, point.y);
  await expect(zoomedTo(page)).toHaveText(name!.slice(name!.lastIndexOf('/') + 1));
  await page.getByTestId('dualflame-line').getByRole('button', { name: 'all', exact: true }).click();
  await expect(page.getByTestId('dualflame-line')).toHaveCount(0);
});

test('zoom, search and mode survive a refresh', async ({ page }) => {
  await switchTo(page, 'Wall');
  const point = await pointOnLevel(page, 'wall', 2);
  await page.mouse.click(point.x, point.y);
  const current = zoomedTo(page);
  const zoomed = await current.textContent();
  await page.getByLabel('Search frames').fill('read');
  const matched = await page.getByTestId('dualflame-matched').getAttribute('title');
  await refresh(page);
  await page.waitForTimeout(500);
  await expect(current).toHaveText(zoomed!);
  await expect(page.getByLabel('Search frames')).toHaveValue('read');
  await expect(mode(page, 'Wall')).toBeChecked();
  expect(matched).toMatch(/\d\s%/);
});

test('search takes text and /regex/, and says that a pattern is invalid', async ({ page }) => {
  const search = page.getByLabel('Search frames');
  await search.fill('/^main\\./');
  await expect(page.getByTestId('dualflame-matched')).toHaveAttribute(
    'title',
    /^[1-9]\d* matches, [1-9][\d.]*\s% of the time$/
  );
  await search.fill('/(/');
  await expect(page.getByLabel(/Not a regular expression/)).toBeVisible();
  await search.press('Escape');
  await expect(search).toHaveValue('');
});

test('a click on a wait category filters to it, in graph and list, a second one shows all again', async ({ page }) => {
  const sites = (await openList(page, 'Wait sites')).getByRole('option');
  const category = page.getByTestId('dualflame-waits').getByRole('button').nth(1);
  const name = (await category.getAttribute('aria-label'))!.replace(/\s<?\d+\s%$/, '');
  const others = sites.filter({ hasNotText: name }).filter({ hasNotText: / more/ });
  await expect(others).not.toHaveCount(0);
  const all = await boxesOf(page, 'hotcold');
  await category.click();
  await expect(category).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(() => boxesOf(page, 'hotcold')).toBeLessThan(all);
  await expect(sites.first()).toContainText(name);
  await expect(others).toHaveCount(0);
  await category.click();
  await expect(category).toHaveAttribute('aria-pressed', 'false');
  await expect.poll(() => boxesOf(page, 'hotcold')).toBe(all);
  await expect(others).not.toHaveCount(0);
});

test('arrow keys walk the graph, Enter zooms, Escape shows all', async ({ page }) => {
  const graph = page.getByRole('application', { name: /flame graph/ });
  await graph.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByTestId('dualflame-tooltip')).toBeVisible();
  await page.keyboard.press('Enter');
  const current = zoomedTo(page);
  await expect(current).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(current).toHaveCount(0);
});

test('stacks are filtered by what they hold; the line says how much is hidden; each filter can be removed', async ({
  page,
}) => {
  await page.getByLabel('Search frames').fill('read');
  await keepMatches(page, 'Without');
  const chip = page.getByTestId('dualflame-filter');
  await expect(chip).toHaveText('without read');
  await expect(page.getByTestId('dualflame-data-quality')).toContainText(/Filters hide [\d.]+\s% of the time/);
  await refresh(page);
  await page.waitForTimeout(500);
  await expect(chip).toBeVisible();
  await chip.click();
  await expect(page.getByTestId('dualflame-data-quality')).not.toContainText('Filters hide');
});

test('the list of functions sorts, follows the search, and leads to the graph', async ({ page }) => {
  await openList(page, 'Functions');
  const table = page.getByTestId('dualflame-functions');
  await table.getByRole('button', { name: 'Total' }).click();
  const share = async (row: number) =>
    parseFloat((await table.getByRole('row').nth(row).getByRole('gridcell').nth(3).textContent())!);
  expect(await share(1)).toBeGreaterThanOrEqual(await share(2));
  await page.getByLabel('Search frames').fill('main.');
  const first = table.getByRole('row').nth(1).getByRole('gridcell').first();
  await expect(first).toContainText('main.');
  const name = await first.textContent();
  await first.click();
  await expect(zoomedTo(page)).toHaveText(name!);
});

test('the call tree is a tree for the keyboard and for screen readers, and leads to the graph', async ({ page }) => {
  const tree = (await openList(page, 'Call tree')).getByRole('tree');
  await tree.locator('[tabindex="0"]').focus();
  const active = async () => tree.locator('[tabindex="0"]');
  await page.keyboard.press('Home');
  await expect(await active()).toHaveAttribute('aria-level', '1');
  const open = await tree.getByRole('treeitem').count();
  await page.keyboard.press('ArrowLeft');
  await expect(tree.getByRole('treeitem')).toHaveCount(1);
  await page.keyboard.press('ArrowRight');
  await expect(tree.getByRole('treeitem')).toHaveCount(open);
  await page.keyboard.press('ArrowRight');
  await expect(await active()).toHaveAttribute('aria-level', '2');
  await expect(await active()).toHaveText(/Total [\d.]+\s%/);
  const name = (await (await active()).getAttribute('title'))!.split('\n')[0];
  await page.keyboard.press('Enter');
  await expect(zoomedTo(page)).toHaveAttribute('title', name);
});

test('a wide list of functions has a column for what the program waits for most', async ({ page }) => {
  await page.setViewportSize({ width: 1600, height: 900 });
  await openList(page, 'Functions');
  const functions = page.getByTestId('dualflame-functions');
  const [{ name }] = (await barOf(page)).filter(({ name }) => name !== 'On CPU').sort((a, b) => b.share - a.share);
  const column = functions.getByRole('columnheader', { name, exact: true });
  await expect(column).toHaveCount(0);
  const edge = page.getByRole('separator', { name: 'Width of the list' });
  await edge.focus();
  for (let step = 0; step < 16; step++) {
    await page.keyboard.press('ArrowLeft');
  }
  await expect(column).toBeVisible();
});

test('frames are hidden and their time stays; chains and idle stacks by the filter menu', async ({ page }) => {
  const point = await pointOnLevel(page, 'hotcold', 3);
  const all = await barOf(page);
  await page.mouse.click(point.x, point.y, { button: 'right' });
  await page.getByRole('menuitem', { name: 'Hide this frame' }).click();
  await expect(page.getByTestId('dualflame-filter')).toHaveText(/^hide [\w.]+$/);
  await expect(page.getByTestId('dualflame-data-quality')).toContainText(
    /\d+ frames left out, their time is their callers’/
  );
  expect(await barOf(page)).toEqual(all);
  await page.getByTestId('dualflame-filters').click();
  await page.getByRole('menuitem', { name: 'Collapse chains' }).click();
  await expect(page.getByTestId('dualflame-filter')).toHaveText([/^hide/, 'chains collapsed']);
  await page.getByTestId('dualflame-filter').last().click();
  await page.getByTestId('dualflame-filter').click();
  await expect(page.getByTestId('dualflame-data-quality')).not.toContainText('left out');
});

test('only my code: libraries are bars, and a click on one shows its frames', async ({ page }) => {
  const all = await barOf(page);
  await page.getByTestId('dualflame-filters').click();
  await page.getByRole('menuitem', { name: 'Only my code' }).click();
  const chip = page.getByTestId('dualflame-filter');
  await expect(chip).toHaveText('libraries folded');
  expect(await barOf(page)).toEqual(all);
  // Down to the first bar of folded frames: every stack of the service ends in one.
  const tooltip = page.getByTestId('dualflame-tooltip');
  for (let level = 1; ; level++) {
    const point = await pointOnLevel(page, 'hotcold', level);
    await page.mouse.move(point.x, point.y);
    if (/a click shows them/.test((await tooltip.textContent()) ?? '')) {
      await expect(tooltip).toContainText(/^\(\d+\)/);
      await page.mouse.click(point.x, point.y);
      break;
    }
  }
  await expect(chip).toHaveCount(0);
  await expect(zoomedTo(page)).not.toHaveText(/^\(\d+\)/);
});

test('a zoomed graph keeps the whole in small, which leads back', async ({ page }) => {
  await page.setViewportSize({ width: 1600, height: 900 });
  // Where not all levels have room it is there before the zoom, too.
  const canvas = page.getByTestId('dualflame-graph-hotcold').locator('canvas').first();
  const deep = await canvas.evaluate((c: HTMLCanvasElement) => Number(c.dataset.levels) * 20 > c.clientHeight);
  await expect(page.getByTestId('dualflame-minimap')).toBeVisible({ visible: deep });
  const point = await pointOnLevel(page, 'hotcold', 3);
  await page.mouse.click(point.x, point.y);
  const map = page.getByTestId('dualflame-minimap');
  await expect(map).toBeVisible();
  await map.click({ position: { x: 4, y: 1 } });
  await expect(zoomedTo(page)).toHaveCount(0);
});

test('what is shown is exported for other tools, and as a picture', async ({ page }) => {
  const save = async (name: string) => {
    const entry = await inMore(page, name, 'Export');
    const [file] = await Promise.all([page.waitForEvent('download'), entry.click()]);
    return readFileSync(await file.path());
  };
  expect((await save('Folded stacks')).toString()).toMatch(/^(?:\S.* \d+\n)*\S.*;.* \d+\n/);
  expect(JSON.parse((await save('speedscope JSON')).toString()).profiles[0].type).toBe('sampled');
  expect((await save('pprof'))[0]).toBe(0x0a);
  expect((await save('CSV')).toString()).toMatch(/^function,self \(nanoseconds\),total \(nanoseconds\)\r\n/);
  expect((await save('SVG')).toString()).toMatch(/^<svg [^>]*>.*main\..*<\/svg>$/s);
  expect((await save('PNG')).subarray(1, 4).toString()).toBe('PNG');
});

test('a right click offers what can be done with a frame', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']).catch(() => undefined);
  const point = await pointOnLevel(page, 'hotcold', 3);
  await page.mouse.click(point.x, point.y, { button: 'right' });
  await page.getByRole('menuitem', { name: 'Copy stack' }).click();
  const stack = await page.evaluate(() => navigator.clipboard.readText());
  expect(stack.split('\n')).toHaveLength(3);
  await page.mouse.click(point.x, point.y, { button: 'right' });
  await page.getByRole('menuitem', { name: 'Only stacks with it' }).click();
  await expect(page.getByTestId('dualflame-filter')).toHaveText(/^only [\w.]+$/);
  await expect(page.getByTestId('dualflame-data-quality')).toContainText('Filters hide');
});

test('data links of the panel lead on from a frame', async ({ page }) => {
  const point = await pointOnLevel(page, 'hotcold', 3);
  await page.mouse.click(point.x, point.y, { button: 'right' });
  const link = inMenu(page, 'Search pkg.go.dev');
  const address = /^https:\/\/pkg\.go\.dev\/search\?q=\w[\w.%()*-]+$/;
  await expect(link).toHaveAttribute('href', address);
  await page.keyboard.press('Escape');
  await page.mouse.click(point.x, point.y);
  await expect(page.getByTestId('dualflame-line').getByRole('link', { name: 'Search pkg.go.dev' })).toHaveAttribute(
    'href',
    address
  );
});

test('callers and callees of a function, over all its call paths', async ({ page }) => {
  const point = await pointOnLevel(page, 'hotcold', 3);
  await page.mouse.click(point.x, point.y, { button: 'right' });
  await page.getByRole('menuitem', { name: 'Callers and callees' }).click();
  const sandwich = page.getByTestId('dualflame-sandwich');
  await expect(sandwich).toContainText(/Callers of .* all call paths/);
  await expect(sandwich.getByRole('application')).toHaveCount(2);
  await refresh(page);
  await page.waitForTimeout(500);
  await expect(sandwich).toBeVisible();
  await sandwich.getByRole('button', { name: 'Back to the graph' }).click();
  await expect(page.getByTestId('dualflame-graph-hotcold')).toBeVisible();
});

test('the link of the dashboard leads back to the very view', async ({ page }) => {
  const point = await pointOnLevel(page, 'hotcold', 3);
  await page.mouse.click(point.x, point.y);
  await page.getByLabel('Search frames').fill('main');
  const current = zoomedTo(page);
  const zoomed = await current.textContent();
  await expect(page).toHaveURL(/var-flame=/);
  await page.goto(page.url());
  await expect(current).toHaveText(zoomed!, { timeout: 20_000 });
  await expect(page.getByLabel('Search frames')).toHaveValue('main');
});
