import { AppEvents } from '@grafana/data';
import { getAppEvents } from '@grafana/runtime';
import { Dropdown, Menu } from '@grafana/ui';
import React, { useLayoutEffect, useMemo, useRef, useState } from 'react';
import { type Metric, METRIC_INFO, totalsBySymbol } from '../../analysis';
import { type CallTree } from '../../profile';
import { t } from '../grafana/translate';
import { type GraphModel } from '../model/graphModel';
import { copyText } from '../ui/clipboard';
import { type Exported, toCsv } from '../../writers';
import { download } from '../ui/format';
import { IconControl } from './IconControl';

/**
 * The menu at the end of the row: what is seldom needed, and what has no room. Its children are entries, and groups of them: as long as it
 * is closed, others render nothing.
 */
export function MoreMenu({ children }: { children: React.ReactNode }) {
  const [open, setOpen] = useState(false);
  const latest = useRef(children);
  useLayoutEffect(() => {
    latest.current = children;
  });
  const shown = open ? children : undefined;
  return useMemo(
    () => (
      <Dropdown
        // As it opens it renders by itself, before it says so.
        overlay={() => <Menu>{shown ?? latest.current}</Menu>}
        placement="bottom-end"
        onVisibleChange={setOpen}
      >
        <IconControl icon="ellipsis-v" label={t('Menu')} data-testid="dualflame-more-menu" />
      </Dropdown>
    ),
    [shown]
  );
}

export interface ColourItemProps {
  /** Counters that frames can be coloured by. */
  metrics: Metric[];
  colorBy?: Metric;
  onColorBy(metric: Metric | undefined): void;
}

/** What frames are coloured by; absent where there is no counter. */
export function ColourItem({ metrics, colorBy, onColorBy }: ColourItemProps) {
  const item = (metric: Metric | undefined) => (
    <Menu.Item
      key={metric ?? ''}
      label={metric ? t(METRIC_INFO[metric].label) : t('Waits and packages')}
      active={colorBy === metric}
      onClick={() => onColorBy(metric)}
    />
  );
  return metrics.length ? (
    <Menu.Item
      label={t('Colour')}
      description={colorBy && t(METRIC_INFO[colorBy].label)}
      icon="palette"
      testId="dualflame-color-by"
      childItems={[undefined, ...metrics].map(item)}
    />
  ) : null;
}

export interface LinkItemsProps {
  /** Address of the very view. */
  viewLink(): string;
  /** Where the queries can be asked, too; absent: not known, or the viewer may not. */
  explore?: string;
  drilldown?: string;
}

export function LinkItems({ viewLink, explore, drilldown }: LinkItemsProps) {
  return (
    <>
      <Menu.Item label={t('Copy link')} icon="link" onClick={() => void copyText(viewLink())} />
      {explore && <Menu.Item label={t('Open in Explore')} icon="compass" url={explore} target="_blank" />}
      {drilldown && (
        <Menu.Item label={t('Open in Profiles Drilldown')} icon="drilldown" url={drilldown} target="_blank" />
      )}
    </>
  );
}

/** What is on screen when something is exported. */
export interface Shown {
  tree: CallTree;
  model: GraphModel;
  root: number;
  width: number;
  title: string;
  canvas?: HTMLCanvasElement | null;
}

const writers = () => import(/* webpackChunkName: "export" */ '../../writers/files');
const pictures = () => import(/* webpackChunkName: "export" */ '../model/exportImage');

/** What is shown, as other tools read it, or as a picture. Few export: what writes it is fetched at the click. */
export function ExportItem({ shown }: { shown(): Shown }) {
  const formats: Array<[label: string, save: (shown: Shown) => void | Promise<void>]> = [
    [
      t('PNG of the view'),
      ({ canvas }) => canvas?.toBlob((blob) => blob && download('flame-graph.png', 'image/png', blob)),
    ],
    [
      t('SVG of the graph'),
      async ({ tree, model, root, width, title }) => {
        const { graphAsSvg } = await pictures();
        download('flame-graph.svg', 'image/svg+xml', graphAsSvg(tree, model, root, Math.max(800, width), title));
      },
    ],
    [t('CSV of the functions'), (all) => download('functions.csv', 'text/csv', functionsCsv(all))],
    [
      t('Folded stacks'),
      async (all) => download('profile.folded', 'text/plain', (await writers()).toFolded(exported(all))),
    ],
    [
      'speedscope JSON',
      async (all) => {
        const { toSpeedscope } = await writers();
        download('profile.speedscope.json', 'application/json', toSpeedscope(exported(all), all.title));
      },
    ],
    [
      'pprof',
      async (all) => {
        const { toPprof } = await writers();
        download('profile.pb', 'application/octet-stream', toPprof(exported(all)) as Uint8Array<ArrayBuffer>);
      },
    ],
  ];
  return (
    <Menu.Item
      label={t('Export')}
      icon="download-alt"
      testId="dualflame-export"
      childItems={formats.map(([label, save]) => (
        <Menu.Item key={label} label={label} onClick={() => void Promise.resolve(save(shown())).catch(tellOfFailure)} />
      ))}
    />
  );
}

const tellOfFailure = () =>
  getAppEvents().publish({
    type: AppEvents.alertError.name,
    payload: [
      t('The export could not be loaded from the server.'),
      t('Try again; reload the page where the plugin was updated.'),
    ],
  });

const exported = ({ tree, model }: Shown): Exported => ({
  tree,
  weights: model.weights,
  type: model.title.toLowerCase(),
  unit: model.unit,
});

/** Every function that is in the graph: self and total in the graph's unit, the heaviest first. */
export function functionsCsv({ tree, model }: Pick<Shown, 'tree' | 'model'>): string {
  const { weights, unit } = model;
  const [totals] = totalsBySymbol(tree, [weights]);
  const selfs = new Float64Array(tree.symbols.length);
  for (let node = 1; node < tree.length; node++) {
    selfs[tree.symbol[node]] += weights.self[node];
  }
  return toCsv(
    ['function', `self (${unit})`, `total (${unit})`],
    tree.symbols
      .map(({ name }, symbol) => [name, selfs[symbol], totals?.[symbol] ?? 0] as const)
      .filter(([, , total]) => total > 0)
      .sort((a, b) => b[1] - a[1] || b[2] - a[2])
      .map((row) => [...row])
  );
}
