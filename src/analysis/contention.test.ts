import { type Contention, holdersOf, typeOf } from './contention';

it.each([
  ['main.(*Journal).Append', 'main.(*Journal)'],
  ['main.(*Journal).Append.func1.2', 'main.(*Journal)'],
  ['main.(*Journal).Flush-fm', 'main.(*Journal)'],
  ['github.com/a/store.(*Cache[...]).Get', 'github.com/a/store.(*Cache[...])'],
  ['main.Journal.Append', 'main.Journal'],
  ['com/acme/Ledger$Journal.append', 'com/acme/Ledger$Journal'],
  ['com.acme.Ledger.post', 'com.acme.Ledger'],
  ['acme::Journal::append(int, std::string const&)', 'acme::Journal'],
  ['Journal.append (ledger.py:12)', 'Journal'],
  ['Journal#append', 'Journal'],
  ['main.commit', undefined],
  ['main.main.func1', undefined],
  ['commit', undefined],
  ['store::journal::append', undefined],
  ['commit (ledger.py:12)', undefined],
])('%s is a method of %s', (name, type) => expect(typeOf(name)).toBe(type));

describe('who holds what a function waits for', () => {
  const released = (...shares: Array<[string, number]>): Contention => ({
    released: shares.map(([site, share]) => ({ site, share })),
    waited: new Map(),
  });

  it('is known by the type whose method it is: shares are then of that type', () => {
    const all = released(['main.(*Pool).put', 0.6], ['main.(*Journal).flush', 0.3], ['main.(*Journal).Append', 0.1]);
    const found = holdersOf(all, 'main.(*Journal).Append.func1')!;
    expect(found.by).toBe('type');
    expect(found.holders.map(({ site, share }) => [site, share.toFixed(2)])).toEqual([
      ['main.(*Journal).flush', '0.75'],
      ['main.(*Journal).Append', '0.25'],
    ]);
  });

  it('else it is said of all locks of the program', () => {
    const all = released(['main.flush', 0.7], ['main.(*Pool).put', 0.2]);
    expect(holdersOf(all, 'main.commit')).toEqual({ by: 'program', holders: all.released });
    expect(holdersOf(all, 'main.(*Journal).Append')?.by).toBe('program');
    expect(holdersOf(released(), 'main.commit')).toBeUndefined();
  });
});
