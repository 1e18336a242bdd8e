import { type DataFrame, type PanelData } from '@grafana/data';

/** What Grafana adds to the ids of the queries that it asks of another time. */
const OF_BEFORE = /-compare$/;

const isBefore = ({ meta }: DataFrame): boolean => meta?.timeCompare?.isTimeShiftQuery === true;

/**
 * Grafana's own comparison of a panel with another time (its time settings, behind a switch) puts the frames of that time among the
 * panel's, where they would be of the present. `before`: those frames, by the ids of their queries.
 */
export function timesApart(data: PanelData): { present: PanelData; before: DataFrame[] } {
  const before = data.series.filter(isBefore);
  return before.length
    ? {
        present: { ...data, series: data.series.filter((frame) => !isBefore(frame)) },
        before: before.map((frame) => ({ ...frame, refId: frame.refId?.replace(OF_BEFORE, '') })),
      }
    : { present: data, before };
}
