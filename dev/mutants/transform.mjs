// The transformer of a project of dev/mutants.mjs: plants the project's fault while its file is read, and leaves all others as they are.
import { createHash } from 'node:crypto';
import swcJest from '@swc/jest';

export default {
  createTransformer({ swc, path, from, to }) {
    const inner = swcJest.createTransformer(swc);
    const planted = (source, file) => (file === path ? source.replace(from, () => to) : source);
    return {
      canInstrument: false,
      process: (source, file, options) => inner.process(planted(source, file), file, options),
      // By the text alone, so that all projects share what is compiled once.
      getCacheKey: (source, file, { supportsStaticESM }) =>
        createHash('sha1')
          .update([planted(source, file), file, JSON.stringify(swc), supportsStaticESM].join('\0'))
          .digest('hex'),
    };
  },
};
