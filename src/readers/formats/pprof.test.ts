import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { prepareProfile } from '../../prepare';
import { CATEGORIES, splitAt } from '../../analysis';
import { nameOf, totalOf } from '../../profile';
import { bytes, problemOf, read } from '../../testing';

const DATA = join(__dirname, '../../../testdata/pprof');
const file = (name: string) => readFileSync(join(DATA, name));

/** flat and cum by function of `go tool pprof -top -unit ns`, and the whole. */
function topOf(name: string) {
  const text = file(`${name}.top.txt`).toString();
  const rows = [...text.matchAll(/^ *(\d+)(?:ns)? +\S+ +\S+ +(\d+)(?:ns)? +\S+ {2}(.+?)(?: \(inline\))?$/gm)];
  return {
    total: Number(/ of (\d+)ns total/.exec(text)![1]),
    rows: rows.map(([, flat, cum, fn]) => ({ fn, flat: Number(flat), cum: Number(cum) })),
  };
}

function flatOf({ tree, weights }: ReturnType<typeof read>, index: number): Map<string, number> {
  const flat = new Map<string, number>();
  for (let node = 1; node < tree.length; node++) {
    const self = weights[index].self[node];
    if (self > 0) {
      flat.set(nameOf(tree, node), (flat.get(nameOf(tree, node)) ?? 0) + self);
    }
  }
  return flat;
}

describe('ddtrace, zstd, 19 sample types of which the last is 0', () => {
  const found = read(bytes(file('ddtrace.pprof.zst')));

  it.each(['cpu-time', 'wall-time'])('%s as go tool pprof has it', (type) => {
    const { total, rows } = topOf(`ddtrace.${type}`);
    const index = found.profile.valueTypes.findIndex((t) => t.type === type);
    expect(totalOf(found.tree, found.weights[index], 0)).toBe(total);
    expect(rows.length).toBeGreaterThan(5);
    const flat = flatOf(found, index);
    expect(rows.filter((row) => row.flat > 0).map(({ fn, flat: ns }) => [fn, ns])).toEqual(
      rows.filter((row) => row.flat > 0).map(({ fn }) => [fn, flat.get(fn)])
    );
  });

  it('fills both roles from the same samples: an exact pair', () => {
    const { paired, queries } = prepareProfile([{ refId: 'A', source: bytes(file('ddtrace.pprof.zst')) }]);
    expect(queries.map(({ role, unit, total }) => [role, unit, total])).toEqual([
      ['cpu', 'nanoseconds', topOf('ddtrace.cpu-time').total],
      ['wall', 'nanoseconds', topOf('ddtrace.wall-time').total],
    ]);
    expect([paired!.evidence, paired!.sameSamples, paired!.notes]).toEqual(['cpu+wall', true, []]);
    expect(splitAt(paired!, 0)).toMatchObject({
      total: topOf('ddtrace.wall-time').total,
      onCpu: topOf('ddtrace.cpu-time').total,
    });
    expect(queries[1].valueTypes.slice(0, 2)).toEqual(['wall-time', 'cpu-time']);
    expect(queries[1].valueTypes).not.toContain('gpu-time');
  });

  it('knows when it was recorded, from the samples', () => {
    const [{ recorded }] = prepareProfile([{ refId: 'A', source: bytes(file('ddtrace.pprof.zst')) }]).queries;
    expect(recorded!.clock).toBe('utc');
    expect(new Date(recorded!.from).toISOString()).toMatch(/^2026-11-27T16:17:32/); // pprof: 16:17:32, 3.24 s
    expect(recorded!.to - recorded!.from).toBeCloseTo(3205, -2);
  });

  it('a role that is set takes the value type that fits, or one that is not 0', () => {
    const shown = (role: 'cpu' | 'wall' | 'offcpu') => {
      const [query] = prepareProfile([{ refId: 'A', source: bytes(file('ddtrace.pprof.zst')), role }]).queries;
      return [query.valueTypes[0], query.total > 0];
    };
    expect(shown('cpu')).toEqual(['cpu-time', true]);
    expect(shown('wall')).toEqual(['wall-time', true]);
    expect(shown('offcpu')[1]).toBe(true);
  });

  it('a value type of 0 that an option names is not shown, which is said', () => {
    const { queries, warnings } = prepareProfile([
      { refId: 'A', source: bytes(file('ddtrace.pprof.zst')), options: { valueType: 'gpu-time' } },
    ]);
    expect(queries[0].total).toBeGreaterThan(0);
    expect(warnings[0].message).toMatch(/^gpu-time is 0 in all samples/);
  });
});

describe('go tool trace -pprof: exact waits', () => {
  it.each([
    ['net', 'poll'],
    ['sync', 'lock'],
    ['syscall', undefined],
    ['sched', undefined],
  ])('%s is off-CPU time, with the total of go tool pprof', (kind, category) => {
    const { queries, sites, paired } = prepareProfile([{ refId: 'A', source: bytes(file(`go-trace.${kind}.pb.gz`)) }]);
    expect(queries.map(({ role, origin, total }) => [role, origin, total])).toEqual([
      ['offcpu', 'detected', topOf(`go-trace.${kind}`).total],
    ]);
    expect(paired!.evidence).toBe('offcpu');
    if (category) {
      expect(CATEGORIES[sites[0].category]).toBe(category);
      expect(sites[0].site).toBe({ poll: 'main.askServer', lock: 'main.holdLock' }[category]);
    }
  });
});

describe('containers', () => {
  const zst = file('ddtrace.pprof.zst');
  it('say that they are cut or broken', () => {
    expect(problemOf(bytes(zst.subarray(0, 20_000)))).toMatch(/zstd/);
    expect(problemOf(bytes(Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 9, 9, 9, 9, 9, 9, 9)))).toMatch(/zstd/);
  });
  it('are undone in base64, too', () => {
    const text = zst.toString('base64');
    expect(read({ kind: 'text', text }).format.id).toBe('pprof');
  });
});
