// A test runner for Stryker (npm run mutate) that runs the tests of a room without React in one process: files are translated once, modules are loaded anew
// for every mutant, only the tests that reach it run, and the first failure ends it. Jest needs about a second for what takes some ten milliseconds here.
import { createRequire } from 'node:module';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import vm from 'node:vm';
import { globSync } from 'glob';

const require = createRequire(import.meta.url);
const { transformSync } = require('esbuild');
const { expect } = require('expect');
const { bind } = require('jest-each');
const { ModuleMocker } = require('jest-mock');

const ROOM = process.env.MUTATE_ROOM ?? '{profile,readers,writers,flamegraph,analysis,prepare}';
const ENDLESS = 'an endless loop';
/** In Stryker's copy of the project. */
const COSTS = '.mutation-costs.json';
/** Random cases a property: always the same ones, so that a mutant has one verdict. */
const RANDOM_CASES = { numRuns: 5, seed: 1 };

/** Tests that need more CPU time than this, in ms, read whole recordings. They are left out: each survivor would take seconds. */
const TOO_SLOW = 150;

/** Parts of the program that are fetched: where each is asked for, its name there, and what it holds. */
const PARTS = [
  ['src/readers/registry.ts', 'fileReaders', 'src/readers/files.ts', 'FILE_READERS'],
  ['src/analysis/pattern.ts', 'regexEngine', 'src/analysis/regexEngine.ts', 'compileRegex'],
];

/** Stryker's mark in the instrumented files: which mutant is on, which tests reach which one. */
const stryker = (globalThis.__stryker__ ??= {});

/**
 * Loads source files as CommonJS, each when something of it is used for the first time. Files that hold no mutant, nor import one, keep
 * their modules; the others are run anew for each.
 */
class Loader {
  #files = new Map();
  #kept = new Map();

  fresh() {
    const modules = new Map();
    const load = (path) => {
      const file = this.#file(path);
      const known = file.mutated || path.endsWith('.test.ts') ? modules : this.#kept;
      let module = known.get(path);
      if (!module) {
        module = { exports: {} };
        known.set(path, module);
        const local = (name) => (file.imports.has(name) ? whenUsed(() => load(file.imports.get(name))) : require(name));
        const run = () => file.script.runInThisContext()(module.exports, local, module, path, dirname(path));
        path.endsWith('.test.ts') ? run() : asLoading(run);
      }
      return module.exports;
    };
    // As jest-setup.js has it: the parts that a page fetches when it needs them are at hand.
    for (const [module, part, file, name] of PARTS) {
      load(resolve(module))[part].put(() => load(resolve(file))[name]);
    }
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
        loader: path.endsWith('.json') ? 'json' : 'ts',
        format: 'cjs',
        target: 'node20',
        supported: { 'dynamic-import': false },
      });
      const imports = new Map();
      for (const [, name] of code.matchAll(/\brequire\("(\.[^"]*)"\)/g)) {
        imports.set(name, resolved(dirname(path), name));
      }
      const wrapped = `(function (exports, require, module, __filename, __dirname) {${code}\n})`;
      file = { script: new vm.Script(wrapped, { filename: path }), imports, mutated: source.includes('stryMutAct') };
      this.#files.set(path, file);
      for (const target of imports.values()) {
        file.mutated = this.#file(target).mutated || file.mutated;
      }
    }
    return file;
  }
}

const whenUsed = (exports) =>
  new Proxy(
    {},
    {
      get: (_, name) => exports()[name],
      ownKeys: () => Object.keys(exports()),
      getOwnPropertyDescriptor: (_, name) => ({ value: exports()[name], enumerable: true, configurable: true }),
    }
  );

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
  const found = [wanted, `${wanted}.ts`, join(wanted, 'index.ts')].find(
    (path) => existsSync(path) && statSync(path).isFile()
  );
  if (!found) {
    throw new Error(`${name} is not in ${folder}`);
  }
  return found;
}

const SEPARATOR = ' › ';

/** The tests of a file, in its order. What its blocks do around them counts for each of the tests in it. */
function collect(load, file) {
  const tests = new Map();
  let block = relative(process.cwd(), file);
  const inBlock = (name, body) => {
    const outer = block;
    stryker.currentTestId = block = name;
    body();
    stryker.currentTestId = block = outer;
  };
  const describe = (name, body) => inBlock(`${block}${SEPARATOR}${name}`, body);
  const it = (name, body) => {
    let id = `${block}${SEPARATOR}${name}`;
    while (tests.has(id)) {
      id += ' (again)';
    }
    tests.set(id, body);
  };
  describe.each = bind(describe, false);
  it.each = bind(it, true);
  Object.assign(globalThis, { describe, it, test: it, expect, jest: new ModuleMocker(globalThis) });
  inBlock(block, () => load(file));
  stryker.currentTestId = undefined;
  return tests;
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

  capabilities() {
    return { reloadEnvironment: true };
  }

  init() {
    const fc = require('fast-check');
    const { assert } = fc;
    fc.assert = (property, parameters) => assert(property, { ...parameters, ...RANDOM_CASES });
    this.#files = globSync(`src/${ROOM}/**/*.test.ts`, { absolute: true })
      .filter((file) => !/\bjest\.(?:mock|requireActual)\b/.test(readFileSync(file, 'utf8')))
      .sort();
    // At once: what is broken off in the middle leaves esbuild's service out of step.
    const parts = PARTS.flatMap(([module, , file]) => [resolve(module), resolve(file)]);
    [...this.#files, ...parts].forEach((path) => this.#loader.translate(path));
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
        const [failureMessage, ownMs] = await measured(() => failureOf(body));
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

  async mutantRun({ activeMutant, testFilter, hitLimit }) {
    const costs = this.#costs;
    const ids = (testFilter ?? Object.keys(costs))
      .filter((id) => costs[id].loadMs + costs[id].ownMs <= TOO_SLOW)
      .sort((a, b) => costs[a].loadMs - costs[b].loadMs || costs[a].ownMs - costs[b].ownMs);
    Object.assign(stryker, {
      activeMutant: activeMutant.id,
      hitLimit,
      hitCount: hitLimit === undefined ? undefined : 0,
    });
    const load = this.#loader.fresh();
    const registered = new Map();
    try {
      for (const [i, id] of ids.entries()) {
        const file = resolve(id.slice(0, id.indexOf(SEPARATOR)));
        const failureMessage = await failureOf(() => {
          if (!registered.has(file)) {
            registered.set(
              file,
              bounded(() => collect(load, file), costs[id].loadMs)
            );
          }
          const body = registered.get(file).get(id); // none where its name comes from what is changed
          return body && bounded(body, costs[id].ownMs);
        });
        if (failureMessage === ENDLESS || stryker.hitCount > hitLimit) {
          return { status: 'timeout', reason: failureMessage };
        }
        if (failureMessage) {
          return { status: 'killed', killedBy: [id], failureMessage, nrOfTests: i + 1 };
        }
      }
      return { status: 'survived', nrOfTests: ids.length };
    } finally {
      stryker.activeMutant = undefined;
    }
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
  try {
    await body();
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
export const strykerPlugins = [{ kind: 'TestRunner', name: 'rooms', factory }];
