import { message } from '../../profile/message';
import { waitRule } from './rule';

/** The putting side of queues: Go runtime/chan.go; java.util.concurrent queues; Python queue.py, multiprocessing; Rust std and crossbeam; Ruby; .NET. */
const CALLS =
  /^runtime\.chansend1?$|java[./]util[./]concurrent[./]\w*(?:Queue|Deque|Exchanger)\w*\.(?:put|offer|transfer|putLast|putFirst|xfer)|Queue\.put \(.*queue|queue\.py:put:|(?:std::sync::mpsc::SyncSender|crossbeam_channel::\S*Sender|tokio::sync::mpsc::\S*Sender|flume::\S*Sender)\S*::send|SizedQueue#(?:push|<<|enq)|BlockingCollection\S*\.(?:Add|TryAdd)|Channels\.\S*ChannelWriter\S*\.WriteAsync/;

/** Those who put something into a queue wait for those who take it out. */
export const slowConsumer = waitRule({
  id: 'slow-consumer',
  calls: CALLS,
  from: 0.1,
  what: message('waits for a slow consumer: the queue is full'),
  isNot: message('It is not the function that sends: it could go on at once if someone took its item.'),
  next: message('Look at what takes from that queue: how many consumers there are, and what each one waits for.'),
});
