import { Part } from '../profile';
import { type FileReaders } from './read';
import { hasText, isTable, matchesNestedSet } from './recognise';
import { type Table } from './source';

/**
 * Most panels get tables that are read as they are: the rest is fetched where a file may have come. By way of the file of the tables'
 * readers, so that it lacks what they have.
 */
export const fileReaders = new Part<FileReaders>(async () => {
  const { fetchFileReaders } = await import(/* webpackChunkName: "prepare" */ './fetchFiles');
  return fetchFileReaders();
});

/**
 * Whether a table is a profile, or was meant to be one. Tables of figures and names are none; a table of text alone, or with
 * cells that look packed, is taken for one, so that what is wrong with it gets said. So is every table that nothing here can tell of.
 */
export function holdsProfile(table: Table): boolean {
  if (table.length === 0) {
    return matchesNestedSet(table) !== 'no';
  }
  return (
    isTable(table, 'yes') ||
    isTable(table, 'unsure') ||
    (hasText(table) && (fileReaders.here?.holdsProfile(table) ?? true))
  );
}
