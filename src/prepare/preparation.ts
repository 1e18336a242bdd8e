import { codeOfTree, computeCounters, countersOfReadings, findings, frameMarks, rollUp, scopeOf } from '../analysis';
import { outlineOf } from './outline';
import { preparingSteps } from './prepare';
import { splitsOver } from './splitsOver';
import { wholeSplit } from './wholeSplit';

/** What turns profiles into findings, with all that it knows of waits, threads and libraries by name. */
export const PREPARATION = {
  preparingSteps,
  outlineOf,
  findings,
  codeOfTree,
  rollUp,
  computeCounters,
  countersOfReadings,
  frameMarks,
  scopeOf,
  wholeSplit,
  splitsOver,
};
