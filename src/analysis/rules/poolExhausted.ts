import { CATEGORIES } from '../waits';
import { totalOf } from '../../profile';
import { type Cause } from '../causes/cause';
import { type CauseContext } from '../causes/context';
import { message } from '../../profile/message';
import { type Explanation, type Rule, waitRule } from './rule';

/**
 * Calls that hand out a connection and wait when none is free, as their projects name them: database/sql sql.go; jackc/puddle and
 * pgxpool; go-redis internal/pool; HikariCP, DBCP2 and commons-pool2, Tomcat JDBC, c3p0, Apache HttpClient 4 and 5, Lettuce;
 * SQLAlchemy pool/impl.py, psycopg_pool, urllib3 (block=True), redis-py; pg-pool and generic-pool; ActiveRecord and connection_pool;
 * SqlClient, Npgsql; r2d2, bb8, deadpool, sqlx. Go's net/http hands one out in getConn (transport.go), where it may dial one as well.
 */
const CALLS = new RegExp(
  [
    String.raw`^database/sql\.\(\*DB\)\.conn$`,
    String.raw`^net/http\.\(\*Transport\)\.getConn$`,
    String.raw`puddle(?:/v\d+)?\.\(\*Pool(?:\[.*\])?\)\.(?:Acquire|acquire)`,
    String.raw`pgxpool\.\(\*Pool\)\.Acquire`,
    String.raw`/pool\.\(\*ConnPool\)\.(?:waitTurn|Get)$`,
    String.raw`gomodule/redigo.*\(\*Pool\)\.(?:GetContext|Get|waitVacantConn)$`,
    String.raw`com[./]zaxxer[./]hikari[./](?:pool[./]HikariPool|HikariDataSource|util[./]ConcurrentBag)\.(?:getConnection|borrow)`,
    String.raw`org[./]apache[./](?:commons[./]|tomcat[./]dbcp[./])(?:pool2?|dbcp2?)[./].*\.(?:borrowObject|getConnection)`,
    String.raw`org[./]apache[./]tomcat[./]jdbc[./]pool[./]ConnectionPool\.borrowConnection`,
    String.raw`com[./]mchange[./]v2[./]resourcepool[./]BasicResourcePool\.(?:awaitAvailable|checkoutResource)`,
    String.raw`org[./]apache[./]hc?t?t?p?[./].*(?:AbstractConnPool|StrictConnPool|LaxConnPool|Pooling\w*ConnectionManager).*\.(?:getPoolEntryBlocking|leaseConnection|lease|get)$`,
    String.raw`(?:_do_get|QueuePool\.\w+|_ConnectionFairy\._checkout|ConnectionPool\.(?:getconn|_getconn_\w+)|BlockingConnectionPool\.get_connection|_get_conn)\b.*\.py`,
    String.raw`ConnectionPool(?:#|::Queue#|::TimedStack#)(?:checkout|poll|wait_poll|internal_poll|pop|acquire_connection)`,
    String.raw`(?:System|Microsoft)\.Data\.(?:SqlClient|ProviderBase)\.\w*Pool\w*\.(?:TryGetConnection|WaitForPendingOpen)`,
    String.raw`Npgsql\.(?:Internal\.)?(?:Pooling\w*|ConnectorPool)\.(?:Get|Rent)`,
    String.raw`^<?(?:r2d2::Pool|bb8::\S*Pool|deadpool(?:_\w+|::managed)?::\S*Pool|sqlx\S*::pool::\S*)\S*::(?:get|acquire|timeout_get)`,
  ].join('|')
);

/** Pools of the program itself, by what people call them; it counts only above a wait for a lock or a queue. */
const OWN =
  /[Pp]ool\w*\)?(?:\.|::|#|\$|->)+\w*(?:[Bb]orrow|[Aa]cquire|[Cc]heck_?[Oo]ut|[Ll]ease|[Rr]ent|[Tt]ake|[Gg]et)\w*|(?:borrow|acquire|check_?out|lease|get)_?(?:[Cc]onn\w*|from_pool|FromPool)/;
const QUEUES = new Set((['lock', 'channel'] as const).map((name) => CATEGORIES.indexOf(name)));

/** Who waits in getConn for a new connection has a goroutine that dials it. */
const DIALS = 'net/http.(*Transport).dialConnFor';
const MOSTLY_DIALS = 0.5;

function dials({ tree, waiting, whole }: CauseContext, { share }: Cause, call: string): boolean {
  if (!waiting || !call.startsWith('net/http.')) {
    return false;
  }
  let dialing = 0;
  for (let node = 1; node < tree.length; node++) {
    dialing += tree.symbols[tree.symbol[node]].name === DIALS ? totalOf(tree, waiting.weights, node) : 0;
  }
  return dialing >= MOSTLY_DIALS * share * whole;
}

/** A pool of connections of which none is free: the wait is for other requests of the same program, not for the database. */
const known = waitRule({
  id: 'pool-exhausted',
  calls: CALLS,
  from: 0.05,
  unless: dials,
  what: message('waits for a connection of the pool'),
  isNot: message('It is not the database or the service behind it: the time is spent before a connection is had.'),
  next: message(
    'Compare the size of the pool with the requests in flight, and how long one connection is kept: a query in the pool’s own metrics (waits, in use, idle).'
  ),
});

export const poolExhausted: Rule = {
  id: known.id,
  names: known.names,
  find: (context, causes) => [
    ...known.find(context, causes),
    ...causes.flatMap((cause): Explanation[] =>
      cause.kind === 'wait' &&
      cause.weight >= 0.1 &&
      QUEUES.has(cause.category!) &&
      OWN.test((cause.site ?? '').slice(0, 300))
        ? [
            {
              of: cause,
              cause: {
                ...cause,
                rule: known.id,
                what: message('waits until one of the pool is free'),
                isNot: message('It is not what is borrowed that takes long here: the time is spent before it is had.'),
                next: message('Compare the size of the pool with the requests in flight, and how long one is kept.'),
              },
            },
          ]
        : []
    ),
  ],
};
