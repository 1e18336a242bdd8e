// What the panel says of the recorded incident, on the demo only.
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, mode, openDashboard, openList, pointOnLevel, settled, switchTo, test, zoomedTo } from './dashboard';

const SHOTS = join(__dirname, '../artifacts/screenshots');
/** `npm run screenshots` renews the pictures of README and of the plugin's documentation; a test run leaves its own aside. */
const KEPT = process.env.UPDATE_SCREENSHOTS === '1' ? join(__dirname, '../docs/plugin/img') : SHOTS;
mkdirSync(SHOTS, { recursive: true });

/** Share of a category as the waits bar words it. */
const shareOf = async (page: import('@playwright/test').Page, label: string) => {
  const text = await page
    .getByTestId('dualflame-waits')
    .getByTitle(new RegExp(`^${label}:`))
    .getAttribute('title');
  return Number(/, ([\d.]+)\s%/.exec(text ?? '')?.[1]);
};

/** Cumulative share from the recorded output of `go tool pprof -top` on the whole minute. */
function pprofShare(file: string, name: string): number {
  const text = readFileSync(join(__dirname, '../testdata/incident/recorded', file), 'utf8');
  const line = text.split('\n').find((l) => l.endsWith(name))!;
  return Number(/([\d.]+)%\s+\S+$/.exec(line.trimEnd())![1]);
}

test('says of the broken minute what go tool pprof says of the same files', async ({ page }) => {
  await openDashboard(page);
  expect(await shareOf(page, 'Socket or event')).toBeCloseTo(
    pprofShare('before.wall.top.txt', 'internal/poll.runtime_pollWait'),
    0
  );
  expect(await shareOf(page, 'Lock')).toBeCloseTo(
    pprofShare('before.wall.top.txt', 'internal/sync.runtime_SemacquireMutex'),
    0
  );
  await switchTo(page, 'CPU');
  await page.getByLabel('Search frames').fill('/^main\\.decodeMessage$/');
  const matched = await page.getByTestId('dualflame-matched').getAttribute('title');
  expect(parseFloat(/[\d.]+(?=\s%)/.exec(matched!)![0])).toBeCloseTo(
    pprofShare('before.cpu.top.txt', 'main.decodeMessage'),
    0
  );
  await expect(page.getByTestId('dualflame-data-quality')).toContainText('CPU + waits exceed wall by');
});

test('lists who waits, and leads there', async ({ page }) => {
  await openDashboard(page);
  await openList(page, 'Wait sites');
  const sites = page.getByTestId('dualflame-sites').getByRole('option');
  await expect(sites.first()).toContainText('ReadMessage');
  await sites.filter({ hasText: 'mutexOffsets).Commit' }).first().click();
  await expect(zoomedTo(page)).toHaveAttribute('title', 'main.(*mutexOffsets).Commit');
});

test('as on call: the objective breaks, a drag over it, the finding, the frame, the text for the channel', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.setViewportSize({ width: 1600, height: 900 });
  await openDashboard(page, { from: '2026-11-24T16:19:56.000Z', to: '2026-11-24T16:22:30.000Z' });
  const poll = await shareOf(page, 'Socket or event');
  // The middle of the broken minute: 16:20:42 to 16:21:38 of the range.
  const plot = (await page.locator('.u-over').first().boundingBox())!;
  const y = plot.y + plot.height / 2;
  await page.mouse.move(plot.x + plot.width * 0.35, y);
  await page.mouse.down();
  await page.mouse.move(plot.x + plot.width * 0.62, y, { steps: 5 });
  await page.mouse.up();
  await expect.poll(() => shareOf(page, 'Socket or event')).toBeGreaterThan(poll + 3);

  await page.getByRole('button', { name: /^\d+ findings$/ }).click();
  await page
    .getByTestId('dualflame-findings')
    .getByRole('button', { name: /waits for a socket or an event .* in consumer\.ReadMessage/ })
    .click();
  const zoomed = zoomedTo(page);
  await expect(zoomed).toContainText('ReadMessage');
  await page
    .getByTestId('dualflame-finding')
    .getByRole('button', { name: /Markdown/ })
    .click();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  // Whose time, when, what, and the way back to this very view.
  expect(text).toMatch(
    /^\*\*Where the time goes\*\* · `service_name="consumer"` · 2026-11-24 16:20:\d\d – 2026-11-24 16:21:/
  );
  expect(text).toMatch(/waits for a socket or an event .*kafka-go.* in `?consumer\.ReadMessage/);
  expect(text).not.toContain('\\');
  expect(text).toContain('var-flame=');
  // The page leads on to the counters of the very same time.
  await expect(page.getByText('Error budget burn rate')).toBeVisible();
  const counters = page.getByRole('link', { name: 'counters of the hardware' });
  await counters.hover();
  await expect(counters).toHaveAttribute('href', /\/d\/dualflame-counters\?from=2026-11-24T16:20:\d\d.*&to=/);
  await counters.click();
  await expect(page.getByRole('heading', { name: 'Latency, time and counters' })).toBeVisible();
});

test('a range without samples says which query is empty and what to do', async ({ page }) => {
  await page.goto('/?from=2020-01-01T00:00:00.000Z&to=2020-01-01T01:00:00.000Z');
  await expect(page.getByText(/Query A, B answered without samples in this time range/)).toBeVisible();
});

test('a comparison with a time that has no profile is refused in words, and everything else stays', async ({
  page,
}) => {
  await openDashboard(page);
  await page.getByTestId('dualflame-compare').click();
  await page.getByRole('menuitem', { name: 'One day before' }).click();
  await expect(page.getByTestId('dualflame-banner')).toContainText('There is no profile in the time compared with');
  await expect(page.getByTestId('dualflame-graph-hotcold')).toBeVisible();
  await page.getByRole('button', { name: 'Stop comparing' }).click();
  await expect(page.getByTestId('dualflame-banner')).toHaveCount(0);
});

test('what changed, asked from the broken time: the time before it, when the objective held, is found and named', async ({
  page,
}) => {
  // As the dashboard is opened, and as somebody has it who dragged over the incident.
  for (const range of [undefined, { from: '2026-11-24T16:20:43.000Z', to: '2026-11-24T16:21:37.000Z' }]) {
    await openDashboard(page, range);
    await page.getByTestId('dualflame-compare').click();
    await page.getByRole('menuitem', { name: 'Objective broken against held' }).click();
    await expect(page.getByTestId('dualflame-graph-changed')).toBeVisible();
    await expect(page.getByTestId('dualflame-comparing')).toContainText(/^vs 16:20:\d\d–16:20:\d\d$/);
    await expect(page.getByTestId('dualflame-comparing').locator('[title]').first()).toHaveAttribute(
      'title',
      /p99 was 1?\d\d(\.\d)? ms, and is 8\d\d ms \(objective: 200 ms\)\./
    );
    await expect(page.getByTestId('dualflame-finding')).toContainText(/p99 broke: .* → /);
  }
});

test('what cannot be compared is disabled, with the reason', async ({ page }) => {
  await openDashboard(page, { from: '2026-11-24T16:20:10.000Z', to: '2026-11-24T16:20:38.000Z' });
  await page.getByTestId('dualflame-compare').click();
  const objective = page.getByRole('menuitem', { name: 'Objective broken against held' });
  await expect(objective).toBeDisabled();
  await expect(objective).toContainText('The objective held all the time in this range.');
});

test('what changed since the period before: one window of two data sources answers, and the wait for it ends', async ({
  page,
}) => {
  await openDashboard(page, { from: '2026-11-24T16:20:35.000Z', to: '2026-11-24T16:21:15.000Z' });
  await page.getByTestId('dualflame-compare').click();
  await page.getByRole('menuitem', { name: 'Previous period' }).click();
  await expect(page.getByTestId('dualflame-graph-changed')).toBeVisible();
  await expect(page.getByTestId('dualflame-comparing').getByTestId('Spinner')).toHaveCount(0);
  await expect(page.getByTestId('dualflame-finding')).toContainText('→');
  await expect(page.getByTestId('dualflame-banner')).toHaveCount(0);
});

test('what changed while the objective was broken: one click, in words and on the graph', async ({ page }) => {
  await page.setViewportSize({ width: 1600, height: 900 });
  await openDashboard(page, { from: '2026-11-24T16:19:56.000Z', to: '2026-11-24T16:22:30.000Z' });
  await page.getByTestId('dualflame-compare').click();
  await page.getByRole('menuitem', { name: 'Objective broken against held' }).click();
  await expect(page.getByTestId('dualflame-graph-changed')).toBeVisible();
  await expect(mode(page, 'Changed')).toBeChecked();
  const finding = page.getByTestId('dualflame-finding');
  // In a few words where a line has no room for all; the whole sentence is one hover away.
  await expect(finding).toContainText(
    /p99 broke: waits for a socket or an event .*ReadMessage: \d+\.\d\s% → \d+\.\d\s%/
  );
  await expect(finding.locator('p')).toHaveAttribute(
    'title',
    /p99 broke: waits for a socket or an event .* in consumer\.ReadMessage: \d+\.\d\s% → \d+\.\d\s% of the time that is not idle, [\d.]+ µs → [\d.]+ µs per request, [\d,]+ → [\d,]+ requests\/s/
  );
  await page.screenshot({ path: join(SHOTS, 'changed-dark.png') });
  const point = await pointOnLevel(page, 'changed', 2);
  await page.mouse.move(point.x, point.y);
  const tooltip = page.getByTestId('dualflame-tooltip');
  await expect(tooltip).toContainText(/Wall(?:[+−][\d.]+|±0)\spp[\d.]+\s% → [\d.]+\s%/);
  await expect(tooltip).toContainText(/Wall · Per request\S+\s%[\d.]+\s\S+\/request → [\d.]+\s\S+\/request/);
  expect(await tooltip.getByRole('row').count()).toBeLessThanOrEqual(7); // and the name
  await page.getByTestId('dualflame-measure').click();
  await page.getByRole('menuitem', { name: 'Per request' }).click();
  await expect(page.getByTestId('dualflame-measure')).toHaveText('Per request');
  await page.mouse.move(point.x, point.y);
  await page.screenshot({ path: join(SHOTS, 'changed-per-request-dark.png') });
  // The list leads to the graph, and the text can be taken to the incident channel.
  await page.getByRole('button', { name: /^\d+ findings$/ }).click();
  await page
    .getByTestId('dualflame-findings')
    .getByRole('button', { name: /^p99 broke: waits for a socket or an event .* in consumer\.ReadMessage/ })
    .click();
  await expect(zoomedTo(page)).toContainText('ReadMessage');
  await page.getByRole('button', { name: 'Stop comparing' }).click();
  await expect(page.getByTestId('dualflame-graph-hotcold')).toBeVisible();
});

test('draws sharp at twice the pixels, and flames grow up', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ deviceScaleFactor: 2, baseURL, viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await openDashboard(page, { options: JSON.stringify({ direction: 'flame' }) });
  const canvas = page.getByTestId('dualflame-graph-hotcold').locator('canvas').first();
  const [pixels, width] = await canvas.evaluate((c: HTMLCanvasElement) => [c.width, c.clientWidth]);
  expect(pixels).toBe(width * 2);
  // The lowest row is what the root calls.
  await canvas.scrollIntoViewIfNeeded();
  const box = (await canvas.boundingBox())!;
  await page.mouse.click(box.x + 40, box.y + box.height - 8);
  await expect(zoomedTo(page)).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Zoomed call path' }).getByRole('button')).toHaveText(['all']);
  await context.close();
});

for (const theme of ['dark', 'light']) {
  test(`the dashboard, ${theme}`, async ({ page }) => {
    await page.setViewportSize({ width: 1600, height: 900 });
    await openDashboard(page, { theme });
    await settled(page);
    const point = await pointOnLevel(page, 'hotcold', 3, 0.3);
    await page.mouse.move(point.x, point.y);
    await expect(page.getByTestId('dualflame-tooltip')).toBeVisible();
    await page.screenshot({ path: join(KEPT, `incident-${theme}.png`) });
  });

  for (const [size, what] of [
    ['300x200', 'smallest'],
    ['400x320', 'narrow'],
    ['700x420', 'half'],
    ['1300x620', 'wide'],
  ]) {
    test(`fits ${size}, ${theme}`, async ({ page }) => {
      const [width, height] = size.split('x').map(Number);
      await page.setViewportSize({ width: Math.max(width + 60, 640), height: height + 160 });
      await openDashboard(page, { theme, solo: size });
      const panel = page.getByTestId('dualflame-panel');
      const overflow = await panel.evaluate((el) => [
        el.scrollWidth - el.clientWidth,
        el.scrollHeight - el.clientHeight,
      ]);
      expect(overflow).toEqual([0, 0]);
      // Mode switch, waits bar and graph always have room.
      const graph = (await page.getByTestId('dualflame-graph-hotcold').boundingBox())!;
      const outer = (await panel.boundingBox())!;
      expect(graph.height).toBeGreaterThanOrEqual(40);
      expect(graph.y + graph.height).toBeLessThanOrEqual(outer.y + outer.height + 1);
      await page.screenshot({ path: join(SHOTS, `panel-${what}-${theme}.png`) });
    });
  }
}

test('side by side, zoomed together: the same frame over all of the width of both', async ({ page }) => {
  await page.setViewportSize({ width: 1600, height: 900 });
  await openDashboard(page);
  await switchTo(page, 'Side by side');
  const point = await pointOnLevel(page, 'cpu', 2);
  await page.mouse.click(point.x, point.y);
  await expect(zoomedTo(page)).toBeVisible();
  const name = await zoomedTo(page).getAttribute('title');
  const marked = page.getByTestId('dualflame-zoomed');
  await expect(marked).toHaveCount(2);
  for (const [i, graph] of ['cpu', 'wall'].entries()) {
    const canvas = (await page.getByTestId(`dualflame-graph-${graph}`).locator('canvas').first().boundingBox())!;
    const box = (await marked.nth(i).boundingBox())!;
    expect(Math.abs(box.x - canvas.x)).toBeLessThan(2);
    expect(Math.abs(box.width - canvas.width)).toBeLessThan(3);
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await expect(page.getByTestId('dualflame-tooltip').locator('div').first()).toHaveText(name!);
  }
});

test('speaks German where the viewer does', async ({ page }) => {
  await page.setViewportSize({ width: 1600, height: 900 });
  await openDashboard(page, { lang: 'de-DE' });
  await expect(page.getByTestId('dualflame-status')).toHaveText(/^2\b/);
  await expect(page.getByTestId('dualflame-finding')).toContainText(
    /% warten auf einen Socket oder ein Ereignis .* in consumer\.ReadMessage/
  );
  await expect(page.getByTestId('dualflame-waits')).toContainText(/Auf der CPU \d+\s%.*Kanal \d+\s%.*Leerlauf \d+\s%/);
  await expect(mode(page, 'Beides')).toBeChecked();
  await expect(page.getByTestId('dualflame-data-quality')).toContainText('100 % = Threads × Zeit');
  await page.getByTestId('dualflame-filters').click();
  await expect(page.getByRole('menuitem', { name: 'Leerlauf ausblenden' })).toBeVisible();
  await page.keyboard.press('Escape');
  // Numbers as Germans write them.
  await expect(page.getByTestId('dualflame-waits').getByTitle(/^Socket oder Ereignis: .* 42,7\s%/)).toBeVisible();
});
