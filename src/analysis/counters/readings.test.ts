import { fillIn, type Message } from '../../profile/message';
import { countersOfReadings } from './readings';

const words = (notes: Message[]) => notes.map(({ text, values }) => fillIn(text, values));

describe('perf stat', () => {
  it('gives ratios of the whole command, and says how long they were counted', () => {
    const rows = countersOfReadings('P', [
      { event: 'cycles:u', value: 100, running: 0.5 },
      { event: 'instructions:u', value: 160, running: 1 },
      { event: 'task-clock', value: 3, running: 1 },
    ]);
    expect(rows.map(({ metric, value, scope }) => [metric, value, scope])).toEqual([['ipc', 1.6, 'process']]);
    expect(words(rows[0].notes).join()).toContain('50 %');
  });
});

it('perf stat has one figure: no course, no other instance, the query that it is of', () => {
  const events = [
    { event: 'cycles', value: 100, running: 1 },
    { event: 'page-faults', value: 3, running: 0.1 },
    { event: 'instructions', value: 50, running: 1 },
    { event: 'instructions', value: 30, running: 1 },
    { event: 'branches', value: 0, running: 1 },
    { event: 'branch-misses', value: 2, running: 1 },
  ];
  const rows = countersOfReadings('P', events);
  expect(rows).toEqual([
    {
      metric: 'ipc',
      value: 0.8,
      last: 0.8,
      times: [],
      values: [],
      instances: [{ labels: '', value: 0.8 }],
      scope: 'process',
      refIds: ['P'],
      names: ['perf stat'],
      notes: [{ text: 'perf stat of a whole command', values: undefined }],
    },
  ]);
});
