export { type Code, codeOf } from './code';
export * from './treeCode';
