import { CATEGORIES, fillIn, type FindingsInput, type Scope } from '..';
import { type Prepared } from '../../prepare';
import { diagnosisOf, nodeAt, prepared } from '../../testing';
import { findings, headline } from '.';

const WALL = [
  'main.run;main.read;net.(*conn).Read;internal/poll.runtime_pollWait 600',
  'main.run;main.store;sync.(*Mutex).Lock;runtime.gopark 60',
  'main.run;main.store;main.encode 30',
  'main.run;main.store;os.(*File).Sync;syscall.Fsync 10',
  'main.run;main.decode 300',
].join('\n');
const CPU = 'main.run;main.store;main.encode 30\nmain.run;main.decode 270';

const whole = { root: 0, mode: 'both' } as const;
const saidOf = (of: Prepared, scope: Scope, more: Partial<FindingsInput> = {}) =>
  findings({
    paired: of.paired!,
    scope,
    ...diagnosisOf(of, scope),
    nodeOf: of.shownNode,
    counters: [],
    counter: String,
    percent: (share) => `${Math.round(share * 100)} %`,
    t: fillIn,
    ...more,
  });
const at = (of: Prepared, ...path: string[]) => nodeAt(of.paired!.tree, ...path);

describe('the findings of a zoomed frame', () => {
  const of = prepared({ cpu: CPU, wall: WALL });
  const store = at(of, 'main.run', 'main.store');

  it('name what takes the time in it, as a share of it, though in the whole it is nothing', () => {
    expect(saidOf(of, whole)[0]).toMatchObject({ site: 'main.read', share: 0.6 });
    const list = saidOf(of, { ...whole, root: store });
    expect(list.slice(0, 3).map(({ site, share }) => [site, share])).toEqual([
      ['main.store', 0.6],
      ['main.encode', 1], // of the CPU time in it
      ['main.store', 0.1],
    ]);
    expect(headline(list)).toBe(
      '60 % of store waits for a lock that others hold in store; 100 % of CPU time in store runs in encode, called by store (100 %)'
    );
    expect(list[1].text).toBe('100 % of CPU time in store runs in encode, called by store (100 %)');
    expect(list[0].short).toBe('60 % of store waits for a lock that others hold');
  });

  it('count its samples only', () => {
    const byFolded = prepared({ wall: WALL.replace(/0$/gm, '') }); // so few that they are samples
    const [first] = saidOf(byFolded, { ...whole, root: at(byFolded, 'main.run', 'main.store') });
    expect(first.samples).toBe(6);
    expect(first.text).toMatch(/^about 60 % of store /);
  });

  it('say how its own time splits, and lead to its frames', () => {
    const list = saidOf(of, { ...whole, root: store });
    expect(list.find(({ kind }) => kind === 'split')).toMatchObject({
      text: 'In store: 70 % of wall time waits, 30 % is on the CPU',
      node: store,
    });
    expect(list[1].node).toBe(at(of, 'main.run', 'main.store', 'main.encode'));
  });

  it('know who waits where the zoomed frame is below the waiting function', () => {
    const lock = at(of, 'main.run', 'main.store', 'sync.(*Mutex).Lock');
    const [first] = saidOf(of, { ...whole, root: lock });
    expect(first).toMatchObject({ site: 'main.store', share: 1, node: store });
  });

  it('hold where frames were taken out of the picture and stacks became one', () => {
    const hidden = prepared(
      { wall: `${WALL}\nmain.run;main.middle;main.store;sync.(*Mutex).Lock;runtime.gopark 100` },
      { stacks: [{ keep: 'hide', pattern: '/middle|gopark|Mutex/' }] }
    );
    const [first, second] = saidOf(hidden, { ...whole, root: at(hidden, 'main.run', 'main.store') });
    expect(first).toMatchObject({ site: 'main.store', share: 0.8, node: at(hidden, 'main.run', 'main.store') });
    expect(second).toMatchObject({ site: 'main.encode', share: 0.15 });
  });

  it('are those of all where nothing is zoomed, and worked out once', () => {
    expect(diagnosisOf(of, whole).diagnosis).toBe(of.diagnosis);
    expect(diagnosisOf(of, { ...whole, root: store })).toBe(diagnosisOf(of, { root: store, mode: 'wall' }));
  });

  it('are those of all where all time is in it', () => {
    const main = diagnosisOf(of, { ...whole, root: at(of, 'main.run') });
    expect(main.diagnosis.causes).toEqual(of.diagnosis.causes);
    expect(main.diagnosis.causes[0].interval).toEqual(of.diagnosis.causes[0].interval);
  });

  it('say that nothing stands out in it', () => {
    const wall = Array.from({ length: 20 }, (_, i) => `main.run;main.many;main.part${i} 1`).join('\n');
    const many = prepared({ cpu: `${wall}\nmain.run;main.hot 80`, wall: `${wall}\nmain.run;main.hot 80` });
    const list = saidOf(many, { ...whole, root: at(many, 'main.run', 'main.many') });
    expect(headline(list)).toBe(
      'In main.many: Nothing stands out: no wait and no function takes much of the time'.replace('main.', '')
    );
  });
});

describe('the findings of CPU mode', () => {
  it('name what runs, as shares of CPU time, and no wait', () => {
    const of = prepared({ cpu: CPU, wall: WALL });
    const list = saidOf(of, { root: 0, mode: 'cpu' });
    expect(list.map(({ kind, site, share }) => [kind, site, share])).toEqual([
      ['cpu', 'main.decode', 0.9],
      ['cpu', 'main.encode', 0.1],
    ]);
    expect(headline(list)).toBe('90 % of CPU time runs in decode, called by run (100 %)');
    expect(list[0].short).toBe('90 % of CPU time runs · decode');
  });

  it('say what changed of CPU time', () => {
    const run = (decode: number) => `main.run;main.decode ${decode}\nmain.run;main.encode 500`;
    const wall = (decode: number) => `main.run;main.wait;sync.(*Mutex).Lock;runtime.gopark 9000\n${run(decode)}`;
    const of = prepared({ cpu: run(500), wall: wall(500) }, {}, { cpu: run(4500), wall: wall(4500) });
    const [first] = saidOf(of, { root: 0, mode: 'cpu' });
    expect(first).toMatchObject({ kind: 'change', site: 'main.decode' });
    expect(first.text).toBe('CPU time in decode: 90 % → 50 % of CPU time');
    expect(first.short).toBe('CPU time · decode: 90 % → 50 %');
  });

  it('are none where no CPU profile is', () => {
    expect(diagnosisOf(prepared({ wall: WALL }), { root: 0, mode: 'cpu' }).diagnosis.causes).toEqual([]);
  });
});

describe('the findings of a category', () => {
  const of = prepared({ cpu: CPU, wall: WALL });
  const only = (category: (typeof CATEGORIES)[number]) =>
    saidOf(of, { ...whole, category: CATEGORIES.indexOf(category) }).filter(({ kind }) => kind !== 'split');

  it('are its causes, however small a part of the whole it is', () => {
    expect(only('disk').map(({ site, share }) => [site, share])).toEqual([['main.store', 0.01]]);
    expect(only('lock').map(({ site }) => site)).toEqual(['main.store']);
  });

  it('are functions where it is the CPU', () => {
    expect(only('cpu').map(({ kind, site }) => [kind, site])).toEqual([
      ['cpu', 'main.decode'],
      ['cpu', 'main.encode'],
    ]);
  });

  it('lead with idling where that is what is shown', () => {
    const idle = prepared({
      wall: `${WALL}\njava.util.concurrent.ThreadPoolExecutor.getTask;jdk.internal.misc.Unsafe.park 900`,
    });
    const list = saidOf(idle, { ...whole, category: CATEGORIES.indexOf('idle') });
    expect(headline(list)).toMatch(/^47 % waits for work/);
  });

  it('say so where there is none', () => {
    expect(headline(saidOf(of, { ...whole, category: CATEGORIES.indexOf('sleep') }))).toBe(
      'Nothing stands out: no function has much of this part of the time'
    );
  });
});

describe('what changed of a zoomed frame', () => {
  it('is of its time', () => {
    const side = (lock: number) =>
      `main.run;main.read;net.(*conn).Read;internal/poll.runtime_pollWait 9000\nmain.run;main.store;sync.(*Mutex).Lock;runtime.gopark ${lock}\nmain.run;main.store;main.encode 500`;
    const of = prepared({ wall: side(4500) }, {}, { wall: side(500) });
    const [first] = saidOf(of, { root: at(of, 'main.run', 'main.store'), mode: 'changed' });
    expect(first).toMatchObject({ kind: 'change', site: 'main.store' });
    expect(first.text).toMatch(/^waits for a lock .* in store: 50 % → 90 % of the time in store that is not idle$/);
  });
});

it('a name that is too long for a line ends with its method', () => {
  const of = prepared({
    wall: 'main.run;main.(*ExtraordinarilyLongNamedOrderStore).LoadOrder;net.(*conn).Read;internal/poll.runtime_pollWait 100',
  });
  const [first] = saidOf(of, whole);
  expect(first.short).toBe('100 % waits for a socket or an event · LoadOrder');
  expect(first.text).toContain('ExtraordinarilyLongNamedOrderStore.LoadOrder');
});

describe('what a scope hands on', () => {
  const LOCK = 'sync.(*Mutex).Lock;runtime.gopark';
  const READ = 'net.(*conn).Read;internal/poll.runtime_pollWait';
  const [lock, poll] = ['lock', 'poll'].map((name) => CATEGORIES.indexOf(name as (typeof CATEGORIES)[number]));
  const side = (store: number) =>
    `main.run;main.store;${LOCK} ${store}\nmain.run;main.store;${READ} ${100 - store}\nmain.run;main.f 500`;
  const of = prepared({ wall: side(70) }, {}, { wall: side(20) });
  const root = at(of, 'main.run', 'main.store');

  it('nodes are those of the whole tree, of the wait too', () => {
    const { causes } = diagnosisOf(of, { ...whole, root }).diagnosis;
    const { tree } = of.paired!;
    const names = causes.map(({ node, waitNode }) =>
      [node, waitNode].map((one) => tree.symbols[tree.symbol[one!]].name)
    );
    const all = diagnosisOf(of, whole).diagnosis.causes.filter(({ site }) => site === 'main.store');
    expect(causes.map(({ node, waitNode }) => [node, waitNode])).toEqual(
      all.map(({ node, waitNode }) => [node, waitNode])
    );
    expect(names.map(([site]) => site)).toEqual(['main.store', 'main.store']);
    const running = diagnosisOf(of, { ...whole, root: at(of, 'main.run', 'main.f') }).diagnosis.causes;
    expect(running.map(({ waitNode }) => waitNode)).toEqual([undefined]);
  });

  it('changes are of the frame and of the category; without another time there are none', () => {
    const changes = (scope: Partial<Scope>, which = of) =>
      diagnosisOf(which, { ...whole, ...scope }).changes?.map(({ cause, before, now }) => [
        cause.category,
        Math.round(before * 100),
        Math.round(now * 100),
      ]);
    expect(changes({ root })).toEqual([
      [lock, 20, 70],
      [poll, 80, 30],
    ]);
    expect([changes({ root, category: lock }), changes({ root, category: poll })]).toEqual([
      [[lock, 20, 70]],
      [[poll, 80, 30]],
    ]);
    expect(changes({ category: lock })).toEqual([[lock, 3, 12]]);
    expect(changes({ root, mode: 'cpu' })).toBeUndefined();
    expect(changes({}, prepared({ wall: side(70) }))).toBeUndefined();
    const [first] = diagnosisOf(of, { ...whole, root }).changes!;
    expect(first.cause.node).toBe(root);
  });

  it('where both times measured other roles, what both have is compared', () => {
    const cpu = (a: number) => `main.run;main.a ${a}\nmain.run;main.b ${100 - a}`;
    const mixed = prepared({ cpu: cpu(70), wall: side(70) }, {}, { cpu: cpu(20) });
    expect(diagnosisOf(mixed, whole).changes!.map(({ cause, before, now }) => [cause.site, before, now])).toEqual([
      ['main.b', 0.8, 0.3],
      ['main.a', 0.2, 0.7],
    ]);
    expect(diagnosisOf(mixed, whole).diagnosis.causes.some(({ kind }) => kind === 'wait')).toBe(true);
  });
});
