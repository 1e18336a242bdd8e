import { randomLcg } from 'd3';
import { type Cause } from '../analysis';
import { type Profile, ProfileBuilder } from '../profile';
import { diagnosisOf, findingsOf, inputOf, nodeAt } from '../testing';
import { prepare, type Prepared, readInputs, type Settings } from '.';

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
