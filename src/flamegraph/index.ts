export * from './canvas';
export * from './draw';
export * from './layout';
export * from './patterns';
export * from './span';
export * from './text';
