import { fireEvent, render, screen } from '@testing-library/react';
import React from 'react';
import { IconControl } from './IconControl';
import { type Part, Toolbar, withoutRoom } from './Toolbar';

const WIDTHS: Record<string, number> = {
  mode: 130,
  compare: 100,
  search: 148,
  reset: 24,
  status: 80,
  filter: 24,
  list: 24,
};
const items: Array<{ part?: string; width: number }> = [
  ...Object.entries(WIDTHS).map(([part, width]) => ({ part, width })),
  { width: 24 },
];

describe('what has no room', () => {
  it('is what is least important', () => {
    const hidden = (room: number) => withoutRoom(items, room);
    expect(hidden(2000)).toEqual([]);
    expect(hidden(582)).toEqual([]); // as wide as everything together
    expect(hidden(581)).toEqual(['list']);
    expect(hidden(540)).toEqual(['filter', 'list']);
    expect(hidden(302)).toEqual(['mode', 'reset', 'status', 'filter', 'list']);
    expect(hidden(200)).toEqual(['mode', 'compare', 'reset', 'status', 'filter', 'list']);
  });

  it('gives the room that a large part does not fit in to a smaller one', () => {
    const hidden = withoutRoom(items, 370);
    expect(hidden).toEqual(['compare', 'status', 'list']);
  });

  it.each(Array.from({ length: 176 }, (_, i) => 250 + i * 10))('at %d px all that is shown fits', (room) => {
    const hidden: string[] = withoutRoom(items, room);
    const shown = items.filter(({ part }) => !part || !hidden.includes(part));
    expect(shown.reduce((sum, { width }) => sum + width + 4, -4)).toBeLessThanOrEqual(room);
    expect(shown.map(({ part }) => part)).toEqual(expect.arrayContaining(['search', undefined]));
  });

  it('is not what is not there', () => {
    expect(withoutRoom([{ part: 'mode', width: 0 }, { part: 'list', width: 24 }, { width: 24 }], 30)).toEqual(['list']);
  });
});

describe('the row', () => {
  const LONG = 'CPU, and of what it was before';
  let measured = 0;
  beforeAll(() => {
    // jsdom lays nothing out.
    Object.defineProperty(HTMLElement.prototype, 'offsetWidth', {
      configurable: true,
      get(this: HTMLElement) {
        measured++;
        const usual = WIDTHS[this.dataset.part ?? ''] ?? 24;
        return this.hidden ? 0 : usual + (this.textContent === LONG ? 100 : 0);
      },
    });
  });
  afterAll(() => Reflect.deleteProperty(HTMLElement.prototype, 'offsetWidth'));

  const row = (width: number, mode = 'CPU') => (
    <Toolbar width={width} menu={(hidden: ReadonlySet<Part>) => <output>{[...hidden].join(' ')}</output>}>
      <button key="mode">{mode}</button>
      <input key="search" aria-label="search" />
      <button key="list">List</button>
      {false}
    </Toolbar>
  );

  it('says to its menu what it hides; what is typed in it stays over all widths', () => {
    const { rerender } = render(row(1000));
    fireEvent.change(screen.getByLabelText('search'), { target: { value: 'read' } });
    expect(screen.getByRole('status')).toHaveTextContent(/^$/);
    rerender(row(320));
    expect(screen.getByRole('status')).toHaveTextContent(/^list$/);
    expect(screen.getByText('List')).not.toBeVisible();
    expect(screen.getByText('CPU')).toBeVisible();
    rerender(row(250));
    expect(screen.getByRole('status')).toHaveTextContent(/^mode$/);
    rerender(row(1000));
    expect(screen.getByRole('status')).toHaveTextContent(/^$/);
    expect(screen.getByText('List')).toBeVisible();
    expect(screen.getByLabelText('search')).toHaveValue('read');
  });

  it('is measured again where a control says something else, and only there', () => {
    const { rerender } = render(row(420));
    expect(screen.getByText('List')).toBeVisible();
    measured = 0;
    rerender(row(420));
    expect(measured).toBe(0);
    rerender(row(420, LONG));
    expect(screen.getByText('List')).not.toBeVisible();
    rerender(row(420));
    expect(screen.getByText('List')).toBeVisible();
  });
});

it('a control of an icon has a name', () => {
  render(<IconControl icon="filter" label="Filter and group" />);
  expect(screen.getByRole('button', { name: 'Filter and group' })).toBeVisible();
});
