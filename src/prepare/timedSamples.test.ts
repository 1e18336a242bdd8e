import { CATEGORIES } from '../analysis';
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
});
