export { isKernelEntry } from './canonical';
export * from './categories';
export * from './classify';
export * from './rules';
export { PURPOSES, type Purpose, rowOfThread, threadName } from './threads';
