export * from './prepare';
export { readingSteps, readInputs } from './readInputs';
export * from './settings';
export * from './types';
