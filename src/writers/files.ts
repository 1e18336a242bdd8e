/* The writers of files, a chunk of their own: few export what they see. */
export * from './folded';
export * from './pprof';
export * from './speedscope';
