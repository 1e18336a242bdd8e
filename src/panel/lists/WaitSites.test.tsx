import { createTheme, ThemeContext } from '@grafana/data';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import React from 'react';
import { CATEGORIES, type ShareInterval, siteKey, type SiteRow, siteRows, type WaitLengths } from '../../analysis';
import { prepared } from '../../testing';
import { WaitSites, type WaitSitesProps } from './WaitSites';

function sitesOf(wall: string) {
  const { paired, sites } = prepared({ wall });
  return siteRows(paired!.tree, sites);
}
const sites = sitesOf(
  'main.run;main.idler;goroutine [finalizer wait] 60\nmain.run;main.load;ep_poll 30\nmain.run;main.save;fsync 10'
);
/** 40 % in one, 20 sites of 0.1 % each, 30 % idle, the rest runs. */
const tail = sitesOf(
  [
    'main.run;main.load;ep_poll 400',
    ...Array.from({ length: 20 }, (_, i) => `main.run;main.f${i};fsync 1`),
    'main.run;main.idler;goroutine [finalizer wait] 300',
  ].join('\n')
);

function show(props: Partial<WaitSitesProps> = {}) {
  const onSite = jest.fn();
  const onFrame = jest.fn();
  const all = {
    sites,
    whole: 100,
    what: 'wall time',
    format: (value: number) => `${value} ns`,
    width: 400,
    height: 600,
    onSite,
    onFrame,
    marked: [],
    ...props,
  };
  const { rerender } = render(<WaitSites {...all} />);
  return { onSite, onFrame, again: (next: Partial<WaitSitesProps>) => rerender(<WaitSites {...all} {...next} />) };
}
const rows = () => screen.getAllByRole('option').map(({ textContent }) => textContent!.replaceAll('\u00a0', ' '));

it('who waits on what, the most first; idle after all that blocks', () => {
  show();
  expect(rows()).toEqual([
    'main.load Socket or event30.0 %30 ns',
    'main.save Disk10.0 %10 ns',
    'main.idler Idle60.0 %60 ns',
  ]);
  expect(screen.getByTitle(/main\.save/).title.replaceAll('\u00a0', ' ')).toBe(
    'main.save\nwaits in fsync\nDisk: file or block I/O, fsync, swap\n10 ns, 10.0 % of wall time'
  );
});

it('how much requests wait for, where their spans tell', () => {
  const [load, save, idler] = sites;
  show({ sites: [{ ...load, inside: 22.5 }, { ...save, inside: 0 }, idler] });
  expect(rows().slice(0, 2)).toEqual([
    'main.load Socket or event · 75.0 % in requests30.0 %30 ns',
    'main.save Disk · 0.0 % in requests10.0 %10 ns',
  ]);
  expect(rows()[2]).not.toContain('requests');
  expect(screen.getByTitle(/main\.load/).title.replaceAll('\u00a0', ' ')).toContain(
    '75.0 % of it within spans of requests, 25.0 % outside'
  );
});

describe('how well shares are known', () => {
  const knownOf = ({ site }: SiteRow): ShareInterval | undefined =>
    site === 'main.load'
      ? { interval: [0.27, 0.34], windows: 24 }
      : site === 'main.save'
        ? { interval: [0.06, 0.16], samples: 10 }
        : undefined;
  const titleOf = (site: RegExp) => screen.getByTitle(site).title.replaceAll('\u00a0', ' ');

  it('is beside them where there is room, with what it is from in the tooltip', () => {
    show({ knownOf });
    expect(rows()).toEqual([
      'main.load Socket or event30.0 %±3.530 ns',
      'main.save Disk10.0 %±5.010 ns',
      'main.idler Idle60.0 %60 ns',
    ]);
    expect(titleOf(/main\.load/)).toContain('\n27.0 % to 34.0 %, bootstrap over 24 windows');
    expect(titleOf(/main\.save/)).toContain('\n6.0 % to 16.0 %, by counts, 10 samples');
  });

  it('is in the tooltip alone where there is none', () => {
    show({ knownOf, width: 340 });
    expect(rows()[0]).toBe('main.load Socket or event30.0 %30 ns');
    expect(titleOf(/main\.load/)).toContain('bootstrap over 24 windows');
  });

  it('a difference that noise explains is said as that', () => {
    show({ sites: sites.map((site) => ({ ...site, before: 0.2, ...(site.site === 'main.save' && { noise: true }) })) });
    expect(rows()[1]).toContain('main.save Disk · not distinguishable from noise');
    expect(rows()[0]).not.toContain('noise');
    expect(titleOf(/main\.save/)).toContain('The difference is not distinguishable from noise.');
  });
});

it('the bars are as long as the shares', () => {
  show();
  const bars = screen.getAllByRole('option').map((row) => [...row.querySelectorAll<HTMLElement>('[style]')].at(-1)!);
  expect(bars.map(({ style }) => style.width)).toEqual(['30%', '10%', '60%']);
});

it('a click hands over the site; a marked frame its node, and stands above', () => {
  const { onSite, onFrame } = show({ marked: [{ name: 'main.hash', figures: 'IPC 0.40', node: 7 }] });
  fireEvent.click(screen.getByTitle(/main\.save/));
  expect(onSite.mock.calls[0][0]).toMatchObject({ site: 'main.save', category: CATEGORIES.indexOf('disk') });
  expect(rows()[0]).toBe('main.hashIPC 0.40');
  fireEvent.click(screen.getByText('hash'));
  expect(onFrame).toHaveBeenCalledWith(7);
});

it('sites below 1 % are one row with their number and sum, before the idle ones; it opens and folds', () => {
  show({ sites: tail, whole: 1000 });
  expect(rows()).toEqual(['main.load Socket or event40.0 %400 ns', '20 more2.0 %20 ns', 'main.idler Idle30.0 %300 ns']);
  fireEvent.click(screen.getByText('20 more'));
  expect(rows()).toHaveLength(23);
  expect(rows().slice(0, 2)).toEqual(['main.load Socket or event40.0 %400 ns', 'main.f0 Disk0.1 %1 ns']);
  expect(rows().slice(-2)).toEqual(['Fold those below 1 %', 'main.idler Idle30.0 %300 ns']);
  fireEvent.click(screen.getByText('Fold those below 1 %'));
  expect(rows()).toHaveLength(3);
});

it('with the keyboard: Enter opens the tail, and goes on in it', () => {
  const { onSite } = show({ sites: tail, whole: 1000 });
  React.act(() => screen.getAllByRole('option')[0].focus());
  const press = (key: string) => fireEvent.keyDown(document.activeElement!, { key });
  press('ArrowDown');
  press('Enter');
  expect(document.activeElement).toHaveTextContent('main.f0');
  press('Enter');
  expect(onSite.mock.calls.map(([{ site }]) => site)).toEqual(['main.f0']);
});

it('the open tail and the focus survive a refresh', () => {
  const { again } = show({ sites: tail, whole: 1000 });
  fireEvent.click(screen.getByText('20 more'));
  React.act(() => screen.getByText('f7').closest<HTMLElement>('[role=option]')!.focus());
  again({ sites: tail.map((site) => ({ ...site })).reverse() });
  expect(rows().length).toBeGreaterThan(20);
  expect(document.activeElement).toHaveTextContent('main.f7');
});

it('of two times the change stands beside the share, also of what is gone; the tail sums it up', () => {
  const before = (site: SiteRow, share: number, total = site.total) => ({ ...site, total, before: share });
  const [load, save] = sites;
  show({ sites: [before(load, 0.12), before(save, 0.25, 0)] });
  expect(rows()).toEqual(['main.load Socket or event30.0 %+18.0 pp', 'main.save Disk0.0 %−25.0 pp']);
  expect(screen.getByTitle(/main\.save/).title).toMatch(/Before: 25\.0\s%$/);
});

it('the tail of two times has those that are small in both, and the sum of their changes', () => {
  const [load, ...others] = tail;
  const small = others.filter(({ idle }) => !idle).map((site) => ({ ...site, before: 0 }));
  show({
    sites: [{ ...load, before: 0.4 }, ...small, { ...load, site: 'main.gone', total: 0, before: 0.05 }],
    whole: 1000,
  });
  expect(rows()).toEqual([
    'main.load Socket or event40.0 %',
    'main.gone Socket or event0.0 %−5.0 pp',
    '20 more2.0 %+2.0 pp',
  ]);
});

it('of a wait that nobody knows the call is named, by its short name', () => {
  show({ sites: sitesOf('main.run;main.send;syscall.Write;syscall.write 10') });
  expect(rows()).toEqual([expect.stringMatching(/^main\.send Unknown wait, syscall\.[Ww]rite10\.0 %10 ns$/)]);
});

it('one small site is no tail', () => {
  show({ sites: sitesOf('main.a;ep_poll 500\nmain.b;fsync 1'), whole: 1000 });
  expect(rows()).toEqual(['main.a Socket or event50.0 %500 ns', 'main.b Disk0.1 %1 ns']);
});

it('where all sites are small the first five are shown', () => {
  show({ sites: tail.slice(1, 21), whole: 100_000 });
  expect(rows()).toHaveLength(6);
  expect(rows()[5]).toMatch(/^15 more/);
});

it('says so where no stack waits', () => {
  show({ sites: [] });
  expect(screen.getByTestId('dualflame-sites')).toHaveTextContent('No stack waits.');
});

it('a narrow list leaves the bars out, not the words', () => {
  show({ width: 250 });
  expect(rows()[0]).toBe('main.load Socket or event30.0 %30 ns');
});

describe('where single waits are known', () => {
  const lengths = (longest: number, count: number): WaitLengths => ({
    class: 'blocked',
    count,
    total: 100,
    half: 1,
    most: 2,
    longest,
    rough: false,
    buckets: [],
  });
  const [load, save] = sites;
  const known = {
    of: new Map([
      [siteKey(load), lengths(3, 412)],
      [siteKey(save), lengths(9, 1)],
    ]),
    format: (value: number) => `${value} ms`,
  };

  it('a wide list has their number and the longest, a narrow one only the longest, the title all of it', () => {
    show({ lengths: known, width: 500 });
    expect(screen.getByTestId('dualflame-sites-head').textContent).toBe('Wait siteShare ↓TimeWaitsLongest');
    expect(rows().slice(0, 2)).toEqual([
      'main.load Socket or event30.0 %30 ns4123 ms',
      'main.save Disk10.0 %10 ns19 ms',
    ]);
    expect(screen.getByTitle(/main\.load/).title).toContain('412 waits: half up to 1 ms, 1 % over 2 ms, longest 3 ms');
    expect(screen.getByTitle(/main\.save/).title).toContain('1 wait, 9 ms long');
    cleanup();
    show({ lengths: known, width: 340 });
    expect(rows()[0]).toBe('main.load Socket or event30.0 %30 ns3 ms');
  });

  it('sorted by the longest, sites below 1 % are not folded: a long wait may be in one of them', () => {
    const rare = tail.find(({ site }) => site === 'main.f7')!;
    show({
      sites: tail,
      whole: 1000,
      lengths: { ...known, of: new Map([[siteKey(rare), lengths(300, 1)]]) },
    });
    expect(rows()).toHaveLength(3);
    fireEvent.click(screen.getByText('Longest'));
    expect(rows()[0]).toMatch(/^main\.f7 Disk.*300 ms$/);
    expect(rows()).toHaveLength(22);
    fireEvent.click(screen.getByText('Share'));
    expect(rows()).toHaveLength(3);
  });
});

describe.each(['dark', 'light'] as const)('%s', (mode) => {
  it('no text is fainter than secondary text, idle rows neither', () => {
    const theme = createTheme({ colors: { mode } });
    render(
      <ThemeContext.Provider value={theme}>
        <WaitSites
          sites={sites}
          whole={100}
          what="wall time"
          format={String}
          width={400}
          height={300}
          onSite={jest.fn()}
          marked={[]}
          onFrame={jest.fn()}
        />
      </ThemeContext.Provider>
    );
    for (const element of screen.getByTestId('dualflame-sites').querySelectorAll('*')) {
      expect(getComputedStyle(element).opacity || '1').toBe('1');
    }
    const idle = screen.getByTitle(/main\.idler/);
    expect(getComputedStyle(idle).color.replaceAll(' ', '')).toBe(theme.colors.text.secondary.replaceAll(' ', ''));
  });
});
