import { type Preparation, preparation, type ProfileInput } from '../prepare';
import { type Steps } from '../profile';
import { inSlices } from './model/inSlices';
import { controls } from './toolbar/part';

/**
 * What can be done while the queries run: what nearly every panel needs is fetched, and what prepares profiles is run once, in slices. A
 * browser compiles a function when it is first called, and what is compiled by then the first answer need not wait for.
 */
export async function beforehand(): Promise<void> {
  const here = await preparation.fetch();
  await Promise.all([controls.fetch(), new Promise<void>((done) => inSlices(tried(here), done, () => done()))]);
}

function* tried(here: Preparation): Steps<void> {
  yield* here.preparingSteps(yield* here.readingSteps([sample('cpu'), sample('wall')]), {});
}

/** A program that runs and waits, as a flame graph frame. */
function sample(role: 'cpu' | 'wall'): ProfileInput {
  const rows: Array<[name: string, level: number, value: number]> = [
    ['total', 0, 60],
    ['main.run', 1, 60],
    ['main.work', 2, 30],
    ['runtime.mallocgc', 3, 10],
    ['main.read', 2, 30],
    ['net.(*conn).Read', 3, 30],
    ['internal/poll.runtime_pollWait', 4, 30],
  ];
  const of = (name: string, column: 0 | 1 | 2) => ({
    name,
    type: column ? ('number' as const) : ('string' as const),
    values: rows.map((row) => row[column]),
    unit: column === 2 ? 'ns' : undefined,
  });
  const columns = [of('level', 1), of('value', 2), of('label', 0)];
  return { refId: role, role, source: { kind: 'columns', columns, length: rows.length, flamegraph: true } };
}
