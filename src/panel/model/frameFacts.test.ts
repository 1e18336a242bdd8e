import { CATEGORIES, type CounterRow } from '../../analysis';
import { nodeAt, prepared } from '../../testing';
import { CATEGORY_STYLE } from '../ui/palette';
import { changesOf } from './changes';
import { type FrameExtras, frameFacts } from './frameFacts';
import { type GraphModel, graphModel } from './graphModel';
import { FORMATS, modelsOf } from '../../testingGraph';

const PROFILES = { cpu: 'run;call 20\nrun;work 30', wall: 'run;call 40\nrun;call;ep_poll 60\nrun;work 100' };

const { paired } = prepared(PROFILES);
const model = modelsOf(paired!);

interface Pointed extends FrameExtras {
  model?: GraphModel;
  root?: number;
  rows?: number;
}

/** What is said of a frame: label, figure and note with blanks between them. */
function rowsAt(path: string[], { model: of = model('wall'), root = 0, rows = 7, ...extras }: Pointed = {}) {
  return frameFacts(of, nodeAt(of.paired.tree, ...path), root, extras, rows).map(({ label, value, note }) =>
    [label, value, note].join(' ').replaceAll('\u00a0', ' ').trim()
  );
}

it('total and self are shares of all of the graph, and so are those of CPU time', () => {
  expect(rowsAt(['run', 'call']).slice(0, 2)).toEqual(['Wall total 100w 50.0 %', 'Self 40w 20.0 %']);
  // What the frame waits for is no part of its CPU time.
  expect(rowsAt(['run', 'call'], { model: model('cpu') })).toEqual(['CPU total 20c 40.0 %', 'Self 20c 40.0 %']);
});

it('zoomed: the total is a share of what is shown and of all, self still of all', () => {
  const root = nodeAt(paired!.tree, 'run', 'call');
  expect(rowsAt(['run', 'call', 'ep_poll'], { root }).slice(0, 2)).toEqual([
    'Wall total 60w 60.0 % of shown, 30.0 % of all',
    'Self 60w 30.0 %',
  ]);
});

it('the parts of its wall time are shares of the frame, the largest first', () => {
  expect(rowsAt(['run', 'call']).slice(2)).toEqual([
    'Socket or event 60w 60.0 %',
    'On CPU 20w 20.0 %',
    'Unattributed 20w 20.0 %',
  ]);
});

it('what both samplers counted is no part twice: parts sum to the frame, none is negative', () => {
  const both = prepared({
    cpu: 'run;call 70\nrun;work 1',
    wall: 'run;call;ep_poll 60\nrun;call 40\nrun;work 5',
  }).paired!;
  expect(rowsAt(['run', 'call'], { model: model('hotcold', { paired: both }) }).slice(2)).toEqual([
    'Socket or event 60w 60.0 %',
    'On CPU 40w 40.0 %',
  ]);
});

it('of many waits the three largest, the others as one; only its stacks’ where a wait is chosen', () => {
  const many = prepared({
    wall: 'run;ep_poll 40\nrun;futex_wait 30\nrun;nanosleep 15\nrun;runtime.chanrecv 10\nrun;tcp_recvmsg 5',
  }).paired!;
  const rows = rowsAt(['run'], { model: model('hotcold', { paired: many }) });
  expect(rows).toHaveLength(6);
  expect(rows.slice(2, 4)).toEqual(['Socket or event 40w 40.0 %', 'Lock 30w 30.0 %']);
  expect(rows[5]).toMatch(/^Other 15w 15.0 %$/);
  const lock = model('hotcold', { paired: many, category: CATEGORIES.indexOf('lock') });
  expect(rowsAt(['run'], { model: lock })).toEqual(['Wall total 30w 100.0 % of shown, 30.0 % of all', 'Self 0w 0.0 %']);
});

it('no more rows than there is room for, whatever is known', () => {
  const ratio = { metric: 'ipc' as const, value: 0.8123, error: 0.05, samples: 400 };
  const rows = rowsAt(['run', 'call'], {
    model: model('hotcold'),
    ratios: [ratio, { ...ratio, metric: 'mpki' }, { ...ratio, metric: 'cpi' }],
    kernelLock: { wait: 70, contended: 9 },
  });
  expect(rows).toEqual([
    'Wall total 100w 50.0 %',
    'Self 40w 20.0 %',
    'Socket or event 60w 60.0 %',
    'Other 40w 40.0 %',
    'IPC 0.81 ± 5.0 % (400 samples)',
    'Misses / 1,000 instr. 0.81 ± 5.0 % (400 samples)',
    'Kernel lock wait 70w 9 contended, all call paths',
  ]);
});

it('of two times the difference first, in points of shares, the shown measure before the others', () => {
  const compared = prepared({ wall: 'run;a 60\nrun;b 40' }, {}, { wall: 'run;a 20\nrun;b 80' });
  const once = { seconds: 1 };
  const changes = changesOf(compared.paired!, compared.baseline, { now: once, before: once }, FORMATS.format, String);
  const of = graphModel('changed', { paired: compared.paired!, ...FORMATS, change: changes[1] })!;
  expect(rowsAt(['run', 'a'], { model: of, changes })).toEqual([
    'Wall · Per second +200 % 20w/s → 60w/s',
    'Wall +40.0 pp 20.0 % → 60.0 %',
    'Wall · Sum +200 % 20w → 60w',
    'Wall (mean of both times) total 40w 40.0 %',
    'Self 40w 40.0 %',
  ]);
});

it('of two times with all that can be known of the root: seven rows, times before parts, parts before counters', () => {
  const compared = prepared({ wall: 'run;a 60\nrun;ep_poll 40' }, {}, { wall: 'run;a 20\nrun;ep_poll 80' });
  const once = { seconds: 1 };
  const changes = changesOf(compared.paired!, compared.baseline, { now: once, before: once }, FORMATS.format, String);
  const of = graphModel('changed', { paired: compared.paired!, ...FORMATS, change: changes[0] })!;
  const ratio = { metric: 'ipc' as const, value: 0.8, error: 0.05, samples: 400 };
  const rows = rowsAt(['run'], {
    model: of,
    changes,
    ratios: [ratio, { ...ratio, metric: 'mpki' }],
    kernelLock: { wait: 70, contended: 9 },
    counters: [{ metric: 'ipc', value: 1.5, scope: 'host' } as CounterRow],
  });
  expect(rows.map((row) => row.replace(/[ ±−+]*\d.*/, ''))).toEqual([
    'Wall',
    'Wall · Per second',
    'Wall · Sum',
    'Wall (mean of both times) total',
    'Self',
    'On CPU',
    'IPC',
  ]);
});

it('counters of the host mark the root, with words that say so', () => {
  const counter = { metric: 'ipc', value: 1.5, scope: 'host' } as CounterRow;
  expect(rowsAt([], { counters: [counter] })).toEqual(
    expect.arrayContaining(['Whole host, not this process or function', 'IPC 1.50'])
  );
});

it('counters: two at most, under words that say of what they are; a ratio without an error has no note', () => {
  const counter = (metric: string, scope: CounterRow['scope']) => ({ metric, value: 1.5, scope }) as CounterRow;
  const three = (scope: CounterRow['scope']) => ['ipc', 'cpi', 'mpki'].map((metric) => counter(metric, scope));
  const said = (scope: CounterRow['scope']) =>
    rowsAt(['run'], { model: model('cpu'), counters: three(scope) }).slice(-3);
  expect(said('process')).toEqual(['Whole process, not this function', 'IPC 1.50', 'CPI 1.50']);
  expect(said('function')[0]).toBe('By function');
  const ratio = { metric: 'ipc' as const, value: 0.8, samples: 3 };
  expect(rowsAt(['run'], { model: model('cpu'), ratios: [ratio] }).at(-1)).toBe('IPC 0.80');
});

it('the whole has no row for its own time, unless there is some', () => {
  expect(rowsAt([])[0]).toBe('Wall total 200w 100.0 %');
  expect(rowsAt([]).some((row) => row.startsWith('Self'))).toBe(false);
  expect(rowsAt(['run']).some((row) => row.startsWith('Self'))).toBe(true);
});

it('each part has the colour that the graph draws it in, a sum of parts has none', () => {
  const parts = frameFacts(model('hotcold'), nodeAt(paired!.tree, 'run', 'call'), 0, {}, 7).slice(2);
  expect(parts.map(({ label, look }) => [label, look])).toEqual([
    ['Socket or event', CATEGORY_STYLE.poll],
    ['On CPU', CATEGORY_STYLE.cpu],
    ['Unattributed', CATEGORY_STYLE.unattributed],
  ]);
  const [, other] = frameFacts(model('hotcold'), nodeAt(paired!.tree, 'run', 'call'), 0, {}, 4).slice(2);
  expect([other.label, other.look]).toEqual(['Other', undefined]);
});

it('parts that would round to nothing are none; a CPU profile alone is all on the CPU; what is no time has no parts', () => {
  const tiny = prepared({ wall: 'run;work 100000\nrun;ep_poll 1' }).paired!;
  expect(rowsAt(['run'], { model: model('hotcold', { paired: tiny }) }).slice(2)).toEqual(['On CPU 100000w 100.0 %']);
  const alone = prepared({ cpu: 'run;work 5' }).paired!;
  expect(rowsAt(['run'], { model: model('cpu', { paired: alone }) }).slice(2)).toEqual(['On CPU 5c 100.0 %']);
  expect(rowsAt(['run'], { model: model('wall', { paired: { ...tiny, evidence: 'other' } }) })).toHaveLength(2);
});

it('where there is room for one part only it is the largest, not their sum', () => {
  expect(rowsAt(['run', 'call'], { rows: 3 })).toEqual([
    'Wall total 100w 50.0 %',
    'Self 40w 20.0 %',
    'Socket or event 60w 60.0 %',
  ]);
});
