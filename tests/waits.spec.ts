// How long one wait is, and whether it waited for a CPU: on the recording of testdata/wakeups, as a table with a column of files has it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inMore, openList, test } from './dashboard';

const FILE = readFileSync(join(__dirname, '../testdata/wakeups/service.txt.gz')).toString('base64');
const SQL = { type: 'grafana-clickhouse-datasource', uid: 'clickhouse' };

test.skip(Boolean(process.env.GRAFANA_URL), 'the demo answers with the file');

test.beforeEach(async ({ page }) => {
  await page.route('**/clickhouse/', (route) =>
    route.fulfill({ json: { meta: [{ name: 'profile', type: 'String' }], data: [[FILE]] } })
  );
});

const open = async (page: import('@playwright/test').Page, size: string, more: Record<string, string> = {}) => {
  const targets = JSON.stringify([{ refId: 'A', datasource: SQL, rawSql: 'SELECT profile' }]);
  await page.goto(`/?${new URLSearchParams({ solo: size, targets, ...more })}`);
  await expect(page.getByTestId('dualflame-waits')).toBeVisible({ timeout: 30_000 });
};

test('one long wait and many short ones differ at a glance, in the list and under the pointer', async ({ page }) => {
  await open(page, '1200x600');
  const list = await openList(page, 'Wait sites');
  const row = (name: string) => list.getByRole('option').filter({ hasText: name }).first();
  await expect(row('awaitReplica')).toContainText(/400\sms/);
  await expect(row('commitRecord')).toHaveAttribute('title', /234 waits: half up to 9\.7\d ms, 1 % over \d+/);
  await list.getByRole('button', { name: 'Longest' }).click();
  await expect(list.getByRole('option').first()).toContainText(/main.*600\sms/);
  await row('awaitReplica').click();
  const graph = page.getByTestId('dualflame-graph-wall').or(page.getByTestId('dualflame-graph-hotcold'));
  const box = (await graph.locator('canvas').first().boundingBox())!;
  await page.mouse.move(box.x + 40, box.y + 10);
  await expect(page.getByTestId('dualflame-lengths')).toContainText('2 waits: half up to 400 ms, longest 400 ms');
});

test('threads that are ready to run and get no CPU are a kind of their own', async ({ page }) => {
  await open(page, '1200x600');
  await expect(page.getByTestId('dualflame-waits').getByRole('button', { name: /^Scheduler/ })).toBeVisible();
  const list = await openList(page, 'Wait sites');
  await expect(list.getByRole('option').filter({ hasText: 'rankDocuments' })).toHaveAttribute(
    'title',
    /626 waits for a CPU: half up to 648 µs/
  );
});

test('lanes: what each thread does along time; a brush shows the graph of that time', async ({ page }) => {
  await open(page, '1200x600');
  await (await inMore(page, 'Threads along time')).click();
  const plot = page.getByTestId('dualflame-lanes-plot');
  const place = page.getByTestId('dualflame-lanes-place');
  const box = (await plot.boundingBox())!;
  const bar = () => page.getByTestId('dualflame-waits').innerText();
  const before = await bar();
  // Rows are 16 pixels: flusher-1, the pool of rankers, the first of them.
  await page.mouse.move(box.x + box.width * 0.4, box.y + 24);
  await expect(place).toHaveText(/^ranker: 4 threads · 0\.\d+–0\.\d+ s · Scheduler 100\.0\s%$/);
  await page.mouse.move(box.x + box.width * 0.4, box.y + 104);
  await expect(place).toHaveText(/^replica-1 \d+ · .* · Sleep · .* · 400\sms$/);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.6, box.y + 104, { steps: 4 });
  await page.mouse.up();
  await expect(page.getByTestId('dualflame-filter')).toHaveText(/^0\.\d+–0\.\d+ s$/);
  expect(await bar()).not.toBe(before);
});

test('lanes by the keyboard: rows and times are said, Enter folds a pool, marks become the time, Escape takes it back', async ({
  page,
}) => {
  await open(page, '1200x600');
  await (await inMore(page, 'Threads along time')).click();
  const plot = page.getByTestId('dualflame-lanes-plot');
  await plot.focus();
  await page.keyboard.press('ArrowRight');
  await expect(plot).toHaveAttribute('aria-valuetext', /^flusher-1 /);
  await page.keyboard.press('ArrowDown');
  await expect(plot).toHaveAttribute('aria-valuetext', /^ranker: 4 threads/);
  const rows = Number(await plot.getAttribute('aria-valuemax'));
  await page.keyboard.press('Enter');
  await expect(plot).toHaveAttribute('aria-valuemax', String(rows - 4));
  for (let i = 0; i < 6; i++) {
    await page.keyboard.press('Shift+ArrowRight');
  }
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('dualflame-filter')).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('dualflame-filter')).toHaveCount(0);
});
