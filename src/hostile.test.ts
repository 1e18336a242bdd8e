// Names and files from profiles are written by anybody: what they can do to the way from bytes to picture, which is nothing.
import * as fc from 'fast-check';
import { compileSearch, codeOfTree, functionTable, wholeScope } from './analysis';
import { stackText } from './writers';
import { toFolded, toPprof, toSpeedscope } from './writers/files';
import { prepareProfile } from './prepare';
import { findingsOf } from './testing';
import { nameOf } from './profile';
import { readSource, type Source } from './readers';

const NAMES = [
  '<img src=x onerror="window.hacked=1">',
  '</script><script>window.hacked=1</script>',
  '\u202egnp.exe\u202c',
  '__proto__',
  'constructor',
  '\ud800',
  '${__from}${secret}',
  '$t(key)',
  '{share}',
  '=cmd|/c calc',
  'javascript:alert(1)',
  'x'.repeat(1_000_000),
];

const speedscope = (names: string[]): Source => ({
  kind: 'text',
  text: JSON.stringify({
    $schema: 'https://www.speedscope.app/file-format-schema.json',
    shared: { frames: names.map((name) => ({ name })) },
    profiles: [
      {
        type: 'sampled',
        name: 'p',
        unit: 'none',
        startValue: 0,
        endValue: 1,
        samples: [names.map((_, i) => i)],
        weights: [7],
      },
    ],
  }),
});

it('hostile names stay what they are, from the reader to the exports', () => {
  const prepared = prepareProfile([{ refId: 'A', role: 'wall', source: speedscope(NAMES) }]);
  const { paired } = prepared;
  const { tree, wallTime } = paired!;
  const shown = [...tree.symbol.keys()].slice(1).map((node) => nameOf(tree, node));
  expect(shown.map((name) => name.slice(0, 60))).toEqual(NAMES.map((name) => name.slice(0, 60)));
  const exported = { tree, weights: wallTime!.weights, type: 'wall', unit: 'count' };
  expect(toFolded(exported)).toContain('<img src=x');
  expect(JSON.parse(toSpeedscope(exported, '"</script>')).name).toBe('"</script>');
  expect(toPprof(exported).length).toBeGreaterThan(1_000_000);
  expect(stackText(tree, tree.length - 1).split('\n')).toHaveLength(NAMES.length);
  expect(functionTable(paired!, wholeScope(wallTime!), codeOfTree(paired!.tree)).map(({ name }) => name)).toContain(
    '__proto__'
  );
  expect(findingsOf(prepared).length).toBeGreaterThan(0);
  expect(({} as Record<string, unknown>).hacked).toBeUndefined();
});

it.each([
  ['arrays 100,000 deep', '['.repeat(100_000) + ']'.repeat(100_000)],
  ['objects 100,000 deep', '{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000)],
  ['JSON that never ends', '{"nodes":['.repeat(50_000)],
  ['a flame graph 100,000 children deep', `{"flamebearer":${'{"children":['.repeat(100_000)}${']}'.repeat(100_000)}}`],
  ['one line of 5 MB', `${'a;'.repeat(2_500_000)} 1`],
  ['brackets without end', '@['.repeat(100_000)],
])('%s: an answer, and no exception', (_, text) => {
  const { reads, problems } = readSource({ kind: 'text', text });
  expect(reads.length + problems.length).toBeGreaterThan(0);
});

it('a stack of 100,000 frames goes the whole way', () => {
  const frames = Array.from({ length: 100_000 }, (_, i) => `f${i % 50}`);
  const { paired } = prepareProfile(
    [{ refId: 'A', role: 'wall', source: { kind: 'text', text: `${frames.join(';')} 3` } }],
    {
      rollUp: {
        normalise: true,
        collapseTemplates: true,
        collapseRecursion: true,
        collapseChains: true,
        mergeThreads: true,
      },
      stacks: [{ keep: 'hide', pattern: 'f7' }],
    }
  );
  expect(paired!.wallTime!.weights.prefixSum[paired!.tree.length]).toBe(3);
});

it.each(['(a+)+$', '(a|aa)*b', '^(([a-z])+.)+[A-Z]([a-z])+$', '(.*)*x'])(
  'the pattern %s cannot hang the page',
  (pattern) => {
    const test = compileSearch(`/${pattern}/`);
    expect(test.ok && test.value(`${'a'.repeat(50_000)}!`)).toBe(false);
  }
);

it('any text is searched for as it is, and any pattern compiles or is a problem', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(typeof compileSearch(text).ok).toBe('boolean');
      expect(typeof compileSearch(`/${text}/`).ok).toBe('boolean');
    })
  );
});
