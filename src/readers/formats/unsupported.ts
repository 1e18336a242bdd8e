import { fail } from '../../profile';
import { headLines, isObject, jsonOf, type Reader, type Source } from '../source';

/** A format that is recognised in order to say what it is and what to do instead. */
interface Refusal {
  id: string;
  label: string;
  /** Ends the sentence "This is …". */
  what: string;
  remedy: string;
  /** How the file begins, one character a byte, or what stands at `at`. */
  magic?: string | string[];
  at?: number;
  /** One of the first lines. */
  line?: RegExp;
  /** What most lines are like. */
  most?: RegExp;
  json?: (value: unknown) => boolean;
}

const UNPACK = 'Unpack it and send the file in it, as it is or as gzip.';
const SPEEDSCOPE = 'Open it in speedscope and export it from there as speedscope JSON.';
const WITHOUT_DEBUG = 'Take it without debug=1: the answer is then pprof, base64 of which is read in a text column.';
const LOG = 'Where the lines carry a profile, send what stands behind the time and the name, such as folded stacks.';
const SYSTEM_FIGURES = 'It has no stacks. Query such figures from Prometheus, as counters or beside this panel.';
const SYSTEM_CALLS =
  'For waits by stack record perf record -g -e sched:sched_switch, bpftrace or bcc’s offcputime -f instead.';
const PERF_SCRIPT = 'Run perf script on perf.data and send its text, recorded with -g.';

/** JSON whose object has these keys. */
const keys =
  (...names: string[]) =>
  (json: unknown) =>
    isObject(json) && names.every((name) => name in json);

/** Sure by how the file begins. Sources of the magic numbers: the tools' own headers, and file(1)'s table. */
const BY_BEGINNING: Refusal[] = [
  // Containers that are not unpacked here; gzip and zstd are (arrival.ts).
  { id: 'zip', label: 'zip', magic: 'PK\x03\x04', what: 'a zip archive', remedy: UNPACK },
  {
    id: 'bzip2',
    label: 'bzip2',
    magic: '1AY&SY',
    at: 4,
    what: 'a file packed with bzip2',
    remedy: 'Unpack it: bunzip2.',
  },
  { id: 'xz', label: 'xz', magic: '\xfd7zXZ\0', what: 'a file packed with xz', remedy: 'Unpack it: unxz.' },
  { id: 'lz4', label: 'lz4', magic: '\x04\x22\x4d\x18', what: 'a file packed with lz4', remedy: 'Unpack it: unlz4.' },
  { id: '7z', label: '7z', magic: '7z\xbc\xaf\x27\x1c', what: 'a 7-Zip archive', remedy: UNPACK },
  { id: 'snappy', label: 'snappy', magic: '\xff\x06\0\0sNaPpY', what: 'a file packed with snappy', remedy: UNPACK },
  { id: 'compress', label: 'compress', magic: '\x1f\x9d', what: 'a file packed with compress', remedy: UNPACK },
  { id: 'tar', label: 'tar', magic: 'ustar', at: 257, what: 'a tar archive', remedy: UNPACK },
  {
    id: 'parquet',
    label: 'Parquet or Arrow',
    magic: ['PAR1', 'ARROW1'],
    what: 'a Parquet or Arrow file',
    remedy: 'Query it with a data source that reads it, with the columns stack and value.',
  },
  {
    id: 'sqlite',
    label: 'SQLite',
    magic: 'SQLite format 3\0',
    what: 'an SQLite database (Nsight Systems and others export one)',
    remedy: 'Query it with a data source that reads it, with the columns stack and value.',
  },
  { id: 'png', label: 'picture', magic: '\x89PNG', what: 'a picture', remedy: 'Send the profile that it shows.' },

  // Recordings that only their own tools read.
  {
    id: 'perf-data',
    label: 'perf.data',
    magic: ['PERFILE2', '2ELIFREP'],
    what: 'a perf.data file, which only the perf of its machine can read',
    remedy: 'Run perf script on it and send its text.',
  },
  {
    id: 'austin-mojo',
    label: 'austin MOJO',
    magic: 'MOJ',
    what: 'a recording of austin in its binary form (MOJO)',
    remedy: 'Convert it: mojo2austin in.mojo out.austin.',
  },
  {
    id: 'memray',
    label: 'memray',
    magic: 'memray',
    what: 'a recording of memray: memory and no time',
    remedy: 'memray flamegraph shows it. For time record with py-spy or austin.',
  },
  {
    id: 'rbspy-raw',
    label: 'rbspy raw',
    magic: 'rbspy0',
    what: 'a raw recording of rbspy',
    remedy: 'Convert it: rbspy report -f speedscope -i raw.gz -o out.json.',
  },
  {
    id: 'cprofile',
    label: 'cProfile',
    magic: ['{(', '{\xa8', '{)\x03', '{\xa9\x03', '\xfb(', '\xfb\xa8', '\xfb)\x03', '\xfb\xa9\x03'],
    what: 'statistics of Python’s cProfile: callers and callees, no stacks',
    remedy: 'Record stacks: py-spy record -f raw, or austin.',
  },
  {
    id: 'gperftools-cpu',
    label: 'gperftools CPU profile',
    magic: ['\0'.repeat(8) + '\x03' + '\0'.repeat(7), '\0\0\0\0\x03\0\0\0\0\0\0\0'],
    what: 'a CPU profile of gperftools in its old form, whose addresses need the binary',
    remedy: 'Convert it: pprof -proto BINARY FILE > profile.pb.gz.',
  },
  {
    id: 'go-trace',
    label: 'Go execution trace',
    magic: 'go 1.',
    what: 'an execution trace of Go',
    remedy: 'Convert it: go tool trace -pprof=sync trace.out (or net, syscall, sched).',
  },
  {
    id: 'nettrace',
    label: '.NET trace',
    magic: 'Nettrace',
    what: 'a .NET trace (nettrace)',
    remedy: 'Convert it: dotnet-trace convert --format Speedscope FILE.',
  },
  {
    id: 'fast-serialization',
    label: '.NET gcdump or etlx',
    magic: '!FastSerialization.1',
    at: 4,
    what: 'a .NET file of TraceEvent (gcdump, etlx, old nettrace)',
    remedy: 'For time record with dotnet-trace collect --format Speedscope; a gcdump is memory.',
  },
  {
    id: 'hprof',
    label: 'Java heap dump',
    magic: 'JAVA PROFILE 1.0',
    what: 'a Java heap dump: memory and no time',
    remedy: 'Take a thread dump (jstack) or a recording (asprof -o collapsed).',
  },
  {
    id: 'minidump',
    label: 'minidump',
    magic: 'MDMP',
    what: 'a minidump',
    remedy: 'Send the backtraces of its threads: minidump-stackwalk, or a debugger.',
  },
  {
    id: 'core',
    label: 'core dump',
    magic: ['\x04\0', '\0\x04'],
    at: 16,
    what: 'a core dump',
    remedy: 'Send its backtraces: gdb -batch -ex "thread apply all bt" BINARY CORE.',
  },
  { id: 'elf', label: 'program', magic: '\x7fELF', what: 'a program (ELF)', remedy: 'Send a profile of it.' },
  {
    id: 'mach-o',
    label: 'program',
    magic: ['\xcf\xfa\xed\xfe', '\xca\xfe\xba\xbe'],
    what: 'a program or a class file',
    remedy: 'Send a profile of it.',
  },
  {
    id: 'gmon',
    label: 'gprof',
    magic: 'gmon',
    what: 'data of gprof (gmon.out): callers and callees, no stacks',
    remedy: 'Record stacks: perf record -g, then perf script.',
  },
  {
    id: 'ctf',
    label: 'LTTng trace',
    magic: ['\xc1\x1f\xfc\xc1', '\xc1\xfc\x1f\xc1', '\x57\x1d\xd1\x75', '\x75\xd1\x1d\x57', '/* CTF 1'],
    what: 'a part of an LTTng trace (CTF)',
    remedy: SYSTEM_CALLS,
  },
  {
    id: 'trace-cmd',
    label: 'trace-cmd',
    magic: '\x17\x08Dtracing',
    what: 'a recording of trace-cmd (trace.dat)',
    remedy: 'Record with perf record -g -e sched:sched_switch and send perf script.',
  },
  {
    id: 'tracy',
    label: 'Tracy',
    magic: ['tracy', 'tr\xfdP', 'tlZ\x04', 'tZst'],
    what: 'a capture of Tracy',
    remedy: 'Export it: tracy-csvexport, and query the table.',
  },
  {
    id: 'bplist',
    label: 'Instruments',
    magic: 'bplist00',
    what: 'a part of a recording of Instruments or another property list of macOS',
    remedy: 'Copy the call tree out of Instruments and run stackcollapse-instruments.pl on it.',
  },

  // JSON.
  {
    id: 'chrome-trace',
    label: 'Chrome trace',
    json: (json) => {
      const events = isObject(json) && !Array.isArray(json) ? json.traceEvents : json;
      return Array.isArray(events) && isObject(events[0]) && 'ph' in events[0];
    },
    what: 'a Chrome trace, a timeline of events and no profile',
    remedy: 'Record a CPU profile instead (.cpuprofile), or convert the trace with speedscope.',
  },
  {
    id: 'pyinstrument-json',
    label: 'pyinstrument',
    json: keys('root_frame', 'sample_count'),
    what: 'a session of pyinstrument',
    remedy: 'Write it as speedscope: pyinstrument -r speedscope --load-prev ID, or --load FILE.pyisession.',
  },
  {
    id: 'heap-snapshot',
    label: 'V8 heap snapshot',
    json: (json) => isObject(json) && isObject(json.snapshot) && 'meta' in json.snapshot,
    what: 'a heap snapshot of V8: memory and no time',
    remedy: 'Record a CPU profile instead: node --cpu-prof.',
  },
  {
    id: 'heap-profile',
    label: 'V8 heap profile',
    json: (json) => isObject(json) && isObject(json.head) && 'selfSize' in json.head,
    what: 'a heap profile of V8: memory and no time',
    remedy: 'Record a CPU profile instead: node --cpu-prof.',
  },
  {
    id: 'dhat',
    label: 'DHAT',
    json: keys('dhatFileVersion'),
    what: 'a profile of DHAT: memory and no time',
    remedy: 'Its viewer is dh_view.html. For time record with perf record -g.',
  },
  {
    id: 'xhprof',
    label: 'XHProf',
    json: (json) =>
      isObject(json) && 'main()' in json && Object.keys(json).some((key) => /^[^=]+==>[^=]+$/.test(key.slice(0, 2000))),
    what: 'data of XHProf: callers and callees, no stacks',
    remedy: 'Record stacks instead: excimer’s formatCollapsed(), or phpspy.',
  },

  // Reports of profilers.
  {
    id: 'pprof-text',
    label: 'pprof text',
    line: /^PeriodType: |^-{11,}\+-|^Showing nodes accounting for |^ROUTINE =+ /,
    what: 'a text report of pprof, whose figures are rounded',
    remedy: 'Send the profile itself (.pb.gz), base64 in a text column.',
  },
  {
    id: 'pprof-dot',
    label: 'pprof graph',
    line: /^(?:strict )?digraph [^;]{0,500}\{/,
    what: 'a graph for dot',
    remedy: 'Send the profile itself, for pprof the .pb.gz, base64 in a text column.',
  },
  {
    id: 'heap-text',
    label: 'heap profile',
    line: /^heap profile: +\d+: +\d+ \[ *\d+: +\d+\]|^heap_v2\/\d|^heapstats |^--- heapz/,
    what: 'a heap profile as text (Go with debug=1, gperftools, jemalloc): memory and no time',
    remedy: `${WITHOUT_DEBUG} For gperftools and jemalloc: pprof -proto, jeprof --collapsed.`,
  },
  {
    id: 'go-debug1',
    label: 'Go profile as text',
    line: /^--- (?:mutex|contention|contentionz\b.*):?|^threadcreate profile: total \d/,
    what: 'a profile of Go as text (debug=1)',
    remedy: WITHOUT_DEBUG,
  },
  {
    id: 'perf-report',
    label: 'perf report',
    line: /^# To display the perf\.data header info|^# Samples: \S+ +of events? '|^# Overhead\s|^# Baseline\s|^\s*Percent\s*\|\s+Source code/,
    what: 'a report of perf (report, diff or annotate), whose figures are rounded',
    remedy: PERF_SCRIPT,
  },
  {
    id: 'perf-sched',
    label: 'perf sched',
    line: /^\s+time\s+cpu\s+task name|^\s*Task\s+\|\s+Runtime ms\s+\||^\s+comm\s+parent\s+sched-in/,
    what: 'a table of perf sched (timehist, latency): a switch or a task a line',
    remedy: 'Run perf script on the same recording, taken with perf record -g -e sched:sched_switch -a.',
  },
  {
    id: 'perf-trace-s',
    label: 'perf trace',
    line: /^ Summary of events:/,
    what: 'a summary of perf trace',
    remedy: SYSTEM_CALLS,
  },
  {
    id: 'callgrind',
    label: 'callgrind',
    line: /^# callgrind format|^creator: (?:callgrind|xdebug)|^desc: I1 cache: |^cfn=|^Profile data file '|^I1 cache: /,
    what: 'data of callgrind or cachegrind (also Xdebug’s profiler): callers and callees, no whole stacks',
    remedy: SPEEDSCOPE,
  },
  {
    id: 'massif',
    label: 'massif',
    line: /^time_unit: \w|^ms_print arguments: |^snapshot=\d/,
    what: 'data of massif: memory and no time',
    remedy: 'For time record with perf record -g, then perf script.',
  },
  {
    id: 'gprof',
    label: 'gprof',
    line: /^Flat profile:$|^\s+Call graph \(explanation follows\)/,
    what: 'a report of gprof: callers and callees, no stacks',
    remedy: 'Record stacks: perf record -g, then perf script.',
  },
  {
    id: 'pyinstrument',
    label: 'pyinstrument',
    line: /^\s+_ {2,}\._ +__\/__ /,
    what: 'a report of pyinstrument',
    remedy: 'Write it as speedscope: pyinstrument -r speedscope -o out.json.',
  },
  {
    id: 'cprofile-text',
    label: 'cProfile',
    line: /^\s+\d+ function calls (?:\(\d+ primitive calls\) )?in [\d.]+ (?:CPU )?seconds|^Timer unit: [\d.e-]+ s/,
    what: 'a report of cProfile or line_profiler: functions or lines, no stacks',
    remedy: 'Record stacks: py-spy record -f raw, or austin.',
  },
  {
    id: 'v8-log',
    label: 'V8 log',
    line: /^v8-version,\d|^Statistical profiling result from /,
    what: 'a log of node --prof',
    remedy: 'Record with node --cpu-prof and send the .cpuprofile, or node --prof-process --preprocess.',
  },
  {
    id: 'xdebug-trace',
    label: 'Xdebug trace',
    line: /^TRACE START \[|^File format: \d+$/,
    what: 'a function trace of Xdebug',
    remedy: 'Fold it: stackcollapse-xdebug.php of FlameGraph.',
  },
  {
    id: 'macos-sample',
    label: 'macOS sample',
    line: /^Analysis of sampling .+ every \d|^Sampling process \d+ for \d/,
    what: 'a report of macOS’s sample',
    remedy: 'Fold it: stackcollapse-sample.awk of FlameGraph.',
  },
  {
    id: 'instruments',
    label: 'Instruments',
    line: /^<trace-query-result>|^(?:Running Time|Weight)\t+Self/,
    what: 'a call tree or a table of Instruments',
    remedy: 'Fold the copied call tree: stackcollapse-instruments.pl of FlameGraph.',
  },
  {
    id: 'dtrace',
    label: 'DTrace',
    line: /^\s+[\w.$+-]{1,200}`\S{1,2000}$/,
    what: 'output of DTrace',
    remedy: 'Fold it: stackcollapse.pl of FlameGraph.',
  },
  {
    id: 'ftrace',
    label: 'ftrace',
    line: /^# tracer: \w/,
    what: 'text of ftrace',
    remedy: 'Record with perf record -g and send perf script.',
  },
  {
    id: 'svg',
    label: 'flame graph picture',
    line: /^\s*<svg\b|^<!DOCTYPE svg/,
    what: 'a picture (SVG), such as flamegraph.pl draws',
    remedy: 'Send the folded stacks that it was drawn from.',
  },
  {
    id: 'html',
    label: 'HTML',
    line: /^\s*<(?:!doctype html|html)\b/i,
    what: 'a web page',
    remedy:
      'Of async-profiler’s flame graph send the stacks: asprof -o collapsed. ' +
      'If a profile was asked for: the address answered with a page, such as a login.',
  },

  // Figures of the system.
  {
    id: 'prometheus',
    label: 'Prometheus text',
    line: /^# (?:HELP|TYPE|UNIT) [a-zA-Z_:]/,
    what: 'the text of a Prometheus exporter',
    remedy: 'Query its metrics from Prometheus: counters of the CPU are shown beside the profile.',
  },
  {
    id: 'syscall-table',
    label: 'strace -c',
    line: /^% time\s+seconds\s+usecs\/call/,
    what: 'a table of strace -c or ltrace -c',
    remedy: SYSTEM_CALLS,
  },
  {
    id: 'system-figures',
    label: 'system figures',
    line: /^top - \d\d:\d\d:\d\d up |^procs -+memory-|^Linux \S+ \([^()]*\)\s[^()]*\(\d+ CPU\)\s*$|^cpu {2}\d+ \d+ \d+ \d+ |^(?=.*\bPID\b)\s*(?:[A-Z%+]+\s+)+[A-Z%+]+\s*$/,
    what: 'a table of the system’s state (top, ps, vmstat, sysstat, /proc/stat)',
    remedy: SYSTEM_FIGURES,
  },
];

const STRACE_PREFIX = /(?:\[pid +\d+\] |\d+ +)?(?:\(\+? *\d+\.\d+\) |\+? *\d+(?::\d\d:\d\d)?(?:\.\d+)? +)?/.source;

/** Known by what most lines are like; asked where no reader is sure. */
const BY_LINES: Refusal[] = [
  {
    id: 'strace',
    label: 'strace',
    most: new RegExp(
      `^\\s*${STRACE_PREFIX}(?:[\\w@.]+(?:->[\\w@.]+)?\\(.*(?:\\) += (?:-?\\d|0x|\\?|nil|<)|<unfinished \\.\\.\\.>|<no return)|<\\.\\.\\. [\\w@.]+ resumed|--- \\w|\\+\\+\\+ \\w)`
    ),
    what: 'output of strace or ltrace: a call a line, whose last number is what the call returned',
    remedy: SYSTEM_CALLS,
  },
  {
    id: 'perf-trace',
    label: 'perf trace',
    most: /^\s*(?:\d+\.\d+|\?) \( *(?:\d+\.\d+ ms)? *\): /,
    what: 'output of perf trace: a system call a line',
    remedy: SYSTEM_CALLS,
  },
  {
    id: 'prometheus-lines',
    label: 'Prometheus text',
    most: /^[a-zA-Z_:][\w:]*\{[^}]*\} [-+.\w]+(?: \d+)?$/,
    what: 'the text of a Prometheus exporter',
    remedy: 'Query its metrics from Prometheus: counters of the CPU are shown beside the profile.',
  },
  {
    id: 'csv-stacks',
    label: 'CSV',
    most: /^(?:"[^"]*;[^"]*"|[^",]*;[^",]*),\s*"?-?\d+(?:\.\d+)?"?\s*$/,
    what: 'CSV with stacks',
    remedy:
      'Query it as a table with the columns stack and value (a CSV data source), or put a blank before the count.',
  },
  {
    id: 'log',
    label: 'log',
    most: /^(?:\[ *\d+\.\d{4,}\] |\S+ \S+ \S+ \[\d\d\/[A-Z][a-z]{2}\/\d{4}[ :]|\[?\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d |[IWEF]\d{4} \d\d:\d\d:\d\d|(?:[\w.]+=(?:"[^"]*"|[^\s"]*)\s+){2,})/,
    what: 'a log: a time or fields begin its lines',
    remedy: LOG,
  },
  {
    id: 'json-log',
    label: 'log',
    most: /^\{(?:"[^{}"]{1,100}"\s*:\s*(?:"[^"]{0,300}"|[\d.]{1,30}),\s*){0,6}"@?(?:level|severity|msg|message|ts|time|timestamp)"\s*:/i,
    what: 'a log: each of its lines is a JSON object',
    remedy: LOG,
  },
  {
    id: 'valgrind-log',
    label: 'valgrind',
    most: /^==\d+==/,
    what: 'the log of valgrind',
    remedy: 'Record stacks: perf record -g, then perf script.',
  },
  {
    id: 'csv',
    label: 'CSV',
    most: /^[^;,\t]*(?:,[^;,\t]*){2,}$|^[^;,\t]*(?:\t[^;\t]*){2,}$/,
    what: 'a table as text (CSV)',
    remedy: 'Query it with a data source that makes a table of it, with the columns stack and value.',
  },
];

const MOST = 0.6;
/** Lines are looked at to here: no mark of a format stands further right. */
const LONGEST = 2000;

const MARK_OF_TEXT = 6;

/** Whether the source has these characters, one a byte, at that place. */
function begins(source: Source, mark: string, at: number): boolean {
  if (source.kind === 'bytes') {
    for (let i = 0; i < mark.length; i++) {
      if (source.bytes[at + i] !== mark.charCodeAt(i)) {
        return false;
      }
    }
    return true;
  }
  // A text may begin with any few letters; only long marks prove something.
  return source.kind === 'text' && mark.length >= MARK_OF_TEXT && source.text.startsWith(mark, at);
}

const heads = new WeakMap<Source, string[]>();

/** The first lines of a source that are not blank: found once, though every format asks. */
function headOf(source: Source): string[] {
  const known = heads.get(source);
  if (known) {
    return known;
  }
  const lines = headLines(source)
    .filter((text) => text.trim())
    .map((text) => text.slice(0, LONGEST));
  heads.set(source, lines);
  return lines;
}

function matches({ id, magic, at = 0, line, most, json }: Refusal, source: Source): boolean {
  if (magic !== undefined) {
    const known =
      typeof magic === 'string' ? begins(source, magic, at) : magic.some((mark) => begins(source, mark, at));
    // A core dump is an ELF file of another type.
    return known && (id !== 'core' || begins(source, '\x7fELF', 0));
  }
  if (source.kind !== 'text') {
    return false;
  }
  if (json) {
    return json(jsonOf(source));
  }
  const lines = headOf(source);
  if (line) {
    return lines.some((text) => line.test(text));
  }
  // JSON is not judged by its lines: a data frame may be one.
  const like = lines.filter((text) => most!.test(text)).length;
  return like > 0 && like >= lines.length * MOST && jsonOf(source) === undefined;
}

const reader = (refusal: Refusal): Reader => ({
  id: refusal.id,
  label: refusal.label,
  matches: (source) => (matches(refusal, source) ? 'yes' : 'no'),
  read: () => fail(`This is ${refusal.what}.`, { remedy: refusal.remedy }),
});

/** Formats that are sure by how they begin: asked before all readers of text and bytes. */
export const REFUSED: Reader[] = BY_BEGINNING.map(reader);

/** Text of other tools, whose lines may look like folded stacks: asked after the readers of single formats. */
export const NOT_PROFILES: Reader[] = BY_LINES.map(reader);
