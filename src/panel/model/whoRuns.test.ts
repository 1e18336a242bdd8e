import { nodeAt, prepared } from '../../testing';
import { whoRuns } from './whoRuns';

const { paired, whoseCode } = prepared({
  cpu: 'main.run 4\nmain.run;main.work 50\nmain.run;encoding/json.Marshal 30\nmain.run;encoding/json.Marshal;main.text 6\nmain.run;runtime.gcBgMarkWorker 5',
});
const at = (...path: string[]) => [...whoRuns(paired!, nodeAt(paired!.tree, ...path), whoseCode)].sort();

it('sums up own CPU time by whose code it is; collection is told apart from the runtime', () => {
  expect(at()).toEqual([
    ['gc', 5],
    ['library', 30],
    ['user', 60],
  ]);
});

it('under a frame: only what runs there, the frame itself among it; who does not run is absent', () => {
  expect(at('main.run', 'encoding/json.Marshal')).toEqual([
    ['library', 30],
    ['user', 6],
  ]);
  expect(at('main.run', 'encoding/json.Marshal', 'main.text')).toEqual([['user', 6]]);
});

it('time of the root itself is nobody’s; without a CPU profile nobody is known to run', () => {
  const own = { ...paired!, cpu: { ...paired!.cpu!, weights: { ...paired!.cpu!.weights } } };
  own.cpu.weights.self = own.cpu.weights.self.map((weight, node) => (node === 0 ? 7 : weight));
  expect(whoRuns(own, 0, whoseCode).get('mark')).toBe(7);
  expect(whoRuns({ ...paired!, cpu: undefined }, 0, whoseCode).size).toBe(0);
});
