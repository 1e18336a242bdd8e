import { READY_TO_RUN, WAKER_STACK, WAKER_THREAD } from '../profile';
import { WakeChains } from './wakeChains';

type Wait = [
  thread: string,
  from: number,
  to: number,
  waker: string,
  more?: { by?: number; leaf?: string; none?: true },
];

/** A recording of single waits, as columns; `by` is the stack that woke, 7 where none is given. */
function chains(...waits: Wait[]): WakeChains {
  const label = (name: string, texts: string[]) => {
    const values = [...new Set(texts.filter(Boolean))];
    return { name, values, index: Int32Array.from(texts, (text) => values.indexOf(text)) };
  };
  const strings = waits.map(([, , , , more]) => more?.leaf ?? 'wait');
  const numbers = Int32Array.from(waits, (_, i) => i);
  return WakeChains.of({
    samples: {
      length: waits.length,
      time: Float64Array.from(waits, ([, from]) => from),
      duration: Float64Array.from(waits, ([, from, to]) => to - from),
      stack: Int32Array.from(waits, ([, , , , more], i) => (more?.none ? -1 : i)),
    },
    stacks: { frame: numbers },
    frames: { name: numbers },
    strings,
    labels: [
      label(
        'thread',
        waits.map(([thread]) => thread)
      ),
      label(
        WAKER_THREAD,
        waits.map(([, , , waker]) => waker)
      ),
      { name: WAKER_STACK, values: [], index: Int32Array.from(waits, ([, , , , more]) => more?.by ?? 7) },
    ],
  } as never)!;
}

const NOBODY: ReadonlySet<string> = new Set();
const MAIN: Wait = ['main', 0, 100, 'writer'];
const meanwhile = (waits: Wait[], from = 0, to = 100, above = NOBODY) =>
  chains(MAIN, ...waits)
    .meanwhile(0, from, to, above)
    .map(({ sample, by, time }) => [sample, by, time]);

describe('what the waker waited for meanwhile', () => {
  it('is every wait of its thread that ended within, with its part of the time, in the order in which they ended', () => {
    expect(
      meanwhile([
        ['writer', 60, 90, 'disk', { by: 3 }],
        ['writer', -20, 10, 'disk'],
        ['other', 20, 50, 'disk'],
        ['writer', 30, 40, 'disk'],
      ])
    ).toEqual([
      [2, 7, 10],
      [4, 7, 10],
      [1, 3, 30],
    ]);
  });

  it('begins and ends with the part that is asked for', () => {
    const waits: Wait[] = [
      ['writer', 10, 20, 'x'],
      ['writer', 30, 40, 'x'],
      ['writer', 50, 60, 'x'],
    ];
    expect(meanwhile(waits, 20, 50)).toEqual([[2, 7, 10]]);
    expect(meanwhile(waits, 15, 40)).toEqual([
      [1, 7, 5],
      [2, 7, 10],
    ]);
    expect(meanwhile(waits, 35, 60)).toEqual([
      [2, 7, 5],
      [3, 7, 10],
    ]);
  });

  it('is none that goes on behind the wakeup, that nobody is known to have ended, or that took no time', () => {
    expect(meanwhile([['writer', 60, 101, 'x']])).toEqual([]);
    expect(meanwhile([['writer', 60, 100, 'x']])).toEqual([[1, 7, 40]]);
    expect(meanwhile([['writer', 60, 90, 'x', { by: -1 }]])).toEqual([]);
    expect(meanwhile([['writer', 60, 60, 'x']])).toEqual([]);
  });

  it('is none of what was only ready to run, nor one without a stack', () => {
    expect(meanwhile([['writer', 10, 20, 'x', { leaf: READY_TO_RUN }]])).toEqual([]);
    expect(meanwhile([['writer', 10, 20, 'x', { none: true }]])).toEqual([]);
  });

  it('is not asked again of a thread of the chain, nor of one that never waited', () => {
    expect(meanwhile([['writer', 10, 20, 'x']], 0, 100, new Set(['writer']))).toEqual([]);
    expect(meanwhile([['writer', 10, 20, 'x']], 0, 100, new Set(['main']))).toHaveLength(1);
    expect(meanwhile([])).toEqual([]);
    expect(chains(['main', 0, 100, ''], ['', 10, 20, 'x']).meanwhile(0, 0, 100, NOBODY)).toHaveLength(1);
  });
});

it('a wait has its begin, its end and its thread', () => {
  expect(chains(MAIN, ['', 5, 7, 'x']).span(1)).toEqual({ from: 5, to: 7, thread: '' });
  expect(chains(MAIN).span(0)).toEqual({ from: 0, to: 100, thread: 'main' });
});

it('a million waits are followed, then it says that it was cut; begun anew it follows again', () => {
  const all = chains(MAIN, ...Array.from({ length: 999 }, (_, i): Wait => ['writer', i / 10, i / 10 + 0.05, 'x']));
  for (let i = 0; i < 1001; i++) {
    all.meanwhile(0, 0, 100, NOBODY);
  }
  expect(all.cut).toBe(false); // 999 999
  expect(all.meanwhile(0, 0, 100, NOBODY)).toHaveLength(1);
  expect(all.cut).toBe(true);
  all.restart();
  expect([all.cut, all.meanwhile(0, 0, 100, NOBODY).length]).toEqual([false, 999]);
});

it('needs times, their lengths, threads and who woke them', () => {
  const label = (name: string) => ({ name, values: [], index: new Int32Array(0) });
  const of = (names: string[], samples: object) =>
    WakeChains.of({
      labels: names.map(label),
      samples: { length: 0, stack: [], ...samples },
      stacks: {},
      frames: {},
      strings: [],
    } as never);
  const timed = { time: new Float64Array(0), duration: new Float64Array(0) };
  const names = ['thread', WAKER_THREAD, WAKER_STACK];
  expect(of(names, timed)).toBeDefined();
  expect([
    of(names.slice(1), timed),
    of(['thread', WAKER_STACK], timed),
    of(names, { ...timed, time: undefined }),
    of(names, { ...timed, duration: undefined }),
  ]).toEqual([undefined, undefined, undefined, undefined]);
});
