// How long one wait is, and whether it waited for a CPU: on the recording of testdata/wakeups, as a table with a column of files has it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, openList, test } from './dashboard';

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
