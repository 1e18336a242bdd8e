import { type Scope } from '../analysis';
import { diagnosisOf, inputOf, nodeAt, prepared, preparedOf } from '../testing';
import { type Prepared } from '.';

const LOCK = 'sync.(*Mutex).Lock;runtime.gopark';
const of = prepared({ wall: `main.a;${LOCK} 200\nmain.b;main.c;${LOCK} 300\nmain.d;${LOCK} 500` });
const at = (of: Prepared, ...path: string[]): Scope => ({ root: nodeAt(of.paired!.tree, ...path), mode: 'both' });
const said = (of: Prepared, scope: Scope) =>
  diagnosisOf(of, scope).diagnosis.causes.map(({ site, share }) => [site, share]);

it('a zoomed frame has the causes under it and none of its neighbours', () => {
  expect(said(of, at(of))).toEqual([
    ['main.d', 0.5],
    ['main.c', 0.3],
    ['main.a', 0.2],
  ]);
  expect(said(of, at(of, 'main.b'))).toEqual([['main.c', 1]]);
  expect(said(of, at(of, 'main.d'))).toEqual([['main.d', 1]]);
});

it('is worked out once for each frame, category and CPU or not', () => {
  const zoomed = at(of, 'main.b');
  const first = diagnosisOf(of, zoomed);
  expect(diagnosisOf(of, { ...zoomed })).toBe(first);
  expect(diagnosisOf(of, { ...zoomed, mode: 'wall' })).toBe(first);
  expect(diagnosisOf(of, { ...zoomed, mode: 'cpu' })).not.toBe(first);
  expect(diagnosisOf(of, { ...zoomed, category: 3 })).not.toBe(first);
  expect(diagnosisOf(of, at(of, 'main.a'))).not.toBe(first);
});

it('remembers fifty, then begins anew', () => {
  const fresh = prepared({ wall: `main.a;${LOCK} 200\nmain.b;${LOCK} 300` });
  const scope = (category: number): Scope => ({ root: 0, mode: 'both', category });
  const first = diagnosisOf(fresh, scope(0)); // after the one of all
  for (let category = 1; category < 49; category++) {
    diagnosisOf(fresh, scope(category));
  }
  expect(diagnosisOf(fresh, scope(0))).toBe(first);
  diagnosisOf(fresh, scope(49));
  expect(diagnosisOf(fresh, scope(0))).not.toBe(first);
});

it('tells threads apart in a frame that holds all of the time, and in no smaller one', () => {
  const thread = (name: string, stack: string) => ({
    ...inputOf('A', `${stack} 50`, 'wall'),
    options: { unit: 'ms' },
    labels: [['thread', name]] as Array<[string, string]>,
  });
  const stack = 'handle (app.py:3);render (app.py:9)';
  const cpu = { ...inputOf('B', `${stack} 45`, 'cpu'), options: { unit: 'ms' } };
  const threads = ['t1', 't2', 't3', 't4'].map((name) => thread(name, stack));
  const rules = (prepared: Prepared) =>
    diagnosisOf(prepared, at(prepared, 'handle (app.py:3)')).diagnosis.causes.map(({ rule }) => rule);
  expect(rules(preparedOf([...threads, cpu]))).toContain('interpreter-lock');
  expect(rules(preparedOf([...threads, thread('t5', 'idle (app.py:1)'), cpu]))).not.toContain('interpreter-lock');
});
