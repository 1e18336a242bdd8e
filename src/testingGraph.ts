// Helpers of the panel's tests: graph models of profiles, without what a test does not ask for.
import { type PairedProfile } from './analysis';
import { type FrameCounters, type GraphInputs, type GraphModel, graphModel } from './panel/model/graphModel';

/** No frame has a counter. */
export const NO_COUNTERS: FrameCounters = {
  ratioOf: () => undefined,
  ratioOfFunction: () => undefined,
  badge: () => '',
};

/** Weights as they are: wall and off-CPU time end in `w`, CPU time in `c`. */
export const FORMATS = {
  counters: NO_COUNTERS,
  format: (value: number): string => `${value}w`,
  cpuFormat: (value: number): string => `${value}c`,
};

/** The graph of a profile by mode; one that the profile lacks is a fault of the test. */
export const modelsOf =
  (paired: PairedProfile) =>
  (mode: 'cpu' | 'wall' | 'hotcold', more: Partial<GraphInputs> = {}): GraphModel =>
    graphModel(mode, { paired, ...FORMATS, ...more })!;
