/* All parts of the program at hand, for what runs in Node: imported for that alone. */
import { regexEngine } from './analysis/pattern';
import { compileRegex } from './analysis/regexEngine';
import { SingleWaits } from './analysis/singleWaits';
import { singleWaits } from './analysis/singleWaitsPart';
import { fileReaders } from './readers';
import { FILE_READERS } from './readers/files';
import { preparation } from './prepare/part';
import { PREPARATION } from './prepare/preparation';

fileReaders.put(() => FILE_READERS);
regexEngine.put(() => compileRegex);
preparation.put(() => PREPARATION);
singleWaits.put(() => (tree, samples) => new SingleWaits(tree, samples));
