import { createDataFrame, FieldType } from '@grafana/data';
import { namesIn, preview } from './RulesEditor';

const stacks = createDataFrame({
  refId: 'A',
  fields: [
    { name: 'stack', type: FieldType.string, values: ['main.run;main.decode'] },
    { name: 'value', type: FieldType.number, values: [3] },
  ],
});
const series = createDataFrame({
  refId: 'S',
  fields: [
    { name: 'time', type: FieldType.time, values: [1, 2] },
    { name: 'value', type: FieldType.number, values: [1, 2] },
  ],
});

describe('rule preview', () => {
  const names = namesIn([stacks, series]);
  it('lists what a pattern matches in the data', () => {
    expect(names.sort()).toEqual(['main.decode', 'main.run']);
    expect(preview('dec', names)).toBe('Matches 1 of 2 frames: main.decode');
    expect(preview('zzz', names)).toBe('Matches none of 2 frames.');
    expect(preview('(', names)).toContain('RE2');
  });
});
