import { buildCallTree, weightsOf } from '../../profile';
import { nodeAt, profileOf, seriesOf as series } from '../../testing';
import { type EventProfiles, frameMarks, poissonError, ratioAt, sampledMetrics } from './frameRatios';

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
