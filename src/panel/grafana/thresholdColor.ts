import { getActiveThreshold, type GrafanaTheme2, type ThresholdsConfig } from '@grafana/data';

/** Colour of the field config's threshold that a value has passed; undefined where none is set. */
export const thresholdColor = (
  thresholds: ThresholdsConfig | undefined,
  value: number,
  theme: GrafanaTheme2
): string | undefined =>
  thresholds && Number.isFinite(value)
    ? theme.visualization.getColorByName(getActiveThreshold(value, thresholds.steps).color)
    : undefined;
