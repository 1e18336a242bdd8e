#!/usr/bin/env node
// MADE-UP hardware counters after the case study: IPC 1.6 and 12 % more cache misses while the objective is broken, IPC 2.1
// while it holds. Machines of continuous integration, virtual ones above all, have no hardware counters to record, so these
// carry the label scenario="made-up" wherever they are shown. As a program: an exporter on 127.0.0.1:9105
// (ADDRESS, PORT), MODE=before|after.
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';

const CPUS = 2;
const LABELS = 'instance="consumer-1",job="made-up-counters",scenario="made-up"';
const BASE = {
  cycles: 2.4e9,
  ipc: 2.1,
  refsPerInstruction: 0.02,
  missRatio: 0.1,
  branchesPerInstruction: 0.18,
  branchMissRatio: 0.011,
};
const BROKEN = { ...BASE, cycles: 1.9e9, ipc: 1.6, missRatio: BASE.missRatio * 1.12 };

/** Events a second of one CPU. */
function ratesOf(broken) {
  const { cycles, ipc, refsPerInstruction, missRatio, branchesPerInstruction, branchMissRatio } = broken
    ? BROKEN
    : BASE;
  const instructions = cycles * ipc;
  const cacheRefs = instructions * refsPerInstruction;
  const branches = instructions * branchesPerInstruction;
  return {
    cpucycles: cycles,
    instructions,
    cache_refs: cacheRefs,
    cache_misses: cacheRefs * missRatio,
    branch_instructions: branches,
    branch_misses: branches * branchMissRatio,
  };
}

const EVENTS = Object.keys(ratesOf(false));

/** Counters in OpenMetrics, a point a step (seconds), for `promtool tsdb create-blocks-from openmetrics`. */
export function openMetrics({ from, to, step, brokenFrom, brokenTo }) {
  const lines = EVENTS.map((event) => [`# TYPE node_perf_${event} counter`]);
  const sums = EVENTS.map(() => 1e12);
  for (let time = from; time <= to; time += step) {
    const rates = ratesOf(time > brokenFrom && time <= brokenTo);
    EVENTS.forEach((event, i) => {
      sums[i] += rates[event] * step;
      for (let cpu = 0; cpu < CPUS; cpu++) {
        lines[i].push(`node_perf_${event}_total{cpu="${cpu}",${LABELS}} ${sums[i].toFixed(0)} ${time}`);
      }
    });
  }
  return `${lines.flat().join('\n')}\n# EOF\n`;
}

/** The same as an exporter that counts from its start. */
export function startExporter(
  port = 9105,
  broken = process.env.MODE !== 'after',
  host = process.env.ADDRESS ?? '127.0.0.1'
) {
  const start = Date.now();
  const rates = ratesOf(broken);
  const server = createServer((_, response) => {
    const seconds = (Date.now() - start) / 1000;
    const lines = EVENTS.flatMap((event) => [
      `# HELP node_perf_${event}_total Made-up counter after the case study.`,
      `# TYPE node_perf_${event}_total counter`,
      ...Array.from(
        { length: CPUS },
        (_, cpu) => `node_perf_${event}_total{cpu="${cpu}",scenario="made-up"} ${(rates[event] * seconds).toFixed(0)}`
      ),
    ]);
    response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(`${lines.join('\n')}\n`);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });
}

if (process.argv[1] && fileURLToPath(import.meta.url) === process.argv[1]) {
  const port = Number(process.env.PORT ?? 9105);
  const server = await startExporter(port);
  const { address, port: own } = server.address();
  console.log(`made-up counters on http://${address}:${own}/metrics`);
}
