export interface RollUpOptions {
  /** Take off what a build or a run adds to a symbol's name; the rules are NAME_RULES. */
  normalise: boolean;
  /** `std::vector<int, …>::push_back` becomes `std::vector<…>::push_back`. */
  collapseTemplates: boolean;
  /** A function that calls itself directly is one frame. */
  collapseRecursion: boolean;
  /** A frame that hands on all its time to one callee, which does the same, is left out; done on the classified tree. */
  collapseChains: boolean;
  /**
   * Frames that only name a thread are taken off the root; the name is kept as the label `thread`. A name that tells what the
   * thread is for (collectors, compilers) stays, without its number: often nothing else in the stack tells.
   */
  mergeThreads: boolean;
}

export const AS_RECORDED: RollUpOptions = {
  normalise: false,
  collapseTemplates: false,
  collapseRecursion: false,
  collapseChains: false,
  mergeThreads: false,
};

/** What the panel opens with. */
export const DEFAULT_ROLL_UP: RollUpOptions = { ...AS_RECORDED, normalise: true, mergeThreads: true };
