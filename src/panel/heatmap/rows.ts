import { type Category, CATEGORIES, IDLE } from '../../analysis';
import { type TimedRole, type TimedSamples } from '../../prepare';
import { type CallTree } from '../../profile';
import { type Mode } from '../options/options';

export interface Choice {
  mode: Mode;
  category?: Category;
  hideIdle?: boolean;
}

/**
 * Which samples the graph beside is of: those on the CPU in its mode; else the wall clock's, which have both; else what ran and what
 * waited, each from its own sampler. Time on the CPU beside a wall profile is told by the CPU's samples.
 */
export function rolesShown(
  { roles, role }: Pick<TimedSamples, 'roles' | 'role'>,
  { mode, category }: Choice
): TimedRole[] {
  const has = (one: TimedRole) => role.includes(roles.indexOf(one));
  if (mode === 'cpu' || (category === 'cpu' && has('cpu'))) {
    return ['cpu'];
  }
  return has('wall') ? ['wall'] : ['cpu', 'offcpu'];
}

/** Whether a sample is in the picture. */
export function isShown(samples: TimedSamples, choice: Choice): (sample: number) => boolean {
  const shown = rolesShown(samples, choice);
  const byRole = samples.roles.map((role) => shown.includes(role));
  const wanted = choice.category === undefined ? -1 : CATEGORIES.indexOf(choice.category);
  const { role, category } = samples;
  return (i) => byRole[role[i]] && (wanted < 0 || category[i] === wanted) && !(choice.hideIdle && category[i] === IDLE);
}

/** 1 for every node in whose stack a symbol matches. Callers come before callees. */
export function stacksWith(tree: CallTree, matched: Uint8Array): Uint8Array {
  const found = new Uint8Array(tree.length);
  for (let node = 1; node < tree.length; node++) {
    found[node] = found[tree.parent[node]] || matched[tree.symbol[node]];
  }
  return found;
}
