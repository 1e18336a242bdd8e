// What is measured of one subject on one size, each in a page of its own.
import { call } from './page.mjs';

/** Frames without a change after which an answer is complete. */
const QUIET = { '1M': 60, rest: 30 };
const FLEET = { panels: 12, every: 5000, settle: 4000 };

/** The dashboard is drawn, the data are there; no subject is. */
export async function prepared(page, size) {
  await page.waitForFunction('window.bench');
  await call(page, 'prepare', size, QUIET[size] ?? QUIET.rest);
}

/** Bytes in use after a collection: objects and array buffers. */
async function heap(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize, backingStorageSize = 0 } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize + backingStorageSize;
}

/** From the data to graph, complete, longest task; then each refresh; then what stays and what gestures cost. */
export const measureSubject = ({ withPage }, add, { size, subject, repeats }) =>
  withPage(async (page) => {
    const note = (measure, value, unit) => add(measure, size, subject, value, unit);
    await prepared(page, size);
    const before = await heap(page);
    const { graph, complete, longestTask, bars } = await call(page, 'load', subject);
    note('graph', graph);
    note('complete', complete);
    note('longest task on load', longestTask);
    note('bars', bars, 'bars');
    note('heap', (await heap(page)) - before, 'bytes');
    note('DOM nodes', await call(page, 'nodes'), 'nodes');
    if (subject === 'ours') {
      note('work on unchanged data', Number(await call(page, 'unchanged')), 'count');
    }
    for (let i = 0; i < Math.ceil(repeats / 3); i++) {
      const refresh = await call(page, 'refresh', subject, i);
      note('refresh to graph', refresh.graph);
      note('refresh to complete', refresh.complete);
      note('longest task on refresh', refresh.longestTask);
    }
    const gestures = subject === 'ours' ? ['zoom', 'hover', 'search', 'mode', 'option'] : ['hover'];
    for (let i = 0; i < repeats; i++) {
      for (const name of gestures) {
        note(name, await call(page, name, subject, i));
      }
      if (subject === 'ours') {
        add('floor', size, 'one DIV', await call(page, 'floor', subject, i));
      }
    }
  });

/** Ours only: whether the graph answers as soon as it is there, and frames a second of gestures at full speed and during a refresh. */
export const measureFlow = ({ withPage }, add, { size, bars }) =>
  withPage(async (page) => {
    const note = (measure, value, unit = 'fps') => add(measure, size, 'ours', value, unit);
    await prepared(page, size);
    note(
      'a click on the graph as soon as it is there zooms',
      Number(await call(page, 'clickAtGraph', 'ours', bars)),
      'count'
    );
    for (let i = 0; i < 2; i++) {
      note('typing and scrolling during a refresh', await call(page, 'meanwhile', i));
    }
    note('wheel zoom', await call(page, 'wheelZoom'));
    note('pan', await call(page, 'pan'));
  });

/** Search and zoom need the header and the menu that Grafana's package has only with its table. */
export const measureSearch = ({ withPage }, add, { size, repeats }) =>
  withPage(async (page) => {
    const subject = 'grafana, with table';
    await prepared(page, size);
    await call(page, 'load', subject);
    for (let i = 0; i < Math.ceil(repeats / 3); i++) {
      add('search', size, 'grafana', await call(page, 'search', subject, i));
    }
    add('zoom', size, 'grafana', await call(page, 'zoom', subject, 0));
  });

/** A dashboard of the subject, refreshed as dashboards are: the share of the time that the main thread is busy. */
export const measureFleet = ({ withPage }, add, { subject, refreshes, every = FLEET.every }) =>
  withPage(
    async (page) => {
      const session = await page.context().newCDPSession(page);
      await session.send('Performance.enable');
      const spent = async () => {
        const { metrics } = await session.send('Performance.getMetrics');
        const figure = (name) => metrics.find((metric) => metric.name === name).value;
        return { busy: figure('TaskDuration'), now: figure('Timestamp') };
      };
      await prepared(page, '16k');
      await call(page, 'mountFleet', subject, FLEET.panels);
      await page.waitForTimeout(Math.min(every, FLEET.settle));
      for (let i = 0; i < refreshes; i++) {
        const before = await spent();
        await call(page, 'refreshFleet', subject, i);
        await page.waitForTimeout(Math.max(0, every - 1000 * ((await spent()).now - before.now)));
        const after = await spent();
        add('main thread busy', '12 panels', subject, (after.busy - before.busy) / (after.now - before.now), 'share');
      }
    },
    { height: 1600 }
  );

/** Windows of time and single samples; `part`: how many of the events there are, to see whether it runs at all. */
export const measureEvents = async ({ withPage }, add, { part = 1 } = {}) => {
  // Each in a page of its own: ten million events are 350 MiB.
  const alone = (work) =>
    withPage(async (page) => {
      await page.waitForFunction('window.bench');
      await work(page);
    });
  const [million, tens] = [1e6 * part, 1e7 * part];
  await alone(async (page) => {
    (await call(page, 'stripWindows', '16k', 48)).forEach((ms) => add('strip, a window', '16k', 'ours', ms));
  });
  await alone(async (page) => {
    for (let i = 0; i < 5; i++) {
      add('heat map', '1M samples', 'ours', await call(page, 'heatMap', million));
    }
  });
  await alone(async (page) => {
    const { made, all, singly } = await call(page, 'lanes', tens, 2000);
    add('lanes, made', '10M events', 'ours', made);
    add('lanes, 2,000 threads as one row', '10M events', 'ours', all);
    add('lanes, 24 rows', '10M events', 'ours', singly);
  });
  await alone(async (page) => add('single waits, ranked', '10M events', 'ours', await call(page, 'ranks', tens)));
  await alone(async (page) =>
    add('single waits, nobody looks', '10M events', 'ours', await call(page, 'ranksUnasked', tens))
  );
  await alone(async (page) => {
    for (let i = 0; i < 5; i++) {
      add('contention, joined', '200k stacks', 'ours', await call(page, 'contention', 2e5 * part));
    }
  });
};
