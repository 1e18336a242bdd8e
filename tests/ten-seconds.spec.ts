// The panel that an on-call engineer reads in ten seconds: what can be seen and measured of it. On the demo only.
import { type Locator, type Page } from '@playwright/test';
import {
  barOf,
  compareWithObjective,
  expect,
  inMenu,
  keepMatches,
  openDashboard,
  openList,
  pointOnLevel,
  switchTo,
  test,
  zoomedTo,
} from './dashboard';

const panelOf = (page: Page) => page.getByTestId('dualflame-panel');
const graphOf = (page: Page, shown = 'hotcold') => page.getByTestId(`dualflame-graph-${shown}`);
const finding = (page: Page) => page.getByTestId('dualflame-finding').locator('p');
const search = (page: Page) => page.getByLabel('Search frames');
const matched = (page: Page) => page.getByTestId('dualflame-matched');
const name = (page: Page) => page.getByTestId('dualflame-tooltip').locator('div').first();

/** A panel alone, at an outer size in CSS pixels. */
async function openAlone(page: Page, width: number, height: number, params: Record<string, string> = {}) {
  await page.setViewportSize({ width: Math.max(width + 60, 640), height: height + 160 });
  await openDashboard(page, { solo: `${width}x${height}`, ...params });
}

async function zoomIn(page: Page, level = 3) {
  const { x, y } = await pointOnLevel(page, 'hotcold', level);
  await page.mouse.click(x, y);
  await expect(zoomedTo(page)).toBeVisible();
}

/** Where the controls of the row stand. */
const places = (page: Page) =>
  page
    .getByTestId('dualflame-toolbar')
    .locator('> *:visible')
    .evaluateAll((controls) => controls.map((control) => control.getBoundingClientRect().toJSON()));

test('the bar is the whole time: its percents sum to 100, none is negative, its segments are as wide as they say', async ({
  page,
}) => {
  await openAlone(page, 1200, 600);
  for (const shown of ['Both', 'Wall', 'CPU']) {
    await switchTo(page, shown);
    const parts = await barOf(page);
    expect(parts.length).toBeGreaterThan(1);
    const shares = parts.filter(({ share }) => !Number.isNaN(share)).reduce((sum, { share }) => sum + share, 0);
    expect(Math.abs(shares - 100)).toBeLessThan(1);
    expect(parts.every(({ percent }) => percent >= 0)).toBe(true);
    expect(parts.reduce((sum, { percent }) => sum + percent, 0)).toBe(100);
    const width = parts.reduce((sum, part) => sum + part.width, 0);
    for (const part of parts.filter(({ percent }) => percent >= 5)) {
      expect(Math.abs((100 * part.width) / width - part.share)).toBeLessThan(1);
    }
  }
});

test('the list of waits and the bar say the same figure of the largest wait', async ({ page }) => {
  await page.setViewportSize({ width: 1600, height: 900 });
  await openDashboard(page);
  const [most] = (await barOf(page)).filter((part) => part.name !== 'On CPU').sort((a, b) => b.share - a.share);
  const rows = (await openList(page, 'Wait sites')).getByRole('option').filter({ hasText: most.name });
  const shares = (await rows.allTextContents()).map((text) => Number(/([\d.]+)\s%/.exec(text)?.[1] ?? 0));
  const sum = shares.reduce((all, share) => all + share, 0);
  expect(sum).toBeLessThanOrEqual(most.share + 1);
  expect(sum).toBeGreaterThan(most.share * 0.9); // the tail is folded
});

// Grafana's frame around the panel is 58 px high: 32 of the title, the rest is padding and border.
for (const [width, height, least] of [
  [600, 300, 0.6],
  [800, 400, 0.7],
  [1200, 600, 0.75],
] as const) {
  test(`the graph has at least ${least * 100} % of the height of a panel of ${width}×${height}`, async ({ page }) => {
    await openAlone(page, width, height);
    const [inner, graph] = [await panelOf(page).boundingBox(), await graphOf(page).boundingBox()];
    expect(inner!.height).toBeGreaterThanOrEqual(height - 60);
    expect(graph!.height / inner!.height).toBeGreaterThanOrEqual(least);
    expect(graph!.width).toBe(inner!.width);
  });
}

test('a wider panel has no narrower graph', async ({ page }) => {
  let widest = 0;
  for (const width of [400, 680, 740, 880, 920, 990, 1040, 1300]) {
    await openAlone(page, width, 500);
    const { width: graph } = (await graphOf(page).boundingBox())!;
    expect(graph, `${width}`).toBeGreaterThan(widest);
    widest = graph;
  }
});

test('at 300×200 there are finding, bar and three levels of the graph', async ({ page }) => {
  await openAlone(page, 300, 200);
  await expect(finding(page)).toHaveText(/\S/);
  expect((await barOf(page)).length).toBeGreaterThan(2);
  const [inner, graph] = [(await panelOf(page).boundingBox())!, (await graphOf(page).boundingBox())!];
  expect(graph.height).toBeGreaterThanOrEqual(60);
  expect(graph.y + graph.height).toBeLessThanOrEqual(inner.y + inner.height + 0.5);
});

test('the row of controls stays in the panel and in its place with two filters and a long search', async ({ page }) => {
  await openAlone(page, 1035, 500);
  for (const text of ['read', 'json']) {
    await search(page).fill(text);
    await keepMatches(page, 'Without');
  }
  await expect(page.getByTestId('dualflame-filter')).toHaveText(['without read', 'without json']);
  const before = await places(page);
  await search(page).fill('a very long search that nothing in this profile could ever match '.repeat(3));
  await expect(matched(page)).toHaveText('0');
  expect(await places(page)).toEqual(before);
  const { x, width } = (await panelOf(page).boundingBox())!;
  for (const { left, right } of before) {
    expect(left).toBeGreaterThanOrEqual(x);
    expect(right).toBeLessThanOrEqual(x + width);
  }
});

test('Enter, Shift + Enter, n and N walk from match to match', async ({ page }) => {
  await openAlone(page, 800, 500);
  await search(page).fill('read');
  await expect(matched(page)).toHaveText(/^\d+$/);
  const count = Number(await matched(page).textContent());
  expect(count).toBeGreaterThan(2);
  const at = (place: number) => expect(matched(page)).toHaveText(`${place}/${count}`);
  await search(page).press('Enter');
  await at(1);
  await search(page).press('Enter');
  await at(2);
  await search(page).press('Shift+Enter');
  await at(1);
  await graphOf(page).getByRole('application').focus();
  await page.keyboard.press('n');
  await at(2);
  await page.keyboard.press('Shift+N');
  await at(1);
  // The match that one stands on is outlined.
  await expect(page.getByTestId('dualflame-pointed')).toBeVisible();
});

// The address goes back and the panel does not follow, on the demo.
test('browser Back goes to the zoom before, and then to all', async ({ page }) => {
  await openDashboard(page);
  await zoomIn(page, 2);
  const first = await zoomedTo(page).getAttribute('title');
  await zoomIn(page, 4);
  await expect(zoomedTo(page)).not.toHaveAttribute('title', first!);
  await page.waitForTimeout(500); // the dashboard's variable follows the address
  await page.goBack();
  await expect(zoomedTo(page)).toHaveAttribute('title', first!);
  await page.goBack();
  await expect(zoomedTo(page)).toHaveCount(0);
});

test('a reload of the link brings zoom and comparison back', async ({ page }) => {
  await page.setViewportSize({ width: 1600, height: 900 });
  await openDashboard(page);
  await compareWithObjective(page);
  const said = await page.getByTestId('dualflame-comparing').textContent();
  const { x, y } = await pointOnLevel(page, 'changed', 3, 0.3);
  await page.mouse.click(x, y);
  const zoomed = await zoomedTo(page).getAttribute('title');
  await expect(page).toHaveURL(/var-flame=.*zoom/);
  await page.reload();
  await expect(graphOf(page, 'changed')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByTestId('dualflame-comparing')).toHaveText(said!);
  await expect(zoomedTo(page)).toHaveAttribute('title', zoomed!);
});

test('CPU mode has a finding of the CPU', async ({ page }) => {
  await openAlone(page, 1200, 500);
  await expect(finding(page)).toContainText('waits for');
  await switchTo(page, 'CPU');
  await expect(finding(page)).toContainText(/CPU/);
  await expect(finding(page)).not.toContainText('waits for');
});

test('after a zoom finding, bar and list speak of the frame', async ({ page }) => {
  await page.setViewportSize({ width: 1600, height: 900 });
  await openDashboard(page);
  await openList(page, 'Wait sites');
  const before = { bar: await barOf(page), finding: await finding(page).textContent() };
  const sites = page.getByTestId('dualflame-sites').getByRole('option');
  await sites.filter({ hasText: 'mutexOffsets).Commit' }).first().click();
  await expect(zoomedTo(page)).toContainText('Commit');
  const [first] = (await barOf(page)).sort((a, b) => b.share - a.share);
  expect(first.name).toBe('Lock');
  expect(first.share).toBeGreaterThan(before.bar.find((part) => part.name === 'Lock')!.share);
  await expect(finding(page)).not.toHaveText(before.finding!);
  await expect(page.getByTestId('dualflame-lists')).toContainText(/in .*Commit/);
  await expect(sites.first()).toContainText('Lock');
});

test('Changed has a legend of its own, percentage points, and a tooltip of at most eight rows', async ({ page }) => {
  await page.setViewportSize({ width: 1600, height: 900 });
  await openDashboard(page);
  const waits = new Set((await barOf(page)).map(({ colour }) => colour));
  await compareWithObjective(page);
  const legend = await barOf(page);
  expect(legend.map((part) => part.name)).toEqual(
    expect.arrayContaining(['gone', 'less', 'the same', expect.stringMatching(/^more$/i), 'new'])
  );
  expect(legend.filter(({ colour }) => waits.has(colour))).toEqual([]);
  const { x, y } = await pointOnLevel(page, 'changed', 2);
  await page.mouse.move(x, y);
  const tooltip = page.getByTestId('dualflame-tooltip');
  await expect(tooltip).toContainText(/[+−±][\d.]+\spp/);
  expect(await tooltip.getByRole('row').count()).toBeLessThanOrEqual(7); // and the name
});

test('the list is closed until it is asked for; its width and that it is open are remembered', async ({ page }) => {
  await openAlone(page, 1200, 500);
  const lists = page.getByTestId('dualflame-lists');
  await expect(lists).toHaveCount(0);
  await openList(page, 'Functions');
  const { width } = (await lists.boundingBox())!;
  const edge = (await page.getByRole('separator', { name: 'Width of the list' }).boundingBox())!;
  await page.mouse.move(edge.x + edge.width / 2, edge.y + 50);
  await page.mouse.down();
  await page.mouse.move(edge.x + edge.width / 2 - 100, edge.y + 60, { steps: 4 });
  await page.mouse.up();
  await expect.poll(async () => Math.abs((await lists.boundingBox())!.width - width - 100)).toBeLessThan(8);
  const dragged = (await lists.boundingBox())!.width;
  await openAlone(page, 1200, 500);
  await expect(lists).toBeVisible();
  expect((await lists.boundingBox())!.width).toBe(dragged);
});

/**
 * Contrast (WCAG 2) of the first label of the graph with the fill that most of its box has, both as they are on screen: what is dimmed is
 * translucent, and the page shines through it.
 */
const contrastOfLabel = (page: Page) =>
  graphOf(page)
    .locator('canvas')
    .first()
    .evaluate((canvas: HTMLCanvasElement) => {
      const behind = getComputedStyle(canvas.closest('section')!).backgroundColor.match(/\d+/g)!.map(Number);
      const scale = canvas.width / canvas.clientWidth;
      // Right of the edge, and above the strip that shows the split.
      const strip = [2, 3, 60, 11].map((length) => Math.round(length * scale));
      const { data } = canvas.getContext('2d')!.getImageData(strip[0], strip[1], strip[2], strip[3]);
      const counts = new Map<string, number>();
      for (let i = 0; i < data.length; i += 4) {
        const alpha = data[i + 3] / 255;
        const colour = [0, 1, 2].map((part) => Math.round(data[i + part] * alpha + behind[part] * (1 - alpha))).join();
        counts.set(colour, (counts.get(colour) ?? 0) + 1);
      }
      const luminance = (colour: string) =>
        colour
          .split(',')
          .map((part) => Number(part) / 255)
          .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
          .reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
      const fill = luminance([...counts].sort((a, b) => b[1] - a[1])[0][0]);
      const contrasts = [...counts.keys()].map((colour) => {
        const [light, dark] = [fill, luminance(colour)].sort((a, b) => b - a);
        return (light + 0.05) / (dark + 0.05);
      });
      return contrasts.reduce((most, contrast) => Math.max(most, contrast), 1);
    });

for (const theme of ['dark', 'light']) {
  test(`labels have a contrast of 4.5 : 1, ${theme}`, async ({ page }) => {
    await openAlone(page, 1200, 600, { theme });
    await expect.poll(() => contrastOfLabel(page)).toBeGreaterThanOrEqual(4.5);
  });
}

for (const theme of ['dark', 'light']) {
  test(`what a search does not find is dimmed and still readable, at 3 : 1, ${theme}`, async ({ page }) => {
    await openAlone(page, 1200, 600, { theme });
    await expect.poll(() => contrastOfLabel(page)).toBeGreaterThanOrEqual(4.5);
    const found = await contrastOfLabel(page);
    await page.getByLabel('Search frames').fill('Commit');
    // The first box, main.flusher, holds no match.
    await expect.poll(() => contrastOfLabel(page)).not.toBe(found);
    expect(await contrastOfLabel(page)).toBeGreaterThanOrEqual(3);
  });
}

test('names in lists: the package is cut down to the ellipsis before the method loses a letter', async ({ page }) => {
  await openAlone(page, 1200, 600);
  const lists = await openList(page, 'Functions');
  const names = await lists.getByRole('gridcell').evaluateAll((cells) =>
    cells.flatMap((cell) => {
      const [head, method] = cell.querySelectorAll<HTMLElement>('span');
      const isCut = (span: HTMLElement) => span.scrollWidth > span.clientWidth;
      return method
        ? [{ name: cell.textContent, head: head.clientWidth, headIsCut: isCut(head), methodIsCut: isCut(method) }]
        : [];
    })
  );
  expect(names.some((name) => name.headIsCut)).toBe(true);
  expect(names.filter((name) => name.methodIsCut && name.head > 16)).toEqual([]);
});

test('callers and callees are painted by what their stacks wait for', async ({ page }) => {
  await openAlone(page, 1200, 600);
  const { x, y } = await pointOnLevel(page, 'hotcold', 3);
  await page.mouse.move(x, y);
  const frame = await name(page).textContent();
  await page.mouse.click(x, y, { button: 'right' });
  await inMenu(page, 'Callers and callees').click();
  const sandwich = page.getByTestId('dualflame-sandwich');
  await expect(sandwich).toContainText(frame!.slice(frame!.lastIndexOf('.') + 1));
  await expect(sandwich.getByRole('application')).toHaveCount(2);
});

/** What of each text is on screen: letters whose box lies inside of the box that cuts them. */
const visibleTexts = (lines: Locator) =>
  lines.evaluateAll((all) => {
    const seen = (span: Element): string => {
      const edge = span.getBoundingClientRect().right + 0.5;
      const walker = document.createTreeWalker(span, NodeFilter.SHOW_TEXT);
      let text = '';
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        for (let i = 0; i < node.textContent!.length; i++) {
          const range = document.createRange();
          range.setStart(node, i);
          range.setEnd(node, i + 1);
          text += range.getBoundingClientRect().right <= edge ? node.textContent![i] : '';
        }
      }
      return text;
    };
    return all.map((line) => (line.children.length ? [...line.children].map(seen).join('|') : seen(line)));
  });
const visibleText = async (page: Page) => (await visibleTexts(finding(page)))[0];

for (const [width, height] of [
  [400, 320],
  [300, 200],
] as const) {
  test(`at ${width}×${height} the finding names its function, whatever else is cut; zoomed and compared, too`, async ({
    page,
  }) => {
    await openAlone(page, width, height);
    await expect(finding(page)).toContainText('ReadMessage');
    await expect.poll(() => visibleText(page)).toMatch(/^42\.7\s% .*ReadMessage/);
    await zoomIn(page, 3);
    await expect.poll(() => visibleText(page)).toMatch(/^8\d\.\d\s% .*ReadMessage/);
    await page.goto('about:blank');
    await openAlone(page, width, height);
    await compareWithObjective(page);
    await expect.poll(() => visibleText(page)).toMatch(/^p99 .*ReadMessage/);
    // The switch of modes stays, though what is compared has a mode of its own.
    await expect(page.getByTestId('dualflame-toolbar').getByRole('radio', { name: 'Both' })).toBeVisible();
  });
}

for (const kind of ['Functions', 'Wait sites'] as const) {
  test(`no two rows of the list read the same: ${kind}`, async ({ page }) => {
    await openAlone(page, 1200, 900);
    const lists = await openList(page, kind);
    const rows = lists.locator(kind === 'Functions' ? '[role=row] > [role=gridcell]:first-child' : '[role=option]');
    await expect(rows.first()).toBeVisible();
    expect(await rows.count()).toBeGreaterThan(6);
    const names = await visibleTexts(rows);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });
}

test('what changed begins with functions of the program, not with the runtime', async ({ page }) => {
  await openAlone(page, 1200, 900);
  await compareWithObjective(page);
  const lists = await openList(page, 'Functions');
  await expect(lists.getByRole('columnheader', { name: 'Δ' })).toHaveAttribute('aria-sort', 'descending');
  const names = await lists.locator('[role=row] > [role=gridcell]:first-child').allTextContents();
  expect(names.slice(0, 5).filter((name) => !name.startsWith('main.'))).toEqual([]);
  expect(names.findIndex((name) => name.startsWith('runtime.'))).not.toBe(0);
});
