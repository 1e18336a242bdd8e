// For npm run mutate -- --testRunner jest: the tests of the room that is mutated (MUTATE_ROOM), their random cases cut to a few: they run thousands of times.
const base = require('./jest.config');

module.exports = {
  ...base,
  testMatch: [`<rootDir>/src/${process.env.MUTATE_ROOM ?? 'panel'}/**/*.test.{ts,tsx}`],
  setupFilesAfterEnv: [...(base.setupFilesAfterEnv ?? []), '<rootDir>/jest.mutate.setup.js'],
};
