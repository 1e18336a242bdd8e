// What is measured: each subject as Grafana mounts it, with one answer after the other.
import { type DataFrame, EventBusSrv, type GrafanaTheme2, ThemeContext } from '@grafana/data';
import { FlameGraph as GrafanaFlameGraph } from '@grafana/flamegraph';
import React from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { panelProps } from '../../dev/host/panelInput';
import { DualFlamePanel } from '../../src/panel/DualFlamePanel';
import { DEFAULT_OPTIONS, type PanelOptions } from '../../src/panel/options/options';
import { type Answer } from './answers';

export type Subject = 'ours' | 'grafana' | 'grafana, with table';
export const eventBus = new EventBusSrv();

/** A place on the page with one subject in it. Rendered as Grafana renders a panel: by React's own schedule. */
export class Place {
  private readonly root: Root;

  constructor(
    host: HTMLElement,
    private readonly theme: GrafanaTheme2,
    private readonly size: { width: number; height: number },
    private readonly id = 1
  ) {
    this.root = createRoot(host);
  }

  show(subject: Subject, answer: Answer, options: PanelOptions = DEFAULT_OPTIONS): void {
    const { theme } = this;
    if (subject === 'ours') {
      this.showOurs([answer.cpu, answer.wall], options);
      return;
    }
    this.render(
      <GrafanaFlameGraph
        data={answer.wall}
        getTheme={() => theme}
        showFlameGraphOnly={subject === 'grafana'}
        disableCollapsing
        keepFocusOnDataChange
      />
    );
  }

  /** The panel on any answer of a data source. */
  showOurs(series: DataFrame[], options: PanelOptions): void {
    const { size, id } = this;
    this.render(<DualFlamePanel {...panelProps({ series }, { id, eventBus, options, ...size })} />);
  }

  private render(subject: React.ReactElement): void {
    this.root.render(<ThemeContext.Provider value={this.theme}>{subject}</ThemeContext.Provider>);
  }
}
