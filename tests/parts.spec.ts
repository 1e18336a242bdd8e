// What is seldom needed is fetched when it is needed, from the plugin's own folder.
import { base as withErrors, expect, GRAFANA_URL, inMore, openDashboard, test } from './dashboard';

const FOLDER = /\/public\/plugins\/dualflame-flamegraph-panel\/([\w-]+\.js)/;

/** Waits over time are on this dashboard from the beginning. */
const FIRST = ['module.js', 'prepare.js', 'controls.js', 'lists.js', 'timeline.js'];

test('RE2 comes with the first regular expression, an export with its click; nothing else comes with the page', async ({
  page,
}) => {
  const scripts: string[] = [];
  const untrusted: string[] = [];
  page.on('request', (request) => scripts.push(...(FOLDER.exec(request.url())?.slice(1) ?? [])));
  page.on('console', (message) => {
    if (FOLDER.test(message.location().url) && message.text().includes("requires 'Trusted")) {
      untrusted.push(message.text());
    }
  });
  await openDashboard(page);
  const search = page.getByLabel('Search frames').first();
  await search.fill('/^read$/');
  await expect(search).toHaveAttribute('aria-invalid', 'false');
  await expect.poll(() => new Set(scripts)).toEqual(new Set(FIRST));
  await search.fill('/rea.*/');
  await expect(page.getByTestId('dualflame-matched').first()).toHaveText(/[1-9]/);
  expect(new Set(scripts)).toEqual(new Set([...FIRST, 'regex.js']));
  const entry = await inMore(page, 'pprof', 'Export');
  const download = page.waitForEvent('download');
  await entry.click();
  expect((await download).suggestedFilename()).toBe('profile.pb');
  expect(new Set(scripts)).toEqual(new Set([...FIRST, 'regex.js', 'export.js']));
  expect(untrusted).toEqual([]);
});

/** The browser logs that it blocks a script of another build: here the test itself looks at what becomes of it. */
withErrors(
  'after an update RE2 is of another build: the search says so, and works when it is the right one',
  async ({ page }) => {
    await openDashboard(page);
    let updated = true;
    await page.route(/regex\.js/, (route) => (updated ? route.fulfill({ body: 'void 0' }) : route.continue()));
    const search = page.getByLabel('Search frames').first();
    await search.fill('/rea.*/');
    await expect(page.getByRole('button', { name: /could not be loaded from the server/ })).toBeVisible();
    updated = false;
    await search.fill('/read.*/');
    await expect(page.getByTestId('dualflame-matched').first()).toHaveText(/[1-9]/);
  }
);

// A real Grafana has a CDN or has none.
if (!GRAFANA_URL) {
  test('a module.js from a CDN fetches its chunks there', async ({ page }) => {
    const from = new Set<string>();
    page.on('request', (request) => {
      const [, folder] = /^https?:\/\/[^/]+(\/.*\/)[\w-]+\.js(?:\?|$)/.exec(request.url()) ?? [];
      if (folder?.includes('/plugins/')) {
        from.add(folder);
      }
    });
    await openDashboard(page, { cdn: '' });
    await expect(page.getByTestId('dualflame-more-menu').first()).toBeVisible();
    expect([...from]).toEqual(['/cdn/public/plugins/dualflame-flamegraph-panel/']);
  });
}
