// The heat map of single samples: on the demo's recording, a JFR file of 12 seconds.
import { clickDeploy, DEPLOY, expect, inMore, openList, test } from './dashboard';

test.beforeEach(async ({ page }) => {
  await page.goto('/?dashboard=recording');
  await expect(page.getByTestId('dualflame-waits')).toBeVisible({ timeout: 30_000 });
});

const open = async (page: Parameters<typeof inMore>[0]) => {
  await (await inMore(page, 'Heat map of single samples')).click();
  const plot = page.getByTestId('dualflame-heatmap-plot');
  await expect(plot).toBeVisible();
  return { plot, box: (await plot.boundingBox())! };
};
const chip = (page: Parameters<typeof inMore>[0]) => page.getByTestId('dualflame-filter');
const bar = (page: Parameters<typeof inMore>[0]) => page.getByTestId('dualflame-waits').innerText();

test('a brush shows the graph of those samples alone; the chip says when, and takes it back', async ({ page }) => {
  const { box } = await open(page);
  const before = await bar(page);
  await page.mouse.move(box.x + box.width * 0.3, box.y + box.height * 0.5);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.45, box.y + box.height * 0.5, { steps: 4 });
  await expect(page.getByTestId('dualflame-heatmap-chosen')).not.toHaveCount(0);
  await page.mouse.up();
  await expect(chip(page)).toHaveText(/^\d\d:\d\d:\d\d\.\d{3}–\d\d:\d\d:\d\d\.\d{3}$/);
  expect(await bar(page)).not.toBe(before);
  // Threads × time is of the time that was chosen: some seconds of a recording of twelve.
  const [from, to] = (await chip(page).innerText()).split('–').map((time) => {
    const [hours, minutes, seconds] = time.split(':').map(Number);
    return (hours * 60 + minutes) * 60 + seconds;
  });
  const said = await page
    .getByTestId('dualflame-waits')
    .locator('> button[title]')
    .evaluateAll((parts) => parts.map((part) => part.getAttribute('title')));
  const seconds = said
    .flatMap((title) => Number(/threads? × ([\d.]+) s\)/.exec(title!)?.[1] ?? NaN))
    .filter(Number.isFinite);
  expect(seconds.length).toBeGreaterThan(0);
  expect(to - from).toBeLessThan(4);
  expect(seconds.every((one) => Math.abs(one - (to - from)) <= 0.06)).toBe(true);
  await expect(page).toHaveURL(/times/);
  await page.reload();
  await expect(page.getByTestId('dualflame-heatmap-chosen')).not.toHaveCount(0);
  await page.getByRole('button', { name: 'Reset', exact: true }).last().click();
  await expect(chip(page)).toHaveCount(0);
  await expect(page.getByTestId('dualflame-heatmap-plot')).toBeVisible();
  expect(await bar(page)).toBe(before);
});

test('with Shift, the same part of each second', async ({ page }) => {
  const { box } = await open(page);
  await page.keyboard.down('Shift');
  await page.mouse.move(box.x + box.width * 0.3, box.y + box.height * 0.8);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.55, box.y + box.height * 0.6, { steps: 4 });
  await page.mouse.up();
  await page.keyboard.up('Shift');
  await expect(chip(page)).toHaveText(/and \d more$/);
});

test('the keyboard walks over cells, marks and chooses; Escape shows all times again', async ({ page }) => {
  const { plot } = await open(page);
  await plot.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(plot).toHaveAttribute('aria-valuetext', /: \d+ samples$/);
  const cell = page.getByTestId('dualflame-heatmap-cell');
  await expect(cell).toHaveText((await plot.getAttribute('aria-valuetext'))!);
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Enter');
  await expect(chip(page)).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(chip(page)).toHaveCount(0);
});

test('a search shows when the function ran', async ({ page }) => {
  const { box } = await open(page);
  await page.getByPlaceholder(/Search/).fill('compute');
  const cell = page.getByTestId('dualflame-heatmap-cell');
  const told: string[] = [];
  for (let share = 0.5; share < 0.6; share += 0.02) {
    await page.mouse.move(box.x + box.width * 0.35, box.y + box.height * share);
    told.push(await cell.innerText());
  }
  expect(told.join('\n')).toMatch(/ samples, [\d.]+\s% with what is searched$/m);
});

test('is fetched when it is opened', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await open(page);
  expect(asked.filter((url) => url.includes('heatmap'))).toHaveLength(1);
});

test('latencies are drawn on the time axis, and exemplars with their ids', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 1000 });
  await page.goto('/?dashboard=requests&solo=1200x800');
  const strip = page.getByTestId('dualflame-latency');
  await expect(strip).toBeVisible({ timeout: 30_000 });
  await expect(page.getByTestId('dualflame-exemplar')).toHaveCount(24);
  await expect(page.getByTestId('dualflame-latency-told')).toHaveText('made-up latency of requests, 24 exemplars');
  const box = (await page.getByTestId('dualflame-exemplar').nth(22).boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await expect(page.getByTestId('dualflame-latency-told')).toHaveText('Span ID 9d3e71c60b48aa52: 1.48 s');
});

test('slow requests are compared with the fast ones by their spans; a link keeps it', async ({ page }) => {
  await page.goto('/?dashboard=requests&solo=1200x800');
  await expect(page.getByTestId('dualflame-exemplar')).toHaveCount(24, { timeout: 30_000 });
  await page.getByTestId('dualflame-compare').click();
  const words = '3 slow spans (≥ 640 ms) against 21 fast';
  const item = page.getByRole('menuitem', { name: 'Slow requests against the fast ones' });
  await expect(item).toContainText(words);
  await item.click();
  const chip = page.getByTestId('dualflame-comparing');
  await expect(chip).toHaveText(`${words}, CPU only`);
  await expect(chip.locator('[title]').first()).toHaveAttribute(
    'title',
    /Only CPU carries spans: waits are not in it\./
  );
  await expect(page.getByTestId('dualflame-graph-changed')).toBeVisible();
  await expect(page.getByTestId('dualflame-exemplar')).toHaveCount(24);
  await expect(page).toHaveURL(/spans/);
  await page.reload();
  await expect(chip).toHaveText(`${words}, CPU only`, { timeout: 30_000 });
});

test('a drag upwards over the slow part of the latencies compares the requests in it; one along time sets the range', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1280, height: 1000 });
  await page.goto('/?dashboard=requests&solo=1200x800');
  const exemplars = page.getByTestId('dualflame-exemplar');
  await expect(exemplars).toHaveCount(24, { timeout: 30_000 });
  const middle = async (index: number) => {
    const { x, y, width, height } = (await exemplars.nth(index).boundingBox())!;
    return { x: x + width / 2, y: y + height / 2 };
  };
  // Of the three slow ones (640, 1480 and 910 ms) the two last: from below the second to above the third.
  const [, slowest, third] = [await middle(21), await middle(22), await middle(23)];
  await page.mouse.move(third.x + 6, third.y + 2);
  await page.mouse.down();
  await page.mouse.move(third.x + 6, slowest.y - 4, { steps: 4 });
  await page.mouse.move(slowest.x - 6, slowest.y - 4, { steps: 4 });
  await expect(page.getByTestId('dualflame-latency-brush')).toBeVisible();
  await page.mouse.up();
  const chip = page.getByTestId('dualflame-comparing');
  await expect(chip).toHaveText(/^2 slow spans \(≥ \d{3} ms\) against 22 fast, CPU only$/);
  await expect(chip.locator('[title]').first()).toHaveAttribute('title', /The slow ones are those that were brushed/);
  await expect(page.getByTestId('dualflame-graph-changed')).toBeVisible();
  await page.reload();
  await expect(chip).toHaveText(/^2 slow spans/, { timeout: 30_000 });
  // Along time the strip does what all strips do.
  const range = new URL(page.url()).searchParams.get('from');
  await expect(exemplars).toHaveCount(24);
  const strip = (await page.getByTestId('dualflame-latency').boundingBox())!;
  await page.mouse.move(strip.x + strip.width * 0.4, strip.y + strip.height * 0.5);
  await page.mouse.down();
  await page.mouse.move(strip.x + strip.width * 0.6, strip.y + strip.height * 0.5 + 4, { steps: 6 });
  await page.mouse.up();
  await expect.poll(() => new URL(page.url()).searchParams.get('from')).not.toBe(range);
});

test('the findings hold the budget of a request, with what it assumes', async ({ page }) => {
  await page.goto('/');
  await page.getByTestId('dualflame-finding').getByRole('button').first().click();
  const budget = page.getByTestId('dualflame-budget');
  await expect(budget.getByRole('row').first()).toHaveText(/Socket or event in .*ReadMessage$/, { timeout: 30_000 });
  await expect(budget).toContainText('Little’s law');
  await expect(budget).toContainText('It says nothing of p99');
});

test('a click on an annotation of the dashboard compares before with after', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 1000 });
  await page.goto('/?dashboard=requests&solo=1200x800');
  await clickDeploy(page);
  await expect(page.getByText('no profile that can be read')).toHaveCount(0);
  // What was before it is compared with what came after, and the link says around which moment.
  await expect(page).toHaveURL(/var-flame=.*event/);
  const said = new URL(page.url()).searchParams;
  const [from, to] = ['from', 'to'].map((name) => Date.parse(said.get(name)!));
  const { compare } = JSON.parse(said.get('var-flame')!);
  expect(compare).toEqual({ type: 'event', at: expect.closeTo(from + DEPLOY * (to - from), 0) });
  const clock = (time: number) => new Date(time).toISOString().slice(11, 19);
  // Without the end in which profiles of both times were begun.
  const before = compare.at - Math.min(15_000, Math.floor((compare.at - from) / 3));
  await expect(page.getByTestId('dualflame-comparing')).toContainText(`${clock(from)}–${clock(before)}`);
});

test('heat map, lanes, list, filter and search of a link are there after it is opened again', async ({ page }) => {
  await open(page);
  await (await inMore(page, 'Threads along time')).click();
  await openList(page, 'Functions');
  await page.getByTestId('dualflame-filters').click();
  await page.getByRole('menuitem', { name: 'Hide idle' }).click();
  await page.getByPlaceholder(/Search/).fill('compute');
  await expect(page).toHaveURL(/compute/);
  await page.reload();
  await expect(page.getByTestId('dualflame-heatmap-plot')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByTestId('dualflame-lanes')).toBeVisible();
  await expect(page.getByTestId('dualflame-lists').getByRole('radio', { name: 'Functions' })).toBeChecked();
  await expect(chip(page)).toHaveText('idle hidden');
  await expect(page.getByPlaceholder(/Search/)).toHaveValue('compute');
  // Both are closed where they stand.
  await page.getByRole('button', { name: 'Close the heat map' }).click();
  await page.getByRole('button', { name: 'Close the threads' }).click();
  await expect(page.getByTestId('dualflame-heatmap-plot')).toHaveCount(0);
  await expect(page.getByTestId('dualflame-lanes')).toHaveCount(0);
});

test('heat map and lanes together leave the graph in a panel of 600 × 300; one of 300 × 200 says it has no room', async ({
  page,
}) => {
  await page.goto('/?dashboard=recording&solo=600x300');
  await open(page);
  await (await inMore(page, 'Threads along time')).click();
  await expect(page.getByTestId('dualflame-lanes')).toBeVisible();
  const bottom = (id: string) =>
    page.getByTestId(id).evaluate((element) => Math.round(element.getBoundingClientRect().bottom));
  expect(await bottom('dualflame-graph-hotcold')).toBeLessThanOrEqual(await bottom('dualflame-panel'));
  await page.goto('/?dashboard=recording&solo=300x200');
  await expect(await inMore(page, /^Heat map of single samples/)).toBeDisabled();
});
