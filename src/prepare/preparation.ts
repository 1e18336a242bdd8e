import {
  causeInWindows,
  codeOfTree,
  computeCounters,
  countersOfReadings,
  findings,
  frameMarks,
  rollUp,
  scopeOf,
  withWindows,
} from '../analysis';
import { preparingSteps } from './prepare';
import { splitsOver } from './splitsOver';
import { wholeSplit } from './wholeSplit';

/** What turns profiles into findings, with all that it knows of waits, threads and libraries by name. */
export const PREPARATION = {
  preparingSteps,
  findings,
  causeInWindows,
  codeOfTree,
  rollUp,
  computeCounters,
  countersOfReadings,
  frameMarks,
  scopeOf,
  wholeSplit,
  withWindows,
  splitsOver,
};
