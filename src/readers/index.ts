export { frameJson } from './frameJson';
export { MAX_BYTES } from './arrival';
export { MAX_ROWS } from './nestedSet';
export { type Read, type ReadResult, READERS, holdsProfile, readSource, withLabels } from './registry';
export type { Column, CounterReading, Reader, ReadOptions, ReadProfile, Source } from './source';
