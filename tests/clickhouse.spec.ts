// Profiles as rows of a real ClickHouse server: provisioned schema, roll-up and queries, on the recorded profiles.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, openDashboard, queriesOf, test } from './dashboard';

const RECORDED = join(__dirname, '../testdata/incident/recorded');
const { CLICKHOUSE_URL } = process.env;

async function run(sql: string): Promise<string> {
  const response = await fetch(CLICKHOUSE_URL!, { method: 'POST', body: sql });
  const text = await response.text();
  expect(response.ok, text).toBe(true);
  return text;
}

/** The recorded slices as two pods, the way the consumer inserts them. */
async function insertRecording(): Promise<void> {
  const slices = readdirSync(RECORDED).flatMap((file) => {
    const match = /^before\.(cpu|wall)\.(\d+)\.folded$/.exec(file);
    return match ? [{ file, kind: match[1], ts: Math.floor(Number(match[2]) / 1000) }] : [];
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
  await insertRecording();
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
