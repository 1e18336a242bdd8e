export * from './changes';
export * from './diagnose';
export * from './findings';
export * from './scope';
export * from './sentences';
