import { css } from '@emotion/css';
import {
  applyFieldOverrides,
  dateTimeFormat,
  FieldColorModeId,
  formattedValueToString,
  getFieldDisplayName,
  PanelPlugin,
  type PanelProps,
} from '@grafana/data';
import { EventBusPlugin, TimeSeries, TooltipPlugin2, usePanelContext, useTheme2 } from '@grafana/ui';
import React, { useMemo } from 'react';

/** Grafana's own drawing component for time series, wired up as its time series panel does: that panel is not on npm. */
function TimeSeriesPanel({
  data,
  width,
  height,
  timeRange,
  timeZone,
  options,
  onChangeTimeRange,
}: PanelProps<{ legend?: object }>) {
  const { eventBus, sync } = usePanelContext();
  const theme = useTheme2();
  const frames = useMemo(
    () =>
      applyFieldOverrides({
        data: data.series,
        fieldConfig: { defaults: {}, overrides: [] },
        replaceVariables: (s) => s,
        theme,
      }),
    [data.series, theme]
  );
  if (!frames.length || !frames.some((frame) => frame.length)) {
    return <div className="panel-empty">No data</div>;
  }
  return (
    <TimeSeries
      frames={frames}
      structureRev={data.structureRev}
      timeRange={timeRange}
      timeZone={timeZone}
      width={width}
      height={height}
      legend={{ showLegend: true, displayMode: 'list', placement: 'bottom', calcs: [], ...options.legend } as never}
      options={options}
    >
      {(config, aligned) => (
        <>
          <EventBusPlugin config={config} eventBus={eventBus} frame={aligned} />
          <TooltipPlugin2
            config={config}
            hoverMode={1}
            syncMode={sync?.()}
            syncScope="demo"
            queryZoom={onChangeTimeRange}
            render={(_, dataIdxs) => {
              const row = dataIdxs[0] ?? dataIdxs.find((i) => i != null);
              return row == null ? null : (
                <div className={css({ padding: 8, fontSize: 12 })}>
                  <div>{dateTimeFormat(aligned.fields[0].values[row], { timeZone })}</div>
                  {aligned.fields.slice(1).map((field, i) => (
                    <div key={i}>
                      {getFieldDisplayName(field, aligned)}:{' '}
                      <b>{formattedValueToString(field.display!(field.values[row]))}</b>
                    </div>
                  ))}
                </div>
              );
            }}
          />
        </>
      )}
    </TimeSeries>
  );
}

export const timeSeriesPlugin = new PanelPlugin(TimeSeriesPanel).useFieldConfig({
  standardOptions: { color: { defaultValue: { mode: FieldColorModeId.PaletteClassic } } as never },
  useCustomConfig: (builder) => {
    for (const path of ['drawStyle', 'lineWidth', 'fillOpacity', 'showPoints', 'thresholdsStyle', 'axisPlacement']) {
      builder.addCustomEditor({
        id: path,
        path,
        name: path,
        editor: () => null,
        override: () => null,
        process: (v: unknown) => v,
        shouldApply: () => true,
      } as never);
    }
  },
});
