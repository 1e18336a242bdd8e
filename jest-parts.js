// The parts that a page fetches when it needs them are at hand in a test that does not say otherwise.
const { fileReaders } = require('./src/readers');
const { listPane } = require('./src/panel/lists/part');
const { preparation } = require('./src/prepare/part');
const { regexEngine } = require('./src/analysis/pattern');
const { singleWaits } = require('./src/analysis/singleWaitsPart');
preparation.put(() => require('./src/prepare/preparation').PREPARATION);
listPane.put(() => require('./src/panel/lists/ListPane').ListPane);
fileReaders.put(() => require('./src/readers/files').FILE_READERS);
regexEngine.put(() => require('./src/analysis/regexEngine').compileRegex);
singleWaits.put(() => (tree, samples) => {
  const { SingleWaits } = require('./src/analysis/singleWaits');
  return new SingleWaits(tree, samples);
});
