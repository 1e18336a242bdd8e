// What every dashboard has drawn before a panel gets its data: chrome, buttons, icons, a time series, value formats. None of it is the
// subjects' own code, and it is the same for all of them.
import { createDataFrame, FieldType, getValueFormats, type PanelProps, ThemeContext } from '@grafana/data';
import {
  GlobalStyles,
  Button,
  Icon,
  Menu,
  PanelChrome,
  PortalContainer,
  RefreshPicker,
  ToolbarButton,
} from '@grafana/ui';
import { type GrafanaTheme2 } from '@grafana/data';
import i18next from 'i18next';
import React from 'react';
import { createRoot } from 'react-dom/client';
import { cacheStore } from 'react-inlinesvg';
import { panelProps } from '../../dev/host/panelInput';
import { timeSeriesPlugin } from '../../dev/host/timeseries';

const ICONS = '/build/img/icons/';
const WIDTH = 1200;
const HEIGHT = 160;
const MINUTES = 60;

/** Grafana has its icons in its bundle. `/icons.json` has them by their path. */
async function bundleIcons(): Promise<void> {
  const icons: Record<string, string> = await (await fetch('/icons.json')).json();
  Object.entries(icons).forEach(([path, content]) => cacheStore.set(ICONS + path, { content, status: 'loaded' }));
}

const series = createDataFrame({
  refId: 'A',
  fields: [
    { name: 'time', type: FieldType.time, values: Array.from({ length: MINUTES }, (_, i) => i * 1000) },
    ...['p50', 'p99'].map((name, k) => ({
      name,
      type: FieldType.number,
      config: { unit: 's' },
      values: Array.from({ length: MINUTES }, (_, i) => 0.1 * (k + 1) + 0.02 * Math.sin(i / 3)),
    })),
  ],
});
const TimeSeries = timeSeriesPlugin.panel as React.ComponentType<PanelProps>;

function Dashboard({ eventBus }: Pick<PanelProps, 'eventBus'>) {
  return (
    <>
      <nav style={{ display: 'flex', gap: 8, height: 36 }}>
        <Button variant="secondary" icon="share-alt" size="sm">
          Share
        </Button>
        <ToolbarButton icon="clock-nine">Last 5 minutes</ToolbarButton>
        <RefreshPicker
          value="5s"
          intervals={['5s', '10s']}
          onIntervalChanged={() => undefined}
          onRefresh={() => undefined}
        />
        <Icon name="search" />
      </nav>
      <PanelChrome
        title="Latency"
        description="Of the last minute"
        width={WIDTH}
        height={HEIGHT}
        menu={
          <Menu>
            <Menu.Item label="View" icon="eye" />
          </Menu>
        }
      >
        {(width, height) => (
          <TimeSeries
            {...(panelProps({ series: [series] }, { eventBus, width, height, options: {} as never }) as PanelProps)}
          />
        )}
      </PanelChrome>
    </>
  );
}

/** Resolves when it is painted. */
export async function drawDashboard(host: HTMLElement, theme: GrafanaTheme2, eventBus: PanelProps['eventBus']) {
  await bundleIcons();
  await i18next.init({ lng: 'en-US', fallbackLng: 'en-US', returnEmptyString: false, resources: {} });
  getValueFormats();
  createRoot(host).render(
    <ThemeContext.Provider value={theme}>
      <GlobalStyles />
      <Dashboard eventBus={eventBus} />
      <PortalContainer />
    </ThemeContext.Provider>
  );
  await new Promise((resolve) => setTimeout(resolve, 500));
}
