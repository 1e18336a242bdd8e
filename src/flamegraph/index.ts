export * from './color';
export * from './draw';
export * from './layout';
export * from './span';
export * from './text';
