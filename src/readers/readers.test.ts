import * as fc from 'fast-check';
import { buildCallTree, ProfileBuilder, totalOf, weightsOf } from '../profile';
import { anyStacks, drawTree } from '../testing';
import { pushFrames, stackPusher } from './stackText';
import { type Column, readSource, type Source } from '.';

const numbers = (name: string, values: unknown[], unit?: string): Column => ({ name, type: 'number', values, unit });
const strings = (name: string, values: unknown[]): Column => ({ name, type: 'string', values });
const table = (columns: Column[], flamegraph = false): Source => ({
  kind: 'columns',
  columns,
  length: Math.max(0, ...columns.map((c) => c.values.length)),
  flamegraph,
});

function read(source: Source) {
  const { reads, problems } = readSource(source);
  if (!reads.length) {
    throw new Error(problems[0]?.message);
  }
  const { profile } = reads[0];
  const { tree, attach } = buildCallTree([profile]);
  const weights = weightsOf(attach[0](profile.primary));
  return { ...reads[0], tree, weights, draw: drawTree(tree, weights) };
}

const problemOf = (source: Source) => {
  const [problem] = readSource(source).problems;
  return problem && [problem.message, problem.remedy].join(' ');
};

const DIVISION = [
  numbers('level', [0, 1, 2, 1]),
  numbers('value', [10, 6, 4, 3], 'ns'),
  numbers('self', [1, 2, 4, 3], 'ns'),
];

describe('flame graph frames', () => {
  it('reads string labels (Parca) and enum labels (Pyroscope) alike', () => {
    const expected = 'all 10 1\n  a 6 2\n    b 4 4\n  c 3 3';
    expect(read(table([...DIVISION, strings('label', ['total', 'a', 'b', 'c'])])).draw).toBe(expected);
    const label: Column = { name: 'label', type: 'enum', values: [2, 0, 1, 3], text: ['a', 'b', 'total', 'c'] };
    expect(read(table([...DIVISION, label])).draw).toBe(expected);
  });

  it('keeps a root that is a function', () => {
    expect(read(table([...DIVISION, strings('label', ['main', 'a', 'b', 'c'])])).draw).toBe(
      'all 10 0\n  main 10 1\n    a 6 2\n      b 4 4\n    c 3 3'
    );
  });

  it('reads the empty answers of Pyroscope', () => {
    const enumLabel: Column = { name: 'label', type: 'enum', values: [0], text: ['total'] };
    const empty = [numbers('level', [0]), numbers('value', [0], 'ns'), numbers('self', [0], 'ns')];
    expect(read(table([...empty, enumLabel], true)).profile.samples.length).toBe(0);
    const none = [numbers('level', []), numbers('value', []), numbers('self', []), strings('label', [])];
    expect(read(table(none, true)).draw).toBe('all 0 0');
  });

  it('scales to base units', () => {
    const [level, , self] = DIVISION;
    const source = table([
      level,
      numbers('value', [10, 6, 4, 3], 'ms'),
      self,
      strings('label', ['total', 'a', 'b', 'c']),
    ]);
    expect(totalOf(read(source).tree, read(source).weights, 0)).toBe(10e6);
  });

  it('reads a diff: right is shown, left is the baseline', () => {
    const source = table([
      ...DIVISION,
      strings('label', ['total', 'a', 'b', 'c']),
      numbers('valueRight', [20, 5, 5, 15]),
      numbers('selfRight', [0, 0, 5, 15]),
    ]);
    const { profile, draw } = read(source);
    expect(draw).toBe('all 20 0\n  a 5 0\n    b 5 5\n  c 15 15');
    expect(profile.baseline).toBe(1);
    expect([...profile.samples.weights[1]].reduce((a, b) => a + b, 0)).toBe(10);
  });

  it('counts what the source cut off, by flag or by the label "other"', () => {
    const labels = strings('label', ['total', 'a', 'b', 'other']);
    expect(read(table([...DIVISION, labels])).profile.truncated).toBe(3);
    const flag: Column = { name: 'truncated', type: 'boolean', values: [false, false, true, false] };
    expect(read(table([...DIVISION, labels, flag])).profile.truncated).toBe(4);
  });

  it('leaves out rows that cannot be placed or counted, and says the first', () => {
    const source = table([
      numbers('level', [0, 1, 3, 'x', 1]),
      numbers('value', [10, 6, 2, 1, NaN]),
      numbers('self', [4, 6, 2, 1, 1]),
      strings('label', ['total', 'a', 'lost', 'b', 'c']),
    ]);
    const { dropped, warnings, draw } = read(source);
    expect(dropped).toBe(3);
    expect(warnings[0]).toMatchObject({
      row: 3,
      message: expect.stringContaining('3 rows left out: level 3 follows level 1'),
    });
    expect(draw).toBe('all 10 4\n  a 6 6');
  });

  it('says when children are larger than their parent, and keeps them', () => {
    const source = table([
      numbers('level', [0, 1]),
      numbers('value', [1, 5]),
      numbers('self', [1, 5]),
      strings('label', ['total', 'a']),
    ]);
    expect(read(source).draw).toBe('all 5 0\n  a 5 5');
    expect(read(source).warnings[0].message).toContain('1 row is smaller than the sum of its children');
  });

  it('names the missing field', () => {
    expect(problemOf(table([numbers('level', [0]), numbers('value', [1])], true))).toContain('lacks the field label');
  });
});

describe('tables with a stack column', () => {
  it('sums equal stacks; the unit comes from the field or from the column name', () => {
    const source = table([strings('stack', ['a;b', 'a', 'a;b']), numbers('cpu_ms', [1, 2, 3])]);
    expect(read(source).draw).toBe('all 6000000 0\n  a 6000000 2000000\n    b 4000000 4000000');
  });

  it('takes numbers as text, and one sample per row without a number', () => {
    expect(read(table([strings('stack', ['a', 'b']), strings('value', ['9007199254740991', '1'])])).draw).toContain(
      'a 9007199254740991'
    );
    expect(read(table([strings('stack', ['a', 'a', 'b'])])).draw).toBe('all 3 0\n  a 2 2\n  b 1 1');
  });

  it('finds a stack column by its content', () => {
    expect(read(table([strings('frames', ['a;b', 'c;d']), numbers('n', [1, 2])])).format.id).toBe('stack-table');
  });

  it('leaves out rows without a stack or a number', () => {
    const { dropped, warnings } = read(table([strings('stack', ['a', null, 'b']), numbers('value', [1, 1, -5])]));
    expect(dropped).toBe(2);
    expect(warnings[0]).toMatchObject({ row: 2, message: '2 rows left out: stack is empty' });
  });
});

describe('folded text', () => {
  const text = (content: string): Source => ({ kind: 'text', text: content });

  it('reads spaces in names, fractions, comments, CRLF and a byte order mark', () => {
    expect(read(text('\ufeff# made by hand\r\nmain;operator new (int) 2.5\r\n\r\nmain 1e1\r\n')).draw).toBe(
      'all 12.5 0\n  main 12.5 10\n    operator new (int) 2.5 2.5'
    );
  });

  it('counts lines without a count', () => {
    const { dropped, warnings, draw } = read(text('a;b 1\na;b\na;c 2\n'));
    expect(draw).toBe('all 3 0\n  a 3 0\n    b 1 1\n    c 2 2');
    expect([dropped, warnings[0].row]).toEqual([1, 2]);
  });

  it('refuses what is no profile, with what it knows', () => {
    expect(problemOf(text('Dear Sir or Madam,\nno stacks here\n'))).toContain('folded stacks');
  });

  it('is fast on a line of a million blanks', () => {
    expect(problemOf(text(`${' '.repeat(1_000_000)}x`))).toBeDefined();
  });

  it('reads back what is written, for any stacks', () => {
    fc.assert(
      fc.property(anyStacks(['main', 'a b', '__proto__', '<i>', 'x/y.(*T).m']), (stacks) => {
        const kept = stacks.filter(({ frames }) => frames.length);
        fc.pre(kept.length > 0);
        const written = kept.map(({ frames, weight }) => `start;${frames.join(';')} ${weight}`).join('\n');
        const { tree, weights } = read(text(written));
        expect(totalOf(tree, weights, 0)).toBe(kept.reduce((sum, { weight }) => sum + weight, 0));
      })
    );
  });
});

describe('a data frame as JSON', () => {
  const frame = {
    schema: { fields: [{ name: 'stack' }, { name: 'value', config: { unit: 'ns' } }] },
    data: { values: [['a;b'], [7]] },
  };

  it.each([
    ['as a query answer', { results: { A: { frames: [frame] } } }],
    ['with schema and data', frame],
    [
      'with values in the fields',
      {
        fields: [
          { name: 'stack', values: ['a;b'] },
          { name: 'value', values: [7] },
        ],
      },
    ],
  ])('%s', (_, json) => {
    expect(read({ kind: 'text', text: JSON.stringify(json) }).draw).toBe('all 7 0\n  a 7 0\n    b 7 7');
  });

  it.each([
    ['{"a": 1', 'Not valid JSON: it ends too early'],
    ['{"a": }', 'Not valid JSON: it has an error'],
    ['{"a": 1}', 'holds no profile'],
  ])('refuses %s', (text, message) => expect(problemOf({ kind: 'text', text })).toContain(message));
});

it('never throws, whatever columns hold', () => {
  const cell = fc.oneof(
    fc.string(),
    fc.double(),
    fc.integer(),
    fc.constantFrom(null, undefined, NaN, Infinity, -1, true, {}, [])
  );
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(
          fc.constantFrom('level', 'value', 'self', 'label', 'stack', 'valueRight', 'truncated', 'x'),
          fc.array(cell, { maxLength: 20 })
        ),
        { maxLength: 6 }
      ),
      fc.boolean(),
      (columns, flamegraph) => {
        const length = Math.min(20, ...columns.map(([, values]) => values.length));
        const source: Source = {
          kind: 'columns',
          flamegraph,
          length: columns.length ? length : 0,
          columns: columns.map(([name, values]): Column => ({
            name,
            type: typeof values[0] === 'number' ? 'number' : 'string',
            values,
          })),
        };
        const { reads, problems } = readSource(source);
        expect(reads.length + problems.length).toBeGreaterThan(0);
      }
    ),
    { numRuns: 500 }
  );
});

describe('a stack as text', () => {
  const pushers = () => {
    const builder = new ProfileBuilder([{ type: 't', unit: 'count' }]);
    return { push: stackPusher(builder), plainly: (text: string) => pushFrames(builder, text.split(';')) };
  };

  it('is the same stack as its frames one by one', () => {
    const name = fc.oneof(
      fc.constantFrom(
        'a',
        'ab',
        'abc',
        'b',
        '',
        ' ',
        ' a ',
        'a b',
        '__proto__',
        'abcdefgh',
        'abcdefgi',
        'xbcdefgh',
        'é'
      ),
      fc.constantFrom('main.(*T).Run', 'main.(*T).Ruin', 'nain.(*T).Run', '\ud800', '\u3000a', '漢字'),
      fc.string({ maxLength: 12 }).map((text) => text.replaceAll(';', ':'))
    );
    fc.assert(
      fc.property(fc.array(fc.array(name, { maxLength: 5 }), { minLength: 1, maxLength: 30 }), (stacks) => {
        const { push, plainly } = pushers();
        for (const frames of stacks) {
          expect(push(frames.join(';'))).toBe(plainly(frames.join(';')));
        }
        // As lines of one text, of which each begins as the one before it where they are sorted.
        const lines = stacks.map((frames) => frames.join(';'));
        for (const ordered of [lines, [...lines].sort()]) {
          const text = ordered.map((line) => `${line} 1`).join('\n');
          let from = 0;
          for (const line of ordered) {
            expect(push(text, from, from + line.length)).toBe(plainly(line));
            from += line.length + 3;
          }
        }
      }),
      { examples: [[[['abcdefg'], ['abcdefg 1']]]] }
    );
  });

  it.each([
    ['plain', ''],
    ['beyond ASCII here and there', 'ü'],
  ])('is a part of a larger text, wherever that is cut: %s', (_, odd) => {
    const { push, plainly } = pushers();
    // Some lines are longer than what is looked at at once; names are many and long.
    const lines = Array.from({ length: 6000 }, (_, i) =>
      [
        `root ${i % 7}`,
        i % 5000 === 9 ? `${odd}${i}` : `f${i % 3000}`,
        'same',
        i % 2900 === 7 ? 'x'.repeat(70_000) + i : `leaf${i}`,
      ].join(';')
    );
    const text = lines.join('\n');
    const begins: number[] = [];
    let from = 0;
    for (const line of lines) {
      expect(push(text, from, from + line.length)).toBe(plainly(line));
      begins.push(from);
      from += line.length + 1;
    }
    // And in another order, in another text, when all names are known.
    for (const i of [4000, 9, 5990, 5009, 7]) {
      expect(push(text, begins[i], begins[i] + lines[i].length)).toBe(plainly(lines[i]));
      expect(push(lines[i])).toBe(plainly(lines[i]));
    }
    expect(push('')).toBe(-1);
    expect(push(';;')).toBe(-1);
  });
});
