import { randomLcg } from 'd3';
import { type Cause } from '../analysis';
import { type Profile, ProfileBuilder } from '../profile';
import { diagnosisOf, findingsOf, inputOf, nodeAt } from '../testing';
import { prepare, type Prepared, readInputs, type Settings } from '.';
import { SAMPLE_WINDOWS, sampleWindows } from './sampleWindows';

interface Drawn {
  at?: number;
  stack: string;
  weight?: number;
  lasted?: number;
}

const LOCK = 'main.run;main.store;sync.(*Mutex).Lock;runtime.gopark';
const NET = 'main.run;main.read;net.(*conn).Read;internal/poll.runtime_pollWait';
const IDLE = 'java.util.concurrent.ThreadPoolExecutor.getTask;jdk.internal.misc.Unsafe.park';

function profileOf(samples: Drawn[]): Profile {
  const builder = new ProfileBuilder([{ type: 'samples', unit: 'nanoseconds' }]);
  for (const { at, stack, weight = 10, lasted } of samples) {
    builder.sample(
      stack.split(';').reduce((under, name) => builder.stack(under, builder.frame({ name })), -1),
      weight
    );
    if (at !== undefined) {
      builder.at(at, lasted);
    }
  }
  return builder.finish();
}

type Roles = Partial<Record<'cpu' | 'wall' | 'offcpu', Drawn[]>>;

function prepared(roles: Roles, before: Roles = {}, settings?: Settings): Prepared {
  const [{ read }] = readInputs([inputOf('A', 'main 1')]).instances;
  const sides = [roles, before].flatMap((side, baseline) =>
    Object.entries(side).map(([role, samples]) => ({
      input: { ...inputOf(role, ''), role: role as 'cpu', ...(baseline && { baseline: true }) },
      read: { ...read, format: { ...read.format, aggregated: false }, profile: profileOf(samples) },
    }))
  );
  return prepare({ instances: sides, errors: [] }, settings);
}

const causeIn = ({ diagnosis }: Prepared, site: string): Cause =>
  diagnosis.causes.find((cause) => cause.site === site)!;

/** Sixteen threads at each tick: all of them at the lock, or at the network, by turns of luck. `share`: of ticks at the lock. */
function alike(share: number, seed: number, ticks = 240): Drawn[] {
  const random = randomLcg(seed);
  return Array.from({ length: ticks }, () => (random() < share ? LOCK : NET)).flatMap((stack, tick) =>
    Array.from({ length: 16 }, () => ({ at: tick * 100, stack }))
  );
}

describe('the interval of a share, from windows of single samples', () => {
  it('is wider than that of counts where threads do the same at one tick', () => {
    const timed = alike(0.5, 0.1);
    const cause = causeIn(prepared({ wall: timed }), 'main.store');
    const counted = causeIn(prepared({ wall: timed.map(({ stack }) => ({ stack })) }), 'main.store');
    const width = ({ interval }: Cause) => interval![1] - interval![0];
    expect([cause.windows, counted.windows]).toEqual([24, undefined]);
    expect(cause.share).toBe(counted.share);
    // Sixteen alike count as one: the interval is about four times as wide.
    expect(width(cause) / width(counted)).toBeGreaterThan(2);
    expect(width(cause) / width(counted)).toBeLessThan(8);
    const [low, high] = cause.interval!;
    expect(low).toBeLessThan(cause.share);
    expect(high).toBeGreaterThan(cause.share);
  });

  it('covers the true share in about 95 of 100 runs, which that of counts does not', () => {
    let [byWindows, byCounts] = [0, 0];
    for (let run = 0; run < 60; run++) {
      const timed = alike(0.5, 0.001 + run / 60, 120);
      const holds = ({ interval }: Cause) => (interval![0] <= 0.5 && interval![1] >= 0.5 ? 1 : 0);
      byWindows += holds(causeIn(prepared({ wall: timed }), 'main.store'));
      byCounts += holds(causeIn(prepared({ wall: timed.map(({ stack }) => ({ stack })) }), 'main.store'));
    }
    expect(byWindows).toBeGreaterThanOrEqual(54);
    expect(byCounts).toBeLessThan(42);
  });

  it('is said with its windows, and two that overlap are said as either', () => {
    const list = findingsOf(prepared({ wall: alike(0.5, 0.1) }));
    expect(list[0].detail).toMatch(/^\d+ % to \d+ %, bootstrap over 24 windows$/);
    expect(list[0].or?.text).toMatch(/^50 % waits .* in (store|read), or 50 % waits .* in (read|store)$/);
  });

  it('is that of counts where a sample has no time, or windows are alike', () => {
    const even = Array.from({ length: 480 }, (_, i) => ({ at: i * 10, stack: i % 2 ? LOCK : NET }));
    expect(causeIn(prepared({ wall: even }), 'main.store').windows).toBeUndefined();
    const missing = alike(0.5, 0.1).map((sample, i) => (i ? sample : { stack: sample.stack }));
    expect(causeIn(prepared({ wall: missing }), 'main.store').windows).toBeUndefined();
  });

  it('of a zoomed frame is of its own time', () => {
    const random = randomLcg(0.3);
    const ticks = Array.from({ length: 480 }, (_, i) => ({ at: i * 10, stack: random() < 0.5 ? LOCK : NET }));
    const all = prepared({ wall: ticks });
    const root = nodeAt(all.paired!.tree, 'main.run', 'main.store');
    const [cause] = diagnosisOf(all, { root, mode: 'both' }).diagnosis.causes;
    // In every window all of it is the wait.
    expect(cause).toMatchObject({ site: 'main.store', share: 1, windows: undefined });
    expect(causeIn(all, 'main.store').interval![1]).toBeLessThan(0.7);
  });

  it('a wait that lasts is in every window that it lasts through', () => {
    // Two waits of the whole time beside samples of the other wait: every window has the same of the first.
    const long = [0, 1].map(() => ({ at: 0, lasted: 24_000, weight: 24_000, stack: LOCK }));
    const short = Array.from({ length: 240 }, (_, i) => ({ at: i * 100, lasted: 100, weight: 100, stack: NET }));
    const cause = causeIn(prepared({ offcpu: [...long, ...short] }), 'main.store');
    expect(cause.share).toBeCloseTo(2 / 3, 10);
    // Windows know it exactly; what is said is the count of two waits in 242.
    expect(cause.windows).toBeUndefined();
    const jumps = causeIn(
      prepared({ offcpu: [{ at: 0, lasted: 12_000, weight: 24_000, stack: LOCK }, ...short] }),
      'main.store'
    );
    expect(jumps.share).toBeCloseTo(0.5, 10);
    expect(jumps.interval![1] - jumps.interval![0]).toBeGreaterThan(0.3);
  });

  it('functions that run have theirs, of the CPU time', () => {
    const random = randomLcg(0.2);
    const cpu = Array.from({ length: 240 }, () => (random() < 0.5 ? 'main.run;main.a' : 'main.run;main.b'));
    const timed = cpu.flatMap((stack, tick) => Array.from({ length: 16 }, () => ({ at: tick * 100, stack })));
    const cause = causeIn(prepared({ cpu: timed }), 'main.a');
    expect(cause.windows).toBe(24);
    expect(cause.interval![1] - cause.interval![0]).toBeGreaterThan(0.09);
  });
});

describe('the interval of a change', () => {
  const change = (before: Drawn[], now: Drawn[]) => prepared({ wall: now }, { wall: before }).changes!;
  const untimed = (samples: Drawn[]) => samples.map(({ stack }) => ({ stack }));

  it('that counts take for sure is noise where windows differ as much', () => {
    const [before, now] = [alike(0.46, 0.11), alike(0.54, 0.77)];
    const [first] = change(untimed(before), untimed(now));
    expect(first.noise).toBeUndefined();
    const known = change(before, now);
    expect(known.every(({ noise, windows }) => noise && windows === 24)).toBe(true);
    expect(known[0].interval![0]).toBeLessThan(0);
    expect(known[0].interval![1]).toBeGreaterThan(0);
  });

  it('is none where the change is larger than windows differ; idling does not dilute it', () => {
    const idle = Array.from({ length: 4000 }, (_, i) => ({ at: 6 * i, stack: IDLE }));
    const [first] = change([...alike(0.3, 0.11), ...idle], [...alike(0.8, 0.77), ...idle]);
    expect(first).toMatchObject({ windows: 24 });
    expect(first.noise).toBeUndefined();
    expect(first.interval![0]).toBeGreaterThan(0.25);
    expect(first.interval![1]).toBeLessThan(0.75);
  });

  it('what is new is known to have been in no window', () => {
    const only = Array.from({ length: 3840 }, (_, i) => ({ at: 10 * i, stack: NET }));
    const list = change(only, alike(0.5, 0.1));
    expect(list.map(({ noise }) => noise)).toEqual([undefined, undefined]);
    expect(list.find(({ cause }) => cause.site === 'main.store')!.interval![0]).toBeGreaterThan(0.35);
  });
});

describe('which time is in which window', () => {
  type Row = [node: number, at: number, weight: number, lasted?: number];
  /** Nodes 1 to 3 of a tree; the windows of a span of 0 to 240 are 10 long. */
  const side = (rows: Row[], more: { clock?: string; factor?: number } = {}) => ({
    members: [
      {
        index: 0,
        factor: more.factor ?? 1,
        instance: {
          input: {},
          nodesOfSamples: () => Int32Array.from(rows, ([node]) => node),
          profile: {
            clock: more.clock,
            labels: [],
            samples: {
              length: rows.length,
              time: Float64Array.from(rows, ([, at]) => at),
              duration: Float64Array.from(rows, ([, , , lasted]) => lasted ?? NaN),
              weights: [Float64Array.from(rows, ([, , weight]) => weight)],
            },
          },
        },
      },
    ],
    role: { weights: { self: Float64Array.of(0, 1, 1, 0) } },
  });
  const none = { members: [], role: undefined };
  const windowsOf = (cpu: unknown, waiting: unknown = none, settings: Settings = {}) =>
    sampleWindows(cpu as never, waiting as never, settings);
  /** What is not 0, by window. */
  const sums = (cpu: unknown, nodes: number[] = [1, 2, 3], settings: Settings = {}) => {
    const marks = new Uint8Array(4);
    nodes.forEach((node) => (marks[node] = 1));
    const all = windowsOf(cpu, none, settings)!.cpu!.sums(marks);
    expect(all).toHaveLength(SAMPLE_WINDOWS);
    return Object.fromEntries(all.flatMap((weight, window) => (weight ? [[window, weight]] : [])));
  };
  const ENDS: Row[] = [
    [1, 0, 1],
    [1, 240, 1],
  ];

  it('a moment is in the window in which it was, the very last in the last', () => {
    expect(sums(side([...ENDS, [1, 9.9, 2], [1, 10, 4], [2, 125, 8]]))).toEqual({ 0: 3, 1: 4, 12: 8, 23: 1 });
    expect(sums(side([...ENDS, [2, 125, 8]]), [2])).toEqual({ 12: 8 });
    expect(sums(side([...ENDS, [1, 125, 8]], { factor: 3 }), [1])).toEqual({ 0: 3, 12: 24, 23: 3 });
  });

  it('what lasted gives each window its part, from its begin to its end', () => {
    expect(sums(side([...ENDS, [2, 15, 40, 20]]), [2])).toEqual({ 1: 10, 2: 20, 3: 10 });
    expect(sums(side([...ENDS, [2, 12.5, 6, 5]]), [2])).toEqual({ 1: 6 });
    expect(sums(side([...ENDS, [2, 230, 5, 10]]), [2])).toEqual({ 23: 5 });
    expect(sums(side([[2, 0, 24, 240]]))).toEqual(
      Object.fromEntries(Array.from({ length: 24 }, (_, window) => [window, 1]))
    );
  });

  it('what has no weight, no stack or one that the role has not, makes neither time nor a longer span', () => {
    expect(sums(side([...ENDS, [1, 1000, 0], [-1, 120, 5], [3, 120, 5]]))).toEqual({ 0: 1, 23: 1 });
  });

  it('only what filters keep counts, and makes the span', () => {
    const rows: Row[] = [...ENDS, [1, 480, 7]];
    expect(sums(side(rows, { clock: 'unix' }), [1], { times: [{ from: 0, to: 300 }] })).toEqual({ 0: 1, 23: 1 });
  });

  it('of one moment all is in the first', () => {
    expect(
      sums(
        side([
          [1, 5, 3],
          [2, 5, 4],
        ])
      )
    ).toEqual({ 0: 7 });
  });

  it('are the same windows for both roles; of two clocks, or where a time is missing, there are none', () => {
    const both = windowsOf(side(ENDS), side([[1, 480, 2, 0]]))!;
    const marks = Uint8Array.of(0, 1, 1, 1);
    expect([both.cpu!.sums(marks)[12], both.waiting!.sums(marks)[23], both.cpu!.sums(marks)[0]]).toEqual([1, 2, 1]);
    expect(windowsOf(side(ENDS, { clock: 'a' }), side(ENDS, { clock: 'b' }))).toBeUndefined();
    expect(windowsOf(side([...ENDS, [1, NaN, 1]]))).toBeUndefined();
    expect(windowsOf(side([...ENDS, [1, NaN, 1]]), side(ENDS))).toMatchObject({
      cpu: undefined,
      waiting: expect.anything(),
    });
    expect(windowsOf(none)).toBeUndefined();
  });

  it('are not kept of more than half a million stacks', () => {
    const large = (stacks: number) => ({
      ...side(ENDS),
      role: { weights: { self: new Float64Array(stacks + 9).fill(1, 0, stacks) } },
    });
    expect([windowsOf(large(500_000)) === undefined, windowsOf(large(500_001))]).toEqual([false, undefined]);
  });
});
