import { finish, Part, rememberWeakly, type Steps } from '../profile';
import { nestedSet } from './formats/nestedSet';
import { type FileReaders, readingSteps, type ReadResult } from './read';
import { type ReadOptions, type Source, type Table } from './source';
import { hasText, tableReader } from './tables';

/** Most panels get tables that are read as they are: the rest is fetched where a file may have come. */
export const fileReaders = new Part<FileReaders>(
  async () => (await import(/* webpackChunkName: "files" */ './files')).FILE_READERS
);

/** Whether the readers of files have to look at it: at all that has text, but for tables that are surely of stacks. */
export const needsFileReaders = (source: Source): boolean =>
  source.kind !== 'columns' || (source.length > 0 && hasText(source) && !tableReader(source, 'yes'));

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
 * read once for the same options.
 */
export function* readSourceSteps(source: Source, options: ReadOptions = {}): Steps<ReadResult> {
  if (source.kind !== 'columns' || (needsFileReaders(source) && !fileReaders.here)) {
    return yield* readOnce(source, options);
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

function* readOnce(source: Source, options: ReadOptions): Steps<ReadResult> {
  const table = tableReader(source, 'yes');
  return table ? yield* readingSteps(table, source, options) : (fileReaders.here?.read(source, options) ?? NOT_FETCHED);
}

/**
 * Whether a table is a profile, or was meant to be one. Tables of figures and names are none; a table of text alone, or with
 * cells that look packed, is taken for one, so that what is wrong with it gets said. So is every table that nothing here can tell of.
 */
export function holdsProfile(table: Table): boolean {
  if (table.length === 0) {
    return nestedSet.matches(table) !== 'no';
  }
  return (
    tableReader(table, 'yes') !== undefined ||
    tableReader(table, 'unsure') !== undefined ||
    (hasText(table) && (fileReaders.here?.holdsProfile(table) ?? true))
  );
}
