/* All parts of the program at hand, for what runs in Node: imported for that alone. */
import { regexEngine } from './analysis/pattern';
import { compileRegex } from './analysis/regexEngine';
import { fileReaders } from './readers';
import { FILE_READERS } from './readers/files';

fileReaders.put(() => FILE_READERS);
regexEngine.put(() => compileRegex);
