// From measured rows to goals and tables.

const SIZES = ['16k', '200k', '1M'];
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

/** Exponent of a power law through the sizes: 0 does not grow, 1 grows as the data does. */
function slope(rows, measure) {
  const points = SIZES.flatMap((size, i) => {
    const value = figure(rows, measure, size, 'ours');
    return value > 0 ? [[Math.log([16e3, 200e3, 1e6][i]), Math.log(value)]] : [];
  });
  if (points.length < 2) {
    return undefined;
  }
  const mean = (k) => points.reduce((sum, p) => sum + p[k], 0) / points.length;
  const [mx, my] = [mean(0), mean(1)];
  return points.reduce((s, [x, y]) => s + (x - mx) * (y - my), 0) / points.reduce((s, [x]) => s + (x - mx) ** 2, 0);
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
  const slopes = ['zoom', 'hover', 'mode', 'folded', 'first paint', 'refresh'].map(
    (measure) => `| ${measure} | ${slope(rows, measure)?.toFixed(2) ?? 'not measured'} |`
  );
  return `
${date.slice(0, 10)}, ${machine.cores} cores (${machine.model}), ${rounds} rounds. ${list.join(', ')}.

### Size

| file | bytes | compressed |
|---|---|---|
${Object.entries(bundle)
  .map(([name, { bytes, gzip }]) => `| ${name} | ${kib(bytes)} | ${kib(gzip)} |`)
  .join('\n')}

What each package costs in \`module.js\`, minified: ${Object.entries(packages)
    .map(([name, bytes]) => `${name} ${kib(bytes)}`)
    .join(', ')}.

### Goals

| what | goal | ratio | |
|---|---|---|---|
${goal.join('\n')}

### Cost against size

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
