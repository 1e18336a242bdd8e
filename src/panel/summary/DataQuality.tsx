import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Icon, Tooltip, useStyles2 } from '@grafana/ui';
import React from 'react';
import { type Message, type PairedProfile, splitAt } from '../../analysis';
import { type QueryProblem, type QueryReport } from '../../prepare';
import { percent } from '../ui/format';
import { describeProblem } from '../model/problems';
import { t, msg } from '../grafana/translate';

export interface DataQualityProps {
  paired: PairedProfile;
  queries: QueryReport[];
  problems: QueryProblem[];
  /** Of the counters. */
  caveats: Message[];
  /** Share of the time that filters leave out. */
  filteredShare: number;
  /** Frames that are taken out of their stacks. */
  removedFrames: number;
}

const EVIDENCE: Record<PairedProfile['evidence'], string> = {
  'cpu+wall': msg('Two samplers: on-CPU from the CPU profile, waits from the wall profile'),
  'cpu+offcpu': msg('Wall = CPU + off-CPU'),
  wall: msg('Wall only: on-CPU is what does not wait, ready-to-run included'),
  cpu: msg('CPU only: waiting is not in this profile'),
  offcpu: msg('Off-CPU only: running is not in this profile'),
  other: msg('Neither CPU, wall nor off-CPU time: nothing to split'),
};

/** Two samplers at 100 Hz agree to about a percent over a minute; more is said. */
const MISMATCH = 0.01;

/** What is measured and what is wrong with it, in words: nothing on screen claims more than this line allows. */
export const DataQuality = React.memo(function DataQuality({
  paired,
  queries,
  problems,
  caveats,
  filteredShare,
  removedFrames,
}: DataQualityProps) {
  const styles = useStyles2(getStyles);
  const facts = [
    paired.sameSamples ? t('CPU and wall of the same samples: the split is exact') : t(EVIDENCE[paired.evidence]),
  ];
  if (paired.evidence !== 'cpu' && paired.evidence !== 'other') {
    facts.push(t('100 % = threads × time'));
  }
  if (filteredShare > 0.0005) {
    facts.unshift(t('Filters hide {share} of the time; shares are of the rest', { share: percent(filteredShare) }));
  }
  if (removedFrames > 0) {
    facts.unshift(t('{count} frames left out, their time is their callers’', { count: removedFrames }));
  }
  const { total, unattributed } = splitAt(paired, 0);
  if (Math.abs(unattributed) >= total * MISMATCH) {
    facts.push(
      unattributed < 0
        ? t('CPU + waits exceed wall by {share}: the samplers overlap, a system call counts as both', {
            share: percent(-unattributed / total),
          })
        : paired.evidence === 'wall'
          ? t('{share} of wall is in stacks that cannot show whether they run or wait', {
              share: percent(unattributed / total),
            })
          : t('{share} of wall is explained by neither CPU nor a wait frame', {
              share: percent(unattributed / total),
            })
    );
  }
  const instances = queries.reduce((most, query) => Math.max(most, query.instances), 0);
  if (instances > 1) {
    facts.push(t('{count} instances added up', { count: instances }));
  }
  const windowsOf = (baseline: boolean) =>
    queries.reduce((most, q) => ((q.role === 'baseline') === baseline ? Math.max(most, q.windows) : most), 1);
  const [now, before] = [windowsOf(false), windowsOf(true)];
  if (now > 1 || before > 1) {
    facts.push(t('windows of time added up: {now}, compared with {before}', { now, before }));
  }
  for (const query of queries) {
    if (query.truncated > 0) {
      facts.push(
        t('{query}: {share} cut off at the source’s node limit (“other”)', {
          query: query.refId,
          share: percent(query.truncated / query.total),
        })
      );
    }
    if (query.total === 0 && !query.empty && query.role !== 'other' && query.role !== 'counter') {
      facts.push(t('{query}: the filters leave none of its samples', { query: query.refId }));
    }
  }
  facts.push(...[...paired.notes, ...caveats].map((note) => t(note.text, note.values)));
  const serious = problems.length > 0;
  const list = problems.map(describeProblem);
  return (
    <div className={styles.line} data-testid="dualflame-honesty">
      {serious && (
        <Tooltip
          content={
            <ul className={styles.list}>
              {list.map((text, i) => (
                <li key={i}>{text}</li>
              ))}
            </ul>
          }
        >
          <span className={cx(styles.problem)} tabIndex={0}>
            <Icon name="exclamation-triangle" size="sm" />{' '}
            {list.length === 1 ? list[0] : t('{count} problems: {first}', { count: list.length, first: list[0] })}
          </span>
        </Tooltip>
      )}
      <span className={styles.facts} title={facts.join(' · ')}>
        {facts.join(' · ')}
      </span>
    </div>
  );
});

const getStyles = (theme: GrafanaTheme2) => ({
  line: css({
    display: 'flex',
    gap: theme.spacing(1),
    alignItems: 'center',
    height: 18,
    fontSize: 11,
    color: theme.colors.text.secondary,
    whiteSpace: 'nowrap',
    overflow: 'hidden',
  }),
  facts: css({ overflow: 'hidden', textOverflow: 'ellipsis' }),
  problem: css({
    color: theme.colors.warning.text,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    maxWidth: '60%',
  }),
  list: css({ margin: 0, paddingLeft: theme.spacing(2) }),
});
