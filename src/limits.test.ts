// Beyond docs/plugin/limits.md: what is drawn of it, and what is said. Slow, so not with the tests of the readers.
import { gzipSync } from 'node:zlib';
import { type DataFrame, FieldType } from '@grafana/data';
import { computeCounters, frameMarks, codeOfTree, functionTable, splitAt, wholeRole, wholeScope } from './analysis';
import { graphAsSvg } from './panel/model/exportImage';
import { splitFrames } from './panel/grafana/dataFrames';
import { graphModel } from './panel/model/graphModel';
import { prepareProfile } from './prepare';
import { MAX_ROWS, readSource } from './readers';
import { MAX_BYTES } from './readers/unpack';
import { findingsOf, prepared } from './testing';
import { NO_COUNTERS } from './testingGraph';

it('refuses a gzip bomb, and stops unpacking at the limit', () => {
  const bomb = gzipSync(Buffer.alloc(MAX_BYTES + 10, 'a'), { level: 9 });
  expect(bomb.length).toBeLessThan(400_000);
  const { problems } = readSource({ kind: 'bytes', bytes: bomb });
  expect(problems[0].message).toContain('The limit is 256 MiB');
});

it('draws the largest of too many rows, and says how many it left out', () => {
  const leaves = MAX_ROWS + 1000;
  const level = [0, ...Array<number>(leaves).fill(1)];
  const value = [leaves + 500, ...Array.from({ length: leaves }, (_, i) => (i < 500 ? 2 : 1))];
  const label = level.map((_, i) => (i <= 500 ? `f${i}` : 'small'));
  const { paired, warnings } = prepareProfile([
    {
      refId: 'A',
      role: 'wall',
      source: {
        kind: 'columns',
        flamegraph: true,
        length: level.length,
        columns: [
          { name: 'level', type: 'number', values: level },
          { name: 'value', type: 'number', values: value },
          { name: 'label', type: 'string', values: label },
        ],
      },
    },
  ]);
  expect(warnings[0].message).toMatch(/^2000500 of 2001001 rows are left out: the largest 2000000 are drawn/);
  expect(paired!.tree.length).toBe(502);
  expect(splitAt(paired!, 0).total).toBe(leaves + 500);
});

// More than a call takes as arguments.
const MANY = 130_000;

it('130,000 cells that cannot be read are as many problems, and no exception', () => {
  const values = Array.from({ length: MANY }, (_, i) => `{"cell": ${i}`.padEnd(20) + '}}');
  const { errors } = prepareProfile([
    { refId: 'A', source: { kind: 'columns', columns: [{ name: 'profile', type: 'string', values }], length: MANY } },
  ]);
  expect(errors).toHaveLength(MANY);
  expect(errors[MANY - 1]).toMatchObject({ row: MANY, message: expect.stringContaining('Not valid JSON') });
}, 60_000);

it('130,000 functions, maps of bpftrace, parts of its keys and columns of a frame are no exception', () => {
  const each = (line: (i: number) => string) => Array.from({ length: MANY }, (_, i) => line(i)).join('\n');
  const functions = readSource({ kind: 'text', text: each((i) => `main;f${i} 1`) });
  expect(functions.reads[0].profile.frames.length).toBe(MANY + 1);
  const maps = readSource({ kind: 'text', text: each((i) => `@m${i}[\n    f+1\n]: 2`) });
  expect(maps.reads[0].profile.valueTypes).toHaveLength(100);
  expect(maps.reads[0].dropped).toBe(MANY - 100);
  const parts = readSource({ kind: 'text', text: `@[${'a, '.repeat(MANY)}\n    f+1\n]: 2\n` });
  expect(parts.reads[0].profile.stacks.length).toBe(MANY + 1);
  const fields = Array.from({ length: MANY }, (_, i) => ({ name: i ? `f${i}` : 'stack', values: i ? [] : ['a;b'] }));
  expect(readSource({ kind: 'text', text: JSON.stringify({ fields }) }).problems.length).toBeLessThan(2);
}, 60_000);

it('130,000 callees of one function: causes, sentences, lists, the picture', () => {
  const of = (line: (i: number) => string) => Array.from({ length: MANY }, (_, i) => line(i)).join('\n');
  const { paired, ...all } = prepared({
    wall: `run;hub 900000\n${of((i) => `run;hub;f${i} 3\nrun;hub;f${i};ep_poll 2`)}`,
  });
  expect(paired!.tree.length).toBe(2 * MANY + 3);
  expect(findingsOf({ paired, ...all })[0].text).toContain('hub');
  expect(functionTable(paired!, wholeScope(wholeRole(paired!)!), codeOfTree(paired!.tree))).toHaveLength(MANY + 3);
  const model = graphModel('wall', { paired: paired!, counters: NO_COUNTERS, format: String, cpuFormat: String })!;
  expect(graphAsSvg(paired!.tree, model, 0, 800, 'all')).toContain('>hub ');
}, 60_000);

it('a frame of 130,000 series, each of a function or of none', () => {
  const field = (name: string, i: number, labels: Record<string, string>) => ({
    name: `rate(${name}[1m])`,
    type: FieldType.number,
    values: [i, i],
    labels,
    config: {},
  });
  const wide = (labelsOf: (i: number) => Record<string, string>): DataFrame => ({
    refId: 'C',
    length: 2,
    fields: [
      { name: 'Time', type: FieldType.time, values: [1000, 2000], config: {} },
      ...Array.from({ length: MANY }, (_, i) =>
        field(i % 2 ? 'instructions_total' : 'cycles_total', 1 + (i % 2), labelsOf(i))
      ),
    ],
  });
  const { tree } = prepared({ cpu: 'run;f7 1' }).paired!;
  const split = (frame: DataFrame) =>
    splitFrames({ series: [frame], request: undefined }, { queries: [], stitchAsync: false }, (text) => text).series;
  const ofFunctions = split(wide((i) => ({ function: `f${i >> 1}` })));
  expect(ofFunctions).toHaveLength(MANY);
  expect([...frameMarks(tree, ofFunctions).bySymbol.values()]).toEqual([[{ metric: 'ipc', value: 2 }]]);
  const [row] = computeCounters(split(wide((i) => ({ instance: `i${i >> 1}` }))));
  expect([row.metric, row.value, row.instances.length]).toEqual(['ipc', 2, MANY / 2]);
}, 60_000);

// A regex or a search that begins anew at each of them takes minutes.
it.each([
  '(',
  ' (',
  ')',
  '<',
  ' at ',
  ' from ',
  ' - /',
  '+f',
  ' ',
  ',',
  ';',
  ';-',
  '"',
  '=',
  '[',
  ']: ',
  ':',
  '.py:',
  '\t',
  ' 1',
  '#',
  '\n    (',
])(
  'lines of a million of %j are read or refused in passing',
  (part) => {
    const long = part.repeat(Math.ceil(1_000_000 / part.length));
    for (const [before, after] of [
      ['', '\n'],
      ['', ' 3\n'],
      ['Thread 1 (LWP 7 "a"):\n#0  0x01 in f ', '\n'],
      ["* thread #1, name = 'a'\n  frame #0: 0x01 a`f", '\n'],
      ['Thread 7 (idle): "a"\n    f', ' (a.py:3)\n'],
      ['@[\n    f', '+3\n]: 4\n'],
      ['@[', ']: 4\n'],
      ['Sampling at 49 Hertz of all threads\n    #0  0x01 f', '\n    -                a (3)\n        4\n'],
      ['Sampling at 49 Hertz of all threads\n    ', '\n        4\n'],
      ['# austin: 3.7.0\n# mode: wall\n', ' 3\n'],
    ]) {
      const { reads, problems } = readSource({ kind: 'text', text: before + long + after });
      expect(reads.length + problems.length).toBe(1);
    }
  },
  20_000
);
