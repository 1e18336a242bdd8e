import {
  causeInWindows,
  changesByWindows,
  codeOfTree,
  computeCounters,
  countersOfReadings,
  findings,
  frameMarks,
  rollUp,
  sandwichOf,
  scopeOf,
  throttledContainers,
  withWindows,
} from '../analysis';
import { outlineOf } from './outline';
import { preparingSteps } from './prepare';
import { readingSteps, readInputs } from './readInputs';
import { splitsOver } from './splitsOver';
import { WholeSplits } from './wholeSplits';

/** What reads profiles and turns them into findings, with all that it knows of waits, threads and libraries by name. */
export const PREPARATION = {
  readingSteps,
  readInputs,
  preparingSteps,
  outlineOf,
  findings,
  causeInWindows,
  changesByWindows,
  codeOfTree,
  rollUp,
  computeCounters,
  countersOfReadings,
  frameMarks,
  scopeOf,
  sandwichOf,
  WholeSplits,
  withWindows,
  splitsOver,
  throttledContainers,
};
