// The browser of the tests: CHROMIUM_PATH, else Playwright's own, else the system's, else one is installed.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

const systemBrowser = () =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((dir) => NAMES.map((name) => join(dir, name)))
    .find(existsSync);

/** Path of a browser, or undefined where there is none. */
export async function findBrowser() {
  if (process.env.CHROMIUM_PATH) {
    if (!existsSync(process.env.CHROMIUM_PATH)) {
      throw new Error(`CHROMIUM_PATH is ${process.env.CHROMIUM_PATH}, and there is no such file.`);
    }
    return process.env.CHROMIUM_PATH;
  }
  const { chromium } = await import('@playwright/test');
  return existsSync(chromium.executablePath()) ? chromium.executablePath() : systemBrowser();
}

/** Path of a browser; installs one where there is none: by Playwright, or as root on Debian and its kin by apt-get. */
export async function ensureBrowser() {
  const found = await findBrowser();
  if (found) {
    return found;
  }
  console.log('No browser found: installing one …');
  const steps = [
    ['npx', ['playwright', 'install', '--with-deps', '--only-shell', 'chromium']],
    [
      'sh',
      [
        '-c',
        'apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium',
      ],
    ],
  ];
  for (const [command, args] of steps) {
    spawnSync(command, args, { stdio: 'inherit', timeout: 300_000 });
    const installed = await findBrowser();
    if (installed) {
      return installed;
    }
  }
  throw new Error('No Chromium could be installed. Install one and set CHROMIUM_PATH to it.');
}
