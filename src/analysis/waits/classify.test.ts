import { CATEGORIES, CPU } from './categories';
import { classifyStack, type StackKind } from './classify';
import { symbolFacts } from './rules';

export const judge = (frames: string[], kind: StackKind) => {
  const verdict = classifyStack({ length: frames.length, facts: (i) => symbolFacts(frames[frames.length - 1 - i]) }, kind);
  return {
    category: verdict.category === CPU ? null : CATEGORIES[verdict.category],
    waitFrame: verdict.waitFrame < 0 ? null : frames[frames.length - 1 - verdict.waitFrame],
  };
};
