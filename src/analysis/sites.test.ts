import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { prepareProfile } from '../prepare';
import { DEFAULT_OPTIONS } from '../panel/options/options';
import { buildCallTree, finish, removingSteps, weightsOf } from '../profile';
import { bytes, nodeAt, profileOf } from '../testing';
import {
  CATEGORIES,
  classifyWaits,
  codeOf,
  codeOfTree,
  movedSites,
  ownWeightSteps,
  type Role,
  siteRows,
  symbolFacts,
  waitSites,
} from '.';
import { type StackKind } from './waits';

function sitesOf(text: string, kind: StackKind = 'wall', mine?: (name: string) => boolean) {
  const { tree, attach } = buildCallTree([profileOf(text)]);
  const facts = tree.symbols.map(({ name }) => symbolFacts(name));
  const weights = weightsOf(attach[0](0));
  const role = { weights, unit: 'nanoseconds', waits: classifyWaits(tree, weights, kind, facts) };
  return { tree, sites: waitSites(tree, role, facts, codeOfTree(tree, mine)) };
}

const TRUTH = join(__dirname, '../../testdata/truth');

interface Truth {
  folder: string;
  title: string;
  category: string;
  acceptable?: string[];
  site: string;
  files: { before: Record<string, string> };
}

/** The cases whose cause has a wait site: none where nothing is wrong, where the wait cannot be seen, and where it is the collector's. */
function truth(): Truth[] {
  const unseen = [
    '08-python-gil',
    '33-python-semaphore',
    '39-ruby-http',
    '53-python-sleep-in-loop',
    '55-node-fsync', // V8 takes it for running
    '56-node-one-socket',
  ];
  return readdirSync(TRUTH)
    .filter((folder) => existsSync(join(TRUTH, folder, 'truth.json')) && !unseen.includes(folder))
    .map((folder) => ({ folder, ...JSON.parse(readFileSync(join(TRUTH, folder, 'truth.json'), 'utf8')) }) as Truth)
    .filter(({ category, site }) => site && category !== 'gc');
}

describe('wait sites', () => {
  it('leads to the call that waits longest, wherever it stands in the tree', () => {
    const wait = 'java.lang.Object.wait';
    const { tree, sites } = sitesOf(
      `main;Ledger.post;org.h2.A.batch;${wait} 2\nmain;Ledger.post;org.h2.B.commit;${wait} 90\nmain;Ledger.post;org.h2.C.close;${wait} 3`
    );
    expect(sites).toHaveLength(1);
    expect(sites[0]).toMatchObject({
      total: 95,
      call: 'org.h2.B.commit',
      node: nodeAt(tree, 'main', 'Ledger.post'),
      waitNode: nodeAt(tree, 'main', 'Ledger.post', 'org.h2.B.commit', wait),
    });
  });

  it('names the application frame above the wait, over all call paths', () => {
    const { tree, sites } = sitesOf(
      [
        'main.run;main.fetch;net.(*conn).Read;internal/poll.runtime_pollWait;runtime.gopark 30',
        'main.main;main.fetch;net.(*conn).Read;internal/poll.runtime_pollWait;runtime.gopark 8',
        'main.run;main.commit;sync.(*Mutex).Lock;runtime.gopark 12',
        'main.run;main.decode 50',
      ].join('\n')
    );
    expect(sites.map((s) => [s.site, CATEGORIES[s.category], s.total, s.call, s.library])).toEqual([
      ['main.fetch', 'poll', 38, 'net.(*conn).Read', 'net'],
      ['main.commit', 'lock', 12, undefined, 'sync'],
    ]);
    expect(sites[0].node).toBe(nodeAt(tree, 'main.run', 'main.fetch'));
  });

  it('lead to the wait that is longest, where a site has several of one name', () => {
    const { tree, sites } = sitesOf(
      'app;__futex_abstimed_wait_common;do_futex;futex_do_wait 90\napp;pthread_cond_signal;do_futex;futex_do_wait 10',
      'offcpu'
    );
    expect(sites.map(({ waitNode }) => waitNode)).toEqual([
      nodeAt(tree, 'app', '__futex_abstimed_wait_common', 'do_futex', 'futex_do_wait'),
    ]);
  });

  it('are above the kernel, above libraries, the longest first, and lead to the node that waits longest', () => {
    const { tree, sites } = sitesOf(
      [
        // A driver's function is no application, though no rule knows it: it is below the entry into the kernel.
        'main.work;entry_SYSCALL_64_after_hwframe;do_syscall_64;weird_driver_ioctl;sk_wait_data;schedule 5',
        // Nothing but libraries: the outermost of them that is no start of a thread.
        'std::thread::run;std::sync::mpsc::recv;futex_wait_queue;schedule 5',
        'main.b;main.work;sk_wait_data;schedule 7',
        'main.run 9',
      ].join('\n')
    );
    expect(sites.map((s) => [s.site, s.waitFrame, s.total, s.hasUser])).toEqual([
      ['main.work', 'sk_wait_data', 12, true],
      ['std::sync::mpsc::recv', 'futex_wait_queue', 5, false],
    ]);
    expect(sites[0].node).toBe(nodeAt(tree, 'main.b', 'main.work'));
  });

  // Stacks of programs of known cause, as fgprof, async-profiler, py-spy and perf wrote them; the site is where each was built to wait.
  it.each<[string, StackKind, string, Partial<Record<'site' | 'waitFrame' | 'call' | 'library', string | undefined>>]>([
    [
      'a pool of one connection',
      'wall',
      'net/http.(*conn).serve;net/http.HandlerFunc.ServeHTTP;main.(*OrderStore).handleOrder;main.(*OrderStore).LoadOrder;database/sql.(*DB).QueryRowContext;database/sql.(*DB).QueryContext;database/sql.(*DB).retry;database/sql.(*DB).QueryContext.func1;database/sql.(*DB).query;database/sql.(*DB).conn;runtime.selectgo;runtime.gopark',
      {
        site: 'main.(*OrderStore).LoadOrder',
        call: 'database/sql.(*DB).QueryRowContext',
        library: 'database/sql',
      },
    ],
    [
      'an unbuffered channel',
      'wall',
      'net/http.(*conn).serve;main.(*Shipper).handle;main.(*Shipper).Publish;runtime.chansend1;runtime.chansend;runtime.gopark',
      { site: 'main.(*Shipper).Publish' },
    ],
    [
      'a rate limiter',
      'wall',
      'main.(*Notifier).loop;main.(*Notifier).throttle;golang.org/x/time/rate.(*Limiter).Wait;golang.org/x/time/rate.(*Limiter).WaitN;golang.org/x/time/rate.(*Limiter).wait;runtime.selectgo;runtime.gopark',
      {
        site: 'main.(*Notifier).throttle',
        call: 'golang.org/x/time/rate.(*Limiter).Wait',
        library: 'x/time/rate',
      },
    ],
    [
      'a monitor, entered by a call that the JVM links',
      'wall',
      'java/lang/Thread.run;java/util/concurrent/ThreadPoolExecutor$Worker.run;java/util/concurrent/ThreadPoolExecutor.runWorker;sun/net/httpserver/ServerImpl$Exchange.run;Ledger$$Lambda$9.0x00007f5f28007800.handle;Ledger.post;Ledger$Journal.append;java/lang/invoke/Invokers$Holder.linkToTargetMethod;__futex_abstimed_wait_common',
      { site: 'Ledger$Journal.append', call: undefined, library: 'libc' },
    ],
    [
      'a blocking request in an event loop',
      'wall',
      'thread (31002): MainThread;<module> (quotes.py:40);run_app (aiohttp/web.py:502);Handle._run (asyncio/events.py:80);Application._handle (aiohttp/web_app.py:563);quote (quotes.py:26);fetch_rate (quotes.py:12);Session.get (requests/sessions.py:671);HTTPAdapter.send (requests/adapters.py:696);HTTPConnectionPool._make_request (urllib3/connectionpool.py:534);HTTPResponse.begin (http/client.py:325);SocketIO.readinto (socket.py:706)',
      {
        site: 'fetch_rate (quotes.py:12)',
        call: 'Session.get (requests/sessions.py:671)',
        library: 'requests',
      },
    ],
    [
      "the interpreter's lock",
      'wall',
      'thread (591): score-2;0x7fa71e5278ec (libc.so.6);thread_run (libpython3.11.so.1.0);Thread._bootstrap (threading.py:1002);Thread.run (threading.py:982);worker (score.py:19);score_document (score.py:11);features (score.py:8);pthread_cond_timedwait (libc.so.6);0x7fa71e4a3f16 (libc.so.6)',
      { site: 'features (score.py:8)', call: undefined, library: 'libc' },
    ],
    [
      'page faults',
      'offcpu',
      'coldmap;start_thread;lookup_item;asm_exc_page_fault;exc_page_fault;handle_mm_fault;__handle_mm_fault;do_fault;__do_fault;filemap_fault;filemap_read_folio;folio_wait_bit_common;io_schedule;schedule;__schedule',
      { site: 'lookup_item', call: 'asm_exc_page_fault', library: undefined },
    ],
    [
      'a name lookup',
      'offcpu',
      'resolver;start_thread;resolve_route;getaddrinfo;gaih_inet.constprop.0;__GI___gethostbyname2_r;__res_context_querydomain;__res_context_send;__poll;entry_SYSCALL_64_after_hwframe;do_syscall_64;__x64_sys_poll;do_sys_poll;poll_schedule_timeout.constprop.0;schedule;__schedule',
      { site: 'resolve_route', waitFrame: 'getaddrinfo', call: undefined, library: 'libc' },
    ],
    [
      'a pool of JDBC connections',
      'wall',
      'java.lang.Thread.run;com.acme.Orders.load;com.zaxxer.hikari.HikariDataSource.getConnection;com.zaxxer.hikari.pool.HikariPool.getConnection;com.zaxxer.hikari.util.ConcurrentBag.borrow;java.util.concurrent.SynchronousQueue.poll;java.util.concurrent.locks.LockSupport.parkNanos;jdk.internal.misc.Unsafe.park',
      {
        site: 'com.acme.Orders.load',
        call: 'com.zaxxer.hikari.HikariDataSource.getConnection',
        library: 'HikariCP',
      },
    ],
    [
      'named frames above a file without symbols',
      'offcpu',
      'mariadbd;start_thread;handle_one_connection;handler::ha_write_row;[mariadbd];fsync;entry_SYSCALL_64_after_hwframe;do_syscall_64;do_fsync;ext4_sync_file;schedule;__schedule',
      { site: 'handler::ha_write_row', call: 'fsync', library: 'libc' },
    ],
  ])('%s: at the function of the program', (_, kind, stack, expected) => {
    const [site] = sitesOf(`${stack} 7`, kind).sites;
    expect(site).toMatchObject({ ...expected, hasUser: true });
    expect(site.broken).toBeUndefined();
  });

  // Recorded programs of which the cause, and who meets it, are known by their own timers.
  it.each(truth())('$folder: $title', ({ folder, category, acceptable = [], site, files }) => {
    const { paired, sites } = prepareProfile(
      Object.entries(files.before).map(([role, file]) => ({
        refId: role,
        source: bytes(new Uint8Array(readFileSync(join(TRUTH, folder, file)))),
        role: role === 'profile' ? undefined : (role as Role),
      })),
      { rollUp: DEFAULT_OPTIONS.rollUp }
    );
    const { tree, cpu } = paired!;
    const sums = new Map<string, number>();
    if (category === 'cpu') {
      const { own } = finish(ownWeightSteps(tree, cpu!.weights, codeOfTree(tree)));
      own.forEach((weight, symbol) => sums.set(tree.symbols[symbol].name, weight));
    } else {
      sites
        .filter((s) => s.hasUser && [category, ...acceptable].includes(CATEGORIES[s.category]))
        .forEach((s) => sums.set(s.site, (sums.get(s.site) ?? 0) + s.total));
    }
    const [heaviest] = [...sums].sort((a, b) => b[1] - a[1]);
    expect(heaviest?.[0]).toMatch(new RegExp(site));
  });

  it.each<[string, string, string, boolean]>([
    [
      'the process name above the C library',
      'dispatch;__futex_abstimed_wait_common;do_syscall_64;futex_wait;schedule',
      'dispatch',
      true,
    ],
    [
      'nothing but a file',
      'mariadbd;[mariadbd];[mariadbd];__poll;do_syscall_64;do_sys_poll;schedule',
      'mariadbd',
      true,
    ],
    ['nothing but addresses', '[unknown];__poll;do_syscall_64;do_sys_poll;schedule', '[unknown]', true],
    [
      'a thread of a library',
      'app;start_thread;rd_kafka_thread_main;cnd_timedwait;do_syscall_64;futex_wait;schedule',
      'rd_kafka_thread_main',
      false,
    ],
    ['a thread of the kernel', 'kworker/0:1;ret_from_fork;kthread;worker_thread;schedule', 'worker_thread', false],
  ])('without a function of the program: %s', (_, stack, site, broken) => {
    const [first] = sitesOf(`app;[unknown] 1\ndispatch;[unknown] 1\n${stack} 7`, 'offcpu').sites;
    expect([first.site, first.hasUser, first.broken ?? false]).toEqual([site, false, broken]);
  });

  it("follows a user's pattern", () => {
    const stack = 'app.Main.run;com.acme.rpc.Client.call;com.zaxxer.hikari.Pool.get;java.lang.Object.wait 3';
    expect(sitesOf(stack).sites[0].site).toBe('com.acme.rpc.Client.call');
    expect(sitesOf(stack, 'wall', (name) => name.startsWith('app.')).sites[0]).toMatchObject({
      site: 'app.Main.run',
      call: 'com.acme.rpc.Client.call',
    });
  });

  it('names the call that most of the wait is for', () => {
    const { sites } = sitesOf(
      [
        'main.f;net/http.Get;net.(*conn).Read;runtime.gopark 1',
        'main.f;bufio.(*Reader).Peek;net.(*conn).Read;runtime.gopark 9',
      ].join('\n')
    );
    expect(sites.map(({ total, call, library }) => [total, call, library])).toEqual([
      [10, 'bufio.(*Reader).Peek', 'bufio'],
    ]);
  });

  it.each([
    'net/http.(*conn).serve',
    'java.net.Socket.connect',
    'std::sync::mpsc::recv',
    'read (libc.so.6)',
    'node:internal/timers',
    'io.ReadFull',
    'github.com/lib/pq.(*conn).recv',
  ])('%s is no code of the program', (name) => expect(codeOf({ name }).kind).not.toBe('user'));
  it.each(['main.run', 'com.shop.Cart.total', 'myapp::serve', 'handle (app.py:3)', 'network.Client.Do'])(
    '%s is not',
    (name) => expect(codeOf({ name }).kind).toBe('user')
  );
});

describe('sites as lists show them', () => {
  const { tree, sites } = sitesOf(
    [
      'main.run;main.fetch;net.(*conn).Read;internal/poll.runtime_pollWait;runtime.gopark 30',
      'main.run;main.fetch;net.(*conn).Write;internal/poll.runtime_pollWait;runtime.gopark 5',
      'main.run;main.fetch;sync.(*Mutex).Lock;runtime.gopark 4',
      'main.serve;main.fetch;ep_poll 8',
      'main.serve;main.commit;sync.(*Mutex).Lock;runtime.gopark 12',
      'main.run;main.idler;goroutine [finalizer wait] 60',
      'runtime.gcBgMarkWorker;runtime.gopark 40',
    ].join('\n')
  );
  const shown = (...args: [root?: number, category?: number]) =>
    siteRows(tree, sites, ...args).map(({ site, category, total }) => [site, CATEGORIES[category], total]);
  const [POLL, LOCK] = [CATEGORIES.indexOf('poll'), CATEGORIES.indexOf('lock')];

  it('one for a function and a kind of wait; the runtime’s own and the idle ones behind, whatever their time', () => {
    expect(shown().slice(0, 3)).toEqual([
      ['main.fetch', 'poll', 43],
      ['main.commit', 'lock', 12],
      ['main.fetch', 'lock', 4],
    ]);
    const rest = siteRows(tree, sites).slice(3);
    expect(rest.map(({ site, idle, upkeep }) => [site, idle ? 'idle' : upkeep ? 'upkeep' : 'site'])).toEqual(
      [...rest]
        .sort((a, b) => Number(a.idle) - Number(b.idle))
        .map(({ site, idle, upkeep }) => [site, idle ? 'idle' : upkeep ? 'upkeep' : 'site'])
    );
    expect(rest.map(({ site }) => site).sort()).toEqual(['main.idler', 'runtime.gcBgMarkWorker']);
  });

  it('says what most of it waits in, and leads to the call path with most of it', () => {
    const [fetch] = siteRows(tree, sites);
    expect(fetch).toMatchObject({
      waitFrame: 'internal/poll.runtime_pollWait',
      node: nodeAt(tree, 'main.run', 'main.fetch'),
    });
  });

  it('of as much time by name; idle where most of it is', () => {
    const equal = sitesOf('main.b;ep_poll 5\nmain.c;ep_poll 5\nmain.a;ep_poll 5');
    const names = (rows: Array<{ site: string }>) => rows.map(({ site }) => site);
    expect(names(equal.sites)).toEqual(['main.a', 'main.b', 'main.c']);
    expect(names(siteRows(equal.tree, [...equal.sites].reverse()))).toEqual(['main.a', 'main.b', 'main.c']);
    const [site] = equal.sites;
    const rows = (busy: number, idle: number) =>
      siteRows(
        equal.tree,
        [
          { weight: busy, idle: false },
          { weight: idle, idle: true },
        ].map((of) => ({ ...site, idle: of.idle, stacks: { ...site.stacks, weight: [of.weight] } }))
      ).map((row) => [row.total, row.idle]);
    expect([rows(4, 6), rows(5, 5), rows(6, 4)]).toEqual([[[10, true]], [[10, false]], [[10, false]]]);
  });

  it('are within spans as far as samples of all their parts say so, whichever is the longest', () => {
    const { tree, sites } = sitesOf('main.a;ep_poll 5');
    const [site] = sites;
    const inside = (...parts: Array<[weight: number, inside: number]>) =>
      siteRows(
        tree,
        parts.map(([weight, part]) => ({
          ...site,
          inside: Number.isNaN(part) ? undefined : part,
          stacks: { ...site.stacks, weight: [weight], inside: [part] },
        }))
      ).map((row) => row.inside);
    expect([inside([5, 2], [7, 3]), inside([5, NaN], [7, 3]), inside([5, 2], [7, NaN])]).toEqual([
      [5],
      [undefined],
      [undefined],
    ]);
  });

  it('of a stack that ends at the frame itself, and not of its neighbours', () => {
    const { tree, sites } = sitesOf('main.a;ep_poll 5\nmain.b;ep_poll 7\nmain.c;ep_poll 9');
    const under = (...path: string[]) =>
      siteRows(tree, sites, nodeAt(tree, ...path)).map(({ site, total }) => [site, total]);
    expect(under('main.b')).toEqual([['main.b', 7]]);
    expect(under('main.b', 'ep_poll')).toEqual([['main.b', 7]]);
  });

  it('of the frame that is zoomed to', () => {
    const serve = nodeAt(tree, 'main.serve');
    expect(shown(serve)).toEqual([
      ['main.commit', 'lock', 12],
      ['main.fetch', 'poll', 8],
    ]);
    expect(siteRows(tree, sites, serve)[1].node).toBe(nodeAt(tree, 'main.serve', 'main.fetch'));
  });

  it('under the site itself a click stays where one is', () => {
    const read = nodeAt(tree, 'main.run', 'main.fetch', 'net.(*conn).Read');
    const [row] = siteRows(tree, sites, read);
    expect([row.site, row.total, row.node]).toEqual(['main.fetch', 30, read]);
  });

  it('of the category that is filtered to', () => {
    expect(shown(0, POLL)).toEqual([['main.fetch', 'poll', 43]]);
    expect(shown(nodeAt(tree, 'main.run'), LOCK)).toEqual([['main.fetch', 'lock', 4]]);
  });

  it('on a tree without some frames the same times, at the places that are left', () => {
    const hidden = Uint8Array.from(tree.symbol, (symbol) =>
      symbol >= 0 && tree.symbols[symbol].name === 'main.run' ? 1 : 0
    );
    const { tree: rest, toNew } = finish(removingSteps(tree, hidden));
    const rows = siteRows(rest, movedSites(sites, toNew));
    expect(rows.map(({ site, category, total }) => [site, CATEGORIES[category], total])).toEqual(shown());
    expect(rows[0].node).toBe(nodeAt(rest, 'main.fetch'));
    expect(siteRows(rest, movedSites(sites, toNew), nodeAt(rest, 'main.fetch')).map(({ total }) => total)).toEqual([
      35, 4,
    ]);
  });
});

it('the call is the one that most of the wait is for, none where most of it waits at once', () => {
  const call = (direct: number, through: number) =>
    sitesOf(`main.run;main.fetch;ep_poll ${direct}\nmain.run;main.fetch;net.(*conn).Read;ep_poll ${through}`).sites.map(
      ({ call, total }) => [call, total]
    );
  expect(call(3, 5)).toEqual([['net.(*conn).Read', 8]]);
  expect(call(5, 3)).toEqual([[undefined, 8]]);
});

it('samples are counted where they are known', () => {
  const { tree, attach } = buildCallTree([profileOf('main.run;main.fetch;ep_poll 5\nmain.run;main.fetch;ep_poll 5')]);
  const facts = tree.symbols.map(({ name }) => symbolFacts(name));
  const weights = weightsOf(attach[0](0));
  const role = { weights, unit: 'nanoseconds', waits: classifyWaits(tree, weights, 'wall', facts) };
  const counts = attach[0](0, undefined, true);
  expect(waitSites(tree, role, facts, undefined, counts).map(({ samples }) => samples)).toEqual([2]);
  expect(waitSites(tree, role, facts).map(({ samples }) => samples)).toEqual([undefined]);
});

it.each<[stack: string, upkeep: boolean]>([
  ['main.run;runtime.GC;runtime.gcStart;runtime.gopark', false], // somebody of the program waits for it
  ['ret_from_fork;kthread;kcompactd;schedule', true],
  ['runtime.mcall;runtime.park_m;runtime.schedule;runtime.findRunnable;futex_wait', true],
  ['com/zaxxer/hikari/pool/HikariPool$HouseKeeper.run;java/lang/Object.wait', false],
])('upkeep of runtime and kernel: %s: %s', (stack, upkeep) => {
  expect(sitesOf(`${stack} 9`).sites.map((site) => site.upkeep)).toEqual([upkeep]);
});

it('kernel threads are upkeep, and so is collecting; a function of the program that helps collecting is not', () => {
  const { sites } = sitesOf(
    'kworker/0:1;ret_from_fork;kthread;worker_thread;schedule 7\nmain.run;main.alloc;runtime.gcAssistAlloc;runtime.gopark 5',
    'wall'
  );
  expect(sites.map(({ site, upkeep }) => [site, upkeep])).toEqual([
    ['worker_thread', true],
    ['main.alloc', false],
  ]);
});
