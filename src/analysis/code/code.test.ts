import { buildCallTree, finish, type FrameInfo, ProfileBuilder, ROWS, weightsOf } from '../../profile';
import { costGrowth, nodeAt, profileOf } from '../../testing';
import { codeOf, codeOfTree, ownWeightSteps } from '.';
import { goPackage } from './code';

/** `kind`, or `kind: library`. */
const said = (frame: FrameInfo | string) => {
  const { kind, library } = codeOf(typeof frame === 'string' ? { name: frame } : frame);
  return library ? `${kind}: ${library}` : kind;
};

it('the table is read once: rows by a boundary, by their beginning (the longest counts), by the whole name; the library’s name or its own', () => {
  const names = [
    'github.com/jackc/pgx/v5/pgxpool.(*Pool).Acquire',
    'internal/poll.(*FD).Read',
    'internal/runtime/maps.(*Map).growToSmall',
    'com/zaxxer/hikari/pool/HikariPool.getConnection',
    'com/zaxxer/hikarix/pool/HikariPool.getConnection',
    'Npgsql.Internal.Store.Get',
    '__kmp_fork_call',
    '__nothing',
    'SSL_read',
    'PySequence_Size',
    'inflate_fast',
    'inflate_fastest',
    'uv_run',
    '[libssl.so.3]',
    '[libjvm.so]',
    '[libssh.so.4]',
  ];
  expect(names.map(said)).toEqual([
    'library: pgx',
    'library: internal/poll',
    'runtime: Go runtime',
    'library: HikariCP',
    'user',
    'library: Npgsql',
    'library: OpenMP',
    'library: libc',
    'library: OpenSSL',
    'runtime: CPython',
    'library: zlib',
    'user',
    'runtime: libuv',
    'library: OpenSSL',
    'runtime: HotSpot',
    'mark',
  ]);
});

describe('whose code a frame is', () => {
  it.each([
    // Go
    ['main.(*OrderStore).LoadOrder', 'user'],
    ['main.main.Handler.func2', 'user'],
    ['database/sql.(*DB).conn', 'library: database/sql'],
    ['net/http.(*conn).serve', 'library: net/http'],
    ['io.ReadFull', 'library: io'],
    ['runtime.mallocgc', 'runtime: Go runtime'],
    ['internal/runtime/maps.(*Map).growToSmall', 'runtime: Go runtime'],
    ['internal/poll.(*FD).Read', 'library: internal/poll'],
    ['golang.org/x/time/rate.(*Limiter).wait', 'library: x/time/rate'],
    ['golang.org/x/sync/semaphore.(*Weighted).Acquire', 'library: x/sync'],
    ['github.com/segmentio/kafka-go.(*Conn).peekResponseSizeAndID', 'library: kafka-go'],
    ['github.com/jackc/pgx/v5/pgxpool.(*Pool).Acquire', 'library: pgx'],
    ['github.com/lib/pq.(*conn).recv', 'library: lib/pq'],
    ['github.com/redis/go-redis/v9.(*baseClient).process', 'library: go-redis'],
    ['gopkg.in/yaml%2ev3.Unmarshal', 'library: gopkg.in libraries'],
    ['encoding/json.appendString[...]', 'library: encoding/json'],
    ['github.com/acme/orders/internal/store.(*Store).Load', 'user'],
    ['orders/internal/store.Store.Load[...].func1', 'user'],
    ['network.Client.Do', 'user'],
    ['reflect.Value.Call', 'library: reflect'],
    ['time.Time.String-fm', 'library: time'],
    ['net/http.(*Server).Serve.func2.1', 'library: net/http'],
    ['sort.Slice.func1', 'library: sort'],
    // Java
    ['java/util/concurrent/locks/LockSupport.park', 'library: JDK'],
    ['java.base@17.0.9/java.lang.Object.wait', 'library: JDK'],
    ['sun/nio/ch/DatagramChannelImpl.blockingReceive(Ljava/nio/ByteBuffer|J)Ljava/net/SocketAddress|', 'library: JDK'],
    ['Ljava/lang/Object;::wait', 'library: JDK'],
    ['com/zaxxer/hikari/pool/HikariPool.getConnection', 'library: HikariCP'],
    ['org.postgresql.core.VisibleBufferedInputStream.readMore', 'library: PostgreSQL JDBC'],
    ['org.apache.http.impl.conn.PoolingHttpClientConnectionManager$1.get', 'library: Apache HttpClient'],
    ['org.apache.tomcat.jdbc.pool.ConnectionPool.borrowConnection', 'library: Tomcat JDBC Pool'],
    ['org/springframework/jdbc/core/JdbcTemplate.query', 'library: Spring'],
    ['com.acme.shaded.io.netty.channel.Channel.read', 'library: shaded library'],
    ['java/lang/invoke/LambdaForm$MH.0x00007f4b5c010000.invoke', 'runtime: JVM linkage'],
    ['Ledger$Journal.append', 'user'],
    ['Ledger$$Lambda$9.0x00007f5f28007800.handle', 'user'],
    ['Zoo.lambda$t$0(LZoo$Body|Ljava/lang/String|)V', 'user'],
    ['com.shop.Cart.total', 'user'],
    ['io.netty.channel.Channel.read', 'library: Netty'],
    ['net.acme.shop.Cart.total', 'user'],
    ['com/shop/sun/Cart.total', 'user'],
    ['javaagent.Probe.run', 'user'],
    // Python
    ['fetch_rate (quotes.py:12)', 'user'],
    ['<module> (quotes.py:40)', 'user'],
    ['<module> (gunicorn:8)', 'library: gunicorn'],
    ['Queue.get (orders/queue.py:171)', 'user'],
    ['HTTPConnectionPool._make_request (urllib3/connectionpool.py:534)', 'library: urllib3'],
    ['Session.get (requests/sessions.py:671)', 'library: requests'],
    ['HTTPResponse.begin (http/client.py:325)', 'library: http.client'],
    ['_worker (concurrent/futures/thread.py:81)', 'library: concurrent.futures'],
    ['Thread.run (threading.py:982)', 'library: threading'],
    ['execute (/app/.venv/lib/python3.11/site-packages/psycopg/cursor.py:97)', 'library: psycopg'],
    ['go (/usr/lib/python3/dist-packages/unheard_of/core.py:3)', 'library: unheard_of'],
    ['send (/app/service/socket.py:9)', 'user'],
    ['_handle_fromlist (<frozen importlib._bootstrap>:241)', 'runtime: CPython'],
    ['/usr/lib/python3.11/threading.py:Thread.join:1119', 'library: threading'],
    ['/app/app.py:<module>:18', 'user'],
    ['/usr/lib/python3.11/socketserver.py BaseServer.serve_forever', 'library: socketserver'],
    ['app/orders.py:12 - load', 'user'],
    ['sock_recv_into (socketmodule.c:3631)', 'runtime: CPython'],
    ['select_poll_poll (selectmodule.c.h:223)', 'runtime: CPython'],
    ['gc_collect_main (libpython3.11.so.1.0)', 'runtime: CPython'],
    ['0x7fb06244524a (libc.so.6)', 'library: libc'],
    ['poll (libc.so.6)', 'library: libc'],
    // Node
    ['JS:^processChunk node:zlib:480:22', 'library: node:zlib'],
    ['JS:*handle file:///app/server.js:12:3', 'user'],
    ['LazyCompile:*query /app/node_modules/pg/lib/client.js:540:8', 'library: pg'],
    ['node:internal/timers:listOnTimeout:569', 'runtime: Node.js'],
    ['./dist/server.js:handle:12', 'user'],
    ['Builtins_CEntry_Return1_ArgvOnStack_BuiltinExit', 'runtime: V8'],
    ['v8::internal::Heap::Scavenge', 'runtime: V8'],
    ['node::(anonymous namespace)::CompressionStream<node::ZlibContext>::Write<true>', 'runtime: Node.js'],
    ['uv__io_poll', 'runtime: libuv'],
    // Ruby
    ['block in load - /app/orders.rb:12', 'user'],
    ['exec_params - /usr/local/bundle/gems/pg-1.5.4/lib/pg/connection.rb:60', 'library: pg'],
    ['exec - /usr/lib/ruby/gems/3.2.0/gems/activerecord-7.1.2/lib/active_record/base.rb:9', 'library: ActiveRecord'],
    ['rbuf_fill - /usr/lib/ruby/3.2.0/net/protocol.rb:229', 'library: net/protocol'],
    ['start - /usr/lib/ruby/3.2.0/net/http.rb:1232', 'library: net/http'],
    ['sleep [c function] - (unknown)', 'runtime: Ruby'],
    ['Integer#times - <internal:numeric>:237', 'runtime: Ruby'],
    ['Net::HTTP#request', 'library: net/http'],
    ['OrderStore#load', 'user'],
    ['rb_wait_for_single_fd', 'runtime: Ruby'],
    // .NET
    ['System.Private.CoreLib!System.Threading.Monitor.Wait(class System.Object,int32)', 'library: .NET'],
    ['Npgsql!Npgsql.PoolingDataSource.Get(class Npgsql.NpgsqlConnection)', 'library: Npgsql'],
    [
      'Microsoft.AspNetCore.Server.Kestrel.Core.Internal.Http.HttpProtocol.ProcessRequestsAsync()',
      'library: ASP.NET Core',
    ],
    ['StackExchange.Redis.ConnectionMultiplexer.Wait(System.Threading.Tasks.Task)', 'library: StackExchange.Redis'],
    ['Orders!Acme.Orders.Store.Load(int32)', 'user'],
    // PHP
    ['PDO::query <internal>:-1', 'runtime: PHP'],
    ['App\\Orders::load /app/src/Orders.php:12', 'user'],
    ['send /app/vendor/guzzlehttp/guzzle/src/Client.php:3', 'library: guzzlehttp/guzzle'],
    // Rust
    ['zoo_rust::main::{{closure}}', 'user'],
    ['std::thread::builder::Builder::spawn_unchecked', 'library: std'],
    ['<std::net::tcp::TcpListener>::accept', 'library: std'],
    ['<parking_lot::raw_mutex::RawMutex as lock_api::mutex::RawMutex>::lock', 'library: parking_lot'],
    [
      '<alloc::boxed::Box<dyn core::ops::function::FnOnce<(), Output = ()> + core::marker::Send> as core::ops::function::FnOnce<()>>::call_once',
      'library: std',
    ],
    ['<orders::store::Store as core::iter::traits::iterator::Iterator>::next', 'user'],
    ['<alloc::vec::Vec<T> as orders::Sum>::sum', 'user'],
    ['<hyper::client::Client<orders::Service> as core::future::future::Future>::poll', 'library: hyper'],
    ['<F as futures_core::future::TryFuture>::try_poll', 'library: futures'],
    ['<str as core::fmt::Display>::fmt', 'library: std'],
    ['crossbeam_channel::flavors::list::Channel<T>::recv', 'library: crossbeam'],
    ['tokio::runtime::scheduler::multi_thread::worker::run', 'library: Tokio'],
    ['_ZN4core3ops8function6FnOnce9call_once17h0123456789abcdefE', 'library: std'],
    // C++ and C
    ['std::vector<shop::Item, std::allocator<shop::Item> >::push_back(shop::Item const&)', 'library: std'],
    ['void std::__invoke_impl<void, shop::Worker>(std::__invoke_other, shop::Worker&&)', 'library: std'],
    ['boost::asio::detail::epoll_reactor::run(long, boost::asio::detail::op_queue<>&)', 'library: Boost'],
    ['shop::Basket<std::string>::add(int)', 'user'],
    ['handler::ha_write_row', 'user'],
    ['operator new(unsigned long)', 'library: std'],
    ['__futex_abstimed_wait_common', 'library: libc'],
    ['clock_nanosleep@GLIBC_2.2.5', 'library: libc'],
    ['__memcmp_evex_movbe', 'library: libc'],
    ['unlink_chunk.constprop.0', 'library: libc'],
    ['SSL_read', 'library: OpenSSL'],
    ['PQexec', 'library: libpq'],
    ['rd_kafka_consumer_poll', 'library: librdkafka'],
    ['dispatcherLoop', 'user'],
    ['memtable_insert', 'user'],
    ['strategy_run', 'user'],
    ['signature_check', 'user'],
    ['worker', 'user'],
    // Kernel
    ['entry_SYSCALL_64_after_hwframe', 'kernel: Linux kernel'],
    ['__x64_sys_futex', 'kernel: Linux kernel'],
    ['ext4_file_read_iter_[k]', 'kernel: Linux kernel'],
    ['[kernel.kallsyms]', 'kernel: Linux kernel'],
    // No functions
    ['[unknown]', 'mark'],
    ['Signal Dispatcher', 'mark'],
    ['thread [BLOCKED (on object monitor)] java.lang.Object', 'mark'],
    ['block in load', 'user'],
    ['0x7f0bbce40f16', 'mark'],
    ['[mariadbd]', 'mark'],
    ['[libstdc++.so.6.0.30]', 'library: libstdc++'],
    ['thread (31002): MainThread', 'mark'],
    ['[pool-2-thread-2 tid=20746]', 'mark'],
    ['(idle)', 'mark'],
    ['(garbage collector)', 'runtime: V8'],
    ['', 'mark'],
    ['__proto__', 'library: libc'],
  ])('%s is %s', (name, expected) => expect(said(name)).toBe(expected));

  it.each<[string, FrameInfo, string]>([
    [
      'a module of the Go module cache',
      { name: 'github.com/acme/lib.Do', file: '/go/pkg/mod/github.com/acme/lib@v1.2.0/do.go' },
      'library: github.com/acme/lib',
    ],
    [
      'the same with -trimpath',
      { name: 'github.com/acme/lib.Do', file: 'github.com/acme/lib@v1.2.0/do.go' },
      'library: github.com/acme/lib',
    ],
    ["the program's own module", { name: 'github.com/acme/orders.Do', file: '/src/orders/do.go' }, 'user'],
    ['a file of V8', { name: 'doWrite', file: 'node:internal/streams/writable' }, 'runtime: Node.js'],
    ['a handler in V8', { name: 'verifyPassword', file: 'file:///app/login.js' }, 'user'],
    [
      'a package of npm',
      { name: 'get', file: 'file:///app/node_modules/@grpc/grpc-js/build/src/client.js' },
      'library: gRPC',
    ],
    [
      'a package in pnpm',
      { name: 'q', file: '/app/node_modules/.pnpm/mysql2@3.1.0/node_modules/mysql2/lib/connection.js' },
      'library: mysql2',
    ],
    ['the Rust compiler', { name: 'poll', file: '/rustc/abc/library/core/src/future/mod.rs' }, 'library: std'],
    [
      'a crate',
      { name: 'run', file: '/root/.cargo/registry/src/index.crates.io-1949/somecrate-0.3.1/src/lib.rs' },
      'library: somecrate',
    ],
    ['a system library', { name: 'do_it', module: '/usr/lib/x86_64-linux-gnu/libfoo.so.1' }, 'library: libfoo'],
    ["the program's file", { name: 'do_it', module: '/app/bin/orders' }, 'user'],
    ['a library of its own', { name: 'do_it', module: '/app/lib/liborders.so' }, 'user'],
  ])('by file or module: %s', (_, frame, expected) => expect(said(frame)).toBe(expected));

  it("a user's pattern overrules all tables", () => {
    const mine = (name: string) => name.startsWith('requests');
    expect(codeOf({ name: 'requests::Session' }, mine).kind).toBe('user');
    expect(codeOf({ name: 'main.run' }, mine).kind).toBe('library');
    expect(codeOf({ name: '[unknown]' }, mine).kind).toBe('mark');
  });

  it('takes any name in linear time', () => {
    const hostile = (size: number) => {
      for (const piece of ['<', 'a.', 'a/', 'a::', '(', ' - ', '[', '<a as ', 'a (', '../', ':1', '$', 'gems/']) {
        codeOf({ name: piece.repeat(10 * size), file: piece.repeat(size) });
      }
    };
    expect(costGrowth(1000, hostile)).toBeLessThan(3);
  });
});

describe('whose code a node is', () => {
  const codeOfText = (text: string) => {
    const { tree, attach } = buildCallTree([profileOf(text)]);
    const code = codeOfTree(tree);
    return { tree, code, own: finish(ownWeightSteps(tree, weightsOf(attach[0](0)), code)) };
  };
  const userAt = (text: string, ...path: string[]) => {
    const { tree, code } = codeOfText(text);
    const user = code.user[nodeAt(tree, ...path)];
    return user === 0 ? undefined : tree.symbols[tree.symbol[user]].name;
  };

  /** Of the leaf of one stack. */
  const userIn = (stack: string) => userAt(`${stack} 1`, ...stack.split(';'));

  it('takes everything below a kernel entry for the kernel', () =>
    expect(userAt('work;do_syscall_64;odd_driver 1', 'work', 'do_syscall_64', 'odd_driver')).toBe('work'));

  it('takes a bare name below an interpreter for a function of it, but not a class without a package', () => {
    expect(userAt('f (a.py:1);crunch 1', 'f (a.py:1)', 'crunch')).toBe('f (a.py:1)');
    expect(userAt('f (a.py:1);commit (connection.c:567) 1', 'f (a.py:1)', 'commit (connection.c:567)')).toBe(
      'f (a.py:1)'
    );
    expect(userAt('java/lang/Thread.run;Ledger.post 1', 'java/lang/Thread.run', 'Ledger.post')).toBe('Ledger.post');
  });

  it('takes C++ beside Java for the virtual machine', () => {
    expect(userAt('GCTask::run 1\njava/lang/Thread.run;Shop.run 1', 'GCTask::run')).toBeUndefined();
    expect(userAt('ThreadJavaMain 1\njava/lang/Thread.run;Shop.run 1', 'ThreadJavaMain')).toBeUndefined();
    expect(userAt('GCTask::run 1', 'GCTask::run')).toBe('GCTask::run');
  });

  it('takes what the C library calls for its own, unless it was given to it to call', () => {
    expect(
      userIn('app;start_thread;carrier;resolve_route;__GI_getaddrinfo;gaih_inet;try_simple_lookup;ask_server')
    ).toBe('resolve_route');
    expect(userIn('app;__libc_start_call_main;main;sort_orders;qsort;msort_with_tmp;by_price')).toBe('by_price');
    expect(userIn('app;start_thread;serve;exit;__run_exit_handlers;flush_cache')).toBe('flush_cache');
    // An underline alone is anybody's.
    expect(userIn('app;start_thread;__serve;handle_order')).toBe('handle_order');
  });

  it('takes the name of a process at the root for no function', () => {
    expect(userAt('shop;main;load;poll 1', 'shop')).toBeUndefined();
    expect(userAt('shop;[unknown];poll 1', 'shop', '[unknown]', 'poll')).toBeUndefined();
    expect(userAt('run;load;poll 1', 'run')).toBe('run');
  });

  it('takes a main that starts an interpreter for no function of the program', () => {
    expect(userAt('main;node::Start;uv_run 1', 'main', 'node::Start', 'uv_run')).toBeUndefined();
    expect(userAt('main;load;poll 1', 'main')).toBe('main');
    expect(userAt('start_thread;worker;uv_cond_wait 1', 'worker', 'uv_cond_wait')).toBeUndefined();
    expect(userAt('start_thread;worker;pop;pthread_cond_wait 1', 'worker')).toBe('worker');
  });

  it('what it was given to call is the program’s also where the C library calls from within itself; below an interpreter it is not', () => {
    expect(userIn('app;load;__GI_getaddrinfo;qsort;by_price')).toBe('by_price');
    expect(userIn('f (a.py:1);qsort;by_price')).toBe('f (a.py:1)');
    expect(userIn('app;load;__GI_getaddrinfo;shop::resolve')).toBe('shop::resolve');
    expect(userIn('app;load;memcpy;on_copy')).toBe('load');
    expect(userIn('app;load;_my_thing;on_thing')).toBe('on_thing');
    expect(userIn('app;load;SSL_read;on_read')).toBe('on_read');
  });

  it('an interpreter is known by its own functions, too; what only runs an event loop is none', () => {
    expect(userIn('PyEval_EvalFrame;crunch')).toBeUndefined();
    expect(userIn('uv_run;on_read')).toBe('on_read');
    expect(userIn('app;load;entry_SYSCALL_64;driver::read')).toBe('load');
  });

  it('the call of a function is the outermost one below it, marks and what links a call are none', () => {
    const called = (stack: string) => {
      const { tree, code } = codeOfText(`${stack} 1`);
      const at = code.call[nodeAt(tree, ...stack.split(';'))];
      return at < 0 ? undefined : tree.symbols[tree.symbol[at]].name;
    };
    expect(called('main.run;net/http.serve;bufio.read')).toBe('net/http.serve');
    expect(called('main.run;net/http.serve;main.handle')).toBeUndefined();
    expect(called('main.run;[unknown];bufio.read')).toBe('bufio.read');
    expect(called('main.run;[unknown]')).toBeUndefined();
    expect(called('bufio.read')).toBe('bufio.read');
    expect(called('com/shop/Cart.pay;java/lang/invoke/LambdaForm$MH.invoke;java/util/List.add')).toBe(
      'java/util/List.add'
    );
    expect(called('com/shop/Cart.pay;java/util/List.add;java/util/List.grow')).toBe('java/util/List.add');
    expect(called('shop;main;poll')).toBe('poll');
    expect(called('libc_user;main')).toBeUndefined();
  });

  it('in a Java profile libraries in C stay libraries', () => {
    const { tree, code } = codeOfText('java/lang/Thread.run;SSL_read 1\nGCTask::run 1');
    const kinds = new Map(tree.symbols.map(({ name }, symbol) => [name, code.symbols[symbol].library]));
    expect([kinds.get('SSL_read'), kinds.get('GCTask::run')]).toEqual(['OpenSSL', 'HotSpot']);
  });

  it('the name of a process stands above what nothing of a program calls, and has 15 characters at most', () => {
    const root = (stack: string) => {
      const { tree, code } = codeOfText(`${stack} 1`);
      return code.comm[nodeAt(tree, ...stack.split(';').slice(0, -1))] === 1;
    };
    expect([root('shop_worker_123;main'), root('shop_worker_1234;main')]).toEqual([true, false]);
    expect([
      root('shop;start_thread'),
      root('shop;[libc.so.6]'),
      root('shop;[libc.so.6] x'),
      root('shop;x [y]'),
    ]).toEqual([true, true, false, false]);
    expect([root('a.b;[unknown]'), root('a:b;[unknown]'), root('f(x;[unknown]'), root('a.b;main')]).toEqual([
      false,
      false,
      false,
      true,
    ]);
    expect([root('start_thread;main'), root('main;start_thread'), root('shop;load')]).toEqual([false, false, false]);
    expect(root('thread 12;shop;main')).toBe(true);
    expect(root('shop;load;main')).toBe(false);
  });

  it('only a main and libuv’s worker start what runs the program', () => {
    expect(userAt('start_thread;other;uv_cond_wait 1', 'other', 'uv_cond_wait')).toBe('other');
    expect(userAt('start_thread;worker;node::Start 1', 'worker', 'node::Start')).toBe('worker');
    expect(userIn('main;uv_cond_wait')).toBe('main');
    expect(userIn('main;std::rt::lang_start_internal')).toBeUndefined();
    expect(userIn('main;PyEval_EvalFrame')).toBeUndefined();
    expect(userIn('main;my::std::rt::lang_start')).toBe('my::std::rt::lang_start');
  });

  describe('a Go program’s modules', () => {
    const kinds = (...stacks: string[]) => {
      const { tree, code } = codeOfText(stacks.map((stack) => `${stack} 1`).join('\n'));
      return (name: string) => code.symbols[tree.symbols.findIndex((symbol) => symbol.name === name)].kind;
    };

    it('are all its own where main calls no internal package', () => {
      const kind = kinds(
        'main.main;github.com/acme/api.Serve;github.com/acme/internal/x.Do',
        'main.main;github.com/other/kit.Do'
      );
      expect([kind('github.com/acme/api.Serve'), kind('github.com/other/kit.Do')]).toEqual(['user', 'user']);
    });

    it('are those of one owner: of a forge the first folder, elsewhere the host', () => {
      const of = (own: string, other: string) =>
        kinds(`main.main;${own}/internal.Serve;${other}/kit.Do`)(`${other}/kit.Do`);
      expect([
        of('github.com/acme/orders', 'github.com/acme/x'),
        of('github.com/acme/orders', 'github.com/acmes/x'),
      ]).toEqual(['user', 'library']);
      expect([of('go.acme.dev/orders', 'go.acme.dev/x'), of('go.acme.dev/orders', 'go.acme.com/x')]).toEqual([
        'user',
        'library',
      ]);
      expect([
        of('mygithub.com/a/orders', 'mygithub.com/b/x'),
        of('github.my.dev/a/orders', 'github.my.dev/b/x'),
      ]).toEqual(['user', 'user']);
      expect(of('github.com/acme/orders', 'shop/x')).toBe('user');
    });

    it('a function whose file is known says itself whose it is', () => {
      const builder = new ProfileBuilder([{ type: 'cpu', unit: 'nanoseconds' }]);
      const frames = [
        { name: 'main.main' },
        { name: 'github.com/acme/orders/internal.Serve' },
        { name: 'github.com/other/kit.Do', file: '/src/kit/do.go' },
      ];
      builder.sample(
        frames.reduce((under, frame) => builder.stack(under, builder.frame(frame)), -1),
        1
      );
      const { tree } = buildCallTree([builder.finish()]);
      expect(codeOfTree(tree).symbols.map(({ kind }) => kind)).toEqual(['user', 'user', 'user']);
    });
  });

  it('own weights are added up in steps of some thousand nodes', () => {
    const builder = new ProfileBuilder([{ type: 'test', unit: 'count' }]);
    const nodes = 3 * ROWS;
    for (let i = 0; i < nodes; i++) {
      builder.sample(builder.stack(-1, builder.frame({ name: `main.f${i}` })), 1);
    }
    const { tree, attach } = buildCallTree([builder.finish()]);
    const steps = ownWeightSteps(tree, weightsOf(attach[0](0)), codeOfTree(tree));
    let pauses = 0;
    let step = steps.next();
    for (; !step.done; step = steps.next()) {
      pauses++;
    }
    expect(pauses).toBe(4); // the root is one node more
    expect(step.value.own.filter((weight) => weight === 1)).toHaveLength(nodes);
  });

  it('of calls that take the same the first one is named; only those that are asked for are added up', () => {
    const { tree, attach } = buildCallTree([
      profileOf('main.a;fmt.Sprint 3\nmain.a;os.Open 3\nmain.b;os.Open 4\nmain.b;fmt.Sprint 5'),
    ]);
    const weights = weightsOf(attach[0](0));
    const symbol = (name: string) => tree.symbols.findIndex((s) => s.name === name);
    const { heaviestCall } = finish(ownWeightSteps(tree, weights, codeOfTree(tree), [symbol('main.b')]));
    expect([heaviestCall(symbol('main.a')), heaviestCall(symbol('main.b'))]).toEqual([
      undefined,
      { symbol: symbol('fmt.Sprint'), weight: 5 },
    ]);
    expect(finish(ownWeightSteps(tree, weights, codeOfTree(tree))).heaviestCall(symbol('main.a'))).toEqual({
      symbol: symbol('fmt.Sprint'),
      weight: 3,
    });
  });

  it("finds a Go program's own modules by whose internal packages main calls", () => {
    const stacks = [
      'main.main;github.com/acme/orders/internal/api.Serve;github.com/other/kit.Do;github.com/acme/shared/log.Print 1',
      'main.main;google.golang.org/grpc/internal/transport.Serve 1',
    ].join('\n');
    const { tree, code } = codeOfText(stacks);
    const kinds = new Map(tree.symbols.map(({ name }, symbol) => [name, code.symbols[symbol].kind]));
    expect(kinds.get('github.com/acme/orders/internal/api.Serve')).toBe('user');
    expect(kinds.get('github.com/acme/shared/log.Print')).toBe('user');
    expect(kinds.get('github.com/other/kit.Do')).toBe('library');
    expect(kinds.get('google.golang.org/grpc/internal/transport.Serve')).toBe('library');
    expect(codeOf({ name: 'github.com/other/kit.Do' }).kind).toBe('user'); // nothing tells by itself
  });

  it('counts what libraries do for a function as its own, and names the call that takes most', () => {
    const { tree, own } = codeOfText(
      [
        'main.serve;main.check;crypto/sha256.Sum 6',
        'main.serve;main.check;fmt.Sprint 1',
        'main.serve 2',
        'net/http.(*conn).serve 3',
      ].join('\n')
    );
    const symbol = (name: string) => tree.symbols.findIndex((s) => s.name === name);
    expect([own.own[symbol('main.check')], own.own[symbol('main.serve')], own.nobody]).toEqual([7, 2, 3]);
    expect(own.heaviestCall(symbol('main.check'))).toEqual({ symbol: symbol('crypto/sha256.Sum'), weight: 6 });
    expect(own.heaviestCall(symbol('main.serve'))).toBeUndefined();
  });
});

describe('where libraries are, by language', () => {
  it.each<[frame: string | FrameInfo, whose: string]>([
    // Go: the module cache, vendored packages, generated paths
    [
      { name: 'shop/store.Load', file: '/root/go/pkg/mod/github.com/!azure/sdk@v1.2.3/a.go' },
      'library: github.com/Azure/sdk',
    ],
    [{ name: 'shop/store.Load', file: 'pkg/mod/example.org/x/y@v1.0.0/a.go' }, 'library: example.org/x/y'],
    [{ name: 'shop/store.Load', file: '/src/shop/vendor/example.org/x/y/a.go' }, 'library: example.org/x/y'],
    [{ name: 'shop/store.Load', file: '/src/shop/vendor/x.go' }, 'user'],
    [{ name: 'shop/store.Load', file: '/src/shop/a@v1/b.go' }, 'user'],
    ['shop/vendor/github.com/lib/pq.(*conn).recv', 'library: lib/pq'],
    ['main/store.Load', 'user'],
    ['main.Map[go.shape.string,database/sql.Null]', 'user'],
    [{ name: 'shop/store.Load', file: '/src/pkg/mod/a.go' }, 'user'],
    [{ name: 'shop/store.Load', file: '/src/x/pkg/mod/example.org/x/y@v1.0.0/a.go' }, 'library: example.org/x/y'],
    [
      { name: 'shop/store.Load', file: '/src/shop/vendor/example.org/x/yet-another/a.go' },
      'library: example.org/x/yet-another',
    ],
    ['main/deep/store.Load', 'user'],
    ['domain/store.Load', 'user'],
    ['shop/mainly.Load', 'user'],
    ['main.run', 'user'],
    // Java: what was moved into a package of the program
    ['repackaged.org.x.Y.z', 'library: shaded library'],
    ['com.acme.shade.org.x.Y.z', 'library: shaded library'],
    ['com.acme.parasaded.X.z', 'user'],
    // Python: packages by folder, zip, wheel and egg; the standard library; the program beside them
    [{ name: 'f', file: '/x/site-packages/unheard/a.py' }, 'library: unheard'],
    [{ name: 'f', file: 'site-packages/unheard/__init__.py' }, 'library: unheard'],
    [{ name: 'f', file: '/x/unheard-1.0.whl/unheard/a.py' }, 'library: unheard'],
    [{ name: 'f', file: '/x/unheard-1.0.egg/unheard/a.py' }, 'library: unheard'],
    [{ name: 'f', file: '/x/.deps/any/unheard/a.py' }, 'library: unheard'],
    [{ name: 'f', file: '/usr/lib/python3.11/unheard.py' }, 'library: unheard'],
    [{ name: 'f', file: '/usr/lib64/python3.11/unheard.py' }, 'library: unheard'],
    [{ name: 'f', file: '/opt/pypy/lib/pypy3.10/unheard.py' }, 'library: unheard'],
    [{ name: 'f', file: 'C:\\Python311\\Lib\\unheard.py' }, 'library: unheard'],
    [{ name: 'f', file: '/usr/lib/python311.zip/unheard.py' }, 'library: unheard'],
    [{ name: 'f', file: '/usr/lib/python3.11/http/server.py' }, 'library: http.server'],
    [{ name: 'f', file: '/app/http/server.py' }, 'user'],
    [{ name: 'f', file: './queue.py' }, 'user'],
    [{ name: 'f', file: 'queue.py' }, 'library: queue'],
    [{ name: 'f', file: 'D:/app/queue.py' }, 'user'],
    [{ name: '<module>', file: '/usr/bin/gunicorn' }, 'user'], // no file of Python: told by its spelling only
    ['<module> (/usr/bin/celery:8)', 'library: celery'],
    ['<module> (<string>:8)', 'user'],
    ['<module> (/app/a.py:8)', 'user'],
    ['<module> (/app/v1.2/start:8)', 'library: start'],
    ['<module> (/opt/x<y/tool:8)', 'library: tool'],
    [{ name: 'f', file: '/usr/lib/python3.11/site-packages/unheard.py' }, 'library: unheard'],
    [{ name: 'f', file: 'Lib/unheard.py' }, 'library: unheard'],
    [{ name: 'f', file: 'lib/python3.11/unheard.py' }, 'library: unheard'],
    [{ name: 'f', file: '/usr/lib/python3/un.heard.d/a.py' }, 'library: un.heard.d'],
    [{ name: 'f', file: '/x/site-packages/unheard.cpython-311.pyc' }, 'library: unheard'],
    [{ name: 'f', file: '/x/site-packages/requests/a.py' }, 'library: requests'],
    [{ name: 'f', file: '/usr/lib/python3.11/concurrent/futures/thread.py' }, 'library: concurrent.futures'],
    [{ name: 'f', file: '/usr/lib/python3.11/asyncio/events.py' }, 'library: asyncio'],
    [{ name: 'f', file: 'x./queue.py' }, 'user'],
    [{ name: 'f', file: './site-packages/unheard/a.py' }, 'library: unheard'],
    // Node: packages, with a scope too; what Node brings
    ['f /app/node_modules/@acme/lib/a.js:1:2', 'library: @acme/lib'],
    ['f /app/node_modules/x/node_modules/y/a.js:1:2', 'library: y'],
    ['f node_modules/y/a.js:1:2', 'library: y'],
    ['f node:fs:1:2', 'library: node:fs'],
    ['f node:internal/fs/x:1:2', 'runtime: Node.js'],
    [{ name: 'f', file: 'internal/fs.js' }, 'runtime: Node.js'],
    ['f /app/a.js:1:2', 'user'],
    ['f /app/node:fs.js:1:2', 'user'],
    [{ name: '', file: '/app/a.js' }, 'mark'],
    ['Builtin:ArrayMap', 'runtime: Node.js'],
    // Ruby: gems by version or commit, the standard library
    [{ name: 'f', file: '/b/gems/unheard-1.2.3/lib/a.rb' }, 'library: unheard'],
    [{ name: 'f', file: 'gems/un-heard-0a1b2c3/lib/a.rb' }, 'library: un-heard'],
    [{ name: 'f', file: '/b/gems/unheard-1.2.3-x86_64-linux/lib/a.rb' }, 'library: unheard'],
    [{ name: 'f', file: '/usr/lib/ruby/3.2.0/unheard.rb' }, 'library: unheard'],
    [{ name: 'f', file: '/usr/lib/ruby/3.2.0/unheard/deep.rb' }, 'library: unheard'],
    [{ name: 'f', file: '/usr/lib/ruby/3.2.0/x86_64-linux/unheard.rb' }, 'library: unheard'],
    [{ name: 'f', file: '/usr/lib/ruby/vendor_ruby/unheard.rb' }, 'library: unheard'],
    [{ name: 'f', file: '/usr/lib/ruby/3.2.0/net/http/response.rb' }, 'library: net/http'],
    [{ name: 'f', file: '/app/lib/ruby.rb' }, 'user'],
    [{ name: 'f', file: 'lib/ruby/3.2.0/unheard.rb' }, 'library: unheard'],
    [{ name: 'f', file: '/usr/lib/ruby/site_ruby/3.2.0/unheard.rb' }, 'library: unheard'],
    [{ name: 'f', file: '/usr/lib/ruby/3.2.0/x86_64-linux-gnu/unheard.rb' }, 'library: unheard'],
    [{ name: 'f', file: '/usr/lib/ruby/3.2.0/net/protocol.rb' }, 'library: net/protocol'],
    [{ name: 'f', file: '/usr/lib/ruby/3.2.0/internet/http.rb' }, 'library: internet'],
    [{ name: 'f', file: '/usr/lib/ruby/3.2.0/unheard.rb.erb' }, 'user'],
    [{ name: 'f', file: '/usr/my lib/ruby/3.2.0/unheard.rb' }, 'user'],
    [{ name: 'f', file: '/b/gems/unheard-main/lib/a.rb' }, 'user'],
    [{ name: 'f', file: '/b/gems/un-heard-0a1b2c3d4e5f/lib/a.rb' }, 'library: un-heard'],
    [{ name: 'f', file: '/b/gems/unheard-0a1b2c/lib/a.rb' }, 'library: unheard'],
    [{ name: 'f', file: '/b/gems/ruby-3.2.0/gems/unheard-1.2.3/lib/a.rb' }, 'library: unheard'],
    [{ name: 'f', file: '/b/old-gems/x-1.0/vendor/gems/unheard-1.2.3/lib/a.rb' }, 'library: unheard'],
    [{ name: 'f', file: '/app/<internal:a.rb' }, 'user'],
    ['x - /app/unknown.rb:3', 'user'],
    ['x - (eval at a.rb:3):1', 'runtime: Ruby'],
    // PHP
    [{ name: 'f', file: '/app/vendor/acme/lib/src/a.php' }, 'library: acme/lib'],
    [{ name: 'f', file: 'vendor/acme/lib/a.php' }, 'library: acme/lib'],
    [{ name: 'f', file: '/app/myvendor/acme/lib/a.php' }, 'user'],
    ['f <internal>', 'runtime: PHP'],
    [{ name: 'f', file: 'a<internal>.php' }, 'user'],
    // Files of a system, of an extension, of the program
    [{ name: 'f', module: '/usr/lib/x86_64-linux-gnu/libunheard.so.3' }, 'library: libunheard'],
    [{ name: 'f', module: '/opt/app/lib/libunheard.so' }, 'library: libunheard'],
    [{ name: 'f', module: '/home/me/libmine.so' }, 'user'],
    [{ name: 'f', module: '/home/me/_speed.cpython-311-x86_64-linux-gnu.so' }, 'library: _speed'],
    [{ name: 'f', module: '/home/me/bcrypt.node' }, 'library: bcrypt'],
    [{ name: 'f', module: '/usr/lib/libc.so.6' }, 'library: libc'],
    [{ name: 'f', module: '/home/me/bcrypt.node.bak' }, 'user'],
    [{ name: 'f', module: '/home/me/_speed.cpython' }, 'user'],
    [{ name: 'f', module: '[libc.so.6]' }, 'library: libc'],
    [{ name: 'f', module: 'libc' }, 'library: libc'],
    [{ name: 'f', module: 'libcx.so' }, 'user'],
    [{ name: 'f', module: 'a[libc].so' }, 'user'],
    [{ name: 'f', module: 'libssl-1.1.so' }, 'library: OpenSSL'],
    ['[vmlinux]', 'kernel: Linux kernel'],
    ['[my-vmlinux]', 'mark'],
    ['[/boot/kernel]', 'mark'],
    // C: the kernel's entries, what is written in front of a bracket, the runtimes' own functions
    ['__x64_compat_sys_futex', 'kernel: Linux kernel'],
    ['__do_sys_futex', 'kernel: Linux kernel'],
    ['ksys_read', 'kernel: Linux kernel'],
    ['kthread', 'kernel: Linux kernel'],
    ['kthreads_of_mine', 'user'],
    ['kernel_clone_of_mine', 'user'],
    ['my_sysvec_x', 'user'],
    ['my_ret_from_fork', 'user'],
    ['my operator new(int)', 'user'],
    ['operator delete(void*)', 'library: std'],
    ['operator newest', 'user'],
    ['memcpy(void*, void const*)', 'library: libc'],
    ['take_gil', 'runtime: CPython'],
    ['do_epoll_wait', 'kernel: Linux kernel'],
    ['schedule', 'kernel: Linux kernel'],
    // Rust and C++: the type, the trait, return types, mangled names
    ['<&mut str as core::fmt::Display>::fmt', 'library: std'],
    ['<&str as core::fmt::Display>::fmt', 'library: std'],
    ['<[u8] as core::fmt::Display>::fmt', 'library: std'],
    ['<(u8) as shop::Show>::fmt', 'user'],
    ['<u8>::count', 'library: std'],
    ['<*const u8>::count', 'library: std'],
    ['<[u8]>::sort', 'library: std'],
    ['<&u8>::count', 'library: std'],
    ['<mut u8>::count', 'library: std'],
    ['<dyn const u8>::count', 'library: std'],
    ['<Store>::count', 'user'],
    ['<store of>::count', 'user'],
    ['<x u8>::count', 'user'],
    ['<u>::count', 'library: std'],
    ['<u8:>::count', 'user'],
    ['<alloc::vec::Vec<shop::Item>>::push', 'library: std'],
    ['<alloc::vec::Vec<fn() -> shop::Item>>::push', 'library: std'],
    ['<alloc::boxed::Box<dyn Fn(u8) -> u8 as shop::X> as core::ops::Fn>::call', 'library: std'],
    ['<shop::Vec<alloc::vec::Vec<u8>> as core::ops::Index>::index', 'user'],
    ['<alloc::vec::Vec<u8', 'library: std'],
    ['_<alloc::vec::Vec<u8>>::push', 'library: std'],
    ['<&&mut alloc::vec::Vec<u8>>::push', 'library: std'],
    ['const char* std::find(int)', 'library: std'],
    ['unsigned long const std::find(int)', 'library: std'],
    ['shop::Item std::find(int)', 'user'],
    ['Item std::find(int)', 'library: std'],
    ['Item shop::find(int)', 'user'],
    ['Item<int> boost::find(int)', 'user'],
    ['_ZNSt6vectorIiE4pushEv', 'library: std'],
    ['_ZNKSs4sizeEv', 'library: std'],
    ['_ZN5boost4asio3runEv', 'library: Boost'],
    ['_ZN4shop4findEv', 'user'],
    ['x_ZNSt6vectorIiE4pushEv', 'user'],
    ['(garbage collector)', 'runtime: V8'],
    ['(program)', 'runtime: V8'],
    ['(idle)', 'mark'],
    [{ name: 'pod = a', standsFor: 'label' }, 'mark'],
    // .NET by name, else by module
    [{ name: 'Acme.Store.Load(System.Int32)', module: 'Npgsql' }, 'library: Npgsql'],
    ['Acme!Acme.Orders.Store.Load(class Npgsql.X)', 'user'],
  ])('%j is %s', (frame, whose) => expect(said(frame)).toBe(whose));

  it('a pattern of the user overrules them: what it matches by name, file or module is the program’s, no other function is', () => {
    const whose = (frame: FrameInfo, pattern: RegExp) => {
      const { kind, told } = codeOf(frame, (text) => pattern.test(text));
      return [kind, told === true];
    };
    expect(whose({ name: 'io.Copy' }, /^io\./)).toEqual(['user', true]);
    expect(whose({ name: 'f', file: '/x/site-packages/ours/a.py' }, /ours/)).toEqual(['user', true]);
    expect(whose({ name: 'f', module: 'libours.so' }, /ours/)).toEqual(['user', true]);
    expect(whose({ name: 'main.run' }, /ours/)).toEqual(['library', false]);
    expect(whose({ name: 'runtime.mallocgc' }, /ours/)).toEqual(['runtime', false]);
    expect(whose({ name: 'f', file: 'a.py', module: 'm' }, /^$/)).toEqual(['library', false]);
  });

  it('the package of a Go function is what stands before its first point behind the path', () => {
    expect(
      ['main.run', 'gopkg.in/yaml%2ev3.Unmarshal', 'a/b.(*T[c/d.E]).f', 'a.F[b/c.D]', 'nopoint', '.x'].map(goPackage)
    ).toEqual(['main', 'gopkg.in/yaml.v3', 'a/b', 'a', 'nopoint', '']);
  });
});
