import { ContextMenu, Menu } from '@grafana/ui';
import React from 'react';
import { stackText, type StackFilter } from '../../analysis';
import { shortName } from '../../flamegraph';
import { type CallTree, nameOf } from '../../profile';
import { copyText } from '../format';
import { type FrameLink } from '../frameLinks';
import { say } from '../say';

export interface FrameMenuProps {
  tree: CallTree;
  node: number;
  x: number;
  y: number;
  onZoom(node: number): void;
  onSearch(pattern: string): void;
  onSandwich(name: string): void;
  onFilter(keep: StackFilter['keep'], pattern: string): void;
  onTable(pattern: string): void;
  /** Data links of the panel, for this frame. */
  links: FrameLink[];
  onClose(): void;
}

/** A pattern that is this name and nothing else: what RE2 would take for its own is escaped. */
export const exactPattern = (name: string): string => `/^${name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')}$/`;

/** What can be done with one frame: by the right mouse button, or the menu key. */
export function FrameMenu({
  tree,
  node,
  x,
  y,
  onZoom,
  onSearch,
  onSandwich,
  onFilter,
  onTable,
  links,
  onClose,
}: FrameMenuProps) {
  const name = nameOf(tree, node);
  const pattern = exactPattern(name);
  return (
    <ContextMenu
      x={x}
      y={y}
      onClose={onClose}
      renderMenuItems={() => (
        <>
          <Menu.Group label={shortName(name).slice(0, 80)}>
            <Menu.Item label={say('Zoom to it')} icon="search-plus" onClick={() => onZoom(node)} />
            <Menu.Item label={say('Callers and callees')} icon="exchange-alt" onClick={() => onSandwich(name)} />
            <Menu.Item label={say('Find everywhere')} icon="search" onClick={() => onSearch(pattern)} />
            <Menu.Item label={say('Only stacks with it')} icon="filter" onClick={() => onFilter('only', pattern)} />
            <Menu.Item
              label={say('Without stacks with it')}
              icon="minus-circle"
              onClick={() => onFilter('without', pattern)}
            />
            <Menu.Item
              label={say('Hide this frame')}
              description={say('Its time goes to its callers')}
              icon="eye-slash"
              onClick={() => onFilter('hide', pattern)}
            />
            <Menu.Item label={say('Find in the table')} icon="list-ul" onClick={() => onTable(pattern)} />
            <Menu.Item label={say('Copy name')} icon="copy" onClick={() => copyText(name)} />
            <Menu.Item label={say('Copy stack')} icon="copy" onClick={() => copyText(stackText(tree, node))} />
          </Menu.Group>
          {links.length > 0 && (
            <Menu.Group label={say('Links')}>
              {links.map(({ title, href, target }, i) => (
                <Menu.Item key={i} label={title.slice(0, 120)} icon="external-link-alt" url={href} target={target} />
              ))}
            </Menu.Group>
          )}
        </>
      )}
    />
  );
}
