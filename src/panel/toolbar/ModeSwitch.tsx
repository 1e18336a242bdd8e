import { Menu, RadioButtonGroup } from '@grafana/ui';
import React from 'react';
import { msg, t } from '../grafana/translate';
import { MODE_LABEL } from '../options/labels';
import { type Mode, MODES } from '../options/options';

const MEANING: Record<Mode, string> = {
  cpu: msg('Time on the CPU only; waiting cannot be seen here'),
  wall: msg('All time by the clock; waits in their category’s colour'),
  hotcold: msg('Wall time; every bar shows its on-CPU part and its waits'),
  side: msg('CPU and wall next to each other, zoomed together'),
  changed: msg('What takes another share than in the baseline: orange more, blue less'),
};

export interface ModeSwitchProps {
  mode: Mode;
  available: Record<Mode, boolean>;
  /** What is shown is time: memory and contention have one mode only, and no "wall". */
  timed: boolean;
  /** Changed as a letter. */
  compact?: boolean;
  onMode(mode: Mode): void;
}

const labelOf = (mode: Mode, timed: boolean) => (mode === 'wall' && !timed ? t('Value') : t(MODE_LABEL[mode]));
const meaningOf = (mode: Mode, { available, timed }: ModeSwitchProps) =>
  !available[mode] ? t('Needs a query that this panel does not have') : timed ? t(MEANING[mode]) : undefined;

/** CPU, Wall, Both; Changed where something is compared, and side by side where it was chosen from the menu. */
const segmentsOf = ({ mode, available, timed }: ModeSwitchProps): Mode[] =>
  MODES.filter((one) =>
    one === 'side' ? mode === 'side' : one === 'changed' ? available.changed : timed || available[one]
  );

export const ModeSwitch = React.memo(function ModeSwitch(props: ModeSwitchProps) {
  const { mode, available, timed, compact, onMode } = props;
  const segments = segmentsOf(props);
  return segments.length > 1 ? (
    <RadioButtonGroup<Mode>
      size="sm"
      aria-label={t('What is shown')}
      value={mode}
      options={segments.map((value) => ({
        value,
        label: compact && value === 'changed' ? 'Δ' : labelOf(value, timed),
        ariaLabel: labelOf(value, timed),
        description: meaningOf(value, props),
      }))}
      disabledOptions={segments.filter((value) => !available[value])}
      onChange={onMode}
    />
  ) : null;
});

/** Modes as entries of a menu: the ones that the switch has no segment for, or all where it has no room. */
export function ModeItems(props: ModeSwitchProps & { all: boolean }) {
  const { mode, available, timed, all, onMode } = props;
  const segments = segmentsOf(props);
  const listed = [
    ...(all && segments.length > 1 ? segments : []),
    ...(timed && mode !== 'side' ? (['side'] as const) : []),
  ];
  return (
    <>
      {listed.map((value) => (
        <Menu.Item
          key={value}
          label={labelOf(value, timed)}
          description={meaningOf(value, props)}
          active={value === mode}
          disabled={!available[value]}
          onClick={() => onMode(value)}
        />
      ))}
    </>
  );
}
