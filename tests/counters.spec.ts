// Hardware counters beside the profile. The counters are made up after the case study (dev/counters.mjs).
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { METRIC_INFO, METRICS } from '../src/analysis/counters/model';
import { keyOf } from '../src/panel/grafana/translate';
import { barOf, expect, inMore, openDashboard, queriesOf, pointOnLevel, test } from './dashboard';

const { PROMETHEUS_URL } = process.env;
const SHOTS = join(__dirname, '../artifacts/screenshots');
mkdirSync(SHOTS, { recursive: true });

const row = (page: import('@playwright/test').Page, label: string) =>
  page.getByTestId('dualflame-counters').locator('div', { hasText: label }).locator('b').first();

test('the strip shows what the case study tells: IPC falls, cache misses rise', async ({ page }) => {
  await page.setViewportSize({ width: 1500, height: 950 });
  // Starts before the objective broke, so that there is something to compare with.
  await openDashboard(page, { dashboard: 'counters' });
  const strip = page.getByTestId('dualflame-counters');
  await expect(strip).toContainText('IPC');
  await expect(strip).toContainText('Cache misses');
  const box = (await strip.boundingBox())!;
  // In the middle of the broken minute.
  await page.mouse.move(box.x + box.width * 0.55, box.y + 10);
  await expect(row(page, 'IPC')).toHaveText(/^1\.60!?$/);
  await expect(strip).toContainText(/11\.2\s%!?\s*\+12\s%/);
  await expect(strip).toContainText('−24 %');
  await page.screenshot({ path: join(SHOTS, 'counters-dark.png') });
  // The crosshair is on the latency panel too, and the other way round.
  await expect(page.locator('.u-cursor-x').first()).toBeVisible();
  const plot = (await page.locator('.u-over').first().boundingBox())!;
  await page.mouse.move(plot.x + plot.width * 0.4, plot.y + plot.height / 2);
  await page.mouse.move(plot.x + plot.width * 0.5, plot.y + plot.height / 2, { steps: 4 });
  await expect(strip.getByTestId('dualflame-crosshair')).not.toHaveCount(0); // a line of no width is never "visible"
});

test('counters of a host stand in the strip, with words that say so, and at no function', async ({ page }) => {
  await page.setViewportSize({ width: 1500, height: 950 });
  await openDashboard(page, { dashboard: 'counters' });
  const strip = page.getByTestId('dualflame-counters');
  await expect(strip.getByTitle(/^IPC .* of the whole host, not of this process or function/)).toBeVisible();
  const frame = await pointOnLevel(page, 'hotcold', 2);
  await page.mouse.move(frame.x, frame.y);
  const tooltip = page.getByTestId('dualflame-tooltip');
  await expect(tooltip).toContainText('Wall total');
  await expect(tooltip).not.toContainText('IPC');
  await expect(page.getByTestId('dualflame-data-quality')).toContainText('counters are of the whole host');
});

test('a drag over the strip sets the time range of the dashboard', async ({ page }) => {
  await page.setViewportSize({ width: 1500, height: 950 });
  await openDashboard(page, { dashboard: 'counters' });
  const before = await barOf(page);
  const box = (await page.getByTestId('dualflame-counters').boundingBox())!;
  await page.mouse.move(box.x + box.width * 0.3, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.6, box.y + 20, { steps: 4 });
  await page.mouse.up();
  await expect.poll(() => barOf(page)).not.toEqual(before);
});

test('shows the figures of a real Prometheus; its rules are loaded and healthy', async ({ page }) => {
  test.skip(!PROMETHEUS_URL, 'no Prometheus can be installed here');
  const api = async (path: string) => (await (await fetch(`${PROMETHEUS_URL}api/v1/${path}`)).json()).data;
  // The provisioned rules run on the live exporter.
  await expect(async () => {
    const { groups } = await api('rules');
    const rules = groups.flatMap((group: { rules: Array<{ health: string; name: string }> }) => group.rules);
    expect(rules.length).toBeGreaterThan(8);
    expect(rules.filter(({ health }: { health: string }) => health !== 'ok')).toEqual([]);
    const ipc = await api('query?query=job:ipc:ratio');
    expect(Number(ipc.result[0].value[1])).toBeCloseTo(1.6, 2);
  }).toPass({ timeout: 30_000 });

  // The panel's ratio of sums is what PromQL says of the same range.
  await page.setViewportSize({ width: 1500, height: 950 });
  const asked = page.waitForRequest((request) => request.url().includes('/prometheus/api/v1/query_range'));
  await openDashboard(page, { dashboard: 'counters', live: '1' });
  const params = new URL((await asked).url()).searchParams;
  const total = async (event: string) => {
    const query = `sum(rate(node_perf_${event}_total{job="made-up-counters"}[8s]))`;
    const range = new URLSearchParams({ query, start: params.get('start')!, end: params.get('end')!, step: '2' });
    const { result } = await api(`query_range?${range}`);
    return result[0].values.reduce((sum: number, [, value]: [number, string]) => sum + Number(value), 0);
  };
  await page.mouse.move(2, 2);
  const expected = (await total('instructions')) / (await total('cpucycles'));
  await expect(row(page, 'IPC')).toHaveText(new RegExp(`^${expected.toFixed(2).replace('.', '\\.')}`));
  const misses = (100 * (await total('cache_misses'))) / (await total('cache_refs'));
  await expect(row(page, 'Cache misses')).toHaveText(new RegExp(`^${misses.toFixed(1).replace('.', '\\.')}\\s%`));
});

test('stacks sampled on cycles and instructions: every frame its own IPC, as colour and in words', async ({ page }) => {
  // Answers made up from the recorded stacks: decoding stalls, hashing does not.
  const folded = readFileSync(join(__dirname, '../testdata/incident/recorded/before.cpu.folded'), 'utf8')
    .trim()
    .split('\n');
  const ipcOf = (stack: string) => (stack.includes('decode') ? 0.7 : stack.includes('hash/fnv') ? 2.8 : 1.6);
  await page.route('**/clickhouse/', async (route) => {
    const cycles = route.request().postData()!.includes("'cpu'");
    const rows = folded.map((line) => {
      const [stack, value] = [
        line.slice(0, line.lastIndexOf(' ')),
        Number(line.slice(line.lastIndexOf(' ') + 1)) / 1e6,
      ];
      return [stack, 'pod-0', cycles ? value : Math.round(value * ipcOf(stack))];
    });
    const meta = [
      { name: 'stack', type: 'String' },
      { name: 'pod', type: 'String' },
      { name: cycles ? 'cycles' : 'instructions', type: 'UInt64' },
    ];
    await route.fulfill({ json: { meta, data: rows } });
  });
  await page.setViewportSize({ width: 1500, height: 800 });
  await openDashboard(page, { dashboard: 'clickhouse' });
  expect((await queriesOf(page)).map(([refId, role]) => `${refId}: ${role}`)).toEqual([
    expect.stringMatching(/^A: CPU/),
    expect.stringMatching(/^B: Counter/),
  ]);
  await (await inMore(page, 'IPC', 'Colour')).click();
  await page.getByLabel('Search frames').fill('decodeMessage');
  const graph = page.getByRole('application', { name: /flame graph/ });
  await graph.focus();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByTestId('dualflame-tooltip')).toContainText('IPC');
  await page.getByLabel('Search frames').fill('');
  await page.screenshot({ path: join(SHOTS, 'ipc-dark.png') });
});

for (const [width, lang] of [
  [400, 'de-DE'],
  [600, 'de-DE'],
  [800, 'de-DE'],
  [1200, 'de-DE'],
  [400, 'en-US'],
] as const) {
  test(`no name of a counter is cut in a panel of ${width} pixels, ${lang}, nor its figures`, async ({ page }) => {
    const names = METRICS.map((metric) => METRIC_INFO[metric].label);
    const texts = JSON.parse(
      readFileSync(join(__dirname, `../src/locales/${lang}/dualflame-flamegraph-panel.json`), 'utf8')
    );
    const said = names.map((name) => texts[keyOf(name)] ?? name);
    await page.setViewportSize({ width: Math.max(width + 60, 640), height: 1100 });
    await openDashboard(page, { dashboard: 'counters', solo: `${width}x900`, lang });
    const rows = page.getByTestId('dualflame-counters').getByTestId('dualflame-counter');
    await expect(rows.first()).toBeVisible();
    const cut = await rows.evaluateAll((all, labels) => {
      const isCut = (element: Element) =>
        element.scrollWidth > element.clientWidth ||
        element.getBoundingClientRect().height > element.parentElement!.getBoundingClientRect().height;
      const figures = all.filter((row) => isCut(row.lastElementChild!)).map((row) => row.textContent);
      // Each name that a counter can have, in the place of the first one.
      const label = all[0].firstElementChild!;
      return [
        ...figures,
        ...labels.filter((text) => {
          label.firstChild!.textContent = text;
          return isCut(label);
        }),
      ];
    }, said);
    expect(cut).toEqual([]);
  });
}
