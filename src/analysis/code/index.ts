export { type Code, codeOf } from './code';
export * from './treeCode';
export { functionName } from './spelling';
