export * from './prepare';
export { readInputs } from './readInputs';
export * from './settings';
export * from './splitsOver';
export * from './types';
export * from './wholeSplit';
