import { type WakeBranch } from '../../prepare';
import { type WakerRow, wakerRows } from './wakerRows';

const branch = (key: string, time: number, ...by: WakeBranch[]): WakeBranch => ({
  key,
  name: key,
  processes: [`${key}-1`],
  time,
  count: 1,
  stack: [`${key}-1`, key],
  by,
});
const drawn = (rows: WakerRow[]) =>
  rows.map(({ branch: { key }, level, opensTo, expanded, share }) =>
    [`${'  '.repeat(level)}${opensTo ? (expanded ? '-' : '+') : ' '} ${key}`, Math.round(share * 1000) / 10].join(' ')
  );

describe('the rows of wakers', () => {
  it('one that waited itself for most of the time is open: what it waited for is what matters', () => {
    const tree = [branch('flush', 60, branch('disk', 40)), branch('dispatch', 40, branch('net', 10))];
    expect(drawn(wakerRows(tree, new Set()))).toEqual(['- flush 60', '    disk 40', '+ dispatch 40']);
    const [flush, , dispatch] = wakerRows(tree, new Set());
    expect(drawn(wakerRows(tree, new Set([flush.key, dispatch.key])))).toEqual([
      '+ flush 60',
      '- dispatch 40',
      '    net 10',
    ]);
  });

  it('less than a 200th of the time is not listed, and what has nothing else under it opens to nothing', () => {
    const tree = [branch('flush', 990, branch('disk', 4)), branch('late', 6), branch('never', 4)];
    expect(drawn(wakerRows(tree, new Set()))).toEqual(['  flush 99', '  late 0.6']);
  });

  it('each says where among its neighbours it stands', () =>
    expect(
      wakerRows([branch('a', 6), branch('b', 4)], new Set()).map(({ position, siblings }) => [position, siblings])
    ).toEqual([
      [1, 2],
      [2, 2],
    ]));
});
