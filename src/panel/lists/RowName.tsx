import { css } from '@emotion/css';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { shortName } from '../../profile';

/** A function's name, without the path of its package. Where there is no room for it, its method is what stays. */
export function RowName({ name }: { name: string }) {
  const styles = useStyles2(getStyles);
  const short = shortName(name);
  const at = methodAt(short);
  return (
    <>
      {at > 0 && <span className={at > SHORT ? styles.head : styles.short}>{short.slice(0, at)}</span>}
      <span className={styles.method}>{short.slice(at)}</span>
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

const cut = { minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'pre' } as const;

const getStyles = () => ({
  // All of it gives way, down to its ellipsis, before the method loses as much as a fraction of a pixel: that would cut a letter.
  head: css({ ...cut, flexShrink: 1e9, minWidth: '1.1em' }),
  /** Not wider than the ellipsis. */
  short: css({ ...cut, flexShrink: 0 }),
  method: css({ ...cut, flexShrink: 1 }),
});
