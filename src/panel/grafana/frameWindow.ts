import { type AbsoluteTimeRange, type DataFrame } from '@grafana/data';

/** Times that frames were asked for, where it is not the panel's. */
const windows = new WeakMap<DataFrame, string>();

/** Frames of several times are windows of one query, and not instances of what it measures. */
export const noteWindow = (frame: DataFrame, { from, to }: AbsoluteTimeRange): void =>
  void windows.set(frame, `${from}-${to}`);

/** Which time a frame was asked for; undefined: that of the panel. */
export const windowOf = (frame: DataFrame): string | undefined => windows.get(frame);
