import { type PairedProfile, type RoleWeights, wholeOfBoth } from '../../analysis';
import { type CallTree, totalOf, type NodeIndex } from '../../profile';
import { type Span } from '../grafana/requests';
import { type Measure, MEASURE_LABEL } from './comparison';
import { type Format, formatChange, percent, points } from '../ui/format';
import { t } from '../grafana/translate';

/** One way to put both times beside each other: weights are divided by what their side lasted, served, or summed up to. */
export interface Change {
  measure: Measure;
  /** What is measured: CPU or wall. */
  name: string;
  label: string;
  before: RoleWeights;
  now: RoleWeights;
  per: { before: number; now: number };
  /** Of what is put beside each other. */
  text: Format;
  /** Of the role's weights. */
  format: Format;
}

/** What a node had before, and has now. */
export const changeAt = (
  tree: CallTree,
  { before, now, per }: Change,
  node: NodeIndex
): { before: number; now: number } => ({
  before: totalOf(tree, before.weights, node) / per.before,
  now: totalOf(tree, now.weights, node) / per.now,
});

/** What became of it: "+3.2 pp" of shares, "+12 %" of figures, or that it is new or gone. Empty where it was never there. */
export function changeText({ measure }: Change, { before, now }: { before: number; now: number }): string {
  if (before === 0 || now === 0) {
    return now > 0 ? t('new') : before > 0 ? t('gone') : '';
  }
  return measure === 'share' ? points(now - before) : formatChange(now, before);
}

/** "20.0 % → 60.0 %"; of what is new or gone the one figure that there is. */
export const bothTimes = ({ text }: Change, { before, now }: { before: number; now: number }): string =>
  before === 0 ? text(now) : now === 0 ? text(before) : `${text(before)} → ${text(now)}`;

/** Every way that the data allows, of the whole time and, where both times have it, of CPU time; shares first. */
export function changesOf(
  paired: PairedProfile,
  before: PairedProfile | undefined,
  spans: { now: Span; before: Span },
  format: Format,
  cpuFormat: Format
): Change[] {
  const whole = before && wholeOfBoth(paired, before);
  const changes = (name: string, now: RoleWeights, then: RoleWeights, own: Format): Change[] => {
    const all = ({ weights }: RoleWeights) => weights.prefixSum[paired.tree.length];
    const { now: a, before: b } = spans;
    const ways: Array<[Measure, number, number, Format]> = [
      ['share', all(now), all(then), percent],
      ['second', a.seconds, b.seconds, (value) => `${own(value)}/s`],
      ['request', a.requests ?? 0, b.requests ?? 0, (value) => t('{figure}/request', { figure: own(value) })],
      ['sum', 1, 1, own],
    ];
    return ways.flatMap(([measure, perNow, perBefore, text]) =>
      perNow > 0 && perBefore > 0
        ? [
            {
              measure,
              name,
              label: measure === 'share' ? name : `${name} · ${t(MEASURE_LABEL[measure])}`,
              before: then,
              now,
              per: { before: perBefore, now: perNow },
              text,
              format: own,
            },
          ]
        : []
    );
  };
  if (!whole) {
    return [];
  }
  const { kind, now, before: then } = whole;
  return kind === 'cpu'
    ? changes('CPU', now, then, cpuFormat)
    : [
        ...changes(t('Wall'), now, then, format),
        ...(paired.cpu && before.cpu ? changes('CPU', paired.cpu, before.cpu, cpuFormat) : []),
      ];
}
