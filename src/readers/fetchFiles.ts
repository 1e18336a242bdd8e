import { type FileReaders } from './read';

export const fetchFileReaders = async (): Promise<FileReaders> =>
  (await import(/* webpackChunkName: "files" */ './files')).FILE_READERS;
