// The panel through what Grafana does to panels over a long day: mounted by the test, on generated data, without a dashboard.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { openList, queriesOf, settled, zoomedTo } from './dashboard';

const ROOT = join(__dirname, '..');
const PAGE = join(ROOT, 'node_modules/.cache/dualflame-lifecycle');
const HTML =
  '<!doctype html><html lang="en"><title>Life</title><link rel="stylesheet" href="/page.css"><body><div id="subject"></div><script type="module" src="/page.js"></script>';
const TYPES: Record<string, string> = { '.js': 'text/javascript', '.css': 'text/css' };

let server: Server;
let url: string;
const problems: string[] = [];

test.describe.configure({ mode: 'serial', timeout: 180_000 });

test.beforeAll(async () => {
  const { buildPage } = (await import(join(ROOT, 'dev/demo.mjs'))) as {
    buildPage(entry: string, outdir: string, more: object): Promise<void>;
  };
  // In one file, so that dev/host/boot.ts runs before Grafana's packages: what chunks share is run before it.
  await buildPage(join(__dirname, 'lifecycle/page.tsx'), PAGE, { splitting: false });
  server = createServer((request, response) => {
    const path = new URL(request.url!, 'http://localhost').pathname;
    const file = join(PAGE, path);
    if (path === '/') {
      response.writeHead(200, { 'content-type': 'text/html' }).end(HTML);
    } else if (existsSync(file)) {
      response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'text/plain' }).end(readFileSync(file));
    } else {
      response.writeHead(204).end(); // icons
    }
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  url = `http://localhost:${(server.address() as AddressInfo).port}/`;
});
test.afterAll(() => server?.close());

test.beforeEach(async ({ page }) => {
  problems.length = 0;
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  await page.goto(url);
  await page.waitForFunction('window.life');
  await life(page, 'set', {});
  await expect(page.getByTestId('dualflame-waits')).toBeVisible();
});
test.afterEach(() => expect(problems).toEqual([]));

const life = (page: Page, method: string, argument?: unknown) =>
  page.evaluate(
    ([name, given]) =>
      (window as unknown as { life: Record<string, (a: unknown) => unknown> }).life[name as string](given),
    [method, argument]
  );

/** What a leak would make grow, after a collection. */
async function counts(page: Page): Promise<{ heap: number; listeners: number; nodes: number }> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  const metric = (name: string) => metrics.find((m) => m.name === name)!.value;
  return { heap: usedSize, listeners: metric('JSEventListeners'), nodes: metric('Nodes') };
}

/**
 * A leak of an answer is 400,000 bytes a refresh here. What may grow is code: the browser compiles what runs often, 1.2 to 1.7 MB in the
 * first 100 refreshes, 0.2 MB in each 100 after them.
 */
const BYTES_PER_REFRESH = 6_000;

/** What a person sees of the graph: where its bars begin, where it stands in the page, and whether anything is said of it yet. */
interface Seen {
  bars: string[];
  at: { x: number; y: number };
  busy: boolean;
  told: number;
}

/** Runs in the page: keeps the first frame that has a graph, and does something as soon as it is there. */
function watchFirst(clicks: boolean) {
  const LEAST_WIDTH = 3; // narrower ones may stand for others at first
  const LEAST_HEIGHT = 10; // lower ones are marks in bars
  const bars = new Map<HTMLCanvasElement, Set<string>>();
  const context = CanvasRenderingContext2D.prototype;
  const { rect, fillRect, clearRect } = context;
  const note = (canvas: HTMLCanvasElement, [x, y, width, height]: number[]) => {
    if (width >= LEAST_WIDTH && height >= LEAST_HEIGHT) {
      bars.set(canvas, (bars.get(canvas) ?? new Set()).add(`${Math.round(x)} ${Math.round(y)}`));
    }
  };
  context.rect = function (...args) {
    note(this.canvas, args);
    rect.apply(this, args);
  };
  context.fillRect = function (...args) {
    note(this.canvas, args);
    fillRect.apply(this, args);
  };
  context.clearRect = function (...args) {
    bars.delete(this.canvas);
    clearRect.apply(this, args);
  };
  const see = (): Seen | undefined => {
    const canvas = document.querySelector<HTMLCanvasElement>('[data-testid^=dualflame-graph] canvas');
    const drawn = canvas && bars.get(canvas);
    const { x, y } = canvas?.getBoundingClientRect() ?? { x: 0, y: 0 };
    return drawn && drawn.size > 10
      ? {
          bars: [...drawn],
          at: { x, y },
          busy: document.querySelector('[data-testid=dualflame-panel]')!.getAttribute('aria-busy') === 'true',
          told: document.querySelectorAll('[data-testid=dualflame-waits], [data-testid=dualflame-finding]').length,
        }
      : undefined;
  };
  const seen = { first: undefined as Seen | undefined, now: see };
  Object.assign(window, { seen });
  const look = () => {
    seen.first = see();
    if (!seen.first) {
      requestAnimationFrame(look);
    } else if (clicks) {
      const canvas = document.querySelector('[data-testid^=dualflame-graph] canvas')!;
      const { x, y, width } = canvas.getBoundingClientRect();
      const at = { bubbles: true, clientX: x + 0.3 * width, clientY: y + 30 };
      ['pointermove', 'pointerdown', 'pointerup', 'click'].forEach((type) =>
        canvas.dispatchEvent(new (type === 'click' ? MouseEvent : PointerEvent)(type, at))
      );
    }
  };
  requestAnimationFrame(look);
}

/** A page where nothing of the panel has run, and an answer of so many nodes. */
async function firstAnswer(page: Page, { nodes, clicks }: { nodes: number; clicks: boolean }) {
  await page.goto(url);
  await page.waitForFunction('window.life');
  await life(page, 'generate', nodes);
  await page.evaluate(watchFirst, clicks);
  await life(page, 'set', {});
  await expect(page.getByTestId('dualflame-waits')).toBeVisible({ timeout: 60_000 });
  await settled(page);
  return page.evaluate(() => {
    const { seen } = window as unknown as { seen: { first: Seen; now(): Seen } };
    return { first: seen.first, last: seen.now() };
  });
}

test('a first answer of many nodes: boxes before anything is said, and none of them moves', async ({ page }) => {
  const { first, last } = await firstAnswer(page, { nodes: 100_000, clicks: false });
  expect([first.busy, first.told]).toEqual([true, 0]);
  expect([last.busy, last.told > 0]).toEqual([false, true]);
  const lastBars = new Set(last.bars);
  expect(first.bars.filter((bar) => !lastBars.has(bar))).toEqual([]);
  // A part of a bar begins where no bar did: waits are told in the last picture only.
  expect(first.bars.length).toBeGreaterThan(100);
  expect(first.at).toEqual(last.at);
});

test('a click on the first boxes zooms, and the zoom stays when all is read', async ({ page }) => {
  const { first, last } = await firstAnswer(page, { nodes: 100_000, clicks: true });
  expect(first.busy).toBe(true);
  await expect(zoomedTo(page)).toBeVisible();
  expect(last.bars).not.toEqual(first.bars);
});

test('500 refreshes with new data, and 100 mounts: heap, listeners and nodes stay flat', async ({ page }) => {
  await life(page, 'refresh', 250);
  const start = await counts(page);
  await life(page, 'refresh', 500);
  const refreshed = await counts(page);
  await life(page, 'remount', 100);
  await life(page, 'refresh', 1);
  const mounted = await counts(page);
  mkdirSync(join(ROOT, 'artifacts'), { recursive: true });
  writeFileSync(join(ROOT, 'artifacts/lifecycle.json'), JSON.stringify({ start, refreshed, mounted }, null, 1));
  for (const later of [refreshed, mounted]) {
    expect(later.heap).toBeLessThan(start.heap + 500 * BYTES_PER_REFRESH);
    expect(later.listeners).toBeLessThanOrEqual(start.listeners + 10);
    expect(later.nodes).toBeLessThanOrEqual(start.nodes * 1.1);
  }
  await life(page, 'unmount');
  expect((await counts(page)).nodes).toBeLessThan(start.nodes / 2);
});

test('every size from nothing to 4K is drawn, and no canvas is larger than the panel', async ({ page }) => {
  for (const [width, height] of [
    [0, 0],
    [1, 1],
    [40, 30],
    [120, 900],
    [2000, 60],
    [300, 200],
    [3840, 2160],
    [900, 500],
  ]) {
    await life(page, 'set', { width, height });
    const canvases = await page
      .locator('canvas')
      .evaluateAll((list) => list.map((c) => [(c as HTMLCanvasElement).width, (c as HTMLCanvasElement).height]));
    // Without any room nothing is drawn, and what was there stays, out of sight.
    for (const [w, h] of width >= 40 ? canvases : []) {
      expect(w).toBeLessThanOrEqual(Math.max(width, 140)); // the small graph has a size of its own
      expect(h).toBeLessThanOrEqual(Math.max(height, 64));
    }
  }
  await expect(page.getByTestId('dualflame-graph-hotcold')).toBeVisible();
});

for (const [how, hidden, shown] of [
  ['without any room', { width: 0, height: 0 }, { width: 900, height: 500 }],
  ['on a tab that is not in sight', { hidden: true }, { hidden: false }],
] as const) {
  test(`a panel that was mounted ${how} draws at once when it is shown`, async ({ page }) => {
    await life(page, 'unmount');
    await life(page, 'set', hidden);
    await life(page, 'refresh', 2);
    await life(page, 'set', shown); // resolves with the next frame
    const canvas = page.getByTestId('dualflame-graph-hotcold').locator('canvas').first();
    const [boxes, drawn] = await canvas.evaluate((element: HTMLCanvasElement) => {
      const { data } = element.getContext('2d')!.getImageData(0, 0, element.width, element.height);
      return [Number(element.dataset.boxes), data.some((value) => value > 0)];
    });
    expect(boxes).toBeGreaterThan(10);
    expect(drawn).toBe(true);
  });
}

/** The middle of the first bar, as a colour. */
const pixel = (page: Page) =>
  page
    .locator('canvas')
    .first()
    .evaluate((canvas: HTMLCanvasElement) => [...canvas.getContext('2d')!.getImageData(40, 6, 1, 1).data]);

test('a lost canvas is drawn again', async ({ page }) => {
  const drawn = await pixel(page);
  expect(drawn[3]).toBe(255);
  await page
    .locator('canvas')
    .first()
    .evaluate((canvas: HTMLCanvasElement) => {
      canvas.getContext('2d')!.clearRect(0, 0, 10_000, 10_000);
      canvas.dispatchEvent(new Event('contextrestored'));
    });
  expect(await pixel(page)).toEqual(drawn);
});

test('a scrolled graph keeps its place on a refresh; each direction is drawn once, from its root', async ({ page }) => {
  await life(page, 'set', { height: 260 });
  const graph = page.getByTestId('dualflame-graph-hotcold');
  const scrolled = () => graph.evaluate((e) => [e.scrollTop, e.scrollHeight - e.clientHeight]);
  const [top, range] = await scrolled();
  expect(top).toBe(0);
  expect(range).toBeGreaterThan(80);

  await page.evaluate(() => {
    const { clearRect } = CanvasRenderingContext2D.prototype;
    Object.assign(window, { drawn: 0 });
    CanvasRenderingContext2D.prototype.clearRect = function (x, y, w, h) {
      (window as unknown as { drawn: number }).drawn += this.canvas.isConnected && w > 200 ? 1 : 0;
      clearRect.call(this, x, y, w, h);
    };
  });
  await life(page, 'set', { direction: 'flame' });
  await page.waitForTimeout(200);
  expect(await page.evaluate('window.drawn')).toBe(1);
  expect(await scrolled()).toEqual([range, range]);

  await graph.hover();
  await page.mouse.wheel(0, -70);
  await expect.poll(scrolled).toEqual([range - 70, range]);
  await life(page, 'refresh', 1);
  expect(await scrolled()).toEqual([range - 70, range]);
  // Zoomed, its number in the tree may be another one: it is the same call path.
  await graph.click({ position: { x: 40, y: 30 } });
  await expect(zoomedTo(page)).toBeVisible();
  const [, zoomedRange] = await scrolled();
  expect(zoomedRange).toBeGreaterThan(40);
  await graph.evaluate((e) => (e.scrollTop = e.scrollHeight - e.clientHeight - 40));
  await expect.poll(scrolled).toEqual([zoomedRange - 40, zoomedRange]);
  await life(page, 'refresh', 2);
  expect(await scrolled()).toEqual([zoomedRange - 40, zoomedRange]);
  await page.keyboard.press('Escape');
  await life(page, 'set', { direction: 'icicle' });
  expect(await scrolled()).toEqual([0, range]);
});

test('repeated panels without their queries, as in a public dashboard or a snapshot, draw; what needs queries says so', async ({
  page,
}) => {
  await life(page, 'set', { panels: 3, noQueries: true, width: 860, height: 420 });
  await expect(page.getByTestId('dualflame-graph-hotcold')).toHaveCount(3);
  expect((await queriesOf(page, 1)).map(([, role]) => role)).toEqual([
    expect.stringMatching(/^CPU/),
    expect.stringMatching(/^Wall/),
  ]);
  await page.getByTestId('dualflame-compare').nth(1).click();
  await page.getByRole('menuitem', { name: 'One day before' }).click();
  const said = page.getByTestId('dualflame-panel');
  await expect(said.nth(1)).toContainText('cannot be asked again');
  await expect(said.nth(0)).not.toContainText('cannot be asked again');
  await expect(page.getByTestId('dualflame-graph-hotcold')).toHaveCount(3);
});

test('two panels, another theme and time zone, a query in error, loading and streaming: all stay on screen', async ({
  page,
}) => {
  await life(page, 'set', { panels: 2 });
  await expect(page.getByTestId('dualflame-panel')).toHaveCount(2);
  // What is done in one panel is not done in the other.
  await page.getByLabel('Search frames').first().fill('fn1');
  await expect(page.getByTestId('dualflame-matched')).toHaveCount(1);
  for (const part of [
    { theme: 'light' },
    { timeZone: 'Asia/Tokyo' },
    { failed: true },
    { state: 'Loading' },
    { state: 'Streaming', answer: 3 },
    { state: 'Streaming', answer: 4 },
    { state: 'Done', failed: false, theme: 'dark' },
  ]) {
    await life(page, 'set', part);
    await expect(page.getByTestId('dualflame-graph-hotcold')).toHaveCount(2);
    const failed = 'failed' in part && part.failed;
    if (failed) {
      await expect(page.getByTestId('dualflame-banner').first()).toContainText('Query C: C cannot be reached');
    }
  }
  await life(page, 'set', { panels: 1 });
  await expect(page.getByTestId('dualflame-panel')).toHaveCount(1);
});

test('a tab that comes back after answers it did not see shows the last one', async ({ page }) => {
  const picture = () =>
    page
      .getByTestId('dualflame-graph-hotcold')
      .locator('canvas')
      .first()
      .evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
  // Shares are those of the first answer; how long it is is not.
  const bar = () =>
    page
      .getByTestId('dualflame-waits')
      .locator('> button[title]')
      .evaluateAll((parts: HTMLElement[]) => parts.map(({ title }) => title));
  const first = await bar();
  await page.evaluate(() => {
    // What a browser does to a hidden tab: no frames.
    const waiting: FrameRequestCallback[] = [];
    const { requestAnimationFrame } = window;
    const visible = (hidden: boolean) => {
      Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
      Object.defineProperty(document, 'visibilityState', { value: hidden ? 'hidden' : 'visible', configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    };
    window.requestAnimationFrame = (callback) => waiting.push(callback);
    visible(true);
    const { life } = window as unknown as { life: { set(part: object): void } };
    for (const answer of [1, 2, 3]) {
      life.set({ answer });
    }
    window.requestAnimationFrame = requestAnimationFrame;
    visible(false);
    waiting.forEach((callback) => callback(performance.now()));
  });
  await expect.poll(bar).not.toEqual(first);
  await life(page, 'refresh', 0); // what is still being read is done
  const seen = { bar: await bar(), picture: await picture() };
  await life(page, 'remount', 1);
  await expect.poll(async () => ({ bar: await bar(), picture: await picture() })).toEqual(seen);
});

test('names that are HTML, scripts or links are shown and nothing else', async ({ page }) => {
  await life(page, 'set', { hostile: true, answer: 9, width: 1200 });
  await life(page, 'refresh', 0); // read and drawn
  await page.mouse.move(300, 260);
  await expect(page.getByTestId('dualflame-tooltip')).toBeVisible();
  for (const list of ['Functions', 'Call tree', 'Wait sites'] as const) {
    await openList(page, list);
  }
  await page.getByLabel('Search frames').fill('<img');
  await expect(page.getByTestId('dualflame-matched')).toHaveText(/^[1-9]/); // a name like any other
  await page.mouse.click(300, 260);
  await page.mouse.click(300, 260, { button: 'right' });
  await page.getByRole('menuitem', { name: 'Callers and callees' }).click();
  await expect(page.getByTestId('dualflame-sandwich')).toBeVisible();
  expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
  await expect(page.locator('#subject img, #subject script')).toHaveCount(0);
});
