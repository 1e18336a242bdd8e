export * from './callTree';
export * from './counterReading';
export * from './pairIndex';
export * from './profile';
export * from './remember';
export * from './result';
export * from './units';
