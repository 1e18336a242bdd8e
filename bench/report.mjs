// From measured rows to goals, tables and a chart.
import { line, scaleLog } from 'd3';

const SIZES = ['16k', '200k', '1M'];
const NODES = [16e3, 200e3, 1e6];
const FLOOR = 'one DIV';

/** `ratio` is peer / ours for "≥" goals, ours / peer for "≤" ones. */
const GOALS = [
  ['first paint, cold: our CPU + wall pair against one profile', 'first paint', 'grafana', '≥', [2.5, 4, 10]],
  ['refresh with new data', 'refresh', 'grafana', '≥', [8, 8, 15]],
  ['click to zoomed and painted, against the floor', 'zoom', FLOOR, '≤', [1.6, 1.6, 1.6]],
  ['mouse move to tooltip painted, against the floor', 'hover', FLOOR, '≤', [1.2, 1.2, 1.2]],
  ['search to highlighted', 'search', 'grafana', '≥', [15, 15, 15]],
  ['heap and buffers added', 'heap', 'grafana', '≥', [1, 4, 6]],
  ['folded text to tree, against speedscope', 'folded', 'speedscope', '≥', [5, 8, 10]],
  ['folded text to tree, against native inferno', 'folded', 'inferno', '≤', [1.5, 1.2, 1.2]],
  ['mode switch, against the floor', 'mode', FLOOR, '≤', [1.6, 1.6, 1.6]],
  ['option that only repaints, against the floor', 'option', FLOOR, '≤', [1.6, 1.6, 1.6]],
  ['longest main-thread task on load', 'longest task', 'grafana', '≥', [undefined, undefined, 8]],
];

const figure = (rows, measure, size, subject) =>
  rows.find((r) => r.measure === measure && r.size === size && r.subject === subject)?.median;
const floorOf = (rows, size) => figure(rows, 'floor', size, FLOOR);

export function goalsOf(rows) {
  return GOALS.flatMap(([name, measure, peer, sign, limits]) =>
    SIZES.flatMap((size, i) => {
      const limit = limits[i];
      if (limit === undefined) {
        return [];
      }
      const own = figure(rows, measure, size, 'ours');
      const other = peer === FLOOR ? floorOf(rows, size) : figure(rows, measure, size, peer);
      const ratio = own === undefined || other === undefined ? undefined : sign === '≥' ? other / own : own / other;
      const met = ratio !== undefined && (sign === '≥' ? ratio >= limit : ratio <= limit);
      return [{ name: `${name}, ${size}`, goal: `${sign} ${limit}x`, ratio, met }];
    })
  ).concat(constantNodes(rows));
}

function constantNodes(rows) {
  const nodes = SIZES.map((size) => figure(rows, 'DOM nodes', size, 'ours')).filter((n) => n !== undefined);
  const ratio = nodes.length ? Math.max(...nodes) / Math.min(...nodes) : undefined;
  return [
    { name: 'DOM nodes do not grow with the data', goal: '≤ 1.2x', ratio, met: ratio !== undefined && ratio <= 1.2 },
  ];
}

const kib = (bytes) => `${(bytes / 1024).toFixed(0)} KiB`;

const words = (value, unit) =>
  unit === 'bytes'
    ? `${(value / 2 ** 20).toFixed(1)} MiB`
    : unit === 'ms'
      ? `${value.toFixed(value < 100 ? 1 : 0)} ms`
      : String(value);

/** Nodes and our own figure, where there is one. */
const pointsOf = (rows, measure) =>
  SIZES.flatMap((size, i) => {
    const value = figure(rows, measure, size, 'ours');
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
const GROWTH = { gesture: ['zoom', 'hover', 'mode', 'search'], answer: ['folded', 'first paint', 'refresh'] };
const INK = { gesture: '#1f77b4', answer: '#d9691e' };

/** Milliseconds against nodes, both by powers of ten: what does not grow is flat, what grows as the data does rises like the dashes. */
export function chart(rows) {
  const [width, height, left, right, top, bottom] = [640, 400, 60, 150, 20, 44];
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
  const text = (at, up, words, more = '') => `<text x="${at.toFixed(1)}" y="${up.toFixed(1)}"${more}>${words}</text>`;
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

export function tables({ date, versions, machine, rounds, rows, goals, bundle, packages, failures }) {
  const list = Object.entries(versions).map(([name, v]) => `${name} ${v}`);
  const goal = goals.map(
    ({ name, goal: wanted, ratio, met }) =>
      `| ${name} | ${wanted} | ${ratio === undefined ? 'not measured' : `${ratio.toFixed(2)}x`} | ${met ? 'met' : '**unmet**'} |`
  );
  const sorted = [...rows].sort((a, b) => (a.measure < b.measure ? -1 : a.measure > b.measure ? 1 : 0));
  const all = sorted.map(
    ({ measure, size, subject, unit, median, min, max, count }) =>
      `| ${measure} | ${size} | ${subject} | ${words(median, unit)} | ${words(min, unit)} – ${words(max, unit)} | ${count} |`
  );
  const slopes = Object.values(GROWTH)
    .flat()
    .map((measure) => `| ${measure} | ${exponent(rows, measure)} |`);
  return `
${date.slice(0, 10)}, ${machine.cores} cores (${machine.model}), ${rounds} rounds. ${list.join(', ')}.

### Size

| file | bytes | compressed |
|---|---|---|
${Object.entries(bundle)
  .map(([name, { bytes, gzip }]) => `| ${name} | ${kib(bytes)} | ${kib(gzip)} |`)
  .join('\n')}

The build that Grafana prescribes hints at files over 244 KiB (webpack's figure; Grafana itself sets no limit). What passes it is mostly RE2, the price
of user patterns that cannot hang the page.

What each package costs in \`module.js\`, minified: ${Object.entries(packages)
    .map(([name, bytes]) => `${name} ${kib(bytes)}`)
    .join(', ')}.

### Goals

| what | goal | ratio | |
|---|---|---|---|
${goal.join('\n')}

### Cost against size

![Milliseconds against nodes](img/cost.svg)

Exponent of a power law through 16 k, 200 k and 1 M nodes: 0 does not grow with the data, 1 grows as it does.

| measure | exponent |
|---|---|
${slopes.join('\n')}

### All figures

| measure | size | subject | median | spread | n |
|---|---|---|---|---|---|
${all.join('\n')}
${failures.length ? `\nFailed in this run: ${failures.join('; ')}\n` : ''}`;
}
