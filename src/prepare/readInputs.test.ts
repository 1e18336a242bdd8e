import { inputOf } from '../testing';
import { prepareProfile } from '.';

it('draws the good query where another cannot be read, and names that one', () => {
  const { paired, errors } = prepareProfile([inputOf('A', 'main 1', 'cpu'), inputOf('B', 'rubbish')]);
  expect(paired?.evidence).toBe('cpu');
  expect(errors).toEqual([expect.objectContaining({ refId: 'B' })]);
});
