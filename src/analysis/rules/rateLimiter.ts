import { message } from '../../profile/message';
import { waitRule } from './rule';

/**
 * Calls that wait for a token, as their projects name them: golang.org/x/time/rate, go.uber.org/ratelimit, juju/ratelimit;
 * Guava RateLimiter, Resilience4j, Bucket4j; aiolimiter, pyrate-limiter, ratelimit (PyPI); limiter and bottleneck (npm); governor (crates.io);
 * System.Threading.RateLimiting; limiter gems.
 */
const CALLS =
  /golang\.org\/x\/time\/rate\.\(\*Limiter\)|go\.uber\.org\/ratelimit\.|juju\/ratelimit\.\(\*Bucket\)\.Wait|com[./]google[./]common[./]util[./]concurrent[./](?:Smooth)?RateLimiter\.|io[./]github[./]resilience4j[./]ratelimiter[./]|io[./]github[./]bucket4j[./]|(?:AsyncLimiter|LeakyBucket|pyrate_limiter|ratelimit\/decorators)\b.*\.py|[/\\]node_modules[/\\](?:bottleneck|limiter)[/\\]|^<?governor::|System\.Threading\.RateLimiting\.\w+\.(?:Acquire|Wait)/;

/** The program holds itself back. */
export const rateLimiter = waitRule({
  id: 'rate-limiter',
  calls: CALLS,
  from: 0.05,
  what: message('waits for its own rate limiter'),
  isNot: message('It is neither the network nor the service behind it: no call is on its way meanwhile.'),
  next: message('Compare the limit with the rate that is asked for: raise it, or let callers fail early.'),
});
