import { type InLine, Monitors } from './jfrHolders';

const owned = (name: string, lock = 'Journal 1'): InLine => ({ lock, owner: { id: name, name } });
/** `wait sample: thread that held it (sample of what it did) ns` */
const held = (monitors: Monitors) => {
  const { wait, thread, meanwhile, time, threads } = monitors.holding()!;
  return [...wait].map((sample, i) => `${sample}: ${threads[thread[i]]} (${meanwhile[i]}) ${time[i]}`);
};

it('a line is cut where the monitor changes hands: its last owner held it only since the one before', () => {
  const monitors = new Monitors();
  monitors.add('flusher', { from: 10, to: 65, sample: 0 }); // sleeps under the monitor
  monitors.add('b', { from: 20, to: 80, sample: 1 }, owned('a'));
  monitors.add('a', { from: 20, to: 70, sample: 2 }, owned('flusher'));
  expect(held(monitors)).toEqual(['2: flusher (0) 50', '1: flusher (0) 50', '1: a (-1) 10']);
});

it('what a thread was at when another one got the monitor is not what it held it for', () => {
  const monitors = new Monitors();
  monitors.add('a', { from: 0, to: 10, sample: 0 }, owned('x'));
  monitors.add('flusher', { from: 5, to: 29, sample: 1 }); // before it has it
  monitors.add('b', { from: 8, to: 30, sample: 2 }, owned('flusher'));
  expect(held(monitors)).toEqual(['0: x (-1) 10', '2: x (-1) 2', '2: flusher (-1) 20']);
});

it('monitors of one class are apart, and a wait without an owner is no line', () => {
  const monitors = new Monitors();
  monitors.add('a', { from: 0, to: 50, sample: 0 }, owned('x'));
  monitors.add('b', { from: 0, to: 90, sample: 1 }, owned('y', 'Journal 2'));
  monitors.add('c', { from: 0, to: 95, sample: 2 });
  expect(held(monitors)).toEqual(['0: x (-1) 50', '1: y (-1) 90']);
  expect(new Monitors().holding()).toBeUndefined();
});

it('a line of a thousand is cut into no more pieces than are read', () => {
  const monitors = new Monitors();
  for (let i = 0; i < 1000; i++) {
    monitors.add(`t${i}`, { from: 0, to: 1000 + i, sample: i }, owned(`t${i - 1}`));
  }
  expect(monitors.holding()!.wait.length).toBeLessThan(64_000);
});
