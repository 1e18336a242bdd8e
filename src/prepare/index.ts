export type { OutlineOptions } from './outline';
export { preparation, type Preparation } from './part';
export { prepare, prepareProfile, preparingSteps } from './prepare';
export { readingSteps, readInputs } from './readInputs';
export * from './settings';
export * from './splitsOver';
export * from './types';
export * from './wholeSplits';
