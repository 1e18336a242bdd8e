// Mouse, wheel, keyboard and fingers on the graph, in a browser: what jsdom does not have.
import { type Page } from '@playwright/test';
import { expect, openDashboard, test } from './dashboard';

test.beforeEach(async ({ page }) => {
  await openDashboard(page);
  await page.getByTestId('dualflame-graph-hotcold').scrollIntoViewIfNeeded();
});

const graph = (page: Page) => page.getByTestId('dualflame-graph-hotcold').getByRole('application');
const corner = async (page: Page) => (await graph(page).boundingBox())!;
const tooltipName = (page: Page) => page.getByTestId('dualflame-tooltip').locator('div').first();
const pointed = (page: Page) => page.getByTestId('dualflame-pointed');
const line = (page: Page) => page.getByTestId('dualflame-line');
const crumb = (page: Page) => line(page).locator('[aria-current=true]');
/** Share of the graph's width that the box under the pointer takes. */
const shareOf = async (page: Page) => {
  const [box, all] = [await pointed(page).boundingBox(), await corner(page)];
  return box!.width / all.width;
};

/** Points at a frame of the fifth row that is between a tenth and a third of the width, at a quarter of it. */
async function pointAtFrame(page: Page): Promise<{ x: number; y: number }> {
  const { x, y, width } = await corner(page);
  const row = y + 4 * 20 + 10;
  for (let share = 0.05; share < 1; share += 0.05) {
    await page.mouse.move(x + width * share, row);
    const box = await pointed(page)
      .boundingBox({ timeout: 500 })
      .catch(() => null);
    if (box && box.width > width / 10 && box.width < width / 2.5) {
      const at = { x: Math.round(box.x + box.width / 4), y: row };
      await page.mouse.move(at.x, at.y);
      return at;
    }
  }
  throw new Error('no such frame');
}

async function wheelWithControl(page: Page, deltaY: number, times: number) {
  await page.keyboard.down('Control');
  for (let i = 0; i < times; i++) {
    await page.mouse.wheel(0, deltaY);
  }
  await page.keyboard.up('Control');
}

test('ctrl + wheel zooms at the pointer: the frame under it grows, and stays under it where it was', async ({
  page,
}) => {
  const at = await pointAtFrame(page);
  const name = await tooltipName(page).textContent();
  const [before, share] = [(await pointed(page).boundingBox())!, await shareOf(page)];
  const scale = await page.evaluate(() => window.devicePixelRatio);
  await wheelWithControl(page, -100, 2);
  await expect.poll(() => shareOf(page)).toBeCloseTo(2 * share, 1);
  const after = (await pointed(page).boundingBox())!;
  expect((at.x - after.x) / after.width).toBeCloseTo((at.x - before.x) / before.width, 1);
  await page.mouse.move(at.x, at.y + 1);
  await expect(tooltipName(page)).toHaveText(name!);
  expect(await page.evaluate(() => window.devicePixelRatio)).toBe(scale);
  await expect(line(page)).toHaveCount(0); // no frame is zoomed to
  await wheelWithControl(page, 100, 9);
  await expect.poll(() => shareOf(page)).toBeCloseTo(share, 2);
});

test('a drag brushes, the next one pans, a double click shows all', async ({ page }) => {
  const { x, y, width } = await corner(page);
  const at = await pointAtFrame(page);
  const name = (await tooltipName(page).textContent())!;
  const box = (await pointed(page).boundingBox())!;
  const drag = async (from: number, to: number) => {
    await page.mouse.move(from, at.y);
    await page.mouse.down();
    await page.mouse.move((from + to) / 2, at.y + 3);
    await page.mouse.move(to, at.y);
    await page.mouse.up();
  };
  await drag(box.x + 1, box.x + box.width - 1);
  // All of the view is that frame now, and nothing was clicked.
  for (const share of [0.05, 0.95]) {
    await page.mouse.move(x + width * share, at.y);
    await expect(tooltipName(page)).toHaveText(name);
  }
  await expect(line(page)).toHaveCount(0); // no frame is zoomed to
  await drag(x + width * 0.2, x + width * 0.5);
  await page.mouse.move(x + width * 0.4, at.y);
  await expect(tooltipName(page)).toHaveText(name);
  const moved = (await pointed(page).boundingBox())!.x - (x + width * 0.3);
  expect(Math.abs(moved)).toBeLessThan(5); // what was brushed away at the frame's edge is three pixels now
  await page.mouse.dblclick(x + width * 0.4, y + 30);
  await expect(line(page)).toHaveCount(0); // no frame is zoomed to
  const row = (await corner(page)).y + at.y - y; // the breadcrumb came and went
  await page.mouse.move(at.x, row);
  await expect(tooltipName(page)).toHaveText(name);
  expect((await pointed(page).boundingBox())!.width).toBeCloseTo(box.width, 0);
});

test('W A S D zoom and pan, Home shows all', async ({ page }) => {
  const at = await pointAtFrame(page);
  const share = await shareOf(page);
  await graph(page).focus();
  await page.mouse.move(at.x, at.y + 1);
  await page.keyboard.press('w');
  await expect.poll(() => shareOf(page)).toBeCloseTo(1.5 * share, 2);
  const left = (await pointed(page).boundingBox())!.x;
  await page.keyboard.press('d');
  await expect.poll(async () => (await pointed(page).boundingBox())!.x).toBeLessThan(left);
  await page.keyboard.press('a');
  await expect.poll(async () => (await pointed(page).boundingBox())!.x).toBeCloseTo(left, 0);
  await page.keyboard.press('Home');
  await page.mouse.move(at.x, at.y);
  await expect.poll(() => shareOf(page)).toBeCloseTo(share, 2);
});

test('Shift + F10 opens the menu at the frame that the keyboard stands on', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 1400 }); // room for the menu below the frame
  await graph(page).focus();
  for (const key of ['ArrowDown', 'ArrowRight', 'ArrowDown']) {
    await page.keyboard.press(key);
  }
  const frame = (await page.getByTestId('dualflame-cursor').boundingBox())!;
  const name = (await tooltipName(page).textContent())!;
  await page.keyboard.press('Shift+F10');
  const menu = page.getByRole('menu').last();
  await expect(menu).toContainText(name.slice(name.lastIndexOf('/') + 1));
  const opened = (await menu.boundingBox())!;
  expect(Math.abs(opened.x - frame.x)).toBeLessThan(40);
  expect(Math.abs(opened.y - (frame.y + frame.height))).toBeLessThan(40);
});

test('a zoomed frame is marked, over all of the width', async ({ page }) => {
  const at = await pointAtFrame(page);
  const name = (await tooltipName(page).textContent())!;
  await page.mouse.click(at.x, at.y);
  const { x, width } = await corner(page);
  const marked = (await page.getByTestId('dualflame-zoomed').boundingBox())!;
  expect([marked.x, marked.width].map(Math.round)).toEqual([Math.round(x), Math.round(width) - 1]);
  await page.mouse.move(marked.x + 50, marked.y + marked.height / 2);
  await expect(tooltipName(page)).toHaveText(name);
});

test.describe('with fingers', () => {
  test.use({ hasTouch: true });

  test('a tap shows the figures, a second one on the same frame zooms', async ({ page }) => {
    const { x, y, width } = await corner(page);
    const at = [x + width * 0.4, y + 2 * 20 + 10] as const;
    await page.touchscreen.tap(...at);
    await expect(page.getByTestId('dualflame-tooltip')).toContainText('Wall total');
    await expect(line(page)).toHaveCount(0); // no frame is zoomed to
    const name = (await tooltipName(page).textContent())!;
    await page.touchscreen.tap(...at);
    await expect(crumb(page)).toHaveText(name.slice(name.lastIndexOf('/') + 1));
    await expect(page.getByTestId('dualflame-tooltip')).toHaveCount(0);
  });

  test('a pinch zooms the graph and not the page', async ({ page }) => {
    const { x, y, width } = await corner(page);
    const at = { x: x + width * 0.4, y: y + 4 * 20 + 10 };
    await page.touchscreen.tap(at.x, at.y);
    const share = await shareOf(page);
    const session = await page.context().newCDPSession(page);
    const fingers = (type: 'touchStart' | 'touchMove', apart: number) =>
      session.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: [
          { x: at.x - apart / 2, y: at.y, id: 1 },
          { x: at.x + apart / 2, y: at.y + 8, id: 2 },
        ],
      });
    await fingers('touchStart', 60);
    for (const apart of [70, 80, 90, 100, 110, 120]) {
      await fingers('touchMove', apart);
    }
    await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    expect(await page.evaluate(() => window.visualViewport!.scale)).toBe(1);
    await page.touchscreen.tap(at.x, at.y);
    await expect.poll(() => shareOf(page)).toBeGreaterThan(Math.min(0.9, share * 1.7));
    await expect(line(page)).toHaveCount(0); // no frame is zoomed to
    await expect(graph(page)).toHaveCSS('touch-action', 'pan-y');
  });
});
