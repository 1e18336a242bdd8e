import { useMemo } from 'react';
import { hasHistograms, singleWaits, type WaitClass, type WaitLengths } from '../../analysis';
import { type SingleWaits } from '../../analysis/singleWaits';
import { type Prepared } from '../../prepare';
import { type CallTree } from '../../profile';
import { counted, msg, t } from '../grafana/translate';
import { type Format } from '../ui/format';
import { usePart } from './usePart';

/** How long single waits are, where the data has single waits; it works out what it is asked for. Undefined also while its code is fetched. */
export function useSingleWaits(
  { timedSamples, areSingle }: Pick<Prepared, 'timedSamples' | 'areSingle'>,
  tree: CallTree
): SingleWaits | undefined {
  const known = useMemo(() => areSingle === true || hasHistograms(tree), [areSingle, tree]);
  const here = usePart(singleWaits, known) === 'here';
  return useMemo(
    () => (known && here ? singleWaits.here?.(tree, () => timedSamples?.()) : undefined),
    [known, here, tree, timedSamples]
  );
}

const COUNTED: Record<WaitClass, [one: string, many: string]> = {
  blocked: [msg('1 wait'), msg('{count} waits')],
  runnable: [msg('1 wait for a CPU'), msg('{count} waits for a CPU')],
  idle: [msg('1 wait for work'), msg('{count} waits for work')],
};

/** Fewer waits have no hundredth that is longer than the others. */
const HAS_HUNDREDTH = 100;

/** "412 waits: half up to 1.1 ms, 1 % over 48 ms, longest 310 ms" */
export function lengthsText({ class: of, count, half, most, longest, rough }: WaitLengths, format: Format): string {
  const [one, many] = COUNTED[of];
  const waits = counted(count, one, many);
  const values = {
    waits,
    half: format(half),
    most: format(most),
    longest: rough ? `≤\u00a0${format(longest)}` : format(longest),
  };
  return count === 1
    ? t('{waits}, {longest} long', values)
    : count < HAS_HUNDREDTH
      ? t('{waits}: half up to {half}, longest {longest}', values)
      : t('{waits}: half up to {half}, 1 % over {most}, longest {longest}', values);
}
