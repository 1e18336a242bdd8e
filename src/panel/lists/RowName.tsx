import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { type Apart, shortName } from '../../profile';
import { CUT } from '../ui/textStyles';

export interface RowNameProps {
  name: string;
  /** What tells it apart from other names in the list, where its method does not. */
  apart?: Apart;
  /** Module or file, where another function has the same name. */
  place?: string;
}

/** A function's name, without the path of its package. Where there is no room for it, its method stays, and what tells it apart. */
export function RowName({ name, apart, place }: RowNameProps) {
  const styles = useStyles2(getStyles);
  const short = shortName(name);
  const at = methodAt(short);
  const [head, mark, method] = apart
    ? [name.slice(Math.min(name.length - short.length, apart.at), apart.at), apart.mark, apart.method]
    : [short.slice(0, at), '', short.slice(at)];
  return (
    <>
      {head && <span className={head.length > SHORT ? styles.head : styles.short}>{head}</span>}
      {mark && <span className={styles.mark}>{mark}</span>}
      <span className={styles.method}>{method}</span>
      {place && <span className={styles.place}>{place}</span>}
    </>
  );
}

/** Letters. */
const SHORT = 2;

/** Where the last part of a name begins: `main.(*consumer).` | `ReadMessage`. What follows an opening bracket or a blank is part of it. */
function methodAt(name: string): number {
  const plain = name.replace(/(?<=\w)[ (<[].*$/s, '');
  return Math.max(...['.', ':', '#'].map((separator) => plain.lastIndexOf(separator))) + 1;
}

const getStyles = (theme: GrafanaTheme2) => ({
  // All of it gives way, down to its ellipsis, before the method loses as much as a fraction of a pixel: that would cut a letter.
  head: css({ ...CUT, flexShrink: 1e9, minWidth: '1.1em' }),
  /** Not wider than the ellipsis. */
  short: css({ ...CUT, flexShrink: 0 }),
  mark: css({ ...CUT, flexShrink: 1e6, minWidth: '2.5em' }),
  method: css({ ...CUT, flexShrink: 1 }),
  place: css({ ...CUT, flexShrink: 1e3, marginLeft: theme.spacing(0.75), color: theme.colors.text.secondary }),
});
