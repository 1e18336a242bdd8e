export { causeSteps, withWindows } from './causesOf';
export * from './changes';
export * from './diagnose';
export * from './findings';
export * from './markdown';
export * from './scope';
export * from './sentences';
