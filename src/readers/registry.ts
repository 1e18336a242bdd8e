import { finish, rememberWeakly, type StackTables, type Steps } from '../profile';
import { fileReaders } from './part';
import { readingSteps, type ReadResult } from './read';
import { needsFileReaders } from './recognise';
import { type ReadOptions, type Source, type Table } from './source';
import { tableReader } from './tables';

/** What was read of a table, by options: the panel and its editors ask for the same. */
const resultsOf = rememberWeakly((_: Table) => new Map<string, ReadResult>());

/** Other options of one table that are remembered. */
const MAX_RESULTS = 4;

const NOT_FETCHED: ReadResult = {
  reads: [],
  problems: [
    {
      message: 'It may hold a file, and the readers of files could not be loaded from the server.',
      remedy: 'The next refresh tries again; reload the page where the plugin was updated.',
    },
  ],
};

/**
 * Reads a table, a text or bytes, whatever they hold; what `needsFileReaders` is a problem as long as these are not here. A table is
 * read once for the same options. `tables`: of many answers, each of which is read once, whose frames and stacks have the same numbers then,
 * where the reader can do that.
 */
export function* readSourceSteps(source: Source, options: ReadOptions = {}, tables?: StackTables): Steps<ReadResult> {
  if (tables || source.kind !== 'columns' || (needsFileReaders(source) && !fileReaders.here)) {
    return yield* readOnce(source, options, tables);
  }
  const results = resultsOf(source);
  const key = JSON.stringify(options);
  const result = results.get(key) ?? (yield* readOnce(source, options));
  if (results.size >= MAX_RESULTS) {
    results.clear();
  }
  results.set(key, result);
  return result;
}

export const readSource = (source: Source, options?: ReadOptions): ReadResult =>
  finish(readSourceSteps(source, options));

function* readOnce(source: Source, options: ReadOptions, tables?: StackTables): Steps<ReadResult> {
  const table = tableReader(source, 'yes');
  if (table) {
    return yield* readingSteps(table, source, options, { tables });
  }
  const { here } = fileReaders;
  return here ? yield* here.steps(source, options) : NOT_FETCHED;
}
