import { CATEGORIES, type Category, CPU } from '../waits';
import { message, type Message } from '../../profile/message';
import { type Cause } from '../causes/cause';
import { type CauseContext, shareOf } from '../causes/context';
import { callersOf, callsOf, type Explanation, nameLike, type Rule } from './rule';

/**
 * Frames that run callbacks of an event loop: asyncio events.py and base_events.py, uvloop, trio; Netty, Vert.x; tokio's worker on a
 * task; libuv. Node's own JavaScript always runs in its loop.
 */
const LOOP =
  /(?:Handle\._run|BaseEventLoop\._run_once|BaseEventLoop\.run_forever|_run_once|run_forever)\b|uvloop\.loop|trio\/_core\/_run|(?:Nio|Epoll|KQueue)\w*(?:EventLoop|IoHandler)\.(?:run|processSelectedKeys?)|SingleThreadEventExecutor|io\.vertx\.core\.impl\.(?:EventLoop|Context)|tokio::runtime::scheduler::\S*::(?:run_task|block_on)|uv_run|eventmachine/;
/** V8's pseudo frames, and node's own modules. */
const NODE = /^\(program\)$|^\(idle\)$|\bnode:internal\b|^processTicksAndRejections/;
const FROM = 0.1;
/** A function that runs in the loop for less of the time than this is work, not a block. */
const LONG = 0.3;

/**
 * Node's synchronous calls that wait: V8 samples them as running. https://nodejs.org/api/fs.html#synchronous-api,
 * https://nodejs.org/api/child_process.html#synchronous-process-creation. Reading and writing files mostly copies: that runs.
 */
const SYNCHRONOUS: Array<[RegExp, number]> = [
  [/^f(?:data)?syncSync\b/, CATEGORIES.indexOf('disk')],
  [/^(?:spawn|exec|execFile)Sync\b/, CATEGORIES.indexOf('ipc')],
];

/** A call that waits, or computes long, where callbacks are run: everything else in that loop stands still meanwhile. */
export const blockedLoop: Rule = {
  id: 'blocked-event-loop',
  find(context, causes) {
    const node = context.tree.symbols.some(({ name }) => NODE.test(name.slice(0, 100)));
    return causes.flatMap((cause): Explanation[] => {
      if (cause.kind === 'unknown' && cause.hasUser && cause.weight >= FROM && isInLoop(context, cause)) {
        return [{ of: cause, cause: unseen(context, cause) }];
      }
      const waits = cause.kind === 'wait' && cause.hasUser && cause.weight >= FROM && isInLoop(context, cause);
      const computes = node && cause.kind === 'cpu' && cause.hasUser && cause.weight >= LONG;
      const waitsFor = computes ? SYNCHRONOUS.find(([call]) => call.test(cause.call ?? ''))?.[1] : undefined;
      return waits || computes
        ? [
            {
              of: cause,
              cause: {
                ...(waitsFor === undefined ? cause : asWait(context, cause, waitsFor)),
                rule: 'blocked-event-loop',
                ...(computes && waitsFor === undefined
                  ? { what: message('blocks the event loop') }
                  : { what: blocks(waitsFor ?? cause.category!), via: cause.call ?? cause.waitFrame }),
                evidence: [
                  ...cause.evidence,
                  message('It is called from the event loop: nothing else in the loop goes on meanwhile'),
                ],
                isNot: message('It is not only this request: every request of the loop waits for it.'),
                next: computes
                  ? message('Use the call’s asynchronous form, or a worker thread.')
                  : message(
                      'Use an asynchronous client, or hand the call to a thread (to_thread, spawn_blocking, executeBlocking).'
                    ),
              },
            },
          ]
        : [];
    });
  },
};

const blocks = (category: number): Message => BLOCKS[CATEGORIES[category]] ?? BLOCKS_OTHERWISE;

const BLOCKS: Partial<Record<Category, Message>> = {
  network: message('blocks the event loop while it waits for the network'),
  poll: message('blocks the event loop while it waits for a socket or an event'),
  disk: message('blocks the event loop while it waits for the disk'),
  sleep: message('blocks the event loop while it sleeps'),
  lock: message('blocks the event loop while it waits for a lock or another thread'),
};
const BLOCKS_OTHERWISE = message('blocks the event loop with a call that waits');

/** What V8 took for running, as the wait that it is. */
const asWait = ({ whole, cpuWhole }: CauseContext, cause: Cause, category: number): Cause => ({
  ...cause,
  kind: 'wait',
  category,
  of: 'wall',
  share: (cause.share * cpuWhole) / whole,
  samples: undefined,
  interval: undefined,
  subject: undefined,
});

/** A callback that blocks the loop, whether it runs or waits in a call that the profiler does not see: all its time counts. */
function unseen({ tree, code, waiting, whole, matters }: CauseContext, cause: Cause): Cause {
  let total = 0;
  for (let node = 1; node < tree.length; node++) {
    const user = code.user[node];
    if (user > 0 && tree.symbols[tree.symbol[user]].name === cause.site && waiting!.waits.category[node] === CPU) {
      total += waiting!.weights.self[node];
    }
  }
  return {
    ...cause,
    rule: 'blocked-event-loop',
    share: total / whole,
    samples: undefined,
    interval: undefined,
    part: shareOf(total, matters),
    weight: shareOf(total, matters),
    what: message('runs or waits unseen and blocks the event loop'),
    subject: message('blocking of the event loop'),
    evidence: [message('nothing else in the loop goes on meanwhile')],
    isNot: message('It is not only this request: every request of the loop waits for it.'),
  };
}

const isInLoop = (context: CauseContext, cause: Cause): boolean =>
  nameLike(LOOP, [...callsOf(context, cause), ...callersOf(context, cause.node)]) !== undefined;
