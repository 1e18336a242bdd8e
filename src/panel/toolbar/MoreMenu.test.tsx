import { Menu } from '@grafana/ui';
import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import React from 'react';
import { buildCallTree, weightsOf } from '../../profile';
import { profileOf } from '../../testing';
import { copyText } from '../ui/clipboard';
import { download } from '../ui/format';
import { ColourItem, ExportItem, functionsCsv, LinkItems, MoreMenu, type Shown } from './MoreMenu';

jest.mock('../ui/clipboard', () => ({ copyText: jest.fn() }));
jest.mock('../ui/format', () => ({ ...jest.requireActual('../ui/format'), download: jest.fn() }));
const publish = jest.fn();
jest.mock('@grafana/runtime', () => ({
  ...jest.requireActual('@grafana/runtime'),
  getAppEvents: () => ({ publish }),
}));

it('opens with what it is given', () => {
  render(
    <MoreMenu>
      <Menu.Item label="Reset" />
      {false}
    </MoreMenu>
  );
  expect(screen.queryByRole('menuitem')).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Menu' }));
  expect(screen.getByRole('menuitem', { name: 'Reset' })).toBeVisible();
});

it('copies the link as it is when it is asked for, and opens other pages of Grafana beside this one', async () => {
  render(
    <Menu>
      <LinkItems viewLink={() => 'https://g/d/a?from=1'} explore="/explore?panes=x" />
    </Menu>
  );
  fireEvent.click(screen.getByRole('menuitem', { name: 'Copy link' }));
  await waitFor(() => expect(copyText).toHaveBeenCalledWith('https://g/d/a?from=1'));
  const explore = screen.getByText('Open in Explore').closest('a')!; // no menuitem in Grafana 12.3
  expect([explore.getAttribute('href'), explore.getAttribute('target')]).toEqual(['/explore?panes=x', '_blank']);
  expect(screen.queryByText('Open in Profiles Drilldown')).toBeNull();
});

it('offers colours where there are counters only', () => {
  const { rerender } = render(
    <Menu>
      <ColourItem metrics={[]} onColorBy={jest.fn()} />
    </Menu>
  );
  expect(screen.queryByText('Colour')).toBeNull();
  rerender(
    <Menu>
      <ColourItem metrics={['ipc']} colorBy="ipc" onColorBy={jest.fn()} />
    </Menu>
  );
  expect(screen.getByText('Colour')).toBeVisible();
  expect(screen.getByText('IPC')).toBeVisible();
});

it('writes the functions of the graph, the heaviest first, a recursive one counted once', () => {
  const { tree, attach } = buildCallTree([profileOf('main;a;a 3\nmain;b 5\nmain;=cmd 1')]);
  const model = { weights: weightsOf(attach[0](0)), unit: 'nanoseconds' } as Parameters<
    typeof functionsCsv
  >[0]['model'];
  expect(functionsCsv({ tree, model }).split('\r\n')).toEqual([
    'function,self (nanoseconds),total (nanoseconds)',
    'b,5,5',
    'a,3,3',
    "'=cmd,1,1",
    'main,0,9',
    '',
  ]);
});

describe('an export', () => {
  const { tree, attach } = buildCallTree([profileOf('main;a 3')]);
  const model = { weights: weightsOf(attach[0](0)), unit: 'nanoseconds', title: 'CPU' };
  const choose = async (label: string) => {
    jest.mocked(download).mockReset();
    const shown = () => ({ tree, model, root: 0, width: 900, title: 'CPU' }) as Shown;
    const { unmount } = render(
      <Menu>
        <ExportItem shown={shown} />
      </Menu>
    );
    fireEvent.mouseOver(screen.getByText('Export'));
    fireEvent.click(await screen.findByText(label));
    unmount();
  };

  it.each([
    ['Folded stacks', 'profile.folded', /^main;a 3\n$/],
    ['speedscope JSON', 'profile.speedscope.json', /"name":"main"/],
    ['pprof', 'profile.pb', /main/],
  ])('%s is written when its writer has come, of what was shown at the click', async (label, file, content) => {
    await choose(label);
    await waitFor(() => expect(download).toHaveBeenCalledWith(file, expect.any(String), expect.anything()));
    const [, , written] = jest.mocked(download).mock.calls[0];
    expect(typeof written === 'string' ? written : Buffer.from(written as Uint8Array).toString()).toMatch(content);
    expect(publish).not.toHaveBeenCalled();
  });

  it('that cannot be fetched is said, and not lost in silence', async () => {
    jest.doMock('../../writers/files', () => {
      throw new Error('offline');
    });
    jest.resetModules();
    await choose('Folded stacks');
    await waitFor(() => expect(publish).toHaveBeenCalledTimes(1));
    expect(publish.mock.calls[0][0].payload[0]).toBe('The export could not be loaded from the server.');
    expect(download).not.toHaveBeenCalled();
  });
});
