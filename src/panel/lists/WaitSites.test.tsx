import { createTheme, ThemeContext } from '@grafana/data';
import { fireEvent, render, screen } from '@testing-library/react';
import React from 'react';
import { CATEGORIES } from '../../analysis';
import { prepared } from '../../testing';
import { WaitSites, type WaitSitesProps } from './WaitSites';

const { sites } = prepared({
  wall: 'main.run;main.idler;goroutine [finalizer wait] 60\nmain.run;main.load;ep_poll 30\nmain.run;main.save;fsync 10',
});

function show(props: Partial<WaitSitesProps> = {}) {
  const onSite = jest.fn();
  const onFrame = jest.fn();
  render(
    <WaitSites
      sites={sites}
      total={100}
      format={(value) => `${value} ns`}
      width={400}
      height={300}
      onSite={onSite}
      onFrame={onFrame}
      marked={[]}
      {...props}
    />
  );
  return { onSite, onFrame };
}
const rows = () => screen.getAllByRole('button').map(({ textContent }) => textContent!.replaceAll('\u00a0', ' '));

it('who waits on what, the most first; idle after all that blocks', () => {
  show();
  expect(rows()).toEqual([
    '30.0 %main.loadPoll · 30 ns in ep_poll',
    '10.0 %main.saveDisk · 10 ns in fsync',
    '60.0 %main.idlerIdle · 60 ns in goroutine [finalizer wait]',
  ]);
});

it('a click hands over the site; a marked frame its node, and stands above', () => {
  const { onSite, onFrame } = show({ marked: [{ name: 'main.hash', figures: 'IPC 0.40', node: 7 }] });
  fireEvent.click(screen.getByTitle(/main\.save/));
  expect(onSite.mock.calls[0][0]).toMatchObject({ site: 'main.save', category: CATEGORIES.indexOf('disk') });
  expect(rows()[0]).toBe('main.hashIPC 0.40');
  fireEvent.click(screen.getByTitle('main.hash'));
  expect(onFrame).toHaveBeenCalledWith(7);
});

it('of many only what is in view is in the page', () => {
  const many = Array.from({ length: 500 }, (_, i) => ({ ...sites[0], site: `f${i}` }));
  show({ sites: many });
  expect(rows().length).toBeLessThan(30);
  fireEvent.scroll(screen.getByTestId('dualflame-sites'), { target: { scrollTop: 400 * 37 } });
  expect(rows().length).toBeLessThan(40);
  expect(screen.getByTestId('dualflame-sites')).toHaveTextContent('f402');
  expect(screen.getByTestId('dualflame-sites')).not.toHaveTextContent('f1 ');
});

it('says so where no stack waits', () => {
  show({ sites: [] });
  expect(screen.getByTestId('dualflame-sites')).toHaveTextContent('No stack waits.');
});

describe.each(['dark', 'light'] as const)('%s', (mode) => {
  it('no text is fainter than secondary text, idle rows neither', () => {
    const theme = createTheme({ colors: { mode } });
    render(
      <ThemeContext.Provider value={theme}>
        <WaitSites
          sites={sites}
          total={100}
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
