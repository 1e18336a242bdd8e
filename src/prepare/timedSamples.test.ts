import { CATEGORIES, splitAt } from '../analysis';
import { nameOf, type Profile, ProfileBuilder } from '../profile';
import { inputOf } from '../testing';
import { prepare, type Prepared, readInputs, type Settings } from '.';

/** `at` in ns; `lasted`: how long a wait did. */
interface Drawn {
  at?: number;
  stack: string;
  weight: number;
  lasted?: number;
  thread?: string;
}

function profileOf(samples: Drawn[]): Profile {
  const builder = new ProfileBuilder([{ type: 'samples', unit: 'nanoseconds' }]);
  for (const { at, stack, weight, lasted, thread } of samples) {
    builder.label('thread', thread);
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

function prepared(roles: { cpu?: Drawn[]; offcpu?: Drawn[] }, settings?: Settings): Prepared {
  const instances = (['cpu', 'offcpu'] as const).flatMap((role) => {
    const [{ read }] = readInputs([inputOf('A', 'main 1')]).instances;
    const samples = roles[role];
    return samples ? [{ input: { ...inputOf(role, ''), role }, read: { ...read, profile: profileOf(samples) } }] : [];
  });
  return prepare({ instances, errors: [] }, settings);
}

const rows = ({ timedSamples, paired }: Prepared) => {
  const all = timedSamples!()!;
  return [...all.time.keys()].map((i) =>
    [
      all.time[i],
      all.roles[all.role[i]],
      nameOf(paired!.tree, all.node[i]),
      CATEGORIES[all.category[i]],
      all.weight[i],
      all.duration[i],
      all.threads[all.thread[i]] ?? '-',
    ].join(' ')
  );
};

describe('single samples with their times', () => {
  const cpu = [
    { at: 30, stack: 'main;work', weight: 10, thread: 'a' },
    { at: 10, stack: 'main;work;copy', weight: 5, thread: 'b' },
    { stack: 'main', weight: 1, thread: 'b' },
  ];
  const offcpu = [{ at: 13, stack: 'main;take;futex_wait', weight: 7, lasted: 7, thread: 'b' }];

  it('are those of all roles in order of time, each with what it waits for and its thread; without a time there is none', () => {
    expect(rows(prepared({ cpu, offcpu }))).toEqual([
      '10 cpu copy cpu 5 NaN b',
      '20 offcpu futex_wait lock 7 7 b',
      '30 cpu work cpu 10 NaN a',
    ]);
  });

  it('are made once for all who look at them', () => {
    const { timedSamples } = prepared({ cpu, offcpu });
    expect(timedSamples!()).toBe(timedSamples!({ everyTime: true }));
    const chosen = prepared({ cpu, offcpu }, { times: [{ from: 0, to: 25 }] });
    const within = chosen.timedSamples!()!;
    expect([within.length, chosen.timedSamples!({ everyTime: true })!.length]).toEqual([2, 3]);
    expect(chosen.timedSamples!()).toBe(within);
  });

  it('are none where no sample has a time', () => {
    expect(prepared({ cpu: [{ stack: 'main', weight: 1 }] }).timedSamples).toBeUndefined();
  });

  it('are of what filters keep, on the tree that is shown', () => {
    const settings: Settings = {
      filter: { label: 'thread', value: 'b' },
      stacks: [
        { keep: 'without', pattern: 'futex_wait' },
        { keep: 'hide', pattern: '/^copy$/' },
      ],
    };
    expect(rows(prepared({ cpu, offcpu }, settings))).toEqual(['10 cpu work cpu 5 NaN b']);
  });

  describe('chosen times', () => {
    const times = [
      { from: 5, to: 11 },
      { from: 10, to: 30 },
    ];

    it('keep the samples that were taken within them, in the graph, in its sums and in what waits', () => {
      const { paired, sites, timedSamples, ...all } = prepared({ cpu, offcpu }, { times });
      expect(rows({ paired, sites, timedSamples, ...all })).toEqual([
        '10 cpu copy cpu 5 NaN b',
        '20 offcpu futex_wait lock 7 7 b',
      ]);
      expect(splitAt(paired!, 0)).toMatchObject({ onCpu: 5, total: 12 });
      expect(sites.map(({ total }) => total)).toEqual([7]);
      expect(all.labels).toEqual([]); // one thread is left: it splits nothing
    });

    it('are half open: a moment belongs to one of two times side by side', () => {
      const total = (from: number, to: number) =>
        splitAt(prepared({ cpu }, { times: [{ from, to }] }).paired!, 0).total;
      expect([total(0, 10), total(10, 30), total(30, 31)]).toEqual([0, 5, 10]);
    });

    it('have the waits that ended within them, whenever they began', () => {
      const waits = (from: number, to: number) => prepared({ cpu, offcpu }, { times: [{ from, to }] }).sites.length;
      expect([waits(13, 14), waits(20, 21)]).toEqual([0, 1]);
    });

    it('leave out what has no time, and say so by query', () => {
      const { warnings } = prepared({ cpu, offcpu: [{ stack: 'main;poll', weight: 1 }] }, { times });
      expect(warnings.map(({ refId, message }) => `${refId} ${message}`)).toEqual([
        'cpu 1 of its 3 samples have no time of their own: the chosen times leave them out.',
        'offcpu 1 of its 1 samples have no time of their own: the chosen times leave them out.',
      ]);
      expect(prepared({ cpu }).warnings).toEqual([]);
    });

    it('can be chosen again: all times are there, each stack judged as without the choice', () => {
      const settings: Settings = { times: [{ from: 0, to: 11 }] };
      const { paired, timedSamples } = prepared({ cpu, offcpu }, settings);
      expect(rows({ paired, timedSamples: () => timedSamples!({ everyTime: true }) } as Prepared)).toEqual(
        rows(prepared({ cpu, offcpu }))
      );
    });

    it('do not hold for what they are compared with: that is of another time', () => {
      const before = prepared({ cpu }, { times });
      expect(before.paired!.wallTime).toBeUndefined();
      const [{ input, read }] = readInputs([inputOf('A', 'main 1')]).instances;
      const both = [false, true].map((baseline) => ({
        input: { ...input, role: 'cpu' as const, baseline },
        read: { ...read, profile: profileOf(cpu) },
      }));
      const { paired, baseline } = prepare({ instances: both, errors: [] }, { times });
      expect([paired!, baseline!].map((side) => splitAt(side, 0).total)).toEqual([5, 16]);
    });
  });
});
