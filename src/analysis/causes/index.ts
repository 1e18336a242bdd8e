export * from './cause';
export * from './context';
export * from './interval';
export * from './part';
export * from './windows';
export * from './knownSites';
export * from './summedWindows';
