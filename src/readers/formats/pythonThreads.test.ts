import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CATEGORIES, classifyStack, symbolFacts } from '../../analysis';
import { read, text } from '../../testing';

const file = (name: string) => readFileSync(join(__dirname, '../../../testdata/python-threads', name), 'utf8');
const lines = (...all: string[]) => text(all.join('\n') + '\n');

/** What threads do, by the function of threads.py that they run. */
function doing(content: string): Record<string, string> {
  const { profile } = read(text(content));
  const { strings, frames, stacks, samples } = profile;
  return Object.fromEntries(
    Array.from(samples.stack, (leaf) => {
      const names: string[] = [];
      for (let s = leaf; s >= 0; s = stacks.prefix[s]) {
        names.push(strings[frames.name[stacks.frame[s]]]);
      }
      const facts = names.map((name) => symbolFacts(name, []));
      const { category } = classifyStack({ length: facts.length, facts: (at) => facts[at] }, 'wall');
      const own = names.find((name) => /threads\.py:\d+\)$/.test(name))!;
      return [own.replace(/ .*/, ''), CATEGORIES[category]];
    })
  );
}

it('py-spy dump: the one that runs, and what the others wait for as far as their stacks say', () => {
  expect(doing(file('pyspy.txt'))).toEqual({
    '<module>': 'unknown-wait',
    take_lock: 'unknown-wait',
    take_from_queue: 'channel',
    accept: 'network',
    compute: 'cpu',
  });
});

it('py-spy dump --native: nothing is left unexplained', () => {
  expect(doing(file('pyspy-native.txt'))).toEqual({
    '<module>': 'sleep',
    take_lock: 'lock',
    take_from_queue: 'channel',
    accept: 'network',
    compute: 'cpu',
  });
});

it('faulthandler: no thread is said to run that may not', () => {
  expect(doing(file('faulthandler.txt'))).toEqual({
    '<module>': 'unknown-wait',
    take_lock: 'unknown-wait',
    take_from_queue: 'channel',
    accept: 'network',
    compute: 'unknown-wait',
  });
  expect(read(text(file('faulthandler.txt'))).warnings[0].message).toMatch(/does not say which threads run/);
});

it('thread roots are spelled as py-spy records them; names are labels', () => {
  const { profile, draw } = read(text(file('pyspy.txt')));
  expect(draw).toMatch(/^ {2}thread \(\d+\): take_lock 1 0$/m);
  expect(profile.labels.find(({ name }) => name === 'thread')!.values).toContain('MainThread');
  expect(profile.labels.find(({ name }) => name === 'state')!.values).toEqual(['idle', 'active+gil']);
});

it('the current thread ran; a header of no known form ends the one before it and is counted', () => {
  const found = read(
    lines(
      'Fatal Python error: Segmentation fault',
      '',
      'Current thread 0x00000000000000ff [worker] (most recent call first):',
      '  File "/app/a.py", line 3 in crash',
      'Thread of another kind',
      '  File "/app/b.py", line 3 in other'
    )
  );
  expect(found.draw).toBe(['all 1 0', '  thread (255): worker 1 0', '    crash (/app/a.py:3) 1 1'].join('\n'));
  expect(found.dropped).toBe(1);
});
