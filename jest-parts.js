// The parts that a page fetches when it needs them are at hand in a test that does not say otherwise.
const { fileReaders } = require('./src/readers');
const { listPane } = require('./src/panel/lists/part');
const { controls } = require('./src/panel/toolbar/part');
const { dataQuality } = require('./src/panel/summary/qualityPart');
const { counterRows, findingRow } = require('./src/panel/summary/part');
const { breadcrumb, frameDetails } = require('./src/panel/graph/part');
const { automaticEditor, myCodeEditor, queriesEditor, rulesEditor } = require('./src/panel/options/editors/part');
const { preparation } = require('./src/prepare/part');
const { regexEngine } = require('./src/analysis/pattern');
const { singleWaits } = require('./src/analysis/singleWaitsPart');
preparation.put(() => require('./src/prepare/preparation').PREPARATION);
listPane.put(() => require('./src/panel/lists/ListPane').ListPane);
controls.put(() => require('./src/panel/toolbar/Controls').Controls);
findingRow.put(() => require('./src/panel/summary/FindingRow').FindingRow);
counterRows.put(() => require('./src/panel/summary/CounterRows').CounterRows);
dataQuality.put(() => require('./src/panel/summary/DataQuality').DataQuality);
breadcrumb.put(() => require('./src/panel/graph/Breadcrumb').Breadcrumb);
frameDetails.put(() => require('./src/panel/graph/frameDetails').FRAME_DETAILS);
automaticEditor.put(() => require('./src/panel/options/editors/AutomaticEditor').AutomaticEditor);
myCodeEditor.put(() => require('./src/panel/options/editors/MyCodeEditor').MyCodeEditor);
queriesEditor.put(() => require('./src/panel/options/editors/QueriesEditor').QueriesEditor);
rulesEditor.put(() => require('./src/panel/options/editors/RulesEditor').RulesEditor);
fileReaders.put(() => require('./src/readers/files').FILE_READERS);
regexEngine.put(() => require('./src/analysis/regexEngine').compileRegex);
singleWaits.put(() => (tree, samples) => {
  const { SingleWaits } = require('./src/analysis/singleWaits');
  return new SingleWaits(tree, samples);
});
