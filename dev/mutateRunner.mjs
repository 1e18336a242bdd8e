// A test runner for Stryker (npm run mutate) that runs the tests of a room without React in one process: files are translated once, modules are loaded anew
// for every mutant, only the tests that reach it run, and the first failure ends it. Jest needs about a second for what takes some ten milliseconds here.
import { createRequire } from 'node:module';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import vm from 'node:vm';
import { globSync } from 'glob';

const require = createRequire(import.meta.url);
const { transformSync } = require('esbuild');
const { expect } = require('expect');
const { bind } = require('jest-each');

const ROOM = process.env.MUTATE_ROOM ?? '{profile,readers,writers,flamegraph,analysis,prepare}';
const HIT_LIMIT = 'Stryker: Hit count limit reached';
/** Random cases a property: always the same ones, so that a mutant has one verdict. */
const RANDOM_CASES = { numRuns: 10, seed: 1 };

/** Stryker's mark in the instrumented files: which mutant is on, which tests reach which one. */
const stryker = (globalThis.__stryker__ ??= {});

/** Loads source files as CommonJS. Files that hold no mutant, nor import one, keep their modules; the others are run anew for each. */
class Loader {
  #files = new Map();
  #kept = new Map();

  fresh() {
    const modules = new Map();
    const load = (path) => {
      const file = this.#file(path);
      const known = file.mutated ? modules : this.#kept;
      let module = known.get(path);
      if (!module) {
        module = { exports: {} };
        known.set(path, module);
        const local = (name) => (file.imports.has(name) ? load(file.imports.get(name)) : require(name));
        file.script.runInThisContext()(module.exports, local, module, path, dirname(path));
      }
      return module.exports;
    };
    return load;
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

/** The tests that files register when they are loaded, in their order. */
function collect(load, files) {
  const tests = new Map();
  let path = [];
  const describe = (name, body) => {
    path.push(name);
    body();
    path.pop();
  };
  const it = (name, body) => {
    let id = [...path, name].join(' › ');
    while (tests.has(id)) {
      id += ' (again)';
    }
    tests.set(id, body);
  };
  describe.each = bind(describe, false);
  it.each = bind(it, true);
  Object.assign(globalThis, { describe, it, test: it, expect });
  for (const file of files) {
    path = [relative(process.cwd(), file)];
    load(file);
  }
  return tests;
}

class RoomTestRunner {
  #loader = new Loader();
  #files = [];
  #fileOf = new Map();

  capabilities() {
    return { reloadEnvironment: true };
  }

  init() {
    const fc = require('fast-check');
    const { assert } = fc;
    fc.assert = (property, parameters) => assert(property, { ...parameters, ...RANDOM_CASES });
    this.#files = globSync(`src/${ROOM}/**/*.test.ts`, { absolute: true })
      .filter((file) => !/\bjest\./.test(readFileSync(file, 'utf8')))
      .sort();
  }

  async dryRun() {
    stryker.activeMutant = undefined;
    stryker.mutantCoverage = { static: {}, perTest: {} };
    const results = [];
    for (const file of this.#files) {
      stryker.currentTestId = undefined;
      for (const [id, body] of collect(this.#loader.fresh(), [file])) {
        this.#fileOf.set(id, file);
        stryker.currentTestId = id;
        const start = performance.now();
        const failure = await failureOf(body);
        const timeSpentMs = performance.now() - start;
        results.push({ id, name: id, fileName: file, timeSpentMs, status: failure ? 1 : 0, failureMessage: failure });
      }
    }
    stryker.currentTestId = undefined;
    return { status: 'complete', tests: results, mutantCoverage: stryker.mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit, mutantActivation }) {
    const wanted = testFilter && new Set(testFilter);
    const files =
      wanted && this.#fileOf.size ? [...new Set(testFilter.map((id) => this.#fileOf.get(id)))] : this.#files;
    stryker.hitCount = hitLimit === undefined ? undefined : 0;
    stryker.hitLimit = hitLimit;
    stryker.mutantCoverage = { static: {}, perTest: {} };
    stryker.activeMutant = mutantActivation === 'static' ? activeMutant.id : undefined;
    let nrOfTests = 0;
    const killed = (id, failureMessage) =>
      stryker.hitCount > hitLimit
        ? { status: 'timeout', reason: HIT_LIMIT }
        : { status: 'killed', killedBy: [id], failureMessage, nrOfTests };
    try {
      const tests = collect(this.#loader.fresh(), files);
      stryker.activeMutant = activeMutant.id;
      for (const [id, body] of tests) {
        if (wanted && !wanted.has(id)) {
          continue;
        }
        nrOfTests++;
        const failure = await failureOf(body);
        if (failure || stryker.hitCount > hitLimit) {
          return killed(id, failure);
        }
      }
      return { status: 'survived', nrOfTests };
    } catch (error) {
      return killed('loading', String(error));
    } finally {
      stryker.activeMutant = undefined;
    }
  }
}

async function failureOf(body) {
  try {
    await body();
    return undefined;
  } catch (error) {
    return String(error?.message ?? error) || 'failed';
  }
}

const factory = () => new RoomTestRunner();
factory.inject = [];
export const strykerPlugins = [{ kind: 'TestRunner', name: 'rooms', factory }];
