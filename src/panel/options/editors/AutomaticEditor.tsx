import { type StandardEditorProps } from '@grafana/data';
import { Combobox, useStyles2 } from '@grafana/ui';
import React, { useId } from 'react';
import { t } from '../../grafana/translate';
import { useAutomatic } from '../detected';
import { LIST_LABEL, MODE_LABEL } from '../labels';
import { LISTS, type ListKind, type Mode, MODES } from '../options';
import { getEditorStyles } from './styles';

export interface AutomaticSettings {
  /** What is chosen. */
  of: 'mode' | 'list';
}

/** A comparison is asked for in the panel: there is no mode to open with. */
const CHOICES = {
  mode: MODES.filter((mode) => mode !== 'changed').map((value) => ({ value, label: MODE_LABEL[value] })),
  list: LISTS.map((value) => ({ value, label: LIST_LABEL[value] })),
};

type Choice = 'auto' | Mode | ListKind;

/** A choice that begins with Automatic, which says what it comes to for the data of the panel. */
export function AutomaticEditor({
  value = 'auto',
  onChange,
  context,
  item,
  id,
}: StandardEditorProps<Choice, AutomaticSettings>) {
  const { quiet } = useStyles2(getEditorStyles);
  const label = useId();
  const automatic = useAutomatic()(context.data);
  const of = item.settings?.of ?? 'mode';
  const choices: Array<{ value: Choice; label: string }> = CHOICES[of];
  const chosen = choices.find((choice) => choice.value === automatic?.[of]);
  return (
    <>
      <span id={label} hidden>
        {item.name}
      </span>
      <Combobox<Choice>
        id={id}
        aria-labelledby={label}
        value={value}
        options={[{ value: 'auto', label: t('Automatic') }, ...choices.map((one) => ({ ...one, label: t(one.label) }))]}
        onChange={(option) => onChange(option.value)}
      />
      {value === 'auto' && chosen && (
        <div className={quiet}>{t('Automatic: {choice}', { choice: t(chosen.label) })}</div>
      )}
    </>
  );
}
