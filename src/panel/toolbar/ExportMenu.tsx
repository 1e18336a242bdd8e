import { Dropdown, IconButton, Menu } from '@grafana/ui';
import React from 'react';
import { type Exported, toFolded, toPprof, toSpeedscope } from '../../writers/index';
import { type CallTree } from '../../profile/index';
import { graphAsSvg } from '../graph/exportImage';
import { download } from '../ui/format';
import { type GraphModel } from '../model/graphModel';
import { t } from '../grafana/translate';

/** What is on screen when something is exported. */
export interface Shown {
  tree: CallTree;
  model: GraphModel;
  root: number;
  width: number;
  title: string;
  canvas?: HTMLCanvasElement | null;
}

export interface ExportMenuProps {
  shown(): Shown;
}

/** What is shown, as other tools read it, or as a picture. */
export const ExportMenu = React.memo(function ExportMenu({ shown }: ExportMenuProps) {
  const exported = ({ tree, model }: Shown): Exported => ({
    tree,
    weights: model.weights,
    type: model.title.toLowerCase(),
    unit: model.unit === 'count' ? 'count' : model.unit,
  });
  const png = () => shown().canvas?.toBlob((blob) => blob && download('flame-graph.png', 'image/png', blob));
  const menu = () => (
    <Menu>
      <Menu.Item label={t('PNG of the view')} onClick={png} />
      <Menu.Item
        label={t('SVG of the graph')}
        onClick={() => {
          const { tree, model, root, width, title } = shown();
          download('flame-graph.svg', 'image/svg+xml', graphAsSvg(tree, model, root, Math.max(800, width), title));
        }}
      />
      <Menu.Item
        label={t('Folded stacks')}
        onClick={() => download('profile.folded', 'text/plain', toFolded(exported(shown())))}
      />
      <Menu.Item
        label="speedscope JSON"
        onClick={() =>
          download('profile.speedscope.json', 'application/json', toSpeedscope(exported(shown()), shown().title))
        }
      />
      <Menu.Item
        label="pprof"
        onClick={() =>
          download('profile.pb', 'application/octet-stream', toPprof(exported(shown())) as Uint8Array<ArrayBuffer>)
        }
      />
    </Menu>
  );
  return (
    <Dropdown overlay={menu} placement="bottom-end">
      <IconButton name="share-alt" tooltip={t('Export')} data-testid="dualflame-export" />
    </Dropdown>
  );
});
