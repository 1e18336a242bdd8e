import { profileOf } from '../testing';
import { ProfileBuilder } from './profileBuilder';

describe('ProfileBuilder', () => {
  it('interns frames and stacks: equal ones are one row', () => {
    const profile = profileOf('a;b 1\na;b 2\na;c 3');
    expect(profile.frames.length).toBe(3);
    expect(profile.stacks.length).toBe(3);
    expect([...profile.stacks.prefix, ...profile.stacks.frame]).toEqual([-1, 0, 0, 0, 1, 2]);
    expect(profile.samples.length).toBe(3);
  });

  it('tells frames of one name apart by file, line and module', () => {
    const builder = new ProfileBuilder([{ type: 'x', unit: '' }]);
    const ids = [{}, { file: 'f' }, { file: 'f', line: 2 }, { module: 'm' }].map((more) =>
      builder.frame({ name: 'n', ...more })
    );
    expect(new Set(ids).size).toBe(4);
    expect(builder.frame({ name: 'n', file: 'f', line: 2 })).toBe(ids[2]);
  });

  it('keeps every sample, its labels and late value types over many growths', () => {
    const builder = new ProfileBuilder([{ type: 'cpu', unit: 'ns' }]);
    const stack = builder.stack(-1, builder.frame({ name: 'f' }));
    for (let i = 0; i < 3000; i++) {
      builder.label('pod', i % 3 === 0 ? undefined : `pod ${i % 3}`);
      builder.sample(stack, i);
    }
    const late = builder.valueType('wall', 'ns');
    expect([late, builder.valueType('wall', 'ns'), builder.valueType('wall', 'count')]).toEqual([1, 1, 2]);
    builder.clearLabels();
    builder.sampleOf(stack, late, 7);
    const { samples, labels, valueTypes } = builder.finish();
    expect(valueTypes.map(({ type, unit }) => `${type} ${unit}`)).toEqual(['cpu ns', 'wall ns', 'wall count']);
    expect([samples.length, samples.stack.length, samples.stack[3000]]).toEqual([3001, 3001, stack]);
    expect(samples.weights.map((column) => [column.length, column[2999], column[3000]])).toEqual([
      [3001, 2999, 0],
      [3001, 0, 7],
      [3001, 0, 0],
    ]);
    const [{ name, values, index }] = labels;
    expect([name, values, index.length]).toEqual(['pod', ['pod 1', 'pod 2'], 3001]);
    expect([...index.slice(0, 4), index[2999], index[3000]]).toEqual([-1, 0, 1, -1, 1, -1]);
  });

  it('is empty until it has a value type and a sample', () => {
    const builder = new ProfileBuilder();
    expect(builder.isEmpty).toBe(true);
    builder.valueType('x', '');
    expect(builder.isEmpty).toBe(true);
    builder.sample(-1, 1);
    expect(builder.isEmpty).toBe(false);
  });

  it.each([
    ['a stack on a stack that does not exist', (b: ProfileBuilder) => b.stack(3, b.frame({ name: 'x' }))],
    ['a frame that does not exist', (b: ProfileBuilder) => b.stack(-1, 7)],
    ['a sample of a stack that does not exist', (b: ProfileBuilder) => b.sample(0, 1)],
    ['a stack on itself', (b: ProfileBuilder) => b.stack(0, b.frame({ name: 'x' }))],
    ['a stack below none', (b: ProfileBuilder) => b.stack(-2, b.frame({ name: 'x' }))],
    ['a frame below none', (b: ProfileBuilder) => b.stack(-1, -1)],
    ['a frame that is the next one', (b: ProfileBuilder) => b.stack(-1, b.frame({ name: 'x' }) + 1)],
    ['a new stack on one that does not exist', (b: ProfileBuilder) => b.newStack(0, b.frame({ name: 'x' }))],
    ['a new stack below none', (b: ProfileBuilder) => b.newStack(-2, b.frame({ name: 'x' }))],
    ['a sample below none', (b: ProfileBuilder) => b.sample(-2, 1)],
    ['too many weights', (b: ProfileBuilder) => b.sample(-1, 1, 2)],
    ['a time of no sample', (b: ProfileBuilder) => b.at(1)],
    ['a weight that is not finite', (b: ProfileBuilder) => b.sample(-1, NaN)],
    ['too few weights', (b: ProfileBuilder) => b.sample(-1)],
  ])('throws on %s: that is a bug of ours, not bad input', (_, act) => {
    expect(() => act(new ProfileBuilder([{ type: 'x', unit: '' }]))).toThrow('invariant broken');
  });

  it('throws where the weight to show is none of its own', () => {
    expect(() => new ProfileBuilder().finish()).toThrow('primary is one of the value types');
    expect(() => new ProfileBuilder([{ type: 'x', unit: '' }], -1).finish()).toThrow('primary');
    expect(() => new ProfileBuilder([{ type: 'x', unit: '' }], 1).finish()).toThrow('primary');
  });

  it('leaves the list of value types alone that it was given', () => {
    const types = [{ type: 'cpu', unit: 'ns' }];
    const builder = new ProfileBuilder(types);
    builder.valueType('wall', 'ns');
    expect([types.length, builder.width, builder.valueType('cpu', 'ns')]).toEqual([1, 2, 0]);
  });

  it('shows the last weight with anything where the usual one has nothing, but for a comparison', () => {
    const shown = (weights: number[], baseline?: number) => {
      const types = weights.map((_, i) => ({ type: `${i}`, unit: '' }));
      const builder = new ProfileBuilder(types, 0, baseline);
      builder.sample(-1, ...weights);
      return builder.finish().primary;
    };
    expect([shown([1, 2, 3]), shown([0, 2, 3]), shown([0, 2, 0]), shown([0, 0, 0])]).toEqual([0, 2, 1, 0]);
    expect(shown([0, 2], 1)).toBe(0);
  });

  it('of a comparison shows the newer side beside the older one', () => {
    const { valueTypes, primary, baseline } = ProfileBuilder.differential('ns').finish();
    expect([valueTypes, primary, baseline]).toEqual([
      [
        { type: 'right', unit: 'ns' },
        { type: 'left', unit: 'ns' },
      ],
      0,
      1,
    ]);
  });

  it('leaves out and counts what no clock can have measured, and the time that came with it', () => {
    const builder = new ProfileBuilder([{ type: 'offcpu', unit: 'ns' }]);
    const hour = 3.6e12;
    const impossible = [2 ** 63, (2 ** 64 - hour) / 1e3, 2 ** 64 / 1e6, (2 ** 64 + hour) / 1e6];
    const possible = [2 ** 62, (2 ** 64 - 8 * hour) / 1e3, (2 ** 64 + 8 * hour) / 1e6, 1e13, 1e16, -(2 ** 63)];
    for (const weight of [...impossible, ...possible]) {
      builder.sample(-1, weight);
      builder.at(weight > 2 ** 62 ? NaN : 7, 1);
    }
    const { samples, impossible: left } = builder.finish();
    expect([left, [...samples.weights[0]]]).toEqual([impossible.length, possible]);
    expect([...samples.time!]).toEqual(possible.map(() => 7));
  });

  it('leaves out a sample of which only one weight cannot be', () => {
    const builder = new ProfileBuilder([
      { type: 'a', unit: '' },
      { type: 'b', unit: '' },
    ]);
    builder.sample(-1, 2 ** 64, 1);
    builder.at(5);
    builder.sample(-1, 1, 2);
    const { samples, impossible } = builder.finish();
    expect([impossible, samples.length, samples.weights.map(([weight]) => weight)]).toEqual([1, 1, [1, 2]]);
    expect(samples).not.toHaveProperty('time');
  });

  it('keeps labels by name: one that ends, one that begins late, none that never had a value', () => {
    const builder = new ProfileBuilder([{ type: 'x', unit: '' }]);
    builder.label('never', undefined);
    builder.label('pod', 'a');
    builder.sample(-1, 1);
    builder.label('pod', undefined);
    builder.label('thread', 'main');
    builder.sample(-1, 1);
    builder.clearLabels();
    builder.sample(-1, 1);
    expect(builder.finish().labels.map(({ name, values, index }) => [name, values, [...index]])).toEqual([
      ['pod', ['a'], [0, -1, -1]],
      ['thread', ['main'], [-1, 0, -1]],
    ]);
  });

  it('hands on the histogram of a frame and what is known of the recording', () => {
    const builder = new ProfileBuilder([{ type: 'x', unit: '' }]);
    const distribution = { unit: 'ns', buckets: [] };
    builder.frame({ name: 'a' });
    builder.frame({ name: 'b', distribution });
    builder.frame({ name: 'b' });
    Object.assign(builder, { periodType: 'wallclock', truncated: 3, clock: 'utc' });
    builder.sample(-1, 1);
    expect(builder.finish().clock).toBeUndefined();
    builder.at(1);
    const profile = builder.finish();
    expect([...profile.distributions]).toEqual([[1, distribution]]);
    expect([profile.periodType, profile.truncated, profile.clock]).toEqual(['wallclock', 3, 'utc']);
    expect([profile.samples.time, profile.samples.duration]).toEqual([Float64Array.of(1), undefined]);
  });

  it('tells frames apart by a line alone', () => {
    const builder = new ProfileBuilder();
    expect([builder.frame({ name: 'a' }), builder.frame({ name: 'a', line: 3 }), builder.frame({ name: 'a' })]).toEqual(
      [0, 1, 0]
    );
  });
});

describe('times of single samples', () => {
  it('are kept beside the samples that have one, through more samples than there was room for', () => {
    const builder = new ProfileBuilder([{ type: 'wall', unit: 'ns' }]);
    const leaf = builder.stack(-1, builder.frame({ name: 'read' }));
    builder.sample(leaf, 1);
    for (let i = 0; i < 3000; i++) {
      builder.sample(leaf, 1);
      builder.at(i * 1e6, 500);
    }
    const { samples, clock } = builder.finish();
    expect(clock).toBe('monotonic');
    expect(samples.time).toHaveLength(3001);
    expect(samples.time![0]).toBeNaN();
    expect(samples.time![3000]).toBe(2999e6);
    expect(samples.duration![2000]).toBe(500);
  });

  it('have a duration where they have one', () => {
    const builder = new ProfileBuilder([{ type: 'wall', unit: 'ns' }]);
    for (const duration of [undefined, 20, undefined, 40]) {
      builder.sample(-1, 1);
      builder.at(1, duration);
    }
    expect([...builder.finish().samples.duration!]).toEqual([NaN, 20, NaN, 40]);
  });

  it('take no room where no sample has one', () => {
    const builder = new ProfileBuilder([{ type: 'cpu', unit: 'ns' }]);
    builder.sample(-1, 1);
    expect(builder.finish().samples).not.toHaveProperty('time');
    expect(builder.finish().clock).toBeUndefined();
  });
});
