// For npm run mutate: the tests of what is mutated, their random cases cut to a few: they run thousands of times.
const base = require('./jest.config');

module.exports = {
  ...base,
  testMatch: ['<rootDir>/src/{profile,readers,analysis}/**/*.test.ts'],
  setupFilesAfterEnv: [...(base.setupFilesAfterEnv ?? []), '<rootDir>/jest.mutate.setup.js'],
};
