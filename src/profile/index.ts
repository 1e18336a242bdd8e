export * from './callTree';
export * from './names';
export * from './pairIndex';
export * from './profile';
export * from './remember';
export * from './result';
export * from './units';
