import { msg } from '../grafana/translate';
import { type ListKind, type Mode } from './options';

/** Modes and lists by the names that toolbar, list and editor show; each is looked up with `t`. */
export const MODE_LABEL: Record<Mode, string> = {
  cpu: 'CPU',
  wall: msg('Wall'),
  hotcold: msg('Both'),
  side: msg('Side by side'),
  changed: msg('Changed'),
};

export const LIST_LABEL: Record<ListKind, string> = {
  sites: msg('Wait sites'),
  functions: msg('Functions'),
  tree: msg('Call tree'),
  wakers: msg('Wakers'),
};
