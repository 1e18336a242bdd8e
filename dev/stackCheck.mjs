#!/usr/bin/env node
// Asks a started stack (docker compose up) for a proof of each service, and says what works, what does not, and what to do then:
//   npm run stack:check                        what starts without a profile
//   npm run stack:check -- kafka scale ebpf    and what these profiles of docker-compose.yml start
//   npm run -s stack:check -- --json           the same as JSON
//   GRAFANA_URL=http://host:3000 LOKI_URL=http://host:3100 npm run stack:check
// Everything but the line that is written to Loki goes through Grafana's data sources, as the panel's queries do.
import { PROOFS } from './stackProofs.mjs';

const PROFILES = ['kafka', 'scale', 'ebpf'];
const TIMEOUT_MS = 20_000;

/** A server could not be reached: what is asked through it cannot be known. */
class Unreachable extends Error {}

async function json(url, init) {
  const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) }).catch((error) => {
    throw new Unreachable(`${url} does not answer (${error.cause?.code ?? error.name})`);
  });
  const text = await answer.text();
  let body;
  try {
    body = text === '' ? undefined : JSON.parse(text);
  } catch {
    body = undefined; // a proxy's page, a script, a plain "ready"
  }
  if (!answer.ok) {
    const words = body?.results?.A?.error ?? body?.message ?? body?.error ?? text.slice(0, 200);
    throw new Error(`HTTP ${answer.status} of ${new URL(url).pathname}: ${words}`);
  }
  return body;
}

const post = (url, body) =>
  json(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

/** What the proofs ask with: `urls` is `{ grafana, loki }`. */
function clientOf({ grafana, loki }) {
  return {
    grafana: (path) => json(grafana + path),
    pushToLoki: (body) => post(`${loki}/loki/api/v1/push`, body),
    /** The API of the server behind a data source. */
    behind: (uid, path) => json(`${grafana}/api/datasources/proxy/uid/${uid}${path}`),
    /** The frames with which Grafana answers a panel's query over the last quarter of an hour. */
    frames: async (uid, type, query) => {
      const queries = [{ refId: 'A', datasource: { uid, type }, maxDataPoints: 100, intervalMs: 10_000, ...query }];
      const body = await post(`${grafana}/api/ds/query`, { queries, from: 'now-15m', to: 'now' });
      const { error, frames } = body?.results?.A ?? {};
      if (error || !Array.isArray(frames)) {
        throw new Error(error ?? 'Grafana answered without a result for the query');
      }
      return frames;
    },
  };
}

/**
 * One proof after the other. Each is `{ service, claim, state, said, remedy }`: state is 'works', 'fails' or 'not asked', `said` is the
 * answer in a few words, or why there is none.
 */
async function checkStack(urls, profiles) {
  const client = clientOf(urls);
  const results = [];
  let reachable = true;
  for (const { service, claim, profile, remedy, prove } of PROOFS) {
    const note = (state, said) => results.push({ service, claim, state, said, remedy });
    if (profile && !profile.some((one) => profiles.includes(one))) {
      note('not asked', `belongs to ${profile.map((one) => `--profile ${one}`).join(' or ')}`);
    } else if (!reachable) {
      note('not asked', 'Grafana does not answer');
    } else {
      try {
        note('works', await prove(client));
      } catch (error) {
        note('fails', error.message);
        reachable &&= !(error instanceof Unreachable && error.message.startsWith(urls.grafana));
      }
    }
  }
  return results;
}

/** The results as lines to read, those that need something done with what that is. */
function report(results) {
  const width = Math.max(...results.map(({ service }) => service.length));
  const lines = results.map(
    ({ service, claim, state, said, remedy }) =>
      `${state.padEnd(9)}  ${service.padEnd(width)}  ${claim}: ${said}${state === 'fails' ? `\n           → ${remedy}` : ''}`
  );
  const count = (state) => results.filter((result) => result.state === state).length;
  return [...lines, `${count('works')} work, ${count('fails')} fail, ${count('not asked')} were not asked.`].join('\n');
}

const flags = process.argv.slice(2);
const profiles = flags.filter((flag) => flag !== '--json');
const unknown = profiles.find((profile) => !PROFILES.includes(profile));
if (unknown) {
  console.error(`${unknown} is no profile of docker-compose.yml: ${PROFILES.join(', ')}.`);
  process.exit(2);
}
const { GRAFANA_URL = 'http://127.0.0.1:3000', LOKI_URL = 'http://127.0.0.1:3100' } = process.env;
const results = await checkStack(
  { grafana: GRAFANA_URL.replace(/\/$/, ''), loki: LOKI_URL.replace(/\/$/, '') },
  profiles
);
console.log(flags.includes('--json') ? JSON.stringify(results) : report(results));
process.exitCode = results.some(({ state }) => state === 'fails') ? 1 : 0;
