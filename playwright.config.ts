import { defineConfig, devices } from '@playwright/test';

/**
 * The browser tests. Without GRAFANA_URL they run on the demo (`npm run demo`), with it the specs that need no recorded
 * figures run on that Grafana. `npm test` sets CHROMIUM_PATH and DEMO_URL; alone, `npx playwright test` starts the demo.
 */
const { GRAFANA_URL, DEMO_URL, CHROMIUM_PATH, CI } = process.env;
const demoUrl = DEMO_URL ?? 'http://localhost:3399/';

export default defineConfig({
  testDir: './tests',
  forbidOnly: Boolean(CI),
  // Two cores draw two pages beside two servers: a test that passes at the second try is named in the output.
  retries: CI ? 1 : 0,
  workers: 2,
  timeout: 60_000,
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ? [['list'], ['json']] : 'list',
  use: {
    ...devices['Desktop Chrome'],
    baseURL: GRAFANA_URL ?? demoUrl,
    trace: 'retain-on-failure',
    timezoneId: 'UTC',
    locale: 'en-US',
    launchOptions: {
      executablePath: CHROMIUM_PATH,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: GRAFANA_URL
    ? [{ name: 'grafana', testMatch: ['panel.spec.ts', 'grafana.spec.ts', 'parts.spec.ts'] }]
    : [{ name: 'demo', testIgnore: 'grafana.spec.ts' }],
  webServer:
    GRAFANA_URL || DEMO_URL
      ? undefined
      : {
          command: 'node dev/demo.mjs --no-build --port 3399',
          url: demoUrl,
          reuseExistingServer: !CI,
          timeout: 240_000,
        },
});
