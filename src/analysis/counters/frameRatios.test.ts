import { buildCallTree, weightsOf } from '../../profile';
import { nodeAt, profileOf, seriesOf as series } from '../../testing';
import { frameMarks } from './frameMarks';
import { type EventProfiles, poissonError, ratioAt, ratiosBySymbol, sampledMetrics } from './frameRatios';

describe('on frames', () => {
  const { tree, attach } = buildCallTree([
    profileOf('main;hot 4000\nmain;cold 1000'),
    profileOf('main;hot 2000\nmain;cold 3000'),
    profileOf('main;hot 40\nmain;cold 10'),
    profileOf('main;hot 200\nmain;cold 300'),
  ]);
  const column = (i: number) => weightsOf(attach[i](0));
  const events: EventProfiles = new Map([
    ['cycles', { weights: column(0), counts: column(2) }],
    ['instructions', { weights: column(1), counts: column(3) }],
  ]);

  it('a sampled ratio belongs to a call path, with its error', () => {
    expect(sampledMetrics(events)).toEqual(['ipc']);
    expect(ratioAt(tree, events, 'ipc', nodeAt(tree, 'main', 'hot'))).toMatchObject({
      value: 0.5,
      samples: 40,
      error: poissonError(40, 200),
    });
    expect(ratioAt(tree, events, 'ipc', 0)?.value).toBe(1);
  });

  it('too few samples say nothing', () => {
    expect(ratioAt(tree, events, 'ipc', nodeAt(tree, 'main', 'cold'))).toBeUndefined();
  });

  it('a series with a function label marks that function, by equal names only', () => {
    const of = (name: string, value: number) => series('function:ipc:ratio', [value, value], { function: name });
    const marks = frameMarks(tree, [of('hot+0x1f', 0.7), of('col', 2)]);
    expect([...marks.bySymbol].map(([symbol, ratios]) => [tree.symbols[symbol].name, ratios[0].value])).toEqual([
      ['hot', 0.7],
    ]);
  });
});

describe('what is sampled of a frame', () => {
  const { tree, attach } = buildCallTree([
    profileOf('main;hot 300\nmain;warm 100\nmain;cold 7'),
    profileOf('main;hot 900\nmain;warm 50\nidle 3'),
    profileOf('main;hot 30\nmain;warm 29\nmain;cold 40'),
    profileOf('main;hot 90\nother;warm 31\nidle 50'),
  ]);
  const [cycles, instructions, few, many] = attach.map((of) => weightsOf(of(0)));
  const sampled: EventProfiles = new Map([
    ['cycles', { weights: cycles, counts: few }],
    ['instructions', { weights: instructions, counts: many }],
  ]);
  const at = (events: EventProfiles, ...path: string[]) => ratioAt(tree, events, 'ipc', nodeAt(tree, ...path));

  it('is said from 30 samples on, with the error of the rarer event', () => {
    expect(at(sampled, 'main', 'hot')).toEqual({
      metric: 'ipc',
      value: 3,
      samples: 30,
      error: Math.sqrt(1 / 30 + 1 / 90),
    });
    expect(at(sampled, 'main', 'warm')).toBeUndefined();
  });

  it('has no error where the source does not count samples', () => {
    const one: EventProfiles = new Map([
      ['cycles', { weights: cycles }],
      ['instructions', { weights: instructions, counts: many }],
    ]);
    expect(at(one, 'main', 'warm')).toEqual({ metric: 'ipc', value: 0.5 });
    expect(at(one, 'main', 'cold')).toEqual({ metric: 'ipc', value: 0 });
    expect(at(one, 'idle')).toBeUndefined(); // no cycles
  });

  it('is nothing without one of the two events', () => {
    for (const event of ['cycles', 'instructions'] as const) {
      const alone: EventProfiles = new Map([[event, sampled.get(event)!]]);
      expect([at(alone, 'main', 'hot'), sampledMetrics(alone)]).toEqual([undefined, []]);
    }
  });

  it('is summed up over all call paths of a function', () => {
    const ratio = ratiosBySymbol(tree, sampled);
    const of = (name: string) =>
      ratio(
        tree.symbols.findIndex((symbol) => symbol.name === name),
        'ipc'
      );
    expect(of('hot')).toMatchObject({ value: 3, samples: 30 });
    expect(of('warm')).toBeUndefined(); // 29 and 31
    expect(of('main')).toMatchObject({ value: 950 / 407, samples: 90 });
    expect(ratio(0, 'mpki')).toBeUndefined();
    expect(ratiosBySymbol(tree, new Map([['cycles', { weights: cycles }]]))(0, 'ipc')).toBeUndefined();
  });
});

it('the error of a ratio of nothing is without bound', () => {
  expect([poissonError(50, 50), poissonError(0, 50), poissonError(50, 0), poissonError(0, 0)]).toEqual([
    0.2,
    Infinity,
    Infinity,
    Infinity,
  ]);
});

it('marks no function of whom nothing can be said', () => {
  const { tree } = buildCallTree([profileOf('main;hot 1\n;x 1')]);
  const none = series('function:ipc:ratio', [null, null], { function: 'hot' });
  const unnamed = series('function:ipc:ratio', [1, 1], { pod: 'a' });
  expect(frameMarks(tree, [none, unnamed]).bySymbol.size).toBe(0);
});
