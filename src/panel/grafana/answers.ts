import { type DataFrame, FieldType } from '@grafana/data';
import { isOnlySeries } from './dataFrames';

/** Pyroscope answers a time without samples with one row of zero. */
export const hasSamples = (frame: DataFrame): boolean => {
  const numbers = frame.fields.filter(({ type }) => type === FieldType.number);
  return (
    frame.length > 0 &&
    !isOnlySeries(frame) &&
    (!numbers.length || numbers.some(({ values }) => values.some((value) => Number(value) > 0)))
  );
};

/** Frames that the panel asked for itself have not been through Grafana's field config: units are those of the same query. */
export const withConfig = (frames: DataFrame[], configured: DataFrame[]): DataFrame[] =>
  frames.map((frame) => {
    const same = configured.find(({ refId }) => refId === frame.refId);
    const unit = same?.fields.find((f) => f.type === FieldType.number)?.config.unit;
    return {
      ...frame,
      fields: frame.fields.map((f) =>
        f.type === FieldType.number && !f.config.unit ? { ...f, config: { ...f.config, unit } } : f
      ),
    };
  });
