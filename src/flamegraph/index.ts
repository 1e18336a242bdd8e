export * from './canvas';
export * from './draw';
export * from './layout';
export * from './patterns';
export * from './span';
export * from './text';
// Lists ask the graph's room for the names that its bars show.
export { shortName } from '../profile';
