/**
 * The wait rule table, read by `rules.ts`.
 *
 * A line at the margin opens a group: `category runtime rank [on-cpu] [leaf<N] source`.
 * - rank: 0 carrier (proves waiting, names nothing), 1 primitive, 2 specific, 3 construct, 4 role.
 * - `on-cpu`: also meaningful in a CPU profile (spinning, garbage collection, idle loop, scheduler).
 * - `leaf<N>`: counts only within N frames of the leaf.
 * - A name with `@file` is a script's: the function, or the method without its class, of that file of the library. An entry
 *   only matches frames that look like its runtime's; a bare name of Python's, Ruby's or Node's C code only where another
 *   frame of the stack shows the runtime (rules.ts).
 * - source: `seen` in a stack recorded with the tool, or `documented` (source code or manual of the runtime only).
 * An indented line is a canonical name (`canonical.ts`): exact, `prefix*`, or an anchored `/regex/`.
 * Runtime `reader`: leaves that our readers add where a dump states the wait (`goroutine [chan receive]`).
 * A new wait is one new line here.
 */
export const WAIT_TABLE = String.raw`
network dotnet 3 documented
  Interop+Sys.Receive
  System.Net.Sockets.NetworkStream.Read
  System.Net.Sockets.Socket.Accept
  System.Net.Sockets.Socket.Connect*
  System.Net.Sockets.Socket.Receive*
network go 4 seen
  net._C_getaddrinfo
  net/http.(*Transport).getConn
  net/http.(*persistConn).roundTrip
  net/http.(*http2clientStream).doRequest*
  google.golang.org/grpc/internal/transport.(*ClientStream).waitOnHeader
network go 4 documented
  google.golang.org/grpc.(*pickerWrapper).pick
  google.golang.org/grpc/internal/transport.(*Stream).waitOnHeader
  google.golang.org/grpc/internal/transport.(*recvBufferReader).readClient
  google.golang.org/grpc/internal/transport.(*recvBufferReader).readMessageHeaderClient
  net._C2func_getaddrinfo
network go 2 seen
  syscall.connect
  syscall.recvfrom
network jvm 3 seen
  java.net.Inet4AddressImpl.lookupAllHostAddr
  java.net.Inet6AddressImpl.lookupAllHostAddr
  sun.nio.ch.DatagramChannelImpl.receive0
  sun.nio.ch.Net.accept
  sun.nio.ch.Net.connect0
  sun.nio.ch.Net.pollConnect
  sun.nio.ch.SocketDispatcher.read
  sun.nio.ch.SocketDispatcher.read0
  sun.nio.ch.SocketDispatcher.write0
  /^sun\.nio\.ch\.NioSocketImpl\.(read|implRead|tryRead|timedRead|write|implWrite|tryWrite|accept|timedAccept|connect|park)$/
network jvm 3 documented
  java.net.PlainDatagramSocketImpl.receive0
  java.net.PlainSocketImpl.socketAccept
  java.net.PlainSocketImpl.socketConnect
  java.net.SocketInputStream.socketRead
  java.net.SocketInputStream.socketRead0
  java.net.SocketOutputStream.socketWrite0
  sun.nio.ch.ServerSocketChannelImpl.accept0
  /^java\.net\.DualStackPlainSocketImpl\.(accept0|connect0|waitForConnect)$/
network jvm 2 seen
  sun.nio.ch.DatagramChannelImpl.receive
  sun.nio.ch.Net.poll
network kernel 4 documented
  recvfrom_wait
network kernel 3 documented
  nfs_wait_bit_killable
  nfs_wait_on_request
  rpc_wait_bit_killable
  rpc_wait_for_completion_task
network kernel 2 seen
  __inet_stream_connect
  __skb_recv_udp
  inet6_recvmsg
  inet_accept
  inet_csk_accept
  inet_recvmsg
  inet_stream_connect
  packet_recvmsg
  raw_recvmsg
  sk_stream_wait_close
  sk_stream_wait_connect
  sk_stream_wait_memory
  sk_wait_data
  tcp_recvmsg
  tcp_recvmsg_locked
  tcp_sendmsg
  tcp_sendmsg_locked
  tcp_splice_read
  udp_recvmsg
  udpv6_recvmsg
network kernel 2 documented
  inet_csk_wait_for_connect
  inet_wait_for_connect
  wait_for_response
network kernel 1 seen
  __skb_recv_datagram
  __skb_wait_for_more_packets
  do_accept
  do_recvmmsg
  skb_recv_datagram
  sock_alloc_send_pskb
  sock_read_iter
  sock_recvmsg
  sock_write_iter
  /^(__x64_|__arm64_|__se_|__do_|__)?(sys|SyS)_(accept|accept4|connect)$/
  /^(__x64_|__arm64_|__se_|__do_|__)?(sys|SyS)_(recvfrom|recvmsg|recvmmsg|sendto|sendmsg|sendmmsg)$/
  /^_{2,4}sys_(recvmsg|sendmsg|recvfrom|sendto|connect|accept4|accept4_file)$/
network kernel 1 documented
  sock_wait_for_wmem
  wait_for_more_packets
network libc 3 seen
  getaddrinfo
  gethostbyname_r
  res_nsend
network libc 1 seen
  accept
  accept4
  connect
  recv
  recvfrom
  recvmmsg
  recvmsg
  send
  sendmsg
  sendto
  /^recvm+sg_syscall$/
network node 3 seen
  uv__getaddrinfo_work
network python 3 seen
  SocketIO.readinto@socket.py
  internal_select
  socket.accept@socket.py
  sock_accept*
  sock_recv*
  sock_send*
network python 3 documented
  PySSL_select
  SSLSocket.do_handshake@ssl.py
  SSLSocket.read@ssl.py
  SSLSocket.recv@ssl.py
  SSLSocket.recv_into@ssl.py
  internal_connect
  recv_into
  socket.recv@socket.py
  socket_getaddrinfo
  _ssl__SSLSocket_read*
  sock_connect*
network python 2 seen
  sock_call*
network ruby 3 seen
  rsock_s_accept*
  rsock_s_recvfrom*
network ruby 3 documented
  BasicSocket#recv*
  OpenSSL::SSL::SSLSocket#sysread*
  TCPServer#accept*
network ruby 2 documented
  BasicSocket#__read_nonblock
network rust 3 seen
  /^<?(std::net::tcp::TcpStream|&std::net::tcp::TcpStream) as std::io::(Read|Write)>::(read|write)/
  /^<?std::net::(tcp|udp)::.*::(accept|recv|recv_from|peek|connect)$/
  /^<?std::sys::net::connection::/
poll dotnet 4 seen
  System.Net.Sockets.SocketAsyncEngine.EventLoop
poll dotnet 3 documented
  Interop+Sys.WaitForSocketEvents
  Interop/Sys.WaitForSocketEvents
poll dotnet 2 documented
  NtRemoveIoCompletion
  NtRemoveIoCompletionEx
  GetQueuedCompletionStatus*
poll go 3 seen
  internal/poll.(*pollDesc).wait
  internal/poll.(*pollDesc).waitRead
  internal/poll.runtime_pollWait
  syscall.EpollWait
poll go 3 documented
  golang.org/x/sys/unix.EpollWait
  golang.org/x/sys/unix.Kevent
  golang.org/x/sys/unix.Poll
  internal/poll.(*pollDesc).waitWrite
  syscall.Kevent
poll go 2 seen
  internal/runtime/syscall.EpollWait
  internal/runtime/syscall/linux.EpollWait
  runtime.epollwait
  runtime.netpoll
  runtime.netpollblock
poll go 2 documented
  runtime.kevent
poll jvm 3 seen
  sun.nio.ch.EPoll.wait
  sun.nio.ch.EPollArrayWrapper.epollWait
poll jvm 3 documented
  io.netty.channel.epoll.Native.epollWait
  io.netty.channel.epoll.Native.epollWait0
  io.netty.channel.kqueue.Native.keventWait
  sun.nio.ch.KQueue.poll
  sun.nio.ch.KQueueArrayWrapper.kevent0
  sun.nio.ch.PollArrayWrapper.poll0
  sun.nio.ch.WEPoll.wait
  sun.nio.ch.WindowsSelectorImpl$SubSelector.poll0
poll jvm 2 seen
  sun.nio.ch.EPollSelectorImpl.doSelect
  sun.nio.ch.SelectorImpl.lockAndDoSelect
  sun.nio.ch.SelectorImpl.select
poll kernel 2 seen
  core_sys_select
  do_epoll_pwait
  do_epoll_wait
  do_poll
  do_pselect
  do_restart_poll
  do_select
  do_sys_poll
  ep_poll
  io_cqring_wait
  kern_select
  poll_schedule_timeout
  /^(__x64_|__arm64_|__se_|__do_)?(sys|SyS)_(poll|ppoll|select|pselect6|_newselect)$/
  /^(__x64_|__arm64_|__se_|__do_)?(sys|SyS)_epoll_(wait|pwait|pwait2)$/
poll kernel 2 documented
  io_cqring_schedule
poll kernel 1 documented
  poll_wait
poll libc 2 seen
  epoll_pwait
  epoll_pwait2
  epoll_wait
  poll
  ppoll
  pselect
  pselect64_syscall
  select
poll libc 2 documented
  io_uring_enter
  kevent
  kevent64
poll node 2 seen
  uv__io_poll
poll node 2 documented
  uv__epoll_wait
poll python 3 seen
  EpollSelector.select@selectors.py
  _PollLikeSelector.select@selectors.py
  select_epoll_poll*
  select_poll_poll*
poll python 3 documented
  KqueueSelector.select@selectors.py
  SelectSelector.select@selectors.py
  select_kqueue_control*
  select_select*
poll python 2 documented
  uvloop.loop.Loop.run_forever
  run_forever@uvloop/loop.pyx
poll ruby 3 seen
  rb_thread_fd_select
poll ruby 3 documented
  IO#wait_readable
  IO.select
poll ruby 2 seen
  rb_io_wait
  rb_wait_for_single_fd
poll ruby 2 documented
  rb_thread_wait_for_single_fd
poll rust 4 seen
  /^<?mio::(sys::.*Selector|poll::Poll)>?::(select|poll)/
  /^<?tokio::runtime::io::driver::Driver>?::turn$/
poll rust 4 documented
  tokio::io::driver::Driver::turn
lock dotnet 3 seen
  System.Threading.ManualResetEventSlim.Wait
  System.Threading.Monitor.Enter
  System.Threading.Monitor.ReliableEnter
  System.Threading.SemaphoreSlim.Wait
  System.Threading.SemaphoreSlim.WaitUntilCountOrTimeout
  System.Threading.Tasks.Task.InternalWaitCore
  System.Threading.Tasks.Task.SpinThenBlockingWait
  System.Threading.Tasks.Task.Wait
lock dotnet 3 documented
  System.Threading.Barrier.SignalAndWait
  System.Threading.CountdownEvent.Wait
  System.Threading.Lock.EnterAndGetCurrentThreadId
  System.Threading.Monitor.Enter_Slowpath
  System.Threading.Tasks.Task.InternalWait
  System.Threading.Thread.Join
  AwareLock::Enter*
  JIT_MonEnter*
  System.Threading.Lock.EnterSlow*
  System.Threading.Monitor.TryEnter*
  System.Threading.ReaderWriterLockSlim.TryEnter*
lock dotnet 2 seen
  System.Threading.Monitor.Wait
lock dotnet 2 documented
  System.Threading.Monitor.ObjWait
  System.Threading.WaitHandle.InternalWaitOne
  System.Threading.WaitHandle.WaitAll
  System.Threading.WaitHandle.WaitOne
  System.Threading.WaitHandle.WaitOneCore
  System.Threading.WaitHandle.WaitOneNoCheck
  System.Threading.WaitHandle.WaitAny*
  System.Threading.WaitHandle.WaitMultiple*
lock dotnet 2 on-cpu documented
  System.Threading.SpinWait.SpinOnce*
lock dotnet 1 seen
  System.Runtime.CompilerServices.TaskAwaiter.HandleNonSuccessAndDebuggerNotification
lock dotnet 1 documented
  CLREventBase::Wait
  CLREventBase::WaitEx
  CorUnix::CPalSynchronizationManager::BlockThread
  CorUnix::CPalSynchronizationManager::ThreadNativeWait
  CorUnix::InternalWaitForMultipleObjectsEx
  NtWaitForAlertByThreadId
  NtWaitForMultipleObjects
  NtWaitForSingleObject
  WaitForMultipleObjects
  WaitForMultipleObjectsEx
  WaitForSingleObject
  WaitForSingleObjectEx
  ZwWaitForSingleObject
  Thread::DoAppropriateWait*
lock go 4 seen
  database/sql.(*DB).conn
  golang.org/x/sync/semaphore.(*Weighted).Acquire
lock go 3 seen
  internal/poll.(*fdMutex).rwlock
  internal/poll.runtime_Semacquire
  internal/sync.(*Mutex).Lock
  internal/sync.(*Mutex).lockSlow
  internal/sync.runtime_SemacquireMutex
  sync.(*Cond).Wait
  sync.(*Mutex).Lock
  sync.(*RWMutex).Lock
  sync.(*RWMutex).RLock
  sync.(*WaitGroup).Wait
  sync.(*rlocker).Lock
  sync.runtime_Semacquire
  sync.runtime_SemacquireRWMutex
  sync.runtime_SemacquireRWMutexR
  sync.runtime_SemacquireWaitGroup
  sync.runtime_notifyListWait
  syscall.Flock
lock go 3 documented
  sync.(*Mutex).lockSlow
  sync.runtime_SemacquireMutex
lock go 2 seen
  runtime.semacquire
  runtime.semacquire1
lock go 2 on-cpu seen
  runtime.lock2
  runtime.lockWithRank
lock go 1 seen
  sync.(*Once).doSlow
lock jvm 3 seen
  InterpreterRuntime::monitorenter
  ObjectMonitor::EnterI
  ObjectMonitor::enter
  ObjectMonitor::enter_internal
  ObjectSynchronizer::enter
  java.lang.Thread.join
  java.util.concurrent.CompletableFuture.get
  java.util.concurrent.CompletableFuture.join
  java.util.concurrent.CompletableFuture.timedGet
  java.util.concurrent.CompletableFuture.waitingGet
  java.util.concurrent.CountDownLatch.await
  java.util.concurrent.CyclicBarrier.await
  java.util.concurrent.CyclicBarrier.dowait
  java.util.concurrent.Exchanger.exchange
  java.util.concurrent.ForkJoinTask.awaitDone
  java.util.concurrent.FutureTask.awaitDone
  java.util.concurrent.FutureTask.get
  java.util.concurrent.Phaser.internalAwaitAdvance
  java.util.concurrent.Semaphore.tryAcquire
  java.util.concurrent.Semaphore.acquire*
  /^SharedRuntime::complete_monitor_locking/
  /^java\.util\.concurrent\.locks\.Reentrant(ReadWrite)?Lock.*\.(lock|lockInterruptibly|tryLock|tryLockNanos|initialTryLock)$/
  /^java\.util\.concurrent\.locks\.StampedLock\.(writeLock|readLock|acquireWrite|acquireRead)(Interruptibly)?$/
lock jvm 3 documented
  java.util.concurrent.ForkJoinTask.externalAwaitDone
lock jvm 2 seen
  JVM_MonitorWait
  ObjectMonitor::wait
  ObjectSynchronizer::wait
  java.lang.Object.wait
  java.lang.Object.wait0
  Mutex::lock*
  /^java\.util\.concurrent\.locks\.AbstractQueued(Long)?Synchronizer\$ConditionObject\.(await|awaitNanos|awaitUntil|awaitUninterruptibly)$/
  /^java\.util\.concurrent\.locks\.AbstractQueued(Long)?Synchronizer\.(acquire|acquireQueued|acquireInterruptibly|acquireShared|acquireSharedInterruptibly|doAcquire[A-Za-z]*|parkAndCheckInterrupt|tryAcquireNanos|tryAcquireSharedNanos)$/
lock jvm 2 documented
  Monitor::lock*
lock jvm 2 on-cpu seen
  ObjectMonitor::TrySpin*
lock jvm 1 seen
  Monitor::IWait
  Monitor::wait
  Monitor::wait_without_safepoint_check
  Parker::park
  PlatformEvent::park
  Unsafe_Park
  java.lang.VirtualThread.park
  java.lang.VirtualThread.parkNanos
  java.lang.VirtualThread.parkOnCarrierThread
  java.lang.VirtualThread.yieldContinuation
  java.util.concurrent.CompletableFuture$Signaller.block
  java.util.concurrent.ForkJoinPool.managedBlock
  java.util.concurrent.ForkJoinPool.unmanagedBlock
  java.util.concurrent.locks.LockSupport.park
  java.util.concurrent.locks.LockSupport.parkNanos
  java.util.concurrent.locks.LockSupport.parkUntil
  jdk.internal.misc.Unsafe.park
  os::PlatformEvent::park
  sun.misc.Unsafe.park
  /^(os::)?PlatformMonitor::wait$/
  /^java\.util\.concurrent\.locks\.AbstractQueued(Long)?Synchronizer\$ConditionNode\.block$/
lock kernel 2 seen
  __do_semtimedop
  __down
  __down_common
  __down_interruptible
  __lock_sock
  __mutex_lock
  __percpu_down_read
  __wait_on_freeing_inode
  __wait_rcu_gp
  d_alloc_parallel
  do_semtimedop
  down_interruptible
  down_read
  down_read_killable
  down_write
  down_write_killable
  fcntl_setlk
  futex_lock_pi
  futex_wait_requeue_pi
  lock_mm_and_find_vma
  lock_sock_nested
  locks_lock_inode_wait
  mutex_lock
  mutex_lock_interruptible
  mutex_lock_io
  mutex_lock_killable
  percpu_down_write
  percpu_rwsem_wait
  rt_mutex_slowlock
  rt_mutex_wait_proxy_lock
  rwsem_down_read_failed
  rwsem_down_read_slowpath
  rwsem_down_write_slowpath
  semtimedop_syscall
  synchronize_rcu
  /^(__x64_|__arm64_|__se_|__do_)?sys_flock$/
  /^(__x64_|__ia32_|__se_|__do_)?sys_semtimedop$/
  /^__mutex_lock(_slowpath|_common|_killable_slowpath|_interruptible_slowpath)?$/
  /^__rt_mutex_slowlock/
  /^call_rwsem_down_(read|write)_failed(_killable)?$/
  /^rt_mutex_slowlock/
  /^rwsem_down_(read|write)_failed(_killable|_common)?$/
lock kernel 2 documented
  do_lock_file_wait
  flock_lock_inode_wait
  posix_lock_inode_wait
  rwsem_down_write_failed
lock kernel 2 on-cpu seen
  __pv_queued_spin_lock_slowpath
  mutex_spin_on_owner
  native_queued_spin_lock_slowpath
  osq_lock
  pv_queued_spin_lock_slowpath
  queued_read_lock_slowpath
  queued_write_lock_slowpath
  rwsem_spin_on_owner
lock libc 2 on-cpu documented
  pthread_spin_lock
lock dotnet 1 documented
  Interop+Sys.LowLevelMonitor_Wait
  Interop+Sys.LowLevelMonitor_TimedWait
lock kernel 2 on-cpu documented
  mutex_optimistic_spin
  queued_spin_lock_slowpath
  rwsem_optimistic_spin
lock kernel 1 seen
  __futex_wait
  do_futex
  down
  futex_do_wait
  futex_wait
  futex_wait_multiple
  rt_mutex_schedule
  /^(__x64_|__arm64_|__se_|__do_)?(sys|SyS|SYSC)_futex$/
lock kernel 1 documented
  futex_wait_queue
  futex_wait_queue_me
lock libc 2 seen
  condvar_quiesce_and_switch_g1
  flock
  flockfile
  futex_lock_pi64
  lll_lock_wait
  lll_lock_wait_private
  lockf
  pthread_barrier_wait
  pthread_clockjoin_ex
  pthread_join
  pthread_mutex_clocklock
  pthread_mutex_cond_lock
  pthread_mutex_lock
  pthread_mutex_lock_full
  pthread_mutex_timedlock
  pthread_once
  pthread_rwlock_rdlock
  pthread_rwlock_wrlock
  pthread_timedjoin_np
  sem_timedwait
  sem_wait
  semaphore_wait_trap
  semop
  semtimedop
  /^(new_)?sem_(wait|timedwait|clockwait)(_slow|_common)?(64)?$/
  /^pthread_rwlock_(timed|clock)?(rd|wr)lock(_full)?(64)?$/
lock libc 2 documented
  cxa_guard_acquire
  lll_wait_tid
  psynch_mutexwait
  /^_*L_(cond_)?lock_[0-9]+$/
lock libc 1 seen
  futex_abstimed_wait_common
  futex_wait_simple
  pthread_cond_clockwait
  pthread_cond_timedwait
  pthread_cond_wait
  pthread_cond_wait_common
  ulock_wait
lock libc 1 documented
  do_futex_wait
  futex_abstimed_wait_cancelable64
  futex_reltimed_wait_cancelable
  futex_wait_cancelable
  psynch_cvwait
lock node 4 seen
  Builtins_AtomicsWait
  v8::internal::FutexEmulation::Wait*
lock node 3 seen
  node::WorkerThreadsTaskRunner::BlockingDrain
  node::worker::Worker::JoinThread
  uv_thread_join
lock node 2 seen
  uv_barrier_wait
  uv_cond_timedwait
  uv_cond_wait
  uv_mutex_lock
  uv_rwlock_rdlock
  uv_rwlock_wrlock
  uv_sem_wait
  v8::base::Mutex::Lock
  v8::base::Semaphore::Wait
lock node 1 seen
  v8::base::ConditionVariable::Wait
  v8::base::ConditionVariable::WaitFor
lock python 4 seen
  PyEval_AcquireThread
  PyEval_RestoreThread
  take_gil
lock python 4 documented
  _take_gil
lock python 3 seen
  Barrier._wait@threading.py
  Barrier.wait@threading.py
  Event.wait@threading.py
  Future.result@concurrent/futures/_base.py
  PyGILState_Ensure
  Semaphore.acquire@threading.py
  Thread._wait_for_tstate_lock@threading.py
  Thread.join@threading.py
  _multiprocessing_SemLock_acquire*
  fcntl_flock*
lock python 3 documented
  semlock_acquire
lock python 2 seen
  Condition.wait@threading.py
  Condition.wait_for@threading.py
  PyThread_acquire_lock
  PyThread_acquire_lock_timed
  acquire_timed
  lock_PyThread_acquire_lock
  rlock_acquire
lock python 2 documented
  _PyMutex_LockTimed
  threading.Condition.wait
lock python 1 documented
  _PyParkingLot_Park
  _PySemaphore_Wait
lock ruby 4 documented
  thread_sched_wait_running_turn
  gvl_acquire*
  thread_sched_to_running*
lock ruby 3 seen
  rb_mutex_lock
lock ruby 3 documented
  ConditionVariable#wait
  Monitor#enter
  Mutex#lock
  Thread#join
  Thread#value
  Thread::ConditionVariable#wait
  Thread::Mutex#lock
  do_mutex_lock
  thread_join
  thread_join_sleep
lock ruby 1 seen
  rb_native_cond_wait
lock ruby 1 documented
  Mutex#synchronize
  Thread::Mutex#synchronize
  native_cond_wait
lock rust 4 seen
  /^rayon_core::latch::LockLatch::/
lock rust 3 seen
  rayon_core::registry::Registry::in_worker_cold
  /^<?lock_api::(mutex::Mutex|rwlock::RwLock)<.*>::(lock|read|write)$/
  /^<?parking_lot::raw_mutex::RawMutex.*>?::lock(_slow)?$/
  /^<?parking_lot::raw_rwlock::RawRwLock.*>?::lock/
  /^<?std::sync::(poison::|nonpoison::)?mutex::Mutex(<.*>)?>?::lock/
  /^<?std::sync::(poison::|nonpoison::)?rwlock::RwLock(<.*>)?>?::(read|write)/
  /^<?std::sync::barrier::Barrier>?::wait/
  /^<?std::sys::sync::mutex::futex::Mutex>?::lock(_contended)?$/
  /^<?std::sys::sync::rwlock::futex::RwLock>?::(read|write)(_contended)?$/
  /^<?std::thread::(join_handle::)?JoinHandle(<.*>)?>?::join/
lock rust 3 documented
  /^<?std::sys::(pal::)?(unix::)?locks::futex_mutex::Mutex>?::lock_contended$/
lock rust 2 seen
  parking_lot_core::parking_lot::park*
  /^<?std::(sys|sys_common)::.*[cC]ondvar.*::wait/
  /^<?std::sync::(poison::|nonpoison::)?condvar::Condvar>?::wait/
lock rust 2 documented
  parking_lot::condvar::Condvar::wait*
lock rust 1 seen
  /^<?std::(sys::sync::)?(sync::)?once::(futex::)?Once>?::(call|call_once|call_inner|wait)/
  /^<?std::sys::(pal::unix|unix)::futex::futex_wait>?$/
  /^<?std::sys::sync::thread_parking::futex::Parker>?::park/
  /^<?std::thread::(thread::)?(Thread|functions)?>?:*park(_timeout)?$/
disk dotnet 3 seen
  System.IO.RandomAccess.WriteAtOffset
disk dotnet 3 documented
  System.IO.RandomAccess.ReadAtOffset
disk dotnet 2 documented
  System.IO.Strategies.OSFileStreamStrategy.Flush*
disk go 3 documented
  os.(*File).Sync
  syscall.Fdatasync
  syscall.Fsync
disk go 2 documented
  os.(*File).pread
  syscall.Pread
  syscall.Pwrite
  /^internal/poll\.\(\*FD\)\.Fsync$/
disk jvm 3 seen
  java.io.FileDescriptor.sync
  sun.nio.ch.FileDispatcherImpl.force0
  sun.nio.ch.FileDispatcherImpl.pread0
  sun.nio.ch.FileDispatcherImpl.pwrite0
  sun.nio.ch.UnixFileDispatcherImpl.force0
disk jvm 2 seen
  java.io.RandomAccessFile.readBytes
  java.io.RandomAccessFile.writeBytes
disk kernel 3 seen
  __jbd2_log_wait_for_space
  add_transaction_credits
  balance_dirty_pages
  do_get_write_access
  do_swap_page
  ext4_sync_fs
  jbd2_log_wait_commit
  start_this_handle
  swap_read_folio
  wait_transaction_locked
disk kernel 3 documented
  swap_readpage
disk kernel 2 seen
  __blockdev_direct_IO
  __filemap_fdatawait_range
  __folio_lock
  __folio_lock_killable
  __folio_lock_or_retry
  __iomap_dio_rw
  __lock_page
  __lock_page_killable
  __lock_page_or_retry
  __rq_qos_throttle
  __wait_on_buffer
  balance_dirty_pages_ratelimited
  bit_wait_io
  blk_execute_rq
  blk_mq_freeze_queue_wait
  blk_mq_get_tag
  blkcg_maybe_throttle_current
  blkdev_direct_IO
  blkdev_issue_discard
  blkdev_issue_flush
  bt_get
  btrfs_commit_transaction
  btrfs_wait_ordered_range
  do_blockdev_direct_IO
  do_fsync
  do_io_getevents
  ext4_sync_file
  file_write_and_wait_range
  filemap_fault
  filemap_fdatawait_range
  filemap_get_pages
  filemap_read
  filemap_read_folio
  folio_wait_bit
  folio_wait_bit_common
  folio_wait_bit_killable
  folio_wait_writeback
  generic_file_read_iter
  inode_dio_wait
  io_schedule
  io_schedule_timeout
  iomap_dio_rw
  jbd2_journal_commit_transaction
  read_events
  request_wait_answer
  rq_qos_wait
  submit_bio_wait
  sync_inode_metadata
  sync_inodes_sb
  vfs_fsync_range
  wait_current_trans
  wait_for_completion_io
  wait_for_completion_io_timeout
  wait_on_page_bit
  wait_on_page_bit_killable
  wait_on_page_writeback
  wb_wait_for_completion
  wbt_wait
  xfs_buf_iowait
  xfs_buf_lock
  xfs_file_fsync
  /^(__x64_|__arm64_|__se_|__do_)?(sys|SyS)_(fsync|fdatasync|msync|sync|syncfs|sync_file_range)$/
  /^xlog_wait/
disk kernel 2 documented
  bit_wait_io_timeout
  generic_file_buffered_read
  p9_client_rpc
  sleep_on_buffer
  sleep_on_page
  txg_wait_open
  txg_wait_synced
  wait_on_page_bit_common
  wait_sb_inodes
  xfs_log_force_lsn
  zil_commit
  zio_wait
  /^txg_wait_synced/
disk kernel 2 on-cpu documented
  nvme_poll
disk kernel 1 seen
  ext4_buffered_write_iter
  ext4_file_read_iter
  /^blk_mq_(alloc_request|submit_bio|get_request|sched_|poll)/
disk kernel 1 documented
  get_request
disk libc 2 seen
  fdatasync
  fsync
  msync
  sync_file_range
  syncfs
disk libc 2 documented
  io_getevents
disk libc 1 seen
  fallocate
  ftruncate
  inotify_add_watch
  pread
  pread64
  preadv
  pwrite
  pwrite64
  pwritev
disk node 3 documented
  uv__fs_fsync
disk node 2 seen
  uv__fs_work
disk node 2 documented
  uv__fs_read
disk python 3 seen
  os_fsync*
disk rust 3 seen
  /^<?std::fs::File>?::sync_(all|data)$/
sleep dotnet 3 seen
  System.Threading.Thread.Sleep
sleep dotnet 3 documented
  System.Threading.Thread.SleepInternal
sleep dotnet 2 documented
  NtDelayExecution
sleep go 3 seen
  syscall.Nanosleep
  time.Sleep
sleep go 3 documented
  runtime.timeSleep
sleep go 2 seen
  runtime.usleep
sleep jvm 3 seen
  JVM_Sleep
  java.lang.VirtualThread.sleepNanos
  JavaThread::sleep
  java.lang.Thread.sleep
  java.lang.Thread.sleepNanos
  java.lang.Thread.sleepNanos0
  java.util.concurrent.TimeUnit.sleep
sleep jvm 3 documented
  java.lang.Thread.sleep0
  os::sleep
sleep kernel 2 seen
  common_nsleep
  common_nsleep_timens
  do_nanosleep
  hrtimer_nanosleep
  msleep
  msleep_interruptible
  timerfd_read_iter
  usleep_range_state
  /^(__x64_|__arm64_|__se_|__do_)?(sys|SyS)_(nanosleep|clock_nanosleep)$/
sleep kernel 2 documented
  timerfd_read
  usleep_range
sleep libc 2 seen
  clock_nanosleep
  nanosleep
  sleep
  usleep
sleep python 3 seen
  time_sleep
sleep python 3 documented
  floatsleep
  pysleep
sleep ruby 3 seen
  Kernel#sleep
  rb_thread_wait_for
sleep ruby 3 documented
  Object#sleep
sleep rust 3 seen
  /^<?std::thread::(functions::)?sleep(_ms|_until)?$/
channel dotnet 4 documented
  /^System\.Collections\.Concurrent\.BlockingCollection.1\.Take/
  /^System\.Collections\.Concurrent\.BlockingCollection.1\.TryTakeWithNoTimeValidation/
channel go 3 seen
  reflect.chanrecv
  reflect.rselect
  runtime.block
  runtime.chanrecv
  runtime.chanrecv1
  runtime.chanrecv2
  runtime.chansend
  runtime.chansend1
  runtime.selectgo
channel go 3 documented
  reflect.chansend0
channel jvm 3 seen
  sun.nio.fs.AbstractWatchService.take
  /^java\.util\.concurrent\.(LinkedBlockingQueue|ArrayBlockingQueue|PriorityBlockingQueue|LinkedBlockingDeque|DelayQueue|SynchronousQueue|LinkedTransferQueue)\.(take|takeFirst|takeLast|poll|pollFirst|pollLast|put|putFirst|putLast|offer|transfer|xfer|awaitMatch)$/
channel jvm 2 seen
  /^java\.util\.concurrent\.(SynchronousQueue|LinkedTransferQueue)\$.*/
channel python 4 seen
  Queue.get@queue.py
  Queue.put@queue.py
  _queue_SimpleQueue_get*
channel ruby 4 documented
  Queue#pop
  Thread::Queue#pop
  Thread::SizedQueue#pop
  Thread::SizedQueue#push
  queue_do_pop
  rb_szqueue_push
channel rust 4 seen
  /^<?crossbeam_channel::.*::(recv|send|recv_timeout|recv_deadline|send_timeout)$/
  /^<?std::sync::mpmc::.*::(recv|send)$/
  /^<?std::sync::mpsc::.*(Receiver|Sender).*::(recv|recv_timeout|send)$/
  /^crossbeam_channel::select::/
channel rust 4 documented
  /^<?(flume|async_channel|kanal)::.*::(recv|send)/
scheduler dotnet 3 documented
  System.Threading.Thread.Yield
scheduler go 3 seen
  runtime.stoplockedm
scheduler go 2 on-cpu seen
  runtime.Gosched
  runtime.gopreempt_m
  runtime.goschedImpl
  runtime.runqgrab
  runtime.runqsteal
  runtime.stealWork
scheduler go 3 on-cpu seen
  runtime.findRunnable
  runtime.findrunnable
  runtime.schedule
scheduler go 1 on-cpu seen
  runtime.park_m
scheduler jvm 3 seen
  java.lang.Thread.yield
  java.lang.Thread.yield0
scheduler kernel 4 leaf<3 seen
  __cond_resched
  _cond_resched
  exit_to_user_mode_loop
  exit_to_usermode_loop
  irqentry_exit_to_user_mode
  preempt_schedule
  preempt_schedule_common
  preempt_schedule_irq
  preempt_schedule_thunk
  prepare_exit_to_usermode
  retint_user
scheduler kernel 4 leaf<3 documented
  exit_to_user_mode_prepare
  irqentry_exit_cond_resched
scheduler kernel 3 seen
  throttle_cfs_rq_work
scheduler kernel 2 seen
  __x64_sys_sched_yield
  do_sched_yield
  stop_one_cpu
scheduler kernel 2 documented
  sys_sched_yield
scheduler kernel 1 seen
  yield
scheduler libc 2 seen
  sched_yield
gc dotnet 4 documented
  Thread::RareDisablePreemptiveGC
  Thread::WaitSuspendEvents*
gc dotnet 4 on-cpu documented
  SVR::gc_heap::gc_thread_function
  ThreadSuspend::SuspendEE
  WKS::GCHeap::GarbageCollectGeneration*
  WKS::gc_heap::gc1*
gc go 4 seen
  runtime.forcegchelper
  runtime.gcParkAssist
  runtime.gcWaitOnMark
gc go 4 on-cpu seen
  runtime.bgscavenge
  runtime.bgsweep
  runtime.gcAssistAlloc
  runtime.gcAssistAlloc1
  runtime.gcBgMarkWorker
  runtime.gcBgMarkWorker.func2
  runtime.gcDrain
  runtime.gcDrainN
  runtime.gcMarkDone
  runtime.gcMarkTermination
  runtime.gcStart
  runtime.markroot
  runtime.stopTheWorldWithSema
  runtime.sweepone
gc go 3 on-cpu seen
  runtime.stopTheWorld
gc jvm 4 seen
  GCLocker::jni_lock
  GCLocker::stall_until_clear
  SafepointSynchronize::block
gc jvm 4 documented
  SafepointMechanism::block_or_handle*
gc jvm 4 on-cpu seen
  SafepointSynchronize::begin
  [GC_active]
gc jvm 3 seen
  VMThread::execute
  VMThread::wait_until_executed
gc jvm 3 on-cpu seen
  /^(CMS|ConcurrentMark|ConcurrentGC)[A-Za-z]*::/
  /^(CollectedHeap|G1CollectedHeap|GenCollectedHeap|SerialHeap|ParallelScavengeHeap|Shenandoah(Generational)?Heap|ZHeap|ZCollectedHeap|DefNewGeneration|TenuredGeneration|PSYoungGen|PSOldGen)::(do_|try_|pre_|post_|begin_|end_|start_|finish_|process_)*(collect|full_gc|full_collection|gc|evacuate|scavenge|compact|mark|sweep|relocate|reclaim|concurrent)(_\w*|ion\w*)?$/
  /^(PSPromotionManager|PSScavenge|PSParallelCompact|ParMark|MarkSweep)[A-Za-z]*::/
  /^(Z(Driver|Mark|Relocate|Director|Stat|Unmapper|Uncommitter|WorkerThread)[A-Za-z]*|XMark|XRelocate)::/
  /^G1(?!Collected|Barrier)[A-Za-z]*(Refine|Mark|Service|Young|Full|Concurrent|Collect|Evac|ParScan|ParEvac|CM)[A-Za-z]*::/
  /^Shenandoah(?!(Generational)?Heap::|\w*Barrier|Runtime)[A-Za-z]*::/
gc jvm 2 on-cpu seen
  /^(GangWorker|AbstractGangWorker|WorkerThread|WorkGang)::(loop|run|run_task|wait_for_task)$/
gc node 4 on-cpu seen
  /^v8::internal::(Heap::(CollectGarbage|PerformGarbageCollection|Scavenge|MarkCompact)|ScavengerCollector::|Scavenger::|MarkCompactCollector::|ConcurrentMarking::|Sweeper::|IncrementalMarking::|GlobalSafepoint::|IsolateSafepoint::|SafepointScope::|CollectionBarrier::)/
gc node 4 on-cpu documented
  (garbage collector)
gc node 3 seen
  v8::platform::DefaultJobState::Join
gc python 3 on-cpu seen
  gc_collect_generations
  gc_collect_main
gc python 3 on-cpu documented
  collect_with_callback
gc ruby 4 on-cpu seen
  (marking)
  (sweeping)
gc ruby 3 on-cpu documented
  garbage_collect
  gc_start
  gc_sweep_step
  gc_marks*
ipc dotnet 4 documented
  System.IO.Pipes.NamedPipeServerStream.WaitForConnection
  System.Diagnostics.Process.WaitForExit*
ipc go 4 seen
  internal/syscall/unix.Waitid
  os.(*Process).Wait
  os.(*Process).blockUntilWaitable
  os.(*Process).wait
  os/exec.(*Cmd).Wait
  syscall.wait4
ipc jvm 4 seen
  java.io.PipedInputStream.read
  java.io.PipedOutputStream.write
  java.lang.Process$PipeInputStream.read
  java.lang.ProcessHandleImpl.waitForProcessExit0
  java.lang.ProcessImpl.waitFor
  sun.nio.ch.UnixDomainSockets.accept0
ipc jvm 4 documented
  java.lang.UNIXProcess.waitFor
  java.lang.UNIXProcess.waitForProcessExit
ipc jvm 3 seen
  sun.nio.ch.SourceChannelImpl.read
ipc kernel 3 seen
  unix_accept
ipc kernel 2 seen
  __unix_dgram_recvmsg
  _do_fork
  anon_pipe_read
  anon_pipe_write
  do_mq_timedreceive
  do_mq_timedsend
  do_msgrcv
  do_msgsnd
  do_sigtimedwait
  do_wait
  eventfd_read
  eventfd_write
  fanotify_read
  fifo_open
  inotify_read
  kernel_clone
  kernel_wait4
  kernel_waitid
  n_tty_read
  n_tty_write
  netlink_recvmsg
  pipe_read
  pipe_wait
  pipe_wait_readable
  pipe_wait_writable
  pipe_write
  signalfd_read_iter
  sigsuspend
  tty_read
  tty_wait_until_sent
  unix_dgram_recvmsg
  unix_dgram_sendmsg
  unix_stream_connect
  unix_stream_read_generic
  unix_stream_recvmsg
  unix_stream_sendmsg
  unix_wait_for_peer
  wait_for_partner
  wq_sleep
  /^(__x64_|__arm64_|__se_|__do_)?(sys|SyS)_(wait4|waitid|waitpid)$/
  /^(__x64_|__arm64_|__se_|__do_)?(sys|SyS)_pause$/
  /^(__x64_|__arm64_|__se_|__do_)?(sys|SyS)_rt_sigsuspend$/
ipc kernel 2 documented
  binder_thread_read
  binder_wait_for_work
  signalfd_read
  unix_stream_data_wait
  wait_for_vfork_done
ipc libc 2 seen
  mq_receive
  msgrcv
  pause
  sigsuspend
  sigtimedwait
  sigwait
  sigwaitinfo
  vfork
  wait4
  waitid
  waitpid
  /^mq_timedreceive(_time64)?$/
ipc libc 2 documented
  mach_msg2_trap
  mach_msg_trap
ipc node 4 seen
  node::SyncProcessRunner::Spawn
  node::SyncProcessRunner::TryInitializeAndRunLoop
ipc python 4 seen
  Connection._recv@multiprocessing/connection.py
ipc python 3 seen
  Popen._try_wait@subprocess.py
  Popen._wait@subprocess.py
  Popen.communicate@subprocess.py
  Popen.wait@subprocess.py
  os_wait*
  os_waitpid*
  signal_sigwait*
ipc ruby 3 seen
  Process.wait
  rb_fork_async_signal_safe
  rb_waitpid
ipc ruby 3 documented
  Kernel#system
  Process::wait
ipc rust 4 seen
  /^<?std::process::(Child|Command)>?::(wait|status|output|wait_with_output)$/
idle dotnet 4 documented
  FinalizerThread::WaitForFinalizerEvent
  System.Threading.LowLevelLifoSemaphore.WaitForSignal
  System.Threading.PortableThreadPool+GateThread.GateThreadStart
  System.Threading.PortableThreadPool+WaitThread.WaitThreadStart
  System.Threading.TimerQueue.TimerThread
  System.Threading.LowLevelLifoSemaphore.Wait*
idle dotnet 3 documented
  NtWaitForWorkViaWorkerFactory
idle dotnet 4 leaf<4 documented
  System.Threading.PortableThreadPool+WorkerThread.WorkerThreadStart
idle go 4 seen
  database/sql.(*DB).connectionOpener
  net/http.(*persistConn).writeLoop
  os/signal.loop
  os/signal.signal_recv
  runtime.(*profBuf).read
  runtime.ensureSigM.func1
  runtime.runCleanups
  runtime.runFinalizers
  runtime/pprof.profileWriter
idle go 4 documented
  google.golang.org/grpc/internal/transport.(*controlBuffer).get
  runtime.runfinq
idle go 3 seen
  runtime.mPark
  runtime.stopm
  runtime.sysmon
  runtime.templateThread
idle go 3 documented
  runtime.sigNoteSleep
idle jvm 4 seen
  CompileQueue::get
  WatcherThread::sleep
  java.lang.ref.Reference.waitForReferencePendingList
  java.lang.ref.ReferenceQueue.remove
  java.lang.ref.ReferenceQueue.remove0
  java.lang.VirtualThread.takeVirtualThreadListToUnblock
  java.util.TimerThread.mainLoop
  java.util.concurrent.DelayScheduler.loop
  java.util.concurrent.ForkJoinPool.awaitWork
  java.util.concurrent.ForkJoinPool.deactivate
  java.util.concurrent.ThreadPoolExecutor.getTask
idle jvm 4 documented
  io.netty.util.concurrent.SingleThreadEventExecutor.takeTask
  org.apache.tomcat.util.threads.TaskQueue.poll
  org.apache.tomcat.util.threads.TaskQueue.take
  org.eclipse.jetty.util.thread.QueuedThreadPool.idleJobPoll
  org.jboss.threads.EnhancedQueueExecutor$ThreadBody.getOrAddNode
idle jvm 3 seen
  MonitorDeflationThread::monitor_deflation_thread_entry
  ServiceThread::service_thread_entry
  signal_thread_entry
  sun.nio.fs.LinuxWatchService.poll
  VMThread::wait_for_vm_thread*
idle jvm 3 on-cpu seen
  [idle]
idle jvm 2 seen
  VMThread::loop
idle jvm 1 seen
  CompileBroker::compiler_thread_loop
idle kernel 2 seen
  io_wq_worker
  kswapd_try_to_sleep
  kvm_vcpu_block
  kvm_vcpu_halt
idle kernel 2 on-cpu seen
  acpi_idle_enter
  acpi_safe_halt
  cpu_idle
  cpuidle_enter_state
  cpuidle_idle_call
  default_idle
  default_idle_call
  do_idle
  intel_idle
  intel_idle_irq
  mwait_idle
  native_safe_halt
  poll_idle
  pv_native_safe_halt
  xen_hypercall_sched_op
  mwait_idle_with_hints*
idle kernel 2 on-cpu documented
  cpu_idle_loop
  xen_safe_halt
idle native 4 seen
  BackgroundWriterMain
  CheckpointerMain
  WalWriterMain
idle native 4 documented
  ApplyLauncherMain
  AutoVacLauncherMain
  PgArchiverMain
  SysLoggerMain
  WalSummarizerMain
  LogicalLauncherMain
idle kernel 1 leaf<4 seen
  worker_thread
idle kernel 1 seen
  irq_thread
  kauditd_thread
  kcompactd
  kdamond_fn
  khugepaged
  kjournald2
  kswapd
  kthreadd
  oom_reaper
  rcu_gp_fqs_loop
  rcu_gp_kthread
  rcu_nocb_kthread
  smpboot_thread_fn
  xfs_buf_terminate
  xfsaild
idle kernel 1 on-cpu seen
  cpu_startup_entry
idle libc 2 documented
  workq_kernreturn
idle node 4 documented
  node::TaskQueue<v8::Task>::BlockingPop*
idle node 4 on-cpu seen
  (idle)
idle node 1 seen
  worker
  /^node::\(anonymous namespace\)::PlatformWorkerThread$/
idle python 4 seen
  _worker@concurrent/futures/thread.py
idle ruby 4 documented
  timer_thread_sleep
idle rust 4 seen
  rayon_core::sleep::Sleep::sleep
  /^<?tokio::runtime::(scheduler::)?(multi_thread|thread_pool)::(park|worker)::.*(park|park_timeout)$/
  /^<?tokio::runtime::scheduler::multi_thread::park::Inner>?::park_condvar/
  /^<?tokio::runtime::scheduler::multi_thread::park::Parker>?::park/
idle rust 3 seen
  /^<?tokio::runtime::park::/
idle rust 3 documented
  /^<?tokio::park::/
idle rust 2 seen
  rayon_core::registry::WorkerThread::wait_until_cold
idle rust 2 documented
  futures_executor::local_pool::run_executor*
idle rust 1 seen
  tokio::runtime::blocking::pool::Inner::run
unknown-wait go 1 seen
  runtime.asmcgocall
  runtime.cgocall
  runtime.futex
  runtime.futexsleep
  runtime.notesleep
  runtime.notetsleep
  runtime.notetsleepg
  runtime.pthread_cond_wait
  runtime.semasleep
  syscall.Read
  syscall.Write
  syscall.read
  syscall.write
unknown-wait go 0 seen
  internal/runtime/syscall.Syscall6
  internal/runtime/syscall/linux.Syscall6
  runtime.gopark
  runtime.goparkunlock
  runtime.mcall
  syscall.RawSyscall6
  syscall.Syscall
  syscall.Syscall6
unknown-wait go 0 documented
  syscall.syscall
  syscall.syscall6
unknown-wait jvm 2 seen
  java.io.FileInputStream.read0
  java.io.FileInputStream.readBytes
  java.io.FileOutputStream.writeBytes
  sun.nio.ch.FileDispatcherImpl.read0
unknown-wait kernel 3 seen
  __mem_cgroup_handle_over_high
  __refrigerator
  do_signal_stop
  mem_cgroup_handle_over_high
  ptrace_stop
  reclaim_throttle
unknown-wait kernel 2 seen
  dma_fence_default_wait
  dma_fence_wait_timeout
unknown-wait kernel 2 on-cpu seen
  shrink_node
  try_to_free_pages
unknown-wait kernel 1 seen
  __wait_on_bit
  __wait_on_bit_lock
  bit_wait
  out_of_line_wait_on_bit
  out_of_line_wait_on_bit_lock
  wait_for_completion
  wait_for_completion_interruptible
  wait_for_completion_killable
  wait_for_completion_state
unknown-wait kernel 1 documented
  cv_wait_common
unknown-wait dotnet 0 documented
  BLOCKED_TIME
unknown-wait kernel 0 seen
  __schedule
  __wait_for_common
  do_wait_intr_irq
  finish_task_switch
  schedule
  schedule_hrtimeout_range
  schedule_hrtimeout_range_clock
  schedule_preempt_disabled
  schedule_timeout
  wait_for_common
  wait_woken
unknown-wait libc 1 seen
  open
  openat
  read
  readv
  splice
  write
  writev
unknown-wait libc 0 seen
  syscall
unknown-wait node 0 seen
  uv_run
unknown-wait python 2 seen
  _Py_read
  os_read
  os_write
unknown-wait ruby 2 documented
  IO#gets
  IO#read
unknown-wait ruby 1 documented
  native_sleep
  sleep_forever
cpu go 2 seen
  runtime.asyncPreempt
  runtime.asyncPreempt2
cpu go 1 seen
  runtime.unlock2
cpu node 4 on-cpu seen
  (program)
cpu node 0 seen
  (root)
poll native 3 documented
  boost::asio::detail::epoll_reactor::run*
  boost::asio::detail::kqueue_reactor::run*
  boost::asio::detail::select_reactor::run*
  epoll_dispatch
  poll_dispatch
  aeApiPoll
  aePoll
  _do_poll
  WaitEventSetWait
  WaitEventSetWaitBlock
  grpc_pollset_work
  zmq::epoll_t::loop
  rd_kafka_transport_poll
  g_main_context_poll*
  g_poll
  _XtWaitForSomething
  apr_pollset_poll
  apr_poll
  impl_pollset_poll
  php_poll2
  php_pollfd_for
  vio_io_wait
  erts_poll_wait*
poll libc 2 documented
  kevent_qos
  __select
  pselect6
  io_uring_wait_cqe
  io_uring_wait_cqes
  io_uring_submit_and_wait
  io_uring_get_cqe
poll kernel 2 documented
  kqueue_scan
  kern_kevent
  kern_poll
  seltdwait
  kqueue_kevent
  io_run_task_work_sig
  ep_busy_loop
  sys_epoll_wait
poll jvm 3 documented
  sun.nio.ch.EPollPort$EventHandlerTask.poll
  sun.nio.ch.KQueueSelectorImpl.doSelect
  sun.nio.ch.WEPollSelectorImpl.doSelect
  sun.nio.ch.WindowsSelectorImpl.doSelect
  sun.nio.ch.PollSelectorImpl.doSelect
  sun.nio.ch.PollSelectorImpl.poll
  sun.nio.ch.DevPollSelectorImpl.doSelect
  io.netty.channel.epoll.Native.epollBusyWait
  io.netty.channel.uring.Native.ioUringEnter
  io.netty.channel.uring.IOUringSubmissionQueue.submitAndWait
  io.grpc.netty.shaded.io.netty.channel.epoll.Native.epollWait
  io.grpc.netty.shaded.io.netty.channel.epoll.Native.epollWait0
  org.apache.tomcat.jni.Poll.poll
  /^(io\.netty\.channel\.epoll|io\.grpc\.netty\.shaded\.io\.netty\.channel\.epoll)\.EpollEventLoop\.epollWait/
  /^sun\.nio\.ch\.(EPoll|KQueue|WEPoll|Poll)SelectorImpl\.doSelect$/
poll python 3 documented
  DefaultSelector.select@selectors.py
  gevent._gevent_cevent*
  select@selectors.py
  poll@zmq/sugar/poll.py
  wait@multiprocessing/connection.py
  wait@gunicorn/workers/sync.py
poll ruby 3 documented
  NIO::Selector#select
  nio_selector_select*
  rb_wait_for_fd
  nogvl_wait_for
  IO#wait
  IO#wait_writable
  Kernel#select
poll beam 3 documented
  erts_check_io
  erts_poll_wait
idle beam 4 documented
  sched_sys_wait
lock beam 2 documented
  ethr_event_wait
  ethr_event_twait
  erts_tse_wait
  ethr_mutex_lock
lock native 3 documented
  /^(boost|folly|absl|std|tbb|osi|rocksdb|grpc_core|leveldb)::.*([cC]ondition_?[vV]ariable(_any|Any)?|CondVar|Baton|Notification|BlockingCounter|LatchSem)(<.*>)?::(wait|wait_for|wait_until|Wait|WaitWithTimeout|WaitWithDeadline|WaitForNotification|TimedWait|timed_wait|try_wait_for|try_wait_until|WaitCommon)\b/
  /^(boost|folly|absl|std|tbb|rocksdb|leveldb|grpc_core|base)::.*([mM]utex|SharedMutexImpl|MicroLock|SpinLock)(<.*>)?::(lock|lock_shared|lock_slow|Lock|LockSlow|LockSlowLoop|LockSlowWithDeadline|ReaderLock|WriterLock|Block|Await|AwaitCommon|lockExclusiveImpl|lockSharedImpl|ReadLock|WriteLock|AcquireSlow|AcquireInternal|lockSlowImpl)\b/
  /^std::(__\w+::)?(thread::join|future<.*>::(get|wait)|__future_base::.*wait|__atomic_futex_unsigned.*::_M_load.*wait|counting_semaphore.*::acquire|latch::wait|barrier.*::(wait|arrive_and_wait)|__atomic_wait_address.*|condition_variable::(wait|wait_for|wait_until)|__condvar::wait.*|mutex::lock|recursive_mutex::lock|timed_mutex::lock|shared_mutex::lock(_shared)?|__shared_mutex_pthread::lock(_shared)?|__basic_future.*wait.*)\b/
  /^AbslInternalPerThreadSem(Wait|Poke)?Wait?(_lts_\w+)?$/
  /^absl::(lts_\w+::)?(synchronization_internal::)?(PerThreadSem|Waiter|FutexWaiter|Futex|KernelTimeout|SemWaiter|PthreadWaiter)::(Wait|WaitUntil|WaitAbsoluteTimeout|WaitRelativeTimeout)/
  /^absl::(lts_\w+::)?(Mutex::(Lock|LockSlow|LockSlowLoop|LockSlowWithDeadline|Block|ReaderLock|WriterLock|Await|LockWhen|AwaitCommon)|CondVar::Wait\w*|Notification::WaitForNotification\w*|BlockingCounter::Wait)/
  LWLockAcquire
  LWLockAcquireOrWait
  LWLockWaitForVar
  LWLockConflictsWithVar
  WaitOnLock
  PGSemaphoreLock
  os_event::wait
  os_event::wait_low
  os_event::timed_wait
  os_event::wait_time_low
  os_event_wait_low
  sync_array_wait_event
  rw_lock_s_lock_spin
  rw_lock_x_lock_func
  lock_wait_suspend_thread
  MDL_wait::timed_wait
  MDL_context::acquire_lock
  inline_mysql_cond_wait
  inline_mysql_cond_timedwait
  inline_mysql_mutex_lock
  native_mutex_lock
  safe_cond_wait
  safe_mutex_lock
  my_cond_wait
  my_cond_timedwait
  srw_lock_impl*
  ssux_lock_impl*
  ssux_lock_low::wait
  apr_thread_mutex_lock
  apr_thread_cond_wait
  apr_proc_mutex_lock
  g_cond_wait
  g_cond_wait_until
  g_mutex_lock_slowpath
  g_async_queue_pop_intern_unlocked
  __wt_cond_wait_signal
  __wt_cond_wait
  __wt_cond_auto_wait_signal
  thrd_join
  GOMP_barrier
  gomp_barrier_wait
  gomp_barrier_wait_end
  gomp_team_barrier_wait_end
  gomp_mutex_lock_slow
  gomp_sem_wait_slow
  st_masterlock_acquire
  caml_master_lock
  caml_thread_leave_blocking_section
  waitForCapability
  yieldCapability
  QWaitCondition::wait
  QMutex::lock
  QMutex::lockInternal
  QSemaphore::acquire
  dispatch_semaphore_wait
  _dispatch_semaphore_wait_slow
  _dispatch_sema4_wait
  _dispatch_sync_f_slow
  _dispatch_lane_barrier_sync_invoke_and_complete
  os_unfair_lock_lock_slow
  _os_unfair_lock_lock_slow
  -[NSCondition wait]
  -[NSLock lock]
  semaphore_timedwait_trap
  SleepConditionVariableSRW
  SleepConditionVariableCS
  RtlSleepConditionVariableSRW
  RtlAcquireSRWLockExclusive
  RtlAcquireSRWLockShared
  RtlpEnterCriticalSectionContended
  RtlEnterCriticalSection
  RtlpWaitOnCriticalSection
  RtlpWaitOnAddress
  NtWaitForKeyedEvent
  KeWaitForSingleObject
  KeWaitForMultipleObjects
  KeWaitForAlertByThreadId
  WaitOnAddress
lock libc 1 documented
  psynch_rw_rdlock
  psynch_rw_wrlock
  ulock_wait2
  umtx_op
  umtx_op_err
  lll_timedlock_wait
  timedwait_cp
  syscall_cp_asm
  semwait_signal
  thr_umtx_timedwait_uint
  thr_umutex_lock
lock libc 2 documented
  pthread_timedjoin_ex
  sem_wait_slow
lock kernel 2 documented
  __rt_mutex_slowlock
  __rt_mutex_slowlock_locked
  __down_killable
  __down_timeout
  down_timeout
  ___down_common
  __ww_mutex_lock
  ww_mutex_lock
  ksys_semtimedop
  umtxq_sleep
  sleepq_catch_signals
lock jvm 3 documented
  java.lang.ThreadImpl.join
  ObjectMonitor::Wait
  java.util.concurrent.ThreadPoolExecutor.awaitTermination
  java.util.concurrent.ForkJoinTask.get
  java.util.concurrent.ForkJoinTask.join
  java.util.concurrent.ForkJoinPool.awaitTermination
  java.util.concurrent.locks.StampedLock.acquireWrite
  scala.concurrent.Await$.result
  scala.concurrent.Await$.ready
  scala.concurrent.impl.Promise$DefaultPromise.tryAwait
  kotlinx.coroutines.BlockingCoroutine.joinBlocking
  com.google.common.util.concurrent.AbstractFuture.get
  com.google.common.util.concurrent.Uninterruptibles.getUninterruptibly
  com.zaxxer.hikari.util.ConcurrentBag.borrow
  com.zaxxer.hikari.pool.HikariPool.getConnection
  org.apache.commons.pool2.impl.GenericObjectPool.borrowObject
  reactor.core.publisher.BlockingSingleSubscriber.blockingGet
  io.netty.util.concurrent.DefaultPromise.await
  io.netty.util.concurrent.DefaultPromise.await0
idle jvm 4 documented
  java.util.concurrent.ForkJoinPool.idleAwaitWork
  scala.concurrent.forkjoin.ForkJoinPool.idleAwaitWork
  scala.concurrent.forkjoin.ForkJoinPool.awaitWork
  akka.dispatch.forkjoin.ForkJoinPool.idleAwaitWork
  akka.dispatch.forkjoin.ForkJoinPool.awaitWork
  akka.actor.LightArrayRevolverScheduler$$anon$3.waitTick
  org.apache.pekko.actor.LightArrayRevolverScheduler$$anon$3.waitTick
  kotlinx.coroutines.scheduling.CoroutineScheduler$Worker.park
  kotlinx.coroutines.scheduling.CoroutineScheduler$Worker.tryPark
  org.eclipse.jetty.util.thread.QueuedThreadPool$Runner.idleJobPoll
  org.eclipse.jetty.util.thread.ReservedThreadExecutor$ReservedThread.reservedWait
  org.apache.catalina.core.StandardServer.await
  io.netty.util.HashedWheelTimer$Worker.waitForNextTick
  io.netty.util.concurrent.GlobalEventExecutor.takeTask
  io.netty.util.concurrent.ThreadPerTaskExecutor.takeTask
  com.mysql.cj.jdbc.AbandonedConnectionCleanupThread.run
  com.mysql.jdbc.AbandonedConnectionCleanupThread.run
  java.lang.ref.NativeReferenceQueue.await
  AttachListener::dequeue
  LinuxAttachListener::dequeue
  os::signal_wait
  AttachListenerThread::thread_entry
  G1ConcurrentRefineThread::wait_for_completed_buffers
  GangWorker::wait_for_task
idle native 4 documented
  fcgi_accept_request
  Per_thread_connection_handler::block_until_new_connection
  block_until_new_connection
  tpool::thread_pool_generic::wait_for_tasks
  fil_aio_wait
  os_aio_handler
  je_background_thread_entry
  background_work_sleep_once
  ap_queue_pop_something
  ap_queue_pop
  __workq_kernreturn
  TppWorkerThread
  ZwWaitForWorkViaWorkerFactory
idle go 4 documented
  database/sql.(*DB).connectionCleaner
  database/sql.(*DB).connectionResetter
  k8s.io/client-go/util/workqueue.(*Type).Get
  k8s.io/client-go/util/workqueue.(*Typed[...]).Get
  k8s.io/client-go/util/workqueue.(*delayingType).waitingLoop
  k8s.io/client-go/tools/cache.(*DeltaFIFO).Pop
  runtime.unique_runtime_registerUniqueMapCleanup.func2
sleep libc 2 documented
  semwait_signal_nocancel
  nanosleep_nocancel
  thrd_sleep
sleep native 3 documented
  std::this_thread::sleep_for*
  std::this_thread::sleep_until*
  absl::SleepFor
  AbslInternalSleepFor
  pg_usleep
  pg_sleep
  os_thread_sleep
  apr_sleep
  g_usleep
  usleep_nocancel
  SleepEx
  KeDelayExecutionThread
  caml_unix_sleep
  threadDelay
  QThread::sleep
  QThread::msleep
  rd_usleep
  boost::this_thread::sleep_for*
  +[NSThread sleepForTimeInterval:]
sleep python 3 documented
  time.sleep
  gevent.hub.sleep
  eventlet.greenthread.sleep
  sleep@gevent/hub.py
  sleep@eventlet/greenthread.py
  sleep@tenacity/nap.py
  sleep_for_retry@urllib3/util/retry.py
  _sleep_backoff@urllib3/util/retry.py
sleep python 2 leaf<1 documented
  sleep@urllib3/util/retry.py
  retry@backoff/_sync.py
  __retry_internal@retry/api.py
  call_with_retry@redis/retry.py
  retry_over_time@kombu/utils/functional.py
  retry_target@google/api_core/retry/retry_unary.py
  retry_target@google/api_core/retry.py
  until@selenium/webdriver/support/wait.py
sleep ruby 3 documented
  sleep [c function]
network ruby 3 documented
  accept [c function]
  recvfrom [c function]
  sysread [c function]
poll ruby 3 documented
  wait_readable [c function]
ipc ruby 3 documented
  waitpid [c function]
  system [c function]
sleep ruby 3 documented
  sleep_timespec
  sleep_hrtime
  sleep_hrtime_until
  rb_thread_sleep*
sleep rust 3 documented
  std::thread::sleep*
sleep kernel 2 documented
  schedule_timeout_uninterruptible
  schedule_timeout_interruptible
  schedule_timeout_killable
  fsleep
disk native 3 documented
  pg_fsync
  pg_fdatasync
  issue_xlog_fsync
  pgaio_io_wait
  pgaio_io_process_wait
  os_file_flush_func
  os_file_fsync_posix
  os_file_io
  os_file_pread
  os_file_pwrite
  os_file_read_func
  os_file_write_func
  SyncFileIO::execute
  log_write_up_to
  log_wait_for_write
  log_wait_for_flush
  fil_flush
  my_sync
  my_pread
  my_pwrite
  buf_wait_for_read
  sync_binlog_file
  MYSQL_BIN_LOG::sync_binlog_file
  rocksdb::PosixWritableFile::Sync
  rocksdb::PosixRandomAccessFile::Read
  rocksdb::PosixMmapReadableFile::Read
  /^rocksdb::.*::(Fsync|Sync|RangeSync)$/
  __posix_file_sync
  __posix_file_read
  __posix_file_write
  __posix_sync
  unixSync
  full_fsync
  unixRead
  seekAndRead
  seekAndWriteFd
  redis_fsync
  aof_background_fsync
disk kernel 2 documented
  __blk_mq_get_tag
  jbd2_complete_transaction
  ext4_fc_commit
  ext4_force_commit
  xfs_ilock_iolock
  xfs_buf_submit_wait
  __xfs_buf_submit
  xfs_log_force
  xlog_cil_force_seq
  xfs_log_reserve
  xlog_grant_head_wait
  btrfs_sync_file
  btrfs_wait_for_commit
  btrfs_sync_log
  nfs_file_fsync
  f2fs_sync_file
  f2fs_issue_flush
  fuse_dev_do_read
  fuse_simple_request
  __fuse_simple_request
  do_sync_mapping_range
  sync_filesystem
  ksys_sync
  migration_entry_wait
  migration_entry_wait_on_locked
  md_flush_request
  raid5_get_active_stripe
disk jvm 3 documented
  sun.nio.ch.FileChannelImpl.force
  java.io.RandomAccessFile.readBytes0
  java.io.RandomAccessFile.writeBytes0
  java.io.FileDescriptor.sync0
  sun.nio.fs.UnixNativeDispatcher.fsync
  java.nio.MappedByteBuffer.force0
  java.nio.MappedMemoryUtils.force0
  jdk.internal.misc.Unsafe.force
disk node 3 documented
  fdatasyncSync@node:fs
  fsyncSync@node:fs
  uv__fs_fdatasync
  uv__fs_write
disk libc 2 documented
  io_submit
  copy_file_range
network native 3 documented
  secure_read
  secure_raw_read
  pq_recvbuf
  pq_getbyte
  pq_startmsgread
  vio_read
  vio_read_buff
  vio_write
  net_read_packet
  net_read_raw_loop
  net_write_raw_loop
  my_net_read
  mysql_socket_recv
  inline_mysql_socket_recv
  inline_mysql_socket_send
  redisBufferRead
  redisNetRead
  zmq::tcp_read
  php_network_connect_socket
  res_query
  res_nquery
  res_context_send
  send_dg
  nss_dns_gethostbyname4_r
  getaddrinfo_a
  gethostbyname2_r
  WSARecv
  WSASend
  NtDeviceIoControlFile
  caml_unix_recv
  caml_unix_accept
network libc 1 documented
  sendmmsg
  accept_nocancel
  recvfrom_nocancel
  connect_nocancel
network kernel 2 documented
  mptcp_recvmsg
  sctp_recvmsg
  sctp_wait_for_packet
  __inet_accept
  inet_shutdown
  vsock_stream_recvmsg
  __vsock_stream_recvmsg
  tls_sw_recvmsg
  tls_sw_sendmsg
  smc_recvmsg
  smc_rx_wait
  sbwait
  soreceive_generic
  soreceive
  kern_accept4
  kern_connectat
  sosend_generic
  nfs4_call_sync_sequence
  __rpc_execute
  ceph_mdsc_do_request
network jvm 3 documented
  sun.nio.ch.SocketChannelImpl.blockingRead
  sun.nio.ch.SocketChannelImpl.blockingConnect
  java.net.PlainSocketImpl.socketConnect0
  java.net.Socket$SocketInputStream.read
  java.net.Socket$SocketInputStream.implRead
  java.net.ServerSocket.accept
  java.net.ServerSocket.implAccept
  sun.security.ssl.SSLSocketInputRecord.read
  sun.security.ssl.SSLSocketInputRecord.readHeader
  java.net.DualStackPlainSocketImpl.waitForConnect
  com.mysql.cj.protocol.a.SimplePacketReader.readHeader
network ruby 3 documented
  IO#readpartial
  IO#read_nonblock
  TCPSocket#initialize
  TCPSocket.open
  Socket.tcp
  BasicSocket#recv_nonblock
  Net::BufferedIO#rbuf_fill
  PG::Connection#async_exec
  PG::Connection#exec
  PG::Connection#exec_params
  PG::Connection#async_exec_params
  PG::Connection#exec_prepared
  PG::Connection#get_last_result
  PG::Connection#block
  Mysql2::Client#_query
  Trilogy#query
  pgconn_block
  rb_mysql_query
  nogvl_do_result
network python 3 documented
  readinto@socket.py
  recv@socket.py
  accept@socket.py
  create_connection@socket.py
  getaddrinfo@socket.py
  read@ssl.py
  recv@ssl.py
  recv_into@ssl.py
  do_handshake@ssl.py
  wait_select@psycopg2/extras.py
  wait_selector@psycopg/waiting.py
  wait_epoll@psycopg/waiting.py
  _read_from_socket@redis/_parsers/socket.py
  _read_from_socket@redis/connection.py
  _read@amqp/transport.py
network rust 3 documented
  /^<?hyper_util::client::legacy::connect::/
  /^<?std::sys::(pal::)?(unix|net).*::(TcpStream|TcpListener|UdpSocket|Socket)>?::(recv|accept|connect|read|recv_from|recv_with_flags|connect_timeout|recv_from_with_flags|accept4)$/
channel rust 4 documented
  /^<?(crossbeam_channel|crossbeam::channel)::(flavors::|channel::|select::|context::|counter::).*(recv|send|wait_until|run_select)\b/
  /^<?std::sync::mpmc::(context::Context|array::Channel<.*>|list::Channel<.*>|zero::Channel<.*>|Receiver<.*>|Sender<.*>)>?::(wait_until|recv|send|recv_timeout)/
  /^<?tokio::sync::mpsc::.*(blocking_recv|blocking_send)$/
  /^<?flume::(Receiver|Sender|Shared)<.*>>?::(recv|send|recv_timeout|wait_recv|wait_send)/
idle rust 4 documented
  /^<?rayon_core::registry::WorkerThread>?::wait_until_cold$/
  /^<?rayon_core::sleep::Sleep>?::(sleep|no_work_found)$/
  /^<?tokio::runtime::scheduler::multi_thread::worker::Context>?::park/
  /^<?tokio::runtime::scheduler::current_thread::Context>?::park/
ipc kernel 2 documented
  do_wait4
  __do_wait
  do_waitid
  splice_from_pipe
  splice_from_pipe_next
  mach_msg_receive
  ipc_mqueue_receive
  ptm_read
  pty_read
ipc libc 2 documented
  mach_msg_overwrite_trap
  sigwaitinfo_nocancel
  mq_send
  mq_timedsend
  msgsnd
  do_system
gc native 4 on-cpu documented
  caml_major_collection_slice
  caml_empty_minor_heap*
  caml_minor_collection
  GC_collect_or_expand
  GC_try_to_collect_inner
  GC_mark_from
  GC_stop_world
  mono_gc_collect
  sgen_perform_collection
  zend_gc_run
  zend_gc_collect_cycles
  Perl_sv_clean_all
  scavenge_block
  scavengeGroup
  erts_garbage_collect*
  garbage_collect_minor
  lua_gc_step
  lj_gc_step*
  luaC_step
  luaC_fullgc
gc python 4 on-cpu documented
  gc_collect_region
  gc_collect_young
  gc_collect_increment
  _PyGC_Collect
  _PyGC_CollectNoFail
  _Py_RunGC
  PyGC_Collect
  deduce_unreachable
gc ruby 4 on-cpu documented
  gc_sweep*
  heap_page_sweep
  gc_start_internal
gc jvm 4 on-cpu documented
  SafepointSynchronize::synchronize_threads
  VM_G1CollectForAllocation::doit
  VM_CollectForMetadataAllocation::doit
  VM_ParallelGCFailedAllocation::doit
  VM_GenCollectForAllocation::doit
  VM_ParallelCollectForAllocation::doit
  /^(SerialFullGC|ParCompactionManager|PSMarkSweep|PreservedMarks|ReferenceProcessor|WeakProcessor|StringDedup\w*)::/
gc node 4 on-cpu documented
  /^v8::internal::(MinorGC|MinorMarkCompact|MinorMarkSweep|YoungGeneration\w*|ScavengeVisitor|MarkingVisitor\w*|ParallelMove|Evacuator|PointersUpdating\w*|ArrayBufferSweeper|MemoryReducer|StressScavengeObserver|GCTracer|Heap::\w*GC|HeapAllocator::CollectGarbage\w*)\b/
lock kernel 2 on-cpu documented
  __mutex_optimistic_spin
idle kernel 2 on-cpu documented
  intel_idle_ibrs
  intel_idle_xstate
  acpi_idle_do_entry
  acpi_processor_ffh_cstate_enter
  haltpoll_enter_idle
  default_enter_idle
  arch_cpu_idle
  cpuidle_enter
  call_cpuidle
  psci_enter_idle_state
  cpu_do_idle
  tdx_halt
unknown-wait kernel 0 documented
  __sched_text_start
  prepare_task_switch
  context_switch
  __switch_to_asm
  mi_switch
  sleepq_wait
  sleepq_wait_sig
  sleepq_timedwait
  sleepq_timedwait_sig
  _sleep
  _cv_wait
  _cv_wait_sig
  _cv_timedwait_sbt
  thread_block
  thread_block_reason
  KiSwapContext
  KiSwapThread
  KiCommitThread
  SwapContext
  schedule_rtlock
  schedule_user
  __schedule_loop
lock native 3 seen
  sqlite3InvokeBusyHandler
lock native 3 documented
  btreeInvokeBusyHandler
  sqliteDefaultBusyCallback
lock native 4 documented
  ProcSleep
  ConditionVariableSleep
  ConditionVariableTimedSleep
  LockBufferForCleanup
lock python 3 documented
  wait@threading.py
  wait_for@threading.py
  acquire@threading.py
  join@threading.py
  _wait_for_tstate_lock@threading.py
  result@concurrent/futures/_base.py
channel python 4 documented
  get@queue.py
  put@queue.py
ipc python 3 documented
  wait@subprocess.py
  _wait@subprocess.py
  _try_wait@subprocess.py
  communicate@subprocess.py
  _recv@multiprocessing/connection.py
poll reader 3 seen
  goroutine [IO wait]
channel reader 3 seen
  goroutine [chan *
  goroutine [select*
lock reader 3 seen
  goroutine [semacquire*
  goroutine [sync.*
  thread [BLOCKED*
  kernel lock [*
sleep reader 3 seen
  goroutine [sleep*
gc reader 3 on-cpu documented
  goroutine [garbage collection*
  goroutine [GC assist*
  goroutine [wait for GC cycle*
  goroutine [GC worker (active)*
idle reader 4 documented
  goroutine [GC worker (idle)*
  goroutine [GC sweep wait*
  goroutine [GC scavenge wait*
  goroutine [force gc (idle)*
  goroutine [finalizer wait*
  goroutine [cleanup wait*
  goroutine [timer goroutine (idle)*
  goroutine [trace reader (blocked)*
  thread [waiting]
  thread [no Java stack]
  thread [carrying a virtual thread]
unknown-wait reader 1 seen
  thread [idle]
  thread [not told]
unknown-wait reader 1 documented
  thread [WAITING*
  goroutine [not told]
  thread [TIMED_WAITING*
lock reader 3 seen
  jdk.JavaMonitorEnter*
  profiler.NativeLock
lock reader 2 seen
  jdk.JavaMonitorWait*
lock reader 1 seen
  jdk.ThreadPark*
lock reader 1 documented
  jdk.VirtualThreadPinned
sleep reader 3 seen
  jdk.ThreadSleep
network reader 3 seen
  jdk.SocketRead
  jdk.SocketWrite
network reader 3 documented
  jdk.SocketConnect
disk reader 3 seen
  jdk.FileRead
  jdk.FileWrite
  jdk.FileForce
scheduler reader 3 documented
  goroutine [stopping the world*
scheduler reader 4 documented
  thread [ready to run]
disk reader 0 seen
  thread [uninterruptible]
unknown-wait reader 1 documented
  latency histogram *
network reader 3 documented
  /^latency histogram (recv|send|accept|connect)/
poll reader 3 documented
  /^latency histogram (poll|epoll|select)/
lock reader 3 documented
  latency histogram futex
disk reader 3 documented
  latency histogram fsync
`;
