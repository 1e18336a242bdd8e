export * from './color';
export * from './draw';
export * from './layout';
export * from './text';
// Known here of old.
export { shortName } from '../profile';
