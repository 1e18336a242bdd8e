import { column, drawTree, problemOf, read, table } from '../../testing';
import { buildCallTree, weightsOf } from '../../profile';
import { type Column, nestedSetOutline } from '..';

describe('flame graph frame', () => {
  const frame = (rows: unknown[][], more: Column[] = [], unit = 'ms') =>
    table(
      column(
        'level',
        rows.map(([level]) => level),
        'number'
      ),
      {
        ...column(
          'value',
          rows.map(([, value]) => value),
          'number'
        ),
        unit,
      },
      column(
        'label',
        rows.map(([, , label]) => label)
      ),
      ...more
    );

  it('leaves out rows without a level, a value or a caller, and names the first', () => {
    const found = read(
      frame([
        [0, 9, 'total'],
        [1, 4, 'a'],
        [1.5, 1, 'x'],
        [-1, 1, 'x'],
        [null, 1, 'x'],
        [1, -2, 'x'],
        [1, null, 'x'],
        [3, 1, 'x'],
        [1, 5, 'b'],
      ])
    );
    expect(found.draw).toBe('all 9000000 0\n  a 4000000 4000000\n  b 5000000 5000000');
    expect(found.dropped).toBe(6);
    expect(found.warnings[0]).toMatchObject({
      row: 3,
      message: expect.stringContaining('level is 1.5, not a whole number'),
    });
    expect(
      read(
        frame([
          [0, 9, 'a'],
          [1, -4, 'b'],
        ])
      ).warnings[0]
    ).toMatchObject({
      row: 2,
      message: expect.stringContaining('value is -4'),
    });
  });

  describe('its outline', () => {
    const outline = (rows: unknown[][], share: number, more: Column[] = []) =>
      nestedSetOutline(frame(rows, more), share);
    const rows = [
      [0, 100, 'total'],
      [1, 4, 'thin thread'],
      [2, 4, 'a'],
      [3, 4, 'b'],
      [1, 90, 'main'],
      [2, 9, 'small'],
      [3, 9, 'under small'],
      [4, 9, 'deeper'],
      [2, 80, 'large'],
      [3, 1, 'leaf'],
    ];

    it('has what is large enough and its callees; a smaller one stands for all under it, but for the roots of stacks', () => {
      const profile = outline(rows, 0.1)!;
      const { tree, attach } = buildCallTree([profile]);
      const ms = weightsOf(attach[0](0).map((ns) => ns / 1e6));
      expect(drawTree(tree, ms).split('\n')).toEqual([
        'all 100 6',
        '  main 90 1',
        '    large 80 79',
        '      leaf 1 1',
        '    small 9 9',
        '  thin thread 4 0',
        '    a 4 4',
      ]);
    });

    it('there is none where a row cannot be used, or has two sides', () => {
      expect(outline([...rows, [1.5, 1, 'x']], 0.1)).toBeUndefined();
      const right = column(
        'valueRight',
        rows.map(() => 1),
        'number'
      );
      expect(outline(rows, 0.1, [right])).toBeUndefined();
      expect(nestedSetOutline(table(column('stack', ['a;b'])), 0.1)).toBeUndefined();
    });
  });

  it('believes values: children that exceed their caller are kept, a self that differs is said', () => {
    const larger = read(
      frame([
        [0, 3, 'a'],
        [1, 2, 'b'],
        [1, 2, 'c'],
      ])
    );
    expect(larger.draw).toBe('all 4000000 0\n  a 4000000 0\n    b 2000000 2000000\n    c 2000000 2000000');
    expect(larger.warnings.map(({ message }) => message)).toEqual([
      '1 row is smaller than the sum of its children; the children were kept.',
    ]);
    const selves = (...values: unknown[]) => [column('self', values, 'number')];
    expect(
      read(
        frame(
          [
            [0, 3, 'a'],
            [1, 2, 'b'],
          ],
          selves(1, 2)
        )
      ).warnings
    ).toEqual([]);
    expect(
      read(
        frame(
          [
            [0, 3, 'a'],
            [1, 2, 'b'],
          ],
          selves(null, 2)
        )
      ).warnings
    ).toEqual([]);
    const told = read(
      frame(
        [
          [0, 3, 'a'],
          [1, 2, 'b'],
        ],
        selves(3, 2)
      )
    );
    expect(told.warnings[0].message).toContain('1 row has a self that is not value − Σ children');
    expect(told.total).toBe(3e6);
  });

  it('a difference: right is shown, left is the baseline, both in the base unit', () => {
    const rights = (...values: number[]) => [column('valueRight', values, 'number')];
    const found = read(
      frame(
        [
          [0, 3, 'total'],
          [1, 2, 'a'],
          [1, 1, 'b'],
        ],
        rights(7, 7, 0)
      )
    );
    expect(found.draw).toBe('all 7000000 0\n  a 7000000 7000000\n  b 0 0');
    expect([...found.profile.samples.weights[1]]).toEqual([2e6, 1e6]);
    expect(found.types).toEqual(['right/nanoseconds', 'left/nanoseconds']);
    expect(
      read(
        frame(
          [
            [0, 3, 'total'],
            [1, 1, 'a'],
          ],
          rights(5, 6)
        )
      ).warnings[0].message
    ).toContain('smaller than the sum');
  });

  it('what the source cut: the flag, or else a leaf called other', () => {
    const rows = [
      [0, 9, 'total'],
      [1, 4, 'other'],
      [2, 1, 'a'],
      [1, 5, 'other'],
    ];
    expect(read(frame(rows)).profile.truncated).toBe(5e6);
    expect(read(frame(rows, [column('truncated', [false, true, false, false], 'boolean')])).profile.truncated).toBe(
      3e6
    );
  });

  it('labels: texts, enum indices, and neither', () => {
    const labels = { ...column('label', [1, 0, 7, -1], 'enum'), text: ['b', 'a'] };
    const found = read(table(column('level', [0, 1, 1, 1], 'number'), column('value', [6, 3, 2, 1], 'number'), labels));
    expect(found.draw).toBe('all 6 0\n  a 6 0\n    [unknown] 3 3\n    b 3 3');
    expect(
      read(
        frame([
          [0, 2, ''],
          [1, 1, 'total'],
        ])
      ).draw
    ).toBe('all 2000000 1000000\n  total 1000000 1000000');
    expect(problemOf({ ...frame([[0, 1, 'a']]), columns: [column('x', [1], 'number')], flamegraph: true })).toMatch(
      /lacks the field level, value, label/
    );
  });
});
