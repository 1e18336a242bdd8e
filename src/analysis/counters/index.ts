export * from './baseline';
export * from './caveats';
export * from './frameMarks';
export * from './frameRatios';
export * from './model';
export * from './names';
export * from './ratios';
export * from './readings';
export { isCounter, scopeOf } from './series';
