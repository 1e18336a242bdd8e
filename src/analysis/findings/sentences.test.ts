import { fillIn, message } from '../../profile/message';
import { type Cause } from '../causes/cause';
import { CATEGORIES } from '../waits';
import { type CauseChange } from './changes';
import {
  aroundMethod,
  causeDetail,
  causeReasons,
  causeShort,
  causeText,
  changeShort,
  changeText,
  saidPlace,
  saidOf,
  signedPercent,
  type Wording,
} from './sentences';

const LOCK = CATEGORIES.indexOf('lock');
const percent = (share: number) => `${Math.round(share * 100)} %`;
const all: Wording = { percent, t: fillIn };
const zoomed: Wording = { ...all, frame: 'load' };

const cause = (over: Partial<Cause> = {}): Cause => ({
  kind: 'wait',
  category: LOCK,
  share: 0.4,
  of: 'wall',
  part: 0.4,
  weight: 0.4,
  hasUser: true,
  site: 'main.run',
  what: message('waits for a lock'),
  evidence: [],
  ...over,
});
const cpu = (over: Partial<Cause> = {}) =>
  cause({ kind: 'cpu', category: undefined, of: 'cpu', what: message('runs'), ...over });
const unknown = (over: Partial<Cause> = {}) =>
  cause({ kind: 'unknown', category: undefined, what: message('is not known'), ...over });
const text = (of: Cause, wording = all) => causeText(of, wording);

describe('a cause as a sentence', () => {
  it('is a share of the time by the clock as a matter of course, of any other time by its name', () => {
    expect(text(cause())).toBe('40 % waits for a lock in run');
    expect(text(cpu())).toBe('40 % of CPU time runs in run');
    expect(text(cpu({ of: 'wall' }))).toBe('40 % of wall time runs in run');
    expect(text(unknown())).toBe('40 % of wall time is not known in run');
    expect(text(unknown({ category: LOCK }))).toBe('40 % of the time is not known'); // an event loop is nobody's
  });

  it('is of the zoomed frame where there is one', () => {
    expect(text(cause(), zoomed)).toBe('40 % of load waits for a lock in run');
    expect(text(cpu(), zoomed)).toBe('40 % of CPU time in load runs in run');
    expect(text(cpu({ of: 'wall' }), zoomed)).toBe('40 % of wall time in load runs in run');
    expect(text(unknown({ category: LOCK }), zoomed)).toBe('40 % of the time in load is not known');
  });

  it('says about where there are fewer than 20 samples', () => {
    expect([19, 20].map((samples) => text(cause({ samples })))).toEqual([
      'about 40 % waits for a lock in run',
      '40 % waits for a lock in run',
    ]);
  });

  it('names what it waits through: a library as it is, a call as one says it, the site not twice', () => {
    expect(text(cause({ via: 'database/sql', library: 'database/sql' }))).toBe(
      '40 % waits for a lock (database/sql) in run'
    );
    expect(text(cause({ via: 'database/sql.(*DB).conn' }))).toBe('40 % waits for a lock (sql.DB.conn) in run');
    expect(text(cause({ via: 'main.run' }))).toBe('40 % waits for a lock in run');
  });

  it('names the call that most of a function is, and who calls it', () => {
    expect(text(cpu({ call: 'sort.Slice' }))).toBe('40 % of CPU time runs in run (sort.Slice)');
    expect(text(cause({ call: 'sort.Slice' }))).toBe('40 % waits for a lock in run');
    expect(text(cpu({ caller: 'main.serve' }))).toBe('40 % of CPU time runs in run, called by serve');
    expect(text(cpu({ caller: 'main.serve', callerShare: 0.5 }))).toBe(
      '40 % of CPU time runs in run, called by serve (50 %)'
    );
    expect(text(cause({ caller: 'main.serve' }))).toBe('40 % waits for a lock in run');
    expect(text(cause({ caller: 'main.serve', callerShare: 0.5 }))).toBe(
      '40 % waits for a lock in run, called by serve (50 %)'
    );
    expect(text(cause({ kind: 'gc', caller: 'main.serve', callerShare: 0.5 }))).toBe(
      '40 % waits for a lock, most is allocated in run'
    );
  });

  it('says where no function of the program is in its stacks, and it could be', () => {
    const foreign = { hasUser: false };
    expect(text(cause(foreign))).toBe('40 % waits for a lock in run, no function of the program');
    expect(text(cause({ ...foreign, site: undefined }))).toBe('40 % waits for a lock');
    expect(text(cause({ ...foreign, kind: 'idle' }))).toBe('40 % waits for a lock in run');
    expect(text(unknown(foreign))).toBe('40 % of wall time is not known in run');
  });

  it('of what is not known says what it can be, and what to record next', () => {
    const evidence = [message('it can be threads that wait'), message('second')];
    const next = message('Add a query.');
    expect(text(unknown({ evidence }))).toBe('40 % of wall time is not known in run: it can be threads that wait');
    expect(text(unknown({ evidence, next }))).toBe(
      '40 % of wall time is not known in run: it can be threads that wait. Add a query.'
    );
    expect(causeReasons(unknown({ evidence, next }), all)).toEqual(['second']);
    expect(causeReasons(unknown({ next }), all)).toEqual(['Add a query.']);
    expect(text(cause({ evidence, next }))).toBe('40 % waits for a lock in run');
    expect(causeReasons(cause({ evidence, next, isNot: message('It is not the work.') }), all)).toEqual([
      'it can be threads that wait',
      'second',
      'It is not the work.',
      'Add a query.',
    ]);
  });

  it('tells functions without a name apart by their place, and no others', () => {
    expect(text(cpu({ site: '(anonymous)', where: 'server.js:12' }))).toBe(
      '40 % of CPU time runs in (anonymous) (server.js:12)'
    );
    expect(text(cpu({ site: '(anonymous)' }))).toBe('40 % of CPU time runs in (anonymous)');
    expect(text(cpu({ where: 'server.js:12' }))).toBe('40 % of CPU time runs in run');
  });
});

it('a frame among the values of a note is said as a person says it, other values are not', () => {
  const note = message('{frame} for {table}', { frame: 'net/http.(*conn).serve', table: 'main.orders' });
  expect(saidOf(note, fillIn)).toBe('http.conn.serve for main.orders');
});

describe('a cause in one line', () => {
  const short = (of: Cause) => causeShort(of, all);

  it('has its place behind a dot, or what it waits through', () => {
    expect(short(cause())).toBe('40 % waits for a lock · run');
    expect(short(cause({ site: undefined, via: 'database/sql.(*DB).conn' }))).toBe(
      '40 % waits for a lock · sql.DB.conn'
    );
    expect(short(cause({ site: undefined }))).toBe('40 % waits for a lock');
  });

  it('of a place that is too long has the end: 60 characters are a line', () => {
    const line = '40 % waits for a lock'; // 21, and 3 for the dot
    const fits = `${'a'.repeat(30)}.Method`.slice(0, 36);
    expect(short(cause({ site: fits }))).toBe(`${line} · ${fits}`);
    expect(short(cause({ site: `${'a'.repeat(30)}.Methods` }))).toBe(`${line} · Methods`);
    expect(short(cause({ site: `${'a'.repeat(40)}` }))).toBe(`${line} · ${'a'.repeat(40)}`);
  });

  it('leaves room for the figures of a change', () => {
    const change = (site: string): CauseChange => ({
      cause: cause({ site }),
      before: 0.1,
      now: 0.4,
      amounts: { before: 1, now: 4 },
      weight: 1,
    });
    expect(changeShort(change('main.run'), all)).toBe('waits for a lock · run: 10 % → 40 % of non-idle time');
    expect(changeShort(change(`${'a'.repeat(20)}.Run`), all)).toBe(
      `waits for a lock · ${'a'.repeat(20)}.Run: 10 % → 40 % of non-idle time`
    );
    expect(changeShort(change(`${'a'.repeat(30)}.Run`), all)).toBe(
      'waits for a lock · Run: 10 % → 40 % of non-idle time'
    );
    expect(changeShort({ ...change('x'), cause: cause({ site: undefined }) }, all)).toBe(
      'waits for a lock: 10 % → 40 % of non-idle time'
    );
    expect(changeShort(change('main.run'), { ...all, cpuOnly: true })).toBe('waits for a lock · run: 10 % → 40 %');
    const subject = message('waiting for locks');
    expect(changeShort({ ...change('x'), cause: cause({ site: 'x', subject }) }, all)).toContain(
      'waiting for locks · x'
    );
  });
});

it('what stands beside a share: its samples and their interval', () => {
  const detail = (over: Partial<Cause>) => causeDetail(cause(over), all);
  expect([detail({}), detail({ samples: 1 }), detail({ samples: 0 }), detail({ samples: 1234 })]).toEqual([
    undefined,
    '1 sample',
    '0 samples',
    '1,234 samples',
  ]);
  expect(detail({ samples: 50, interval: [0.3, 0.5] })).toBe('30 % to 50 %, by counts, 50 samples');
  expect(detail({ samples: 50, windows: 24, interval: [0.3, 0.5] })).toBe('30 % to 50 %, bootstrap over 24 windows');
});

it('a change says both shares, and of which time they are', () => {
  const change: CauseChange = { cause: cause(), before: 0.1, now: 0.4, amounts: { before: 1, now: 4 }, weight: 1 };
  const said = (wording: Parameters<typeof changeText>[1]) => changeText(change, wording);
  expect([said(all), said(zoomed), said({ ...all, cpuOnly: true }), said({ ...zoomed, cpuOnly: true })]).toEqual([
    'waits for a lock in run: 10 % → 40 % of the time that is not idle',
    'waits for a lock in run: 10 % → 40 % of the time in load that is not idle',
    'waits for a lock in run: 10 % → 40 % of CPU time',
    'waits for a lock in run: 10 % → 40 % of CPU time in load',
  ]);
});

it('has a real minus', () => {
  expect([-0.24, 0.24, 0].map((change) => signedPercent(change, percent))).toEqual(['−24 %', '+24 %', '+0 %']);
});

describe('the function of a short line stays where there is no room', () => {
  const parts = (of: Cause, wording = all) => {
    const { head, method, tail } = aroundMethod(causeShort(of, wording), saidPlace(of)!)!;
    return [head, method, tail];
  };

  it('the package gives way before the method, and what is said before both', () => {
    expect(parts(cause({ site: 'main.(*consumer).ReadMessage' }))).toEqual([
      '40 % waits for a lock',
      ' · ReadMessage',
      '',
    ]);
    expect(parts(cause({ site: 'org.apache.kafka.clients.consumer.internals.ConsumerCoordinator.poll' }))).toEqual([
      '40 % waits for a lock',
      ' · poll',
      '',
    ]);
  });

  it('of a change the figures stand behind it', () => {
    const change: CauseChange = {
      cause: cause({ site: 'kafka.(*Conn).Read' }),
      before: 0.4,
      now: 0.6,
      amounts: { before: 0, now: 0 },
      weight: 1,
    };
    expect(aroundMethod(changeShort(change, all), saidPlace(change.cause)!)).toEqual({
      head: 'waits for a lock',
      method: ' · Read',
      tail: ': 40 % → 60 % of non-idle time',
    });
  });

  it('the zoomed frame is named once: the share is of it', () => {
    expect(causeShort(cause({ site: 'main.load' }), zoomed)).toBe('40 % of load waits for a lock');
    expect(parts(cause({ site: 'main.load' }), zoomed)).toEqual(['40 % of ', 'load', ' waits for a lock']);
    expect(causeShort(cause({ site: 'main.store' }), zoomed)).toBe('40 % of load waits for a lock · store');
  });

  it('a sentence that does not name it is cut as others are', () =>
    expect(aroundMethod('Nothing changed', 'main.load')).toBeUndefined());
});

describe('who holds a lock, who ends a wait', () => {
  const held = (holder: Cause['holder']) => text(cause({ holder }));
  const woken = (waker: Partial<NonNullable<Cause['waker']>>) =>
    text(cause({ waker: { name: 'main.save', processes: ['app'], share: 0.8, ...waker } }));

  it('is the thread that the recording names, in its function where that is known; else where contention is released', () => {
    expect(held({ site: 'main.save', share: 0.7, thread: 'worker-3' })).toBe(
      '40 % waits for a lock in run: 70 % of that save [worker-3] holds it'
    );
    expect(held({ site: 'worker-3', share: 0.7, thread: 'worker-3' })).toBe(
      '40 % waits for a lock in run: 70 % of that worker-3 holds it'
    );
    expect(held({ site: 'main.save', share: 0.7 })).toBe(
      '40 % waits for a lock in run: 70 % of the contention is released in save'
    );
  });

  it('is the waker, who called it, and the one thread that it runs in, if that says more', () => {
    expect(woken({})).toBe('40 % waits for a lock in run: 80 % of it is woken from save in app');
    expect(woken({ caller: 'main.loop' })).toBe(
      '40 % waits for a lock in run: 80 % of it is woken from save ← loop in app'
    );
    expect(woken({ processes: ['app', 'web'] })).toBe('40 % waits for a lock in run: 80 % of it is woken from save');
    expect(woken({ processes: [] })).toBe('40 % waits for a lock in run: 80 % of it is woken from save');
    expect(woken({ name: 'app' })).toBe('40 % waits for a lock in run: 80 % of it is woken from app');
  });
});

it('of elapsed time, and of that in which something runs, it says so', () => {
  expect([text(cpu({ of: 'elapsed' })), text(cause({ of: 'elapsed' })), text(cpu({ of: 'running' }))]).toEqual([
    '40 % of elapsed time runs in run',
    '40 % of elapsed time waits for a lock in run',
    '40 % of elapsed running time runs in run',
  ]);
  expect([text(cpu({ of: 'elapsed' }), zoomed), text(cpu({ of: 'running' }), zoomed)]).toEqual([
    '40 % of elapsed time in load runs in run',
    '40 % of elapsed running time in load runs in run',
  ]);
});
