import { splitAt } from '../analysis';
import { type Profile, ProfileBuilder } from '../profile';
import { inputOf } from '../testing';
import { prepare, prepareProfile, type ProfileInput, readInputs } from '.';

it('adds up the instances of a role and counts them', () => {
  const { paired, queries } = prepareProfile([
    inputOf('A', 'main;x 1', 'cpu'),
    inputOf('A', 'main;y 2', 'cpu'),
    inputOf('B', 'main;x 9', 'wall'),
  ]);
  expect(splitAt(paired!, 0)).toMatchObject({ total: 9, onCpu: 3 });
  expect(queries.map(({ refId, role, instances, total }) => [refId, role, instances, total])).toEqual([
    ['A', 'cpu', 2, 3],
    ['B', 'wall', 1, 9],
  ]);
});

it('leaves out an instance in another unit, and says so', () => {
  const seconds = '{"fields":[{"name":"stack","values":["a;b"]},{"name":"value","values":[1],"config":{"unit":"s"}}]}';
  const { paired, warnings } = prepareProfile([inputOf('A', seconds, 'cpu'), inputOf('A', 'a;b 5', 'cpu')]);
  expect(splitAt(paired!, 0).total).toBe(1e9);
  expect(warnings[0]).toMatchObject({ refId: 'A', message: expect.stringContaining('it was left out') });
});

it('takes two kinds of time from one file, and splits exactly where they are of the same samples', () => {
  const profile = {
    nodes: [
      { id: 1, callFrame: { functionName: '(root)' }, children: [2, 3, 4] },
      { id: 2, callFrame: { functionName: 'work', url: 'app.js', lineNumber: 4 } },
      { id: 3, callFrame: { functionName: '(idle)' } },
      { id: 4, callFrame: { functionName: '(garbage collector)' } },
    ],
    startTime: 0,
    endTime: 10,
    samples: [2, 3, 4],
    timeDeltas: [0, 5, 3],
  };
  const { paired, queries } = prepareProfile([inputOf('A', JSON.stringify(profile))]);
  expect(queries.map(({ role, total }) => [role, total])).toEqual([
    ['cpu', 7000],
    ['wall', 10000],
  ]);
  expect(splitAt(paired!, 0)).toMatchObject({ total: 10000, onCpu: 7000, unattributed: 0 });
});

it('takes a contention profile for what it is where there is no time on or off the CPU, and only there', () => {
  const contended = new ProfileBuilder([{ type: 'delay', unit: 'nanoseconds' }]);
  contended.sample(contended.stack(-1, contended.frame({ name: 'sync.(*Mutex).Unlock' })), 7);
  const [{ read }] = readInputs([inputOf('L', 'main;a 1')]).instances;
  const locks = { input: inputOf('L', '', 'other'), read: { ...read, profile: contended.finish() } };
  const evidence = (...inputs: ProfileInput[]) => {
    const { paired } = prepare({ instances: [locks, ...readInputs(inputs).instances], errors: [] });
    return [paired!.evidence, splitAt(paired!, 0).total];
  };
  expect(evidence()).toEqual(['other', 7]);
  expect(evidence(inputOf('A', 'main 4', 'cpu'))).toEqual(['cpu', 4]);
  expect(evidence(inputOf('A', 'main 5', 'wall'))).toEqual(['wall', 5]);
  expect(evidence({ ...inputOf('A', 'main;futex_wait 6', 'offcpu'), options: { unit: 'ns' } })).toEqual(['offcpu', 6]);
});

it('leaves idle stacks in a CPU profile: there they burn the CPU', () => {
  const { paired } = prepareProfile([inputOf('A', 'main;work 4\nswapper;do_idle;cpuidle_enter 6', 'cpu')], {
    hideIdle: true,
  });
  expect(splitAt(paired!, 0).total).toBe(10);
});

it('an instance without samples does not decide the unit, and is not complained about', () => {
  const { paired, warnings } = prepareProfile(
    [
      { ...inputOf('A', 'main 1', 'cpu'), options: { unit: 's' }, labels: [['pod', 'x']] },
      { ...inputOf('A', 'main 5', 'cpu'), options: { unit: 'bytes' }, labels: [['pod', 'y']] },
    ],
    { filter: { label: 'pod', value: 'y' } }
  );
  expect([splitAt(paired!, 0).total, paired!.cpu!.unit, warnings]).toEqual([5, 'bytes', []]);
});

it('says which unit was left out', () => {
  const said = (unit: string) =>
    prepareProfile([
      { ...inputOf('A', 'main 1', 'cpu'), options: { unit: 's' } },
      { ...inputOf('B', 'main 5', 'cpu'), options: { unit } },
    ]).warnings;
  expect(said('bytes')).toEqual([
    { refId: 'B', message: 'Its unit is bytes, that of the other cpu profiles nanoseconds: it was left out.' },
  ]);
  expect(said('ms')).toEqual([]);
});

describe('CPU and wall weights of one file', () => {
  const of = (rows: Array<[name: string, cpu: number, wall: number]>) => {
    const builder = new ProfileBuilder([
      { type: 'cpu', unit: 'nanoseconds' },
      { type: 'wall', unit: 'nanoseconds' },
    ]);
    for (const [name, cpu, wall] of rows) {
      builder.sample(builder.stack(-1, builder.frame({ name })), cpu, wall);
    }
    return builder.finish();
  };
  const [{ read }] = readInputs([inputOf('A', 'main;a 1')]).instances;
  const sameSamples = (...profiles: Profile[]) =>
    prepare({
      instances: profiles.map((profile) => ({ input: inputOf('A', ''), read: { ...read, profile } })),
      errors: [],
    }).paired!.sameSamples;

  it('are of the same samples where what runs has wall time; a thousandth is rounding', () => {
    expect(
      sameSamples(
        of([
          ['a', 5, 7],
          ['b', 0, 9],
        ])
      )
    ).toBe(true);
    expect(
      sameSamples(
        of([
          ['a', 999, 1000],
          ['b', 1, 0],
        ])
      )
    ).toBe(true);
    expect(
      sameSamples(
        of([
          ['a', 998, 1000],
          ['b', 2, 0],
        ])
      )
    ).toBeFalsy();
  });

  it('must be so in every file', () => {
    expect(sameSamples(of([['a', 5, 7]]), of([['a', 3, 4]]))).toBe(true);
    expect(
      sameSamples(
        of([['a', 5, 7]]),
        of([
          ['a', 5, 7],
          ['b', 5, 0],
        ])
      )
    ).toBeFalsy();
  });

  it('are of two samplers in two files', () => {
    const [cpu, wall] = [inputOf('A', 'main;a 5', 'cpu'), inputOf('B', 'main;a 9', 'wall')];
    expect(prepareProfile([cpu, wall]).paired!.sameSamples).toBeFalsy();
  });
});
