import { message } from '../../profile/message';
import { type Cause } from '../causes/cause';
import { callsOf, type Explanation, nameLike, type Rule } from './rule';

/** Calls that return when other threads are done: Go sync, errgroup; JDK; Python concurrent.futures, threading; Rust; .NET; pthreads. */
const JOINS =
  /sync\.\(\*WaitGroup\)\.Wait|errgroup\.\(\*Group\)\.Wait|(?:CompletableFuture|FutureTask|ForkJoinTask)\.(?:get|join|invoke\w*)|ExecutorService\.invokeAll|java[./]lang[./]Thread\.join|CountDownLatch\.await|(?:result|wait|as_completed) \(.*concurrent\/futures|Thread\.join \(|join \(.*threading\.py|JoinHandle\S*::join|std::thread::join|Tasks\.Task\.Wait|pthread_(?:clock|timed)?join/;
const FROM = 0.05;
/** A function in other threads with so much of the time of the join is what the join waits for. */
const AS_LONG = 0.7;
const BEHIND = 0.99;

/** Who hands work to others and waits for them: the same time is in theirs, where it shows what takes so long. */
export const fanOut: Rule = {
  id: 'fan-out',
  find(context, causes) {
    const joins = causes.filter(
      (cause) => cause.kind === 'wait' && cause.weight >= FROM && nameLike(JOINS, callsOf(context, cause)) !== undefined
    );
    return joins.flatMap((join): Explanation[] => {
      const branch = causes.reduce<Cause | undefined>(
        (most, cause) =>
          cause.hasUser &&
          (cause.kind === 'wait' || cause.kind === 'cpu') &&
          !joins.includes(cause) &&
          cause.weight > (most?.weight ?? 0)
            ? cause
            : most,
        undefined
      );
      const call = nameLike(JOINS, callsOf(context, join));
      return branch && branch.weight >= AS_LONG * join.weight
        ? [
            {
              of: join,
              cause: {
                ...join,
                rule: 'fan-out',
                weight: Math.min(join.weight, BEHIND * branch.weight),
                what: WAITS,
                via: call,
                isNot: message('It is not this function: the slowest of those that it waits for is.'),
              },
            },
          ]
        : [];
    });
  },
};

const WAITS = message('waits until others have done their part');
