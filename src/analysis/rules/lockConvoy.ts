import { type Holders, holdersOf } from '../contention';
import { CATEGORIES } from '../waits';
import { message, type Message } from '../../profile/message';
import { type Cause, MIN_SHARE } from '../causes/cause';
import { type CauseContext } from '../causes/context';
import { callsOf, type Explanation, nameLike, type Rule } from './rule';

const LOCK = CATEGORIES.indexOf('lock');
/** From this share of the time that matters on threads stand in line. */
const CONVOY = 0.1;
/** Where a profile says who holds it, a shorter line is worth its sentence, too. */
const leastOf = ({ beside }: CauseContext) =>
  beside.contention?.released.length || beside.heldBy ? MIN_SHARE : CONVOY;

/** Mutual exclusion, not condition variables or joins. Sources: the same files as the wait table's rows of kind lock. */
const MUTEX =
  /sync\.\(\*(?:RW)?Mutex\)\.(?:R?[lL]ock\w*|lockSlow)|runtime_SemacquireMutex|runtime_SemacquireRWMutex|ObjectMonitor::enter|ObjectSynchronizer::enter|monitor(?:_?enter|Enter)|JavaMonitorEnter\b|complete_monitor_locking|locks[./](?:Reentrant\w*Lock|StampedLock)|AbstractQueued\w*Synchronizer\.(?:acquire\w*|parkAndCheckInterrupt)$|^(?:___?)?pthread_(?:mutex|rwlock|spin)_\w*lock|__lll_lock_wait|lll_mutex_lock|std::mutex::lock|parking_lot\S*(?:lock_slow|lock_exclusive|lock_shared)|std::sys::\S*(?:mutex|Mutex|rwlock)\S*::lock|std::sync::\S*(?:mutex|Mutex)\S*::lock|^__?(?:mutex_lock|rwsem_down_\w+|percpu_down)|Monitor\.(?:Enter|ReliableEnter)|Mutex#(?:lock|synchronize)|Lock\.acquire|\bBLOCKED\b|waiting to lock|futex_lock_pi/;

/**
 * Locks of rows and tables, held to the end of a transaction, where the database itself is seen. PostgreSQL: storage/lmgr/proc.c,
 * lmgr.c, lock.c, access/heap/heapam.c; MariaDB and MySQL: storage/innobase/lock/lock0lock.cc, lock0wait.cc, sql/mdl.cc;
 * SQLite, in the program: src/btree.c, main.c.
 */
const TRANSACTION =
  /^(?:ProcSleep|LockAcquire\w*|XactLockTableWait|SpeculativeInsertionWait|heap_acquire_tuplock|lock_wait(?:_suspend_thread)?|MDL_(?:wait::timed_wait|context::acquire_lock\w*)|(?:sqlite3|btree)InvokeBusyHandler|sqliteDefaultBusyCallback)\b/;
/** A packaged MariaDB has no names for InnoDB's functions: what waits for a condition with a timeout inside of a storage engine waits for a lock. */
const ENGINE = /^handler::(?:ha_|read_|multi_range_)/;

const isTransaction = (calls: string[], { site = '' }: Cause): boolean =>
  nameLike(TRANSACTION, [...calls, site]) !== undefined ||
  (ENGINE.test(site) && nameLike(/pthread_cond_timedwait/, calls) !== undefined);

const OF_A_TRANSACTION = {
  rule: 'lock-convoy',
  what: message('waits for a lock of another transaction'),
  via: undefined,
  isNot: message('It is not the statement’s own work: it goes on when the other transaction ends.'),
  next: message(
    'Look who holds it and what that does meanwhile (pg_locks, INNODB_TRX; SQLite has one writer at a time).'
  ),
} satisfies Partial<Cause>;

/** Threads that stand in line for one lock: long because of what its holder does meanwhile. */
export const lockConvoy: Rule = {
  id: 'lock-convoy',
  find: (context, causes) =>
    causes.flatMap((cause): Explanation[] => {
      if (cause.kind !== 'wait' || cause.category !== LOCK || cause.weight < leastOf(context)) {
        return [];
      }
      const calls = [...callsOf(context, cause), cause.waitFrame!];
      if (isTransaction(calls, cause)) {
        return [{ of: cause, cause: { ...cause, ...OF_A_TRANSACTION } }];
      }
      if (nameLike(MUTEX, calls) === undefined && !isMonitor(context, cause)) {
        return [];
      }
      return [
        {
          of: cause,
          cause: {
            ...cause,
            rule: 'lock-convoy',
            what: message('waits for a lock that others hold'),
            via: undefined,
            isNot: message('It is not the work under the lock that this share counts, but the line in front of it.'),
            ...holderOf(context, cause, causes),
          },
        },
      ];
    }),
};

/** All other ways of waiting for a thread that Java has: they stand in its stack. */
const PARKS =
  /java[./]util[./]concurrent|java[./]lang[./](?:Object\.wait|Thread\.join|VirtualThread)|Unsafe\.park|LockSupport/;

/**
 * A thread of the JVM that stands in the C library's wait under Java code that neither parks nor waits: it is the virtual machine's
 * monitor (`synchronized`), entered through code that no profiler unwinds. Frames between are booked there by chance.
 */
function isMonitor(context: CauseContext, cause: Cause): boolean {
  const { tree, code } = context;
  const language = cause.node === undefined ? undefined : code.symbols[tree.symbol[cause.node]].language;
  const [wait = '', ...above] = callsOf(context, cause);
  return language === 'jvm' && /futex|pthread|lll_/.test(wait) && nameLike(PARKS, above) === undefined;
}

/** What the same function waits for besides the lock. */
function heldMeanwhile(lock: Cause, causes: readonly Cause[]): Message[] {
  const held = causes.find((other) => other.kind === 'wait' && other !== lock && other.site === lock.site);
  return held
    ? [
        message('The same function waits elsewhere too ({frame}): it may do so while it holds the lock', {
          frame: held.waitFrame!,
        }),
      ]
    : [];
}

const KNOWN_BY: Record<Holders['by'], Message> = {
  type: message('By the contention profile, of methods of the same type: likely the same lock.'),
  program: message('By the contention profile, of all locks of the program: which of them this is it does not tell.'),
};

const BY_OWNER = message(
  'By the recording itself, which names the last owner of the monitor at the end of each wait; waits below its threshold are not in it.'
);
const BY_LOCK = message(
  'By the recording itself: who held the very lock that is waited for, each by how long he held it.'
);

const SHORTEN = message('Shorten what the holder does under the lock, or split the lock.');
const ADD_PROFILE = message(
  'Add a contention profile (Go mutex, perf lock contention, JFR monitor events): it names who holds the lock.'
);

/** Who holds it, by the waits themselves or a contention profile among the queries, else what may go on under the lock; and the next step. */
function holderOf(
  context: CauseContext,
  lock: Cause,
  causes: readonly Cause[]
): Pick<Cause, 'holder' | 'evidence' | 'next'> {
  const { contention, heldBy } = context.beside;
  const [owner] = (lock.node !== undefined && heldBy?.(lock.node, context.tree.subtreeEnd[lock.node])) || [];
  if (owner) {
    const { name, process, share, byLock } = owner;
    return {
      holder: { site: name, share, thread: process },
      evidence: [...lock.evidence, byLock ? BY_LOCK : BY_OWNER],
      next: SHORTEN,
    };
  }
  const found = contention && lock.site !== undefined ? holdersOf(contention, lock.site) : undefined;
  return found
    ? { holder: found.holders[0], evidence: [...lock.evidence, KNOWN_BY[found.by]], next: SHORTEN }
    : { evidence: [...lock.evidence, ...heldMeanwhile(lock, causes)], next: ADD_PROFILE };
}
