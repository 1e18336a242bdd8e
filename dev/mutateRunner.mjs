// A test runner for Stryker (npm run mutate) that runs the tests of a room in one process: files are translated once, modules are loaded anew
// for every mutant, only the tests that reach it run, and the first failure ends it. Jest needs about a second for what takes some ten milliseconds here.
// Rooms of the panel get a page (dev/mutatePage.mjs).
import { createRequire } from 'node:module';
import { appendFileSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import vm from 'node:vm';
import { globSync } from 'glob';
import { clearPage, setUpPage } from './mutatePage.mjs';

const require = createRequire(import.meta.url);
const { transformSync } = require('esbuild');
const { expect } = require('expect');
const { bind } = require('jest-each');
const { ModuleMocker } = require('jest-mock');

const ROOM = process.env.MUTATE_ROOM ?? '{profile,readers,writers,flamegraph,analysis,prepare}';
/** Fewer tests than the room's, where a few files are mutated that only these are about. */
const TESTS = process.env.MUTATE_TESTS ?? `src/${ROOM}/**/*.test.{ts,tsx}`;
/** Only the panel needs a page. */
const PAGE = ROOM.includes('panel');
const TEST = /\.test\.tsx?$/;
const ENDLESS = 'an endless loop';
/** In Stryker's copy of the project. */
const COSTS = '.mutation-costs.json';
/** Random cases a property: always the same ones, so that a mutant has one verdict. */
const RANDOM_CASES = { numRuns: 5, seed: 1 };

/** Tests that need more CPU time than this, in ms, read whole recordings, or draw a whole page. They are left out: each survivor would take seconds. On a busy machine all take longer. */
const TOO_SLOW = Number(process.env.MUTATE_SLOW ?? (PAGE ? 600 : 150));

/** Puts the parts that a page fetches when it needs them at hand, in the panel all that Jest has there, too. */
const SETUP = PAGE ? 'jest-setup.js' : 'src/allParts.ts';

/** Each verdict, a line, as it comes: Stryker itself lists them at the end. */
const LOG = process.env.MUTATE_LOG;

/** Stryker's mark in the instrumented files: which mutant is on, which tests reach which one. */
const stryker = (globalThis.__stryker__ ??= {});

/**
 * Loads source files as CommonJS, each when something of it is used for the first time. Files that hold no mutant, nor import one, keep
 * their modules; the others are run anew for each.
 */
class Loader {
  #files = new Map();
  #kept = new Map();

  /** Gives a test file its modules; those that put something in another's place (`jest.mock`) have all of theirs for themselves. */
  fresh() {
    const shared = new Map();
    return (test) => {
      const { mocks } = this.#file(test);
      return mocks ? this.#loading(new Map(), new Map())(test) : this.#loading(shared, this.#kept)(test);
    };
  }

  #loading(modules, kept) {
    const inPlace = new Map();
    const load = (path, real = false) => {
      const made = real ? undefined : inPlace.get(path);
      if (made) {
        return made();
      }
      const file = this.#file(path);
      const known = file.mutated || TEST.test(path) ? modules : kept;
      let module = known.get(path);
      if (!module) {
        module = { exports: {} };
        known.set(path, module);
        const pathOf = (name) =>
          name.startsWith('.') ? (file.imports.get(name) ?? resolved(dirname(path), name)) : name;
        const packaged = (name) =>
          inPlace.has(name) || file.mocks?.has(name)
            ? whenUsed(() => (inPlace.get(name) ?? (() => require(name)))())
            : require(name);
        const local = (name) => {
          const own = () => load(pathOf(name));
          return !name.startsWith('.') ? packaged(name) : file.forItself.has(name) ? own() : whenUsed(own);
        };
        const mock = (name, factory) => inPlace.set(pathOf(name), once(factory));
        const jest = {
          ...JEST(),
          mock,
          doMock: mock,
          resetModules: () => [modules, kept].forEach((known) => known.clear()),
          requireActual: (name) => (name.startsWith('.') ? load(pathOf(name), true) : require(name)),
        };
        const run = () => file.script.runInThisContext()(module.exports, local, module, path, dirname(path), jest);
        TEST.test(path) ? run() : asLoading(run);
      }
      return module.exports;
    };
    load(resolve(SETUP)); // now: Stryker has gone to its copy of the project since this file was loaded
    return load;
  }

  /** Translates a file and all that it imports. */
  translate(path) {
    this.#file(path);
  }

  /** A translated file: what it imports of ours, and whether a mutant is in it or in what it imports. */
  #file(path) {
    let file = this.#files.get(path);
    if (!file) {
      const source = readFileSync(path, 'utf8');
      const { code } = transformSync(source, {
        loader: path.endsWith('.json') ? 'json' : path.endsWith('.ts') ? 'ts' : 'tsx',
        format: 'cjs',
        target: 'node20',
        supported: { 'dynamic-import': false },
      });
      const imports = new Map();
      for (const [, name] of code.matchAll(/\brequire\("(\.[^"]*)"\)/g)) {
        imports.set(name, resolved(dirname(path), name));
      }
      const wrapped = `(function (exports, require, module, __filename, __dirname, jest) {${code}\n})`;
      const mocks = [...source.matchAll(/\bjest\.(?:m|doM)ock\('([^']*)'/g)].map(([, name]) => name);
      file = {
        script: new vm.Script(wrapped, { filename: path }),
        imports,
        // What is imported only for what it does is loaded at once.
        forItself: new Set([...source.matchAll(/^import '([^']*)';$/gm)].map(([, name]) => name)),
        mutated: source.includes('stryMutAct'),
        mocks: TEST.test(path) && mocks.length ? new Set(mocks) : undefined,
      };
      this.#files.set(path, file);
      for (const target of imports.values()) {
        file.mutated = this.#file(target).mutated || file.mutated;
      }
    }
    return file;
  }
}

const once = (make) => {
  let made;
  return () => (made ??= { value: make() }).value;
};

/** What tests ask of Jest. Fake timers stand in for those of the whole process: they are made when a test wants them. */
const JEST = once(() => {
  const mocker = new ModuleMocker(globalThis);
  const timers = once(() => {
    const { ModernFakeTimers } = require('@jest/fake-timers');
    return new ModernFakeTimers({ global: globalThis, config: { fakeTimers: {}, rootDir: process.cwd() } });
  });
  const later =
    (name) =>
    (...given) =>
      timers()[name](...given);
  return {
    fn: (as) => mocker.fn(as),
    spyOn: (...what) => mocker.spyOn(...what),
    clearAllMocks: () => mocker.clearAllMocks(),
    restoreAllMocks: () => mocker.restoreAllMocks(),
    mocked: (one) => one,
    ...Object.fromEntries(
      ['useFakeTimers', 'useRealTimers', 'advanceTimersByTime', 'advanceTimersToNextTimer', 'runAllTimers'].map(
        (name) => [name, later(name)]
      )
    ),
  };
});

function whenUsed(load) {
  let loaded;
  const exports = () => (loaded ??= load());
  return new Proxy(
    {},
    {
      get: (_, name) => (loaded ??= load())[name],
      has: (_, name) => name in exports(),
      ownKeys: () => Object.keys(exports()),
      getOwnPropertyDescriptor: (_, name) => ({ value: exports()[name], enumerable: true, configurable: true }),
    }
  );
}

/** What runs while a file is loaded is no part of the test that happens to use it first. */
function asLoading(run) {
  const { currentTestId } = stryker;
  stryker.currentTestId = undefined;
  try {
    run();
  } finally {
    stryker.currentTestId = currentTestId;
  }
}

function resolved(folder, name) {
  const wanted = resolve(folder, name);
  const found = [wanted, `${wanted}.ts`, `${wanted}.tsx`, `${wanted}.js`, join(wanted, 'index.ts')].find(
    (path) => existsSync(path) && statSync(path).isFile()
  );
  if (!found) {
    throw new Error(`${name} is not in ${folder}`);
  }
  return found;
}

const SEPARATOR = ' › ';

/** Takes away what a test has rendered; undefined where there is no page. */
let cleanup;

const HOOKS = ['beforeAll', 'beforeEach', 'afterEach', 'afterAll'];

/** The tests of a file, in its order, each a function that runs it with what its blocks do around it. What blocks do counts for each test in them. */
function collect(load, file) {
  const tests = new Map();
  let block;
  const inBlock = (id, body) => {
    const outer = block;
    block = { id, outer, begun: false, ...Object.fromEntries(HOOKS.map((kind) => [kind, []])) };
    stryker.currentTestId = id;
    body();
    block = outer;
    stryker.currentTestId = block?.id;
  };
  const describe = (name, body) => inBlock(`${block.id}${SEPARATOR}${name}`, body);
  const it = (name, body) => {
    let id = `${block.id}${SEPARATOR}${name}`;
    while (tests.has(id)) {
      id += ' (again)';
    }
    const within = block;
    tests.set(id, () => inHooks(within, body));
  };
  describe.each = bind(describe, false);
  it.each = bind(it, true);
  const hooks = HOOKS.map((kind) => [kind, (body) => void block[kind].push(body)]);
  Object.assign(globalThis, { describe, it, test: it, expect, jest: JEST(), ...Object.fromEntries(hooks) });
  inBlock(relative(process.cwd(), file), () => load(file));
  return tests;
}

/** A test between its hooks. `afterAll` follows each test: which one of them is the last is not known, and what it undoes is made anew. */
function inHooks(within, body) {
  const blocks = [];
  for (let block = within; block; block = block.outer) {
    blocks.unshift(block);
  }
  const inward = (kind) => blocks.flatMap((block) => block[kind]);
  const outward = (kind) => [...blocks].reverse().flatMap((block) => block[kind]);
  const before = [...inward('beforeAll'), ...inward('beforeEach')];
  const after = [...outward('afterEach'), ...outward('afterAll')];
  // Without a promise where nothing waits: then an endless loop can be broken off.
  if (!PAGE && !before.length && !after.length) {
    return body();
  }
  return (async () => {
    try {
      for (const step of [...before, body]) {
        await step();
      }
    } finally {
      for (const step of after) {
        await step();
      }
      cleanup?.();
    }
  })();
}

/** What was reached in a block outside of its tests is reached by each of them. */
function shareOut(perTest, ids) {
  for (const [block, reached] of Object.entries(perTest).filter(([id]) => !ids.has(id))) {
    for (const id of [...ids].filter((id) => id.startsWith(`${block}${SEPARATOR}`))) {
      perTest[id] = { ...reached, ...perTest[id] };
    }
    delete perTest[block];
  }
}

class RoomTestRunner {
  #loader = new Loader();
  #files = [];
  /** What each test costs in ms, and the loading of its file: the cheap ones are asked first. */
  #costs = {};
  /** The tests that noticed the last mutants: they are likely to notice the next one, too. */
  #noticed = [];

  capabilities() {
    return { reloadEnvironment: true };
  }

  init() {
    const fc = require('fast-check');
    const { assert } = fc;
    fc.assert = (property, parameters) => assert(property, { ...parameters, ...RANDOM_CASES });
    cleanup = PAGE ? setUpPage() : undefined;
    globalThis.expect = expect;
    // What compares with Grafana's own code wants a page.
    this.#files = globSync(TESTS, { absolute: true, ignore: PAGE ? [] : '**/*.grafana.test.ts' }).sort();
    // At once: what is broken off in the middle leaves esbuild's service out of step.
    [resolve(SETUP), ...this.#files].forEach((path) => this.#loader.translate(path));
    if (existsSync(COSTS)) {
      this.#costs = JSON.parse(readFileSync(COSTS, 'utf8')); // an endless loop has ended the process that measured them
    }
  }

  async dryRun() {
    stryker.activeMutant = undefined;
    stryker.mutantCoverage = { static: {}, perTest: {} };
    const tests = [];
    for (const file of this.#files) {
      collect(this.#loader.fresh(), file); // translated, so that it does not count
      const [registered, loadMs] = await measured(() => collect(this.#loader.fresh(), file));
      for (const [id, body] of registered) {
        stryker.currentTestId = id;
        const first = await measured(() => failureOf(body));
        // The first test that draws loads what all draw with.
        const [failureMessage, ownMs] = first[1] > TOO_SLOW ? await measured(() => failureOf(body)) : first;
        stryker.currentTestId = undefined;
        tests.push({
          id,
          name: id,
          fileName: file,
          timeSpentMs: ownMs,
          status: failureMessage ? 1 : 0,
          failureMessage,
        });
        this.#costs[id] = { loadMs, ownMs };
      }
    }
    writeFileSync(COSTS, JSON.stringify(this.#costs));
    shareOut(stryker.mutantCoverage.perTest, new Set(tests.map(({ id }) => id)));
    return { status: 'complete', tests, mutantCoverage: stryker.mutantCoverage };
  }

  #rank(id) {
    const at = this.#noticed.indexOf(id);
    return at < 0 ? this.#noticed.length : at;
  }

  async mutantRun(options) {
    const started = performance.now();
    const result = await this.#verdict(options);
    const [noticedBy] = result.killedBy ?? [];
    if (noticedBy) {
      this.#noticed = [noticedBy, ...this.#noticed.filter((id) => id !== noticedBy)].slice(0, 8);
    }
    if (LOG) {
      const { fileName, location, replacement } = options.activeMutant;
      const where = `${fileName.slice(fileName.indexOf('/src/') + 1)}:${location.start.line}`;
      const ms = Math.round(performance.now() - started);
      appendFileSync(
        LOG,
        `${result.status} ${where} ${replacement.replace(/\s+/g, ' ')} (${ms} ms) ${noticedBy ?? ''}\n`
      );
    }
    return result;
  }

  async #verdict({ activeMutant, testFilter, hitLimit }) {
    const costs = this.#costs;
    const ids = (testFilter ?? Object.keys(costs))
      .filter((id) => costs[id].loadMs + costs[id].ownMs <= TOO_SLOW)
      .sort(
        (a, b) => this.#rank(a) - this.#rank(b) || costs[a].loadMs - costs[b].loadMs || costs[a].ownMs - costs[b].ownMs
      );
    Object.assign(stryker, {
      activeMutant: activeMutant.id,
      hitLimit,
      hitCount: hitLimit === undefined ? undefined : 0,
    });
    const load = this.#loader.fresh();
    const registered = new Map();
    let asked = 0;
    const testOf = (id) => {
      const file = resolve(id.slice(0, id.indexOf(SEPARATOR)));
      if (!registered.has(file)) {
        registered.set(file, collect(load, file));
      }
      return registered.get(file).get(id); // none where its name comes from what is changed
    };
    /** Asks tests one after the other, for some 100 ms or until one has something to wait for: a bound costs more than most tests. */
    const ask = () => {
      for (let ms = 0; asked < ids.length && ms < 100;) {
        const id = ids[asked++];
        const waited = testOf(id)?.();
        if (waited) {
          return waited;
        }
        ms += costs[id].ownMs;
      }
    };
    try {
      while (asked < ids.length) {
        const failureMessage = await failureOf(() => bounded(ask, 100 + TOO_SLOW));
        if (failureMessage === ENDLESS || stryker.hitCount > hitLimit) {
          return { status: 'timeout', reason: failureMessage };
        }
        if (failureMessage) {
          return { status: 'killed', killedBy: [ids[asked - 1]], failureMessage, nrOfTests: asked };
        }
      }
      return { status: 'survived', nrOfTests: ids.length };
    } finally {
      stryker.activeMutant = undefined;
      PAGE && clearPage();
    }
  }
}

/** What is thrown outside of the test that caused it: in an event's listener, or in what nobody waits for. */
let stray;
if (PAGE) {
  for (const kind of ['uncaughtException', 'unhandledRejection']) {
    process.on(kind, (error) => (stray = error ?? new Error(kind)));
  }
}

/** What it gives and the CPU time in ms that it takes. */
async function measured(of) {
  const before = process.cpuUsage();
  const value = await of();
  const { user, system } = process.cpuUsage(before);
  return [value, (user + system) / 1000];
}

async function failureOf(body) {
  stray = undefined;
  try {
    await body();
    if (stray) {
      throw stray;
    }
    return undefined;
  } catch (error) {
    return error?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT' ? ENDLESS : String(error?.message ?? error) || 'failed';
  }
}

const call = new vm.Script('globalThis.__bounded()');

/** Runs what usually takes so many ms; an endless loop is broken off, which is quicker than to end the process. */
function bounded(body, usualMs) {
  globalThis.__bounded = body;
  return call.runInThisContext({ timeout: Math.ceil(3000 + 10 * usualMs) });
}

const factory = () => new RoomTestRunner();
factory.inject = [];
/** jsdom lays nothing out and paints nothing: what is told to emotion's `css` is the browser tests'. */
const styles = {
  shouldIgnore: ({ node }) =>
    node.type === 'CallExpression' && node.callee.name === 'css' ? 'a style: for the browser tests' : undefined,
};
export const strykerPlugins = [
  { kind: 'TestRunner', name: 'rooms', factory },
  { kind: 'Ignore', name: 'styles', value: styles },
];
