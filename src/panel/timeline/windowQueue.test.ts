import { type AbsoluteTimeRange, createDataFrame, type DataFrame } from '@grafana/data';
import fc from 'fast-check';
import { finalize, Observable, of, Subject, throwError } from 'rxjs';
import { queriesPerSecond, type WindowAnswer, WindowQueue } from './windowQueue';

const windows = (count: number, first = 0): AbsoluteTimeRange[] =>
  Array.from({ length: count }, (_, i) => ({ from: first + i, to: first + i + 1 }));
const frame = createDataFrame({ fields: [] });

/** A data source that answers when it is told to. */
function slow(atOnce: number) {
  const running = new Map<number, Subject<DataFrame[]>>();
  const cancelled: number[] = [];
  const answers: Array<[number, WindowAnswer]> = [];
  let most = 0;
  const ask = ({ from }: AbsoluteTimeRange) => {
    const subject = new Subject<DataFrame[]>();
    running.set(from, subject);
    most = Math.max(most, running.size);
    return subject.pipe(
      finalize(() => {
        if (running.delete(from)) {
          cancelled.push(from);
        }
      })
    );
  };
  const queue = new WindowQueue(ask, ({ from }, answer) => answers.push([from, answer]), atOnce);
  const end = (from: number, how: (subject: Subject<DataFrame[]>) => void) => {
    const subject = running.get(from)!;
    running.delete(from);
    how(subject);
  };
  return {
    queue,
    answers,
    cancelled,
    asked: () => [...running.keys()],
    most: () => most,
    answer: (from: number) =>
      end(from, (subject) => {
        subject.next([frame]);
        subject.complete();
      }),
    fail: (from: number, words: string) => end(from, (subject) => subject.error(new Error(words))),
  };
}

it('asks two at a time, in the order that is wanted, and the next one when one is answered', () => {
  const { queue, asked, answer, answers } = slow(2);
  queue.want(windows(4).reverse());
  expect(asked()).toEqual([3, 2]);
  answer(2); // out of order
  expect(asked()).toEqual([3, 1]);
  answer(1);
  answer(3);
  answer(0);
  expect(answers.map(([from]) => from)).toEqual([2, 1, 3, 0]);
});

it('a range that moves on cancels what is not wanted any more, and goes on with what is', () => {
  const { queue, asked, cancelled, answer, answers } = slow(2);
  queue.want(windows(3));
  expect(asked()).toEqual([0, 1]);
  queue.want(windows(3, 1)); // 1, 2, 3
  expect(cancelled).toEqual([0]);
  expect(asked()).toEqual([1, 2]);
  answer(1);
  answer(2);
  answer(3);
  expect(answers.map(([from]) => from)).toEqual([1, 2, 3]);
});

it('nothing is answered after it was stopped', () => {
  const { queue, asked, cancelled, answers } = slow(2);
  queue.want(windows(3));
  queue.stop();
  expect([asked(), cancelled, answers]).toEqual([[], [0, 1], []]);
});

it('a window that fails is said with its words, the others go on; three in a row, and the data source is left alone', () => {
  const { queue, asked, fail, answer, answers } = slow(2);
  queue.want(windows(9));
  fail(0, 'too many series');
  answer(1);
  expect(answers[0]).toEqual([0, { error: 'too many series' }]);
  fail(2, 'timeout');
  fail(3, 'timeout');
  expect(queue.halted).toBe(false);
  fail(4, 'timeout');
  expect(queue.halted).toBe(true);
  expect(asked()).toEqual([5]);
  answer(5);
  expect(queue.halted).toBe(false);
});

it('a thousand windows that are answered at once, each once, without a call for each on the stack', () => {
  const answers: number[] = [];
  const queue = new WindowQueue(
    () => of([frame]),
    ({ from }) => answers.push(from),
    2
  );
  queue.want(windows(1000));
  expect(answers).toEqual(windows(1000).map(({ from }) => from));
});

it('a source that fails at once is asked three times', () => {
  let times = 0;
  const queue = new WindowQueue(
    () => throwError(() => new Error(`failure ${++times}`)),
    () => undefined,
    2
  );
  queue.want(windows(1000));
  expect(times).toBe(3);
});

it('whatever is answered when: never more at once than allowed, and every window that stays wanted has one answer', () =>
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4 }), fc.array(fc.nat(), { maxLength: 60 }), (atOnce, choices) => {
      const { queue, asked, answer, answers, most } = slow(atOnce);
      queue.want(windows(20));
      choices.forEach((choice) => {
        const open = asked();
        if (open.length) {
          answer(open[choice % open.length]);
        }
      });
      expect(most()).toBeLessThanOrEqual(atOnce);
      expect(new Set(answers.map(([from]) => from)).size).toBe(answers.length);
      expect(answers.length).toBe(Math.min(choices.length, 20));
    })
  ));

it('sends no more queries in a second than it may, and the first ones at once', () => {
  jest.useFakeTimers({ now: 1_000_000 });
  const turn = queriesPerSecond(4);
  const sent: number[] = [];
  const send = () => turn(2).subscribe(() => sent.push(Date.now() - 1_000_000));
  Array.from({ length: 3 }, send);
  jest.advanceTimersByTime(3000);
  expect(sent).toEqual([0, 500, 1000]);
  send();
  jest.advanceTimersByTime(1);
  expect(sent[3]).toBe(3000);
  jest.useRealTimers();
});

it('does not hold on to an observable that never ends', () => {
  let left = false;
  const queue = new WindowQueue(
    () => new Observable(() => () => (left = true)),
    () => undefined,
    1
  );
  queue.want(windows(1));
  queue.stop();
  expect(left).toBe(true);
});
