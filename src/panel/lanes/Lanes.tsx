import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { IconButton, useStyles2 } from '@grafana/ui';
import React, { useCallback, useMemo, useState } from 'react';
import { CATEGORIES, CATEGORY_LABEL } from '../../analysis';
import { type TimeSpan } from '../../prepare';
import { nameOf } from '../../profile';
import { counted, msg, t } from '../grafana/translate';
import { type View } from '../model/view';
import { percent } from '../ui/format';
import { sampleTimes, timeAxis } from '../ui/sampleTimes';
import { Lanes as LaneData, NOTHING } from './laneData';
import { LanePlot, type Place } from './LanePlot';
import { type LaneRow, laneRows, poolsOf } from './pools';

const HEAD = 22;
/** So many threads are shown one by one at first. */
const SHOWN_SINGLY = 24;

/** What each thread does along time, by kind of wait; the threads of a pool as one row that opens. A brush shows the graph of that time. */
export function Lanes(view: View) {
  const { panel, prepared, model, filters, on, layout, dispatch } = view;
  const styles = useStyles2(getStyles);
  const { timedSamples } = prepared;
  const lanes = useMemo(() => {
    const samples = timedSamples?.({ everyTime: true });
    return samples && new LaneData(model.tree, samples);
  }, [timedSamples, model.tree]);
  const pools = useMemo(() => poolsOf(lanes?.names ?? []), [lanes]);
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const rows = useMemo(() => {
    const names = lanes?.names ?? [];
    const few = names.length <= SHOWN_SINGLY;
    const open = pools.filter(({ name }) => few !== toggled.has(name)).map(({ name }) => name);
    return laneRows(pools, names, new Set(open));
  }, [lanes, pools, toggled]);
  const [place, setPlace] = useState<Place>();
  const axis = timeAxis(prepared.queries);
  const moment = (spans: TimeSpan[]) => sampleTimes(spans, axis, panel.timeZone);
  const toggle = useCallback(
    ({ name }: LaneRow) =>
      setToggled(
        (before) => new Set(before.has(name) ? [...before].filter((other) => other !== name) : [...before, name])
      ),
    []
  );
  const onTimes = useCallback((times: TimeSpan[] | undefined) => on.filters({ times }), [on]);
  const describe = ({ row, time, slack }: Place): string =>
    lanes ? describePlace(view, lanes, rows[row], time, slack, moment([{ from: time, to: time + slack }])) : '';
  return (
    <section className={styles.all} style={{ height: layout.lanes }} data-testid="dualflame-lanes">
      <div className={styles.head}>
        <b>{t('Threads along time')}</b>
        <span className={styles.text} data-testid="dualflame-lanes-place">
          {place && rows[place.row]
            ? describe(place)
            : t('{threads}; a drag shows the graph of that time', {
                threads: counted(lanes?.names.length ?? 0, msg('1 thread'), msg('{count} threads')),
              })}
        </span>
        <IconButton
          name="times"
          size="sm"
          tooltip={t('Close the threads')}
          onClick={() => dispatch({ type: 'lanes', open: false })}
        />
      </div>
      {lanes && rows.length > 0 ? (
        <LanePlot
          {...{ lanes, rows, describe, onTimes, place }}
          width={panel.width}
          height={layout.lanes - HEAD}
          times={filters.times}
          onPlace={setPlace}
          onToggle={toggle}
        />
      ) : (
        <div className={styles.text}>{t('No sample names its thread.')}</div>
      )}
    </section>
  );
}

/** Thread, when, kind, frame, how long; of a pool, how many of its threads do what at that moment. */
function describePlace(
  { model }: View,
  lanes: LaneData,
  row: LaneRow,
  time: number,
  slack: number,
  when: string
): string {
  const { samples } = lanes;
  if (row.type === 'pool') {
    const found = row.threads
      .map((thread) => lanes.at(thread, time, slack))
      .map((at) => (at < 0 ? NOTHING : samples.category[at]));
    const counts = CATEGORIES.flatMap((category, kind) => {
      const count = found.filter((own) => own === kind).length;
      return count ? [`${t(CATEGORY_LABEL[category])} ${percent(count / row.threads.length)}`] : [];
    });
    return [t('{pool}: {count} threads', { pool: row.name, count: row.threads.length }), when, ...counts].join(' · ');
  }
  const at = lanes.at(row.threads[0], time, slack);
  if (at < 0) {
    return [row.name, when, t('no sample: it runs, or was not recorded')].join(' · ');
  }
  const lasted = samples.duration[at];
  return [
    row.name,
    when,
    t(CATEGORY_LABEL[CATEGORIES[samples.category[at]]]),
    ...(samples.node[at] > 0 ? [nameOf(model.tree, samples.node[at])] : []),
    ...(lasted > 0 ? [model.formatOf('nanoseconds')(lasted)] : []),
  ].join(' · ');
}

const getStyles = (theme: GrafanaTheme2) => ({
  all: css({ flex: 'none', fontSize: theme.typography.bodySmall.fontSize }),
  head: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(1), height: HEAD }),
  text: css({
    flex: '1 1 0',
    minWidth: 0,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    color: theme.colors.text.secondary,
  }),
});
