import { note } from '../words';
import { waitRule } from './rule';

/**
 * Calls that hand out a connection and wait when none is free, as their projects name them: database/sql sql.go; jackc/puddle and
 * pgxpool; go-redis internal/pool; HikariCP, DBCP2 and commons-pool2, Tomcat JDBC, c3p0, Apache HttpClient 4 and 5, Lettuce;
 * SQLAlchemy pool/impl.py, psycopg_pool, urllib3 (block=True), redis-py; pg-pool and generic-pool; ActiveRecord and connection_pool;
 * SqlClient, Npgsql; r2d2, bb8, deadpool, sqlx.
 */
const CALLS = new RegExp(
  [
    String.raw`^database/sql\.\(\*DB\)\.conn$`,
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

/** A pool of connections of which none is free: the wait is for other requests of the same program, not for the database. */
export const poolExhausted = waitRule({
  id: 'pool-exhausted',
  calls: CALLS,
  from: 0.05,
  what: note('waits for a connection of the pool'),
  isNot: note('It is not the database: the time is spent before a connection is had.'),
  next: note(
    'Compare the size of the pool with the requests in flight, and how long one connection is kept: a query in the pool’s own metrics (waits, in use, idle).'
  ),
});
