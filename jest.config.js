// force timezone to UTC to allow tests to work regardless of local timezone
// generally used by snapshots, but can affect specific tests
process.env.TZ = 'UTC';

const base = require('./.config/jest.config');
const { grafanaESModules, nodeModulesToTransform } = require('./.config/jest/utils');
const [swc] = Object.values(base.transform);

module.exports = {
  // Jest configuration provided by Grafana scaffolding
  ...base,
  // A machine that does other work, too, is slow and not wrong.
  testTimeout: 30_000,
  testMatch: ['<rootDir>/{src,dev,bench}/**/*.test.{ts,tsx}'],
  // d3 and its packages ship .mjs only, which Jest cannot load as it is.
  transform: { '^.+\\.(m?[tj]s|[tj]sx)$': swc },
  transformIgnorePatterns: [
    nodeModulesToTransform([
      ...grafanaESModules,
      'd3',
      'd3-[a-z-]+',
      'internmap',
      'delaunator',
      'robust-predicates',
      'yaml',
      '@grafana/flamegraph',
      '@react-hookz/.*',
      '@ver0/.*',
    ]),
  ],
};
