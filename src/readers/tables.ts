import { nestedSet } from './formats/nestedSet';
import { stackTable } from './formats/stackTable';
import { type Certainty, type Reader, type Source } from './source';

/** What most panels get: tables that are read as they are. */
const TABLES: Reader[] = [nestedSet, stackTable];

/** The reader of a table that is as sure as asked for. */
export const tableReader = (source: Source, certainty: Certainty): Reader | undefined =>
  TABLES.find((reader) => reader.matches(source) === certainty);
