export { readProfile, sourceOfText, READERS } from './registry';
export type { Column, Reader, ReadProfile, Source } from './source';
