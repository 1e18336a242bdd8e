// The figures in the users' documents: each is read from the text and compared with what the panel makes of the recording that it speaks of, or
// with the constant that it repeats. What tests/tour.spec.ts finds on the screen is not here.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import '../src/allParts';
import { CATEGORIES, holdersOf, waitKey } from '../src/analysis';
import { CHANGE_WARNING } from '../src/analysis/counters/baseline';
import { MIN_SAMPLES } from '../src/analysis/counters/frameRatios';
import { METRIC_INFO } from '../src/analysis/counters/model';
import { SingleWaits } from '../src/analysis/singleWaits';
import { lengthsText } from '../src/panel/model/useSingleWaits';
import { MAX_QUERIES, MAX_WINDOWS } from '../src/panel/options/options';
import { formatTime } from '../src/panel/ui/format';
import { findingsOf, inputOf, preparedOf } from '../src/testing';
import { type ProfileInput } from '../src/prepare';

const ROOT = join(__dirname, '..');
const text = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const documents = ['docs/plugin', 'docs/plugin/guides'].flatMap((folder) =>
  readdirSync(join(ROOT, folder)).flatMap((file) => (file.endsWith('.md') ? join(folder, file) : []))
);
/** Prose: without code, commands and the head, and each run of blanks as one. */
const prose = (path: string) =>
  text(path)
    .replace(/^---[\s\S]*?---/, '')
    .replace(/```[\s\S]*?```/g, '')
    .replace(/\s+/g, ' ');

/** What of which document was read by a test. */
const asserted: Array<[path: string, part: string]> = [];

/** The parts in brackets of what a document says; fails where it says something else. */
function said(path: string, pattern: RegExp): string[] {
  const match = pattern.exec(prose(path));
  if (!match) {
    throw new Error(`${path} does not say ${pattern}`);
  }
  asserted.push([path, match[0]]);
  return match.slice(1);
}
const figures = (path: string, pattern: RegExp) =>
  said(path, pattern).map((figure) => Number(figure.replaceAll(',', '')));

/** A number that the source names, in whichever file of src/; a product of numbers is worked out. */
function constant(path: string, name: string): number {
  const [, value] =
    new RegExp(`\\b${name}(?:: | = )([\\d_.e* ]+)(?:\\* SECOND)?[;,\\n }]`).exec(text(join('src', path))) ?? [];
  if (!value) {
    throw new Error(`src/${path} has no ${name}`);
  }
  return value
    .split('*')
    .filter((factor) => factor.trim())
    .map((factor) => Number(factor.replaceAll('_', '')))
    .reduce((product, factor) => product * factor);
}

const bytesOf = (refId: string, path: string): ProfileInput => ({
  refId,
  source: { kind: 'bytes', bytes: readFileSync(join(ROOT, 'testdata', path)) },
});
const perfScript = (path: string) =>
  preparedOf([inputOf('A', gunzipSync(readFileSync(join(ROOT, 'testdata', path))).toString())]);
const json = (path: string) => JSON.parse(text(join('testdata', path)));
const sum = (values: Record<string, number>) => Object.values(values).reduce((all, one) => all + one, 0);
const percent = (share: number, digits = 0) => Number((share * 100).toFixed(digits));
const sentencesOf = (prepared: ReturnType<typeof preparedOf>) =>
  findingsOf(prepared).map(({ text: sentence }) => sentence.replaceAll('\u00a0', ' '));

const LOCKS = 'docs/plugin/guides/locks.md';

describe('locks.md', () => {
  const journal = 'contention/journal';
  const all = preparedOf(['cpu', 'wall', 'mutex', 'block'].map((name) => bytesOf(name, `${journal}/${name}.pb.gz`)));
  const COMMIT = 'main.(*Journal).Commit';

  it('the program’s timers', () => {
    const [held, profiled] = figures(
      LOCKS,
      /([\d.]+) % of the time in line was spent while `flushLocked` held it.*? says ([\d.]+) %/
    );
    const { in_line_while_held_by_s: timers } = json(`${journal}/truth.json`);
    expect(held).toBe(percent(timers.flushLocked / sum(timers), 1));
    expect(profiled).toBe(percent(holdersOf(all.contention!, COMMIT)!.holders[0].share, 1));
    const [dispatch] = figures(LOCKS, /waited ([\d.]+) % of their time for `dispatch`/);
    const wakes = json('contention/wakes/truth.json');
    expect(dispatch).toBe(percent(wakes.dispatch_s / (wakes.dispatch_s + wakes.retry_s), 1));
  });

  it('who wakes', () => {
    const [who, caller, share] = said(LOCKS, /\*Woken by (\w+) ← (\w+): (\d+) %\*/);
    const { wakersOf, sites, paired } = perfScript('contention/wakes/switches.perf-script.gz');
    const { node } = sites.find(({ site }) => site === 'take_job')!;
    const [first] = wakersOf!(node, paired!.tree.subtreeEnd[node]);
    expect([first.name, first.caller, percent(first.share)]).toEqual([who, caller, Number(share)]);
  });

  it('the sentence', () => {
    const [sentence] = said(LOCKS, /\*(\d+ % waits for a lock that others hold in [^*]+)\*/);
    expect(sentencesOf(all)).toContain(sentence);
    expect(sentence).toContain(`${said(LOCKS, /\*(\d+ % waits for a lock) in Journal/)[0]} that`);
  });

  it('the pipeline: its clock, and the sentence about who wakes', () => {
    const said3 = figures(
      LOCKS,
      /by its clock ([\d.]+) s one thread alone, ([\d.]+) s four at once, ([\d.]+) s nobody/
    );
    const { buildIndex, rankPart, commitIndex } = json('wakeups/pipeline.json').elapsed;
    expect(said3).toEqual([buildIndex, rankPart, commitIndex].map((seconds: number) => Number(seconds.toFixed(2))));
    const [sentence] = said(LOCKS, /the finding names it: \*([^*]+)\*/);
    expect(sentencesOf(perfScript('wakeups/pipeline.txt.gz'))).toContain(sentence);
    expect(figures(LOCKS, /more than (\d+) % of the switches have no other end/)).toEqual([
      100 * constant('prepare/elapsed.ts', 'TOLERATED'),
    ]);
  });

  it('who let go, who waited how often', () => {
    const [released] = figures(LOCKS, /Released in Journal\.flushLocked: (\d+) %/);
    expect(released).toBe(percent(holdersOf(all.contention!, COMMIT)!.holders[0].share));
    const [count, each] = figures(LOCKS, /Waits counted: ([\d,]+), ([\d.]+) ms each/);
    const waited = all.contention!.waited.get(waitKey({ site: COMMIT, category: CATEGORIES.indexOf('lock') }))!;
    expect(count).toBe(waited.count);
    expect(each).toBe(Number((waited.time / waited.count! / 1e6).toPrecision(2)));
  });
});

const THROTTLED = 'docs/plugin/guides/throttled.md';

describe('throttled.md', () => {
  const timers: Array<{ render: number; cpu: number; backend: number }> = json('throttled/timers.json');
  const total = (of: (one: (typeof timers)[number]) => number) => timers.reduce((all, one) => all + of(one), 0);

  it('by the program’s own clocks, and by the kernel’s', () => {
    const [waited, of] = figures(THROTTLED, /own clocks it is ([\d.]+) s of ([\d.]+) s/);
    expect(waited).toBe(Number(total(({ render, cpu }) => render - cpu).toFixed(1)));
    expect(of).toBe(Number(total(({ render, backend }) => render + backend).toFixed(1)));
    const [throttled, periods] = figures(THROTTLED, /`cpu\.stat` (\d+) of (\d+) periods/);
    const stat = text('testdata/throttled/cpu.stat');
    expect([throttled, periods]).toEqual(
      ['nr_throttled', 'nr_periods'].map((name) => Number(new RegExp(`^${name} (\\d+)`, 'm').exec(stat)![1]))
    );
  });

  it('the sentences without the series', () => {
    const told = sentencesOf(perfScript('throttled/switches.perf-script.gz'));
    expect(told[0]).toContain(said(THROTTLED, /as it should be: \*(\d+ % [^*]+)\*/)[0]);
    expect(told).toContain(said(THROTTLED, /Without the series the sentence is \*([^*]+)\*/)[0]);
  });

  it('the sentence with the series: the same share, and the kernel’s figure within the tenth that panel/grafana/throttled.test.ts allows', () => {
    const [waits, periods] = figures(
      THROTTLED,
      /\*(\d+) % waits for a CPU while the container is throttled in (\d+) % of its periods in render_page\*/
    );
    const [alone] = figures(THROTTLED, /Without the series the sentence is \*(\d+) %/);
    expect(waits).toBe(alone);
    const [throttled, all] = figures(THROTTLED, /`cpu\.stat` (\d+) of (\d+) periods/);
    expect(Math.abs(periods / (100 * (throttled / all)) - 1)).toBeLessThan(0.1);
  });

  it('its limits', () => {
    // A tenth of the time, a twentieth of the periods: words, so that a changed constant is seen here.
    expect(constant('analysis/rules/throttled.ts', 'WAITS')).toBe(1 / 10);
    expect(constant('analysis/rules/throttled.ts', 'THROTTLED')).toBe(1 / 20);
    expect(prose(THROTTLED)).toContain(
      'at least a tenth of the time ready to run in the stacks, and at least a twentieth of the periods'
    );
  });
});

it('wait-lengths.md: the recorded waits of one frame', () => {
  const [sentence, site] = said(
    'docs/plugin/guides/wait-lengths.md',
    /\*\*Point at a frame\*\*: "([^"]+)" \(that is `(\w+)` in `testdata\/wakeups`\)/
  );
  const { paired, sites, timedSamples } = perfScript('wakeups/service.txt.gz');
  const { node } = sites.find((one) => one.site === site)!;
  const lengths = new SingleWaits(paired!.tree, () => timedSamples?.()).under(node)!;
  expect(lengthsText(lengths, formatTime).replaceAll('\u00a0', ' ')).toBe(sentence);
});

describe('constants that documents repeat', () => {
  const LIMITS = 'docs/plugin/limits.md';
  const COUNTERS = 'docs/plugin/counters.md';
  const MINUTE = 'docs/plugin/guides/minute.md';
  it.each<[string, RegExp, () => number[]]>([
    [LIMITS, /unpacked gzip \| (\d+) MiB/, () => [constant('readers/unpack.ts', 'MAX_BYTES') / 1024 ** 2]],
    [LIMITS, /rows of a flame graph frame \| ([\d,]+)/, () => [constant('readers/formats/nestedSet.ts', 'MAX_ROWS')]],
    [
      LIMITS,
      /a name \| (\d+) characters on screen, ([\d,]+) for the rules/,
      () => [constant('panel/graph/FrameTooltip.tsx', 'MAX_NAME'), constant('analysis/normaliseName.ts', 'MAX_NAME')],
    ],
    [LIMITS, /frames searched for a wait \| (\d+)/, () => [constant('analysis/waits/classify.ts', 'MAX_WALK')]],
    [
      LIMITS,
      /(\d+) listed, (\d+) to be a label/,
      () => [constant('panel/toolbar/FilterMenu.tsx', 'LISTED'), constant('prepare/reports.ts', 'MAX_LABEL_VALUES')],
    ],
    [LIMITS, /once a minute, ([\d,]+)/, () => [constant('panel/grafana/profileTypes.ts', 'MAX_TYPES')]],
    [LIMITS, /windows of a comparison \| (\d+) a side/, () => [constant('panel/model/comparison.ts', 'MAX_WINDOWS')]],
    [
      LIMITS,
      /at most ([\d,]+) points, from (\d+) times the range/,
      () => [constant('panel/model/useComparison.ts', 'SEARCH_POINTS'), constant('panel/model/objective.ts', 'times')],
    ],
    [LIMITS, /counters' rows \| (\d+)/, () => [constant('panel/ui/panelLayout.ts', 'MAX_COUNTERS')]],
    [
      LIMITS,
      /from (\d+) pixels on \((\d+) pixels to (\d+) % of the panel\)/,
      () => [
        constant('panel/ui/panelLayout.ts', 'beside'),
        constant('panel/ui/panelLayout.ts', 'min'),
        100 * constant('panel/ui/panelLayout.ts', 'widest'),
      ],
    ],
    [LIMITS, /in panels of ([\d,]+) pixels and more/, () => [constant('panel/ui/panelLayout.ts', 'DRAWER_OPENS')]],
    [LIMITS, /\*What changed\?\* \| (\d+) inside/, () => [constant('panel/model/compareOffers.ts', 'MAX_EVENTS')]],
    [LIMITS, /a link with the view \| ([\d,]+)/, () => [constant('panel/state/sharedView.ts', 'MAX_LENGTH')]],
    [
      LIMITS,
      /as many as leave the graph (\d+) to (\d+) % of the panel's height/,
      () => [60, 75].map((share) => (/\[0\.6, 0\.7, 0\.75\]/.test(text('src/panel/ui/panelLayout.ts')) ? share : NaN)),
    ],
    [
      'docs/plugin/options.md',
      /in panels of ([\d,]+) pixels and more/,
      () => [constant('panel/ui/panelLayout.ts', 'DRAWER_OPENS')],
    ],
    [
      'docs/plugin/data-formats.md',
      /Limits: (\d+) MiB/,
      () => [constant('readers/unpack.ts', 'MAX_BYTES') / 1024 ** 2],
    ],
    [
      'docs/plugin/troubleshooting.md',
      /over (\d+) MiB/,
      () => [constant('readers/unpack.ts', 'MAX_BYTES') / 1024 ** 2],
    ],
    [COUNTERS, /throttled periods \| from (\d+) % on/, () => [100 * METRIC_INFO.throttledPeriods.warnFrom!]],
    [THROTTLED, /From (\d+) % throttled periods on/, () => [100 * METRIC_INFO.throttledPeriods.warnFrom!]],
    [
      COUNTERS,
      /core bound \| from (\d+) %; (\d+) %; (\d+) % on/,
      () =>
        [METRIC_INFO.frontendBound, METRIC_INFO.memoryBound, METRIC_INFO.coreBound].map(
          ({ warnFrom }) => 100 * warnFrom!
        ),
    ],
    [COUNTERS, /everything \| (\d+) % worse/, () => [100 * CHANGE_WARNING]],
    [COUNTERS, /below (\d+) samples nothing/, () => [MIN_SAMPLES]],
    [MINUTE, /in a list of (\d+) pixels and more/, () => [constant('panel/lists/SiteHead.tsx', 'alone')]],
    [MINUTE, /from (\d+) windows of the recording/, () => [constant('prepare/sampleWindows.ts', 'SAMPLE_WINDOWS')]],
    [
      LIMITS,
      /wakers of wakers \| (\d+) in a chain, ([\d,]+) steps/,
      () => [constant('prepare/wakeChains.ts', 'DEPTH'), constant('prepare/wakeChains.ts', 'MOST_STEPS')],
    ],
    [LIMITS, /elapsed time \| (\d+) % of switches/, () => [100 * constant('prepare/elapsed.ts', 'TOLERATED')]],
    [LIMITS, /read in slices of (\d+) ms/, () => [constant('panel/model/inSlices.ts', 'SLICE')]],
    [MINUTE, /_Most queries a second_ says \((\d+)\)/, () => [MAX_QUERIES.usual]],
    [
      MINUTE,
      /_Most windows_ says \((\d+)\), none shorter than (\d+) s/,
      () => [MAX_WINDOWS.usual, constant('panel/grafana/windowPlan.ts', 'OF_A_PROFILE')],
    ],
    [
      'docs/plugin/guides/requests.md',
      /at most (\d+) slow ones/,
      () => [constant('panel/model/slowSpans.ts', 'MAX_SPANS')],
    ],
    [
      'docs/plugin/guides/requests.md',
      /and (\d+) fast ones/,
      () => [constant('panel/model/slowSpans.ts', 'MAX_SPANS')],
    ],
  ])('%s: %s', (path, pattern, expected) => expect(figures(path, pattern)).toEqual(expected()));

  it('the longest task, as the bench measured it', () => {
    const [below, rows, tenths] = figures(
      LIMITS,
      /stays below (\d+) ms for a pair of ([\d,]+) nodes, and is near ([\d.]+) s for one of a million/
    );
    const longest = (size: string) =>
      json('../bench/results.json')
        .goals.filter(
          (goal: { name: string; size: string }) => goal.name.startsWith('longest task') && goal.size === size
        )
        .map(({ value }: { value: number }) => value);
    expect(rows).toBe(200_000);
    expect(Math.max(...longest('200k'))).toBeLessThanOrEqual(below);
    expect(Math.max(...longest('1M')) / 1000 / tenths).toBeCloseTo(1, 0);
  });
});

describe('who held what others waited for', () => {
  const GUIDE = 'docs/plugin/guides/locks.md';
  const firstHolder = (input: ProfileInput, site: string): number => {
    const all = preparedOf([input]);
    const { node } = all.sites.find((one) => one.site === site)!;
    return Math.round(100 * all.heldBy!(node, all.paired!.tree.subtreeEnd[node])[0].share);
  };
  const monitor = (jvm: string) =>
    firstHolder(
      {
        refId: 'A',
        source: { kind: 'bytes', bytes: readFileSync(join(ROOT, `testdata/contention/monitor/${jvm}.jfr.gz`)) },
      },
      'Journal.commit'
    );

  it('Java', () => {
    const [jdk17, jdk25] = [monitor('jdk17'), monitor('jdk25')];
    expect(figures(GUIDE, /Held by awaitReplica ← Journal.flush: (\d+) %/)).toEqual([jdk25]);
    expect(figures(GUIDE, /\d+ % waits for a lock that others hold in Journal.commit: (\d+) % of that/)).toEqual([
      jdk17,
    ]);
    expect(
      figures(GUIDE, /for 58 and 59 % of the time in line .* the panel says (\d+) and (\d+) %\. .* ended 56 and 54 %/)
    ).toEqual([jdk17, jdk25]);
    said(GUIDE, /\(10 ms in `profile`, 20 ms in `default`\)/); // the JDK's
  });

  it('bpftrace', () => {
    const share = firstHolder(inputOf('A', text('testdata/bpftrace/locks/locks.txt')), 'commit_record');
    expect(figures(GUIDE, /Held by flush_log: (\d+) % of the time/)).toEqual([share]);
    expect(figures(GUIDE, /of its time held (\d+) %, by the program's own clock 73 %/)).toEqual([share]);
  });
});

/**
 * What a document tells the reader to set, what a tool does or a standard says: no figure of the panel's, so no recording can prove it. A
 * new figure is asserted above, or added here on purpose. tour.md and README.md are walked by tests/tour.spec.ts.
 */
const OF_OTHERS: Record<string, string[]> = {
  // Intel's condition of level 2; the case study's cache misses, which dev/counters.mjs makes up.
  'counters.md': ['20 %', '12 %'],
  // dev/sampleDashboards.test.ts reads the second one from the dashboard; the first is README's, which the tour's test walks.
  'index.md': ['43 %', '38 %'],
  'limits.md': ['100 %'],
  // Thresholds of the JDK's settings, and its version.
  'guides/java.md': ['20 ms', '10 ms', '25 samples'],
  // Other wakers' figures are tests' (prepare/wakers.test.ts): within a tenth of the clocks.
  'guides/locks.md': ['10 %', '10 %'],
  // The incident, as its strip has it when all windows are there.
  'guides/minute.md': ['95 %', '34.1 %', '27.5 %', '42.5 %', '16 windows'],
  // The height of a cell, and an example of what it holds; the budget is read on the screen (tests/tour.spec.ts).
  'guides/requests.md': ['20 ms', '20 ms', '39 ms', '26 ms', '3.6 ms'],
  // The sentence with other figures; what service.c does; a period of the kernel's scheduler.
  'guides/throttled.md': ['31 %', '28 %', '10 ms', '50 ms', '100 ms', '10 ms'],
  // An example in general; thresholds of perf and of the JDK.
  'guides/wait-lengths.md': ['30 %', '500 ms', '20 ms'],
};
const FIGURE =
  /\d[\d.,]*[ \u00a0]?(?:%|(?:ms|µs|ns|s|min|MiB|KiB|pp|×|threads|pixels|points|windows|queries|waits|samples|nodes|rows|characters)\b)/g;

it('every other figure of the documents is known to be of others', () => {
  const left = documents
    .filter((path) => !/tour|pictures/.test(path))
    .flatMap((path) => {
      const rest = asserted.reduce(
        (remaining, [of, part]) => (of === path ? remaining.replace(part, '…') : remaining),
        prose(path)
      );
      const found = rest.replace(/`[^`]*`/g, '').match(FIGURE) ?? [];
      return found.length ? [[path.replace(/.*docs.plugin./, ''), found]] : [];
    });
  expect(Object.fromEntries(left)).toEqual(OF_OTHERS);
});
