export * from './csv';
export type { Exported } from './exported';
export * from './stack';
