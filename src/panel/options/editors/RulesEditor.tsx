import { css } from '@emotion/css';
import { type DataFrame, type GrafanaTheme2, type StandardEditorProps } from '@grafana/data';
import { Button, Checkbox, Combobox, IconButton, Input, useStyles2 } from '@grafana/ui';
import React, { useId, useMemo } from 'react';
import {
  CATEGORIES,
  CATEGORY_LABEL,
  type Category,
  compilePattern,
  needsEngine,
  regexEngine,
  type UserRule,
} from '../../../analysis';
import { t } from '../../grafana/translate';
import { type PanelOptions } from '../options';
import { usePart } from '../../model/usePart';
import { instancesOf, useReadableFrames } from './instances';
import { getEditorStyles } from './styles';

/** Names listed in the preview of a rule. */
const PREVIEW = 5;

/** User rules with a live preview of what they match in the data that the panel has. */
export function RulesEditor({
  value,
  onChange,
  context,
}: StandardEditorProps<UserRule[], unknown, Partial<PanelOptions>>) {
  const styles = useStyles2(getStyles);
  const id = useId();
  const { quiet } = useStyles2(getEditorStyles);
  const rules = value ?? [];
  const { data, options } = context;
  const readable = useReadableFrames(data);
  const names = useMemo(() => namesIn(readable, options), [readable, options]);
  const coming =
    usePart(
      regexEngine,
      rules.some(({ pattern }) => needsEngine(pattern)),
      rules
    ) === 'coming';
  const edit = (at: number, part: Partial<UserRule>) =>
    onChange(rules.map((rule, i) => (i === at ? { ...rule, ...part } : rule)));
  return (
    <div className={styles.list}>
      {rules.map((rule, i) => (
        <div key={i} className={styles.rule}>
          <div className={styles.row}>
            <Input
              value={rule.pattern}
              placeholder="^main\.waitFor"
              aria-label={t('Pattern of rule {number}', { number: i + 1 })}
              invalid={!coming && Boolean(rule.pattern) && !compilePattern(rule.pattern).ok}
              onChange={(event) => edit(i, { pattern: event.currentTarget.value })}
            />
            <IconButton
              name="trash-alt"
              tooltip={t('Remove the rule')}
              onClick={() => onChange(rules.filter((_, other) => other !== i))}
            />
          </div>
          <div className={styles.row}>
            <span id={`${id}-${i}`} hidden>
              {t('Category of rule {number}', { number: i + 1 })}
            </span>
            <Combobox<Category>
              aria-labelledby={`${id}-${i}`}
              value={rule.category}
              options={CATEGORIES.map((category) => ({
                value: category,
                label: category === 'cpu' ? t('CPU (no wait)') : t(CATEGORY_LABEL[category]),
              }))}
              onChange={(option) => edit(i, { category: option.value })}
            />
            <Checkbox
              label={t('Idle')}
              description={t('expected, not blocked')}
              value={Boolean(rule.idle)}
              onChange={(event) => edit(i, { idle: event.currentTarget.checked })}
            />
          </div>
          <div className={quiet} data-testid="dualflame-rule-preview">
            {!coming && preview(rule.pattern, names)}
          </div>
        </div>
      ))}
      <Button
        size="sm"
        variant="secondary"
        icon="plus"
        onClick={() => onChange([...rules, { pattern: '', category: 'lock' }])}
      >
        {t('Add rule')}
      </Button>
    </div>
  );
}

export function preview(pattern: string, names: string[]): string {
  if (!pattern) {
    return t('Type a pattern to see what it matches.');
  }
  const test = compilePattern(pattern);
  if (!test.ok) {
    return [test.problem.message, test.problem.remedy].filter(Boolean).join(' ');
  }
  const found = names.filter(test.value);
  const rest = found.length > PREVIEW ? t(', and {count} more', { count: found.length - PREVIEW }) : '';
  return found.length
    ? t('Matches {found} of {all} frames: {names}', {
        found: found.length,
        all: names.length,
        names: found.slice(0, PREVIEW).join(', ') + rest,
      })
    : t('Matches none of {all} frames.', { all: names.length });
}

/** The distinct frame names of all profiles in the data. */
export function namesIn(series: DataFrame[], options?: Partial<PanelOptions>): string[] {
  const names = new Set<string>();
  for (const { read } of instancesOf(series, options)) {
    const { frames, strings } = read.profile;
    frames.name.forEach((name) => names.add(strings[name]));
  }
  return [...names];
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1.5), alignItems: 'stretch' }),
  rule: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(0.5) }),
  row: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(1) }),
});
