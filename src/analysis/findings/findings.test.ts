import { buildCallTree, weightsOf } from '../../profile';
import { nodeAt, profileOf } from '../../testing';
import {
  asMarkdown,
  classifyWaits,
  computeCounters,
  fillIn,
  findings,
  headline,
  pairModes,
  symbolFacts,
  waitSites,
} from '..';

const percent = (share: number) => `${(share * 100).toFixed(0)} %`;

function find(cpuText: string | undefined, wallText: string | undefined, ipc?: { value: number; baseline?: number }) {
  const texts = [cpuText, wallText].filter((text): text is string => text !== undefined);
  const { tree, attach } = buildCallTree(texts.map((text) => profileOf(text)));
  const facts = tree.symbols.map(({ name }) => symbolFacts(name));
  const role = (i: number, kind: 'cpu' | 'wall') => {
    const weights = weightsOf(attach[i](0));
    return { weights, unit: 'nanoseconds', waits: classifyWaits(tree, weights, kind, facts) };
  };
  const cpu = cpuText === undefined ? undefined : role(0, 'cpu');
  const wall = wallText === undefined ? undefined : role(texts.length - 1, 'wall');
  const paired = pairModes(tree, { cpu, wall });
  const rows = ipc
    ? computeCounters([
        {
          refId: 'C',
          names: ['job:ipc:ratio'],
          labels: [['instance', 'a']],
          times: [0, 1000],
          values: [ipc.value, ipc.value],
        },
      ])
    : [];
  const list = findings({
    paired,
    sites: wall ? waitSites(tree, wall, facts) : [],
    counters: rows.map((row) => ({ row, baseline: ipc?.baseline })),
    percent,
    counter: (_, value) => value.toFixed(1),
    say: fillIn,
  });
  return { list, tree, texts: list.map(({ text }) => text) };
}

const WALL = [
  'main.run;kafka.(*Reader).fetch;internal/poll.runtime_pollWait;runtime.gopark 38',
  'main.run;main.(*Cache).Get;sync.(*Mutex).Lock;runtime.gopark 9',
  'java.util.concurrent.ThreadPoolExecutor.getTask;jdk.internal.misc.Unsafe.park 15',
  'main.run;main.decodeMessage 38',
].join('\n');

it('says how the time splits, on what it waits, what runs, what the hardware does', () => {
  const { list } = find('main.run;main.decodeMessage 17\nmain.run;main.other 21', WALL, { value: 1.6, baseline: 2.1 });
  expect(headline(list)).toBe(
    '47 % of wall time waits, 15 % is idle, 38 % is on the CPU: 38 % poll wait in poll.runtime_pollWait under kafka.(*Reader).fetch, ' +
      '9 % lock wait in sync.(*Mutex).Lock under main.(*Cache).Get; main.other is 55 % of CPU time, 21 % of wall time; ' +
      'IPC 1.6 (baseline 2.1, −24 %), of the host'
  );
});

it('sorts by share, and every finding leads to its node', () => {
  const { list, tree } = find('main.run;main.decodeMessage 38', WALL);
  expect(list.map(({ share }) => share)).toEqual([...list.map(({ share }) => share)].sort((a, b) => b - a));
  expect(list.find(({ kind }) => kind === 'wait')!.node).toBe(nodeAt(tree, 'main.run', 'kafka.(*Reader).fetch'));
  expect(list.find(({ kind }) => kind === 'idle')!.text).toContain('expected waiting, not blocked');
});

it('leaves out what is small, and claims no waiting that the data does not hold', () => {
  const { texts } = find('main.run;main.a 97\nmain.run;main.b 2', undefined);
  expect(texts.join()).not.toContain('wait');
  expect(texts.join()).not.toContain('main.b');
  expect(find(undefined, 'main;ep_poll 2\nmain;work 98').list.filter(({ kind }) => kind === 'wait')).toEqual([]);
});

it('says that two samplers overlap', () => {
  expect(find('main 60', 'main 50\nmain;ep_poll 30').texts).toContainEqual(
    expect.stringContaining('exceed wall time by 13 %')
  );
});

it('names a counter only where it is worse than its baseline or the documented default', () => {
  expect(find('main 1', WALL, { value: 1.6 }).list.some(({ kind }) => kind === 'counter')).toBe(false);
  expect(find('main 1', WALL, { value: 0.7 }).texts).toContainEqual('IPC 0.7, of the host');
});

it('counts recursion once', () => {
  expect(find('main;f;g;f;h 30\nmain;x 70', undefined).texts[0]).toBe('x is 70 % of CPU time');
});

it('writes Markdown that no name can break', () => {
  const text = asMarkdown(
    'p99 *broken*',
    [{ kind: 'cpu', share: 1, text: '`rm` [x](javascript:1) <b>' }],
    '10:00 – 10:05'
  );
  expect(text).toBe('**p99 \\*broken\\*** (10:00 – 10:05)\n- \\`rm\\` \\[x\\](javascript:1) \\<b\\>');
});
