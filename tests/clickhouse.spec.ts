// Profiles as rows of a real ClickHouse server: provisioned schema, roll-up and queries, on the recorded profiles.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { barOf, expect, openDashboard, queriesOf, test } from './dashboard';

const RECORDED = join(__dirname, '../testdata/incident/recorded');
const { CLICKHOUSE_URL } = process.env;

async function run(sql: string): Promise<string> {
  const response = await fetch(CLICKHOUSE_URL!, { method: 'POST', body: sql });
  const text = await response.text();
  expect(response.ok, text).toBe(true);
  return text;
}

/** The recorded slices of some phases as two pods, the way the consumer inserts them. */
async function insertRecording(...phases: string[]): Promise<void> {
  const slices = readdirSync(RECORDED).flatMap((file) => {
    const match = /^(\w+)\.(cpu|wall)\.(\d+)\.folded$/.exec(file);
    return match && phases.includes(match[1])
      ? [{ file, kind: match[2], ts: Math.floor(Number(match[3]) / 1000) }]
      : [];
  });
  const rows = slices.flatMap(({ file, kind, ts }, i) =>
    readFileSync(join(RECORDED, file), 'utf8')
      .trim()
      .split('\n')
      .map((line) => {
        const blank = line.lastIndexOf(' ');
        return [ts, 'consumer', `pod-${i % 2}`, kind, line.slice(0, blank), line.slice(blank + 1)].join('\t');
      })
  );
  await run('TRUNCATE TABLE profiles.samples');
  await run('TRUNCATE TABLE profiles.by_minute');
  await run(`INSERT INTO profiles.samples FORMAT TabSeparated\n${rows.join('\n')}\n`);
}

test('the provisioned dashboard shows the profiles of all pods, and of one', async ({ page }) => {
  test.skip(!CLICKHOUSE_URL, 'no ClickHouse server can be installed here');
  await insertRecording('before');
  // The roll-up holds what was inserted.
  const sum = (table: string, kind: string) =>
    run(`SELECT sum(value_ns) FROM profiles.${table} WHERE kind = '${kind}'`);
  expect(await sum('by_minute', 'wall')).toBe(await sum('samples', 'wall'));

  await page.setViewportSize({ width: 1500, height: 800 });
  await openDashboard(page, { dashboard: 'clickhouse' });
  expect((await queriesOf(page)).map((row) => row.slice(0, 3))).toEqual([
    ['A', 'CPU (detected)', 'stack table'],
    ['B', 'Wall (detected)', 'stack table'],
  ]);
  // The same share of poll waits as the profile itself has.
  await expect(page.getByTestId('dualflame-waits').getByTitle(/^Socket or event: .* 42\.7\s% of/)).toBeVisible();

  await page.getByTestId('dualflame-filters').click();
  await page.getByRole('menuitem', { name: /^pod/ }).hover();
  await page.getByRole('menuitem', { name: /pod-1/ }).click();
  await expect(page.getByTestId('dualflame-filter')).toHaveText(/pod = pod-1/);
  await page.screenshot({ path: join(__dirname, '../artifacts/screenshots/clickhouse-dark.png') });
  await page.getByTestId('dualflame-filter').click();
  await page.getByTestId('dualflame-filters').click();
  await page.getByRole('menuitem', { name: /^pod/ }).hover();
  await page.getByRole('menuitem', { name: 'Group by pod' }).click();
  await expect(page.getByTestId('dualflame-filter')).toHaveText('by pod');
  await expect(page.getByTestId('dualflame-graph-hotcold').locator('canvas').first()).toBeVisible();
  await expect(page.getByTestId('dualflame-waits').getByTitle(/^Socket or event: .* 42\.7\s% of/)).toBeVisible();
});

test('waits over time come from the times of the rows: nothing more is asked, a click shows a window alone', async ({
  page,
}) => {
  test.skip(!CLICKHOUSE_URL, 'no ClickHouse server can be installed here');
  await insertRecording('held', 'before', 'after');
  const asked: string[] = [];
  page.on('request', (request) => request.url().endsWith('/clickhouse/') && asked.push(request.url()));
  await page.setViewportSize({ width: 1500, height: 800 });
  const range = { from: '2026-11-24T16:19:50.000Z', to: '2026-11-24T16:22:30.000Z' };
  await openDashboard(page, { dashboard: 'clickhouse', ...range });
  const windows = page.getByTestId('dualflame-timeline-window').and(page.locator('[data-state="known"]'));
  await expect(windows).toHaveCount(16); // profiles of 10 s each
  // The broker turned slow at 16:20:36: the profile that began then is the first of those that wait more.
  const change = page.getByTestId('dualflame-timeline-change');
  await expect(change).toHaveText(/^Socket or event 16:20:[34]0: \d\.\d → \d\.\d$/);
  const whole = await barOf(page);
  await change.click();
  await expect(page.getByTestId('dualflame-filter')).toHaveText(/^16:20:[34]0–16:20:[45]0$/);
  await expect.poll(() => barOf(page)).not.toEqual(whole);
  expect(asked).toHaveLength(2);
  // Sums over 10 s do not tell when within a second.
  await page.getByTestId('dualflame-more-menu').click();
  await expect(page.getByRole('menuitem', { name: /^Export/ })).toBeVisible();
  await expect(page.getByTestId('dualflame-heatmap-item')).toHaveCount(0);
});

test('two versions in a label: one click shows the new one against the old one, the strip marks when it came', async ({
  page,
}) => {
  test.skip(!CLICKHOUSE_URL, 'no ClickHouse server can be installed here');
  await insertRecording('held', 'before', 'after');
  await page.setViewportSize({ width: 1500, height: 800 });
  const rawSql = `SELECT $__timeInterval(ts) AS time, stack, if(ts < toDateTime('2026-11-24 16:20:36'), '1.41', '1.42') AS version,
    sum(value_ns) AS wall_ns FROM profiles.samples WHERE kind = 'wall' AND $__timeFilter(ts) GROUP BY time, stack, version`;
  const range = { from: '2026-11-24T16:19:50.000Z', to: '2026-11-24T16:21:30.000Z' };
  await openDashboard(page, { dashboard: 'clickhouse', ...range, targets: JSON.stringify([{ refId: 'A', rawSql }]) });
  await expect(page.getByTestId('dualflame-timeline').locator('svg title')).toHaveText('version: 1.42 after 1.41');
  await page.getByTestId('dualflame-compare').click();
  const item = page.getByRole('menuitem', { name: 'New version against the old one' });
  await expect(item).toContainText('version: 1.42, seen from 16:20:36 on, against 1.41');
  await item.click();
  await expect(page.getByTestId('dualflame-comparing')).toHaveText('1.42 vs 1.41');
  await expect(page.getByTestId('dualflame-graph-changed')).toBeVisible();
  // Of the samples before the broker turned slow against those after it.
  await expect(page.getByTestId('dualflame-finding')).toContainText(/ReadMessage: 37\.5\s%\s→\s62\.1\s%/);
  await page.screenshot({ path: join(__dirname, '../artifacts/screenshots/versions-dark.png') });
});
