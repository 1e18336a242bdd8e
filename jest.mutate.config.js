// For npm run mutate: the tests of what is mutated, without those of the panel.
const base = require('./jest.config');

module.exports = {
  ...base,
  testMatch: ['<rootDir>/src/{profile,readers,analysis}/**/*.test.ts', '<rootDir>/src/*.test.ts'],
};
