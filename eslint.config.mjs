import { defineConfig } from 'eslint/config';
import baseConfig from './.config/eslint.config.mjs';

/**
 * The rooms of docs/architecture.md: which room may import which. Only panel/ and module.ts know React and Grafana.
 */
const ROOMS = {
  profile: [],
  readers: ['profile'],
  writers: ['profile'],
  analysis: ['profile'],
  flamegraph: ['profile'],
  prepare: ['profile', 'readers', 'analysis'],
};
const UI_PACKAGES = ['react', 'react-dom', 'react/*', '@grafana/*', '@emotion/*', 'rxjs', 'rxjs/*'];

const roomRules = Object.entries(ROOMS).map(([room, own]) => {
  const closed = [...Object.keys(ROOMS), 'panel', 'module'].filter((other) => other !== room && !own.includes(other));
  return {
    files: [`src/${room}/**/*.ts`],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: UI_PACKAGES, message: 'Only src/panel and module.ts import React or Grafana.' },
            {
              regex: `^(\\.\\./)+(${closed.join('|')})(/|$)`,
              message: `src/${room} imports ${own.join(', ') || 'no other room'} only.`,
            },
          ],
        },
      ],
    },
  };
});

/** A function longer than this has more than one job. What a surface shows is longer than what is worked out: every part of it is a line. */
const lengthRules = [
  { files: ['src/**/*.ts'], max: 60 },
  { files: ['src/**/*.tsx'], max: 90 },
].map(({ files, max }) => ({
  files,
  ignores: ['**/*.test.{ts,tsx}'],
  rules: { 'max-lines-per-function': ['error', { max, skipBlankLines: true, skipComments: true }] },
}));

export default defineConfig([
  {
    ignores: [
      '**/logs',
      '**/*.log',
      '**/npm-debug.log*',
      '**/yarn-debug.log*',
      '**/yarn-error.log*',
      '**/.pnpm-debug.log*',
      '**/node_modules/',
      'testdata/',
      '.yarn/cache',
      '.yarn/unplugged',
      '.yarn/build-state.yml',
      '.yarn/install-state.gz',
      '**/.pnp.*',
      '**/pids',
      '**/*.pid',
      '**/*.seed',
      '**/*.pid.lock',
      '**/lib-cov',
      '**/coverage',
      '**/dist/',
      '**/artifacts/',
      '**/work/',
      '**/ci/',
      'test-results/',
      'playwright-report/',
      'blob-report/',
      'playwright/.cache/',
      'playwright/.auth/',
      '**/.idea',
      '**/.eslintcache',
    ],
  },
  ...baseConfig,
  ...roomRules,
  ...lengthRules,
]);
