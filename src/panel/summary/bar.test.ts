import * as fc from 'fast-check';
import { CATEGORIES, CPU, IDLE, splitAt } from '../../analysis';
import { nodeAt, prepared } from '../../testing';
import { translationsAreLoaded } from '../grafana/translate';
import { CATEGORY_STYLE, CHANGE_STYLE, changeStyle, CODE_STYLE } from '../ui/palette';
import { graphModel } from '../model/graphModel';
import { whoRuns } from '../model/whoRuns';
import { barOf, changeParts, cpuParts, percentsOf, waitParts } from './bar';
import { NO_COUNTERS } from '../../testingGraph';

const plain = (text = '') => text.replaceAll('\u00a0', ' ');
type Texts = Parameters<typeof prepared>[0];
const partsOf = (texts: Texts, seconds?: number) => {
  const { paired } = prepared(texts);
  return waitParts({
    split: splitAt(paired!, 0),
    evidence: paired!.evidence,
    format: (value) => `${value} ns`,
    seconds,
  });
};
const said = (texts: Texts) => partsOf(texts).map(({ label, rounded }) => plain(`${label} ${rounded}`));

describe('percentages', () => {
  it('add up to 100, the largest remainders are rounded up', () => {
    expect(percentsOf([1, 1, 1])).toEqual([34, 33, 33]);
    expect(percentsOf([2, 1, 0])).toEqual([67, 33, 0]);
    expect(percentsOf([0, 0])).toEqual([0, 0]);
    fc.assert(
      fc.property(fc.array(fc.nat(1e6), { minLength: 1, maxLength: 14 }), (weights) => {
        const whole = weights.reduce((a, b) => a + b, 0);
        const percents = percentsOf(weights);
        expect(percents.reduce((a, b) => a + b, 0)).toBe(whole > 0 ? 100 : 0);
        percents.forEach((own, i) => expect(Math.abs(own - (whole ? (weights[i] / whole) * 100 : 0))).toBeLessThan(1));
      })
    );
  });
});

describe('where the time goes', () => {
  it('on-CPU first, then what waits, the most first, then what nobody knows', () =>
    expect(
      said({ cpu: 'run;work 20', wall: 'run;work 25\nrun;lock;futex_wait 10\nrun;call;ep_poll 40\nrun;save;fsync 5' })
    ).toEqual(['On CPU 25 %', 'Socket or event 50 %', 'Lock 13 %', 'Disk 6 %', 'Unattributed 6 %']));

  it('idle after all that blocks, however much it is, and before what nobody knows', () => {
    const wall = 'run;work 30\nrun;call;ep_poll 10\nrun;idler;goroutine [finalizer wait] 60';
    expect(said({ cpu: 'run;work 20', wall })).toEqual([
      'On CPU 20 %',
      'Socket or event 10 %',
      'Idle 60 %',
      'Unattributed 10 %',
    ]);
  });

  it('two samplers that count more than the wall time: waits as measured, on-CPU what they leave, no part negative', () => {
    expect(said({ cpu: 'run;work 40', wall: 'run;work 20\nrun;call;ep_poll 80' })).toEqual([
      'On CPU 20 %',
      'Socket or event 80 %',
    ]);
    expect(said({ cpu: 'run;work 40', wall: 'run;call;ep_poll 80' })).toEqual(['Socket or event 100 %']);
  });

  it('each of several samplers’ splits adds up to the whole', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { minLength: 4, maxLength: 4 }), ([cpu, work, poll, lock]) => {
        const wall = `run;work ${work}\nrun;ep_poll ${poll}\nrun;futex_wait ${lock}`;
        const parts = partsOf({ cpu: `run;work ${cpu}`, wall });
        const percents = parts.reduce((sum, { rounded }) => sum + parseInt(plain(rounded).replace('<1', '0'), 10), 0);
        expect(percents === 100 || parts.length === 0).toBe(true);
        expect(parts.every(({ weight }) => weight > 0)).toBe(true);
      }),
      { numRuns: 40 }
    );
  });

  it('what rounds to nothing is there all the same', () =>
    expect(said({ wall: 'run;work 99990\nrun;ep_poll 10' })).toEqual(['On CPU 100 %', 'Socket or event <1 %']));

  it('off-CPU time has no part on the CPU; what is no time has no bar', () => {
    expect(said({ offcpu: 'run;ep_poll 10' })).toEqual(['Socket or event 100 %']);
    const { paired } = prepared({ wall: 'a;b 1' });
    expect(waitParts({ split: splitAt(paired!, 0), evidence: 'other', format: String })).toEqual([]);
  });

  it('a sum over threads is said as threads × time, where the time is known and it is not nothing', () => {
    const wall = 'run;work 120e9\nrun;ep_poll 239e9\nrun;fsync 1e9'.replaceAll('e9', '000000000');
    expect(partsOf({ wall }, 60).map(({ figure }) => figure)).toEqual([
      '120000000000 ns (2 threads × 60 s)',
      '239000000000 ns (4 threads × 60 s)',
      '1000000000 ns',
    ]);
    expect(partsOf({ wall }).map(({ figure }) => figure)[0]).toBe('120000000000 ns');
  });

  it('threads are counted in the viewer’s language, whatever the browser’s is', () => {
    translationsAreLoaded('de-DE');
    expect(partsOf({ wall: 'run;work 90000000000' }, 60)[0].figure).toBe('90000000000 ns (1,5 threads × 60 s)');
    translationsAreLoaded();
  });

  it('a click filters by what has a category', () =>
    expect(
      partsOf({ cpu: 'run;work 20', wall: 'run;work 30\nrun;goroutine [finalizer wait] 10' }).map(
        ({ category }) => category
      )
    ).toEqual([CPU, IDLE, undefined]));
});

describe('whose code runs', () => {
  const { paired, whoseCode } = prepared({
    cpu: 'main.run;main.work 50\nmain.run;encoding/json.Marshal 30\nmain.run;runtime.mallocgc 15\nmain.run;runtime.gcBgMarkWorker 5',
  });
  const parts = cpuParts({ running: whoRuns(paired!, 0, whoseCode), filters: false, format: String });

  it('own time by kind, in percent of CPU time', () =>
    expect(parts.map(({ label, share }) => plain(`${label} ${share}`))).toEqual([
      'Own code 50.0 %',
      'Libraries 30.0 %',
      'Runtime 15.0 %',
      'GC 5.0 %',
    ]));

  it('is exactly the colours that the graph draws', () => {
    const counters = NO_COUNTERS;
    const model = graphModel('cpu', { paired: paired!, counters, whoseCode, format: String, cpuFormat: String })!;
    const drawn = new Set(Array.from({ length: paired!.tree.length - 1 }, (_, i) => model.styleOf(i + 1, false).fill));
    expect(new Set(parts.map(({ look }) => look.fill))).toEqual(drawn);
    expect(parts[0].look).toBe(CODE_STYLE.user);
    expect(parts[3].look).toBe(CATEGORY_STYLE.gc);
  });

  it('of a zoomed frame: what runs below it', () => {
    const root = nodeAt(paired!.tree, 'main.run', 'encoding/json.Marshal');
    expect([...whoRuns(paired!, root, whoseCode)]).toEqual([['library', 30]]);
  });

  it('can be filtered by garbage collection where CPU is all there is', () => {
    const running = new Map([
      ['user', 9],
      ['gc', 1],
    ] as const);
    const categories = (filters: boolean) =>
      cpuParts({ running, filters, format: String }).map(({ category }) => category);
    expect([categories(true), categories(false)]).toEqual([
      [undefined, CATEGORIES.indexOf('gc')],
      [undefined, undefined],
    ]);
  });
});

it('a comparison has a scale of its own: from gone to new, all colours of the graph, in equal parts', () => {
  const parts = changeParts();
  expect(parts.map(({ label }) => label)).toEqual([
    'gone',
    'less',
    'a little less',
    'the same',
    'a little more',
    'more',
    'new',
  ]);
  expect(parts.map(({ look }) => look)).toEqual(Object.values(CHANGE_STYLE));
  expect(new Set(parts.map(({ weight }) => weight)).size).toBe(1);
});

describe('what has room', () => {
  const parts = partsOf({ wall: 'run;work 50\nrun;ep_poll 40\nrun;futex_wait 8\nrun;fsync 2' });
  const texts = (width: number) => {
    const { segments, unnamed } = barOf(parts, width);
    return [segments.map(({ text }) => plain(text)), unnamed];
  };

  it('name and share, else the name, else nothing; how many have no name', () => {
    expect(texts(5000)).toEqual([['On CPU 50 %', 'Socket or event 40 %', 'Lock 8 %', 'Disk 2 %'], 0]);
    expect(texts(700)).toEqual([['On CPU 50 %', 'Socket or event 40 %', 'Lock', ''], 1]);
    expect(texts(300)).toEqual([['On CPU 50 %', 'Socket or event', '', ''], 2]);
    expect(texts(20)).toEqual([['', '', '', ''], 4]);
  });

  it('segments are in proportion and never wider than the bar, with room for the button where it is needed', () => {
    for (const width of [300, 900, 5000]) {
      const { segments, unnamed } = barOf(parts, width);
      const sum = segments.reduce((all, segment) => all + segment.width, 0);
      expect(sum + 3 + (unnamed ? 31 : 0)).toBeCloseTo(width);
      expect(segments[0].width / segments[2].width).toBeCloseTo(50 / 8);
    }
  });
});

it('the legend of a comparison has the colours that bars get', () => {
  const legend = new Map(changeParts().map(({ label, look }) => [label, look]));
  expect(['more', 'less', 'new', 'gone'].map((label) => legend.get(label))).toEqual([
    changeStyle(0.3, 0.7),
    changeStyle(0.7, 0.3),
    changeStyle(0, 0.7),
    changeStyle(0.7, 0),
  ]);
  expect(legend.get('more')).not.toEqual(legend.get('less'));
});
