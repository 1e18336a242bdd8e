export * from './pairing';
export * from './pattern';
export * from './roles';
export * from './rollup';
export * from './search';
export * from './sites';
export * from './waits';
