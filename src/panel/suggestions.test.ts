// A file of its own: Grafana has asked plugins for suggestions since 12.4, so 12.3 cannot run it (npm run versions).
import { createDataFrame, FieldType, getPanelDataSummary } from '@grafana/data';
import { suggest } from './suggestions';

const number = (name: string) => ({ name, type: FieldType.number, values: [0] });

it('offers the panel for flame graph frames only', () => {
  const fields = [
    ...['level', 'value', 'self'].map(number),
    { name: 'label', type: FieldType.string, values: ['all'] },
  ];
  const flame = createDataFrame({ meta: { preferredVisualisationType: 'flamegraph' }, fields });
  const series = createDataFrame({ fields: [{ name: 'time', type: FieldType.time, values: [1] }, number('value')] });
  expect(suggest(getPanelDataSummary([flame]))).toHaveLength(1);
  expect(suggest(getPanelDataSummary([series]))).toBeUndefined();
});
