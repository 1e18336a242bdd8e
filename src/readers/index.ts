export { frameJson } from './formats/frameJson';
export { MAX_BYTES } from './unpack';
export { MAX_ROWS } from './formats/nestedSet';
export { type Read, type ReadResult, READERS, holdsProfile, readSource, withLabels } from './registry';
export type { Column, Reader, ReadOptions, ReadProfile, Source } from './source';
