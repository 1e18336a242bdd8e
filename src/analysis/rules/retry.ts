import { message } from '../../profile/message';
import { CATEGORIES } from '../waits';
import { callersOf, callsOf, type Explanation, nameLike, type Rule } from './rule';

const SLEEP = CATEGORIES.indexOf('sleep');
const TIMERS = new Set([SLEEP, CATEGORIES.indexOf('channel'), CATEGORIES.indexOf('lock')]);

/**
 * Libraries that try again: urllib3 util/retry.py, tenacity, backoff (PyPI); cenkalti/backoff, avast/retry-go, go-retryablehttp; Spring
 * Retry, Resilience4j, Failsafe; Polly; the AWS SDKs' retryers.
 */
const LIBRARIES =
  /_sleep_backoff|sleep_for_retry|util\/retry\.py|tenacity\/|(?:^|\/)backoff\/|cenkalti\/backoff|retry-go|retryablehttp|org[./]springframework[./]retry|resilience4j[./]retry|dev[./]failsafe|Polly\.|aws\/retry|retries?\/\w+\.py/;
/** The program's own function that says so in its name; it only counts above a timer. */
const OWN = /(?:^|[._:#/]|[a-z])(?:[Rr]etr(?:y|ies|ying)|[Bb]ack_?[Oo]ff)/;
/** Frames above the sleep that are looked at. */
const NEAR = 6;

/** Sleeping between tries: the time is that of calls that failed. */
export const retry: Rule = {
  id: 'retry',
  find: (context, causes) =>
    causes.flatMap((cause): Explanation[] => {
      if (cause.kind !== 'wait' || cause.weight < 0.05 || !TIMERS.has(cause.category!)) {
        return [];
      }
      const calls = callsOf(context, cause);
      const own = [cause.site ?? '', ...callersOf(context, cause.node).slice(0, NEAR)];
      const holds =
        nameLike(LIBRARIES, calls) !== undefined || (cause.category === SLEEP && nameLike(OWN, own) !== undefined);
      return holds
        ? [
            {
              of: cause,
              cause: {
                ...cause,
                rule: 'retry',
                what: message('sleeps before it tries again (retry, backoff)'),
                via: undefined,
                isNot: message(
                  'It is not the answer that takes long: calls fail, and the pause after them is the time.'
                ),
                next: message('Look at the errors of that call, and at the number of tries per request.'),
              },
            },
          ]
        : [];
    }),
};
