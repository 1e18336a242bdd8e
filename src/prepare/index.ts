export * from './prepare';
export { readInputs } from './readInputs';
export * from './settings';
export * from './types';
