// What delays: testdata/wakeups/pipeline, whose timers know how long each phase took by the clock.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import '../allParts';
import { CATEGORIES, requestBudget, splitAt } from '../analysis';
import { nameOf, totalOf } from '../profile';
import { findingsOf, inputOf, preparedOf, text } from '../testing';
import { type Prepared, type Settings } from './types';

const DATA = join(__dirname, '../../testdata/wakeups');
const script = gunzipSync(readFileSync(join(DATA, 'pipeline.txt.gz'))).toString();
const timers = JSON.parse(readFileSync(join(DATA, 'pipeline.json'), 'utf8'));
const of = (content: string, settings?: Settings) => preparedOf([{ refId: 'A', source: text(content) }], settings);

/** Seconds of all stacks with one of these functions in it. */
function secondsIn({ paired }: Prepared, ...names: string[]): number {
  const { tree, wallTime } = paired!;
  let sum = 0;
  for (let node = 1; node < tree.length;) {
    const found = names.includes(nameOf(tree, node));
    sum += found ? totalOf(tree, wallTime!.weights, node) / 1e9 : 0;
    node = found ? tree.subtreeEnd[node] : node + 1;
  }
  return sum;
}

/** Within a tenth. */
const about = (truth: number) => ({
  asymmetricMatch: (value: number) => Math.abs(value / truth - 1) <= 0.1,
  toString: () => `within 10 % of ${truth}`,
});

describe('the program’s own clock', () => {
  const elapsed = of(script, { elapsed: true });
  const { buildIndex, rankPart, commitIndex } = timers.elapsed;

  it('one thread alone, four at once, nobody: each phase has the time that it took', () => {
    expect(elapsed.elapsed).toEqual({ known: true });
    expect(secondsIn(elapsed, 'buildIndex')).toEqual(about(buildIndex));
    // Between two parts a ranker asks for the next one in `loop`, and main looks whether all are done.
    expect(
      secondsIn(elapsed, 'rankPart', 'loop', 'joinParts') - secondsIn(elapsed, 'acknowledge', 'flushSegment')
    ).toEqual(about(rankPart));
    expect(secondsIn(elapsed, 'acknowledge', 'flushSegment', 'commitIndex')).toEqual(about(commitIndex));
    expect(splitAt(elapsed.paired!, 0).total / 1e9).toEqual(about(buildIndex + rankPart + commitIndex));
  });

  it('threads × time has four times as much of what four threads do at once, and the waits of all who stand by', () => {
    const threads = of(script);
    expect(secondsIn(threads, 'rankPart')).toBeGreaterThan(3 * secondsIn(elapsed, 'rankPart'));
    expect(secondsIn(threads, 'joinParts', 'commitIndex')).toBeGreaterThan(0.9 * commitIndex);
    // Main waits for the writer, the writer for the replica: only the replica’s sleep is what all wait for.
    const sites = elapsed.sites.filter(({ category }) => ['lock', 'sleep'].includes(CATEGORIES[category]));
    expect(sites.map(({ site }) => site)).toEqual(['acknowledge']);
    expect(sites[0].total / 1e9).toEqual(about(timers.waited.acknowledge));
  });

  it('is said as what it is, and is no sum over threads that a request could be weighed by', () => {
    const texts = findingsOf(elapsed).map((finding) => finding.text);
    expect(texts).toContainEqual(expect.stringMatching(/% of elapsed time is ready to run .* in rankPart/));
    expect(texts).toContainEqual(expect.stringMatching(/% of elapsed time runs in buildIndex/));
    expect(texts).toContainEqual(expect.stringMatching(/^In \d+ % of elapsed time nothing runs/));
    expect(texts.join()).not.toMatch(/wall time|of CPU time/);
    const { paired, sites, shownCode } = elapsed;
    expect(requestBudget({ paired: paired!, sites, code: shownCode(), requests: 10 })).toBeUndefined();
  });

  it('filters on stacks and times act on it', () => {
    const only = of(script, { elapsed: true, stacks: [{ keep: 'only', pattern: '/^buildIndex$/' }] });
    expect(splitAt(only.paired!, 0).total / 1e9).toEqual(about(buildIndex));
    const whole = buildIndex + rankPart + commitIndex;
    expect(only.filteredShare).toBeCloseTo(1 - buildIndex / whole, 1);
  });
});

describe('where the events do not cover all threads nothing is offered, and it says why', () => {
  const lines = script.split('\n\n');
  const isSwitch = (event: string) => event.includes('sched:sched_switch');
  const notOf = (content: string) => {
    const { elapsed, paired } = of(content, { elapsed: true });
    expect(paired?.elapsed).toBeUndefined();
    return elapsed && !elapsed.known ? elapsed.not.text : elapsed;
  };

  it('switches from the idle task were not recorded (no -a)', () =>
    expect(notOf(lines.filter((event) => !/^swapper/.test(event)).join('\n\n'))).toMatch(/switches have no other end/));

  it('one thread’s switches are missing', () =>
    expect(notOf(lines.filter((event) => !isSwitch(event) || !event.includes('ranker-1')).join('\n\n'))).toMatch(
      /switches have no other end|of threads without scheduler events/
    ));

  it('no CPU samples', () =>
    expect(notOf(lines.filter((event) => !event.includes('cpu-clock')).join('\n\n'))).toMatch(/^No CPU samples/));

  it('a filter changes nothing of what was recorded', () => {
    const stranger = lines.find((event) => event.includes('cpu-clock'))!.replace(/^\s*\S+ +\d+/, 'stranger 99999');
    const settings: Settings = { elapsed: true, stacks: [{ keep: 'only', pattern: '/^commitIndex$/' }] };
    expect(of(`${script}\n\n${stranger}\n`, settings).elapsed).toEqual({ known: true });
  });

  it('CPU samples of another query', () => {
    const other = inputOf('B', 'main;work 5', 'cpu');
    const { elapsed } = preparedOf([{ refId: 'A', source: text(script) }, other], { elapsed: true });
    expect(elapsed).toMatchObject({ known: false });
  });

  it('no scheduler’s events: nothing to say', () =>
    expect(preparedOf([inputOf('B', 'main;work 5')]).elapsed).toBeUndefined());
});
