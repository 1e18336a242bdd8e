import { buildCallTree } from '../../profile';
import { describeCost, noteReading, notePainting, readingCost } from './readingCost';

const shown = (text: string) => text.replaceAll('\u00a0', ' ');
const newTree = () => buildCallTree([]).tree;

it.each([
  [
    { rows: 32_000, reading: 12.4, judging: 80.6, painting: 3.2 },
    '32,000 rows read in 12 ms, judged in 81 ms, painted in 3 ms',
  ],
  [
    { rows: 1_850_000, reading: 170, judging: 1240, painting: 0.4 },
    '1,850,000 rows read in 170 ms, judged in 1.2 s, painted in under 1 ms',
  ],
  [{ rows: 7, reading: 0, judging: 0.9 }, '7 rows read in under 1 ms, judged in under 1 ms'],
])('%j in words', (cost, text) => expect(shown(describeCost(cost))).toBe(text));

it('each tree has its own figures; the last picture counts, and only that of a tree that was read', () => {
  jest.spyOn(performance, 'now').mockReturnValueOnce(100).mockReturnValueOnce(107.5);
  const [one, other, callers] = [newTree(), newTree(), newTree()];
  noteReading(one, { rows: 3, reading: 1, judging: 2, painting: 50 });
  noteReading(other, { rows: 4, reading: 5, judging: 6 });
  const paint = jest.fn();
  notePainting(one, paint);
  notePainting(callers, paint);
  expect(paint).toHaveBeenCalledTimes(2);
  expect(readingCost(one)).toEqual({ rows: 3, reading: 1, judging: 2, painting: 7.5 });
  expect(readingCost(other)).toEqual({ rows: 4, reading: 5, judging: 6 });
  expect(readingCost(callers)).toBeUndefined();
});
