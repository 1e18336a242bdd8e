import { type AbsoluteTimeRange, createDataFrame, type DataFrame } from '@grafana/data';
import { Observable, of, Subject, throwError } from 'rxjs';
import { type WholeSplit } from '../../prepare';
import { planWindows } from '../grafana/windowPlan';
import { finish, type Steps } from '../../profile';
import { WindowStore } from './windowStore';

const whole = { evidence: 'wall', unit: 'nanoseconds', split: {} } as unknown as WholeSplit;
const frames = [createDataFrame({ fields: [] })];
const NOW = 1_000_000_000;
const plan = (to = NOW, most = 24, now = NOW) => planWindows({ from: to - 230_000, to }, now, most);

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** As inSlices, all of it in a task of its own. */
function inOneTask<T>(steps: Steps<T>, done: (found: T) => void, failed: (error: unknown) => void): () => void {
  const timer = setTimeout(() => {
    let found: T;
    try {
      found = finish(steps);
    } catch (error) {
      failed(error);
      return;
    }
    done(found);
  });
  return () => clearTimeout(timer);
}

function store(ask: (window: AbsoluteTimeRange) => Observable<DataFrame[]>, now = NOW + 60_000) {
  const asked: number[] = [];
  const one = new WindowStore(2, () => now, inOneTask);
  const asking = {
    ask: (window: AbsoluteTimeRange) => {
      asked.push(window.from);
      return ask(window);
    },
    *splitOf() {
      yield;
      return whole;
    },
  };
  const known = () => [...one.snapshot().byWindow.values()];
  return { one, asked, known, want: (of_ = plan()) => one.want(of_, asking) };
}

it('a refresh asks only for the window that came to be since', () => {
  const { want, asked, known } = store(() => of(frames));
  want();
  jest.runAllTimers();
  const first = asked.length;
  expect(known()).toHaveLength(first);
  want(plan(NOW + 10_000, 24, NOW + 10_000));
  expect(asked.slice(first)).toEqual([NOW]);
});

it('a window that has just ended is asked for again: samples may come late', () => {
  const { want, asked } = store(() => of(frames), NOW + 59_999);
  want();
  jest.runAllTimers();
  const first = asked.length;
  want();
  expect(asked.slice(first)).toEqual([NOW - 10_000]);
});

it.each([
  ['asked', () => throwError(() => new Error('timeout')), () => whole],
  [
    'worked out',
    () => of(frames),
    () => {
      throw new Error('a weight is finite');
    },
  ],
])('one that could not be %s is not asked for again by a refresh, though it has just ended', (_, answer, splitOf) => {
  const asked: number[] = [];
  const one = new WindowStore(2, () => NOW + 59_999, inOneTask);
  const asking = {
    ask: ({ from }: AbsoluteTimeRange): Observable<DataFrame[]> => {
      asked.push(from);
      return from === NOW - 10_000 ? answer() : of(frames);
    },
    *splitOf(_frames: DataFrame[], { from }: AbsoluteTimeRange) {
      yield;
      return from === NOW - 10_000 ? splitOf() : whole;
    },
  };
  one.want(plan(), asking);
  jest.runAllTimers();
  expect(asked).toContain(NOW - 10_000);
  asked.length = 0;
  one.want(plan(), asking);
  jest.runAllTimers();
  expect(asked).toEqual([]);
});

it('each answer is worked out in a task of its own', () => {
  const { want, known } = store(() => of(frames));
  want();
  expect(known()).toHaveLength(0);
  jest.advanceTimersToNextTimer();
  expect(known()).toHaveLength(1);
  jest.advanceTimersToNextTimer();
  expect(known()).toHaveLength(2);
});

it('stopped, it cancels what runs and works out nothing more', () => {
  const left = jest.fn();
  const { one, want, known } = store(() => new Observable(() => left));
  want();
  one.stop();
  expect(left).toHaveBeenCalledTimes(2);
  const answered = store(() => of(frames));
  answered.want();
  answered.one.stop();
  jest.runAllTimers();
  expect([known(), answered.known()]).toEqual([[], []]);
});

it('a data source that fails is asked three times, says its words, and is left alone at the next refresh', () => {
  const { one, want, asked, known } = store(() => throwError(() => new Error('too many outstanding requests')));
  want();
  jest.runAllTimers();
  expect(asked).toHaveLength(3);
  expect(known().map(({ error }) => error)).toEqual(Array(3).fill('too many outstanding requests'));
  expect(one.snapshot().halted).toBe(true);
  want();
  expect(asked).toHaveLength(3);
});

it('an answer that cannot be worked out is said in its window, and the others are worked out', () => {
  const { one, known } = store(() => of(frames));
  let turn = 0;
  one.want(plan(), {
    ask: () => of(frames),
    *splitOf() {
      yield;
      if (turn++ === 1) {
        throw new Error('a weight is finite');
      }
      return whole;
    },
  });
  jest.runAllTimers();
  expect(known()).toHaveLength(plan().windows.length);
  expect(known().flatMap(({ error }) => error ?? [])).toEqual(['a weight is finite']);
});

it('tells who listens of each answer, in whatever order they come', () => {
  const subjects = new Map<number, Subject<DataFrame[]>>();
  const { one, want, known } = store(({ from }) => {
    const subject = new Subject<DataFrame[]>();
    subjects.set(from, subject);
    return subject;
  });
  const heard = jest.fn();
  const leave = one.subscribe(heard);
  want();
  const [latest, before] = [...subjects.keys()];
  expect([latest, before]).toEqual([NOW - 10_000, NOW - 20_000]);
  subjects.get(before)!.next(frames);
  jest.runAllTimers();
  expect([heard.mock.calls.length, known().length]).toEqual([1, 1]);
  leave();
  subjects.get(latest)!.next(frames);
  jest.runAllTimers();
  expect([heard.mock.calls.length, known().length]).toEqual([1, 2]);
});
