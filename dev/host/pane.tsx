import { type DataFrame, type PanelPlugin, PanelOptionsEditorBuilder, type StandardEditorContext } from '@grafana/data';
import { sceneGraph, type SceneObject, VizPanel } from '@grafana/scenes';
import { useStyles2 } from '@grafana/ui';
import { css } from '@emotion/css';
import React from 'react';

/** The width that Grafana's options pane has at its narrowest, and the room that it leaves at both sides. */
const PANE = { width: 300, padding: 16 };

/** Editors that the plugin brings, as Grafana shows them beside a panel that is edited. */
export function OptionsPane({ scene, plugin }: { scene: SceneObject; plugin: PanelPlugin }) {
  const styles = useStyles2(getStyles);
  const panel = sceneGraph.findObject(
    scene,
    (object) => object instanceof VizPanel && object.state.pluginId === plugin.meta.id
  ) as VizPanel;
  const { options } = panel.useState();
  const { data } = sceneGraph.getData(panel).useState();
  const builder = new PanelOptionsEditorBuilder();
  const context = { data: [...(data?.series ?? [])] as DataFrame[], options } as StandardEditorContext<unknown>;
  plugin.getPanelOptionsSupplier()(builder as never, context as never);
  const values = options as Record<string, unknown>;
  return (
    <aside className={styles.pane} data-testid="options-pane">
      {builder
        .getItems()
        .filter(({ id }) => id in values && ['queries', 'rules', 'myCode', 'mode', 'defaultList'].includes(id))
        .map((item) => {
          const { id, name, editor: Editor } = item;
          return (
            <section key={id} className={styles.option} data-testid={`option-${id}`}>
              <div>{name}</div>
              <Editor
                value={values[id]}
                onChange={(value) => panel.onOptionsChange({ [id]: value } as never)}
                context={context as never}
                item={item as never}
              />
            </section>
          );
        })}
    </aside>
  );
}

const getStyles = () => ({
  pane: css({ flex: 'none', width: PANE.width, padding: PANE.padding, boxSizing: 'border-box' }),
  option: css({ marginBottom: 24 }),
});
