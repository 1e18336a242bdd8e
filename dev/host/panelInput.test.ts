import { nestedSetFrame } from './panelInput';

it('makes a frame of recorded folded files', () => {
  const rowsOf = (text: string, scale?: number) => {
    const [level, value, self, label] = nestedSetFrame('A', [text], scale).fields;
    const names = label.config.type!.enum!.text!;
    return level.values.map((l, i) => `${l} ${names[label.values[i]]} ${value.values[i]} ${self.values[i]}`);
  };
  expect(rowsOf('a;b 3\na;b;wait 4\nc 1\n')).toEqual(['0 total 8 0', '1 a 7 0', '2 b 7 3', '3 wait 4 4', '1 c 1 1']);
  expect(rowsOf('# how\na;b 2\n')).toEqual(['0 total 2 0', '1 a 2 0', '2 b 2 2']);
  expect(rowsOf('a 2\n', 1.5)).toEqual(['0 total 3 0', '1 a 3 3']);
});
