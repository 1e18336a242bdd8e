export * from './color';
export * from './draw';
export * from './layout';
export * from './text';
