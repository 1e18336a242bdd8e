import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { CATEGORIES, CATEGORY_LABEL, CATEGORY_MEANING, CPU, type Evidence, IDLE, type Split } from '../../analysis';
import { type Look } from '../../flamegraph';
import { type Format, percent } from '../ui/format';
import { CATEGORY_ORDER, CATEGORY_STYLE } from '../graph/palette';
import { fillOf, Swatch } from '../ui/Swatch';
import { t } from '../grafana/translate';
import { Fitted } from '../ui/Fitted';

const LEGEND = 21;
const waitsHeight = (lines: number) => 44 + (lines - 1) * LEGEND;

export interface WaitsBarProps {
  split: Split;
  evidence: Evidence;
  format: Format;
  width: number;
  /** Lines of words. */
  legend: number;
  category?: number;
  /** Absent where no weights can be filtered by it. */
  onCategory(category: number | undefined): void;
}

interface Part {
  key: string;
  label: string;
  value: number;
  look: Look;
  meaning: string;
  category?: number;
}

/** Shares of wall time as words and as one stacked bar; idle stands apart at the end. A click filters the graph. */
export const WaitsBar = React.memo(function WaitsBar(props: WaitsBarProps) {
  const { split, evidence, format, width, legend, category, onCategory } = props;
  const styles = useStyles2(getStyles);
  const parts = partsOf(split, evidence);
  // Two samplers can count more than the whole: the bar then is as long as all parts, the words keep their figures.
  const length = parts.reduce((sum, part) => sum + Math.max(0, part.value), 0);
  if (!(length > 0)) {
    return <div style={{ height: waitsHeight(legend) }} />;
  }
  const of = evidence === 'cpu' ? t('CPU time') : evidence === 'offcpu' ? t('off-CPU time') : t('wall time');
  const toggle = (part: Part) => onCategory(category === part.category ? undefined : part.category);
  return (
    <div className={styles.block} style={{ height: waitsHeight(legend) }} data-testid="dualflame-waits">
      <div
        className={styles.bar}
        role="img"
        aria-label={parts.map((p) => `${p.label} ${percent(p.value / split.total)}`).join(', ')}
      >
        {parts
          .filter((part) => part.value > 0)
          .map((part) => (
            <div
              key={part.key}
              className={cx(
                styles.segment,
                part.category === IDLE && styles.idle,
                category !== undefined && category !== part.category && styles.faded
              )}
              style={{ width: `${(part.value / length) * 100}%`, ...fillOf(part.look) }}
              title={titleOf(part, split, format, of)}
              onClick={part.category === undefined ? undefined : () => toggle(part)}
            >
              {part.category !== IDLE && (part.value / length) * width > 74 && (
                <span className={styles.inside}>
                  {part.label} {percent(part.value / split.total)}
                </span>
              )}
            </div>
          ))}
      </div>
      <Fitted
        lines={legend}
        lineHeight={LEGEND}
        title={t('How the time splits')}
        items={parts.map((part) => ({
          key: part.key,
          text: `${part.label} ${percent(part.value / split.total)}`,
          show: () => (
            <Word
              part={part}
              share={percent(part.value / split.total)}
              title={titleOf(part, split, format, of)}
              active={part.category !== undefined && category === part.category}
              onClick={() => toggle(part)}
            />
          ),
        }))}
      />
    </div>
  );
});

interface WordProps {
  part: Part;
  share: string;
  title: string;
  active: boolean;
  onClick(): void;
}

function Word({ part, share, title, active, onClick }: WordProps) {
  const styles = useStyles2(getStyles);
  const text = (
    <>
      <Swatch look={part.look} />
      <span>{part.label}</span>
      <b>{share}</b>
    </>
  );
  return part.category === undefined ? (
    <span className={styles.word} title={title}>
      {text}
    </span>
  ) : (
    <button
      type="button"
      className={cx(styles.word, styles.button, active && styles.active, part.category === IDLE && styles.quiet)}
      title={title}
      aria-pressed={active}
      onClick={onClick}
    >
      {text}
    </button>
  );
}

/** Pixels of a word beside its letters, and of a letter, about: two lines at most are worth their room. */
const WORD = { around: 36, letter: 6.5, most: 2 };

/** Lines that the words of the bar need in this width; 0: there is no bar. */
export function legendLines(split: Split, evidence: Evidence, width: number): number {
  const pixels = partsOf(split, evidence).reduce((sum, { label, value }) => {
    return sum + WORD.around + WORD.letter * (label.length + percent(value / split.total).length);
  }, 0);
  return Math.min(WORD.most, Math.ceil(pixels / Math.max(1, width)));
}

const titleOf = (part: Part, split: Split, format: Format, of: string) =>
  t('{kind}: {figure}, {share} of {what}. {meaning}', {
    kind: part.label,
    figure: format(part.value),
    share: percent(part.value / split.total),
    what: of,
    meaning: part.meaning,
  });

function partsOf(split: Split, evidence: Evidence): Part[] {
  const parts: Part[] = [];
  if (evidence === 'other') {
    return [];
  }
  if (evidence !== 'offcpu') {
    const source = {
      'cpu+wall': t('From the CPU profile.'),
      'cpu+offcpu': t('From the CPU profile.'),
      wall: t('Wall stacks without a wait frame: running, or ready to run. A CPU query would tell them apart.'),
      cpu: t('From the CPU profile. Waiting is not in it: add a wall or off-CPU query.'),
      offcpu: '',
    }[evidence];
    parts.push({
      key: 'cpu',
      label: t(CATEGORY_LABEL.cpu),
      value: split.onCpu,
      look: CATEGORY_STYLE.cpu,
      meaning: source,
      category: CPU,
    });
  }
  const waits = CATEGORY_ORDER.map((category): Part => {
    const name = CATEGORIES[category];
    return {
      key: name,
      label: evidence === 'cpu' ? t('{kind} (on CPU)', { kind: t(CATEGORY_LABEL[name]) }) : t(CATEGORY_LABEL[name]),
      value: split.waiting[category],
      look: CATEGORY_STYLE[name],
      meaning: `${t(CATEGORY_MEANING[name])}.`,
      category,
    };
  }).filter((part) => part.value > 0);
  parts.push(...waits.filter((p) => p.category !== IDLE).sort((a, b) => b.value - a.value));
  if (Math.abs(split.unattributed) > split.total * 0.0005) {
    parts.push({
      key: 'unattributed',
      label: t('Unattributed'),
      value: split.unattributed,
      look: CATEGORY_STYLE.unattributed,
      meaning:
        split.unattributed < 0
          ? t(
              'CPU and waiting add up to more than the wall profile holds: two samplers disagree, or threads without wall samples ran.'
            )
          : evidence === 'wall'
            ? t(
                'Wall time of stacks that cannot show whether they run or wait: add a CPU profile, or record native frames.'
              )
            : t(
                'Wall time that neither the CPU profile nor a wait frame explains: ready to run without a CPU, or a wait that no rule knows.'
              ),
    });
  }
  parts.push(...waits.filter((p) => p.category === IDLE));
  return parts;
}

const getStyles = (theme: GrafanaTheme2) => ({
  block: css({ display: 'flex', flexDirection: 'column', gap: 3, flex: 'none' }),
  bar: css({ display: 'flex', gap: 1, height: 20, borderRadius: theme.shape.radius.default, overflow: 'hidden' }),
  segment: css({
    height: '100%',
    minWidth: 1,
    cursor: 'pointer',
    overflow: 'hidden',
    display: 'flex',
    alignItems: 'center',
  }),
  inside: css({
    color: '#14161a',
    fontSize: 11,
    paddingInline: 5,
    whiteSpace: 'nowrap',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    fontWeight: 500,
  }),
  // Quieter than what blocks: a thinner bar, its words below only.
  idle: css({ height: '55%', alignSelf: 'center', marginLeft: 3 }),
  faded: css({ opacity: 0.25 }),
  word: css({
    display: 'inline-flex',
    alignItems: 'center',
    gap: 5,
    padding: '0 7px 0 3px',
    height: LEGEND,
    whiteSpace: 'nowrap',
    fontSize: theme.typography.bodySmall.fontSize,
    color: theme.colors.text.primary,
    borderRadius: theme.shape.radius.default,
  }),
  button: css({
    background: 'none',
    border: 0,
    cursor: 'pointer',
    '&:hover': { background: theme.colors.action.hover },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: -2 },
  }),
  active: css({
    background: theme.colors.action.selected,
    boxShadow: `inset 0 -2px ${theme.colors.primary.border}`,
    // Shadows and backgrounds are gone there; Grafana takes the outline off a clicked button.
    '@media (forced-colors: active)': { '&, &:focus': { outline: '2px solid Highlight', outlineOffset: -2 } },
  }),
  quiet: css({ color: theme.colors.text.secondary }),
});
