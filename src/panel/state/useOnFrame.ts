import { useCallback, useMemo, useState } from 'react';
import { type CallTree } from '../../profile';
import { sameFrame } from '../model/framePaths';

/** State that is of one frame. New data makes another tree: then it is of the same frame there, and gone where that is gone. */
export function useOnFrame<T extends { node: number }>(
  tree: CallTree
): [T | undefined, (value: T | undefined) => void] {
  const [kept, setKept] = useState<{ tree: CallTree; value: T }>();
  const set = useCallback((value: T | undefined) => setKept(value && { tree, value }), [tree]);
  const value = useMemo(() => {
    const node = kept && sameFrame(tree, kept.tree, kept.value.node);
    return node === undefined || node === kept?.value.node
      ? node === undefined
        ? undefined
        : kept!.value
      : { ...kept!.value, node };
  }, [kept, tree]);
  return [value, set];
}
