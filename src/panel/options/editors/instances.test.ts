import { createDataFrame, type DataFrame, FieldType } from '@grafana/data';
import { readInputs } from '../../../prepare';
import { splitFrames } from '../../grafana/dataFrames';
import { DEFAULT_OPTIONS } from '../options';
import { instancesOf } from './instances';

const frame = (name = 'value'): DataFrame =>
  createDataFrame({
    refId: 'A',
    fields: [
      { name: 'stack', type: FieldType.string, values: ['main.run;main.decode', 'main.run;main.wait'] },
      { name, type: FieldType.number, values: [1, 2] },
    ],
  });

/** As Grafana hands the same values to the panel and to the editors: in frames of their own. */
const copyOf = (own: DataFrame): DataFrame => ({ ...own, fields: own.fields.map((field) => ({ ...field })) });

it('has what the panel read: the same profile for the same values and options', () => {
  const own = frame();
  const options = { ...DEFAULT_OPTIONS, queries: [{ refId: 'A', unit: 'ms' }] };
  const read = () => readInputs(splitFrames({ series: [copyOf(own)] }, options, (text) => text).inputs).instances[0];
  const shown = read();
  expect(shown.read.profile.valueTypes[0].unit).toBe('nanoseconds');
  expect(instancesOf([copyOf(own)], options)[0].read.profile).toBe(shown.read.profile);
  expect(instancesOf([copyOf(own)])[0].read.profile).not.toBe(shown.read.profile);
  expect(instancesOf([frame()], options)[0].read.profile).not.toBe(shown.read.profile);
});

it('reads again where a column has another name or unit, be its values the same', () => {
  const own = frame();
  const [first] = instancesOf([own]);
  const renamed = {
    ...own,
    fields: own.fields.map((field) => (field.name === 'value' ? { ...field, name: 'cpu_ms' } : field)),
  };
  expect(instancesOf([renamed])[0].read.profile.valueTypes).not.toEqual(first.read.profile.valueTypes);
});
