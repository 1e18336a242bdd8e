// The tasks of a page's main thread in a recorded trace, and their picture.
import { scaleLinear } from 'd3';

/**
 * Tasks of a refresh, { from, ms } in ms from its begin on, in order. Chromium's trace has the begin of all that the page itself tells of
 * as a mark: `refresh` (bench/page/paint.ts).
 */
export function tasksOf({ traceEvents }, { complete }) {
  const mark = traceEvents.find(({ name, cat }) => name === 'refresh' && cat.includes('blink.user_timing'));
  if (!mark) {
    throw new Error('The trace does not say when the refresh began.');
  }
  return traceEvents
    .filter(
      ({ name, ph, pid, tid }) =>
        name === 'ThreadControllerImpl::RunTask' && ph === 'X' && pid === mark.pid && tid === mark.tid
    )
    .map(({ ts, dur }) => ({ from: (ts - mark.ts) / 1000, ms: dur / 1000 }))
    .filter(({ from, ms }) => from + ms > 0 && from < complete)
    .sort((a, b) => a.from - b.from);
}

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [680, 240, 50, 12, 34, 40];
/** From here on browsers call a task long. */
const LONG = 50;

/** Each task as high as it is long: what is under the line keeps nobody waiting. */
export function tasksPicture(tasks, { graph, complete }, size) {
  const x = scaleLinear([0, complete], [LEFT, WIDTH - RIGHT]);
  const highest = Math.max(60, ...tasks.map(({ ms }) => ms));
  const y = scaleLinear([0, highest * 1.1], [HEIGHT - BOTTOM, TOP]);
  const text = (at, up, content, more = '') =>
    `<text x="${at.toFixed(1)}" y="${up.toFixed(1)}"${more}>${content}</text>`;
  const busy = tasks.reduce((sum, { ms }) => sum + ms, 0);
  const longest = Math.max(...tasks.map(({ ms }) => ms));
  const bars = tasks.map(({ from, ms }) => {
    const [a, b] = [x(Math.max(0, from)), x(Math.min(complete, from + ms))];
    return `<rect x="${a.toFixed(1)}" y="${y(ms).toFixed(1)}" width="${Math.max(0.5, b - a).toFixed(1)}" height="${(y(0) - y(ms)).toFixed(1)}"/>`;
  });
  const said = `A refresh of ${size} nodes: ${tasks.length} tasks, ${busy.toFixed(0)} of ${complete.toFixed(0)} ms, the longest ${longest.toFixed(0)} ms`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" font-family="sans-serif" font-size="12" fill="#333">
<rect width="100%" height="100%" fill="#fff"/>
${text(LEFT, 18, said)}
${y
  .ticks(4)
  .map(
    (ms) =>
      `<path d="M${LEFT} ${y(ms).toFixed(1)}H${WIDTH - RIGHT}" stroke="#eee"/>${text(LEFT - 6, y(ms) + 4, `${ms} ms`, ' text-anchor="end"')}`
  )
  .join('\n')}
<path d="M${LEFT} ${y(LONG).toFixed(1)}H${WIDTH - RIGHT}" stroke="#d9691e" stroke-dasharray="4 4"/>
<g fill="#1f77b4">
${bars.join('\n')}
</g>
<path d="M${x(graph).toFixed(1)} ${TOP}V${HEIGHT - BOTTOM}" stroke="#555" stroke-dasharray="2 3"/>${text(x(graph) - 4, TOP + 10, 'graph', ' text-anchor="end"')}
${x
  .ticks(6)
  .map((ms) => text(x(ms), HEIGHT - BOTTOM + 16, `${ms}`, ' text-anchor="middle"'))
  .join('\n')}
${text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, 'ms since the new data', ' text-anchor="middle"')}
</svg>
`;
}
