import { Dropdown, IconButton, Menu } from '@grafana/ui';
import React from 'react';
import { type Exported, toFolded, toPprof, toSpeedscope } from '../../analysis';
import { type CallTree } from '../../profile';
import { graphAsSvg } from '../exportImage';
import { download } from '../format';
import { type GraphModel } from './graphModel';

export interface ExportMenuProps {
  tree: CallTree;
  model: GraphModel;
  root: number;
  width: number;
  title: string;
  /** The canvas that is on screen. */
  canvas(): HTMLCanvasElement | null | undefined;
}

/** What is shown, as other tools read it, or as a picture. */
export function ExportMenu({ tree, model, root, width, title, canvas }: ExportMenuProps) {
  const exported = (): Exported => ({
    tree,
    weights: model.weights,
    type: model.title.toLowerCase(),
    unit: model.unit === 'count' ? 'count' : model.unit,
  });
  const png = () => canvas()?.toBlob((blob) => blob && download('flame-graph.png', 'image/png', blob));
  const menu = () => (
    <Menu>
      <Menu.Item label="PNG of the view" onClick={png} />
      <Menu.Item
        label="SVG of the graph"
        onClick={() =>
          download('flame-graph.svg', 'image/svg+xml', graphAsSvg(tree, model, root, Math.max(800, width), title))
        }
      />
      <Menu.Item label="Folded stacks" onClick={() => download('profile.folded', 'text/plain', toFolded(exported()))} />
      <Menu.Item
        label="speedscope JSON"
        onClick={() => download('profile.speedscope.json', 'application/json', toSpeedscope(exported(), title))}
      />
      <Menu.Item
        label="pprof"
        onClick={() =>
          download('profile.pb', 'application/octet-stream', toPprof(exported()) as Uint8Array<ArrayBuffer>)
        }
      />
    </Menu>
  );
  return (
    <Dropdown overlay={menu} placement="bottom-end">
      <IconButton name="share-alt" tooltip="Export" data-testid="dualflame-export" />
    </Dropdown>
  );
}
