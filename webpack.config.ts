import path from 'path';
import type { Configuration, RuleSetRule } from 'webpack';
import grafanaConfig, { type Env } from './.config/webpack/webpack.config.ts';
import { COMPILED } from './dev/precompile.mjs';

/** Every browser that Grafana supports runs it; compiled to older JavaScript, each file brings helpers of its own, 137 KB in all. */
const TARGET = 'es2022';

const config = async (env: Env): Promise<Configuration> => {
  const base = await grafanaConfig(env);
  return {
    ...base,
    cache: { type: 'filesystem', buildDependencies: { config: [path.resolve(process.cwd(), 'webpack.config.ts')] } },
    // A part that is fetched when it is needed is one request: nothing large is shared by two of them.
    optimization: { ...base.optimization, splitChunks: false },
    // Where a policy of the page demands it, chunks are fetched by trusted addresses.
    output: {
      ...base.output,
      trustedTypes: { policyName: String(base.output?.uniqueName), onPolicyCreationFailure: 'continue' },
    },
    module: {
      ...base.module,
      rules: [
        ...(base.module?.rules?.map((rule) => withTarget(rule as RuleSetRule)) ?? []),
        { test: COMPILED, enforce: 'pre', loader: path.resolve(process.cwd(), 'dev/precompile.mjs') },
        // It says where chunks come from: the folder of module.js, which may be a CDN.
        { test: /grafana-public-path\.js$/, sideEffects: true },
      ],
    },
  };
};

function withTarget(rule: RuleSetRule): RuleSetRule {
  const { use } = rule;
  if (typeof use !== 'object' || use === null || Array.isArray(use) || typeof use.options !== 'object') {
    return rule;
  }
  const { jsc } = use.options;
  return use.loader === 'swc-loader'
    ? { ...rule, use: { ...use, options: { ...use.options, jsc: { ...jsc, target: TARGET } } } }
    : rule;
}

export default config;
