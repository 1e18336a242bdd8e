import { startTransition, useEffect, useState } from 'react';

/** False in the first picture, and true when it is painted: what has its room and is not what one looks at first waits for that. */
export function useAfterPaint(): boolean {
  const [painted, setPainted] = useState(false);
  useEffect(() => startTransition(() => setPainted(true)), []);
  return painted;
}
