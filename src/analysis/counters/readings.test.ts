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
