const fc = require('fast-check');

const { assert } = fc;
fc.assert = (property, parameters) => assert(property, { ...parameters, numRuns: 5 });
