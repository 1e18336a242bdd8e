#!/usr/bin/env node
// npm run bench:report: bench/results.json -> the tables of docs/performance.md and docs/img/cost.svg.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { line, scaleLog } from 'd3';
import { BENCH, RESULTS, ROOT } from './places.mjs';

/** Sizes that the figure shows. */
const SIZES = ['16k', '200k', '1M'];
const NODES = [16e3, 200e3, 1e6];

const kib = (bytes) => `${(bytes / 1024).toFixed(0)} KiB`;

const UNITS = {
  ms: (value) => (value === 0 ? '< 50 ms' : `${value.toFixed(value < 100 ? 1 : 0)} ms`),
  bytes: (value) => `${(value / 2 ** 20).toFixed(1)} MiB`,
  fps: (value) => `${value.toFixed(1)} fps`,
  share: (value) => `${(100 * value).toFixed(1)} %`,
};
const words = (value, unit) => (UNITS[unit] ?? String)(value);

/** Nodes and our own figure, where there is one. */
const pointsOf = (rows, measure) =>
  SIZES.flatMap((size, i) => {
    const value = rows.find((r) => r.measure === measure && r.size === size && r.subject === 'ours')?.median;
    return value > 0 ? [[NODES[i], value]] : [];
  });

/** Exponent of a power law through the sizes: 0 does not grow, 1 grows as the data does. */
function slope(rows, measure) {
  const points = pointsOf(rows, measure).map((point) => point.map(Math.log));
  if (points.length < 2) {
    return undefined;
  }
  const mean = (k) => points.reduce((sum, p) => sum + p[k], 0) / points.length;
  const [mx, my] = [mean(0), mean(1)];
  return points.reduce((s, [x, y]) => s + (x - mx) * (y - my), 0) / points.reduce((s, [x]) => s + (x - mx) ** 2, 0);
}

const exponent = (rows, measure) => slope(rows, measure)?.toFixed(2).replace('-0.00', '0.00') ?? 'not measured';

/** What is measured against the size of the data; what a person waits for with every gesture, and what once an answer. */
const GROWTH = {
  gesture: ['zoom', 'hover', 'mode', 'search'],
  answer: ['folded', 'graph', 'complete', 'refresh to graph', 'refresh to complete'],
};
const INK = { gesture: '#1f77b4', answer: '#d9691e' };

/** Milliseconds against nodes, both by powers of ten: what does not grow is flat, what grows as the data does rises like the dashes. */
function chart(rows) {
  const [width, height, left, right, top, bottom] = [680, 420, 60, 190, 20, 44];
  const x = scaleLog([10e3, 1.2e6], [left, width - right]);
  const curves = Object.entries(GROWTH).flatMap(([kind, measures]) =>
    measures.map((measure) => ({ kind, measure, points: pointsOf(rows, measure) }))
  );
  const slowest = Math.max(...curves.flatMap(({ points }) => points.map(([, ms]) => ms)));
  const y = scaleLog([4, Math.max(100, slowest * 1.3)], [height - bottom, top]);
  const path = line(
    ([nodes]) => x(nodes),
    ([, ms]) => y(ms)
  );
  const text = (at, up, content, more = '') =>
    `<text x="${at.toFixed(1)}" y="${up.toFixed(1)}"${more}>${content}</text>`;
  const ruled = [10, 100, 1000].filter((ms) => ms <= y.domain()[1]);
  // Names stand at the right end of their lines, one under the other.
  const ends = curves
    .filter(({ points }) => points.length)
    .sort((a, b) => y(a.points.at(-1)[1]) - y(b.points.at(-1)[1]));
  let lowest = 0;
  const names = ends.map(({ kind, measure, points }) => {
    lowest = Math.max(y(points.at(-1)[1]) + 4, lowest + 14);
    return text(width - right + 8, lowest, `${measure} ∝ n^${exponent(rows, measure)}`, ` fill="${INK[kind]}"`);
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="sans-serif" font-size="12" fill="#333">
<rect width="100%" height="100%" fill="#fff"/>
${ruled.map((ms) => `<path d="M${left} ${y(ms)}H${width - right}" stroke="#ddd"/>${text(left - 6, y(ms) + 4, `${ms} ms`, ' text-anchor="end"')}`).join('\n')}
${SIZES.map((size, i) => `<path d="M${x(NODES[i])} ${top}V${height - bottom}" stroke="#ddd"/>${text(x(NODES[i]), height - bottom + 18, size, ' text-anchor="middle"')}`).join('\n')}
${text((left + width - right) / 2, height - 8, 'nodes', ' text-anchor="middle"')}
<path d="${path([
    [NODES[0], 5],
    [NODES[2], (5 * NODES[2]) / NODES[0]],
  ])}" stroke="#999" stroke-dasharray="4 4"/>${text(x(NODES[2]) + 4, y((5 * NODES[2]) / NODES[0]) + 4, '∝ n', ' fill="#777"')}
${curves.map(({ kind, points }) => `<path d="${path(points)}" fill="none" stroke="${INK[kind]}" stroke-width="2"/>`).join('\n')}
${names.join('\n')}
</svg>
`;
}

const table = (head, lines) => [head, head.replace(/[^|]+/g, '---'), ...lines].join('\n');

function tables({ date, versions, commit, machine, rounds, minutes, rows, goals, bundle, packages, failures }) {
  const list = Object.entries(versions).map(([name, v]) => `${name} ${v}`);
  const sorted = [...rows].sort((a, b) => (a.measure < b.measure ? -1 : a.measure > b.measure ? 1 : 0));
  const met = goals.filter((goal) => goal.met).length;
  return `
${date.slice(0, 10)}${commit ? `, commit ${commit}` : ''}, ${machine.cores} cores (${machine.model}, load ${machine.load?.toFixed(1) ?? 'not noted'}), ${rounds} rounds, ${minutes?.toFixed(0) ?? '?'} minutes. ${list.join(', ')}.

### Goals

${met} of ${goals.length} are met.

${table(
  '| what | size | goal | reached | |',
  goals.map(
    ({ name, size, goal, text, met: reached }) =>
      `| ${name} | ${size ?? ''} | ${goal} | ${text} | ${reached ? 'met' : '**unmet**'} |`
  )
)}

### Size

${table(
  '| file | bytes | compressed |',
  Object.entries(bundle).map(([name, { bytes, gzip }]) => `| ${name} | ${kib(bytes)} | ${kib(gzip)} |`)
)}

What each package costs in \`module.js\`, minified: ${Object.entries(packages)
    .map(([name, bytes]) => `${name} ${kib(bytes)}`)
    .join(', ')}.

### Cost against size

![Milliseconds against nodes](img/cost.svg)

Exponent of a power law through 16 k, 200 k and 1 M nodes: 0 does not grow with the data, 1 grows as it does.

${table(
  '| measure | exponent |',
  Object.values(GROWTH)
    .flat()
    .map((measure) => `| ${measure} | ${exponent(rows, measure)} |`)
)}

### All figures

${table(
  '| measure | size | subject | median | spread | n |',
  sorted.map(
    ({ measure, size, subject, unit, median, min, max, count }) =>
      `| ${measure} | ${size} | ${subject} | ${words(median, unit)} | ${words(min, unit)} – ${words(max, unit)} | ${count} |`
  )
)}
${failures.length ? `\nFailed in this run: ${failures.join('; ')}\n` : ''}`;
}

/** Of bench/grafana.mjs: medians in a real Grafana. */
function grafanaTables({ date, version, dashboard, rounds, rows }) {
  return `
${date.slice(0, 10)}, Grafana ${version}, the queries of “${dashboard}”, medians of ${rounds}, interleaved.

${table(
  '| from the answer to | panel | cold | spread | refresh | spread |',
  rows.map(
    ({ measure, subject, cold, refresh }) =>
      `| ${measure} | ${subject} | ${words(cold.median, 'ms')} | ${words(cold.min, 'ms')} – ${words(cold.max, 'ms')} | ${words(refresh.median, 'ms')} | ${words(refresh.min, 'ms')} – ${words(refresh.max, 'ms')} |`
  )
)}
`;
}

const doc = join(ROOT, 'docs/performance.md');
/** Puts text between two marks of the page. */
function fill(mark, content) {
  const page = readFileSync(doc, 'utf8');
  const [begin, end] = [`<!-- ${mark} -->`, `<!-- /${mark} -->`];
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) {
    throw new Error(`docs/performance.md has no place for ${mark}: ${begin} … ${end}`);
  }
  writeFileSync(doc, `${page.slice(0, from + begin.length)}\n${content}\n${page.slice(to)}`);
}

const results = JSON.parse(readFileSync(RESULTS, 'utf8'));
writeFileSync(join(ROOT, 'docs/img/cost.svg'), chart(results.rows));
fill('tables', tables(results));
const inGrafana = join(BENCH, 'grafana.json');
if (existsSync(inGrafana)) {
  fill('grafana', grafanaTables(JSON.parse(readFileSync(inGrafana, 'utf8'))));
}
console.log('docs/performance.md and docs/img/cost.svg are written.');
