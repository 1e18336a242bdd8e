import { fail, type Result } from '../profile';
import { folded } from './folded';
import { columnsOfFrameJson } from './frameJson';
import { nestedSet } from './nestedSet';
import { type Reader, type ReadProfile, type Source } from './source';
import { stackTable } from './stackTable';

/** Every format, surest first. */
export const READERS: Reader[] = [nestedSet, stackTable, folded];

/** The reader for this content: the first that is sure, else the first that is unsure. */
export function readerFor(source: Source): Reader | undefined {
  return READERS.find((r) => r.matches(source) === 'yes') ?? READERS.find((r) => r.matches(source) === 'unsure');
}

export function readProfile(source: Source): Result<ReadProfile & { format: Reader }> {
  const format = readerFor(source);
  if (!format) {
    return fail('This is no profile that can be read.', {
      remedy: `Known: ${READERS.map((r) => r.label).join(', ')}.`,
    });
  }
  const result = format.read(source);
  return result.ok ? { ok: true, value: { ...result.value, format } } : result;
}

/** A file's content as a source: JSON is taken for a data frame, anything else for text. */
export function sourceOfText(text: string): Result<Source> {
  return /^[\s\ufeff]*[[{]/.test(text) ? columnsOfFrameJson(text) : { ok: true, value: { kind: 'text', text } };
}
