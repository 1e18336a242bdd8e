// What a person can read at the widths that panels have, and in Grafana's pane of options. On the demo only.
import { type Locator, type Page } from '@playwright/test';
import { expect, keepMatches, openDashboard, test } from './dashboard';

/** Of the elements that are shown: those whose text is cut, or that stand outside the panel. */
const unreadable = (found: Locator) =>
  found.evaluateAll((elements: HTMLElement[]) => {
    const panel = document.querySelector('[data-testid="dualflame-panel"]')!.getBoundingClientRect();
    return elements
      .filter((element) => getComputedStyle(element).visibility !== 'hidden')
      .filter((element) => {
        const { left, right } = element.getBoundingClientRect();
        return element.scrollWidth > element.clientWidth || left < panel.left - 1 || right > panel.right + 1;
      })
      .map(({ textContent }) => textContent);
  });

const toolbar = (page: Page) => page.getByTestId('dualflame-toolbar');
const segments = (page: Page) => page.getByTestId('dualflame-waits').locator('> button[title]');

for (const [what, size, params] of [
  ['the dashboard at 1280', { width: 1280, height: 720 }, {}],
  ['the dashboard at 1600', { width: 1600, height: 900 }, {}],
  ['800 pixels', { width: 860, height: 600 }, { solo: '800x420' }],
  ['800 pixels, German', { width: 860, height: 600 }, { solo: '800x420', lang: 'de-DE' }],
  ['600 pixels', { width: 660, height: 600 }, { solo: '600x420' }],
  ['400 pixels', { width: 640, height: 480 }, { solo: '400x320' }],
  ['300 pixels', { width: 640, height: 400 }, { solo: '300x200' }],
] as const) {
  test(`no category is cut or lost: ${what}`, async ({ page }) => {
    await page.setViewportSize(size);
    await openDashboard(page, params as Record<string, string>);
    const panel = page.getByTestId('dualflame-panel');
    // No word of the bar is cut; every part has its word, there or in the menu that the number opens.
    expect(await unreadable(segments(page).filter({ hasText: /./ }))).toEqual([]);
    const more = page.getByTestId('dualflame-waits').getByTestId('dualflame-more');
    const texts = await segments(page).allTextContents();
    const unnamed = texts.filter((text) => text === '').length;
    if (unnamed > 0) {
      await expect(more).toHaveText(`+${unnamed}`);
      await more.click();
      const list = page.getByRole('list').filter({ hasText: /Idle|Leerlauf/ });
      await expect(list.getByRole('listitem')).toHaveCount(texts.length);
      await page.keyboard.press('Escape');
    } else {
      await expect(more).toHaveCount(0);
    }
    // Nothing of the row is pushed out of the panel.
    const [row, box] = [await toolbar(page).boundingBox(), await panel.boundingBox()];
    const ends = await toolbar(page)
      .locator('> *')
      .evaluateAll((elements) => Math.max(...elements.map((element) => element.getBoundingClientRect().right)));
    expect(ends).toBeLessThanOrEqual(box!.x + box!.width + 1);
    expect(row!.height).toBe(24);
  });
}

test('the row of controls never leaves the panel; what has no room is in its menu; typing moves nothing', async ({
  page,
}) => {
  await page.setViewportSize({ width: 2100, height: 700 });
  test.slow(); // a page for each width
  for (const lang of ['en-US', 'de-DE']) {
    for (const width of [250, 340, 600, 2000]) {
      await openDashboard(page, { solo: `${width + 18}x420`, lang });
      const places = () =>
        toolbar(page).evaluate((row) => {
          const panel = row.closest('[data-testid="dualflame-panel"]')!.getBoundingClientRect();
          return [...row.children]
            .filter((item) => !(item as HTMLElement).hidden)
            .map((item) => item.getBoundingClientRect())
            .map(({ left, right, height }) => [left - panel.left, right - panel.left, height]);
        });
      const before = await places();
      for (const [i, [left, right, height]] of before.entries()) {
        expect(left, `${lang} ${width}`).toBeGreaterThanOrEqual(i > 0 ? before[i - 1][1] : 0);
        expect(right, `${lang} ${width}`).toBeLessThanOrEqual(width + 0.5);
        expect(height).toBe(24);
      }
      if (width >= 340) {
        await toolbar(page).getByRole('searchbox').fill('read');
        await expect(page.getByTestId('dualflame-matched')).toHaveText(/\d/);
        expect(await places(), `${lang} ${width}, typed`).toEqual(before);
      }
    }
  }
});

for (const solo of ['790x420', '600x420', '400x320']) {
  test(`what a search found can be kept or left out at ${solo}, too`, async ({ page }) => {
    await page.setViewportSize({ width: 900, height: 600 });
    await openDashboard(page, { solo });
    await page.getByLabel('Search frames').fill('read');
    await keepMatches(page, 'Without');
    await expect(page.getByTestId('dualflame-filter')).toHaveText('without read');
    await expect(page.getByLabel('Search frames')).toHaveValue('');
  });
}

test('the editors fit a pane of options of 300 pixels, and say what is detected', async ({ page }) => {
  await page.setViewportSize({ width: 1100, height: 900 });
  await openDashboard(page, { solo: '700x420', pane: '1' });
  const pane = page.getByTestId('options-pane');
  const right = await pane.evaluate((element) => element.getBoundingClientRect().right - 16);
  const queries = page.getByTestId('option-queries');
  await expect(queries.getByRole('group').first()).toContainText('detected: CPU · ');
  await expect(queries.getByRole('group').nth(1)).toContainText('detected: Wall · ');
  await expect(queries.getByRole('group').nth(3)).toContainText('detected: request rate');
  await page.getByRole('button', { name: 'Add rule' }).click();
  const edges = await pane
    .locator('*')
    .evaluateAll((elements) => Math.max(...elements.map((element) => element.getBoundingClientRect().right)));
  expect(edges).toBeLessThanOrEqual(right + 1);
  // Selects have their arrow, and all begin at the same place.
  const selects = queries.getByRole('combobox');
  await expect(selects.first()).toBeVisible(); // their code is fetched
  const lefts = await selects.evaluateAll((all) => [...new Set(all.map((one) => one.getBoundingClientRect().left))]);
  expect(lefts).toHaveLength(1);
});

test('a comparison is part of the link, and is there after it is opened', async ({ page }) => {
  await openDashboard(page, { from: '2026-11-24T16:20:35.000Z', to: '2026-11-24T16:21:15.000Z' });
  await page.getByTestId('dualflame-compare').click();
  await page.getByRole('menuitem', { name: 'Previous period' }).click();
  await expect(page.getByTestId('dualflame-graph-changed')).toBeVisible();
  await expect(page).toHaveURL(/var-flame=.*compare/);
  await page.goto(page.url());
  await expect(page.getByTestId('dualflame-comparing')).toContainText('vs 16:19:55–16:20:35', { timeout: 30_000 });
  await expect(page.getByTestId('dualflame-graph-changed')).toBeVisible();
  await expect(page.getByTestId('dualflame-finding')).toContainText('→');
});
