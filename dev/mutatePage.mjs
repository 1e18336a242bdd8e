// The page of dev/mutateRunner.mjs: jsdom's names beside Node's own in one world, so that React and Grafana's components are loaded once for all mutants.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** Node's own stay: what is timed, and what jsdom has not. */
const NODES_OWN =
  /^(?:constructor|console|process|fetch|crypto|Blob|File|performance|structuredClone|queueMicrotask|(?:set|clear)(?:Timeout|Interval)|WebAssembly)$/;
/** What both have, and of which a page's elements take their own only. */
const PAGES_OWN =
  /^(?:\w*Event(?:Target)?|Abort(?:Controller|Signal)|DOMException|FormData|Headers|navigator|(?:add|remove)EventListener)$/;
const SELF = ['window', 'self', 'parent', 'top', 'frames'];

const quiet = () => undefined;

/** Makes the globals of a page: `window` is the global object, as in Jest. Gives what takes away all that was rendered. */
export function setUpPage() {
  const { JSDOM, VirtualConsole } = createRequire(require.resolve('jest-environment-jsdom'))('jsdom');
  const page = { url: 'http://localhost/', pretendToBeVisual: true, virtualConsole: new VirtualConsole() };
  const { window } = new JSDOM('<!doctype html><html><head></head><body></body></html>', page);
  for (let holder = window; holder && holder !== Object.prototype; holder = Object.getPrototypeOf(holder)) {
    for (const name of Object.getOwnPropertyNames(holder)) {
      const taken = name in globalThis && !PAGES_OWN.test(name);
      if (!taken && !SELF.includes(name) && !NODES_OWN.test(name)) {
        const value = (of) => (typeof of === 'function' && /^[a-z]/.test(name) ? of.bind(window) : of);
        Object.defineProperty(globalThis, name, {
          configurable: true,
          enumerable: true,
          get: () => value(window[name]),
          set: (own) => Object.defineProperty(globalThis, name, { configurable: true, writable: true, value: own }),
        });
      }
    }
  }
  SELF.forEach((name) => Object.defineProperty(globalThis, name, { configurable: true, value: globalThis }));
  for (const ending of ['.css', '.scss', '.sass']) {
    require.extensions[ending] = () => undefined;
  }
  // Before there are hooks that it could hang itself into.
  const { cleanup } = require('@testing-library/react');
  globalThis.IS_REACT_ACT_ENVIRONMENT = true;
  // React says on each mutant what it thinks of it.
  Object.assign(console, { log: quiet, info: quiet, warn: quiet, error: quiet });
  return cleanup;
}

/** As no test had run. */
export function clearPage() {
  document.body.innerHTML = '';
  window.localStorage.clear();
}
