// Broken and hostile input for every reader and for tables: recordings that are cut, doubled, overwritten and spliced.
import { randomOf } from '../bench/generate';
import '../src/allParts';
import { prepareProfile } from '../src/prepare';
import { readSource, type Source } from '../src/readers';

export interface FuzzResult {
  seed: number;
  cases: number;
  /** Cases that gave a profile; the others gave a problem in words. */
  read: number;
  slowestMs: number;
  heapMiB: number;
  failures: Array<{ case: number; reason: string; input: string }>;
}

/** What profiles hold in the wild and in an attacker's hands; put in whole. */
const TOKENS = [
  '__proto__',
  'constructor',
  '<img src=x onerror=alert(1)>',
  '\u202e',
  '\ud800',
  '\0',
  ';;;',
  ' -1',
  ' 1e999',
  ' NaN',
  '\t',
  '${__from}',
  '=cmd|x',
  '[kernel.kallsyms]',
  '_[k]',
  '@[',
  '}:',
  '"',
  '{"',
  ']',
  'H4sI',
  '\r\n',
  '\u00a0',
  '9'.repeat(30),
  '('.repeat(50),
];
/** A case that takes longer is a hang. Measured on one busy core; typical are fractions of a millisecond. */
const MAX_MS = 2000;

/** `corpus`: whole files. The same seed gives the same cases. */
export function fuzz(corpus: Uint8Array[], seed: number, cases: number, heap: () => number): FuzzResult {
  const random = randomOf(seed);
  const below = (n: number) => Math.floor(random() * n);
  const pick = <T>(list: T[]): T => list[below(list.length)];
  const result: FuzzResult = { seed, cases, read: 0, slowestMs: 0, heapMiB: 0, failures: [] };
  for (let i = 0; i < cases; i++) {
    const source = random() < 0.15 ? table(random, below, pick) : mutated(corpus, below, pick);
    const start = performance.now();
    try {
      if (check(source)) {
        result.read++;
      }
    } catch (error) {
      result.failures.push({ case: i, reason: String(error), input: describeInput(source) });
    }
    const took = performance.now() - start;
    result.slowestMs = Math.max(result.slowestMs, took);
    if (took > MAX_MS) {
      result.failures.push({ case: i, reason: `took ${took.toFixed(0)} ms`, input: '' });
    }
    if (i % 10_000 === 0) {
      result.heapMiB = Math.max(result.heapMiB, Math.round(heap() / 2 ** 20));
    }
    if (result.failures.length > 20) {
      break;
    }
  }
  return result;
}

/** Throws where a promise of the readers is broken; true where something was read. */
function check(source: Source): boolean {
  const { reads, problems } = readSource(source);
  if (reads.length + problems.length === 0) {
    throw new Error('neither a profile nor a problem');
  }
  problems.forEach(({ message }) => {
    if (!message) {
      throw new Error('a problem without words');
    }
  });
  for (const { profile } of reads) {
    const weights = profile.samples.weights[profile.primary];
    const sum = weights.reduce((all, weight) => all + weight, 0);
    if (!Number.isFinite(sum)) {
      throw new Error(`weights add up to ${sum}`);
    }
  }
  // The whole way to the picture: pairing and waits lose nothing.
  const { paired } = prepareProfile([{ refId: 'A', role: 'wall', source }], { groupBy: 'pod' });
  if (paired) {
    const { prefixSum } = (paired.wallTime ?? paired.cpu)!.weights;
    const self = (paired.wallTime ?? paired.cpu)!.weights.self.reduce((all, weight) => all + weight, 0);
    if (!(Math.abs(prefixSum[prefixSum.length - 1] - self) <= 1e-9 * Math.abs(self))) {
      throw new Error(`the tree holds ${prefixSum[prefixSum.length - 1]} of ${self}`);
    }
  }
  return reads.length > 0;
}

const MAX_LENGTH = 6000;

function mutated(corpus: Uint8Array[], below: (n: number) => number, pick: <T>(list: T[]) => T): Source {
  const original = pick(corpus);
  const from = below(3) ? 0 : below(original.length);
  let bytes = original.slice(from, from + MAX_LENGTH);
  for (let edits = 1 + below(6); edits > 0; edits--) {
    const at = below(bytes.length);
    const insert = (more: Uint8Array, until = at) => {
      const next = new Uint8Array(at + more.length + bytes.length - until);
      next.set(bytes.subarray(0, at));
      next.set(more, at);
      next.set(bytes.subarray(until), at + more.length);
      bytes = next.slice(0, MAX_LENGTH * 2);
    };
    switch (below(6)) {
      case 0:
        bytes = bytes.slice(0, at + 1);
        break;
      case 1:
        bytes[at] = below(256);
        break;
      case 2:
        insert(new TextEncoder().encode(pick(TOKENS)));
        break;
      case 3:
        insert(bytes.slice(at, at + below(200))); // doubled
        break;
      case 4:
        insert(new Uint8Array(0), Math.min(bytes.length, at + below(50))); // cut out
        break;
      case 5: {
        const other = pick(corpus);
        const start = below(other.length);
        insert(other.slice(start, start + below(400)));
      }
    }
  }
  return below(3) ? { kind: 'text', text: new TextDecoder().decode(bytes) } : { kind: 'bytes', bytes };
}

const NAMES = [
  'level',
  'value',
  'self',
  'label',
  'stack',
  'Line',
  'valueRight',
  'selfRight',
  'truncated',
  'pod',
  'time',
  '__proto__',
  'profile',
];

function table(random: () => number, below: (n: number) => number, pick: <T>(list: T[]) => T): Source {
  const length = below(12);
  const cell = (): unknown =>
    pick<() => unknown>([
      () => below(4),
      () => below(4),
      () => -random() * 5,
      () => NaN,
      () => null,
      () => undefined,
      () => Infinity,
      () => 10n,
      () => pick(TOKENS),
      () => `main;f${below(3)};${pick(TOKENS)}`,
      () => ({ pod: pick(TOKENS) }),
      () => [pick(TOKENS), 'a'],
      () => true,
      () => '',
    ])();
  const columns = Array.from({ length: 1 + below(6) }, (_, i) => ({
    name: i < 4 && below(2) ? NAMES[i] : pick(NAMES),
    type: pick(['number', 'string', 'enum', 'boolean', 'time', 'other'] as const),
    values: Array.from({ length: below(5) ? length : below(12) }, cell),
    text: below(3) ? undefined : TOKENS.slice(0, below(5)),
    unit: pick([undefined, 'ns', 'short', 's', 'bytes', '%']),
  }));
  return { kind: 'columns', columns, length, flamegraph: below(2) === 0 };
}

const describeInput = (source: Source): string =>
  JSON.stringify(source, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value)).slice(0, 2000);
