export * from './csv';
export type { Exported } from './exported';
export * from './folded';
export * from './pprof';
export * from './speedscope';
export * from './stack';
