/** Why a stack is not running. The index is the value in `Uint8Array` columns: 0 is "on CPU" or "not known". */
export const CATEGORIES = [
  'cpu',
  'network',
  'poll',
  'lock',
  'disk',
  'sleep',
  'channel',
  'scheduler',
  'gc',
  'ipc',
  'idle',
  'unknown-wait',
] as const;

export type Category = (typeof CATEGORIES)[number];

export const CPU = 0;
export const IDLE = CATEGORIES.indexOf('idle');
export const UNKNOWN_WAIT = CATEGORIES.indexOf('unknown-wait');

export const isCategory = (name: string): name is Category => (CATEGORIES as readonly string[]).includes(name);

/** On screen: the words in which the findings say it (causes/waits.ts), so that bar, lists and sentence are read as one. */
export const CATEGORY_LABEL: Record<Category, string> = {
  cpu: 'On CPU',
  network: 'Network',
  poll: 'Socket or event',
  lock: 'Lock',
  disk: 'Disk',
  sleep: 'Sleep',
  channel: 'Channel',
  scheduler: 'Scheduler',
  gc: 'GC',
  ipc: 'Other process',
  idle: 'Idle',
  'unknown-wait': 'Unknown wait',
};

export const CATEGORY_MEANING: Record<Category, string> = {
  cpu: 'running, or ready to run',
  network: 'a socket: receive, send, accept, connect, name look-up',
  poll: 'sockets or other descriptors that are not ready: epoll, poll, select, an event loop',
  lock: 'a mutex, semaphore, condition variable, monitor, join or future',
  disk: 'file or block I/O, fsync, swap',
  sleep: 'a timer that the program set itself',
  channel: 'a channel or queue between threads',
  scheduler: 'ready to run, but no CPU was given',
  gc: 'garbage collection',
  ipc: 'a pipe, Unix socket, message queue, signal or child process',
  idle: 'expected waiting: parked workers and helper threads with nothing to do',
  'unknown-wait': 'waiting, but the stack does not tell on what: a plain system call such as read, or a parked thread',
};
