// Faults that a test has to notice, over all rooms of src/: what would be shown, in a few words; the text in the code, which is there once;
// what it becomes. Below the file stands the test file that has to fail. Those that once went through unnoticed are among them.

/** @typedef {{ file: string, test: string, lie: string, from: string, to: string }} Mutant */

/** @returns {Mutant[]} `faults`: `[lie, from, to]` */
const faultsIn = (file, test, ...faults) =>
  faults.map(([lie, from, to]) => ({ file: `src/${file}`, test: `src/${test}`, lie, from, to }));

const PROFILE = [
  ...faultsIn(
    'profile/buildCallTree.ts',
    'profile/buildCallTree.test.ts',
    [
      'siblings from Z to A',
      'a.key < b.key ? -1 : a.key > b.key ? 1 : 0',
      'a.key < b.key ? 1 : a.key > b.key ? -1 : 0',
    ],
    ['a thread start left out inside of a stack', 'under < 0 && isThread[symbol]', 'isThread[symbol]']
  ),
  ...faultsIn(
    'profile/frameIdentity.ts',
    'profile/buildCallTree.test.ts',
    ['functions of two modules as one', '${module}\\0${name}', '${name}'],
    ['`get` of two scripts as one function', ".slice(-2).join('/') : ''", ".slice(-0).join('') : ''"]
  ),
  ...faultsIn('profile/guard.ts', 'profile/guard.test.ts', [
    'any text as a setting',
    'allowed.find((one) => one === value)',
    'allowed.find((one) => one === value) ?? allowed[0]',
  ]),
  ...faultsIn('profile/names.ts', 'profile/names.test.ts', [
    'type arguments without a sign that something is left out',
    "--depth === 0 ? '…>' : ''",
    "--depth === 0 ? '>' : ''",
  ]),
  ...faultsIn(
    'profile/units.ts',
    'profile/units.test.ts',
    ['milliseconds as microseconds', "['time', 1e6, 'ms'", "['time', 1e3, 'ms'"],
    ['unknown units subtracted from each other', "(kind !== 'unknown' || a === b)", 'true']
  ),
  ...faultsIn('profile/weights.ts', 'profile/weights.test.ts', [
    'a total without its own weight',
    'prefixSum[tree.subtreeEnd[node]] - prefixSum[node];',
    'prefixSum[tree.subtreeEnd[node]] - prefixSum[node + 1];',
  ]),
];

const READERS = [
  ...faultsIn(
    'readers/formats/folded.ts',
    'readers/formats.test.ts',
    [
      'the older side of a differential file as now',
      'builder.sample(stack, weight, before)',
      'builder.sample(stack, before, weight)',
    ],
    ['stacks upside down', "frames.split(';').reverse()", "frames.split(';')"]
  ),
  ...faultsIn('readers/formats/goroutines.ts', 'readers/formats/goroutines.test.ts', [
    'minutes of waiting lost',
    'minutes * MINUTE',
    'minutes',
  ]),
  ...faultsIn('readers/formats/pprof.ts', 'readers/formats.test.ts', [
    'the first sample type, where go tool pprof shows the last',
    'named < 0 ? types.length - 1 : named',
    'named < 0 ? 0 : named',
  ]),
  ...faultsIn(
    'readers/formats/pprof.ts',
    'readers/formats/pprof.test.ts',
    ['inlined callers under what they call', 'builder.frame(frame)).reverse()', 'builder.frame(frame))'],
    [
      'the difference of two profiles as a profile',
      'weights.some((weight) => weight < 0)',
      'weights.some((weight) => weight < -Infinity)',
    ]
  ),
  ...faultsIn('readers/unpack.ts', 'readers/formats.test.ts', [
    'lines of two instances as one file',
    'const key = JSON.stringify(labels);',
    "const key = '';",
  ]),
  ...faultsIn('readers/unpack.ts', 'readers/unpack.test.ts', [
    'lines of a log upside down',
    'newestFirst ? b - a : a - b',
    'a - b',
  ]),
];

const ANALYSIS = [
  ...faultsIn('analysis/causes/context.ts', 'analysis/causes/context.test.ts', [
    'the profiler’s own time as the program’s',
    '0) - profilerCpu);',
    '0));',
  ]),
  ...faultsIn('analysis/holders.ts', 'analysis/contention.test.ts', [
    'who holds a lock, as a share of all locks instead of those of its type',
    'share: one.share / sum',
    'share: one.share',
  ]),
  ...faultsIn('analysis/causes/interval.ts', 'analysis/causes/interval.test.ts', [
    'an interval that is too narrow',
    'Math.hypot(b - ofB[0], ofA[1] - a)',
    'Math.max(b - ofB[0], ofA[1] - a)',
  ]),
  ...faultsIn('analysis/causes/interval.ts', 'analysis/findings/findings.test.ts', [
    'chance as a change',
    'interval[0] <= 0 && interval[1] >= 0',
    'interval[0] > interval[1]',
  ]),
  ...faultsIn(
    'analysis/counters/baseline.ts',
    'analysis/counters/baseline.test.ts',
    ['better as worse', "=== 'up' ? change : -change", "=== 'down' ? change : -change"],
    ['the whole range as its first quarter', 'from + (to - from) * FIRST_PART', 'to']
  ),
  ...faultsIn('analysis/counters/caveats.ts', 'analysis/counters/caveats.test.ts', [
    'a gap in the counters unsaid',
    'covered < COVERED',
    'covered < 0',
  ]),
  ...faultsIn('analysis/counters/ratios.ts', 'analysis/counters/ratios.test.ts', [
    'a mean of ratios as a ratio of sums',
    'value: ratio(metric, addUp(sums)),',
    'value: mean(values) ?? NaN,',
  ]),
  ...faultsIn('analysis/counters/series.ts', 'analysis/counters/ratios.test.ts', [
    'a restart as a negative count',
    'value >= previous ? value - previous : value',
    'value - previous',
  ]),
  ...faultsIn('analysis/findings/changes.ts', 'analysis/findings/findings.test.ts', [
    'what a request costs no more before what it does',
    'moved(b) - moved(a)',
    'moved(a) - moved(b)',
  ]),
  ...faultsIn('analysis/findings/diagnose.ts', 'analysis/findings/findings.test.ts', [
    'the cause that matters least first',
    'place(a, foreign) - place(b, foreign) || b.weight - a.weight',
    'place(a, foreign) - place(b, foreign) || a.weight - b.weight',
  ]),
  ...faultsIn('analysis/fold.ts', 'analysis/fold.test.ts', [
    'all branches of a library as one deep stack',
    'Math.max(bar.frames, depth[node])',
    'bar.frames + 1',
  ]),
  ...faultsIn('analysis/functions.ts', 'analysis/functions.test.ts', [
    'idle time as waiting',
    'waited - waits[IDLE]',
    'waited',
  ]),
  ...faultsIn('analysis/outermost.ts', 'analysis/functions.test.ts', [
    'a recursive call twice',
    'if (open[symbol] === 0 && visit',
    'if (visit',
  ]),
  ...faultsIn(
    'analysis/pairing.ts',
    'analysis/analysis.test.ts',
    ['what two samplers disagree about as nothing', 'unattributed: total - onCpu - waits }', 'unattributed: 0 }'],
    ['wall time without its CPU part', 'w + cpu!.weights.self[i]', 'w'],
    ['off-CPU compared with wall', 'kind === WHOLE[before.evidence] && whole.now', 'whole.now']
  ),
  ...faultsIn('analysis/pairing.ts', 'analysis/roles.test.ts', [
    'CPU that is no part of wall subtracted from it',
    'if (times > SAMPLER_TOLERANCE)',
    'if (times > Infinity)',
  ]),
  ...faultsIn('analysis/pairing.ts', 'prepare/shown.test.ts', [
    'waits counted as running, too',
    'Math.max(0, self[node] - (sums[i + 1] - sums[i]))',
    'self[node]',
  ]),
  ...faultsIn(
    'analysis/removeFrames.ts',
    'analysis/removeFrames.test.ts',
    ['the colour of the lighter box', 'total > heaviest[toNew[node]]', 'heaviest[toNew[node]] < 0'],
    ['a frame with time of its own collapsed as a chain', '>= CHAIN_SHARE * totalOf', '>= 0.5 * totalOf']
  ),
  ...faultsIn('analysis/roleNames.ts', 'analysis/roles.test.ts', [
    'off-CPU of Parca as wall',
    "name.startsWith('parca') && sampleType === 'wallclock'",
    "name.startsWith('parca') && sampleType === ''",
  ]),
  ...faultsIn(
    'analysis/roles.ts',
    'analysis/roles.test.ts',
    ['CPU and wall that are the wrong way round', 'swapped[member.role] ?? member.role', 'member.role'],
    ['the scheduler’s iowait twice', "!blocked || delay(i) !== 'iowait'", 'true']
  ),
  ...faultsIn('analysis/rollup.ts', 'analysis/rollup.test.ts', [
    'threads merged and forgotten',
    'threads ? [...profile.labels, threads] : profile.labels',
    'profile.labels',
  ]),
  ...faultsIn('analysis/sites.ts', 'analysis/sites.test.ts', [
    'the shortest wait first',
    '.sort((a, b) => b.total - a.total || (a.site',
    '.sort((a, b) => a.total - b.total || (a.site',
  ]),
  ...faultsIn('analysis/sites.ts', 'prepare/shown.test.ts', [
    'a wait site that leads to another frame',
    'node: toNew[site.node]',
    'node: site.node',
  ]),
  ...faultsIn('analysis/waits/classify.ts', 'analysis/waits/classify.test.ts', [
    'a wait far above what runs',
    'entry.maxFromLeaf > 0 && i > entry.maxFromLeaf',
    'false',
  ]),
  ...faultsIn('analysis/waits/classify.ts', 'analysis/waits/threads.test.ts', [
    'a busy event loop as idle',
    "idle: row.purpose !== 'event-loop' && (own || idle)",
    'idle: own || idle',
  ]),
  ...faultsIn('analysis/waits/classify.ts', 'analysis/waits/canonical.test.ts', [
    'a name of one runtime in another as its wait',
    'weak && !showsRuntime(stack, entry.runtime) ? undefined : entry',
    'entry',
  ]),
];

const FLAMEGRAPH = [
  ...faultsIn('flamegraph/draw.ts', 'flamegraph/flamegraph.test.ts', [
    'flames a row too low',
    'g.height - y - g.rowHeight : y',
    'g.height - y : y',
  ]),
  ...faultsIn(
    'flamegraph/layout.ts',
    'flamegraph/flamegraph.test.ts',
    [
      'callees shifted by their caller’s own time',
      'const start = prefixSum[parent.node + 1];',
      'const start = prefixSum[parent.node];',
    ],
    ['a pointer on another row', 'box >= from && x < boxes.x1[box]', 'box >= 0 && x < boxes.x1[box]'],
    ['empty levels to scroll to', 'weights.self[node] !== 0 && tree.level', 'tree.level']
  ),
];

const PREPARE = [
  ...faultsIn(
    'prepare/events.ts',
    'prepare/events.test.ts',
    [
      'events that no filter holds for',
      'const keep = keepsSample(instance, filter);',
      'const keep = keepsSample(instance, {});',
    ],
    ['events of the last instance only', 'sum.weights.map((w, node) => w + weights[node])', 'weights'],
    ['events of other stacks', 'kept[node] ? w : 0', 'w'],
    ['time as the number of waits', 'contended: sum.contended + counts[node]', 'contended: sum.contended + waits[node]']
  ),
  ...faultsIn('prepare/members.ts', 'prepare/instances.test.ts', [
    'a filter that the graph ignores',
    'instance.attach(index, keepsSample(instance, filter))',
    'instance.attach(index)',
  ]),
  ...faultsIn('prepare/reports.ts', 'prepare/reports.test.ts', [
    'what one instance cut off as what all did',
    'report.truncated += profile.truncated',
    'report.truncated = profile.truncated',
  ]),
  ...faultsIn('prepare/reports.ts', 'prepare/members.test.ts', [
    'the share that is left as the one that is hidden',
    '1 - splitAt(paired, 0).total / all',
    'splitAt(paired, 0).total / all',
  ]),
  ...faultsIn('prepare/roleWeights.ts', 'prepare/roleWeights.test.ts', [
    'bytes added to time',
    'own !== unit && total > 0',
    'own !== unit && total < 0',
  ]),
  ...faultsIn('prepare/roleWeights.ts', 'prepare/members.test.ts', [
    'idle threads that cannot be hidden',
    'category[node] === IDLE || idle[node] ? 0 : w',
    'w',
  ]),
];

const PANEL = [
  ...faultsIn('panel/grafana/dataFrames.ts', 'panel/grafana/dataFrames.test.ts', [
    'a query’s role by nothing but its data',
    "queryText('profileTypeId')",
    "queryText('')",
  ]),
  ...faultsIn(
    'panel/grafana/dataFrames.ts',
    'panel/grafana/dataFrames.test.ts',
    ['thresholds that colour nothing', 'result.thresholds.set(refId, thresholds);', ''],
    ['an alias that tells no role', "queryText('alias'),", '']
  ),
  ...faultsIn('panel/grafana/dataLinks.ts', 'panel/grafana/dataLinks.test.ts', [
    'a name that adds parameters to a link',
    'encodeURIComponent(text',
    'String(text',
  ]),
  ...faultsIn('panel/grafana/queryRanges.ts', 'panel/grafana/queryRanges.test.ts', [
    'a hidden query asked again',
    '!target.hide && refIds.has',
    'refIds.has',
  ]),
  ...faultsIn(
    'panel/model/exportImage.ts',
    'panel/model/exportImage.test.ts',
    ['rows that are cut without a word', 'deepest + 1 > rows ?', 'deepest + 1 < rows ?'],
    ['a name from a profile as markup', '&#${char.charCodeAt(0)};', '${char}']
  ),
  ...faultsIn(
    'panel/ui/palette.ts',
    'panel/ui/palette.test.ts',
    ['better in the colour of worse', "worse === 'up' ? 1 : -1", "worse === 'up' ? -1 : 1"],
    ['more in the colour of less', 'Math.log2(now / before)', 'Math.log2(before / now)']
  ),
  ...faultsIn('panel/model/changes.ts', 'panel/model/changes.test.ts', [
    'seconds of the other time',
    "['second', a.seconds, b.seconds,",
    "['second', b.seconds, a.seconds,",
  ]),
  ...faultsIn(
    'panel/model/inSlices.ts',
    'panel/model/inSlices.test.ts',
    ['a page that stops while a large answer is read', 'performance.now() < end', 'end > 0'],
    ['the answer before that comes after the one that took its place', 'if (givenUp)', 'if (givenUp === undefined)']
  ),
  ...faultsIn('panel/model/useInSteps.ts', 'panel/model/useInSteps.test.tsx', [
    'no picture while the next one is read',
    'const outcome = now ?? last;',
    'const outcome = now ?? (last?.work === work ? last : undefined);',
  ]),
  ...faultsIn(
    'panel/model/graphModel.ts',
    'panel/model/graphModel.test.ts',
    ['a short baseline as a small one', 'before.weights.self[node] * scale', 'before.weights.self[node]'],
    [
      'running stacks of the wall profile as the CPU profile',
      "category === CPU && mode !== 'wall' &&",
      "category === CPU && mode === 'wall' &&",
    ]
  ),
  ...faultsIn('panel/model/selectors.ts', 'panel/model/selectors.test.ts', [
    'a mode that the data cannot show',
    'if (wanted && available[wanted])',
    'if (wanted)',
  ]),
  ...faultsIn('panel/model/selectors.ts', 'panel/model/selectors.test.ts', [
    'chains that the option collapses as if nothing did',
    'filters.collapseChains ?? rollUp.collapseChains',
    'filters.collapseChains',
  ]),
  ...faultsIn(
    'panel/model/frameFacts.ts',
    'panel/model/frameFacts.test.ts',
    ['own time as a share of what is shown', 'percent(self / whole)', 'percent(self / shown)'],
    ['more rows than can be read while pointing', '...last].slice(0, rows)', '...last]'],
    [
      'the smallest part of a frame first',
      '.sort((a, b) => b.weight - a.weight)',
      '.sort((a, b) => a.weight - b.weight)',
    ],
    [
      'what changed below what did not',
      '[...changesOf(model, changes, node), ...times(model, node, root)]',
      '[...times(model, node, root), ...changesOf(model, changes, node)]',
    ]
  ),
  ...faultsIn('panel/model/useFrameCounters.ts', 'panel/model/useFrameCounters.test.ts', [
    'the best frame first among those that are marked',
    'badness(b[0]) - badness(a[0])',
    'badness(a[0]) - badness(b[0])',
  ]),
  ...faultsIn(
    'panel/summary/bar.ts',
    'panel/summary/bar.test.ts',
    [
      'the smallest wait first',
      'waits.filter((part) => !isIdle(part)).sort((a, b) => b.weight - a.weight)',
      'waits.filter((part) => !isIdle(part)).sort((a, b) => a.weight - b.weight)',
    ],
    ['percents that do not add up to 100', 'byRemainder.slice(0, left)', 'byRemainder.slice(0, 0)']
  ),
  ...faultsIn(
    'panel/summary/qualityFacts.ts',
    'panel/summary/DataQuality.test.tsx',
    ['what the source cut off unsaid', '...(truncated > 0', '...(truncated < 0'],
    ['what filters hide unsaid', 'filteredShare > LEAST_SHARE', 'filteredShare < 0'],
    ['CPU and waits that exceed wall as what nothing explains', 'unattributed < 0\n', 'unattributed > 0\n']
  ),
  ...faultsIn(
    'panel/summary/banner.ts',
    'panel/summary/DataQuality.test.tsx',
    ['a warning over a share that is known', 'UNKNOWN_SHARE.has(evidence) ?', 'true ?'],
    ['a minor problem as a failure', 'problems.filter(({ minor }) => !minor)', 'problems']
  ),
  ...faultsIn(
    'panel/summary/CounterStrip.tsx',
    'panel/summary/CounterStrip.test.tsx',
    [
      'a crosshair from right to left',
      'scaleLinear([from, to], [0, plotIn(width).plot]).clamp(true)',
      'scaleLinear([from, to], [plotIn(width).plot, 0]).clamp(true)',
    ],
    [
      'the figure of another time under the crosshair',
      'Math.abs(times[i] - time) : Infinity',
      'times[i] - time : Infinity',
    ],
    ['a threshold that colours no figure', 'style={own ? { color: own } : undefined}', '']
  ),
  ...faultsIn(
    'panel/graph/Breadcrumb.tsx',
    'panel/graph/Breadcrumb.test.tsx',
    ['a share of the zoomed frame as one of all', 'percent(value / whole)', 'percent(value / value)'],
    [
      'the callers next to the frame hidden first',
      'near: callers.slice(first)',
      'near: callers.slice(outer.length, first)',
    ]
  ),
  ...faultsIn('panel/model/settings.ts', 'panel/model/usePrepared.test.tsx', [
    'a switch of the viewer that does nothing',
    '...(collapseChains !== undefined && { collapseChains }),',
    '',
  ]),
  ...faultsIn('panel/model/usePrepared.ts', 'panel/model/usePrepared.test.tsx', [
    'the baseline as a row of its own',
    'others.filter((one) => !isBaseline(queries, one))',
    'others',
  ]),
  ...faultsIn('panel/options/migrations.ts', 'panel/options/migrations.test.ts', [
    'a switch that was saved is not read',
    'flag(saved[name]) ?? DEFAULT_OPTIONS[name]',
    'DEFAULT_OPTIONS[name]',
  ]),
  ...faultsIn('panel/options/editors/QueriesEditor.tsx', 'panel/options/editors/editors.test.tsx', [
    'a role that is lost when another setting changes',
    '{ ...set.find((q) => q.refId === refId), refId, ...part }',
    '{ refId, ...part }',
  ]),
  ...faultsIn('panel/state/filters.ts', 'panel/state/filters.test.ts', [
    'a graph that filters emptied as data that were never there',
    'Boolean(filter || times || stacks?.length || hideIdle || elapsed)',
    'Boolean(hideIdle)',
  ]),
  ...faultsIn('panel/EmptyState.tsx', 'panel/EmptyState.test.tsx', [
    'an empty graph without a word of the filters',
    'if (leavesOut(filters) &&',
    'if (!leavesOut(filters) &&',
  ]),
  ...faultsIn(
    'panel/state/panelState.ts',
    'panel/state/panelState.test.ts',
    ['one filter instead of all', '{ ...state.filters, ...action.filters }', '{ ...action.filters }'],
    [
      'an empty graph after a step to CPU',
      "action.mode === 'cpu' && state.category !== 'cpu' ? undefined : state.category",
      'state.category',
    ]
  ),
  ...faultsIn('panel/heatmap/grid.ts', 'panel/heatmap/grid.test.ts', [
    'a cell with what belongs to the one before it',
    'cells[cell] = sums[to] - sums[from];',
    'cells[cell] = sums[to];',
  ]),
  ...faultsIn('panel/lanes/laneData.ts', 'panel/lanes/laneData.test.ts', [
    'a wait that is drawn after it has ended',
    'time[row] - (duration[row] >= 0 ? duration[row] : weight[row])',
    'time[row]',
  ]),
  ...faultsIn(
    'panel/start/steps.ts',
    'panel/start/steps.test.ts',
    ['a second query where the first one is to be chosen', 'free ? words.choose : words.add', 'words.add'],
    ['types without end', 'slice(0, MAX_CHOICES)', 'slice(0)']
  ),
  ...faultsIn('panel/timeline/change.ts', 'panel/timeline/change.test.ts', [
    'idle threads as the largest change',
    "kind === 'idle' || !counts",
    '!counts',
  ]),
  ...faultsIn(
    'panel/ui/format.ts',
    'panel/ui/format.test.ts',
    ['less as more', "value < 0 ? '−' : '+'", "value < 0 ? '+' : '−'"],
    ['English figures for everybody', 'new Intl.NumberFormat(spoken', "new Intl.NumberFormat('en-US'"]
  ),
];

const WRITERS = [
  ...faultsIn('writers/csv.ts', 'writers/csv.test.ts', [
    'a formula for a spreadsheet',
    '/^[=+\\-@\\t\\r]/',
    '/^[=]{2}/',
  ]),
];

/** @type {Mutant[]} */
export const MUTANTS = [...PROFILE, ...READERS, ...ANALYSIS, ...FLAMEGRAPH, ...PREPARE, ...PANEL, ...WRITERS];
