import { type Evidence } from '../../analysis';
import { msg, t } from '../grafana/translate';

/** Each kind of evidence in words: what the whole is called, as a title and in a sentence, and what the split is made of. */
export const EVIDENCE_WORDS: Record<Evidence, { title: string; time: string; source: string }> = {
  'cpu+wall': {
    title: msg('Wall'),
    time: msg('wall time'),
    source: msg('Two samplers: on-CPU from the CPU profile, waits from the wall profile'),
  },
  'cpu+offcpu': { title: msg('Wall'), time: msg('wall time'), source: msg('Wall = CPU + off-CPU') },
  wall: {
    title: msg('Wall'),
    time: msg('wall time'),
    source: msg('Wall only: on-CPU is what does not wait, ready-to-run included'),
  },
  cpu: { title: msg('CPU'), time: msg('CPU time'), source: msg('CPU only: waiting is not in this profile') },
  offcpu: {
    title: msg('Off-CPU'),
    time: msg('off-CPU time'),
    source: msg('Off-CPU only: running is not in this profile'),
  },
  other: {
    title: msg('Value'),
    time: msg('all values'),
    source: msg('Neither CPU, wall nor off-CPU time: nothing to split'),
  },
};

/** Of events that were recorded with a probability below 1. Single waits are those that were recorded, neither more nor longer. */
export const scaledText = (probability: number): string =>
  t('estimated: scaled by {by}×, its events were recorded with probability {probability}', {
    by: Number((1 / probability).toPrecision(3)),
    probability,
  });
