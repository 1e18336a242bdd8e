import { ContextMenu, Menu } from '@grafana/ui';
import React from 'react';
import { exactPattern, type StackFilter } from '../../analysis';
import { type CssPixels } from '../../flamegraph';
import { stackText } from '../../writers';
import { type CallTree, nameOf, shortName } from '../../profile';
import { copyText } from '../ui/clipboard';
import { type FrameLink } from '../grafana/dataLinks';
import { type SourceLink } from '../grafana/sourceLink';
import { t } from '../grafana/translate';

export interface FrameMenuProps {
  tree: CallTree;
  node: number;
  x: CssPixels;
  y: CssPixels;
  onZoom(node: number): void;
  onSearch(pattern: string): void;
  onSandwich(name: string): void;
  onFilter(keep: StackFilter['keep'], pattern: string): void;
  onTable(pattern: string): void;
  /** Data links of the panel, for this frame. */
  links: FrameLink[];
  /** Its line where the repository shows it. */
  source?: SourceLink;
  onClose(): void;
}

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
  source,
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
            <Menu.Item label={t('Zoom to it')} icon="search-plus" onClick={() => onZoom(node)} />
            <Menu.Item label={t('Callers and callees')} icon="exchange-alt" onClick={() => onSandwich(name)} />
            <Menu.Item label={t('Find everywhere')} icon="search" onClick={() => onSearch(pattern)} />
            <Menu.Item label={t('Only stacks with it')} icon="filter" onClick={() => onFilter('only', pattern)} />
            <Menu.Item
              label={t('Without stacks with it')}
              icon="minus-circle"
              onClick={() => onFilter('without', pattern)}
            />
            <Menu.Item
              label={t('Hide this frame')}
              description={t('Its time goes to its callers')}
              icon="eye-slash"
              onClick={() => onFilter('hide', pattern)}
            />
            <Menu.Item label={t('Find in the table')} icon="list-ul" onClick={() => onTable(pattern)} />
            <Menu.Item label={t('Copy name')} icon="copy" onClick={() => void copyText(name)} />
            <Menu.Item label={t('Copy stack')} icon="copy" onClick={() => void copyText(stackText(tree, node))} />
            {source && (
              <Menu.Item
                label={t('Source: {place}', { place: source.text.slice(0, 80) })}
                icon="gf-logs"
                url={source.href}
                target="_blank"
              />
            )}
          </Menu.Group>
          {links.length > 0 && (
            <Menu.Group label={t('Links')}>
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
