export { MAX_ROWS, nestedSet, nestedSetOutline } from './formats/nestedSet';
export { type Read, type ReadResult, withLabels } from './read';
export { fileReaders, holdsProfile } from './part';
export { holdsCalls, needsFileReaders } from './recognise';
export { readSource, readSourceSteps } from './registry';
export type { Column, Reader, ReadOptions, ReadProfile, Source, Table } from './source';
