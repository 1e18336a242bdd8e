import { exactPattern } from '../../analysis';
import { type TimeSpan } from '../../prepare';
import { filterChips, type Filters, leavesOut } from './filters';
import { INITIAL_STATE, panelReducer } from './panelState';

const inWords = (times: TimeSpan[]) => times.map(({ from, to }) => `${from} to ${to}`).join();

it.each<[string, Filters, boolean]>([
  ['nothing', {}, false],
  ['a label', { filter: { label: 'pod', value: 'a' } }, true],
  ['times', { times: [{ from: 1, to: 2 }] }, true],
  ['stacks', { stacks: [{ keep: 'only', pattern: 'a' }] }, true],
  ['no stacks any more', { stacks: [] }, false],
  ['idle', { hideIdle: true }, true],
  [
    'what takes no time away',
    { groupBy: 'pod', onlyMyCode: true, collapseRecursion: true, collapseChains: true },
    false,
  ],
])('%s can leave everything out: %s %s', (_, filters, expected) => expect(leavesOut(filters)).toBe(expected));

it('a chip for each, in the order in which they act; each removes itself alone', () => {
  const filters: Filters = {
    collapseChains: true,
    collapseRecursion: true,
    onlyMyCode: true,
    hideIdle: true,
    stacks: [
      { keep: 'only', pattern: 'a' },
      { keep: 'without', pattern: 'b' },
      { keep: 'hide', pattern: 'c' },
    ],
    groupBy: 'pod',
    times: [{ from: 1, to: 2 }],
    filter: { label: 'pod', value: 'x' },
  };
  expect(filterChips(filters, inWords).map(({ text, without }) => [text, without])).toEqual([
    ['pod = x', { filter: undefined }],
    ['1 to 2', { times: undefined }],
    ['by pod', { groupBy: undefined }],
    ['only a', { stacks: filters.stacks!.slice(1) }],
    ['without b', { stacks: [filters.stacks![0], filters.stacks![2]] }],
    ['hide c', { stacks: filters.stacks!.slice(0, 2) }],
    ['idle hidden', { hideIdle: false }],
    ['libraries folded', { onlyMyCode: undefined }],
    ['recursion collapsed', { collapseRecursion: false }],
    ['chains collapsed', { collapseChains: false }],
  ]);
});

it('is a chip only for what is set; to remove one takes it off, and leaves the others', () => {
  expect(filterChips({}, inWords)).toEqual([]);
  const filters: Filters = {
    filter: { label: 'pod', value: 'x' },
    groupBy: 'pod',
    stacks: [{ keep: 'only', pattern: 'a' }],
    hideIdle: true,
    onlyMyCode: true,
    collapseRecursion: true,
    collapseChains: true,
  };
  const all = filterChips(filters, inWords);
  const left = all.map(({ without }) => {
    const after = panelReducer({ ...INITIAL_STATE, filters }, { type: 'filters', filters: without }).filters;
    return filterChips(after, inWords).map(({ text }) => text);
  });
  expect(left).toEqual(all.map((gone) => all.flatMap(({ text }) => (text === gone.text ? [] : [text]))));
});

it('a filter made from a frame reads as its name, and is told in full by its title', () => {
  const name = 'github.com/segmentio/kafka-go.(*Conn).ReadMessage';
  const [chip] = filterChips({ stacks: [{ keep: 'only', pattern: exactPattern(name) }] }, inWords);
  expect([chip.text, chip.title]).toEqual(['only kafka-go.Conn.ReadMessage', `only ${name}`]);
});

it('a pattern that a person typed is shown as it was typed', () => {
  expect(filterChips({ stacks: [{ keep: 'hide', pattern: '/^read.*$/' }] }, inWords)[0].text).toBe('hide /^read.*$/');
});
