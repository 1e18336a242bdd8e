import { useEffect, useReducer, useState } from 'react';
import { type Part } from '../../profile';

/** `missing`: it could not be fetched. */
export type PartState = 'here' | 'coming' | 'missing';

/**
 * Fetches a part of the program where it is needed, and renders again when it is here. One that could not be fetched is asked for again
 * at each `occasion`, and is missing until it has come.
 */
export function usePart(part: Part<unknown>, needed: boolean, occasion?: unknown): PartState {
  const [failed, setFailed] = useState(false);
  const [, renderAgain] = useReducer((times: number) => times + 1, 0);
  const absent = needed && part.here === undefined;
  useEffect(() => {
    if (!absent) {
      return;
    }
    let mounted = true;
    part.fetch().then(
      () => mounted && renderAgain(),
      () => mounted && setFailed(true)
    );
    return () => {
      mounted = false;
    };
  }, [part, absent, occasion]);
  return absent ? (failed ? 'missing' : 'coming') : 'here';
}
