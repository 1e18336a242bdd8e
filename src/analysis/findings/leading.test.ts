import { fillIn } from '../../profile/message';
import { findingsOf, prepared, seriesOf } from '../../testing';
import { computeCounters, type CounterRow } from '../counters';
import { type Finding, findings, headline, leading, rivals } from './findings';

const finding = (kind: Finding['kind'], over: Partial<Finding> = {}): Finding => ({
  kind,
  text: kind,
  short: kind,
  share: 0.4,
  weight: 0.4,
  ...over,
});
const said = (...list: Finding[]) => leading(list).map(({ text }) => text);
const [wait, cpu] = [finding('wait'), finding('cpu')];

describe('what the panel says first', () => {
  it('is the likeliest cause, and a second one that is at least half as large and seen often enough', () => {
    expect(said(wait, finding('split'))).toEqual(['wait']);
    expect(said(wait, finding('cpu', { weight: 0.2 }))).toEqual(['wait', 'cpu']);
    expect(said(wait, finding('cpu', { weight: 0.19 }))).toEqual(['wait']);
    expect(said(wait, finding('cpu', { weight: undefined }))).toEqual(['wait']);
    expect(said(wait, { ...cpu, samples: 19 })).toEqual(['wait']);
    expect(said(wait, { ...cpu, samples: 20 })).toEqual(['wait', 'cpu']);
    expect(said(wait, cpu, finding('gc'))).toEqual(['wait', 'cpu']);
  });

  it('with changes is the first two of them and one cause', () => {
    const change = (text: string) => finding('change', { text });
    expect(said(change('a'), change('b'), change('c'), wait, cpu)).toEqual(['a', 'b', 'wait']);
    expect(said(change('a'), wait, finding('unknown', { share: 0.3 }))).toEqual(['a', 'wait']);
  });

  it('what is not known is part of it from a fifth of the time on', () => {
    expect(said(wait, finding('unknown', { share: 0.2, weight: 0 }))).toEqual(['wait', 'unknown']);
    expect(said(wait, finding('unknown', { share: 0.19, weight: 0 }))).toEqual(['wait']);
    expect(said(finding('unknown', { share: 0.5, weight: 0.1 }), wait)).toEqual(['unknown', 'wait']);
    expect(said(finding('unknown', { share: 0.9, weight: 0.1 }), wait)).toEqual(['unknown']);
    expect(said(finding('unknown', { share: 0.1, text: 'a little' }))).toEqual(['a little']);
  });

  it('is idling where there is nothing else, and that nothing stands out where that is so', () => {
    expect(said(finding('idle'), finding('split'))).toEqual(['idle']);
    expect(said(finding('split', { text: 'Nothing stands out' }), wait)).toEqual(['Nothing stands out']);
    expect(said()).toEqual([]);
  });

  it('has the first counter that is bad', () => {
    const counter = (text: string) => finding('counter', { text });
    expect(said(wait, counter('IPC 0.4'), counter('LLC'))).toEqual(['wait', 'IPC 0.4']);
  });

  describe('of two causes whose intervals overlap', () => {
    const of = (interval: Finding['interval'], over: Partial<Finding> = {}) => ({ interval, ...over });
    const first = finding('wait', of([0.35, 0.45]));

    it('is both: either may be the larger one', () => {
      const second = finding('cpu', of([0.1, 0.36], { share: 0.18, weight: 0.18, samples: 5 }));
      expect(said(first, second)).toEqual(['wait', 'cpu']);
      expect(rivals([first, second])).toEqual([first, second]);
      const below = { ...second, interval: [0.1, 0.34] as const };
      expect(said(first, below)).toEqual(['wait']);
      expect(rivals([first, below])).toBeUndefined();
    });

    it('compares what they are ranked by: shares of CPU and of wall time are of different times', () => {
      // A quarter of the time that matters, because only half of that runs.
      expect(rivals([first, finding('cpu', of([0.6, 0.69], { share: 0.65, weight: 0.325 }))])).toBeUndefined();
      expect(rivals([first, finding('cpu', of([0.6, 0.71], { share: 0.65, weight: 0.325 }))])).toBeDefined();
    });

    it('names both in one sentence, also behind a change', () => {
      const list = [{ ...first, or: { text: 'wait, or cpu', short: '' } }, finding('cpu', of([0.3, 0.4]))];
      expect(headline(list)).toBe('wait, or cpu');
      expect(headline([finding('change'), ...list])).toBe('change; wait, or cpu');
    });
  });

  it('changes that noise explains are not said first', () => {
    const noise = finding('change', { text: 'noise', noise: true });
    expect(said(finding('change', { text: 'a' }), noise, wait)).toEqual(['a', 'wait']);
    expect(said(noise, wait, cpu)).toEqual(['wait', 'cpu']);
  });

  it('is sentences with semicolons between them', () => {
    expect(headline([finding('wait', { text: 'a. b.' }), finding('cpu', { text: 'c' })])).toBe('a. b; c');
  });
});

const percent = (share: number) => `${Math.round(share * 100)} %`;

it('the first cause says that the next one may be the larger, in long and in short', () => {
  const wall = (lock: number, net: number) =>
    `main.run;main.store;sync.(*Mutex).Lock;runtime.gopark ${lock}
main.run;main.read;net.(*conn).Read;internal/poll.runtime_pollWait ${net}`;
  const said = (lock: number, net: number) => findingsOf(prepared({ wall: wall(lock, net) }));
  expect(headline(said(520, 480))).toBe(
    '52 % waits for a lock that others hold in store, or 48 % waits for a socket or an event (net.conn.Read) in read'
  );
  expect(said(520, 480)[0].or?.short).toBe(
    '52 % waits for a lock that others hold · store, or 48 % waits for a socket or an event · read'
  );
  expect(headline(said(600, 400))).toMatch(/ in store; 40 % /);
});

describe('how the time splits', () => {
  const splitOf = (...given: Parameters<typeof prepared>) => {
    const { paired, diagnosis } = prepared(...given);
    const input = { paired: paired!, diagnosis, counters: [], counter: String, percent, t: fillIn };
    return findings(input).find(({ kind }) => kind === 'split');
  };
  const wall = 'main;work 30\nmain;read;epoll_wait 50\nmain.idler;goroutine [finalizer wait] 20';

  it('is told as far as it is known', () => {
    expect(splitOf({ wall })?.text).toBe('50 % of wall time waits, 20 % is idle, 30 % is not known to wait');
    expect(splitOf({ wall, cpu: 'main;work 20' })?.text).toBe(
      '50 % of wall time waits, 20 % is idle, 20 % is on the CPU, 10 % is neither'
    );
    expect(splitOf({ wall, cpu: 'main;work 30' })?.text).toBe(
      '50 % of wall time waits, 20 % is idle, 30 % is on the CPU'
    );
    expect(splitOf({ wall, cpu: 'main;work 40' })?.text).toBe(
      '50 % of wall time waits, 20 % is idle, 30 % is on the CPU' // samplers overlap
    );
    expect(splitOf({ offcpu: 'main;read;epoll_wait 5\nmain;x;futex_wait 5' })?.text).toBe(
      '100 % of off-CPU time waits'
    );
    expect(splitOf({ cpu: 'main;work 40' })).toBeUndefined();
  });

  it('says where shares have no interval', () => {
    const reason = 'Shares have no interval here: the source has summed its samples up.';
    expect(splitOf({ wall })?.reasons).toEqual([]);
    expect(splitOf({ wall: wall.replace(/0$/gm, '00000000') })?.reasons).toEqual([reason]);
    expect(splitOf({ wall: 'main;work 3' })?.reasons).toEqual([]);
  });
});

describe('a counter', () => {
  const { paired, diagnosis } = prepared({ cpu: 'main;work 1' });
  const row = (name: string, value: number | null, labels: Record<string, string> = {}) =>
    computeCounters([seriesOf(name, [value], labels)])[0];
  const of = (counterRow: CounterRow, baseline?: number) =>
    findings({
      paired: paired!,
      diagnosis,
      counters: [{ row: counterRow, baseline }],
      counter: (_, value) => String(value),
      percent,
      t: fillIn,
    })
      .filter(({ kind }) => kind === 'counter')
      .map(({ text, short }) => [text, short]);

  it('is said where it is bad in itself', () => {
    expect(of(row('job:ipc:ratio', 0.5))).toEqual([['IPC 0.5, of the host', 'IPC 0.5']]);
    expect(of(row('job:ipc:ratio', 0.5, { pod: 'a' }))).toEqual([['IPC 0.5, of the process', 'IPC 0.5']]);
    expect([
      of(row('job:ipc:ratio', 1.5)),
      of(row('job:cache_miss:ratio', 0.9)),
      of(row('job:ipc:ratio', null)),
    ]).toEqual([[], [], []]);
  });

  it('or is another than before, to either side', () => {
    expect(of(row('job:cache_miss:ratio', 0.2), 0.1)).toEqual([
      ['Cache misses 0.2 (baseline 0.1, +100 %), of the host', 'Cache misses 0.2'],
    ]);
    expect(of(row('job:cache_miss:ratio', 0.1), 0.2)).toEqual([
      ['Cache misses 0.1 (baseline 0.2, −50 %), of the host', 'Cache misses 0.1'],
    ]);
    expect(of(row('job:ipc:ratio', 2), 1)).toEqual([['IPC 2 (baseline 1, +100 %), of the host', 'IPC 2']]);
    expect(of(row('job:ipc:ratio', 1.05), 1)).toEqual([]);
    expect(of(row('job:cache_miss:ratio', 0.21), 0.2)).toEqual([]);
  });
});
