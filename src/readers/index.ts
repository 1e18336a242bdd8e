export { MAX_ROWS, nestedSet, nestedSetOutline } from './formats/nestedSet';
export { type Read, type ReadResult, withLabels } from './read';
export { fileReaders, holdsProfile, needsFileReaders, readSource, readSourceSteps } from './registry';
export type { Column, Reader, ReadOptions, ReadProfile, Source, Table } from './source';
