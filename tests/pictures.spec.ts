// The pictures of the documents, one per state: `npm run screenshots` writes them into docs/plugin/img; docs/plugin/pictures.md shows them.
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Page } from '@playwright/test';
import {
  compareWithObjective,
  expect,
  keepMatches,
  openDashboard,
  openList,
  pointOnLevel,
  settled,
  test,
  zoomedTo,
} from './dashboard';

test.skip(process.env.UPDATE_SCREENSHOTS !== '1', 'writes pictures, and compares nothing');

const SHOTS = join(__dirname, '../docs/plugin/img');
/** Those that the catalogue shows, too: `screenshots` of plugin.json. */
const CATALOGUE = new Map([
  ['first-dark', 'screenshot-dark.png'],
  ['first-light', 'screenshot-light.png'],
  ['changed-dark', 'screenshot-changed.png'],
]);

const CPU = {
  profileTypeId: 'process_cpu:cpu:nanoseconds:cpu:nanoseconds',
  labelSelector: '{service_name="consumer"}',
};
/** A new panel, with queries as its editor has them. */
const asked = (query: object) => ({ targets: JSON.stringify([{ refId: 'A', queryType: 'profile', ...query }]) });

const PICTURES: Array<[name: string, reach?: (page: Page) => Promise<unknown>, params?: Record<string, string>]> = [
  ['first-dark'],
  ['first-light', undefined, { theme: 'light' }],
  [
    'zoomed',
    async (page) => {
      const { x, y } = await pointOnLevel(page, 'hotcold', 3);
      await page.mouse.click(x, y);
      await expect(zoomedTo(page)).toBeVisible();
    },
  ],
  ['searched', (page) => page.getByLabel('Search frames').fill('read')],
  [
    'filtered',
    async (page) => {
      await page.getByLabel('Search frames').fill('read');
      await keepMatches(page, 'Without');
    },
  ],
  ['changed-dark', compareWithObjective],
  ['changed-light', compareWithObjective, { theme: 'light' }],
  [
    'error',
    async (page) => {
      await page.getByTestId('dualflame-compare').click();
      await page.getByRole('menuitem', { name: 'One day before' }).click();
      await expect(page.getByTestId('dualflame-banner')).toBeVisible();
    },
  ],
  ['drawer', (page) => openList(page, 'Wait sites')],
  ['start', undefined, { solo: '800x400', ...asked({ profileTypeId: '' }) }],
  ['start-cpu', (page) => page.getByTestId('dualflame-how-to-see-waits').click(), { solo: '800x400', ...asked(CPU) }],
  ['narrow-400', undefined, { solo: '400x320' }],
  ...['600x300', '800x400', '1900x900'].map((solo): (typeof PICTURES)[number] => [solo, undefined, { solo }]),
];

for (const [name, reach, params = {}] of PICTURES) {
  test(`picture: ${name}`, async ({ page }) => {
    mkdirSync(SHOTS, { recursive: true });
    const [width, height] = (params.solo ?? '1200x600').split('x').map(Number);
    await page.setViewportSize({ width: Math.max(width + 60, 640), height: height + 160 });
    if (params.targets) {
      await page.goto(`/?${new URLSearchParams(params)}`);
      await expect(page.getByRole('button', { name: /^Copy |^How to see/ }).first()).toBeVisible();
    } else {
      await openDashboard(page, { solo: `${width}x${height}`, ...params });
    }
    await reach?.(page);
    // Nothing under way, nothing under the pointer.
    if (await page.getByTestId('dualflame-panel').isVisible()) {
      await settled(page);
    }
    await page.mouse.move(0, 0);
    const panel = page.getByTestId('dualflame-panel').or(page.getByTestId('dualflame-steps')).first();
    const { x, y } = (await panel.boundingBox())!;
    // With Grafana's frame around the panel: its title above, its padding at the other sides.
    const path = join(SHOTS, `${name}.png`);
    await page.screenshot({ path, clip: { x: x - 9, y: y - 49, width, height } });
    if (CATALOGUE.has(name)) {
      copyFileSync(path, join(__dirname, '../src/img', CATALOGUE.get(name)!));
    }
  });
}
