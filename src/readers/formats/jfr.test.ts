// JFR recordings against independent readers of them: `jfr print` of the JDK, and async-profiler's jfrconv.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { CATEGORIES, rolesOf, splitAt } from '../../analysis';
import { prepareProfile } from '../../prepare';
import { type Profile } from '../../profile';
import { bytes } from '../../testing';
import { readSource } from '..';

const DATA = join(__dirname, '../../../testdata/jfr');
const recording = (name: string) => new Uint8Array(readFileSync(join(DATA, `${name}.jfr.gz`)));
const unpacked = (name: string) => new Uint8Array(gunzipSync(recording(name)));

function readOne(content: Uint8Array) {
  const { reads, problems } = readSource(bytes(content));
  expect(problems).toEqual([]);
  expect(reads).toHaveLength(1);
  return reads[0];
}

/** `jfr print --json`, summed up by event type and thread: record.sh. */
type Sums = Record<string, Record<string, Record<string, number>>> & { times: string[] };
const printed = (name: string) => JSON.parse(readFileSync(join(DATA, `${name}.events.json`), 'utf8')) as Sums;

const stackOf = ({ strings, frames, stacks }: Profile, leaf: number): string[] => {
  const names: string[] = [];
  for (let s = leaf; s >= 0; s = stacks.prefix[s]) {
    names.unshift(strings[frames.name[stacks.frame[s]]]);
  }
  return names;
};

const column = (profile: Profile, type: string) => {
  const index = profile.valueTypes.findIndex((other) => other.type === type);
  expect([type, index]).toEqual([type, expect.any(Number)]);
  return profile.samples.weights[index] ?? new Float64Array(profile.samples.length);
};

/** Sums of a value type by a text that each sample has. */
function sums(profile: Profile, type: string, keyOf: (sample: number) => string): Map<string, number> {
  const found = new Map<string, number>();
  column(profile, type).forEach((weight, i) => {
    if (weight > 0) {
      found.set(keyOf(i), (found.get(keyOf(i)) ?? 0) + weight);
    }
  });
  return found;
}

const threadOf = (profile: Profile) => (sample: number) => {
  const label = profile.labels.find(({ name }) => name === 'thread')!;
  return label.values[label.index[sample]];
};

/** jfrconv's collapsed text without its marks of how a method was compiled: stack -> samples. */
function collapsed(name: string): Map<string, number> {
  const found = new Map<string, number>();
  for (const line of readFileSync(join(DATA, `${name}.collapsed`), 'utf8')
    .trim()
    .split('\n')) {
    const [, stack, count] = /^(.*) (\d+)$/.exec(line)!;
    const key = stack.replace(/_\[[01ijk]\](?=;|$)/g, '');
    found.set(key, (found.get(key) ?? 0) + Number(count));
  }
  return found;
}

const samplesByStack = (profile: Profile, type: string, interval: number) =>
  new Map(
    [...sums(profile, type, (i) => stackOf(profile, profile.samples.stack[i]).join(';'))].map(([stack, weight]) => [
      stack,
      weight / interval,
    ])
  );

const sorted = (map: Map<string, number>) => [...map].sort(([a], [b]) => (a < b ? -1 : 1));

describe('async-profiler', () => {
  it.each([
    ['async-wall', 'async-wall.wall', 20e6],
    ['async-wall-nobatch', 'async-wall-nobatch.wall', 20e6],
    ['async-chunks', 'async-chunks.wall', 50e6],
  ])('%s: stacks and samples are those of jfrconv --wall', (name, expected, interval) => {
    const { profile, warnings } = readOne(recording(name));
    expect(warnings).toEqual([]);
    expect(sorted(samplesByStack(profile, 'wall', interval))).toEqual(sorted(collapsed(expected)));
  });

  it('wall: the running part is jfrconv --state runnable, of the same samples: an exact pair', () => {
    const { profile } = readOne(recording('async-wall'));
    expect(sorted(samplesByStack(profile, 'cpu', 20e6))).toEqual(sorted(collapsed('async-wall.runnable')));
    expect(rolesOf(profile, {}).map(({ role }) => role)).toEqual(['wall', 'cpu']);
    const { paired } = prepareProfile([{ refId: 'A', source: bytes(recording('async-wall')) }]);
    expect(paired?.evidence).toBe('cpu+wall');
    expect(paired?.notes).toEqual([]);
    expect(splitAt(paired!, 0).unattributed).toBe(0);
  });

  it('cpu: jfrconv --cpu', () => {
    const { profile } = readOne(recording('async-cpu'));
    expect(profile.valueTypes).toEqual([{ type: 'cpu', unit: 'nanoseconds' }]);
    expect(sorted(samplesByStack(profile, 'cpu', 10e6))).toEqual(sorted(collapsed('async-cpu.cpu')));
  });

  it('CPU samples, locks and native locks beside wall samples are value types of their own', () => {
    const { profile } = readOne(recording('async-cpu-and-wall'));
    const told = printed('async-cpu-and-wall');
    const total = (type: string, thread: string) => told[type]?.[thread]?.count ?? 0;
    const by = (type: string, thread: string) => sums(profile, type, threadOf(profile)).get(thread) ?? 0;
    for (const thread of ['compute', 'reader', 'lock-waiter']) {
      expect([thread, by('wall', thread)]).toEqual([thread, total('profiler.WallClockSample', thread) * 20e6]);
      expect([thread, by('execution-samples', thread)]).toEqual([thread, total('jdk.ExecutionSample', thread) * 10e6]);
    }
    expect(by('waited', 'lock-waiter') / 1e9).toBeCloseTo(
      told['jdk.ThreadPark']['lock-waiter'].seconds + (told['profiler.NativeLock']?.['lock-waiter']?.seconds ?? 0),
      6
    );
    expect(by('waited', 'monitor-waiter') / 1e9).toBeCloseTo(told['jdk.JavaMonitorEnter']['monitor-waiter'].seconds, 6);
    expect(rolesOf(profile, {}).map(({ role }) => role)).toEqual(['wall', 'cpu']);
  });

  it('native functions have their library as module, not in their name', () => {
    const { profile } = readOne(recording('async-wall'));
    const { frames, strings } = profile;
    const names = Array.from(frames.name, (name, f) => [strings[name], strings[frames.module[f]]]);
    expect(names).toContainEqual(['start_thread', 'libc.so.6']);
    expect(names).toContainEqual(['java.lang.Thread.sleep', '']);
  });

  it('allocations alone are no time: the message names what the recording holds', () => {
    const { reads, problems } = readSource(bytes(recording('async-alloc')));
    expect(reads).toEqual([]);
    expect(problems[0].message).toMatch(/no samples of CPU or wall time.*jdk\.ObjectAllocationInNewTLAB \(\d+\)/);
    expect(problems[0].remedy).toMatch(/asprof -e wall/);
  });
});

describe('the JDK', () => {
  const WAITS = /^jdk\.(?:JavaMonitor(?:Enter|Wait)|Thread(?:Park|Sleep)|Socket|File)/;

  it.each([
    ['jdk17', 'jdk.ExecutionSample', (row: Record<string, number>) => row.count * 0.01],
    ['jdk25', 'jdk.CPUTimeSample', (row: Record<string, number>) => row.seconds],
  ])('%s: CPU and off-CPU time by thread are those of jfr print', (name, cpuEvent, secondsOf) => {
    const { profile } = readOne(recording(name));
    const told = printed(name);
    const cpu = Object.entries(told[cpuEvent]).map(([thread, row]): [string, number] => [thread, secondsOf(row)]);
    const found = sums(profile, 'cpu', threadOf(profile));
    expect([...found.keys()].sort()).toEqual(cpu.map(([thread]) => thread).sort());
    cpu.forEach(([thread, seconds]) =>
      expect([thread, found.get(thread)! / 1e9]).toEqual([thread, expect.closeTo(seconds, 6)])
    );

    const waits = new Map<string, number>();
    for (const [type, threads] of Object.entries(told).filter(([type]) => WAITS.test(type))) {
      for (const [thread, { seconds }] of Object.entries(threads)) {
        const key = `${type} ${thread || 'virtual thread'}`;
        waits.set(key, (waits.get(key) ?? 0) + seconds);
      }
    }
    const read = sums(
      profile,
      'off_cpu',
      (i) => `${stackOf(profile, profile.samples.stack[i]).pop()!.split(' ')[0]} ${threadOf(profile)(i)}`
    );
    expect([...read.keys()].sort()).toEqual([...waits.keys()].sort());
    waits.forEach((seconds, key) => expect([key, read.get(key)! / 1e9]).toEqual([key, expect.closeTo(seconds, 6)]));
  });

  it('a wait takes the category that its event says, and the stack where that says more', () => {
    const { paired, warnings, sites } = prepareProfile([{ refId: 'A', source: bytes(recording('jdk25')) }]);
    expect(paired?.evidence).toBe('cpu+offcpu');
    const siteOf = (name: string) =>
      sites.filter(({ site }) => site === name).map(({ category }) => CATEGORIES[category]);
    expect(siteOf('Events.readReply')).toEqual(['network']);
    expect(siteOf('Events.enterMonitor')).toContain('lock');
    expect(siteOf('Events.takeLock')).toContain('lock');
    expect(siteOf('Events.waitForBell')).toEqual(['lock']);
    expect(siteOf('Events.nap')).toEqual(['sleep']);
    expect(siteOf('Events.writeFile')).toEqual(expect.arrayContaining(['disk', 'sleep']));
    const said = warnings.map(({ message }) => message).join('\n');
    expect(said).toMatch(/shorter than their threshold \(10 ms: .*ThreadPark/);
    expect(said).toMatch(/those that had not ended are missing/);
  });

  it('threads in native code are samples apart: whether they run is not known', () => {
    const { profile } = readOne(recording('jdk17'));
    const native = [...sums(profile, 'native-samples', threadOf(profile)).values()].reduce((a, b) => a + b, 0);
    const told = Object.values(printed('jdk17')['jdk.NativeMethodSample']).reduce((sum, { count }) => sum + count, 0);
    expect(native).toBe(told);
    expect(rolesOf(profile, {}).map(({ role }) => role)).toEqual(['cpu', 'offcpu']);
  });

  it('garbage collection pauses stand apart, with their sum', () => {
    const { profile } = readOne(recording('jdk17'));
    const pauses = column(profile, 'gc-pauses').reduce((a, b) => a + b, 0);
    const told = Object.values(printed('jdk17')['jdk.GCPhasePause']).reduce((sum, { seconds }) => sum + seconds, 0);
    expect(pauses / 1e9).toBeCloseTo(told, 6);
  });
});

it.each(['jdk17', 'jdk25', 'async-wall', 'async-chunks'])('%s: samples keep when they were taken, in UTC', (name) => {
  const { profile } = readOne(recording(name));
  const [first, last] = printed(name).times.map((time) => Date.parse(time) * 1e6);
  const times = profile.samples.time!;
  expect(profile.clock).toBe('utc');
  expect(times.reduce((a, b) => Math.min(a, b))).toBeGreaterThan(first - 1e6);
  expect(times.reduce((a, b) => Math.min(a, b))).toBeLessThan(first + 2e6);
  expect(times.reduce((a, b) => Math.max(a, b))).toBeLessThan(last + 2e6);
});

it('waits keep their duration', () => {
  const { profile } = readOne(recording('jdk17'));
  const waits = column(profile, 'off_cpu');
  waits.forEach((weight, i) => {
    if (weight > 0) {
      expect(profile.samples.duration![i]).toBe(weight);
    }
  });
});

describe('damaged recordings', () => {
  it('a cut chunk is said, the chunks before it are read', () => {
    const whole = unpacked('async-chunks');
    const all = readOne(whole);
    const cut = readOne(whole.slice(0, whole.length - 2000));
    expect(cut.warnings[0].message).toMatch(/^Chunk 3 of 3 is cut/);
    expect(cut.dropped).toBeGreaterThan(0);
    expect(cut.profile.samples.length + cut.dropped).toBeLessThanOrEqual(all.profile.samples.length);
    expect(cut.profile.samples.length).toBeGreaterThan(all.profile.samples.length / 2);
  });

  it('a chunk that is cut before its types leaves nothing to read, and the reason', () => {
    const { reads, problems } = readSource(bytes(unpacked('jdk17').slice(0, 4096)));
    expect(reads).toEqual([]);
    expect(problems[0].message).toMatch(/Chunk 1 of 1/);
  });

  it('an older version is named', () => {
    const old = unpacked('async-cpu');
    old[5] = 0;
    old[7] = 9;
    expect(readSource(bytes(old)).problems[0].message).toMatch(/version 0\.9/);
  });

  it('no byte that is another one makes it fail', () => {
    const whole = unpacked('async-cpu');
    let seed = 42;
    const random = (below: number) => (seed = (Math.imul(seed, 1103515245) + 12345) >>> 0) % below;
    for (let run = 0; run < 300; run++) {
      const broken = whole.slice(0, random(3) ? whole.length : random(whole.length));
      for (let i = 0; i < 20 && broken.length > 68; i++) {
        broken[68 + random(broken.length - 68)] = random(256);
      }
      const { reads, problems } = readSource(bytes(broken));
      expect(reads.length + problems.length).toBeGreaterThan(0);
    }
  });
});
